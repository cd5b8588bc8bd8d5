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
  std::vector<std::uint16_t> cells; ///< FDD: primary scrambling code + 512 * diversity; rising
  bool operator==(const UtranNeighbours&) const = default;
};

/// Serving cell's priorities, "GPRS/GERAN priority parameters".
struct GeranPriority {
  std::uint8_t priority = 0;
  std::uint8_t thresh_priority_search_code = 0;
  std::uint8_t thresh_gsm_low_code = 0;
  std::uint8_t h_prio_code = 0;
  std::uint8_t t_reselection_code = 0;
  bool operator==(const GeranPriority&) const = default;
};

struct UtranPriority {
  std::vector<std::uint8_t> frequency_indices; ///< empty: all
  std::optional<std::uint8_t> priority;
  std::uint8_t thresh_high_code = 0;
  std::optional<std::uint8_t> thresh_low_code, qrxlevmin_code;
  bool operator==(const UtranPriority&) const = default;
};

/// One "repeated E-UTRAN neighbour cells" structure: frequencies with common priorities.
struct EutranNeighbours {
  std::vector<std::uint16_t> earfcns;
  std::vector<std::optional<std::uint8_t>> meas_bandwidth_codes; ///< one for each EARFCN
  std::optional<std::uint8_t> priority;                          ///< 0 to 7; 7 is the highest
  std::uint8_t thresh_high_code = 0;                             ///< 2 dB steps
  std::optional<std::uint8_t> thresh_low_code;
  std::optional<std::uint8_t> qrxlevmin_code; ///< -140 dBm + 2 dB steps
  bool operator==(const EutranNeighbours&) const = default;
};

struct Si2quater {
  bool ba_ind = false, ba_ind_3g = false, mp_change_mark = false;
  std::uint8_t index = 0, count = 0; ///< this instance, and the last instance's index
  std::optional<std::uint16_t> report_type_or_measurement; ///< measurement parameters present
  std::vector<UtranNeighbours> utran;
  std::optional<GeranPriority> geran_priority;
  std::vector<UtranPriority> utran_priorities;
  std::vector<EutranNeighbours> eutran;
  /// False: a structure this reader does not know came before the end, and what follows it is
  /// missing here.
  bool complete = true;
  bool operator==(const Si2quater&) const = default;
};

Parsed<Si2quater> parse_si2quater(std::span<const std::uint8_t> l2);

} // namespace cw::messages::gsm
