#include "tests/unit/wire/bus/bus_parties.h"

#include "tests/support/catch.hpp"

#include <thread>

namespace cw::wire::test {

TestDetector::TestDetector(const bus::DetectorBusConfig& config) : config_(config) {
  start();
}

void TestDetector::start() {
  auto made = bus::DetectorBus::create(config_);
  INFO((made ? std::string() : made.error()));
  REQUIRE(made);
  bus_.emplace(*std::move(made));
  config_.addresses = bus_->addresses(); // the same port after a restart
  address_ = config_.addresses.front();
}

void TestDetector::restart() {
  stop();
  start();
}

void TestDetector::take(bus::Incoming&& incoming) {
  if (auto* batch = std::get_if<bus::BatchArrived>(&incoming)) {
    if (to_put_off > 0) {
      --to_put_off;
      bus_->send_again(batch->from, batch->batch, "the store cannot be written");
      return;
    }
    ++batches;
    Books& book = books[batch->batch.epoch];
    repeats += batch->batch.seq <= book.seq ? 1U : 0U;
    books_hold = book.store(batch->batch) && books_hold;
    if (acks_to_swallow > 0) {
      --acks_to_swallow;
    } else {
      bus_->acknowledge(batch->from, batch->batch.epoch, batch->batch.seq);
    }
  } else if (auto* beat = std::get_if<bus::HeartbeatArrived>(&incoming)) {
    heartbeats.push_back(beat->heartbeat);
  } else if (auto* hello = std::get_if<bus::SensorJoined>(&incoming)) {
    joined.push_back(hello->sensor);
  } else if (auto* gone = std::get_if<bus::SensorLeft>(&incoming)) {
    left.push_back(gone->sensor);
  } else if (auto* asked = std::get_if<bus::SnapshotAsked>(&incoming)) {
    bus_->reply(asked->from, asked->request, snapshot);
  } else if (auto* told = std::get_if<bus::CommandAsked>(&incoming)) {
    commands.push_back(told->command);
    command_peers.push_back(told->peer);
    bus_->reply(told->from, told->request, CommandReply{.done = true, .sentence = "done"});
  }
}

bool TestDetector::serve_until(const std::function<bool()>& done) {
  const auto deadline = std::chrono::steady_clock::now() + k_patience;
  while (!done()) {
    if (std::chrono::steady_clock::now() > deadline) {
      return false;
    }
    if (auto incoming = bus_->receive(10ms)) {
      take(*std::move(incoming));
    }
  }
  return true;
}

void TestDetector::serve(const std::function<bool()>& done) {
  const bool served = serve_until(done);
  CAPTURE(batches, repeats, joined, bus_->refusals().total());
  CHECK(served);
}

bus::Spool open_spool(const std::string& path, const std::string& sensor) {
  auto spool = bus::Spool::open({.path = path, .sensor = sensor});
  REQUIRE(spool);
  return *std::move(spool);
}

bus::ReceiverLink connect(const std::string& address,
                          bus::Spool& spool,
                          const std::function<void(bus::ReceiverLinkConfig&)>& change) {
  bus::ReceiverLinkConfig config{.address = address, .sensor = "van-1", .keys = {}};
  if (change) {
    change(config);
  }
  auto link = bus::ReceiverLink::create(config, spool);
  INFO((link ? std::string() : link.error()));
  REQUIRE(link);
  return *std::move(link);
}

void put(bus::ReceiverLink& link, std::uint64_t first, std::size_t count) {
  REQUIRE(link.put(some_blocks(first, count)));
}

bool wait_until(const std::function<bool()>& done) {
  const auto deadline = std::chrono::steady_clock::now() + k_patience;
  while (!done()) {
    if (std::chrono::steady_clock::now() > deadline) {
      return false;
    }
    std::this_thread::sleep_for(1ms); // what we wait for has no signal of its own
  }
  return true;
}

} // namespace cw::wire::test
