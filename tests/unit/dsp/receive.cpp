#include "tests/unit/dsp/receive.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

namespace cw::tests {

dsp::BandOutput
run_band(std::span<const dsp::cf> samples, const dsp::BandConfig& config, std::size_t cut) {
  auto band = dsp::Band::create(config);
  if (!band) {
    throw std::runtime_error(band.error());
  }
  dsp::BandOutput out;
  for (std::size_t at = 0; at < samples.size(); at += cut) {
    band->process(samples.subspan(at, std::min(cut, samples.size() - at)), out);
  }
  band->finish(out);
  return out;
}

Received receive(const support::CaptureSpec& spec) {
  const support::GsmCapture capture(spec);
  using Key = std::tuple<std::uint16_t, std::uint32_t, std::uint8_t>; // ARFCN, frame, slot
  std::map<Key, std::vector<support::SentBlock>> by_place;
  Received result;
  for (const support::SentBlock& block : capture.sent()) {
    by_place[{spec.cells[block.cell].arfcn.number, block.fn, block.slot}].push_back(block);
    result.sent += block.slot == 0 && block.channel != wire::GsmChannel::sch ? 1U : 0U;
  }
  result.out = run_band(capture.noisy(),
                        {.sample_rate_hz = spec.sample_rate_hz, .center_hz = capture.center_hz()});
  for (const wire::GsmBlock& block : result.out.blocks) {
    const auto found = by_place.find({block.heard_on.arfcn->number, block.fn, block.slot});
    const bool right = found != by_place.end() &&
                       std::ranges::any_of(found->second, [&](const support::SentBlock& one) {
                         return one.channel == block.channel &&
                                (block.channel == wire::GsmChannel::sch || one.data == block.data);
                       });
    result.wrong += right ? 0U : 1U;
    result.sch += right && block.channel == wire::GsmChannel::sch ? 1U : 0U;
    result.read += right && block.slot == 0 && block.channel != wire::GsmChannel::sch ? 1U : 0U;
  }
  return result;
}

std::vector<wire::GsmMeasurement> last_measurements(const dsp::BandOutput& out) {
  std::vector<wire::GsmMeasurement> last;
  for (const wire::GsmMeasurement& now : out.measurements) {
    const auto same = std::ranges::find_if(
        last, [&](const wire::GsmMeasurement& one) { return one.heard_on == now.heard_on; });
    if (same == last.end()) {
      last.push_back(now);
    } else {
      *same = now;
    }
  }
  return last;
}

} // namespace cw::tests
