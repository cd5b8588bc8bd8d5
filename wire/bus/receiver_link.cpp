#include "wire/bus/receiver_link.h"

#include "wire/bus/link_thread.h"
#include "wire/name.h"

#include <fmt/format.h>

#include <thread>
#include <utility>

namespace cw::wire::bus {
namespace {

using Error = tl::unexpected<std::string>;

constexpr unsigned k_max_window = 256;
constexpr const char* k_wake = "inproc://wake";

} // namespace

struct ReceiverLink::Inside {
  zmq::context_t context;
  zmq::socket_t wake_out, wake_in;
  std::mutex wake_mutex; ///< of wake_out
  Spool* spool;
  LinkMailbox mailbox;
  std::optional<LinkThread> work;
  std::thread thread;

  Inside(const ReceiverLinkConfig& config, const Endpoint& endpoint, Spool& own)
      : wake_out(context, zmq::socket_type::pair), wake_in(context, zmq::socket_type::pair),
        spool(&own) {
    for (zmq::socket_t* socket : {&wake_out, &wake_in}) {
      socket->set(zmq::sockopt::linger, 0);
      socket->set(zmq::sockopt::sndhwm, 4); // one is enough to wake
      socket->set(zmq::sockopt::rcvhwm, 4);
    }
    wake_in.bind(k_wake);
    wake_out.connect(k_wake);
    work.emplace(context, config, endpoint, wake_in, own, mailbox);
    thread = std::thread([this] { work->run(); });
  }

  ~Inside() {
    {
      const std::lock_guard lock(mailbox.mutex);
      mailbox.stop = true;
    }
    wake();
    thread.join();
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  void wake() {
    const std::lock_guard lock(wake_mutex);
    send_now(wake_out, "");
  }
};

ReceiverLink::ReceiverLink(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
ReceiverLink::ReceiverLink(ReceiverLink&&) noexcept = default;
ReceiverLink& ReceiverLink::operator=(ReceiverLink&&) noexcept = default;
ReceiverLink::~ReceiverLink() = default;

Result<ReceiverLink> ReceiverLink::create(const ReceiverLinkConfig& config, Spool& spool) {
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
  if (!valid_name(config.sensor)) {
    return Error(fmt::format("cannot name a sensor '{}': give 1 to 64 of A-Z a-z 0-9 . _ -, the "
                             "first no dot",
                             config.sensor.substr(0, 100)));
  }
  ReceiverLinkConfig checked = config;
  checked.window = std::clamp(config.window, 1U, k_max_window);
  return ReceiverLink(std::make_unique<Inside>(checked, *endpoint, spool));
}

Result<std::uint64_t> ReceiverLink::put(std::span<const SensorItem> items) {
  auto put = inside_->spool->put(items);
  inside_->wake();
  return put;
}

void ReceiverLink::send(const Heartbeat& heartbeat) {
  {
    const std::lock_guard lock(inside_->mailbox.mutex);
    inside_->mailbox.heartbeat = heartbeat;
  }
  inside_->wake();
}

std::vector<Notice> ReceiverLink::take_notices() {
  const std::lock_guard lock(inside_->mailbox.mutex);
  std::vector<Notice> notices(std::make_move_iterator(inside_->mailbox.notices.begin()),
                              std::make_move_iterator(inside_->mailbox.notices.end()));
  inside_->mailbox.notices.clear();
  return notices;
}

LinkState ReceiverLink::state() const {
  const std::lock_guard lock(inside_->mailbox.mutex);
  LinkState state = inside_->mailbox.state;
  state.for_s = std::chrono::duration<double>(Clock::now() - inside_->mailbox.since).count();
  return state;
}

} // namespace cw::wire::bus
