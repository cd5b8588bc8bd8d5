#include "sdr/source/sigmf_meta.h"

#include <charconv>
#include <chrono>

namespace cw::sdr {
namespace {

// Takes digits and punctuation from the front of a text; once something else is met, fails for
// good.
class TimeText {
public:
  explicit TimeText(std::string_view text) : rest_(text) {}

  int take_number(std::size_t digits) {
    int value = 0;
    const bool enough = rest_.size() >= digits;
    if (!enough ||
        std::from_chars(rest_.data(), rest_.data() + digits, value).ptr != rest_.data() + digits) {
      ok_ = false;
      return 0;
    }
    rest_.remove_prefix(digits);
    return value;
  }

  void expect(char c) {
    if (!next_is(c)) {
      ok_ = false;
    }
  }

  bool next_is(char c) {
    const bool is = !rest_.empty() && rest_.front() == c;
    if (is) {
      rest_.remove_prefix(1);
    }
    return is;
  }

  // Nanoseconds after a decimal point; digits beyond the ninth are dropped.
  std::int64_t take_fraction_ns() {
    std::int64_t ns = 0;
    std::int64_t weight = 100'000'000;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      ns += weight * (rest_.front() - '0');
      weight /= 10;
      rest_.remove_prefix(1);
    }
    return ns;
  }

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

private:
  std::string_view rest_;
  bool ok_ = true;
};

} // namespace

std::optional<std::int64_t> parse_datetime(std::string_view text) {
  TimeText in(text);
  const int year = in.take_number(4);
  in.expect('-');
  const int month = in.take_number(2);
  in.expect('-');
  const int day = in.take_number(2);
  in.expect('T');
  const int hour = in.take_number(2);
  in.expect(':');
  const int minute = in.take_number(2);
  in.expect(':');
  const int second = in.take_number(2);
  const std::int64_t fraction_ns = in.next_is('.') ? in.take_fraction_ns() : 0;
  in.next_is('Z'); // SigMF asks for it, many writers leave it out
  const auto date = std::chrono::year(year) / month / day;
  const bool in_range =
      hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
  // Nanoseconds in 64 bits end in 2262.
  if (!in.ok() || !in.at_end() || !date.ok() || !in_range || year < 1970 || year > 2200) {
    return std::nullopt;
  }
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
  return seconds * 1'000'000'000 + fraction_ns;
}

} // namespace cw::sdr
