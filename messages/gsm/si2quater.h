// SYSTEM INFORMATION TYPE 2quater: UMTS and LTE neighbours and priorities (TS 44.018 §9.1.34a,
// §10.5.2.33b).
#pragma once

#include "messages/bit_reader.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cw::messages::gsm {

struct UtranNeighbours {
  bool tdd = false;
  std::uint16_t uarfcn = 0;
  /// FDD: primary scrambling code + 512 * diversity. TDD: cell parameter + 128 * sync case + 256 *
  /// diversity. Rising.
  std::vector<std::uint16_t> cells;
  bool operator==(const UtranNeighbours&) const = default;
};

/// Serving cell priority parameters.
struct ServingPriority {
  std::uint8_t geran_priority = 0; ///< 0 to 7; 7 is the highest
  std::uint8_t thresh_priority_search_code = 0;
  std::uint8_t thresh_gsm_low_code = 0;
  std::uint8_t h_prio_code = 0;
  std::uint8_t t_reselection_code = 0;
  bool operator==(const ServingPriority&) const = default;
};

/// Default or repeated UTRAN priority parameters.
struct UtranPriority {
  std::vector<std::uint8_t> frequency_indices; ///< empty: the default, for all others
  std::optional<std::uint8_t> priority;
  std::uint8_t thresh_high_code = 0; ///< 2 dB steps
  std::optional<std::uint8_t> thresh_low_code, qrxlevmin_code;
  bool operator==(const UtranPriority&) const = default;
};

/// One "repeated E-UTRAN neighbour cells" structure: frequencies with common priorities.
struct EutranNeighbours {
  std::vector<std::uint16_t> earfcns;
  /// One for each EARFCN: 0 to 5 are 6 to 100 PRB; nothing where none was sent.
  std::vector<std::optional<std::uint8_t>> measurement_bandwidth_codes;
  std::optional<std::uint8_t> priority; ///< 0 to 7; 7 is the highest
  std::uint8_t thresh_high_code = 0;    ///< 2 dB steps
  std::optional<std::uint8_t> thresh_low_code;
  std::optional<std::uint8_t> qrxlevmin_code; ///< 2 dB steps from -140 dBm
  bool operator==(const EutranNeighbours&) const = default;
};

struct Si2quater {
  bool ba_ind = false, ba_ind_3g = false, mp_change_mark = false;
  std::uint8_t index = 0, count = 0; ///< this instance's, and the last instance's
  std::vector<UtranNeighbours> utran;
  std::optional<ServingPriority> serving_priority;
  std::vector<UtranPriority> utran_priorities;
  std::vector<EutranNeighbours> eutran;
  /// False: the octets ended within a structure. What was read before is here, the rest is not.
  bool complete = true;
  bool operator==(const Si2quater&) const = default;
};

/// Lists are bounded by the 20 rest octets.
Parsed<Si2quater> parse_si2quater(std::span<const std::uint8_t> l2);

} // namespace cw::messages::gsm
