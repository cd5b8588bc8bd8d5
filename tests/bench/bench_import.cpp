// What importing a large crowd table costs, and what a look-up among its cells does.
//
// bench_import [--rows N] [--gzip] [--folder F]: makes a table in OpenCelliD's form, imports it,
// looks up by identity and by place. Prints rows/s, peak memory and microseconds; asserts nothing.
#include "detector/baseline/import/import.h"
#include "detector/baseline/imported_cells.h"
#include "tests/bench/resource_use.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <numbers>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace cw;
using detector::Rat;

/// The same numbers everywhere (splitmix64).
std::uint64_t mixed(std::uint64_t n) {
  n += 0x9E3779B97F4A7C15U;
  n = (n ^ (n >> 30U)) * 0xBF58476D1CE4E5B9U;
  n = (n ^ (n >> 27U)) * 0x94D049BB133111EBU;
  return n ^ (n >> 31U);
}
double unit(std::uint64_t n) {
  return static_cast<double>(mixed(n) >> 11U) * 0x1.0p-53;
}

struct Made {
  Rat rat = Rat::gsm;
  unsigned mcc = 0, mnc = 0, area = 0;
  std::uint64_t cell = 0;
  double lat_deg = 0, lon_deg = 0;
};

/// Cells stand around 20 000 towns, a few of which are large; in the file they come in no order.
Made make_cell(std::uint64_t i) {
  constexpr double k_towns = 20'000;
  const double draw = unit(i * 4);
  const auto town = static_cast<std::uint64_t>(k_towns * draw * draw);
  const double away_deg = 0.08 * std::sqrt(-2 * std::log(1 - unit(i * 4 + 1)));
  const double angle = 2 * std::numbers::pi * unit(i * 4 + 2);
  Made made;
  made.rat = static_cast<Rat>(1 + mixed(i * 4 + 3) % 3);
  made.mcc = static_cast<unsigned>(200 + mixed(town) % 550);
  made.mnc = static_cast<unsigned>(1 + mixed(i) % 4);
  made.area = static_cast<unsigned>(1 + mixed(town + 1) % 60'000);
  made.cell = made.rat == Rat::gsm ? 1 + mixed(i) % 65'000 : 66'000 + i;
  made.lat_deg = 120 * unit(town * 2 + 1'000'000'007) - 55 + away_deg * std::sin(angle);
  made.lon_deg = 340 * unit(town * 2 + 1'000'000'008) - 170 + away_deg * std::cos(angle);
  return made;
}

struct Options {
  std::uint64_t rows = 5'000'000;
  bool gzip = false;
  std::string folder = std::filesystem::temp_directory_path();
};

std::uint64_t write_table(const Options& options, const std::string& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(
      gzopen(path.c_str(), options.gzip ? "wb1" : "wbT"), gzclose);
  const auto put = [&](std::string_view text) {
    gzwrite(file.get(), text.data(), static_cast<unsigned>(text.size()));
  };
  put("radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,"
      "averageSignal\n");
  std::string line;
  for (std::uint64_t i = 0; i < options.rows; ++i) {
    const Made cell = make_cell(i);
    line.clear();
    fmt::format_to(std::back_inserter(line),
                   "{},{},{},{},{},{},{:.7f},{:.7f},{},{},1,{},{},0\n",
                   detector::rat_name(cell.rat),
                   cell.mcc,
                   cell.mnc,
                   cell.area,
                   cell.cell,
                   mixed(i) % 500,
                   cell.lon_deg,
                   cell.lat_deg,
                   1000 + mixed(i) % 5000,
                   1 + mixed(i) % 100,
                   1'400'000'000 + i,
                   1'500'000'000 + i);
    put(line);
  }
  return std::filesystem::file_size(path);
}

/// Times single calls and prints how long the middle and the slow ones took.
template <class Call>
void print_times(const char* what, std::uint64_t rows, Call call) {
  constexpr std::uint64_t k_calls = 20'000;
  std::vector<double> us;
  std::uint64_t found = 0;
  for (std::uint64_t n = 0; n < k_calls; ++n) {
    const Made cell = make_cell(mixed(n + 77) % rows);
    const double begin_s = bench::resource_use().wall_s;
    found += call(cell);
    us.push_back((bench::resource_use().wall_s - begin_s) * 1e6);
  }
  double sum = 0;
  for (const double one : us) {
    sum += one;
  }
  std::sort(us.begin(), us.end());
  fmt::print("{:<28} mean {:6.1f} us  median {:6.1f}  95 % {:6.1f}  99 % {:6.1f}  found {:.1f}\n",
             what,
             sum / static_cast<double>(us.size()),
             us[us.size() / 2],
             us[us.size() * 95 / 100],
             us[us.size() * 99 / 100],
             static_cast<double>(found) / static_cast<double>(k_calls));
}

void look_up(const std::string& db, std::uint64_t rows) {
  const auto cells = detector::ImportedCells::open(db);
  if (!cells) {
    fmt::print("{}\n", cells.error());
    return;
  }
  print_times("by identity", rows, [&](const Made& cell) {
    return cells
        ->find({cell.rat,
                fmt::format("{:03}", cell.mcc),
                fmt::format("{:02}", cell.mnc),
                cell.area,
                cell.cell})
        .size();
  });
  print_times("by an identity that is none", rows, [&](const Made& cell) {
    return cells->find({cell.rat, "262", "77", cell.area, cell.cell}).size();
  });
  for (const double radius_m : {250.0, 500.0, 1000.0, 2000.0}) {
    print_times(
        fmt::format("within {} m of a cell", radius_m).c_str(), rows, [&](const Made& cell) {
          return cells->near(cell.lat_deg, cell.lon_deg, radius_m, 100'000).size();
        });
  }
}

int run(const Options& options) {
  const std::filesystem::path folder = std::filesystem::path(options.folder) / "cw-bench-import";
  std::filesystem::create_directories(folder);
  const std::string table = (folder / "cells.csv").string();
  const std::string db = (folder / "known.db").string();
  std::filesystem::remove(db);
  fmt::print("table: {} rows, {:.1f} MB\n",
             options.rows,
             static_cast<double>(write_table(options, table)) * 1e-6);
  const auto before = bench::resource_use();
  const auto rss_before = bench::peak_rss_bytes();
  const auto report = detector::import_tables({table}, db, {});
  const auto used = bench::resource_use() - before;
  if (!report || !report->error.empty()) {
    fmt::print("{}\n", report ? report->error : report.error());
    return 1;
  }
  const auto& file = report->files.front();
  fmt::print("import: {} rows, {} cells in {:.1f} s (CPU {:.1f} s): {:.0f} rows/s; peak memory "
             "{:.0f} MB ({:.0f} before); baseline {:.0f} MB\n",
             file.rows,
             file.cells_added,
             used.wall_s,
             used.cpu_s,
             static_cast<double>(file.rows) / used.wall_s,
             static_cast<double>(bench::peak_rss_bytes()) * 1e-6,
             static_cast<double>(rss_before) * 1e-6,
             static_cast<double>(std::filesystem::file_size(db)) * 1e-6);
  look_up(db, options.rows);
  std::filesystem::remove_all(folder);
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    if (option == "--gzip") {
      options.gzip = true;
    } else if (option == "--rows" && i + 1 < argc) {
      options.rows = std::max<std::uint64_t>(std::strtoull(argv[++i], nullptr, 10), 1);
    } else if (option == "--folder" && i + 1 < argc) {
      options.folder = argv[++i];
    } else {
      fmt::print(stderr, "usage: {} [--rows N] [--gzip] [--folder F]\n", argv[0]);
      return 2;
    }
  }
  return run(options);
}
