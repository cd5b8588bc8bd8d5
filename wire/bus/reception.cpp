#include "wire/bus/reception.h"

#include <fmt/format.h>

#include <utility>

namespace cw::wire::bus {
namespace {

Refusal reason_of(FrameError::Kind kind) {
  switch (kind) {
  case FrameError::Kind::wrong_version: return Refusal::wrong_version;
  case FrameError::Kind::unknown_type: return Refusal::unknown_type;
  case FrameError::Kind::malformed: break;
  }
  return Refusal::malformed;
}

} // namespace

std::string Reception::refuse(const From& from,
                              Refusal reason,
                              const std::string& detail,
                              std::optional<std::uint64_t> seq) {
  refusals_.count(reason, from.peer, detail);
  // Whatever it was, it may have been a batch: the next one must not be taken in its place.
  if (auto* receiver = connections_.find(*from.id)) {
    receiver->greeted = false;
  }
  return frame_json(
      FrameFromDetector(Refused{.reason = refusal_name(reason), .sentence = detail, .seq = seq}));
}

std::string
Reception::postpone(const ConnectionId& from, const SensorBatch& batch, const std::string& why) {
  std::erase_if(arrived_, [&](const Incoming& what) {
    const auto* behind = std::get_if<BatchArrived>(&what);
    return behind != nullptr && behind->from == from;
  });
  // Without a seq: there is nothing wrong with it.
  return refuse({.id = &from, .identity = {}, .peer = batch.sensor}, Refusal::not_now, why);
}

std::string Reception::take(const ConnectionId& from, Received& received) {
  const From sender{
      .id = &from, .identity = identity_of(received.message), .peer = peer_of(received.message)};
  if (received.parts != 1) {
    return refuse(sender, Refusal::several_parts);
  }
  const std::string_view text = received.text();
  if (text.size() > k_max_frame_octets) {
    return refuse(sender,
                  Refusal::too_long,
                  fmt::format("{} octets, {} may be", text.size(), k_max_frame_octets));
  }
  auto frame = reader_.to_detector(text);
  if (!frame) {
    return refuse(sender, reason_of(frame.error().kind), frame.error().sentence, frame.error().seq);
  }
  return std::visit(
      [&](auto&& what) { return take_frame(sender, std::forward<decltype(what)>(what)); },
      *std::move(frame));
}

std::string Reception::take_frame(const From& from, Hello&& hello) {
  const Identity& who = from.identity;
  if (!who.may_be(Role::sensor) || (who.known && who.name != hello.sensor)) {
    return refuse(from,
                  Refusal::not_its_name,
                  fmt::format("the key of {} says hello as sensor {}", who.name, hello.sensor));
  }
  if (!connections_.join(*from.id, hello.sensor, hello.epoch, Clock::now())) {
    return refuse(from, Refusal::too_many, fmt::format("sensor {}", hello.sensor));
  }
  arrived_.emplace_back(SensorJoined{
      .from = *from.id, .sensor = std::move(hello.sensor), .epoch = std::move(hello.epoch)});
  return frame_json(FrameFromDetector(Welcome{.run = run_}));
}

std::string Reception::take_frame(const From& from, SensorBatch&& batch) {
  auto* const receiver = connections_.find(*from.id);
  if (receiver == nullptr || !receiver->greeted || receiver->sensor != batch.sensor ||
      receiver->epoch != batch.epoch || batch.seq <= receiver->newest_seq) {
    return refuse(from, Refusal::no_hello, "say hello, then send the oldest batch first");
  }
  receiver->newest_seq = batch.seq;
  receiver->heard = Clock::now();
  arrived_.emplace_back(BatchArrived{.from = *from.id, .batch = std::move(batch)});
  return {};
}

std::string Reception::take_frame(const From& from, Heartbeat&& heartbeat) {
  auto* const receiver = connections_.find(*from.id);
  if (receiver == nullptr || receiver->sensor != heartbeat.sensor) {
    return refuse(from, Refusal::no_hello, "say hello before heartbeats");
  }
  receiver->heard = Clock::now();
  arrived_.emplace_back(HeartbeatArrived{.from = *from.id, .heartbeat = std::move(heartbeat)});
  return {};
}

std::string Reception::take_frame(const From& from, SnapshotRequest&& asked) {
  if (!from.identity.may_be(Role::client)) {
    return refuse(from, Refusal::not_its_name, "the key of a sensor asks for a snapshot");
  }
  arrived_.emplace_back(SnapshotAsked{.from = *from.id, .request = asked.request});
  return {};
}

std::string Reception::take_frame(const From& from, CommandRequest&& asked) {
  if (!from.identity.may_be(Role::client)) {
    return refuse(from, Refusal::not_its_name, "the key of a sensor gives a command");
  }
  arrived_.emplace_back(CommandAsked{.from = *from.id,
                                     .request = asked.request,
                                     .command = std::move(asked.command),
                                     .peer = from.identity.name});
  return {};
}

void Reception::expire() {
  connections_.expire(Clock::now());
  for (std::string& sensor : connections_.take_left()) {
    arrived_.emplace_back(SensorLeft{.sensor = std::move(sensor)});
  }
}

} // namespace cw::wire::bus
