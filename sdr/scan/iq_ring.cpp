#include "sdr/scan/iq_ring.h"

#include <algorithm>
#include <cmath>

namespace cw::sdr {
namespace {

std::int8_t eight_bits(float value) {
  return static_cast<std::int8_t>(std::clamp(std::round(value * 127.0F), -127.0F, 127.0F));
}

} // namespace

IqRing::IqRing(double rate_hz, std::size_t limit_octets)
    : rate_hz_(rate_hz), values_(std::max<std::size_t>(limit_octets / 2, 1) * 2) {}

double IqRing::seconds() const noexcept {
  return static_cast<double>(values_.size() / 2) / rate_hz_;
}

void IqRing::add(std::span<const cf> samples, double center_hz, double start_s) {
  const std::scoped_lock lock(mutex_);
  const std::uint64_t room = values_.size() / 2;
  const double follows_s =
      marks_.empty()
          ? 0
          : marks_.back().start_s + static_cast<double>(written_ - marks_.back().first) / rate_hz_;
  if (marks_.empty() || marks_.back().center_hz != center_hz ||
      std::abs(follows_s - start_s) * rate_hz_ > 0.5) {
    marks_.push_back({written_, center_hz, start_s});
  }
  for (const cf& sample : samples) {
    const std::size_t at = 2 * static_cast<std::size_t>(written_++ % room);
    values_[at] = eight_bits(sample.real());
    values_[at + 1] = eight_bits(sample.imag());
  }
  const std::uint64_t oldest = written_ > room ? written_ - room : 0;
  while (marks_.size() > 1 && marks_[1].first <= oldest) {
    marks_.erase(marks_.begin());
  }
}

std::vector<IqStretch> IqRing::copy(double from_s, double to_s) const {
  const std::scoped_lock lock(mutex_);
  const std::uint64_t room = values_.size() / 2;
  const std::uint64_t oldest = written_ > room ? written_ - room : 0;
  std::vector<IqStretch> stretches;
  for (std::size_t i = 0; i < marks_.size(); ++i) {
    const Mark& mark = marks_[i];
    const std::uint64_t end = i + 1 < marks_.size() ? marks_[i + 1].first : written_;
    const auto sample_at = [&](double t_s) {
      return mark.first +
             static_cast<std::uint64_t>(std::max(std::ceil((t_s - mark.start_s) * rate_hz_), 0.0));
    };
    const std::uint64_t first = std::max({sample_at(from_s), mark.first, oldest});
    const std::uint64_t last = std::min(sample_at(to_s), end);
    if (first >= last) {
      continue;
    }
    IqStretch stretch;
    stretch.center_hz = mark.center_hz;
    stretch.start_s = mark.start_s + static_cast<double>(first - mark.first) / rate_hz_;
    // In one piece, or in two where the ring begins anew: the radio's thread waits meanwhile.
    stretch.values.reserve(2 * static_cast<std::size_t>(last - first));
    for (std::uint64_t n = first; n < last;) {
      const std::uint64_t piece = std::min(last - n, room - n % room);
      const auto from = values_.begin() + static_cast<std::ptrdiff_t>(2 * (n % room));
      stretch.values.insert(
          stretch.values.end(), from, from + static_cast<std::ptrdiff_t>(2 * piece));
      n += piece;
    }
    stretches.push_back(std::move(stretch));
  }
  return stretches;
}

} // namespace cw::sdr
