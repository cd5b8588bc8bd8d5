#include "sdr/source/sample_format.h"
#include "tests/support/catch.hpp"

#include <limits>
#include <span>
#include <vector>

using namespace cw::sdr;

namespace {

template <class T>
std::vector<cf>
converted(SampleFormat format, const std::vector<T>& values, ConvertCounts& counts) {
  const auto octets = std::as_bytes(std::span(values));
  std::vector<cf> out(octets.size() / bytes_per_sample(format));
  convert(format, octets, out, counts);
  return out;
}

// The obvious conversion, one value at a time.
float plain(SampleFormat format, double value) {
  switch (format) {
  case SampleFormat::cu8: return (static_cast<float>(value) - 127.5F) * (1.0F / 127.5F);
  case SampleFormat::ci8: return static_cast<float>(value / 128);
  case SampleFormat::ci16: return static_cast<float>(value / 32768);
  case SampleFormat::cf32: return static_cast<float>(value);
  }
  return 0;
}

template <class T>
void check_every_value(SampleFormat format, int low, int high) {
  std::vector<T> values;
  for (int value = low; value <= high; ++value) {
    values.push_back(static_cast<T>(value));
    values.push_back(static_cast<T>(high - (value - low)));
  }
  ConvertCounts counts;
  const std::vector<cf> out = converted(format, values, counts);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    wrong += out[i] != cf(plain(format, values[2 * i]), plain(format, values[2 * i + 1])) ? 1U : 0U;
  }
  CHECK(out.size() == static_cast<std::size_t>(high - low + 1));
  CHECK(wrong == 0);
  CHECK(counts.clipped == 4);
}

} // namespace

TEST_CASE("sample format: every value of every format is the plain conversion's", "[sdr][format]") {
  check_every_value<std::uint8_t>(SampleFormat::cu8, 0, 255);
  check_every_value<std::int8_t>(SampleFormat::ci8, -128, 127);
  check_every_value<std::int16_t>(SampleFormat::ci16, -32768, 32767);
}

TEST_CASE("sample format: odd lengths convert as whole ones do", "[sdr][format]") {
  for (std::size_t samples = 0; samples < 140; ++samples) {
    std::vector<std::int8_t> values;
    for (std::size_t i = 0; i < 2 * samples; ++i) {
      values.push_back(static_cast<std::int8_t>(static_cast<int>(i * 37 % 256) - 128));
    }
    ConvertCounts counts;
    const std::vector<cf> out = converted(SampleFormat::ci8, values, counts);
    std::uint64_t clipped = 0;
    bool equal = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
      clipped += values[i] == -128 || values[i] == 127 ? 1U : 0U;
      const cf sample = out[i / 2];
      equal = equal &&
              (i % 2 == 0 ? sample.real() : sample.imag()) == plain(SampleFormat::ci8, values[i]);
    }
    CAPTURE(samples);
    CHECK(equal);
    CHECK(counts.clipped == clipped);
  }
}

TEST_CASE("sample format: NaN and infinity become 0 and are counted", "[sdr][format]") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  ConvertCounts counts;
  const auto out = converted<float>(
      SampleFormat::cf32, {0.5F, nan, -infinity, -0.25F, 1.0F, -2.0F, infinity, 0.0F}, counts);
  CHECK(out == std::vector<cf>{{0.5F, 0}, {0, -0.25F}, {1.0F, -2.0F}, {0, 0}});
  CHECK(counts.not_finite == 3);
  CHECK(counts.clipped == 2);
}

TEST_CASE("sample format: names of SigMF and ours, and no others", "[sdr][format]") {
  CHECK(sample_format("cu8") == SampleFormat::cu8);
  CHECK(sample_format("ci16_le") == SampleFormat::ci16);
  CHECK(sample_format("cf32_le") == SampleFormat::cf32);
  CHECK_FALSE(sample_format("ci16_be"));
  CHECK_FALSE(sample_format("rf32_le"));
  CHECK_FALSE(sample_format(""));
}
