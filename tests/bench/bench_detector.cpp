// How many blocks a second the detector takes, and what it remembers of too many cells.
#include "detector/detector.h"
#include "tests/bench/made_up_air.h"
#include "tests/bench/resource_use.h"
#include "wire/codec/block_json.h"

#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <string_view>

namespace cw::bench {
namespace {

struct Cost {
  double cpu_s = 0;
  std::uint64_t blocks = 0;
};

/// Every line of `lines` through the reader into the detector.
void take(wire::BlockLineReader& reader,
          std::string_view lines,
          detector::Detector& detector,
          Cost& cost) {
  const ResourceUse before = resource_use();
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    if (const auto block = reader.read(lines.substr(0, end))) {
      detector.add(*block);
      ++cost.blocks;
    }
    lines.remove_prefix(end + 1);
  }
  cost.cpu_s += (resource_use() - before).cpu_s;
}

void print(const char* name, const Cost& cost, const detector::Detector& detector) {
  wire::Report report;
  detector.fill(report);
  fmt::print("{}: {} blocks, {} cells, {} alerts: {:.0f} blocks/s, peak {} MB\n",
             name,
             cost.blocks,
             report.cells.size(),
             report.alerts.size(),
             static_cast<double>(cost.blocks) / cost.cpu_s,
             peak_rss_bytes() / 1'000'000);
}

/// `cells` in all, of which `at_once` are heard for `dwell` multiframes before the next ones.
void bench_air(const char* name, unsigned cells, unsigned at_once, unsigned dwell, unsigned looks) {
  auto detector = detector::Detector::create({});
  wire::BlockLineReader reader;
  MadeUpAir air(cells);
  Cost cost;
  for (unsigned look = 0; look < looks; ++look) {
    const unsigned first = look * at_once % cells;
    std::string lines;
    for (unsigned multiframe = 0; multiframe < dwell; ++multiframe) {
      air.append_multiframe(lines, first, at_once);
    }
    take(reader, lines, *detector, cost);
  }
  print(name, cost, *detector);
}

/// The lines of "together" on stdout, for the program: cellwarden-detector --blocks -
void write_lines(unsigned cells, unsigned looks) {
  MadeUpAir air(cells);
  for (unsigned look = 0; look < looks; ++look) {
    std::string lines;
    air.append_multiframe(lines, 0, cells);
    fmt::print("{}", lines);
  }
}

void bench_flood(unsigned identities) {
  auto detector = detector::Detector::create({});
  wire::BlockLineReader reader;
  MadeUpAir air(1);
  Cost cost;
  for (unsigned done = 0; done < identities; done += 1000) {
    std::string lines;
    for (unsigned i = 0; i < 1000; ++i) {
      air.append_stranger(lines, done + i);
    }
    take(reader, lines, *detector, cost);
  }
  print("a million identities", cost, *detector);
  fmt::print("  forgotten: {} cells, {} of them with an alert\n",
             detector->forgotten().cells,
             detector->forgotten().alerts);
}

} // namespace
} // namespace cw::bench

int main(int argc, char** argv) {
  using namespace cw::bench;
  const std::string_view only = argc > 1 ? argv[1] : "";
  const auto number = [&](int at, int usual) {
    return static_cast<unsigned>(argc > at ? std::atoi(argv[at]) : usual);
  };
  const unsigned cells = number(2, 5000);
  if (only == "lines") {
    write_lines(cells, number(3, 60));
  }
  if (only.empty() || only == "together") {
    bench_air("all cells together", cells, cells, 1, number(3, 60));
  }
  if (only.empty() || only == "dwell") {
    bench_air("twenty at a time, 2 s each", cells, 20, 9, number(3, 1000));
  }
  if (only.empty() || only == "flood") {
    bench_flood(number(2, 1'000'000));
  }
}
