// Reads lines of "channel octets" and prints what each block says as one JSON object a line: what
// compare_with_tshark.py compares.
#include "messages/gsm/describe.h"
#include "messages/redact.h"
#include "wire/codec/hex.h"
#include "wire/codec/report_json.h"
#include "wire/report.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace cw;

std::optional<wire::GsmChannel> channel_of(std::string_view name) {
  constexpr std::array k_channels{wire::GsmChannel::sch,
                                  wire::GsmChannel::bcch,
                                  wire::GsmChannel::bcch_ext,
                                  wire::GsmChannel::ccch,
                                  wire::GsmChannel::sdcch4,
                                  wire::GsmChannel::sdcch8,
                                  wire::GsmChannel::sacch,
                                  wire::GsmChannel::cbch};
  for (const wire::GsmChannel channel : k_channels) {
    if (name == wire::channel_name(channel)) {
      return channel;
    }
  }
  return std::nullopt;
}

std::string_view error_name(messages::ParseError error) {
  switch (error) {
  case messages::ParseError::truncated: return "truncated";
  case messages::ParseError::wrong_type: return "wrong_type";
  case messages::ParseError::bad_value: return "bad_value";
  }
  return "other";
}

/// fields_json() breaks lines, and only between values.
std::string in_one_line(std::string json) {
  std::erase(json, '\n');
  return json;
}

std::string describe_line(const wire::GsmBlock& block) {
  const auto message = messages::gsm::parse_block(block);
  if (!message) {
    return fmt::format(R"({{"error":"{}"}})", error_name(message.error()));
  }
  wire::GsmBlock redacted = block;
  messages::redact(redacted);
  const auto again = messages::gsm::parse_block(redacted);
  const bool same = again && *again == *message;
  return fmt::format(R"({{"name":"{}","fields":{},"same_when_redacted":{},"redacted":"{}"}})",
                     messages::gsm::message_name(*message),
                     in_one_line(wire::fields_json(messages::gsm::describe(*message))),
                     same,
                     wire::hex(redacted.data));
}

} // namespace

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::size_t space = line.find(' ');
    wire::GsmBlock block;
    const auto channel = channel_of(line.substr(0, space));
    if (space == std::string::npos || !channel ||
        !wire::octets_from_hex(std::string_view(line).substr(space + 1), block.data)) {
      std::fputs("a line is not a channel and 23 octets\n", stderr);
      return 2;
    }
    block.channel = *channel;
    fmt::print("{}\n", describe_line(block));
  }
  return 0;
}
