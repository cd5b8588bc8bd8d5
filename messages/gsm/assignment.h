// IMMEDIATE ASSIGNMENT, its extended form, and its rejection (TS 44.018 §9.1.18 to 9.1.20).
#pragma once

#include "messages/gsm/channel_description.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cw::messages::gsm {

/// Request reference, §10.5.2.30: which RACH burst is answered.
struct RequestReference {
  std::uint8_t ra = 0;
  std::uint8_t t1 = 0; ///< T1 modulo 32
  std::uint8_t t2 = 0, t3 = 0;
  /// Frame number modulo 42432 (TS 44.018 §10.5.2.30); nothing where T2 or T3 are out of range.
  std::optional<std::uint16_t> fn_mod_42432() const noexcept;
  bool operator==(const RequestReference&) const = default;
};

/// Packet channel description, §10.5.2.25a.
struct PacketChannel {
  std::uint8_t slot = 0, tsc = 0;
  bool hopping = false;
  std::uint16_t arfcn = 0; ///< if not hopping
  bool operator==(const PacketChannel&) const = default;
};

/// Octet "dedicated mode or TBF", §10.5.2.25b: what kind of assignment this is.
struct DedicatedModeOrTbf {
  bool tbf = false;      ///< false: dedicated mode, a channel is described
  bool downlink = false; ///< TBF only
  bool tma = false;      ///< two-message assignment
  bool operator==(const DedicatedModeOrTbf&) const = default;
};

struct ImmediateAssignment {
  std::uint8_t page_mode = 0;
  DedicatedModeOrTbf mode;
  std::optional<ChannelDescription> channel; ///< dedicated mode
  std::optional<PacketChannel> packet;       ///< TBF
  RequestReference request;
  std::uint8_t timing_advance = 0;              ///< symbols; 0 to 63 (219 in GSM 400)
  std::vector<std::uint8_t> mobile_allocation;  ///< octets as sent, empty if no hopping
  std::optional<std::uint8_t> starting_time_t1; ///< modulo 32, if there is a starting time
  bool packet_downlink = false; ///< rest octets assign a downlink TBF, to a TLLI that is not kept
  bool operator==(const ImmediateAssignment&) const = default;
};

struct ImmediateAssignmentExtended {
  struct Half {
    ChannelDescription channel;
    RequestReference request;
    std::uint8_t timing_advance = 0;
    bool operator==(const Half&) const = default;
  };
  std::uint8_t page_mode = 0;
  std::array<Half, 2> halves;
  bool operator==(const ImmediateAssignmentExtended&) const = default;
};

struct ImmediateAssignmentReject {
  struct Rejected {
    RequestReference request;
    std::uint8_t wait_s = 0; ///< T3122
    bool operator==(const Rejected&) const = default;
  };
  std::uint8_t page_mode = 0;
  std::array<Rejected, 4> rejected; ///< always four; unused ones repeat the last
  bool operator==(const ImmediateAssignmentReject&) const = default;
};

Parsed<ImmediateAssignment> parse_immediate_assignment(std::span<const std::uint8_t> l2);
Parsed<ImmediateAssignmentExtended>
parse_immediate_assignment_extended(std::span<const std::uint8_t> l2);
Parsed<ImmediateAssignmentReject>
parse_immediate_assignment_reject(std::span<const std::uint8_t> l2);

} // namespace cw::messages::gsm
