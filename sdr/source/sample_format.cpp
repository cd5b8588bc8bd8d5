#include "sdr/source/sample_format.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace cw::sdr {
namespace {

static_assert(std::endian::native == std::endian::little, "files are little-endian, and so are we");

// g++ vectorises at -O2 only loops whose trip count is a constant, hence chunks of this many
// values.
constexpr std::size_t k_chunk = 64;

template <class In>
struct Scale {
  float offset, factor;
  In low, high; ///< ends of the scale
};

template <class In>
using Unaligned [[gnu::aligned(1), gnu::may_alias]] = In;

template <class In>
std::uint64_t
convert_chunk(const Unaligned<In>* __restrict in, float* __restrict out, Scale<In> scale) noexcept {
  In at_end[k_chunk]; // as wide as the input, so that the comparison stays in full vectors
  for (std::size_t i = 0; i < k_chunk; ++i) {
    out[i] = (static_cast<float>(in[i]) - scale.offset) * scale.factor;
    at_end[i] = static_cast<In>(in[i] == scale.low || in[i] == scale.high);
  }
  In clipped = 0;
  for (std::size_t i = 0; i < k_chunk; ++i) {
    clipped = static_cast<In>(clipped + at_end[i]);
  }
  return static_cast<std::uint64_t>(clipped);
}

std::uint32_t bits_of(float value) noexcept {
  return std::bit_cast<std::uint32_t>(value);
}

void convert_float_chunk(const Unaligned<float>* __restrict in,
                         float* __restrict out,
                         ConvertCounts& counts) noexcept {
  constexpr std::uint32_t k_magnitude = 0x7FFFFFFFU;
  constexpr std::uint32_t k_one = 0x3F800000U;
  constexpr std::uint32_t k_infinity = 0x7F800000U;
  std::uint32_t clipped = 0;
  std::uint32_t broken = 0;
  for (std::size_t i = 0; i < k_chunk; ++i) {
    const std::uint32_t magnitude = bits_of(in[i]) & k_magnitude; // ordered as the floats are
    const std::uint32_t is_broken = magnitude >= k_infinity ? 1U : 0U;
    broken += is_broken;
    clipped += (magnitude >= k_one ? 1U : 0U) - is_broken;
    out[i] = std::bit_cast<float>(is_broken != 0U ? 0U : bits_of(in[i]));
  }
  counts.clipped += clipped;
  counts.not_finite += broken;
}

// Whole chunks in place; the last one through buffers, filled up with what counts as nothing.
template <class In, class Chunk>
void in_chunks(std::span<const std::byte> octets,
               std::span<cf> out,
               In filler,
               Chunk chunk) noexcept {
  const std::size_t values = out.size() * 2;
  const std::size_t in_whole_chunks = values - values % k_chunk;
  const auto* from = reinterpret_cast<const Unaligned<In>*>(octets.data());
  auto* to =
      reinterpret_cast<float*>(out.data()); // complex<float> is two floats, [complex.numbers]
  for (std::size_t done = 0; done < in_whole_chunks; done += k_chunk) {
    chunk(from + done, to + done);
  }
  if (const std::size_t left = values - in_whole_chunks; left > 0) {
    In in[k_chunk];
    float converted[k_chunk];
    std::fill(in, in + k_chunk, filler);
    std::memcpy(in, from + in_whole_chunks, left * sizeof(In));
    chunk(in, converted);
    std::memcpy(to + in_whole_chunks, converted, left * sizeof(float));
  }
}

template <class In>
void convert_integers(std::span<const std::byte> octets,
                      std::span<cf> out,
                      Scale<In> scale,
                      ConvertCounts& counts) noexcept {
  constexpr In k_unclipped = 1; // neither end of any scale
  in_chunks<In>(octets, out, k_unclipped, [&](const Unaligned<In>* in, float* converted) {
    counts.clipped += convert_chunk<In>(in, converted, scale);
  });
}

struct Name {
  std::string_view name;
  SampleFormat format;
};
constexpr std::array<Name, 6> k_names = {{{"cu8", SampleFormat::cu8},
                                          {"ci8", SampleFormat::ci8},
                                          {"ci16", SampleFormat::ci16},
                                          {"cf32", SampleFormat::cf32},
                                          {"ci16_le", SampleFormat::ci16},
                                          {"cf32_le", SampleFormat::cf32}}};

} // namespace

std::optional<SampleFormat> sample_format(std::string_view name) noexcept {
  for (const Name& known : k_names) {
    if (known.name == name) {
      return known.format;
    }
  }
  return std::nullopt;
}

const char* sample_format_name(SampleFormat format) noexcept {
  switch (format) {
  case SampleFormat::cu8: return "cu8";
  case SampleFormat::ci8: return "ci8";
  case SampleFormat::ci16: return "ci16";
  case SampleFormat::cf32: return "cf32";
  }
  return "?";
}

std::size_t bytes_per_sample(SampleFormat format) noexcept {
  switch (format) {
  case SampleFormat::cu8:
  case SampleFormat::ci8: return 2;
  case SampleFormat::ci16: return 4;
  case SampleFormat::cf32: return 8;
  }
  return 8;
}

void convert(SampleFormat format,
             std::span<const std::byte> octets,
             std::span<cf> out,
             ConvertCounts& counts) noexcept {
  switch (format) {
  case SampleFormat::cu8:
    convert_integers<std::uint8_t>(octets, out, {127.5F, 1.0F / 127.5F, 0, 255}, counts);
    return;
  case SampleFormat::ci8:
    convert_integers<std::int8_t>(octets, out, {0.0F, 1.0F / 128.0F, -128, 127}, counts);
    return;
  case SampleFormat::ci16:
    convert_integers<std::int16_t>(octets, out, {0.0F, 1.0F / 32768.0F, -32768, 32767}, counts);
    return;
  case SampleFormat::cf32:
    in_chunks<float>(octets, out, 0.0F, [&](const Unaligned<float>* in, float* converted) {
      convert_float_chunk(in, converted, counts);
    });
    return;
  }
}

} // namespace cw::sdr
