// Makes a capture of the whole P-GSM downlink: many C0 carriers among 124, levels from 0 to -40 dB.
//   bench_make_band OUT [SECONDS] [CELLS] [RATE_MSPS]     default 4 s, 30 cells, 25 Msps; ci8
#include "tests/support/gsm_capture.h"
#include "tests/support/recording.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace {

using namespace cw::support;

constexpr double k_middle_hz = 947.4e6; // between ARFCN 1 and 124
constexpr std::size_t k_piece = 1U << 20U;

CaptureSpec make_spec(double seconds, unsigned cells, double rate_hz) {
  CaptureSpec spec{
      .sample_rate_hz = rate_hz, .center_hz = k_middle_hz, .seconds = seconds, .esn0_db = 52};
  Random random(20'240);
  for (unsigned index = 0; index < cells; ++index) {
    // 4 carriers apart on average, as a reuse plan has them; every carrier at most once
    const auto arfcn = static_cast<std::uint16_t>(2 + index * 122 / cells);
    CellSpec cell{.arfcn = {cw::wire::GsmBand::gsm900, arfcn},
                  .bsic = static_cast<std::uint8_t>(random.below(64)),
                  .lac = 1,
                  .ci = static_cast<std::uint16_t>(1000 + index),
                  .fn0 = random.below(cw::wire::k_hyperframe),
                  .timing_symbols = 1250 * random.uniform(),
                  .level_db = -40.0 * index / cells,
                  .carrier_error_hz = 40 * (random.uniform() - 0.5),
                  .seed = 1 + index};
    spec.cells.push_back(cell);
  }
  return spec;
}

bool write(const std::string& base, const GsmCapture& capture, const CaptureSpec& spec) {
  std::ofstream data(base + ".sigmf-data", std::ios::binary);
  Random noise(spec.seed, 3);
  double amplitude = 0;
  for (const CellSpec& cell : spec.cells) {
    amplitude += std::pow(10, cell.level_db / 10);
  }
  const auto gain = static_cast<float>(0.25 / std::sqrt(amplitude)); // 12 dB of crest
  std::vector<cf> piece;
  for (std::size_t first = 0; first < capture.samples() && data; first += piece.size()) {
    piece.assign(std::min(k_piece, capture.samples() - first), cf());
    for (std::size_t cell = 0; cell < spec.cells.size(); ++cell) {
      capture.add_cell(cell, first, piece);
    }
    add_noise(piece, capture.noise_power(), noise);
    const std::vector<std::uint8_t> octets = to_octets(piece, IqFormat::ci8, gain);
    std::copy(octets.begin(), octets.end(), std::ostreambuf_iterator<char>(data));
  }
  return data.flush() &&
         write_sigmf_meta(base, {IqFormat::ci8, spec.sample_rate_hz, spec.center_hz});
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: bench_make_band OUT [SECONDS] [CELLS] [RATE_MSPS]\n");
    return 2;
  }
  const double seconds = argc > 2 ? std::atof(argv[2]) : 4;
  const auto cells = static_cast<unsigned>(argc > 3 ? std::atoi(argv[3]) : 30);
  const double rate_hz = (argc > 4 ? std::atof(argv[4]) : 25) * 1e6;
  const CaptureSpec spec = make_spec(seconds, cells, rate_hz);
  const GsmCapture capture(spec);
  if (!write(argv[1], capture, spec)) {
    fmt::print(stderr, "bench_make_band: cannot write {}\n", argv[1]);
    return 1;
  }
  fmt::print("{}: {} cells, {} blocks in it\n", argv[1], cells, capture.sent().size());
  return 0;
}
