// Generated samples as a recorder would leave them: holes, few bits, SigMF files.
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace cw::support {

enum class IqFormat : std::uint8_t { cu8, ci8, ci16, cf32 };

std::string_view sigmf_datatype(IqFormat format) noexcept; ///< "cu8", "ci8", "ci16_le", "cf32_le"

/// Samples times gain, full scale 1.0, as the octets of a file; what is too large is clipped.
std::vector<std::uint8_t>
to_octets(std::span<const std::complex<float>> samples, IqFormat format, float gain = 1);
/// The same and back: what a receiver of such a file sees.
std::vector<std::complex<float>>
quantised(std::span<const std::complex<float>> samples, IqFormat format, float gain = 1);

/// Takes `count` samples away from `at` on, as a full buffer does.
void remove_samples(std::vector<std::complex<float>>& samples, std::size_t at, std::size_t count);

struct RecordingInfo {
  IqFormat format = IqFormat::ci8;
  double sample_rate_hz = 0;
  std::optional<double> center_hz = {};
};

/// Writes BASE.sigmf-meta, for the samples the caller puts into BASE.sigmf-data; false if it could
/// not.
bool write_sigmf_meta(const std::filesystem::path& base, const RecordingInfo& info);
/// Writes both; false if a file could not be written.
bool write_sigmf(const std::filesystem::path& base,
                 const RecordingInfo& info,
                 std::span<const std::complex<float>> samples,
                 float gain = 1);

} // namespace cw::support
