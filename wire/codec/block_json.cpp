#include "wire/codec/block_json.h"

#include "wire/codec/hex.h"
#include "wire/report.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <cmath>
#include <iterator>

namespace cw::wire {
namespace {

using Error = tl::unexpected<std::string>;

// "null" for what is not known, and for what JSON cannot hold.
std::string number_or_null(std::optional<double> value, int decimals) {
  return value && std::isfinite(*value) ? fmt::format("{:.{}f}", *value, decimals) : "null";
}

template <class Integer>
std::string integer_or_null(std::optional<Integer> value) {
  return value ? fmt::format("{}", *value) : "null";
}

// Carriers lie on whole Hz nearly always; a centre between them keeps its millihertz.
std::string carrier(std::optional<double> hz) {
  const bool whole = hz && *hz == std::round(*hz);
  return number_or_null(hz, whole ? 0 : 3);
}

// Takes fields out of one object; the first one that is wrong names itself and sticks.
class FieldReader {
public:
  explicit FieldReader(simdjson::dom::object object) : object_(object) {}

  template <class Integer>
  Integer integer(const char* key, std::uint64_t max) {
    std::uint64_t value = 0;
    if (object_[key].get(value) != simdjson::SUCCESS || value > max) {
      fail(key);
      return 0;
    }
    return static_cast<Integer>(value);
  }

  double number(const char* key, double max_magnitude) {
    double value = 0;
    if (object_[key].get(value) != simdjson::SUCCESS || !(std::abs(value) <= max_magnitude)) {
      fail(key);
      return 0;
    }
    return value;
  }

  bool boolean(const char* key) {
    bool value = false;
    if (object_[key].get(value) != simdjson::SUCCESS) {
      fail(key);
    }
    return value;
  }

  std::string_view text(const char* key) {
    std::string_view value;
    if (object_[key].get(value) != simdjson::SUCCESS) {
      fail(key);
    }
    return value;
  }

  /// Absent and null are both "not known".
  bool has(const char* key) const {
    simdjson::dom::element element;
    return object_[key].get(element) == simdjson::SUCCESS && !element.is_null();
  }

  void fail(const char* key) {
    if (error_.empty()) {
      error_ = fmt::format("block line: {} is missing or not what it should be", key);
    }
  }
  const std::string& error() const { return error_; }

