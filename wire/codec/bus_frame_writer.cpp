#include "wire/codec/bus_frame.h"
#include "wire/codec/heartbeat_parts.h"
#include "wire/codec/report_parts.h"
#include "wire/codec/sensor_batch_json.h"

namespace cw::wire {
namespace {

std::string text(const Json& json) {
  return json.dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
}

Json frame(const char* type) {
  return {{"v", 1}, {"type", type}};
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json to_json(const SensorState& state) {
  return {{"sensor", state.sensor},
          {"connected", state.connected},
          {"last_heard_s", state.last_heard_s},
          {"blocks_stored", state.blocks_stored},
          {"blocks_total", state.blocks_total},
          {"blocks_lost", state.blocks_lost},
          {"heartbeat", state.heartbeat ? wire::to_json(*state.heartbeat) : Json(nullptr)}};
}

Json to_json(const Snapshot& snapshot) {
  Json json = {{"run", snapshot.run}, {"number", snapshot.number}, {"now_s", snapshot.now_s}};
  const auto list = [&json](const char* key, const auto& values, auto one) {
    Json array = Json::array();
    for (const auto& value : values) {
      array.push_back(one(value));
    }
    json[key] = std::move(array);
  };
  list("cells", snapshot.cells, [](const CellReport& cell) { return wire::to_json(cell); });
  list("alerts", snapshot.alerts, [](const AlertReport& alert) { return wire::to_json(alert); });
  list("sensors", snapshot.sensors, [](const SensorState& state) { return to_json(state); });
  list("rules_not_evaluated", snapshot.rules_not_evaluated, [](const RuleNeeds& rule) {
    return Json{{"rule", rule.rule}, {"needs", rule.needs}};
  });
  return json;
}

void add(Json& json, const CellChange& change) {
  json["index"] = change.cell;
  json["cell"] = wire::to_json(change.report);
}
void add(Json& json, const AlertReport& alert) {
  json["alert"] = wire::to_json(alert);
}
void add(Json& json, const SensorState& state) {
  json["sensor"] = to_json(state);
}

struct ToDetector {
  std::string operator()(const Hello& hello) const {
    Json json = frame("hello");
    json["sensor"] = hello.sensor;
    json["epoch"] = hello.epoch;
    return text(json);
  }
  std::string operator()(const SensorBatch& batch) const { return sensor_batch_json(batch); }
  std::string operator()(const Heartbeat& heartbeat) const { return text(to_json(heartbeat)); }
  std::string operator()(const SnapshotRequest& asked) const {
    Json json = frame("snapshot?");
    json["request"] = asked.request;
    return text(json);
  }
  std::string operator()(const CommandRequest& asked) const {
    Json json = frame("command");
    json["request"] = asked.request;
    json["command"] = command_name(asked.command.kind);
    json["alert"] = asked.command.alert_id;
    json["who"] = asked.command.who;
    json["why"] = asked.command.why;
    return text(json);
  }
};

struct FromDetector {
  std::string operator()(const Welcome& welcome) const {
    Json json = frame("welcome");
    json["run"] = welcome.run;
    return text(json);
  }
  std::string operator()(const Ack& ack) const {
    Json json = frame("ack");
    json["epoch"] = ack.epoch;
    json["seq"] = ack.seq;
    return text(json);
  }
  std::string operator()(const Refused& refused) const {
    Json json = frame("refused");
    json["reason"] = refused.reason;
    json["sentence"] = refused.sentence;
    json["seq"] = or_null(refused.seq);
    return text(json);
  }
  std::string operator()(const Notice& notice) const {
    Json json = frame("notice");
    json["alert"] = notice.alert_id;
    json["severity"] = severity_name(notice.severity);
    json["carrier_hz"] = or_null(notice.carrier_hz);
    json["carrier_offset_hz"] = notice.carrier_offset_hz;
    json["bsic"] = or_null(notice.bsic);
    json["from_s"] = notice.from_s;
    json["to_s"] = notice.to_s;
    json["summary"] = notice.summary;
    return text(json);
  }
  std::string operator()(const SnapshotReply& reply) const {
    Json json = frame("snapshot");
    json["request"] = reply.request;
    json["snapshot"] = to_json(reply.snapshot);
    return text(json);
  }
  std::string operator()(const CommandAnswer& answer) const {
    Json json = frame("reply");
    json["request"] = answer.request;
    json["done"] = answer.reply.done;
    json["sentence"] = answer.reply.sentence;
    return text(json);
  }
  std::string operator()(const ChangeFrame& change) const {
    Json json = frame("change");
    json["run"] = change.run;
    json["number"] = change.change.number;
    std::visit([&json](const auto& what) { add(json, what); }, change.change.what);
    return text(json);
  }
  std::string operator()(const Tick& tick) const {
    Json json = frame("tick");
    json["run"] = tick.run;
    json["number"] = tick.number;
    return text(json);
  }
};

} // namespace

std::string frame_json(const FrameToDetector& frame) {
  return std::visit(ToDetector{}, frame);
}

std::string frame_json(const FrameFromDetector& frame) {
  return std::visit(FromDetector{}, frame);
}

std::string snapshot_json(const Snapshot& snapshot) {
  return text(to_json(snapshot)) + "\n";
}

} // namespace cw::wire
