#include "wire/codec/heartbeat_json.h"

#include "wire/codec/heartbeat_parts.h"
#include "wire/codec/radio_json.h"
#include "wire/name.h"

#include <algorithm>

namespace cw::wire {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t k_max_text = 4096;
constexpr std::size_t k_max_read = 3 * k_max_text; // an octet that is not UTF-8 becomes three
constexpr std::size_t k_max_troubles = 64;
constexpr std::size_t k_max_name = 64;

Json or_null(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

// Cut before a character of UTF-8, not inside it.
std::string bounded(const std::string& text) {
  std::size_t length = std::min(text.size(), k_max_text);
  while (length < text.size() && length > 0 &&
         (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
    --length;
  }
  return text.substr(0, length);
}

Json troubles_of(const Heartbeat& heartbeat) {
  Json troubles = Json::array();
  for (const std::string& trouble : heartbeat.troubles) {
    if (troubles.size() < k_max_troubles) {
      troubles.push_back(bounded(trouble));
    }
  }
  return troubles;
}

} // namespace

Json to_json(const Heartbeat& heartbeat) {
  Json json = {{"v", 1},
               {"type", "heartbeat"},
               {"sensor", heartbeat.sensor},
               {"t", heartbeat.t_s},
               {"source", bounded(heartbeat.source)},
               {"activity", bounded(heartbeat.activity)},
               {"rate_hz", heartbeat.rate_hz},
               {"center_hz", heartbeat.center_hz},
               {"gain_db", heartbeat.gain_db},
               {"samples", heartbeat.samples},
               {"overruns", heartbeat.overruns},
               {"samples_lost", heartbeat.samples_lost},
               {"level_dbfs", heartbeat.level_dbfs},
               {"clipped_fraction", heartbeat.clipped_fraction},
               {"carriers_seen", heartbeat.carriers_seen},
               {"cells_locked", heartbeat.cells_locked},
               {"blocks_per_s", heartbeat.blocks_per_s},
               {"blocks_total", heartbeat.blocks_total},
               {"blocks_lost", heartbeat.blocks_lost},
               {"spool_batches", heartbeat.spool_batches},
               {"spool_octets", heartbeat.spool_octets},
               {"disk_free_octets", heartbeat.disk_free_octets},
               {"ppm", or_null(heartbeat.ppm)},
               {"gps", bounded(heartbeat.gps)}};
  if (heartbeat.pos) {
    json["pos"] = {{"lat", heartbeat.pos->lat_deg},
                   {"lon", heartbeat.pos->lon_deg},
                   {"alt_m", or_null(heartbeat.pos->alt_m)},
                   {"speed_mps", or_null(heartbeat.pos->speed_mps)},
                   {"hdop", or_null(heartbeat.pos->hdop)}};
  }
  json["troubles"] = troubles_of(heartbeat);
  return json;
}

Heartbeat take_heartbeat(FieldReader& in) {
  Heartbeat heartbeat;
  in.version();
  heartbeat.sensor = in.text("sensor", k_max_name);
  if (!valid_name(heartbeat.sensor)) {
    in.fail("sensor");
  }
  heartbeat.t_s = in.number_or_0("t", k_max_s);
  heartbeat.source = in.text("source", k_max_read);
  heartbeat.activity = in.text("activity", k_max_read);
  heartbeat.rate_hz = in.number_or_0("rate_hz", k_max_hz);
  heartbeat.center_hz = in.number_or_0("center_hz", k_max_hz);
  heartbeat.gain_db = in.number_or_0("gain_db", k_max_db);
  heartbeat.samples = in.integer<std::uint64_t>("samples");
  heartbeat.overruns = in.integer<std::uint64_t>("overruns");
  heartbeat.samples_lost = in.integer<std::uint64_t>("samples_lost");
  heartbeat.level_dbfs = in.number_or_0("level_dbfs", k_max_db);
  heartbeat.clipped_fraction = in.number_or_0("clipped_fraction", 1);
  heartbeat.carriers_seen = in.integer<std::uint32_t>("carriers_seen");
  heartbeat.cells_locked = in.integer<std::uint32_t>("cells_locked");
  heartbeat.blocks_per_s = in.number_or_0("blocks_per_s", k_max_hz);
  heartbeat.blocks_total = in.integer<std::uint64_t>("blocks_total");
  heartbeat.blocks_lost = in.integer<std::uint64_t>("blocks_lost");
  heartbeat.spool_batches = in.integer<std::uint64_t>("spool_batches");
  heartbeat.spool_octets = in.integer<std::uint64_t>("spool_octets");
  heartbeat.disk_free_octets = in.integer<std::uint64_t>("disk_free_octets");
  heartbeat.ppm = in.maybe_number("ppm", k_max_hz);
  heartbeat.gps = in.text("gps", k_max_read);
  take_position(in, heartbeat.pos);
  in.each("troubles", k_max_troubles, [&](simdjson::dom::element element, std::size_t /*index*/) {
    std::string_view text;
    if (element.get(text) != simdjson::SUCCESS || text.size() > k_max_read) {
      in.fail("troubles");
    }
    heartbeat.troubles.emplace_back(text);
  });
  return heartbeat;
}

std::string heartbeat_json(const Heartbeat& heartbeat) {
  return to_json(heartbeat).dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
}

tl::expected<Heartbeat, std::string> parse_heartbeat(std::string_view text) {
  simdjson::dom::parser parser;
  ReadError error{.what = "heartbeat", .sentence = {}};
  auto in = read_object(parser, text, error);
  Heartbeat heartbeat;
  if (in) {
    heartbeat = take_heartbeat(*in);
  }
  return error.sentence.empty() ? tl::expected<Heartbeat, std::string>(std::move(heartbeat))
                                : tl::unexpected(error.sentence);
}

} // namespace cw::wire