  /// A float that may be absent, then 0.
  float number_or_0(const char* key, float max_magnitude) {
    return has(key) ? static_cast<float>(number(key, static_cast<double>(max_magnitude))) : 0.0F;
  }

private:
  simdjson::dom::object object_;
  std::string error_;
};

// Beyond these a value means nothing and would only upset arithmetic further on.
constexpr double k_max_s = 1e11; // UNIX time until the year 5138
constexpr double k_max_hz = 1e12;
constexpr float k_max_db = 1000.0F;
constexpr float k_max_cfo_hz = 1e7F;

constexpr std::array<GsmChannel, 8> k_channels = {GsmChannel::sch,
                                                  GsmChannel::bcch,
                                                  GsmChannel::bcch_ext,
                                                  GsmChannel::ccch,
                                                  GsmChannel::sdcch4,
                                                  GsmChannel::sdcch8,
                                                  GsmChannel::sacch,
                                                  GsmChannel::cbch};

void take_channel(FieldReader& in, GsmBlock& block) {
  const std::string_view name = in.text("channel");
  for (const GsmChannel channel : k_channels) {
    if (name == channel_name(channel)) {
      block.channel = channel;
      return;
    }
  }
  in.fail("channel");
}

void take_radio(FieldReader& in, RadioId& heard_on) {
  heard_on.carrier_offset_hz = in.number("carrier_offset_hz", k_max_hz);
  if (in.has("carrier_hz")) {
    heard_on.carrier_hz = in.number("carrier_hz", k_max_hz);
  }
  if (in.has("arfcn")) {
    Arfcn arfcn{.band = GsmBand::gsm900, .number = in.integer<std::uint16_t>("arfcn", 1023)};
    const auto by_carrier = heard_on.carrier_hz ? arfcn_at(*heard_on.carrier_hz) : std::nullopt;
    if (by_carrier && by_carrier->number == arfcn.number) {
      arfcn.band = by_carrier->band;
    }
    heard_on.arfcn = arfcn;
  }
  if (in.has("bsic")) {
    heard_on.bsic = in.integer<std::uint8_t>("bsic", 63);
  }
  heard_on.train = in.has("train") ? in.integer<std::uint32_t>("train", UINT32_MAX) : 0;
}

void take_data(FieldReader& in, GsmBlock& block) {
  const std::size_t length = block.channel == GsmChannel::sch ? 4 : block.data.size();
  if (!octets_from_hex(in.text("data"), std::span(block.data).first(length))) {
    in.fail("data");
  }
  block.length = static_cast<std::uint8_t>(length);
}

} // namespace

void append_block_line(std::string& out, const GsmBlock& block, std::string_view sensor) {
  const RadioId& radio = block.heard_on;
  const auto arfcn = radio.arfcn ? std::optional(radio.arfcn->number) : std::nullopt;
  fmt::format_to(std::back_inserter(out),
                 R"({{"v":1,"n":{},"t":{},"sensor":"{}","rat":"gsm","carrier_offset_hz":{},)"
                 R"("carrier_hz":{},"arfcn":{},"bsic":{},"train":{},)",
                 block.n,
                 number_or_null(block.t_s, 6),
                 sensor,
                 carrier(radio.carrier_offset_hz),
                 carrier(radio.carrier_hz),
                 integer_or_null(arfcn),
                 integer_or_null(radio.bsic),
                 radio.train);
  fmt::format_to(
      std::back_inserter(out),
      R"("channel":"{}","fn":{},"slot":{},"sub":{},"data":"{}","level_dbfs":{},)"
      R"("snr_db":{},"cfo_hz":{},"corrected_bits":{},"combined":{},"redacted":{}}})"
      "\n",
      channel_name(block.channel),
      block.fn,
      block.slot,
      block.sub,
      hex(std::span(block.data).first(std::min<std::size_t>(block.length, block.data.size()))),
      number_or_null(static_cast<double>(block.level_dbfs), 1),
      number_or_null(static_cast<double>(block.snr_db), 1),
      number_or_null(static_cast<double>(block.cfo_hz), 1),
      block.corrected_bits,
      block.combined,
      block.redacted);
}

tl::expected<GsmBlock, std::string> parse_block_line(std::string_view line) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS) {
    return Error("block line: it is not a JSON object");
  }
  FieldReader in(object);
  if (in.integer<int>("v", 1) != 1) {
    in.fail("v");
  }
  if (in.text("rat") != "gsm") {
    in.fail("rat");
  }
  GsmBlock block;
  block.n = in.integer<std::uint64_t>("n", UINT64_MAX);
  block.t_s = in.number("t", k_max_s);
  take_radio(in, block.heard_on);
  take_channel(in, block);
  block.fn = in.integer<std::uint32_t>("fn", k_hyperframe - 1);
  block.slot = in.integer<std::uint8_t>("slot", 7);
  block.sub = in.integer<std::uint8_t>("sub", 7);
  take_data(in, block);
  block.level_dbfs = in.number_or_0("level_dbfs", k_max_db);
  block.snr_db = in.number_or_0("snr_db", k_max_db);
  block.cfo_hz = in.number_or_0("cfo_hz", k_max_cfo_hz);
  block.corrected_bits = in.integer<std::uint16_t>("corrected_bits", 456);
  block.combined = in.integer<std::uint16_t>("combined", UINT16_MAX);
  block.redacted = in.boolean("redacted");
  if (!in.error().empty()) {
    return Error(in.error());
  }
  return block;
}

} // namespace cw::wire
