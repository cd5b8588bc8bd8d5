#include "app/commands.h"
#include "app/default_paths.h"
#include "app/quantity.h"
#include "app/scan.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <memory>

namespace cw::app {
namespace {

std::string host_name() {
  std::array<char, 65> name{};
  std::string text = ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "sensor";
  for (char& c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    c = plain || c == '.' || c == '_' ? c : '-';
  }
  return text;
}

void add_hz(CLI::App& command, const char* name, std::optional<double>& value, const char* help) {
  command
      .add_option_function<std::string>(
          name,
          [name, &value](const std::string& text) {
            value = parse_hz(text);
            if (!value) {
              throw CLI::ValidationError(fmt::format(
                  "{} {} is not a frequency: write it as 935.2M, 200k or 200000", name, text));
            }
          },
          help)
      ->type_name("HZ");
}

void take_gain(const std::string& text, std::optional<double>& gain_db) {
  if (text == "auto") {
    gain_db.reset();
    return;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw CLI::ValidationError(fmt::format("--gain {} is neither auto nor a number of dB", text));
  }
  gain_db = value;
}

void add_radio_options(CLI::App& command, ScanCommand& options) {
  command
      .add_option("--source",
                  options.sources,
                  "radio: soapy:driver=rtlsdr[,serial=S], uhd:type=b200, rtl_tcp:HOST:PORT, "
                  "file:PATH (a recording as if live); may be given several times")
      ->type_name("SOURCE");
  auto* bands = command.add_option(
      "--bands", options.bands, "bands to look through: gsm900,gsm1800,... (default gsm900)");
  bands->type_name("NAMES");
  add_hz(
      command, "--freq", options.freq_hz, "stay on this centre instead of looking through bands");
  command.get_option("--freq")->excludes(bands);
  add_hz(command, "--rate", options.rate_hz, "sample rate (default: what suits the radio)");
  command
      .add_option_function<std::string>(
          "--gain",
          [&options](const std::string& text) { take_gain(text, options.gain_db); },
          "dB, or auto (default)")
      ->type_name("auto|DB");
  command.add_option("--ppm", options.ppm, "correction of the radio's reference, if you know it")
      ->type_name("PPM");
}

} // namespace

void add_scan_command(CLI::App& app, Run& run) {
  CLI::App* command = app.add_subcommand(
      "scan", "receive with radios, all day, and hand on to cellwarden-detector");
  const auto options = std::make_shared<ScanCommand>();
  options->sensor = host_name();
  options->bus_address = default_bus_address();
  options->spool_folder = state_folder() + "/spool";
  options->evidence_folder = state_folder() + "/evidence";
  add_radio_options(*command, *options);
  command->add_option("--sensor", options->sensor, "name of this receiver (default: the host's)")
      ->type_name("NAME")
      ->multi_option_policy(
          CLI::MultiOptionPolicy::TakeLast); // a unit names it, its options may too
  command->add_option("--gps", options->gps, "gpsd, as HOST:PORT, or off (default: the local one)")
      ->type_name("ADDRESS");
  command->add_option("--bus", options->bus_address, "the detector's address")
      ->type_name("ADDRESS")
      ->capture_default_str();
  command->add_option("--keys", options->keys_folder, "keys, for a detector on another machine")
      ->type_name("DIR");
  command
      ->add_option(
          "--spool", options->spool_folder, "where blocks wait until the detector has them")
      ->type_name("DIR")
      ->capture_default_str();
  command
      ->add_option("--evidence", options->evidence_folder, "samples around alerts; '' keeps none")
      ->type_name("DIR")
      ->capture_default_str();
  command->add_option("--blocks", options->blocks_path, "decoded blocks as JSON lines; - is stdout")
      ->type_name("FILE");
  command->add_flag(
      "--keep-identities", options->keep_identities, "do not zero subscribers' identities");
  command->add_flag("--json", options->json, "heartbeats as JSON lines on stdout");
  command->add_flag("--quiet", options->quiet, "say troubles only");
  command->footer("Example:\n  cellwarden scan --source soapy:driver=rtlsdr --bands gsm900");
  command->callback([options, &run] {
    if (options->bands.empty() && !options->freq_hz) {
      options->bands = "gsm900";
    }
    run = [options] { return scan(*options); };
  });
}

} // namespace cw::app
