#include "tests/support/standins/recorded_air.h"

#include "dsp/common/simd.h"
#include "sdr/source/sample_format.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace cw::standins {
namespace {

constexpr std::size_t k_phases = 64;         // places between two samples of the recording
constexpr double k_pass = 0.4, k_stop = 0.6; // of the output's rate: aliases only near its edges
constexpr double k_stop_db = 50;
constexpr double k_kaiser_beta = 4.55; // for those 50 dB

double bessel_i0(double x) {
  double sum = 1;
  double term = 1;
  for (int k = 1; k < 30; ++k) {
    term *= (x / 2 / k) * (x / 2 / k);
    sum += term;
  }
  return sum;
}

double kaiser(double share) { // -1 to 1
  return std::abs(share) >= 1
             ? 0
             : bessel_i0(k_kaiser_beta * std::sqrt(1 - share * share)) / bessel_i0(k_kaiser_beta);
}

double sinc(double x) {
  return x == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

std::uint64_t binary_angle(double turns) {
  return static_cast<std::uint64_t>((turns - std::floor(turns)) * 0x1p63) << 1U;
}

CW_SIMD_INLINE float sum_of(dsp::f8 lanes) {
  float sum = 0;
  for (int i = 0; i < 8; ++i) {
    sum += lanes[i];
  }
  return sum;
}

struct Planes {
  const float *re, *im;
};

CW_SIMD_CLONES cf product(Planes samples, Planes taps, std::size_t count) {
  dsp::f8 re{};
  dsp::f8 im{};
  for (std::size_t i = 0; i < count; i += 8) {
    const dsp::f8 xr = *reinterpret_cast<const dsp::f8*>(samples.re + i);
    const dsp::f8 xi = *reinterpret_cast<const dsp::f8*>(samples.im + i);
    const dsp::f8 hr = *reinterpret_cast<const dsp::f8*>(taps.re + i);
    const dsp::f8 hi = *reinterpret_cast<const dsp::f8*>(taps.im + i);
    re += xr * hr - xi * hi;
    im += xr * hi + xi * hr;
  }
  return {sum_of(re), sum_of(im)};
}

} // namespace

RecordedAir::RecordedAir(sdr::Recording recording) : recording_(std::move(recording)) {}

RecordedAir::RecordedAir(RecordedAir&& other) noexcept
    : recording_(std::move(other.recording_)), center_hz_(other.center_hz_),
      samples_(other.samples_), octets_(std::exchange(other.octets_, nullptr)),
      mapped_(std::exchange(other.mapped_, 0)) {}

RecordedAir::~RecordedAir() {
  if (octets_ != nullptr) {
    ::munmap(const_cast<std::byte*>(octets_), mapped_);
  }
}

tl::expected<RecordedAir, std::string> RecordedAir::open(const std::string& path) {
  auto found = sdr::find_recording(path, {});
  if (!found) {
    return tl::unexpected(found.error());
  }
  RecordedAir air(std::move(*found));
  const sdr::Segment& segment = air.recording_.segments.front();
  if (!segment.center_hz || segment.samples == sdr::k_until_end || segment.samples < 4096) {
    return tl::unexpected(path + ": a recording for a scene needs a centre frequency and a length");
  }
  air.center_hz_ = *segment.center_hz;
  air.samples_ = segment.samples;
  air.mapped_ =
      segment.byte_offset + segment.samples * sdr::bytes_per_sample(air.recording_.format);
  const int fd = ::open(air.recording_.data_path.c_str(), O_RDONLY | O_CLOEXEC);
  void* mapped = fd < 0 ? MAP_FAILED : ::mmap(nullptr, air.mapped_, PROT_READ, MAP_PRIVATE, fd, 0);
  if (fd >= 0) {
    ::close(fd);
  }
  if (mapped == MAP_FAILED) {
    air.mapped_ = 0;
    return tl::unexpected(fmt::format("cannot map {}", air.recording_.data_path));
  }
  air.octets_ = static_cast<const std::byte*>(mapped);
  return air;
}

/// A low pass for the output's rate, turned to where the output lies: one set of taps for each
/// place between two samples. Newest sample last, as the samples lie.
void RecordedAir::make_filters(double true_rate_hz, double offset_hz) {
  if (true_rate_hz == filter_rate_hz_ && offset_hz == filter_offset_hz_) {
    return;
  }
  filter_rate_hz_ = true_rate_hz;
  filter_offset_hz_ = offset_hz;
  const double ratio = std::min(1.0, true_rate_hz / rate_hz());
  const double slope = 2 * std::numbers::pi * (k_stop - k_pass) * ratio;
  const double wanted = (k_stop_db - 8) / (2.285 * slope);
  taps_ = 8 * (static_cast<std::size_t>(wanted / 8) + 1);
  const double half = static_cast<double>(taps_) / 2;
  const double band = (k_pass + k_stop) * ratio; // two-sided, of the recording's rate
  tap_re_.assign(k_phases * taps_, 0);
  tap_im_.assign(k_phases * taps_, 0);
  for (std::size_t phase = 0; phase < k_phases; ++phase) {
    for (std::size_t tap = 0; tap < taps_; ++tap) {
      const double part = (static_cast<double>(phase) + 0.5) / k_phases;
      const double late = half - 1 + part - static_cast<double>(tap); // output minus sample
      const double level = band * sinc(band * late) * kaiser(late / half);
      const double angle = 2 * std::numbers::pi * offset_hz / rate_hz() * late;
      tap_re_[phase * taps_ + tap] = static_cast<float>(level * std::cos(angle));
      tap_im_[phase * taps_ + tap] = static_cast<float>(level * std::sin(angle));
    }
  }
}

/// Samples from `first` on, counted without end, into loaded_.
void RecordedAir::load(std::int64_t first, std::size_t count) {
  const auto length = static_cast<std::int64_t>(samples_);
  auto at = static_cast<std::size_t>(((first % length) + length) % length);
  const std::size_t octets_each = sdr::bytes_per_sample(recording_.format);
  const std::byte* begin = octets_ + recording_.segments.front().byte_offset;
  converted_.resize(count);
  sdr::ConvertCounts counts;
  for (std::size_t done = 0; done < count; at = 0) {
    const std::size_t part = std::min(count - done, samples_ - at);
    sdr::convert(recording_.format,
                 std::span(begin + at * octets_each, part * octets_each),
                 std::span(converted_).subspan(done, part),
                 counts);
    done += part;
  }
  loaded_re_.resize(count);
  loaded_im_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    loaded_re_[i] = converted_[i].real();
    loaded_im_[i] = converted_[i].imag();
  }
}

