#include "wire/codec/sensor_item_json.h"

#include "wire/codec/item_reader.h"
#include "wire/codec/number_text.h"
#include "wire/codec/radio_json.h"

namespace cw::wire {
namespace {

constexpr std::string_view k_measurement_head = R"({"v":1,"type":"measurement",)";
constexpr std::string_view k_scan_head = R"({"v":1,"type":"power_scan",)";
constexpr std::string_view k_start_head = R"({"v":1,"type":"stream_start",)";
constexpr double k_max_ppm = 1e9;
constexpr double k_max_symbols = 1e6; // a 51-multiframe has 63 750
constexpr std::size_t k_type_octets = 32;

template <class Levels>
void append_levels(std::string& out, const Levels& levels, std::size_t count) {
  out += '[';
  for (std::size_t i = 0; i < count; ++i) {
    out += i == 0 ? "" : ",";
    out += exact(levels[i], k_max_db);
  }
  out += ']';
}

float level_of(simdjson::dom::element element, FieldReader& in, const char* key) {
  double value = 0;
  if (element.is_null()) {
    return 0;
  }
  if (element.get(value) != simdjson::SUCCESS || !(std::abs(value) <= k_max_db)) {
    in.fail(key);
  }
  return static_cast<float>(value);
}

struct Append {
  std::string* out;
  std::string_view sensor;

  void operator()(const GsmBlock& block) const {
    append_block_line(*out, block, sensor, Precision::exact);
    out->pop_back(); // the newline
  }

  void operator()(const GsmMeasurement& state) const {
    *out += k_measurement_head;
    fmt::format_to(std::back_inserter(*out),
                   R"("sensor":"{}","sample":{},"t":{},)",
                   sensor,
                   state.sample,
                   exact(state.t_s, k_max_s));
    append_radio(*out, state.heard_on, Precision::exact);
    fmt::format_to(
        std::back_inserter(*out),
        R"("level_dbfs":{},"snr_db":{},"cfo_hz":{},"cfo_sigma_hz":{},"clock_error_ppm":{},)"
        R"("clock_sigma_ppm":{},"timing_symbols":{},"slot_level_dbfs":)",
        exact(state.level_dbfs, k_max_db),
        exact(state.snr_db, k_max_db),
        exact(state.cfo_hz, k_max_cfo_hz),
        exact(state.cfo_sigma_hz, k_max_hz),
        exact(state.clock_error_ppm, k_max_ppm),
        exact(state.clock_sigma_ppm, k_max_ppm),
        exact(state.timing_symbols, k_max_symbols));
    append_levels(*out, state.slot_level_dbfs, state.slot_level_dbfs.size());
    fmt::format_to(std::back_inserter(*out),
                   R"(,"fcch":{},"sch":{},"blocks_good":{},"blocks_tried":{},"dummy_bursts":{},)"
                   R"("other_bursts":{},"lost":{}}})",
                   state.fcch,
                   state.sch,
                   state.blocks_good,
                   state.blocks_tried,
                   state.dummy_bursts,
                   state.other_bursts,
                   state.lost);
  }

  void operator()(const PowerScan& scan) const {
    *out += k_scan_head;
    fmt::format_to(std::back_inserter(*out),
                   R"("sensor":"{}","first_sample":{},"t":{},"first_offset_hz":{},"step_hz":{},)"
                   R"("level_dbfs":)",
                   sensor,
                   scan.first_sample,
                   exact(scan.t_s, k_max_s),
                   exact(scan.first_offset_hz, k_max_hz),
                   exact(scan.step_hz, k_max_hz));
    append_levels(*out, scan.level_dbfs, std::min(scan.level_dbfs.size(), k_max_scan_bins));
    *out += '}';
  }

