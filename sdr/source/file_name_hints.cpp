#include "sdr/source/file_name_hints.h"

#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

namespace cw::sdr {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(at + 1);
  }
}

std::optional<double> whole_number(std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') {
    return std::nullopt;
  }
  double value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (result.ec != std::errc{} || result.ptr != end) {
    return std::nullopt;
  }
  return value;
}

// "937000000Hz", "937000kHz", "937.2MHz".
std::optional<double> frequency_part(std::string_view part) {
  constexpr std::array<std::pair<std::string_view, double>, 3> k_units = {
      {{"kHz", 1e3}, {"MHz", 1e6}, {"Hz", 1.0}}};
  for (const auto& [unit, factor] : k_units) {
    if (part.size() > unit.size() && part.ends_with(unit)) {
      const auto number = whole_number(part.substr(0, part.size() - unit.size()));
      return number ? std::optional(*number * factor) : std::nullopt;
    }
  }
  return std::nullopt;
}

std::optional<SampleFormat> format_by_ending(std::string_view ending) {
  constexpr std::array<std::pair<std::string_view, SampleFormat>, 5> k_other_names = {
      {{"cs8", SampleFormat::ci8},
       {"cs16", SampleFormat::ci16},
       {"fc32", SampleFormat::cf32},
       {"cfile", SampleFormat::cf32},
       {"cf32", SampleFormat::cf32}}};
  for (const auto& [name, format] : k_other_names) {
    if (name == ending) {
      return format;
    }
  }
  return sample_format(ending);
}

} // namespace

FileNameHints file_name_hints(std::string_view name) {
  FileNameHints hints;
  const std::size_t dot = name.rfind('.');
  const std::string_view stem = name.substr(0, dot);
  if (dot != std::string_view::npos) {
    hints.format = format_by_ending(name.substr(dot + 1));
  }
  const auto parts = split(stem, '_');
  constexpr std::size_t k_gqrx_parts = 6;
  if (parts.size() == k_gqrx_parts && parts[0] == "gqrx" && parts[5] == "fc") {
    hints.center_hz = whole_number(parts[3]);
    hints.sample_rate_hz = whole_number(parts[4]);
    hints.format = SampleFormat::cf32;
    return hints;
  }
  int found = 0;
  for (const std::string_view part : parts) {
    if (const auto hz = frequency_part(part)) {
      hints.center_hz = hz;
      ++found;
    }
  }
  if (found != 1) {
    hints.center_hz.reset();
  }
  return hints;
}

} // namespace cw::sdr
