// Any octets as a block of any channel: read, described, redacted. Also the readers that take spans
// of any size. Input: channel, then octets.
#include "messages/gsm/describe.h"
#include "messages/redact.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace {

using namespace cw;

constexpr std::uint8_t k_channels = 8;

wire::GsmBlock block_of(std::uint8_t channel, std::span<const std::uint8_t> octets) {
  wire::GsmBlock block;
  block.channel = static_cast<wire::GsmChannel>(channel % k_channels); // each of 8 is one
  const std::size_t length = std::min(octets.size(), block.data.size());
  std::copy_n(octets.begin(), length, block.data.begin());
  block.length = static_cast<std::uint8_t>(length);
  return block;
}

void read_and_describe(const wire::GsmBlock& block) {
  const auto message = messages::gsm::parse_block(block);
  if (message && (messages::gsm::message_name(*message).empty())) {
    std::abort();
  }
  if (message) {
    messages::gsm::describe(*message);
  }
}

void redact_twice(wire::GsmBlock block) {
  messages::redact(block);
  read_and_describe(block);
  if (messages::redact(block)) {
    std::abort(); // the second time there is nothing left
  }
}

void read_spans(std::span<const std::uint8_t> octets) {
  using namespace messages::gsm;
  (void)parse_dialogue(octets);
  (void)parse_uplink_echo(octets);
  (void)parse_si2quater(octets);
  (void)parse_si4(octets);
  (void)parse_si13(octets);
  (void)parse_paging_request(octets);
  (void)parse_immediate_assignment(octets);
  messages::BitReader in(octets);
  (void)take_neighbours(in);
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> input(data, size);
  if (input.empty()) {
    return 0;
  }
  const wire::GsmBlock block = block_of(input[0], input.subspan(1));
  read_and_describe(block);
  redact_twice(block);
  read_spans(input.subspan(1));
  return 0;
}