cf RecordedAir::filtered(std::size_t at, std::size_t phase) const noexcept {
  return product({loaded_re_.data() + at, loaded_im_.data() + at},
                 {tap_re_.data() + phase * taps_, tap_im_.data() + phase * taps_},
                 taps_);
}

void RecordedAir::add(const Sampling& sampling, double center_hz, std::span<cf> out) {
  if (out.empty()) {
    return;
  }
  make_filters(sampling.true_rate_hz, center_hz - center_hz_);
  const double step = rate_hz() / sampling.true_rate_hz;
  const double begin = sampling.scene_s * rate_hz();
  const auto before = static_cast<std::int64_t>(taps_ / 2) - 1;
  const auto first = static_cast<std::int64_t>(std::floor(begin)) - before;
  const double last = begin + step * static_cast<double>(out.size());
  load(first, static_cast<std::size_t>(static_cast<std::int64_t>(last) + 2 - first) + taps_);
  const std::uint64_t turn = binary_angle(sampling.turns_per_sample);
  const double aside_turns = (center_hz - center_hz_) / rate_hz();
  double place = begin - std::floor(begin); // from loaded_[before] on
  for (cf& sample : out) {
    const auto whole = static_cast<std::size_t>(place);
    const auto phase = static_cast<std::size_t>((place - static_cast<double>(whole)) * k_phases);
    // The taps are those of a place up to half a phase away, and so the turn has to be.
    const double aside = place - static_cast<double>(whole) -
                         (static_cast<double>(phase) + 0.5) / static_cast<double>(k_phases);
    const double turns = static_cast<double>(angle_ >> 32U) * 0x1p-32 + aside * aside_turns;
    const auto radians = static_cast<float>(2 * std::numbers::pi * turns);
    const cf turned(std::cos(radians), std::sin(radians));
    sample += filtered(whole, phase) * turned * sampling.amplitude;
    place += step;
    angle_ += turn;
  }
}

} // namespace cw::standins
