// Elements that several system information messages share (TS 44.018 §10.5.2). Codes are as sent;
// where a value has a unit, a function beside it reads it.
#pragma once

#include "messages/bit_reader.h"

#include <cstdint>
#include <optional>

namespace cw::messages::gsm {

/// RACH control parameters, §10.5.2.29.
struct RachControl {
  std::uint8_t max_retrans_code = 0; ///< 0 to 3: 1, 2, 4, 7
  std::uint8_t tx_integer_code = 0;  ///< 0 to 15
  bool cell_bar_access = false;
  bool re = false;       ///< true: call reestablishment not allowed
  std::uint16_t acc = 0; ///< bit n: access class n barred; bit 10: emergency call not allowed
  unsigned max_retrans() const noexcept;
  unsigned tx_integer() const noexcept; ///< slots to spread transmission over, 3 to 50
  bool operator==(const RachControl&) const = default;
};

/// Control channel description, §10.5.2.11.
struct ControlChannel {
  bool mscr = false; ///< MSC is release 99 or newer
  bool att = false;  ///< mobiles attach and detach
  std::uint8_t bs_ag_blks_res = 0;
  std::uint8_t ccch_conf =
      0; ///< 1: one carrier slot, combined with SDCCH/4; 0, 2, 4, 6: 1 to 4 slots
  bool si22_ind = false;
  std::uint8_t cbq3 = 0;
  std::uint8_t bs_pa_mfrms_code = 0;
  std::uint8_t t3212_code = 0; ///< decihours; 0: no periodic updating
  bool combined() const noexcept { return ccch_conf == 1; }
  unsigned bs_pa_mfrms() const noexcept { return bs_pa_mfrms_code + 2U; }
  /// Minutes; nothing where the network asks for no periodic updating.
  std::optional<unsigned> t3212_min() const noexcept;
  bool operator==(const ControlChannel&) const = default;
};

/// Cell options, §10.5.2.3 (SI3) and 10.5.2.3a (SI6).
struct CellOptions {
  bool dn_ind = false; ///< SI6 has the third DTX bit, SI3 has DN-IND there
  bool pwrc = false;
  std::uint8_t dtx = 0; ///< 2 bits (BCCH), 3 bits (SACCH: bit 8 is the high one)
  std::uint8_t radio_link_timeout_code = 0;
  unsigned radio_link_timeout() const noexcept { return (radio_link_timeout_code + 1U) * 4; }
  bool operator==(const CellOptions&) const = default;
};

/// Cell selection parameters, §10.5.2.4.
struct CellSelection {
  std::uint8_t cell_reselect_hysteresis_code = 0; ///< 2 dB steps
  std::uint8_t ms_txpwr_max_cch = 0;              ///< power control level
  bool acs = false;
  bool neci = false;
  std::uint8_t rxlev_access_min_code = 0; ///< 0 to 63
  unsigned cell_reselect_hysteresis_db() const noexcept {
    return cell_reselect_hysteresis_code * 2U;
  }
  int rxlev_access_min_dbm() const noexcept { return rxlev_access_min_code - 110; }
  bool operator==(const CellSelection&) const = default;
};

inline constexpr std::uint8_t k_penalty_subtracts = 31;

/// Optional selection parameters in the rest octets of SI3 and SI4 (C2, TS 45.008 §6.4).
struct Reselection {
  bool cbq = false;
  std::uint8_t cell_reselect_offset_code = 0; ///< 2 dB steps
  std::uint8_t temporary_offset_code = 0;     ///< 10 dB steps; 7: infinite
  std::uint8_t penalty_time_code = 0;         ///< 20 s steps; 31: the offset is subtracted from C2
  unsigned cell_reselect_offset_db() const noexcept { return cell_reselect_offset_code * 2U; }
  bool offset_subtracted() const noexcept { return penalty_time_code == k_penalty_subtracts; }
  std::optional<unsigned> temporary_offset_db() const noexcept; ///< nothing: infinite
  std::optional<unsigned> penalty_time_s() const noexcept; ///< nothing: the offset is subtracted
  bool operator==(const Reselection&) const = default;
};

/// GPRS indicator: the cell has GPRS, and where its SI13 is.
struct GprsIndicator {
  std::uint8_t ra_colour = 0;
  bool si13_on_bcch_ext = false; ///< false: on BCCH Norm
  bool operator==(const GprsIndicator&) const = default;
};

RachControl take_rach_control(BitReader& in) noexcept;
ControlChannel take_control_channel(BitReader& in) noexcept;
CellOptions take_cell_options_bcch(BitReader& in) noexcept;
CellOptions take_cell_options_sacch(BitReader& in) noexcept;
CellSelection take_cell_selection(BitReader& in) noexcept;

} // namespace cw::messages::gsm
