#include "sdr/source/contradictions.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

namespace cw::sdr {
namespace {

std::string not_used(const char* option, const std::string& given, const std::string& said) {
  return fmt::format("{} {} was not used: the file itself says {}", option, given, said);
}

void compare_hz(const char* option,
                std::optional<double> given_hz,
                std::optional<double> said_hz,
                std::vector<std::string>& sentences) {
  constexpr double k_rounding_hz = 1; // 541.667k is the file's 541666.6667
  if (given_hz && said_hz && std::abs(*given_hz - *said_hz) >= k_rounding_hz) {
    sentences.push_back(not_used(option,
                                 fmt::format("{:.9g} MHz", *given_hz / 1e6),
                                 fmt::format("{:.9g} MHz", *said_hz / 1e6)));
  }
}

} // namespace

std::vector<std::string> contradictions(const RecordingHints& hints,
                                        const RecordingHints& file_says) {
  std::vector<std::string> sentences;
  if (hints.format && file_says.format && *hints.format != *file_says.format) {
    sentences.push_back(not_used(
        "--format", sample_format_name(*hints.format), sample_format_name(*file_says.format)));
  }
  compare_hz("--rate", hints.sample_rate_hz, file_says.sample_rate_hz, sentences);
  compare_hz("--freq", hints.center_hz, file_says.center_hz, sentences);
  return sentences;
}

} // namespace cw::sdr
