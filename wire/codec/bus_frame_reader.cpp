#include "wire/codec/bus_frame.h"
#include "wire/codec/heartbeat_parts.h"
#include "wire/codec/item_reader.h"
#include "wire/codec/report_parts.h"
#include "wire/name.h"

namespace cw::wire {
namespace {

constexpr std::size_t k_max_word = 64;
constexpr std::size_t k_max_why = 4000;
constexpr std::size_t k_max_sentence = 8192;
constexpr std::size_t k_max_list = 1'000'000;
constexpr std::size_t k_keep_octets = 2U << 20U; ///< of parser memory between frames

std::string take_name(FieldReader& in) {
  const std::string_view name = in.text("sensor", k_max_word);
  if (!valid_name(name)) {
    in.fail("sensor");
  }
  return std::string(name);
}

std::string take_epoch(FieldReader& in, const char* key) {
  const std::string_view epoch = in.text(key, k_max_word);
  if (!valid_epoch(epoch)) {
    in.fail(key);
  }
  return std::string(epoch);
}

Command take_command(FieldReader& in) {
  Command command;
  const std::string_view name = in.text("command", k_max_word);
  bool known = false;
  for (const CommandKind kind :
       {CommandKind::acknowledge, CommandKind::close, CommandKind::reopen, CommandKind::comment}) {
    if (name == command_name(kind)) {
      command.kind = kind;
      known = true;
    }
  }
  if (!known) {
    in.fail("command");
  }
  command.alert_id = in.text("alert", k_max_word);
  command.who = in.text("who", k_max_word);
  command.why = in.text("why", k_max_why);
  return command;
}

Notice take_notice(FieldReader& in) {
  Notice notice;
  notice.alert_id = in.text("alert", k_max_word);
  const std::string_view name = in.text("severity", k_max_word);
  for (const Severity severity :
       {Severity::low, Severity::medium, Severity::high, Severity::critical}) {
    if (name == severity_name(severity)) {
      notice.severity = severity;
    }
  }
  notice.carrier_hz = in.maybe_number("carrier_hz", k_max_hz);
  notice.carrier_offset_hz = in.number_or_0("carrier_offset_hz", k_max_hz);
  notice.bsic = in.maybe_integer<std::uint8_t>("bsic", 63);
  notice.from_s = in.number("from_s", k_max_s);
  notice.to_s = in.number("to_s", k_max_s);
  notice.summary = in.text("summary", k_max_sentence);
  return notice;
}

SensorState take_sensor_state(FieldReader& in) {
  SensorState state;
  state.sensor = take_name(in);
  state.connected = in.boolean("connected");
  state.last_heard_s = in.number_or_0("last_heard_s", k_max_s);
  state.blocks_stored = in.integer<std::uint64_t>("blocks_stored");
  state.blocks_total = in.integer<std::uint64_t>("blocks_total");
  state.blocks_lost = in.integer<std::uint64_t>("blocks_lost");
  if (in.has("heartbeat")) {
    in.object("heartbeat",
              [&](FieldReader& heartbeat) { state.heartbeat = take_heartbeat(heartbeat); });
  }
  return state;
}

Snapshot take_snapshot(FieldReader& in) {
  Snapshot snapshot;
  snapshot.run = take_epoch(in, "run");
  snapshot.number = in.integer<std::uint64_t>("number");
  snapshot.now_s = in.number_or_0("now_s", k_max_s);
  in.each_object("cells", k_max_list, [&](FieldReader& cell, std::size_t /*index*/) {
    snapshot.cells.push_back(take_cell(cell));
  });
  in.each_object("alerts", k_max_list, [&](FieldReader& alert, std::size_t /*index*/) {
    snapshot.alerts.push_back(take_alert(alert));
  });
  in.each_object("sensors", k_max_list, [&](FieldReader& sensor, std::size_t /*index*/) {
    snapshot.sensors.push_back(take_sensor_state(sensor));
  });
  in.each_object("rules_not_evaluated", k_max_list, [&](FieldReader& rule, std::size_t /*index*/) {
    snapshot.rules_not_evaluated.push_back({.rule = std::string(rule.text("rule", k_max_word)),
                                            .needs = std::string(rule.text("needs", k_max_why))});
  });
  return snapshot;
}

ChangeFrame take_change(FieldReader& in) {
  ChangeFrame frame;
  frame.run = take_epoch(in, "run");
  frame.change.number = in.integer<std::uint64_t>("number");
  if (in.has("cell")) {
    CellChange change;
    change.cell = in.integer<std::size_t>("index");
    in.object("cell", [&](FieldReader& cell) { change.report = take_cell(cell); });
    frame.change.what = std::move(change);
  } else if (in.has("alert")) {
    in.object("alert", [&](FieldReader& alert) { frame.change.what = take_alert(alert); });
  } else {
    in.object("sensor",
              [&](FieldReader& sensor) { frame.change.what = take_sensor_state(sensor); });
  }
  return frame;
}

std::optional<FrameToDetector> take_to_detector(FieldReader& in, std::string_view type) {
  if (type == "batch") {
    return take_sensor_batch(in);
  }
  if (type == "heartbeat") {
    return take_heartbeat(in);
  }
  if (type == "hello") {
    return Hello{.sensor = take_name(in), .epoch = take_epoch(in, "epoch")};
  }
  if (type == "snapshot?") {
    return SnapshotRequest{.request = in.integer<std::uint64_t>("request")};
  }
  if (type == "command") {
    return CommandRequest{.request = in.integer<std::uint64_t>("request"),
                          .command = take_command(in)};
  }
  return std::nullopt;
}

std::optional<FrameFromDetector> take_answer(FieldReader& in, std::string_view type) {
  if (type == "snapshot") {
    SnapshotReply reply{.request = in.integer<std::uint64_t>("request"), .snapshot = {}};
    in.object("snapshot", [&](FieldReader& inner) { reply.snapshot = take_snapshot(inner); });
    return reply;
  }
  if (type == "reply") {
    CommandAnswer answer{.request = in.integer<std::uint64_t>("request"), .reply = {}};
    answer.reply.done = in.boolean("done");
    answer.reply.sentence = in.text("sentence", k_max_sentence);
    return answer;
  }
  if (type == "change") {
    return take_change(in);
  }
  if (type == "tick") {
    return Tick{.run = take_epoch(in, "run"), .number = in.integer<std::uint64_t>("number")};
  }
  return std::nullopt;
}

std::optional<FrameFromDetector> take_from_detector(FieldReader& in, std::string_view type) {
  if (type == "welcome") {
    return Welcome{.run = take_epoch(in, "run")};
  }
  if (type == "ack") {
    return Ack{.epoch = take_epoch(in, "epoch"),
               .seq = in.integer<std::uint64_t>("seq", INT64_MAX)};
  }
  if (type == "refused") {
    return Refused{.reason = std::string(in.text("reason", k_max_why)),
                   .sentence = std::string(in.text("sentence", k_max_sentence)),
                   .seq = in.maybe_integer<std::uint64_t>("seq")};
  }
  if (type == "notice") {
    return take_notice(in);
  }
  return take_answer(in, type);
}

// Lets a receiver know which of its batches will never be taken.
std::optional<std::uint64_t> seq_of(const FieldReader& in) {
  std::uint64_t seq = 0;
  return in.raw()["seq"].get(seq) == simdjson::SUCCESS ? std::optional(seq) : std::nullopt;
}

FrameError unknown_type() {
  return {.kind = FrameError::Kind::unknown_type,
          .sentence = "frame: its type is not known",
          .seq = {}};
}

template <class Frame, class Take>
tl::expected<Frame, FrameError>
read(simdjson::dom::parser& parser, std::string_view text, Take take) {
  ReadError error{.what = "frame", .sentence = {}};
  std::optional<Frame> frame;
  std::optional<std::uint64_t> seq;
  if (auto in = read_object(parser, text, error)) {
    in->version();
    const std::string_view type = in->text("type", k_max_word);
    if (error.sentence.empty()) {
      frame = take(*in, type);
      seq = seq_of(*in);
      if (!frame) {
        return tl::unexpected(unknown_type());
      }
    }
  }
  if (!error.sentence.empty()) {
    return tl::unexpected(FrameError{.kind = error.wrong_version ? FrameError::Kind::wrong_version
                                                                 : FrameError::Kind::malformed,
                                     .sentence = error.sentence,
                                     .seq = seq});
  }
  return *std::move(frame);
}

} // namespace

struct FrameReader::Memory {
  simdjson::dom::parser parser;

  simdjson::dom::parser& fresh() {
    if (parser.capacity() > k_keep_octets) {
      parser = simdjson::dom::parser();
    }
    return parser;
  }
};

FrameReader::FrameReader() : memory_(std::make_unique<Memory>()) {}
FrameReader::FrameReader(FrameReader&&) noexcept = default;
FrameReader& FrameReader::operator=(FrameReader&&) noexcept = default;
FrameReader::~FrameReader() = default;

tl::expected<FrameToDetector, FrameError> FrameReader::to_detector(std::string_view text) {
  return read<FrameToDetector>(memory_->fresh(), text, take_to_detector);
}

tl::expected<FrameFromDetector, FrameError> FrameReader::from_detector(std::string_view text) {
  return read<FrameFromDetector>(memory_->fresh(), text, take_from_detector);
}

} // namespace cw::wire
