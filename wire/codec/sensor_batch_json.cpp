#include "wire/codec/sensor_batch_json.h"

#include "wire/codec/item_reader.h"
#include "wire/codec/sensor_item_json.h"
#include "wire/name.h"

namespace cw::wire {
namespace {

constexpr std::size_t k_max_name = 64;
constexpr std::size_t k_max_items = 65'536;

} // namespace

std::string sensor_batch_json(const SensorBatch& head, std::string_view item_lines) {
  std::string text = fmt::format(R"({{"v":1,"type":"batch","sensor":"{}","epoch":"{}","seq":{},)"
                                 R"("blocks_total":{},"blocks_lost":{},"items":[)",
                                 head.sensor,
                                 head.epoch,
                                 head.seq,
                                 head.blocks_total,
                                 head.blocks_lost);
  const std::size_t items = text.size();
  text += item_lines;
  for (std::size_t i = items; i < text.size(); ++i) {
    text[i] = text[i] == '\n' ? ',' : text[i];
  }
  if (text.size() > items) {
    text.pop_back(); // the comma behind the last
  }
  return text + "]}";
}

std::string sensor_batch_json(const SensorBatch& batch) {
  std::string lines;
  for (const SensorItem& item : batch.items) {
    append_sensor_item(lines, item, batch.sensor);
    lines += '\n';
  }
  return sensor_batch_json(batch, lines);
}

SensorBatch take_sensor_batch(FieldReader& in) {
  SensorBatch batch;
  in.version();
  batch.sensor = in.text("sensor", k_max_name);
  if (!valid_name(batch.sensor)) {
    in.fail("sensor");
  }
  batch.epoch = in.text("epoch", k_max_name);
  if (!valid_epoch(batch.epoch)) {
    in.fail("epoch");
  }
  batch.seq = in.integer<std::uint64_t>("seq", INT64_MAX); // SQLite's integers are signed
  if (batch.seq == 0) {
    in.fail("seq");
  }
  batch.blocks_total = in.integer<std::uint64_t>("blocks_total", INT64_MAX);
  batch.blocks_lost = in.integer<std::uint64_t>("blocks_lost", INT64_MAX);
  in.each_object("items", k_max_items, [&](FieldReader& item, std::size_t /*index*/) {
    batch.items.push_back(take_sensor_item(item));
  });
  return batch;
}

tl::expected<SensorBatch, std::string> parse_sensor_batch(std::string_view text) {
  simdjson::dom::parser parser;
  ReadError error{.what = "batch", .sentence = {}};
  auto in = read_object(parser, text, error);
  SensorBatch batch;
  if (in) {
    batch = take_sensor_batch(*in);
  }
  return error.sentence.empty() ? tl::expected<SensorBatch, std::string>(std::move(batch))
                                : tl::unexpected(error.sentence);
}

} // namespace cw::wire
