#include "sdr/scan/source_spec.h"
#include "tests/support/catch.hpp"

using namespace cw::sdr;

TEST_CASE("source: kind and arguments", "[sdr][scan]") {
  const auto soapy = parse_source("soapy:driver=rtlsdr,serial=00000001");
  REQUIRE(soapy);
  CHECK(soapy->kind == SourceKind::soapy);
  CHECK(soapy->argument("driver") == "rtlsdr");
  CHECK(soapy->argument("serial") == "00000001");
  CHECK(soapy->argument("ser").empty());
  const auto file = parse_source("file:/tmp/a:b.sigmf-meta");
  REQUIRE(file);
  CHECK(file->args == "/tmp/a:b.sigmf-meta");
  CHECK(parse_source("uhd")->kind == SourceKind::uhd);
  CHECK(parse_source("rtl_tcp:[::1]:1234")->args == "[::1]:1234");
}

TEST_CASE("source: what is none is told what there is", "[sdr][scan]") {
  const auto refused = parse_source("rtlsdr");
  REQUIRE_FALSE(refused);
  CHECK(refused.error() ==
        "'rtlsdr' is no source: give soapy:driver=NAME, uhd:type=NAME, rtl_tcp:HOST:PORT or "
        "file:PATH ('cellwarden devices' lists what is plugged in)");
  CHECK_FALSE(parse_source(""));
  CHECK_FALSE(parse_source("file:"));
}
