#include "tests/support/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <fstream>

namespace cw::support {
namespace {

long rounded(float value, float scale, float offset, long low, long high) {
  return std::clamp(std::lround(value * scale + offset), low, high);
}

void append(std::vector<std::uint8_t>& octets, float value, IqFormat format) {
  switch (format) {
  case IqFormat::cu8:
    octets.push_back(static_cast<std::uint8_t>(rounded(value, 127.5F, 127.5F, 0, 255)));
    break;
  case IqFormat::ci8:
    octets.push_back(static_cast<std::uint8_t>(rounded(value, 127, 0, -127, 127)));
    break;
  case IqFormat::ci16: {
    const auto bits = static_cast<std::uint16_t>(rounded(value, 32767, 0, -32767, 32767));
    octets.push_back(static_cast<std::uint8_t>(bits & 0xFFU));
    octets.push_back(static_cast<std::uint8_t>(bits >> 8U));
    break;
  }
  case IqFormat::cf32:
    for (unsigned shift = 0; shift < 32; shift += 8) {
      octets.push_back(static_cast<std::uint8_t>(std::bit_cast<std::uint32_t>(value) >> shift));
    }
    break;
  }
}

float seen(float value, IqFormat format) {
  switch (format) {
  case IqFormat::cu8:
    return (static_cast<float>(rounded(value, 127.5F, 127.5F, 0, 255)) - 127.5F) / 127.5F;
  case IqFormat::ci8: return static_cast<float>(rounded(value, 127, 0, -127, 127)) / 128;
  case IqFormat::ci16: return static_cast<float>(rounded(value, 32767, 0, -32767, 32767)) / 32768;
  case IqFormat::cf32: return value;
  }
  return value;
}

} // namespace

std::string_view sigmf_datatype(IqFormat format) noexcept {
  switch (format) {
  case IqFormat::cu8: return "cu8";
  case IqFormat::ci8: return "ci8";
  case IqFormat::ci16: return "ci16_le";
  case IqFormat::cf32: return "cf32_le";
  }
  return "";
}

std::vector<std::uint8_t>
to_octets(std::span<const std::complex<float>> samples, IqFormat format, float gain) {
  std::vector<std::uint8_t> octets;
  octets.reserve(samples.size() * 8);
  for (const std::complex<float> sample : samples) {
    append(octets, sample.real() * gain, format);
    append(octets, sample.imag() * gain, format);
  }
  return octets;
}

std::vector<std::complex<float>>
quantised(std::span<const std::complex<float>> samples, IqFormat format, float gain) {
  std::vector<std::complex<float>> out;
  out.reserve(samples.size());
  for (const std::complex<float> sample : samples) {
    out.emplace_back(seen(sample.real() * gain, format), seen(sample.imag() * gain, format));
  }
  return out;
}

void remove_samples(std::vector<std::complex<float>>& samples, std::size_t at, std::size_t count) {
  const std::size_t from = std::min(at, samples.size());
  const std::size_t until = std::min(samples.size() - from, count) + from;
  samples.erase(samples.begin() + static_cast<std::ptrdiff_t>(from),
                samples.begin() + static_cast<std::ptrdiff_t>(until));
}

bool write_sigmf_meta(const std::filesystem::path& base, const RecordingInfo& info) {
  std::ofstream meta(base.string() + ".sigmf-meta");
  const std::string frequency = info.center_hz
                                    ? fmt::format(R"(, "core:frequency": {:.3f})", *info.center_hz)
                                    : std::string();
  meta << fmt::format(
      R"({{"global": {{"core:datatype": "{}", "core:sample_rate": {}, "core:version": "1.0.0",
 "core:description": "synthetic GSM downlink, invented identities"}},
 "captures": [{{"core:sample_start": 0{}}}], "annotations": []}}
)",
      sigmf_datatype(info.format),
      info.sample_rate_hz,
      frequency);
  return static_cast<bool>(meta.flush());
}

bool write_sigmf(const std::filesystem::path& base,
                 const RecordingInfo& info,
                 std::span<const std::complex<float>> samples,
                 float gain) {
  const std::vector<std::uint8_t> octets = to_octets(samples, info.format, gain);
  std::ofstream data(base.string() + ".sigmf-data", std::ios::binary);
  std::ranges::copy(octets, std::ostreambuf_iterator<char>(data));
  return static_cast<bool>(data.flush()) && write_sigmf_meta(base, info);
}

} // namespace cw::support
