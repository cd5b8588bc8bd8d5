#include "app/gsmtap_input.h"

#include "wire/codec/gsmtap_reader.h"
#include "wire/codec/packet_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace cw::app {
namespace {

using Error = tl::unexpected<std::string>;

void warn(std::vector<std::string>& warnings, std::uint64_t count, const char* what) {
  if (count > 0) {
    warnings.push_back(fmt::format("{} packet{} {}", count, count == 1 ? "" : "s", what));
  }
}

void describe(const wire::GsmtapCounts& counts, bool ends_early, wire::InputReport& input) {
  warn(input.warnings, counts.other_packets, "with no GSMTAP of GSM skipped");
  warn(input.warnings, counts.uplink, "of the uplink skipped");
  warn(input.warnings, counts.cut, "cut by the capture skipped");
  warn(input.warnings,
       counts.other_channels,
       "of channels that are not read (bursts, traffic, RACH) skipped");
  if (ends_early) {
    input.warnings.emplace_back("the capture ends in the middle of a packet");
  }
  if (counts.blocks == 0) {
    input.warnings.emplace_back(
        "no GSM block in it: capture UDP port 4729 where a receiver sends GSMTAP to");
  } else {
    input.warnings.emplace_back("level and colour code (BSIC) are not told by GSMTAP");
  }
}

} // namespace

bool is_packet_capture(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::array<unsigned char, 4> octets{};
  in.read(reinterpret_cast<char*>(octets.data()), octets.size());
  std::uint32_t first = 0;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    first |= std::uint32_t{octets[i]} << (8 * i);
  }
  return in.gcount() == 4 && wire::looks_like_packet_capture(first);
}

bool is_named_capture(const std::string& path) {
  const std::filesystem::path name(path);
  std::error_code failed;
  return (name.extension() == ".pcap" || name.extension() == ".pcapng") &&
         std::filesystem::is_regular_file(name, failed) &&
         std::filesystem::file_size(name, failed) > 0 && !failed;
}

tl::expected<GsmtapInput, std::string> find_gsmtap(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  auto reader = wire::PacketReader::open(in);
  if (!reader) {
    return Error(fmt::format("cannot use {}: {}", path, reader.error()));
  }
  const auto first = reader->next();
  if (!first) {
    return Error(fmt::format("cannot use {}: {}", path, first.error()));
  }
  if (!*first) {
    return Error(fmt::format("cannot use {}: there is no packet in it: capture again", path));
  }
  return GsmtapInput{.path = path, .start_unix_ns = (*first)->unix_ns};
}

GsmtapResult replay_gsmtap(const GsmtapInput& input,
                           double start_s,
                           sdr::BlockExit& exit,
                           const std::atomic<bool>& stop) {
  GsmtapResult result;
  result.input.path = input.path;
  result.input.datatype = "gsmtap";
  std::ifstream in(input.path, std::ios::binary);
  auto reader = wire::PacketReader::open(in);
  if (!reader) {
    result.error = fmt::format("reading {}: {}", input.path, reader.error());
    return result;
  }
  wire::GsmtapCounts counts;
  while (!stop.load(std::memory_order_relaxed)) {
    const auto packet = reader->next();
    if (!packet) {
      result.error = fmt::format("reading {}: {}", input.path, packet.error());
      break;
    }
    if (!*packet) {
      break;
    }
    // Packets of several interfaces may come out of order; the session's clock does not go back.
    const std::uint64_t passed_ns =
        static_cast<std::uint64_t>((*packet)->unix_ns) -
        static_cast<std::uint64_t>(input.start_unix_ns); // wraps, defined
    const double passed_s = static_cast<double>(static_cast<std::int64_t>(passed_ns)) * 1e-9;
    result.input.duration_s = std::max(result.input.duration_s, passed_s);
    if (auto block = wire::gsmtap_block(**packet, counts)) {
      block->t_s = start_s + result.input.duration_s;
      exit.publish(*block);
    }
  }
  describe(counts, reader->ends_early(), result.input);
  return result;
}

} // namespace cw::app
