// How one I/Q sample lies in a file, and how it becomes complex<float> in units of full scale.
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cw::sdr {

using cf = std::complex<float>;

/// Interleaved I and Q, little-endian. Full scale is 1.0: cu8 (x - 127.5) / 127.5, ci8 x / 128,
/// ci16 x / 32768, cf32 as it is.
enum class SampleFormat : std::uint8_t { cu8, ci8, ci16, cf32 };

/// "cu8", "ci8", "ci16", "cf32"; also SigMF's "ci16_le" and "cf32_le".
std::optional<SampleFormat> sample_format(std::string_view name) noexcept;
const char* sample_format_name(SampleFormat format) noexcept;
std::size_t bytes_per_sample(SampleFormat format) noexcept;

struct ConvertCounts {
  std::uint64_t clipped = 0; ///< I and Q values at either end of the scale, cf32: at or beyond 1.0
  std::uint64_t not_finite = 0; ///< I and Q values that were NaN or infinite and became 0
};

/// Input   octets of whole samples, octets.size() == out.size() * bytes_per_sample(format).
/// Output  the samples; counts are added to.
void convert(SampleFormat format,
             std::span<const std::byte> octets,
             std::span<cf> out,
             ConvertCounts& counts) noexcept;

} // namespace cw::sdr
