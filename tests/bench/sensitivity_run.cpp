#include "tests/bench/sensitivity_run.h"

#include "dsp/band.h"
#include "tests/reference/ideal_receiver.h"
#include "tests/support/gsm_capture.h"

#include <fmt/format.h>

#include <map>
#include <stdexcept>
#include <tuple>

namespace cw::bench {
namespace {

using support::SentBlock;
/// What must agree for a received block to be a sent one.
using Key = std::tuple<std::uint32_t, std::uint8_t, wire::GsmChannel>;

std::vector<wire::GsmBlock> receive(std::span<const support::cf> samples,
                                    const support::CaptureSpec& spec) {
  auto band =
      dsp::Band::create({.sample_rate_hz = spec.sample_rate_hz, .center_hz = spec.center_hz});
  if (!band) {
    throw std::runtime_error(fmt::format("bench_sensitivity: {}", band.error()));
  }
  dsp::BandOutput out;
  band->process(samples, out);
  band->finish(out);
  return out.blocks;
}

void compare(const std::vector<wire::GsmBlock>& received,
             const std::vector<SentBlock>& sent,
             Outcome& outcome) {
  std::map<Key, const SentBlock*> by_key;
  for (const SentBlock& block : sent) {
    by_key[{block.fn, block.slot, block.channel}] = &block;
  }
  for (const wire::GsmBlock& block : received) {
    const auto found = by_key.find({block.fn, block.slot, block.channel});
    const bool sync = block.channel == wire::GsmChannel::sch;
    if (found == by_key.end() || (!sync && found->second->data != block.data)) {
      ++outcome.wrong;
      continue;
    }
    outcome.receiver += !sync && block.slot == 0 ? 1U : 0U;
    by_key.erase(found); // the same block a second time would be a wrong one
  }
}

} // namespace

Outcome& Outcome::operator+=(const Outcome& other) noexcept {
  sent += other.sent;
  receiver += other.receiver;
  ideal += other.ideal;
  wrong += other.wrong;
  return *this;
}

Outcome run_once(const Scenario& scenario, const RunSettings& settings) {
  constexpr std::uint8_t k_bsic = 42;
  const support::CaptureSpec spec{.seconds = settings.seconds,
                                  .esn0_db = settings.esn0_db,
                                  .seed = settings.seed,
                                  .cells = {{.bsic = k_bsic,
                                             .fn0 = 100'000 + settings.seed * 77'777,
                                             .timing_symbols = 12.3 + 101.7 * settings.seed,
                                             .carrier_error_hz = scenario.carrier_error_hz,
                                             .clock_error_ppm = scenario.clock_error_ppm,
                                             .seed = settings.seed,
                                             .channel = scenario.channel}}};
  const support::GsmCapture capture(spec);
  const std::vector<support::cf> clean = capture.clean();
  std::vector<support::cf> noisy = clean;
  support::Random noise(settings.seed, 3);
  support::add_noise(noisy, capture.noise_power(), noise);

  Outcome outcome;
  support::CaptureSpec told = spec;
  told.center_hz = capture.center_hz();
  compare(receive(noisy, told), capture.sent(), outcome);
  const reference::IdealReceiver ideal{.clean = clean,
                                       .noisy = noisy,
                                       .carrier_offset_hz = capture.carrier_offset_hz(0),
                                       .noise_variance = capture.noise_power(),
                                       .memory = scenario.ideal_memory};
  for (const SentBlock& block : capture.sent()) {
    if (block.channel == wire::GsmChannel::sch || block.slot != 0) {
      continue;
    }
    ++outcome.sent;
    if (settings.ideal) {
      outcome.ideal +=
          ideal.decodes({capture.first_sample(block), k_bsic & 7U, block.data}) ? 1U : 0U;
    }
  }
  return outcome;
}

} // namespace cw::bench
