// What a WAV file says about its I/Q samples: RIFF or RF64, 2 channels, 8 or 16 bit or float.
#pragma once

#include "sdr/source/sample_format.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace cw::sdr {

struct WavHeader {
  SampleFormat format = SampleFormat::ci16;
  double sample_rate_hz = 0;
  std::optional<double> center_hz; ///< from the "auxi" chunk SDR#, HDSDR and SpectraVue write
  std::uint64_t data_offset = 0;   ///< of the first sample in the file
  std::uint64_t data_bytes =
      0; ///< as the header says; 0 or over-large: the recorder did not come back
};

/// How much of a file parse_wav_header() wants to see; less if the file is shorter.
inline constexpr std::size_t k_wav_head_octets = 65536;

bool looks_like_wav(std::span<const std::byte> head) noexcept;

/// Input   the first k_wav_head_octets of the file.
/// Errors  one sentence without the file's name.
tl::expected<WavHeader, std::string> parse_wav_header(std::span<const std::byte> head);

} // namespace cw::sdr
