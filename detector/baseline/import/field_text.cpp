#include "detector/baseline/import/field_text.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>
#include <system_error>

namespace cw::detector {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

template <class T>
std::optional<T> parsed(std::string_view text) {
  text = trimmed(text);
  T value{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

/// `text` begins with digits, of which `count` are taken off.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count || !all_digits(text.substr(0, count))) {
    return std::nullopt;
  }
  const auto value = parsed<int>(text.substr(0, count));
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

/// hh:mm:ss, and whatever of fractions and zone comes after it.
std::optional<std::int64_t> seconds_of_day(std::string_view text) {
  const auto hours = take_digits(text, 2);
  const bool first = take(text, ':');
  const auto minutes = take_digits(text, 2);
  const bool second = take(text, ':');
  const auto seconds = take_digits(text, 2);
  if (!hours || !minutes || !seconds || !first || !second) {
    return std::nullopt;
  }
  return *hours * 3600 + *minutes * 60 + *seconds;
}

std::optional<std::int64_t> iso_seconds(std::string_view text) {
  const auto year = take_digits(text, 4);
  const bool first = take(text, '-');
  const auto month = take_digits(text, 2);
  const bool second = take(text, '-');
  const auto day = take_digits(text, 2);
  if (!year || !month || !day || !first || !second) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) {
    return std::nullopt;
  }
  const std::int64_t midnight =
      std::int64_t{std::chrono::sys_days(date).time_since_epoch().count()} * 86400;
  if (text.empty()) {
    return midnight;
  }
  text.remove_prefix(1); // 'T' or a blank
  const auto time = seconds_of_day(text);
  return time ? std::optional(midnight + *time) : std::nullopt;
}

} // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

bool same_text(std::string_view one, std::string_view other) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), [&](char a, char b) {
    return lower(a) == lower(b);
  });
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  return parsed<std::int64_t>(text);
}

std::optional<double> number(std::string_view text) {
  const auto value = parsed<double>(text);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<std::int32_t> degrees_e7(std::string_view text) {
  const auto degrees = number(text);
  return degrees && std::abs(*degrees) <= 180
             ? std::optional(static_cast<std::int32_t>(std::lround(*degrees * 1e7)))
             : std::nullopt;
}

std::optional<std::uint32_t> unix_seconds(std::string_view text) {
  constexpr std::int64_t k_surely_milliseconds = 100'000'000'000; // the year 5138 in seconds
  text = trimmed(text);
  auto seconds = whole_number(text);
  if (!seconds) {
    seconds = iso_seconds(text);
  } else if (*seconds >= k_surely_milliseconds) {
    seconds = *seconds / 1000;
  }
  const bool good =
      seconds && *seconds >= 86400 && *seconds <= std::numeric_limits<std::uint32_t>::max();
  return good ? std::optional(static_cast<std::uint32_t>(*seconds)) : std::nullopt;
}

std::optional<MncText> mnc_of(std::string_view text) {
  text = trimmed(text);
  if (!all_digits(text) || text.size() > 3) {
    return std::nullopt;
  }
  const auto value = parsed<std::uint16_t>(text);
  const bool told = text.size() == 3 || (text.size() == 2 && text.front() == '0');
  return MncText{*value, told ? static_cast<std::uint8_t>(text.size()) : std::uint8_t{0}};
}

std::optional<PlmnText> plmn_of(std::string_view digits) {
  digits = trimmed(digits);
  if (!all_digits(digits) || digits.size() < 5 || digits.size() > 6) {
    return std::nullopt;
  }
  const auto mnc = digits.substr(3);
  return PlmnText{*parsed<std::uint16_t>(digits.substr(0, 3)),
                  {*parsed<std::uint16_t>(mnc), static_cast<std::uint8_t>(mnc.size())}};
}

} // namespace cw::detector
