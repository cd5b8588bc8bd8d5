#include "app/input_options.h"

#include "app/quantity.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>
#include <thread>

namespace cw::app {
namespace {

constexpr unsigned k_max_threads = 64;

struct HzRange {
  double min_hz, max_hz;
  const char* words;
};

constexpr HzRange k_rates = {sdr::k_min_rate_hz, sdr::k_max_rate_hz, "270.833 kHz to 61.44 MHz"};
constexpr HzRange k_centers = {sdr::k_min_center_hz, sdr::k_max_center_hz, "1 MHz to 6 GHz"};

void add_hz_option(CLI::App& command,
                   const char* name,
                   const HzRange& range,
                   std::optional<double>& value,
                   const char* help) {
  const auto take = [name, range, &value](const std::string& text) {
    value = parse_hz(text);
    if (!value) {
      throw CLI::ValidationError(
          fmt::format("{} {} is not a frequency: write it as 935.2M, 200k or 200000", name, text));
    }
    if (*value < range.min_hz || *value > range.max_hz) {
      throw CLI::ValidationError(
          fmt::format("{} {} is outside {}: write Hz, or k, M or G behind the number",
                      name,
                      text,
                      range.words));
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
  add_hz_option(command,
                "--rate",
                k_rates,
                options.hints.sample_rate_hz,
                "sample rate, if the file does not say it");
  add_hz_option(command,
                "--freq",
                k_centers,
                options.hints.center_hz,
                "centre frequency, if the file does not say it");
  const auto take_threads = [&options](const std::string& text) {
    unsigned threads = 0;
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, threads);
    if (result.ec != std::errc{} || result.ptr != end || threads < 1 || threads > k_max_threads) {
      throw CLI::ValidationError(
          fmt::format("--threads {} is not a number from 1 to {}", text, k_max_threads));
    }
    options.threads = threads;
  };
  command
      .add_option_function<std::string>(
          "--threads",
          take_threads,
          "1 to 64, all processors by default; the output does not depend on it")
      ->type_name("N");
  command.add_flag("--quiet", options.quiet, "no progress bar, nothing but errors on stderr");
}

} // namespace cw::app
