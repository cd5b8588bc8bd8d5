// Runs a generated capture through dsp::Band and holds what comes out against what was sent.
#pragma once

#include "dsp/band.h"
#include "tests/support/gsm_capture.h"

#include <cstddef>
#include <span>
#include <vector>

namespace cw::tests {

struct Received {
  dsp::BandOutput out;
  std::size_t sent = 0;  ///< blocks on TS0 of all cells, without SCH
  std::size_t read = 0;  ///< of those, with right frame number and octets
  std::size_t wrong = 0; ///< blocks that were never sent so
  std::size_t sch = 0;   ///< SCH blocks that are right
};

dsp::BandOutput run_band(std::span<const dsp::cf> samples,
                         const dsp::BandConfig& config,
                         std::size_t cut = 1U << 20U);

/// Noise as the spec says; one cell a carrier.
Received receive(const support::CaptureSpec& spec);

/// The last measurement of every train, in the order they were first heard.
std::vector<wire::GsmMeasurement> last_measurements(const dsp::BandOutput& out);

} // namespace cw::tests
