// WAV files put together chunk by chunk.
#pragma once

#include <cstdint>
#include <string>

namespace cw::sdr::test {

inline std::string le(std::uint64_t value, unsigned octets) {
  std::string text;
  for (unsigned i = 0; i < octets; ++i) {
    text += static_cast<char>((value >> (8 * i)) & 0xFFU);
  }
  return text;
}

inline std::string chunk(const std::string& tag, const std::string& body) {
  return tag + le(body.size(), 4) + body + std::string(body.size() % 2, '\0');
}

inline std::string format_chunk(int code,
                                int channels,
                                int bits,
                                const std::string& extension = {},
                                std::uint32_t rate = 2400000) {
  const auto number = [](int value) { return le(static_cast<std::uint64_t>(value), 2); };
  return chunk("fmt ",
               number(code) + number(channels) + le(rate, 4) + le(0, 4) + le(0, 2) + number(bits) +
                   extension);
}

inline std::string wav_file(const std::string& chunks, const std::string& samples) {
  const std::string rest = "WAVE" + chunks + chunk("data", samples);
  return "RIFF" + le(rest.size(), 4) + rest;
}

} // namespace cw::sdr::test
