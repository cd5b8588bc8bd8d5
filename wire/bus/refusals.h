// What the detector's end of the bus did not take: counted by reason, said once a minute.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace cw::wire::bus {

enum class Refusal : std::uint8_t {
  handshake,         ///< speaks another protocol, or no CURVE where it is needed
  not_authenticated, ///< a key that is not on the list
  too_long,
  several_parts,
  malformed, ///< no JSON, or a key is not what it should be
  wrong_version,
  unknown_type,
  not_its_name, ///< a key of another sensor, or of another role
  no_hello,     ///< batches before hello: it will say hello and send them again
  too_many,     ///< connections or sensors
  not_now,      ///< a batch that cannot be stored: it will be sent again
};
inline constexpr std::size_t k_refusals = 11;

/// "a frame that is too long"
const char* refusal_name(Refusal reason) noexcept;

class Refusals {
public:
  using Time = std::chrono::steady_clock::time_point;

  /// `peer` is an address, `detail` a sentence or empty; of both the newest is kept.
  void count(Refusal reason, const std::string& peer, const std::string& detail = {});
  /// One sentence for each reason that was counted since it was last said, a minute or more ago:
  /// how many, from where the last, what was wrong with it.
  std::vector<std::string> due(Time now);

  std::uint64_t of(Refusal reason) const noexcept {
    return entries_[static_cast<std::size_t>(reason)].total;
  }
  std::uint64_t total() const noexcept;

private:
  struct Entry {
    std::uint64_t total = 0, said = 0;
    bool ever_said = false;
    Time said_at;
    std::string peer, detail;
  };
  std::array<Entry, k_refusals> entries_;
};

} // namespace cw::wire::bus
