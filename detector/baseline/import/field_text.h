// The text of a field to a value. All of the text, blanks at its ends aside, must be the value.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cw::detector {

std::string_view trimmed(std::string_view text);
/// ASCII letters alike in both cases.
bool same_text(std::string_view one, std::string_view other);

std::optional<std::int64_t> whole_number(std::string_view text);
std::optional<double> number(std::string_view text);           ///< finite; '.' before decimals
std::optional<std::int32_t> degrees_e7(std::string_view text); ///< -180 to 180, in 1e-7 degrees
/// Unix seconds of Unix seconds or milliseconds, or of an ISO 8601 date with or without a time,
/// UTC. Absent before 1970-01-02 and after 2106: 0 and -1 stand for unknown everywhere.
std::optional<std::uint32_t> unix_seconds(std::string_view text);

struct MncText {
  std::uint16_t mnc = 0;
  std::uint8_t digits = 0; ///< 2, 3, or 0 for not told: "1" may be 01 or 001, "10" 10 or 010
};
std::optional<MncText> mnc_of(std::string_view text);

struct PlmnText {
  std::uint16_t mcc = 0;
  MncText mnc;
};
std::optional<PlmnText> plmn_of(std::string_view digits); ///< "26201", "310260"

} // namespace cw::detector
