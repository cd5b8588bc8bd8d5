// Writes what a tuner would hear of a scene as SigMF, and says what each second of it cost.
#include "tests/support/recording.h"
#include "tests/support/standins/wide_band_player.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <exception>
#include <fstream>
#include <iterator>

namespace {

using namespace cw::standins;
using cw::support::IqFormat;

struct Options {
  std::string scene, out;
  double center_hz = 0, rate_hz = 2.4e6, from_s = 0, seconds = 4;
  std::optional<double> gain_db;
  IqFormat format = IqFormat::ci8;
};

int record(const Options& options) {
  const auto scene = read_scene(options.scene);
  if (!scene) {
    fmt::print(stderr, "standin_record: {}\n", scene.error());
    return 2;
  }
  auto made = WideBandPlayer::create(*scene);
  if (!made) {
    fmt::print(stderr, "standin_record: {}\n", made.error());
    return 2;
  }
  WideBandPlayer& player = **made;
  player.set_rate(options.rate_hz);
  player.tune(options.center_hz);
  player.set_scene_s(options.from_s);
  if (options.gain_db) {
    player.set_gain(*options.gain_db);
  }
  std::ofstream data(options.out + ".sigmf-data", std::ios::binary);
  std::vector<cf> piece(1U << 16U);
  const std::clock_t began = std::clock();
  std::clock_t writing = 0;
  auto left = static_cast<std::uint64_t>(options.seconds * options.rate_hz);
  while (left > 0 && data) {
    const auto part = std::span(piece).first(std::min<std::uint64_t>(left, piece.size()));
    player.play(part);
    const std::clock_t played = std::clock();
    const std::vector<std::uint8_t> octets = cw::support::to_octets(part, options.format);
    std::ranges::copy(octets, std::ostreambuf_iterator<char>(data));
    writing += std::clock() - played;
    left -= part.size();
  }
  const auto cpu_s = static_cast<double>(std::clock() - began - writing) / CLOCKS_PER_SEC;
  if (!data.flush() || !cw::support::write_sigmf_meta(
                           options.out, {options.format, options.rate_hz, options.center_hz})) {
    fmt::print(stderr, "standin_record: cannot write {}\n", options.out);
    return 1;
  }
  fmt::print("{} s at {} Msps: {:.4f} s of CPU a second to play\n",
             options.seconds,
             options.rate_hz * 1e-6,
             cpu_s / options.seconds);
  return 0;
}

int run(int argc, char** argv) {
  CLI::App app("writes what a tuner would hear of a scene as SigMF");
  Options options;
  app.add_option("--scene", options.scene)->required();
  app.add_option("--freq", options.center_hz)->required();
  app.add_option("--rate", options.rate_hz);
  app.add_option("--from", options.from_s);
  app.add_option("--seconds", options.seconds);
  app.add_option("--gain", options.gain_db);
  const std::map<std::string, IqFormat> formats = {{"ci8", IqFormat::ci8},
                                                   {"cu8", IqFormat::cu8},
                                                   {"ci16", IqFormat::ci16},
                                                   {"cf32", IqFormat::cf32}};
  app.add_option("--format", options.format)->transform(CLI::CheckedTransformer(formats));
  app.add_option("OUT", options.out)->required();
  CLI11_PARSE(app, argc, argv);
  return record(options);
}

} // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fputs("standin_record: ", stderr);
    std::fputs(error.what(), stderr);
    std::fputs("\n", stderr);
    return 1;
  }
}
