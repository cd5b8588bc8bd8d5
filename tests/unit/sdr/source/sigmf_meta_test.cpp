#include "sdr/source/sigmf_meta.h"
#include "sdr/source/sigmf_recording.h"
#include "tests/support/catch.hpp"

using namespace cw::sdr;

namespace {

const std::string k_meta = R"({"global": {"core:datatype": "ci16_le", "core:sample_rate": 2.4e6},
  "captures": [{"core:sample_start": 0, "core:frequency": 935200000,
                "core:datetime": "2026-11-24T10:20:30.5Z"},
               {"core:sample_start": 1000, "core:frequency": 945000000.0}],
  "annotations": []})";

std::string error_of(const std::string& json) {
  const auto meta = parse_sigmf_meta(json);
  return meta ? "" : meta.error();
}

std::string with_global(const std::string& member) {
  return R"({"global": {"core:datatype": "cu8", "core:sample_rate": 1000000, )" + member +
         R"(}, "captures": []})";
}

std::string with_capture(const std::string& captures) {
  return R"({"global": {"core:datatype": "cu8"}, "captures": )" + captures + "}";
}

Recording laid_out(const SigmfMeta& meta, std::uint64_t octets) {
  Recording recording;
  recording.sample_rate_hz = meta.sample_rate_hz.value_or(1e6);
  REQUIRE(lay_out_captures(meta, octets, recording));
  return recording;
}

SigmfMeta two_captures(SigmfCapture first, SigmfCapture second) {
  SigmfMeta meta;
  meta.format = SampleFormat::cu8;
  meta.captures = {first, second};
  return meta;
}

} // namespace

TEST_CASE("SigMF: what the metadata says is read", "[sdr][sigmf]") {
  const auto meta = parse_sigmf_meta(k_meta);
  REQUIRE(meta);
  CHECK(meta->format == SampleFormat::ci16);
  CHECK(meta->datatype == "ci16_le");
  CHECK(meta->sample_rate_hz == 2.4e6);
  REQUIRE(meta->captures.size() == 2);
  CHECK(meta->captures[0].start_unix_ns == 1'795'515'630'500'000'000);
  CHECK(meta->captures[1].sample_start == 1000);
  CHECK(meta->captures[1].center_hz == 945e6);
}

