#include "sdr/source/wav_header.h"
#include "tests/support/catch.hpp"
#include "tests/unit/sdr/source/wav_file.h"

using namespace cw::sdr;
using cw::sdr::test::chunk;
using cw::sdr::test::format_chunk;
using cw::sdr::test::le;
using cw::sdr::test::wav_file;

namespace {

tl::expected<WavHeader, std::string> parse(const std::string& octets) {
  return parse_wav_header(std::as_bytes(std::span(octets.data(), octets.size())));
}

} // namespace

TEST_CASE("WAV: 8 bit, 16 bit and float", "[sdr][wav]") {
  const auto format = [](int code, int bits) {
    return parse(wav_file(format_chunk(code, 2, bits), "1234"))->format;
  };
  CHECK(format(1, 8) == SampleFormat::cu8);
  CHECK(format(1, 16) == SampleFormat::ci16);
  CHECK(format(3, 32) == SampleFormat::cf32);
}

TEST_CASE("WAV: where its samples are and how fast", "[sdr][wav]") {
  const std::string file = wav_file(chunk("LIST", "odd") + format_chunk(1, 2, 16), "samples!");
  const auto wav = parse(file);
  REQUIRE(wav);
  CHECK(wav->sample_rate_hz == 2400000);
  CHECK(file.substr(wav->data_offset, wav->data_bytes) == "samples!");
  CHECK_FALSE(wav->center_hz);
}

TEST_CASE("WAV: extensible format carries its code inside", "[sdr][wav]") {
  const std::string extension = le(22, 2) + le(16, 2) + le(3, 4) + le(1, 2) + std::string(14, '\0');
  const auto wav = parse(wav_file(format_chunk(0xFFFE, 2, 16, extension), "1234"));
  REQUIRE(wav);
  CHECK(wav->format == SampleFormat::ci16);
}

TEST_CASE("WAV: centre frequency of SDR#'s auxi chunk", "[sdr][wav]") {
  const std::string auxi =
      chunk("auxi", std::string(32, '\0') + le(937000000, 4) + std::string(32, '\0'));
  CHECK(parse(wav_file(format_chunk(1, 2, 16) + auxi, "1234"))->center_hz == 937e6);
}

TEST_CASE("WAV: RF64 says long sizes apart", "[sdr][wav]") {
  std::string file =
      "RF64" + le(0xFFFFFFFF, 4) + "WAVE" +
      chunk("ds64", le(6'000'000'100, 8) + le(6'000'000'000, 8) + le(0, 8) + le(0, 4)) +
      format_chunk(1, 2, 16) + "data" + le(0xFFFFFFFF, 4) + "1234";
  const auto wav = parse(file);
  REQUIRE(wav);
  CHECK(wav->data_bytes == 6'000'000'000);
}

TEST_CASE("WAV: what is no I/Q says so", "[sdr][wav]") {
  using Catch::Matchers::ContainsSubstring;
  CHECK_THAT(parse("RIFF").error(), ContainsSubstring("not a WAV file"));
  CHECK_THAT(parse(wav_file(format_chunk(1, 1, 16), "12")).error(), ContainsSubstring("1 channel,"));
  CHECK_THAT(parse(wav_file(format_chunk(1, 2, 24), "12")).error(), ContainsSubstring("24 bit"));
  CHECK_THAT(parse(wav_file(format_chunk(17, 2, 4), "12")).error(), ContainsSubstring("format 17"));
  CHECK_THAT(parse(wav_file("", "12")).error(), ContainsSubstring("before it says"));
  CHECK_THAT(parse(wav_file(format_chunk(1, 2, 16), "").substr(0, 40)).error(),
             ContainsSubstring("no samples"));
  CHECK_THAT(parse("RIFF" + le(4, 4) + "WAVE" + chunk("fmt ", "abc")).error(),
             ContainsSubstring("cut short"));
}

TEST_CASE("WAV: cut at any length, any octet anything: no samples out of bounds", "[sdr][wav]") {
  const std::string whole = wav_file(chunk("LIST", "x") + format_chunk(1, 2, 16), "1234");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto cut = parse(whole.substr(0, length));
    CHECK((!cut || cut->data_offset <= length));
    std::string changed = whole;
    changed[length] = '\xFF';
    const auto other = parse(changed);
    CHECK((!other || other->data_offset <= whole.size()));
  }
}
