// The ideal receiver on recordings made elsewhere: the same channel realisation with and without
// noise.
//   bench_ideal CLEAN.sigmf-meta NOISY.sigmf-meta TRUTH.json BLOCKS.json [MEMORY]
// Both recordings cf32 at 541 667 Hz and equal but for the noise; TRUTH and BLOCKS as the generator
// of the recordings writes them (its first cell counts). Prints the share of TS0 blocks decoded as
// JSON.
#include "sdr/source/sample_reader.h"
#include "tests/reference/ideal_receiver.h"
#include "wire/gsm_block.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace {

using nlohmann::json;
using cf = std::complex<float>;
using namespace cw::support;

std::vector<cf> load_samples(const std::string& path) {
  const auto recording = cw::sdr::find_recording(path, {});
  if (!recording) {
    throw std::runtime_error(recording.error());
  }
  auto reader = cw::sdr::SampleReader::open(*recording);
  if (!reader) {
    throw std::runtime_error(reader.error());
  }
  std::vector<cf> all;
  std::vector<cf> piece(65'536);
  const std::atomic<bool> never = false;
  for (std::size_t got = 1; got > 0;) {
    got = reader->read(piece, never).samples;
    all.insert(all.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(got));
  }
  return all;
}

json load_json(const char* path) {
  std::ifstream file(path);
  return json::parse(file);
}

double mean_difference(const std::vector<cf>& a, const std::vector<cf>& b) {
  const std::size_t count = std::min(a.size(), b.size());
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    sum += static_cast<double>(std::norm(a[i] - b[i]));
  }
  return sum / static_cast<double>(std::max<std::size_t>(count, 1));
}

/// Symbols of the frame's start before the block's first burst, from the recording's first sample
/// on.
double first_symbol(const json& cell, const json& block) {
  const auto fn = block.at("fn").get<std::uint32_t>();
  const auto fn0 = cell.at("fn0").get<std::uint32_t>();
  const std::uint32_t frames = (fn + cw::wire::k_hyperframe - fn0) % cw::wire::k_hyperframe;
  return frames * double{k_frame_symbols} - cell.at("timing_sym").get<double>();
}

int run(int argc, char** argv) {
  const std::vector<cf> clean = load_samples(argv[1]);
  const std::vector<cf> noisy = load_samples(argv[2]);
  const json cell = load_json(argv[3]).at("cells").at(0);
  const cw::reference::IdealReceiver ideal{
      .clean = clean,
      .noisy = noisy,
      .carrier_offset_hz = cell.at("offset_hz_seen").get<double>(),
      .noise_variance = mean_difference(clean, noisy) + 1e-12,
      .memory = argc > 5 ? static_cast<unsigned>(std::atoi(argv[5])) : 6};
  const double samples_per_symbol = 2 / (1 + cell.at("clock_ppm").get<double>() * 1e-6);
  unsigned sent = 0;
  unsigned good = 0;
  for (const json& block : load_json(argv[4])) {
    if (block.at("cell") != 0 || block.at("ts") != 0) {
      continue;
    }
    cw::reference::KnownBlock known{.first_sample = first_symbol(cell, block) * samples_per_symbol,
                                    .tsc = cell.at("bsic_value").get<unsigned>() & 7U};
    const auto hex = block.at("l2").get<std::string>();
    for (std::size_t i = 0; i < known.data.size(); ++i) {
      known.data.at(i) = static_cast<std::uint8_t>(std::stoul(hex.substr(2 * i, 2), nullptr, 16));
    }
    ++sent;
    good += ideal.decodes(known) ? 1U : 0U;
  }
  fmt::print("{{\"sent\": {}, \"decoded\": {}}}\n", sent, good);
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    fmt::print(stderr, "usage: bench_ideal CLEAN NOISY TRUTH.json BLOCKS.json [MEMORY]\n");
    return 2;
  }
  try {
    return run(argc, argv);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "bench_ideal: {}\n", failure.what());
    return 1;
  }
}
