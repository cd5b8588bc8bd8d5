#include "wire/bus/detector_bus.h"

#include "wire/bus/listener.h"
#include "wire/bus/reception.h"

#include <fmt/format.h>

#include <random>
#include <utility>

namespace cw::wire::bus {
namespace {

using Error = tl::unexpected<std::string>;

constexpr Milliseconds k_tick{1000};
constexpr Milliseconds k_look{20}; ///< at connections, also while no message comes

std::string new_run() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

} // namespace

struct DetectorBus::Inside {
  zmq::context_t context;
  std::optional<Authenticator> authenticator;
  std::vector<std::unique_ptr<Listener>> listeners;
  Reception reception;
  std::string run = new_run();
  std::uint64_t number = 0; ///< of the newest change
  Clock::time_point next_tick = Clock::now();

  explicit Inside(const DetectorBusConfig& config) : reception(config) { reception.set_run(run); }

  std::vector<zmq::pollitem_t> items() {
    std::vector<zmq::pollitem_t> all;
    for (const auto& listener : listeners) {
      all.push_back(readable(listener->requests()));
      all.push_back(readable(listener->monitor(0)));
      all.push_back(readable(listener->monitor(1)));
    }
    if (authenticator) {
      all.push_back(readable(authenticator->socket()));
    }
    return all;
  }

  bool send(const ConnectionId& to, const std::string& text) {
    if (to.listener >= listeners.size()) {
      return false;
    }
    zmq::socket_t& socket = listeners[to.listener]->requests();
    return send_now(socket, to.routing, /*more=*/true) && send_now(socket, text);
  }

  void send_change(const FrameFromDetector& frame) {
    const std::string text = frame_json(frame);
    for (const auto& listener : listeners) {
      send_now(listener->changes(), text);
    }
    next_tick = Clock::now() + k_tick;
  }

  /// At most one message of each address, so that no address keeps another waiting.
  void take_messages() {
    for (std::size_t i = 0; i < listeners.size(); ++i) {
      auto received = receive_from(i);
      if (!received) {
        continue;
      }
      const std::string answer = reception.take(received->first, received->second);
      if (!answer.empty()) {
        send(received->first, answer);
      }
    }
  }

  std::optional<std::pair<ConnectionId, Received>> receive_from(std::size_t index) {
    zmq::socket_t& socket = listeners[index]->requests();
    try {
      zmq::message_t routing;
      if (!socket.recv(routing, zmq::recv_flags::dontwait)) {
        return std::nullopt;
      }
      auto received = routing.more() ? receive_now(socket) : std::nullopt;
      if (!received) {
        return std::nullopt;
      }
      listeners[index]->has_read(received->message);
      return std::pair(ConnectionId{.listener = index, .routing = routing.to_string()},
                       *std::move(received));
    } catch (const zmq::error_t&) { // a signal came
      return std::nullopt;
    }
  }

  void look_around() {
    if (authenticator) {
      authenticator->answer(reception.refusals());
    }
    for (const auto& listener : listeners) {
      listener->look_after_connections(reception.refusals());
    }
    take_messages();
    reception.expire();
    if (Clock::now() >= next_tick) {
      send_change(Tick{.run = run, .number = number});
    }
  }
};

DetectorBus::DetectorBus(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
DetectorBus::DetectorBus(DetectorBus&&) noexcept = default;
DetectorBus& DetectorBus::operator=(DetectorBus&&) noexcept = default;
DetectorBus::~DetectorBus() = default;

Result<DetectorBus> DetectorBus::create(const DetectorBusConfig& config) {
  if (config.addresses.empty()) {
    return Error("cannot listen nowhere: give an address, for example ipc:///run/cellwarden/bus");
  }
  auto inside = std::make_unique<Inside>(config);
  if (config.keys) {
    // Before the doors: libzmq lets everybody in while nobody answers its questions.
    inside->authenticator.emplace(inside->context, *config.keys);
    if (const auto allowed = read_allowed_keys(config.keys->folder); !allowed) {
      return Error(allowed.error());
    }
  }
  for (const std::string& address : config.addresses) {
    const auto endpoint = parse_endpoint(address);
    if (!endpoint) {
      return Error(endpoint.error());
    }
    if (auto safe = check_protection(*endpoint, config.keys.has_value()); !safe) {
      return Error(safe.error());
    }
    auto listener = Listener::create(inside->context, *endpoint, config.keys);
    if (!listener) {
      return Error(listener.error());
    }
    inside->listeners.push_back(*std::move(listener));
  }
  return DetectorBus(std::move(inside));
}

std::optional<Incoming> DetectorBus::receive(std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  std::deque<Incoming>& arrived = inside_->reception.arrived();
  for (;;) {
    inside_->look_around();
    if (!arrived.empty()) {
      Incoming next = std::move(arrived.front());
      arrived.pop_front();
      return next;
    }
    const auto now = Clock::now();
    if (now >= deadline) {
      return std::nullopt;
    }
    const auto until = std::min({deadline, inside_->next_tick, now + k_look});
    auto items = inside_->items();
    wait_readable(items, std::chrono::ceil<Milliseconds>(until - now));
  }
}

void DetectorBus::acknowledge(const ConnectionId& to, const std::string& epoch, std::uint64_t seq) {
  inside_->send(to, frame_json(FrameFromDetector(Ack{.epoch = epoch, .seq = seq})));
}

void DetectorBus::send_again(const ConnectionId& to,
                             const SensorBatch& batch,
                             const std::string& why) {
  inside_->send(to, inside_->reception.postpone(to, batch, why));
}

void DetectorBus::reply(const ConnectionId& to, std::uint64_t request, Snapshot snapshot) {
  snapshot.run = inside_->run;
  snapshot.number = inside_->number;
  inside_->send(to,
                frame_json(FrameFromDetector(
                    SnapshotReply{.request = request, .snapshot = std::move(snapshot)})));
}

void DetectorBus::reply(const ConnectionId& to, std::uint64_t request, const CommandReply& reply) {
  inside_->send(to,
                frame_json(FrameFromDetector(CommandAnswer{.request = request, .reply = reply})));
}

std::uint64_t DetectorBus::publish(Change change) {
  change.number = ++inside_->number;
  inside_->send_change(ChangeFrame{.run = inside_->run, .change = std::move(change)});
  return inside_->number;
}

bool DetectorBus::notify(const std::string& sensor, const Notice& notice) {
  bool sent = false;
  const std::string text = frame_json(FrameFromDetector(notice));
  for (const ConnectionId& id : inside_->reception.connections().of(sensor)) {
    if (inside_->send(id, text)) {
      sent = true;
    } else {
      inside_->reception.connections().leave(id); // it is not there any more
    }
  }
  return sent;
}

std::vector<std::string> DetectorBus::take_complaints() {
  return inside_->reception.refusals().due(Clock::now());
}

const Refusals& DetectorBus::refusals() const noexcept {
  return inside_->reception.refusals();
}

std::vector<std::string> DetectorBus::addresses() const {
  std::vector<std::string> all;
  for (const auto& listener : inside_->listeners) {
    all.push_back(listener->endpoint().address());
  }
  return all;
}

std::vector<std::string> DetectorBus::sensors() const {
  return inside_->reception.connections().sensors();
}

} // namespace cw::wire::bus