TEST_CASE("SigMF: times", "[sdr][sigmf]") {
  CHECK(parse_datetime("1970-01-01T00:00:01Z") == 1'000'000'000);
  CHECK(parse_datetime("2000-02-29T12:00:00.000000001Z") == 951'825'600'000'000'001);
  CHECK(parse_datetime("1970-01-01T00:00:00") == 0);
  for (const char* bad : {"",
                          "2000",
                          "2001-02-29T12:00:00Z",
                          "2000-13-01T00:00:00Z",
                          "2000-01-01 00:00:00Z",
                          "2000-01-01T24:00:00Z",
                          "2000-01-01T00:00:00Zjunk",
                          "9999-01-01T00:00:00Z",
                          "-100-01-01T00:00:00Z",
                          "2000-01-01T00:00:00+01:00"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_datetime(bad));
  }
}

TEST_CASE("SigMF: each thing wrong with it has one sentence that names it", "[sdr][sigmf]") {
  using Catch::Matchers::ContainsSubstring;
  CHECK_THAT(error_of(""), ContainsSubstring("not a JSON object"));
  CHECK_THAT(error_of("x"), ContainsSubstring("not a JSON object"));
  CHECK_THAT(error_of("[]"), ContainsSubstring("not a JSON object"));
  CHECK_THAT(error_of("{}"), ContainsSubstring("global"));
  CHECK_THAT(error_of(R"({"global": {}})"), ContainsSubstring("core:datatype is missing"));
  CHECK_THAT(error_of(R"({"global": {"core:datatype": 7}})"), ContainsSubstring("core:datatype is missing"));
  CHECK_THAT(error_of(R"({"global": {"core:datatype": "ri16_be"}})"),
             ContainsSubstring("ri16_be is not one of"));
  CHECK_THAT(error_of(R"({"global": {"core:datatype": "cu8", "core:sample_rate": "fast"}})"),
             ContainsSubstring("core:sample_rate"));
  CHECK_THAT(error_of(R"({"global": {"core:datatype": "cu8", "core:sample_rate": -1}})"),
             ContainsSubstring("core:sample_rate"));
  CHECK_THAT(error_of(with_global(R"("core:num_channels": 2)")), ContainsSubstring("several channels"));
  CHECK_THAT(error_of(with_global(R"("core:trailing_bytes": -1)")),
             ContainsSubstring("core:trailing_bytes"));
  CHECK_THAT(error_of(with_capture("7")), ContainsSubstring("captures is not a list"));
  CHECK_THAT(error_of(with_capture("[7]")), ContainsSubstring("not an object"));
  CHECK_THAT(error_of(with_capture(R"([{"core:sample_start": 1.5}])")),
             ContainsSubstring("core:sample_start"));
  CHECK_THAT(error_of(with_capture(R"([{"core:header_bytes": 1e300}])")),
             ContainsSubstring("core:header_bytes"));
  CHECK_THAT(error_of(with_capture(R"([{"core:frequency": []}])")), ContainsSubstring("core:frequency"));
  CHECK_THAT(error_of(with_capture(R"([{"core:sample_start": 9}, {"core:sample_start": 8}])")),
             ContainsSubstring("rising"));
}

TEST_CASE("SigMF: cut at any length it is refused", "[sdr][sigmf]") {
  for (std::size_t length = 0; length < k_meta.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(parse_sigmf_meta(std::string_view(k_meta).substr(0, length)));
  }
}

TEST_CASE("SigMF: deep nesting is no trap", "[sdr][sigmf]") {
  CHECK_FALSE(error_of(std::string(200'000, '[')).empty());
  CHECK_FALSE(error_of(std::string(200'000, '[') + std::string(200'000, ']')).empty());
}

TEST_CASE("SigMF: another frequency is a new tuning", "[sdr][sigmf]") {
  const Recording recording =
      laid_out(two_captures({.center_hz = 935e6}, {.sample_start = 100, .center_hz = 945e6}), 400);
  REQUIRE(recording.segments.size() == 2);
  CHECK(recording.segments[0].samples == 100);
  CHECK(recording.segments[1].samples == 100);
  CHECK(recording.segments[1].byte_offset == 200);
  CHECK(recording.segments[1].retuned);
}

TEST_CASE("SigMF: a hole is as long as the recorder's count or clock says", "[sdr][sigmf]") {
  const auto lost = [](SigmfCapture first, SigmfCapture second) {
    second.sample_start = 100;
    const Recording recording = laid_out(two_captures(first, second), 400);
    REQUIRE(recording.segments.size() == 2);
    CHECK_FALSE(recording.segments[1].retuned);
    return recording.segments[1].lost_before;
  };
  CHECK(lost({.global_index = 5000}, {.global_index = 5150}) == 50);
  CHECK(lost({.start_unix_ns = 0}, {.start_unix_ns = 1'000'000}) == 900); // 1 ms at 1 MHz
  CHECK(lost({}, {}) == 0);
  CHECK(lost({.global_index = 5000}, {.global_index = 3}) == 0);
  CHECK(lost({.global_index = 0}, {.global_index = UINT64_MAX}) == 0);
}

TEST_CASE("SigMF: captures that follow each other are one piece", "[sdr][sigmf]") {
  const Recording recording =
      laid_out(two_captures({.global_index = 7}, {.sample_start = 100, .global_index = 107}), 400);
  CHECK(recording.segments.size() == 1);
  CHECK(recording.segments[0].samples == 200);
  CHECK(recording.captures == 2);
}

TEST_CASE("SigMF: headers and trailers are no samples", "[sdr][sigmf]") {
  SigmfMeta meta = two_captures({.header_bytes = 10}, {.sample_start = 100, .header_bytes = 20});
  meta.trailing_bytes = 30;
  const Recording recording = laid_out(meta, 400 + 60);
  REQUIRE(recording.segments.size() == 2);
  CHECK(recording.segments[0].byte_offset == 10);
  CHECK(recording.segments[1].byte_offset == 230);
  CHECK(recording.segments[1].samples == 100);
}

TEST_CASE("SigMF: captures outside the file are told, not read", "[sdr][sigmf]") {
  const Recording recording = laid_out(two_captures({}, {.sample_start = 1000}), 401);
  CHECK(recording.segments.size() == 1);
  CHECK(recording.segments[0].samples == 200);
  CHECK(recording.warnings.size() == 2); // and an odd octet
  SigmfMeta far;
  far.captures = {{.sample_start = UINT64_MAX, .header_bytes = UINT64_MAX}};
  Recording none;
  CHECK_FALSE(lay_out_captures(far, 400, none));
}
