#include "app/gsmtap_input.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/sdr/flowgraph/collected_signal.h"
#include "wire/codec/gsmtap_writer.h"

using namespace cw;
using namespace cw::app;
using cw::test::TempFolder;

namespace {

std::string capture_of(int blocks) {
  std::string file;
  wire::append_pcapng_head(file);
  for (int i = 0; i < blocks; ++i) {
    wire::GsmBlock block;
    block.t_s = 0.5 * i;
    block.heard_on.arfcn = wire::Arfcn{wire::GsmBand::gsm900, 62};
    block.fn = static_cast<std::uint32_t>(51 * i + 2);
    wire::append_gsmtap_packet(file, block, 1'700'000'000'000'000'000);
  }
  return file;
}

} // namespace

TEST_CASE("GSMTAP input: the blocks of a capture, numbered, on the session's clock", "[app]") {
  const TempFolder folder;
  const std::string path = folder.write("x.pcapng", capture_of(3));
  CHECK(is_packet_capture(path));
  const auto input = find_gsmtap(path);
  REQUIRE(input);
  CHECK(input->start_unix_ns == 1'700'000'000'000'000'000);
  sdr::test::CollectedSignal signal;
  sdr::BlockExit exit(signal, false);
  const std::atomic<bool> stop = false;
  const GsmtapResult result = replay_gsmtap(*input, 100, exit, stop);
  CHECK(result.error.empty());
  REQUIRE(signal.blocks.size() == 3);
  CHECK(signal.blocks[2].n == 2);
  CHECK(signal.blocks[2].t_s == Approx(101));
  CHECK(result.input.duration_s == Approx(1));
}

TEST_CASE("GSMTAP input: a cut capture gives what is whole and says so", "[app]") {
  const TempFolder folder;
  const std::string whole = capture_of(3);
  const auto input = find_gsmtap(folder.write("x.pcapng", whole.substr(0, whole.size() - 5)));
  REQUIRE(input);
  sdr::test::CollectedSignal signal;
  sdr::BlockExit exit(signal, false);
  const std::atomic<bool> stop = false;
  const GsmtapResult result = replay_gsmtap(*input, 0, exit, stop);
  CHECK(signal.blocks.size() == 2);
  CHECK_THAT(result.input.warnings.front(), Catch::Matchers::ContainsSubstring("ends in the middle"));
}

TEST_CASE("GSMTAP input: what is none says so", "[app]") {
  const TempFolder folder;
  CHECK_FALSE(is_packet_capture(folder.write("x.cu8", "samples")));
  CHECK_FALSE(is_packet_capture(folder.path("none")));
  const auto empty = find_gsmtap(folder.write("e.pcapng", capture_of(0)));
  REQUIRE_FALSE(empty);
  CHECK_THAT(empty.error(), Catch::Matchers::ContainsSubstring("no packet in it"));
}
