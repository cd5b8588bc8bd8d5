#include "wire/bus/intake.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace cw::wire::bus {
namespace {

/// 0 if it is no tcp connection.
std::uint64_t octets_received(int descriptor) {
  tcp_info info{};
  socklen_t size = sizeof info;
  return ::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) == 0
             ? info.tcpi_bytes_received
             : 0;
}

} // namespace

void Intake::read(zmq::message_t& message) {
  const int descriptor = zmq_msg_get(message.handle(), ZMQ_SRCFD);
  if (const auto found = read_at_.find(descriptor); found != read_at_.end()) {
    found->second = octets_received(descriptor);
  }
}

std::size_t Intake::cut(std::uint64_t each, std::uint64_t together) {
  std::vector<std::pair<std::uint64_t, int>> unread;
  unread.reserve(read_at_.size());
  std::uint64_t sum = 0;
  for (const auto& [descriptor, read_at] : read_at_) {
    const std::uint64_t received = octets_received(descriptor);
    unread.emplace_back(received - std::min(read_at, received), descriptor);
    sum += unread.back().first;
  }
  std::sort(unread.rbegin(), unread.rend());
  std::size_t count = 0;
  for (const auto& [octets, descriptor] : unread) {
    if (octets <= each && sum <= together) {
      break;
    }
    ::shutdown(descriptor, SHUT_RDWR); // libzmq sees the end, and frees what it held
    closed(descriptor);
    sum -= octets;
    ++count;
  }
  return count;
}

} // namespace cw::wire::bus
