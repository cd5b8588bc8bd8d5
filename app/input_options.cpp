#include "app/input_options.h"

#include "app/quantity.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace cw::app {
namespace {

constexpr unsigned k_max_threads = 64;

void add_hz_option(CLI::App& command,
                   const char* name,
                   std::optional<double>& value,
                   const char* help) {
  const auto take = [name, &value](const std::string& text) {
    value = parse_hz(text);
    if (!value) {
      throw CLI::ValidationError(
          fmt::format("{} {} is not a frequency: write it as 935.2M, 200k or 200000", name, text));
    }
  };
  command.add_option_function<std::string>(name, take, help)->type_name("HZ");
}

} // namespace

void add_input_options(CLI::App& command, InputOptions& options) {
  options.threads = std::clamp(std::thread::hardware_concurrency(), 1U, k_max_threads);
  command
      .add_option(
          "recording",
          options.paths,
          "SigMF, WAV, raw samples or GSMTAP (pcap, pcapng); several are read in order as one "
          "session; - is stdin")
      ->type_name("FILE");
  const auto take_format = [&options](const std::string& text) {
    options.hints.format = sdr::sample_format(text);
    if (!options.hints.format) {
      throw CLI::ValidationError(
          fmt::format("--format {} is not one of cu8, ci8, ci16, cf32", text));
    }
  };
  command
      .add_option_function<std::string>(
          "--format", take_format, "raw samples: cu8, ci8, ci16 or cf32")
      ->type_name("F");
  add_hz_option(
      command, "--rate", options.hints.sample_rate_hz, "sample rate, if the file does not say it");
  add_hz_option(
      command, "--freq", options.hints.center_hz, "centre frequency, if the file does not say it");
  command
      .add_option("--threads", options.threads, "the output does not depend on it (default: all)")
      ->check(CLI::Range(1U, k_max_threads))
      ->type_name("N");
  command.add_flag("--quiet", options.quiet, "no progress bar, nothing but errors on stderr");
}

} // namespace cw::app
