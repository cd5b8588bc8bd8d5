#include "wire/bus/client.h"

#include "wire/bus/sockets.h"
#include "wire/codec/bus_frame.h"

#include <fmt/format.h>

#include <utility>

namespace cw::wire::bus {
namespace {

using Error = tl::unexpected<std::string>;

constexpr std::int64_t k_max_snapshot = 64 << 20;
constexpr std::chrono::seconds k_reconnect{1};
constexpr std::size_t k_max_who = 64;
constexpr std::size_t k_max_why = 4000;
constexpr int k_events = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                         ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;

Result<void> check(const Command& command) {
  if (command.alert_id.empty() || command.alert_id.size() > k_max_who) {
    return Error("cannot send a command without the alert's id: see `cellwarden status`");
  }
  if (command.who.empty() || command.who.size() > k_max_who) {
    return Error(
        fmt::format("cannot send a command of nobody: say who, in 1 to {} octets", k_max_who));
  }
  if (command.why.size() > k_max_why ||
      (command.kind == CommandKind::comment && command.why.empty())) {
    return Error(fmt::format("cannot send that comment: write 1 to {} octets", k_max_why));
  }
  return {};
}

} // namespace

struct Client::Inside {
  ClientConfig config;
  Endpoint endpoint;
  zmq::context_t context;
  zmq::socket_t dealer, changes;
  std::optional<Monitor> monitor;
  FrameReader reader;
  std::uint64_t request = 0;
  std::string why_not; ///< why the handshake failed; then libzmq does not try again
  Clock::time_point connected_at;
  std::string run; ///< of the newest snapshot or change
  std::uint64_t number = 0;
  bool in_step = false; ///< no gap since the newest snapshot
  bool gap_told = false;

  Inside(ClientConfig with, Endpoint where) : config(std::move(with)), endpoint(std::move(where)) {
    connect();
  }

  void connect() {
    monitor.reset();
    dealer = make_socket(
        context, zmq::socket_type::dealer, {.send = 64, .receive = 64, .octets = k_max_snapshot});
    changes = make_socket(
        context, zmq::socket_type::sub, {.send = 16, .receive = 4096, .octets = k_max_snapshot});
    dealer.set(zmq::sockopt::immediate, true);
    for (zmq::socket_t* socket : {&dealer, &changes}) {
      set_family(*socket, endpoint);
      if (config.keys && endpoint.transport == Endpoint::Transport::tcp) {
        protect_as_peer(*socket, *config.keys);
      }
    }
    monitor.emplace(context, dealer, k_events);
    changes.set(zmq::sockopt::subscribe, "");
    changes.connect(changes_endpoint(endpoint).address());
    dealer.connect(endpoint.address());
    why_not.clear();
    connected_at = Clock::now();
  }

  void connect_again_if_needed() {
    if (!why_not.empty() && Clock::now() - connected_at > k_reconnect) {
      connect();
    }
  }

  void look_at_connection() {
    while (const auto event = monitor->next()) {
      if (event->id == ZMQ_EVENT_HANDSHAKE_SUCCEEDED) {
        why_not.clear();
      } else if (event->id == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) {
        why_not = "it does not let this key in: copy its .pub file to the detector's "
                  "allowed/clients, see `cellwarden keys`";
      } else {
        why_not = "the handshake failed: check that both have keys and server.pub is this "
                  "detector's, see `cellwarden keys`";
      }
    }
  }

  std::string no_answer() const {
    return fmt::format("no detector answers at {}: {}",
                       endpoint.address(),
                       why_not.empty() ? "is cellwarden-detector running there?" : why_not);
  }

  /// Sends, again while nobody is connected, until `deadline` or a handshake failed.
  bool send_until(const std::string& text, Clock::time_point deadline) {
    constexpr Milliseconds k_pause{20};
    while (!send_now(dealer, text)) {
      if (Clock::now() >= deadline || !why_not.empty()) {
        return false;
      }
      std::vector<zmq::pollitem_t> items = {{dealer.handle(), 0, ZMQ_POLLOUT, 0},
                                            readable(monitor->socket())};
      wait_readable(items, std::min(k_pause, left(deadline)));
      look_at_connection();
    }
    return true;
  }

