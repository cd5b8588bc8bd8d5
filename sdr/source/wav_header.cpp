// Chunks as in "Multimedia Programming Interface and Data Specifications 1.0"; RF64: EBU Tech 3306.
#include "sdr/source/wav_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace cw::sdr {
namespace {

using Error = tl::unexpected<std::string>;

// Little-endian fields; reading past the end gives 0 and makes ok() false for good.
class ChunkReader {
public:
  explicit ChunkReader(std::span<const std::byte> octets) : rest_(octets) {}

  std::uint64_t take(std::size_t count) {
    const std::span<const std::byte> field = take_octets(count);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < field.size(); ++i) {
      value |= std::to_integer<std::uint64_t>(field[i]) << (8 * i);
    }
    return value;
  }

  std::span<const std::byte> take_octets(std::size_t count) {
    if (count > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const auto taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }

  bool next_is(std::string_view tag) {
    const auto octets = take_octets(tag.size());
    return ok_ && std::equal(tag.begin(), tag.end(), octets.begin(), [](char c, std::byte b) {
             return static_cast<unsigned char>(c) == std::to_integer<unsigned char>(b);
           });
  }

  bool ok() const { return ok_; }
  std::size_t left() const { return rest_.size(); }

private:
  std::span<const std::byte> rest_;
  bool ok_ = true;
};

bool is_tag(std::uint64_t value, std::string_view tag) {
  std::uint64_t expected = 0;
  for (std::size_t i = 0; i < tag.size(); ++i) {
    expected |= std::uint64_t{static_cast<unsigned char>(tag[i])} << (8 * i);
  }
  return value == expected;
}

constexpr std::uint64_t k_pcm = 1;
constexpr std::uint64_t k_float = 3;
constexpr std::uint64_t k_extensible = 0xFFFE;

// "fmt ": WAVEFORMATEX, or WAVEFORMATEXTENSIBLE with the code in its sub-format.
tl::expected<void, std::string> take_format(ChunkReader in, WavHeader& wav) {
  std::uint64_t code = in.take(2);
  const std::uint64_t channels = in.take(2);
  wav.sample_rate_hz = static_cast<double>(in.take(4));
  in.take(6); // octets a second, block alignment
  const std::uint64_t bits = in.take(2);
  if (code == k_extensible) {
    in.take(8); // size of what follows, valid bits, channel mask
    code = in.take(2);
  }
  if (!in.ok()) {
    return Error("the WAV header is cut short: give the whole file");
  }
  if (channels != 2) {
    return Error(fmt::format("the WAV file has {} channel{}, not 2 (I and Q): record it as I/Q",
                             channels,
                             channels == 1 ? "" : "s"));
  }
  if (code == k_pcm && bits == 8) {
    wav.format = SampleFormat::cu8;
  } else if (code == k_pcm && bits == 16) {
    wav.format = SampleFormat::ci16;
  } else if (code == k_float && bits == 32) {
    wav.format = SampleFormat::cf32;
  } else {
    return Error(fmt::format("the WAV file holds {} bit samples of format {}: save it as 8 or 16 "
                             "bit PCM or 32 bit float",
                             bits,
                             code));
  }
  return {};
}

// "auxi": two SYSTEMTIMEs of 16 octets, then the centre frequency in Hz, 32 bit.
void take_auxi(ChunkReader in, WavHeader& wav) {
  in.take_octets(32);
  const std::uint64_t center_hz = in.take(4);
  if (in.ok() && center_hz > 0) {
    wav.center_hz = static_cast<double>(center_hz);
  }
}

} // namespace

bool looks_like_wav(std::span<const std::byte> head) noexcept {
  ChunkReader in(head);
  const std::uint64_t riff = in.take(4);
  in.take(4);
  return (is_tag(riff, "RIFF") || is_tag(riff, "RF64")) && in.next_is("WAVE");
}

tl::expected<WavHeader, std::string> parse_wav_header(std::span<const std::byte> head) {
  if (!looks_like_wav(head)) {
    return Error("it is not a WAV file: give --format and --rate if it holds raw samples");
  }
  WavHeader wav;
  ChunkReader in(head.subspan(12));
  std::optional<std::uint64_t> long_size; // RF64: the 32 bit sizes are all ones, "ds64" has them
  bool have_format = false;
  while (in.left() >= 8) {
    const std::uint64_t tag = in.take(4);
    const std::uint64_t size = in.take(4);
    if (is_tag(tag, "data")) {
      if (!have_format) {
        return Error("the WAV file has samples before it says their format: save it again");
      }
      wav.data_offset = head.size() - in.left();
      wav.data_bytes = long_size.value_or(size);
      return wav;
    }
    const std::size_t padded = size + (size & 1U); // chunks begin at even offsets
    const ChunkReader body(in.take_octets(std::min<std::size_t>(padded, in.left())));
    if (is_tag(tag, "fmt ")) {
      const auto format = take_format(body, wav);
      if (!format) {
        return Error(format.error());
      }
      have_format = true;
    } else if (is_tag(tag, "auxi")) {
      take_auxi(body, wav);
    } else if (is_tag(tag, "ds64")) {
      ChunkReader sizes(body);
      sizes.take(8); // of the whole file
      long_size = sizes.take(8);
    }
  }
  return Error(
      "the WAV file has no samples within its first 64 KiB: save it again or give raw samples");
}

} // namespace cw::sdr
