// Shared elements of system information (TS 44.018 §10.5.2).
#include "messages/gsm/cell_parameters.h"

#include <array>

namespace cw::messages::gsm {

namespace {

std::uint8_t take_octet(BitReader& in, unsigned bits) noexcept {
  return static_cast<std::uint8_t>(in.take(bits));
}

} // namespace

unsigned RachControl::max_retrans() const noexcept {
  static constexpr std::array<unsigned, 4> k_retrans{1, 2, 4, 7};
  return k_retrans[max_retrans_code & 0b11U];
}

unsigned RachControl::tx_integer() const noexcept {
  static constexpr std::array<unsigned, 16> k_slots{
      3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 20, 25, 32, 50};
  return k_slots[tx_integer_code & 0x0FU];
}

std::optional<unsigned> ControlChannel::t3212_min() const noexcept {
  if (t3212_code == 0) {
    return std::nullopt;
  }
  return t3212_code * 6U;
}

std::optional<unsigned> Reselection::temporary_offset_db() const noexcept {
  if (temporary_offset_code == 7) {
    return std::nullopt;
  }
  return temporary_offset_code * 10U;
}

std::optional<unsigned> Reselection::penalty_time_s() const noexcept {
  if (offset_subtracted()) {
    return std::nullopt;
  }
  return (penalty_time_code + 1U) * 20U;
}

RachControl take_rach_control(BitReader& in) noexcept {
  RachControl rach;
  rach.max_retrans_code = take_octet(in, 2);
  rach.tx_integer_code = take_octet(in, 4);
  rach.cell_bar_access = in.take_flag();
  rach.re = in.take_flag();
  rach.acc = static_cast<std::uint16_t>(in.take(16)); // C15 to C8, C7 to C0
  return rach;
}

ControlChannel take_control_channel(BitReader& in) noexcept {
  ControlChannel control;
  control.mscr = in.take_flag();
  control.att = in.take_flag();
  control.bs_ag_blks_res = take_octet(in, 3);
  control.ccch_conf = take_octet(in, 3);
  control.si22_ind = in.take_flag();
  control.cbq3 = take_octet(in, 2);
  in.skip(2);
  control.bs_pa_mfrms_code = take_octet(in, 3);
  control.t3212_code = take_octet(in, 8);
  return control;
}

CellOptions take_cell_options_bcch(BitReader& in) noexcept {
  CellOptions options;
  options.dn_ind = in.take_flag();
  options.pwrc = in.take_flag();
  options.dtx = take_octet(in, 2);
  options.radio_link_timeout_code = take_octet(in, 4);
  return options;
}

CellOptions take_cell_options_sacch(BitReader& in) noexcept {
  CellOptions options;
  const unsigned high = in.take(1);
  options.pwrc = in.take_flag();
  options.dtx = static_cast<std::uint8_t>(high << 2U | in.take(2));
  options.radio_link_timeout_code = take_octet(in, 4);
  return options;
}

CellSelection take_cell_selection(BitReader& in) noexcept {
  CellSelection selection;
  selection.cell_reselect_hysteresis_code = take_octet(in, 3);
  selection.ms_txpwr_max_cch = take_octet(in, 5);
  selection.acs = in.take_flag();
  selection.neci = in.take_flag();
  selection.rxlev_access_min_code = take_octet(in, 6);
  return selection;
}

} // namespace cw::messages::gsm
