#include "wire/codec/block_json.h"

#include "wire/codec/hex.h"
#include "wire/codec/item_reader.h"
#include "wire/codec/number_text.h"
#include "wire/codec/radio_json.h"
#include "wire/report.h"

#include <array>

namespace cw::wire {
namespace {

constexpr std::size_t k_word_octets = 16; ///< the longest of our words has 8
constexpr std::size_t k_hex_octets = 64;

constexpr std::array<GsmChannel, 8> k_channels = {GsmChannel::sch,
                                                  GsmChannel::bcch,
                                                  GsmChannel::bcch_ext,
                                                  GsmChannel::ccch,
                                                  GsmChannel::sdcch4,
                                                  GsmChannel::sdcch8,
                                                  GsmChannel::sacch,
                                                  GsmChannel::cbch};

void take_channel(FieldReader& in, GsmBlock& block) {
  const std::string_view name = in.text("channel", k_word_octets);
  for (const GsmChannel channel : k_channels) {
    if (name == channel_name(channel)) {
      block.channel = channel;
      return;
    }
  }
  in.fail("channel");
}

void take_data(FieldReader& in, GsmBlock& block) {
  const std::size_t length = block.channel == GsmChannel::sch ? 4 : block.data.size();
  if (!octets_from_hex(in.text("data", k_hex_octets), std::span(block.data).first(length))) {
    in.fail("data");
  }
  block.length = static_cast<std::uint8_t>(length);
}

} // namespace

void append_block_line(std::string& out,
                       const GsmBlock& block,
                       std::string_view sensor,
                       Precision precision) {
  const bool all = precision == Precision::exact;
  const auto measured = [all](float value, double max) {
    return all ? exact(value, max) : number_or_null(static_cast<double>(value), 1);
  };
  fmt::format_to(std::back_inserter(out),
                 R"({{"v":1,"n":{},"t":{},"sensor":"{}","rat":"gsm",)",
                 block.n,
                 all ? exact(block.t_s, k_max_s) : number_or_null(block.t_s, 6),
                 sensor);
  append_radio(out, block.heard_on, precision);
  if (all) {
    fmt::format_to(std::back_inserter(out), R"("first_sample":{},)", block.first_sample);
  }
  fmt::format_to(
      std::back_inserter(out),
      R"("channel":"{}","fn":{},"slot":{},"sub":{},"data":"{}","level_dbfs":{},)"
      R"("snr_db":{},"cfo_hz":{},"corrected_bits":{},"combined":{},"redacted":{})",
      channel_name(block.channel),
      block.fn,
      block.slot,
      block.sub,
      hex(std::span(block.data).first(std::min<std::size_t>(block.length, block.data.size()))),
      measured(block.level_dbfs, k_max_db),
      measured(block.snr_db, k_max_db),
      measured(block.cfo_hz, k_max_cfo_hz),
      block.corrected_bits,
      block.combined,
      block.redacted);
  append_position(out, block.pos, precision);
  out += "}\n";
}

GsmBlock take_block(FieldReader& in) {
  in.version();
  if (in.text("rat", k_word_octets) != "gsm") {
    in.fail("rat");
  }
  GsmBlock block;
  block.n = in.integer<std::uint64_t>("n");
  block.first_sample = in.has("first_sample") ? in.integer<std::uint64_t>("first_sample") : 0;
  block.t_s = in.number("t", k_max_s);
  take_radio(in, block.heard_on);
  take_channel(in, block);
  block.fn = in.integer<std::uint32_t>("fn", k_hyperframe - 1);
  block.slot = in.integer<std::uint8_t>("slot", 7);
  block.sub = in.integer<std::uint8_t>("sub", 7);
  take_data(in, block);
  block.level_dbfs = in.float_or_0("level_dbfs", k_max_db);
  block.snr_db = in.float_or_0("snr_db", k_max_db);
  block.cfo_hz = in.float_or_0("cfo_hz", k_max_cfo_hz);
  block.corrected_bits = in.integer<std::uint16_t>("corrected_bits", 456);
  block.combined = in.integer<std::uint16_t>("combined");
  block.redacted = in.boolean("redacted");
  take_position(in, block.pos);
  return block;
}

struct BlockLineReader::Memory {
  simdjson::dom::parser parser;
};

BlockLineReader::BlockLineReader() : memory_(std::make_unique<Memory>()) {}
BlockLineReader::BlockLineReader(BlockLineReader&&) noexcept = default;
BlockLineReader& BlockLineReader::operator=(BlockLineReader&&) noexcept = default;
BlockLineReader::~BlockLineReader() = default;

tl::expected<GsmBlock, std::string> BlockLineReader::read(std::string_view line) {
  ReadError error{.what = "block line", .sentence = {}};
  auto in = read_object(memory_->parser, line, error);
  GsmBlock block;
  if (in) {
    block = take_block(*in);
  }
  return error.sentence.empty() ? tl::expected<GsmBlock, std::string>(block)
                                : tl::unexpected(error.sentence);
}

tl::expected<GsmBlock, std::string> parse_block_line(std::string_view line) {
  return BlockLineReader().read(line);
}

} // namespace cw::wire
