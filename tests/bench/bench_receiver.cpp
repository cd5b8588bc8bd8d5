// What dsp::Band costs on recordings: CPU seconds a second of signal, Msamples/s, peak memory.
//   bench_receiver [--threads N] FILE.sigmf-meta...
#include "dsp/band.h"
#include "sdr/source/sample_reader.h"
#include "tests/bench/resource_use.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::size_t k_read_samples = 65'536;

struct Tally {
  std::uint64_t samples = 0;
  std::uint64_t blocks = 0;
  std::set<std::uint32_t> trains;
  double reading_cpu_s = 0; ///< reading the file and converting its samples
};

void count(cw::dsp::BandOutput& out, Tally& tally) {
  tally.blocks += out.blocks.size();
  for (const auto& measurement : out.measurements) {
    tally.trains.insert(measurement.heard_on.train);
  }
  out = {};
}

tl::expected<Tally, std::string> replay(const cw::sdr::Recording& recording, unsigned threads) {
  auto reader = cw::sdr::SampleReader::open(recording);
  if (!reader) {
    return tl::unexpected(reader.error());
  }
  auto band = cw::dsp::Band::create({.sample_rate_hz = recording.sample_rate_hz,
                                     .center_hz = recording.segments.front().center_hz,
                                     .threads = threads});
  if (!band) {
    return tl::unexpected(band.error());
  }
  Tally tally;
  cw::dsp::BandOutput out;
  std::vector<cw::dsp::cf> samples(k_read_samples);
  const std::atomic<bool> never = false;
  while (true) {
    const auto before = cw::bench::resource_use();
    const cw::sdr::ReadResult got = reader->read(samples, never);
    tally.reading_cpu_s += (cw::bench::resource_use() - before).cpu_s;
    if (got.samples == 0) {
      break;
    }
    tally.samples += got.samples;
    band->process(std::span(samples).first(got.samples), out);
    count(out, tally);
  }
  band->finish(out);
  count(out, tally);
  return tally;
}

bool bench(const std::string& path, unsigned threads) {
  const auto recording = cw::sdr::find_recording(path, {});
  if (!recording) {
    fmt::print(stderr, "bench_receiver: {}\n", recording.error());
    return false;
  }
  const auto before = cw::bench::resource_use();
  const auto tally = replay(*recording, threads);
  const auto used = cw::bench::resource_use() - before;
  if (!tally) {
    fmt::print(stderr, "bench_receiver: {}: {}\n", path, tally.error());
    return false;
  }
  const double signal_s = static_cast<double>(tally->samples) / recording->sample_rate_hz;
  fmt::print("{}\n  {:.3f} Msps, {:.2f} s, {} cells, {} blocks, {} thread(s)\n"
             "  {:.4f} CPU-s a second of signal ({:.4f} of it reading), {:.4f} s wall, {:.1f} "
             "Msamples/s a "
             "CPU-second\n  peak memory {:.1f} MB\n",
             path,
             recording->sample_rate_hz / 1e6,
             signal_s,
             tally->trains.size(),
             tally->blocks,
             threads,
             used.cpu_s / signal_s,
             tally->reading_cpu_s / signal_s,
             used.wall_s / signal_s,
             static_cast<double>(tally->samples) / used.cpu_s / 1e6,
             static_cast<double>(cw::bench::peak_rss_bytes()) / 1e6);
  return true;
}

} // namespace

int main(int argc, char** argv) {
  unsigned threads = 1;
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--threads" && i + 1 < argc) {
      threads = static_cast<unsigned>(std::strtoul(argv[++i], nullptr, 10));
    } else {
      paths.emplace_back(argv[i]);
    }
  }
  if (paths.empty()) {
    fmt::print(stderr, "usage: bench_receiver [--threads N] FILE.sigmf-meta...\n");
    return 2;
  }
  bool good = true;
  for (const std::string& path : paths) {
    good = bench(path, threads) && good;
  }
  return good ? 0 : 1;
}
