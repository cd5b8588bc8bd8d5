#include "tests/unit/wire/codec/sensor_items.h"

#include <tuple>

namespace cw::wire::test {
namespace {

auto fields(const GsmBlock& b) {
  return std::tie(b.n,
                  b.first_sample,
                  b.t_s,
                  b.heard_on,
                  b.channel,
                  b.fn,
                  b.slot,
                  b.sub,
                  b.length,
                  b.data,
                  b.corrected_bits,
                  b.combined,
                  b.level_dbfs,
                  b.snr_db,
                  b.cfo_hz,
                  b.redacted,
                  b.pos);
}

auto fields(const GsmMeasurement& m) {
  return std::tie(m.sample,
                  m.t_s,
                  m.heard_on,
                  m.level_dbfs,
                  m.snr_db,
                  m.cfo_hz,
                  m.cfo_sigma_hz,
                  m.clock_error_ppm,
                  m.clock_sigma_ppm,
                  m.timing_symbols,
                  m.slot_level_dbfs,
                  m.fcch,
                  m.sch,
                  m.blocks_good,
                  m.blocks_tried,
                  m.dummy_bursts,
                  m.other_bursts,
                  m.lost);
}

auto fields(const PowerScan& s) {
  return std::tie(s.first_sample, s.t_s, s.first_offset_hz, s.step_hz, s.level_dbfs);
}

auto fields(const StreamStart& s) {
  return std::tie(s.t_s);
}

} // namespace

double ItemMaker::value(double magnitude) {
  const double unit = static_cast<double>(engine_() >> 11U) * 0x1p-53;
  return (2 * unit - 1) * magnitude;
}

RadioId ItemMaker::radio() {
  RadioId id;
  id.carrier_offset_hz = value(10e6);
  if (below(4) != 0) {
    id.carrier_hz = 900e6 + value(100e6);
    id.arfcn = Arfcn{static_cast<GsmBand>(below(4)), static_cast<std::uint16_t>(below(1024))};
  }
  if (below(4) != 0) {
    id.bsic = static_cast<std::uint8_t>(below(64));
  }
  id.train = static_cast<std::uint32_t>(engine_());
  return id;
}

std::optional<Position> ItemMaker::position() {
  if (below(2) == 0) {
    return std::nullopt;
  }
  Position pos{
      .lat_deg = value(90), .lon_deg = value(180), .alt_m = {}, .speed_mps = {}, .hdop = {}};
  if (below(2) == 0) {
    pos.alt_m = value(1000);
    pos.speed_mps = value(50);
    pos.hdop = value(9);
  }
  return pos;
}

GsmBlock ItemMaker::block() {
  GsmBlock block;
  block.n = engine_();
  block.first_sample = engine_();
  block.t_s = 1.76e9 + value(1e7);
  block.heard_on = radio();
  block.channel = static_cast<GsmChannel>(below(8));
  block.length = block.channel == GsmChannel::sch ? 4 : 23;
  for (std::size_t i = 0; i < block.length; ++i) {
    block.data[i] = static_cast<std::uint8_t>(below(256));
  }
  block.fn = static_cast<std::uint32_t>(below(k_hyperframe));
  block.slot = static_cast<std::uint8_t>(below(8));
  block.sub = static_cast<std::uint8_t>(below(8));
  block.corrected_bits = static_cast<std::uint16_t>(below(457));
  block.combined = static_cast<std::uint16_t>(1 + below(40));
  block.level_dbfs = level();
  block.snr_db = level();
  block.cfo_hz = static_cast<float>(value(40e3));
  block.redacted = below(2) == 0;
  block.pos = position();
  return block;
}

GsmMeasurement ItemMaker::measurement() {
  GsmMeasurement state;
  state.sample = engine_();
  state.t_s = 1.76e9 + value(1e7);
  state.heard_on = radio();
  state.level_dbfs = level();
  state.snr_db = level();
  state.cfo_hz = value(40e3);
  state.cfo_sigma_hz = value(1e-3);
  state.clock_error_ppm = value(1e-2);
  state.clock_sigma_ppm = value(1e-7);
  state.timing_symbols = value(63'750);
  for (float& slot : state.slot_level_dbfs) {
    slot = level();
  }
  state.fcch = static_cast<std::uint32_t>(engine_());
  state.sch = static_cast<std::uint32_t>(engine_());
  state.blocks_good = static_cast<std::uint32_t>(engine_());
  state.blocks_tried = static_cast<std::uint32_t>(engine_());
  state.dummy_bursts = static_cast<std::uint32_t>(engine_());
  state.other_bursts = static_cast<std::uint32_t>(engine_());
  state.lost = below(2) == 0;
  return state;
}

PowerScan ItemMaker::scan(std::size_t bins) {
  PowerScan scan;
  scan.first_sample = engine_();
  scan.t_s = 1.76e9 + value(1e7);
  scan.first_offset_hz = value(12.5e6);
  scan.step_hz = 200e3;
  for (std::size_t i = 0; i < bins; ++i) {
    scan.level_dbfs.push_back(level());
  }
  return scan;
}

SensorItem ItemMaker::any() {
  switch (below(8)) {
  case 0: return measurement();
  case 1: return scan();
  case 2: return StreamStart{.t_s = 1.76e9 + value(1e7)};
  default: return block();
  }
}

// Without NaN and -0 equal values are equal bits.
bool same(const SensorItem& a, const SensorItem& b) {
  return std::visit(
      [](const auto& left, const auto& right) {
        if constexpr (std::is_same_v<decltype(left), decltype(right)>) {
          return fields(left) == fields(right);
        } else {
          return false;
        }
      },
      a,
      b);
}

} // namespace cw::wire::test
