#include "wire/bus/endpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace cw::wire::bus {
namespace {

constexpr std::size_t k_max_path = 98; ///< of 107 that a socket's address holds; room for .changes
constexpr std::size_t k_max_host = 253;
constexpr unsigned k_max_port = 65'534;

tl::unexpected<std::string> unusable(std::string_view text, std::string_view why) {
  constexpr std::size_t k_shown = 120;
  return tl::unexpected(
      fmt::format("cannot use the address {}: {}; give tcp://HOST:PORT or ipc:///PATH",
                  text.substr(0, k_shown),
                  why));
}

std::optional<unsigned> port_number(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && port >= 1 && port <= k_max_port ? std::optional(port) : std::nullopt;
}

bool host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_';
}

bool valid_host(std::string_view host, bool bracketed) {
  if (host.empty() || host.size() > k_max_host) {
    return false;
  }
  return host == "*" || std::all_of(host.begin(), host.end(), [bracketed](char c) {
           return host_character(c) || (bracketed && (c == ':' || c == '%'));
         });
}

/// 127.0.0.0/8 as numbers, so that a host named "127.evil.example" is not one of us.
bool loopback_v4(std::string_view host) {
  const auto plain = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
  return host.starts_with("127.") && std::all_of(host.begin(), host.end(), plain) &&
         std::count(host.begin(), host.end(), '.') == 3;
}

Result<Endpoint> parse_tcp(std::string_view text, std::string_view rest) {
  const std::size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos) {
    return unusable(text, "it has no port");
  }
  std::string_view host = rest.substr(0, colon);
  const std::string_view port = rest.substr(colon + 1);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) {
    host = host.substr(1, host.size() - 2);
  }
  if (!valid_host(host, bracketed)) {
    return unusable(text, "its host is no host");
  }
  if (port != "*" && !port_number(port)) {
    return unusable(text, fmt::format("its port is not within 1 to {}", k_max_port));
  }
  return Endpoint{.transport = Endpoint::Transport::tcp,
                  .host = std::string(host),
                  .port = std::string(port),
                  .path = {}};
}

Result<Endpoint> parse_ipc(std::string_view text, std::string_view path) {
  if (path.size() < 2 || path.front() != '/') {
    return unusable(text, "its path does not begin with /");
  }
  if (path.size() > k_max_path) {
    return unusable(text, fmt::format("its path is longer than {} octets", k_max_path));
  }
  if (std::any_of(path.begin(), path.end(), [](char c) { return c >= 0 && c <= ' '; })) {
    return unusable(text, "its path has spaces or control characters");
  }
  return Endpoint{
      .transport = Endpoint::Transport::ipc, .host = {}, .port = {}, .path = std::string(path)};
}

} // namespace

std::string Endpoint::address() const {
  if (transport == Transport::ipc) {
    return "ipc://" + path;
  }
  const bool v6 = host.find(':') != std::string::npos;
  return v6 ? fmt::format("tcp://[{}]:{}", host, port) : fmt::format("tcp://{}:{}", host, port);
}

bool Endpoint::local() const noexcept {
  return transport == Transport::ipc || host == "localhost" || host == "::1" || loopback_v4(host);
}

Result<Endpoint> parse_endpoint(std::string_view text) {
  constexpr std::string_view k_tcp = "tcp://";
  constexpr std::string_view k_ipc = "ipc://";
  if (text.starts_with(k_tcp)) {
    return parse_tcp(text, text.substr(k_tcp.size()));
  }
  if (text.starts_with(k_ipc)) {
    return parse_ipc(text, text.substr(k_ipc.size()));
  }
  return unusable(text, "it begins with neither tcp:// nor ipc://");
}

Endpoint changes_endpoint(const Endpoint& endpoint) {
  Endpoint changes = endpoint;
  if (endpoint.transport == Endpoint::Transport::ipc) {
    changes.path += ".changes";
  } else if (const auto port = port_number(endpoint.port)) {
    changes.port = fmt::format("{}", *port + 1);
  }
  return changes;
}

Result<void> check_protection(const Endpoint& endpoint, bool has_keys) {
  if (endpoint.local() || has_keys) {
    return {};
  }
  return tl::unexpected(
      fmt::format("refuse to use {} without keys: others can reach it; make keys with `cellwarden "
                  "keys make` and pass --keys, or use ipc:///PATH or tcp://127.0.0.1:PORT",
                  endpoint.address()));
}

} // namespace cw::wire::bus