  void operator()(const StreamStart& start) const {
    *out += k_start_head;
    fmt::format_to(
        std::back_inserter(*out), R"("sensor":"{}","t":{}}})", sensor, exact(start.t_s, k_max_s));
  }
};

GsmMeasurement take_measurement(FieldReader& in) {
  GsmMeasurement state;
  state.sample = in.integer<std::uint64_t>("sample");
  state.t_s = in.number_or_0("t", k_max_s);
  take_radio(in, state.heard_on);
  state.level_dbfs = in.float_or_0("level_dbfs", k_max_db);
  state.snr_db = in.float_or_0("snr_db", k_max_db);
  state.cfo_hz = in.number_or_0("cfo_hz", k_max_cfo_hz);
  state.cfo_sigma_hz = in.number_or_0("cfo_sigma_hz", k_max_hz);
  state.clock_error_ppm = in.number_or_0("clock_error_ppm", k_max_ppm);
  state.clock_sigma_ppm = in.number_or_0("clock_sigma_ppm", k_max_ppm);
  state.timing_symbols = in.number_or_0("timing_symbols", k_max_symbols);
  std::size_t slots = 0;
  in.each("slot_level_dbfs", state.slot_level_dbfs.size(), [&](auto element, std::size_t slot) {
    state.slot_level_dbfs[slot] = level_of(element, in, "slot_level_dbfs");
    ++slots;
  });
  if (slots != state.slot_level_dbfs.size()) {
    in.fail("slot_level_dbfs");
  }
  state.fcch = in.integer<std::uint32_t>("fcch");
  state.sch = in.integer<std::uint32_t>("sch");
  state.blocks_good = in.integer<std::uint32_t>("blocks_good");
  state.blocks_tried = in.integer<std::uint32_t>("blocks_tried");
  state.dummy_bursts = in.integer<std::uint32_t>("dummy_bursts");
  state.other_bursts = in.integer<std::uint32_t>("other_bursts");
  state.lost = in.boolean("lost");
  return state;
}

PowerScan take_scan(FieldReader& in) {
  PowerScan scan;
  scan.first_sample = in.integer<std::uint64_t>("first_sample");
  scan.t_s = in.number_or_0("t", k_max_s);
  scan.first_offset_hz = in.number_or_0("first_offset_hz", k_max_hz);
  scan.step_hz = in.number_or_0("step_hz", k_max_hz);
  in.each("level_dbfs", k_max_scan_bins, [&](auto element, std::size_t /*index*/) {
    scan.level_dbfs.push_back(level_of(element, in, "level_dbfs"));
  });
  return scan;
}

} // namespace

void append_sensor_item(std::string& out, const SensorItem& item, std::string_view sensor) {
  std::visit(Append{&out, sensor}, item);
}

SensorItem take_sensor_item(FieldReader& in) {
  if (!in.has("type")) {
    return take_block(in);
  }
  in.version();
  const std::string_view type = in.text("type", k_type_octets);
  if (type == "measurement") {
    return take_measurement(in);
  }
  if (type == "power_scan") {
    return take_scan(in);
  }
  if (type != "stream_start") {
    in.fail("type");
  }
  return StreamStart{.t_s = in.number_or_0("t", k_max_s)};
}

tl::expected<SensorItem, std::string> parse_sensor_item(std::string_view line) {
  simdjson::dom::parser parser;
  ReadError error{.what = "item", .sentence = {}};
  auto in = read_object(parser, line, error);
  SensorItem item;
  if (in) {
    item = take_sensor_item(*in);
  }
  return error.sentence.empty() ? tl::expected<SensorItem, std::string>(std::move(item))
                                : tl::unexpected(error.sentence);
}

ItemKind kind_of_item(std::string_view line) noexcept {
  if (line.starts_with(k_measurement_head)) {
    return ItemKind::measurement;
  }
  if (line.starts_with(k_scan_head)) {
    return ItemKind::power_scan;
  }
  return line.starts_with(k_start_head) ? ItemKind::stream_start : ItemKind::block;
}

} // namespace cw::wire
