// A second or so of one generated cell, as the flowgraph's tests need it.
#pragma once

#include "tests/support/gsm_capture.h"
#include "tests/support/recording.h"

#include <complex>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace cw::sdr::test {

inline constexpr double k_rate_hz = 2 * cw::support::k_symbol_rate_hz;

inline std::vector<std::complex<float>> one_cell(double seconds, std::uint16_t arfcn = 62) {
  cw::support::CaptureSpec spec;
  spec.sample_rate_hz = k_rate_hz;
  spec.seconds = seconds;
  spec.esn0_db = 25;
  cw::support::CellSpec cell;
  cell.arfcn.number = arfcn;
  cell.bsic = 26;
  cell.lac = 318;
  cell.ci = 11225;
  spec.cells.push_back(cell);
  return cw::support::GsmCapture(spec).noisy();
}

/// BASE.sigmf-data as ci8 at a tenth of full scale, BASE.sigmf-meta with these captures (JSON).
inline void write_recording(const std::string& base,
                            const std::vector<std::complex<float>>& samples,
                            const std::string& captures) {
  const auto octets = cw::support::to_octets(samples, cw::support::IqFormat::ci8, 0.1F);
  std::ofstream data(base + ".sigmf-data", std::ios::binary);
  data.write(reinterpret_cast<const char*>(octets.data()),
             static_cast<std::streamsize>(octets.size()));
  std::ofstream meta(base + ".sigmf-meta");
  meta.precision(12);
  meta << R"({"global": {"core:datatype": "ci8", "core:sample_rate": )" << k_rate_hz
       << R"(}, "captures": [)" << captures << "]}";
}

} // namespace cw::sdr::test
