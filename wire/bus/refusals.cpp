#include "wire/bus/refusals.h"

#include <fmt/format.h>

namespace cw::wire::bus {
namespace {

constexpr std::chrono::minutes k_quiet{1};

} // namespace

const char* refusal_name(Refusal reason) noexcept {
  switch (reason) {
  case Refusal::handshake: return "a connection that failed";
  case Refusal::not_authenticated: return "a connection with a key that is not allowed";
  case Refusal::too_long: return "a frame that is too long";
  case Refusal::several_parts: return "a message of several parts";
  case Refusal::malformed: return "a malformed frame";
  case Refusal::wrong_version: return "a frame of another version";
  case Refusal::unknown_type: return "a frame of unknown type";
  case Refusal::not_its_name: return "a frame its key is not good for";
  case Refusal::no_hello: return "a batch without hello";
  case Refusal::too_many: return "a connection too many";
  case Refusal::not_now: return "a batch for now";
  }
  return "?";
}

void Refusals::count(Refusal reason, const std::string& peer, const std::string& detail) {
  Entry& entry = entries_[static_cast<std::size_t>(reason)];
  ++entry.total;
  entry.peer = peer;
  entry.detail = detail;
}

std::vector<std::string> Refusals::due(Time now) {
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    Entry& entry = entries_[i];
    if (entry.total == entry.said || (entry.ever_said && now - entry.said_at < k_quiet)) {
      continue;
    }
    sentences.push_back(fmt::format("refused {} from {}{}{} ({} since the last time this was said)",
                                    refusal_name(static_cast<Refusal>(i)),
                                    entry.peer,
                                    entry.detail.empty() ? "" : ": ",
                                    entry.detail,
                                    entry.total - entry.said));
    entry.said = entry.total;
    entry.ever_said = true;
    entry.said_at = now;
  }
  return sentences;
}

std::uint64_t Refusals::total() const noexcept {
  std::uint64_t sum = 0;
  for (const Entry& entry : entries_) {
    sum += entry.total;
  }
  return sum;
}

} // namespace cw::wire::bus
