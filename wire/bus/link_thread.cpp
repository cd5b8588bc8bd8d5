#include "wire/bus/link_thread.h"

#include "wire/bus/refusals.h"

#include <fmt/format.h>

#include <utility>

namespace cw::wire::bus {
namespace {

constexpr Milliseconds k_look{250}; ///< at the clock, with nothing else to do
constexpr Milliseconds k_first_backoff{100};
constexpr Milliseconds k_longest_backoff{2000};
constexpr Milliseconds k_welcome_timeout{3000};
constexpr Milliseconds k_patience{3000}; ///< before we say that nobody answers
constexpr Milliseconds k_reconnect{1000};
constexpr unsigned k_tries = 3; ///< of a batch the detector cannot read
constexpr std::size_t k_max_notices = 64;
constexpr int k_handshake_failed = ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                                   ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                                   ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;
constexpr int k_events =
    ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED | k_handshake_failed;

} // namespace

LinkThread::LinkThread(zmq::context_t& context,
                       const ReceiverLinkConfig& config,
                       const Endpoint& endpoint,
                       zmq::socket_t& wake,
                       Spool& spool,
                       LinkMailbox& mailbox)
    : context_(&context), config_(config), endpoint_(endpoint), wake_(&wake), spool_(&spool),
      mailbox_(&mailbox), backoff_(k_first_backoff) {}

void LinkThread::connect() {
  constexpr std::int64_t k_max_answer = 64 << 10; // acks and notices are small
  connect_at_.reset();
  monitor_.reset();
  dealer_ = make_socket(
      *context_,
      zmq::socket_type::dealer,
      {.send = static_cast<int>(config_.window) + 8, .receive = 1024, .octets = k_max_answer});
  dealer_.set(zmq::sockopt::immediate, true); // nothing is queued for a detector that is not there
  set_family(dealer_, endpoint_);
  if (config_.keys && endpoint_.transport == Endpoint::Transport::tcp) {
    protect_as_peer(dealer_, *config_.keys);
  }
  monitor_.emplace(*context_, dealer_, k_events);
  dealer_.connect(endpoint_.address());
}

void LinkThread::run() {
  connect();
  while (!stopping()) {
    std::vector<zmq::pollitem_t> items = {
        readable(*wake_), readable(dealer_), readable(monitor_->socket())};
    wait_readable(items, k_look);
    while (receive_now(*wake_)) {
    }
    look_at_connection();
    receive();
    look_at_clock();
    send_heartbeat();
    send_batches();
  }
}

bool LinkThread::refused() const {
  return backoff_ > k_first_backoff;
}

bool LinkThread::stopping() {
  const std::lock_guard lock(mailbox_->mutex);
  return mailbox_->stop;
}

void LinkThread::enter(Phase phase) {
  const auto now = Clock::now();
  if (phase != phase_) {
    since_ = now;
  }
  phase_ = phase;
  in_flight_.clear();
  cursor_ = 0; // the spool knows what is acknowledged
  progress_ = now;
  const std::lock_guard lock(mailbox_->mutex);
  const bool connected = phase == Phase::online;
  if (mailbox_->state.connected != connected) {
    mailbox_->state.connected = connected;
    mailbox_->since = now;
  }
  if (connected && !refused()) {
    mailbox_->state.trouble.reset();
  }
}

void LinkThread::set_trouble(std::optional<std::string> trouble) {
  const std::lock_guard lock(mailbox_->mutex);
  mailbox_->state.trouble = std::move(trouble);
}

void LinkThread::greet_at(Clock::time_point when) {
  greet_at_ = when;
}

void LinkThread::greet() {
  greet_at_ = Clock::now() + k_welcome_timeout;
  send_now(
      dealer_,
      frame_json(FrameToDetector(Hello{.sensor = config_.sensor, .epoch = spool_->state().epoch})));
}

void LinkThread::look_at_connection() {
  while (const auto event = monitor_->next()) {
    if ((event->id & k_handshake_failed) != 0) {
      connect_at_ = Clock::now() + k_reconnect;
    }
    if (event->id == ZMQ_EVENT_HANDSHAKE_SUCCEEDED) {
      enter(Phase::greeting);
      greet();
    } else if (event->id == ZMQ_EVENT_DISCONNECTED) {
      enter(Phase::offline);
      greet_at_.reset();
    } else if (event->id == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) {
      set_trouble(fmt::format("the detector at {} does not let this key in: copy its .pub file to "
                              "the detector's allowed/sensors, see `cellwarden keys`",
                              endpoint_.address()));
    } else {
      set_trouble(fmt::format("{} did not finish the handshake: check that it is a detector, and "
                              "that both have keys and server.pub is this detector's, see "
                              "`cellwarden keys`",
                              endpoint_.address()));
    }
  }
}

void LinkThread::look_at_clock() {
  const auto now = Clock::now();
  if (phase_ == Phase::online && !in_flight_.empty() && now - progress_ > config_.ack_timeout) {
    enter(Phase::greeting); // acks or batches went astray: all that is not acknowledged again
    set_trouble(
        fmt::format("the detector at {} has acknowledged nothing for {} s",
                    endpoint_.address(),
                    std::chrono::duration_cast<std::chrono::seconds>(config_.ack_timeout).count()));
    greet();
  }
  if (phase_ == Phase::greeting && greet_at_ && now >= *greet_at_) {
    greet();
  }
  if (phase_ == Phase::offline && connect_at_ && now >= *connect_at_) {
    connect();
  }
  if (phase_ == Phase::offline && now - since_ > k_patience) {
    const std::lock_guard lock(mailbox_->mutex);
    if (!mailbox_->state.trouble) {
      mailbox_->state.trouble = fmt::format(
          "no detector answers at {}: is cellwarden-detector running there?", endpoint_.address());
    }
  }
}

void LinkThread::receive() {
  while (const auto received = receive_now(dealer_)) {
    auto frame = reader_.from_detector(received->text());
    if (!frame) {
      set_trouble(fmt::format("{} said what is not understood: {}; is it of this version?",
                              endpoint_.address(),
                              frame.error().sentence));
      continue;
    }
    std::visit([this](auto&& what) { take(std::forward<decltype(what)>(what)); },
               *std::move(frame));
  }
}

void LinkThread::take(Welcome&& /*welcome*/) {
  if (phase_ == Phase::greeting) {
    greet_at_.reset();
    enter(Phase::online);
  }
}

void LinkThread::take(Ack&& ack) {
  if (ack.epoch != spool_->state().epoch) {
    return;
  }
  if (auto done = spool_->acknowledge(ack.seq); !done) {
    set_trouble(done.error()); // it is acknowledged all the same
  }
  std::uint64_t count = 0;
  for (; !in_flight_.empty() && in_flight_.front() <= ack.seq; ++count) {
    in_flight_.pop_front();
  }
  progress_ = Clock::now();
  const bool over = refused();
  backoff_ = k_first_backoff;
  spoiled_.erase(spoiled_.begin(), spoiled_.upper_bound(ack.seq));
  const std::lock_guard lock(mailbox_->mutex);
  mailbox_->state.acknowledged += count;
  if (over) {
    mailbox_->state.trouble.reset();
  }
}

void LinkThread::take(Refused&& refused) {
  if (refused.seq && ++spoiled_[*refused.seq] >= k_tries) {
    static_cast<void>(spool_->give_up(*refused.seq));
    spoiled_.erase(*refused.seq);
  }
  if (phase_ == Phase::greeting && refused.reason == refusal_name(Refusal::no_hello)) {
    return; // about batches that were on their way when the first was refused
  }
  enter(Phase::greeting);
  set_trouble(fmt::format("the detector at {} refused {}{}{}",
                          endpoint_.address(),
                          refused.reason,
                          refused.sentence.empty() ? "" : ": ",
                          refused.sentence));
  greet_at(Clock::now() + backoff_);
  backoff_ = std::min(2 * backoff_, k_longest_backoff);
}

void LinkThread::take(Notice&& notice) {
  const std::lock_guard lock(mailbox_->mutex);
  mailbox_->notices.push_back(std::move(notice));
  if (mailbox_->notices.size() > k_max_notices) {
    mailbox_->notices.pop_front();
  }
}

void LinkThread::send_heartbeat() {
  std::optional<Heartbeat> heartbeat;
  {
    const std::lock_guard lock(mailbox_->mutex);
    heartbeat = std::exchange(mailbox_->heartbeat, std::nullopt);
  }
  if (heartbeat && phase_ == Phase::online) {
    send_now(dealer_, frame_json(FrameToDetector(*std::move(heartbeat))));
  }
}

void LinkThread::send_batches() {
  while (phase_ == Phase::online && in_flight_.size() < config_.window) {
    const auto next = spool_->peek(cursor_);
    if (!next) {
      set_trouble(next.error());
      return;
    }
    if (!*next || !send_now(dealer_, (*next)->frame)) {
      return;
    }
    cursor_ = (*next)->seq;
    if (in_flight_.empty()) {
      progress_ = Clock::now();
    }
    in_flight_.push_back(cursor_);
    const std::lock_guard lock(mailbox_->mutex);
    ++mailbox_->state.sent;
  }
}

} // namespace cw::wire::bus