  static Milliseconds left(Clock::time_point deadline) {
    return std::chrono::ceil<Milliseconds>(deadline - Clock::now());
  }

  /// The answer to `request`; answers to earlier ones, which came too late, are passed over.
  template <class Answer>
  Result<Answer> ask(const FrameToDetector& question, Milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    connect_again_if_needed();
    if (!send_until(frame_json(question), deadline)) {
      return Error(no_answer());
    }
    while (Clock::now() < deadline) {
      std::vector<zmq::pollitem_t> items = {readable(dealer), readable(monitor->socket())};
      wait_readable(items, left(deadline));
      look_at_connection();
      while (const auto received = receive_now(dealer)) {
        auto frame = reader.from_detector(received->text());
        if (!frame) {
          return Error(fmt::format("{} said what is not understood: {}; is it of this version?",
                                   endpoint.address(),
                                   frame.error().sentence));
        }
        if (const auto* refused = std::get_if<Refused>(&*frame)) {
          return Error(fmt::format(
              "{} refused {}: {}", endpoint.address(), refused->reason, refused->sentence));
        }
        auto* const answer = std::get_if<Answer>(&*frame);
        if (answer != nullptr && answer->request == request) {
          return std::move(*answer);
        }
      }
    }
    return Error(no_answer());
  }

  Update gap() {
    in_step = false;
    gap_told = true;
    return Missed{};
  }

  /// Nothing: the frame tells nothing new.
  std::optional<Update> judge(FrameFromDetector&& frame) {
    if (auto* const tick = std::get_if<Tick>(&frame)) {
      const bool behind = tick->run != run || tick->number > number;
      return behind && in_step ? std::optional(gap()) : std::nullopt;
    }
    auto* const change = std::get_if<ChangeFrame>(&frame);
    if (change == nullptr || !in_step || (change->run == run && change->change.number <= number)) {
      return std::nullopt;
    }
    if (change->run != run || change->change.number != number + 1) {
      return gap();
    }
    ++number;
    return std::move(change->change);
  }
};

Client::Client(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Client> Client::create(const ClientConfig& config) {
  const auto endpoint = parse_endpoint(config.address);
  if (!endpoint) {
    return Error(endpoint.error());
  }
  if (endpoint->port == "*" || endpoint->host == "*") {
    return Error(fmt::format("cannot connect to {}: name a host and a port", config.address));
  }
  if (auto safe = check_protection(*endpoint, config.keys.has_value()); !safe) {
    return Error(safe.error());
  }
  return Client(std::make_unique<Inside>(config, *endpoint));
}

Result<Snapshot> Client::snapshot(std::chrono::milliseconds timeout) {
  ++inside_->request;
  auto reply = inside_->ask<SnapshotReply>(SnapshotRequest{.request = inside_->request}, timeout);
  if (!reply) {
    return Error(reply.error());
  }
  inside_->run = reply->snapshot.run;
  inside_->number = reply->snapshot.number;
  inside_->in_step = true;
  inside_->gap_told = false;
  return std::move(reply->snapshot);
}

Result<CommandReply> Client::send(const Command& command, std::chrono::milliseconds timeout) {
  if (auto good = check(command); !good) {
    return Error(good.error());
  }
  ++inside_->request;
  auto answer = inside_->ask<CommandAnswer>(
      CommandRequest{.request = inside_->request, .command = command}, timeout);
  return answer ? Result<CommandReply>(std::move(answer->reply)) : Error(answer.error());
}

std::optional<Update> Client::next(std::chrono::milliseconds timeout) {
  if (!inside_->in_step && !inside_->gap_told) {
    return inside_->gap();
  }
  const auto deadline = Clock::now() + timeout;
  inside_->look_at_connection();
  inside_->connect_again_if_needed();
  for (;;) {
    while (const auto received = receive_now(inside_->changes)) {
      auto frame = inside_->reader.from_detector(received->text());
      auto update = frame ? inside_->judge(*std::move(frame)) : std::nullopt;
      if (update) {
        return update;
      }
    }
    if (Clock::now() >= deadline) {
      return std::nullopt;
    }
    std::vector<zmq::pollitem_t> items = {readable(inside_->changes)};
    wait_readable(items, Inside::left(deadline));
  }
}

} // namespace cw::wire::bus
