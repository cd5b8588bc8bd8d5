#include "wire/bus/authenticator.h"

#include <array>

namespace cw::wire::bus {
namespace {

constexpr std::size_t k_key_octets = 32;
constexpr std::size_t k_request_parts = 7;
constexpr std::string_view k_sensor = "sensor ";
constexpr std::string_view k_client = "client ";

std::string z85(const zmq::message_t& key) {
  std::array<char, k_key_octets * 5 / 4 + 1> text{};
  return key.size() == k_key_octets && zmq_z85_encode(text.data(),
                                                      static_cast<const std::uint8_t*>(key.data()),
                                                      k_key_octets) != nullptr
             ? std::string(text.data())
             : std::string();
}

// version, request id, domain, address, routing id, mechanism, credentials
std::vector<zmq::message_t> question(zmq::socket_t& socket) {
  std::vector<zmq::message_t> parts;
  try {
    for (bool more = true; more;) {
      zmq::message_t part;
      if (!socket.recv(part, zmq::recv_flags::dontwait)) {
        break;
      }
      more = part.more();
      parts.push_back(std::move(part));
    }
  } catch (const zmq::error_t&) {
    parts.clear();
  }
  return parts;
}

std::string property(zmq::message_t& message, const char* name) {
  const char* const value = zmq_msg_gets(message.handle(), name);
  return value == nullptr ? std::string() : std::string(value);
}

} // namespace

Authenticator::Authenticator(zmq::context_t& context, const ServerKeys& keys)
    : socket_(context, zmq::socket_type::rep), folder_(keys.folder) {
  socket_.set(zmq::sockopt::linger, 0);
  socket_.bind("inproc://zeromq.zap.01");
}

void Authenticator::reload(Refusals& refusals) {
  const auto now = Clock::now();
  if (ever_loaded_ && now - loaded_ < std::chrono::seconds(1)) {
    return;
  }
  known_.clear();
  auto allowed = read_allowed_keys(folder_);
  if (!allowed) {
    refusals.count(Refusal::not_authenticated, "everybody", allowed.error());
  } else {
    for (AllowedKey& key : *allowed) {
      known_[key.public_key] = {.role = key.role, .name = std::move(key.name)};
    }
  }
  loaded_ = now;
  ever_loaded_ = true;
}

const Authenticator::Known* Authenticator::find(std::string_view domain,
                                                std::string_view key) const {
  const auto found = known_.find(key);
  const bool good =
      found != known_.end() &&
      (domain == k_bus_door || (domain == k_changes_door && found->second.role == Role::client));
  return good ? &found->second : nullptr;
}

void Authenticator::answer(Refusals& refusals) {
  for (;;) {
    std::vector<zmq::message_t> asked = question(socket_);
    if (asked.empty()) {
      return;
    }
    reload(refusals);
    const bool whole = asked.size() == k_request_parts && asked[5].to_string_view() == "CURVE";
    const std::string key = whole ? z85(asked[6]) : std::string();
    const Known* const known = whole ? find(asked[2].to_string_view(), key) : nullptr;
    if (known == nullptr) {
      refusals.count(Refusal::not_authenticated,
                     whole ? asked[3].to_string() : "?",
                     key.empty() ? std::string() : "public key " + key);
    }
    const std::string id = asked.size() > 1 ? asked[1].to_string() : std::string();
    const std::string user =
        known == nullptr
            ? std::string()
            : std::string(known->role == Role::sensor ? k_sensor : k_client) + known->name;
    const std::array<std::string_view, 6> answer = {"1.0",
                                                    id,
                                                    known != nullptr ? "200" : "400",
                                                    known != nullptr ? "OK" : "not allowed",
                                                    user,
                                                    ""};
    for (std::size_t i = 0; i < answer.size(); ++i) {
      send_now(socket_, answer[i], /*more=*/i + 1 < answer.size());
    }
  }
}

Identity identity_of(zmq::message_t& message) {
  const std::string user = property(message, "User-Id");
  if (user.starts_with(k_sensor)) {
    return {.known = true, .role = Role::sensor, .name = user.substr(k_sensor.size())};
  }
  if (user.starts_with(k_client)) {
    return {.known = true, .role = Role::client, .name = user.substr(k_client.size())};
  }
  return {};
}

std::string peer_of(zmq::message_t& message) {
  const std::string address = property(message, "Peer-Address");
  return address.empty() ? "?" : address;
}

} // namespace cw::wire::bus
