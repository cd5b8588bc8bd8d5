// SYSTEM INFORMATION messages with their rest octets (TS 44.018 §9.1.31 to 9.1.43a).
#pragma once

#include "messages/gsm/cell_parameters.h"
#include "messages/gsm/channel_description.h"
#include "messages/gsm/frequency_list.h"
#include "messages/gsm/identity.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cw::messages::gsm {

struct Si1 {
  FrequencyList cell_channels;
  RachControl rach;
  std::optional<std::uint8_t> nch_position;
  bool band_1900 = false; ///< ARFCNs 512 to 810 are PCS 1900, not DCS 1800
  bool operator==(const Si1&) const = default;
};

struct Si2 {
  FrequencyList neighbours;
  std::uint8_t ncc_permitted = 0; ///< bit n: NCC n may be reported
  RachControl rach;
  bool operator==(const Si2&) const = default;
};

struct Si2bis {
  FrequencyList neighbours;
  RachControl rach;
  bool operator==(const Si2bis&) const = default;
};

struct Si2ter {
  FrequencyList neighbours;
  bool operator==(const Si2ter&) const = default;
};

struct Si3 {
  std::uint16_t ci = 0;
  Lai lai;
  ControlChannel control;
  CellOptions options;
  CellSelection selection;
  RachControl rach;
  // Rest octets, §10.5.2.34:
  std::optional<Reselection> reselection;
  std::optional<std::uint8_t> power_offset_code; ///< DCS 1800 class 3, 2 dB steps
  bool si2ter_ind = false;
  bool early_classmark_sending = false;
  std::optional<std::uint8_t> si9_where;
  std::optional<GprsIndicator> gprs;
  bool early_classmark_restriction_3g =
      false;                            ///< 3G early classmark sending restriction bit, as sent
  std::optional<bool> si2quater_on_ext; ///< present: there is SI2quater; true: on BCCH Ext
  bool operator==(const Si3&) const = default;
};

struct Si4 {
  Lai lai;
  CellSelection selection;
  RachControl rach;
  std::optional<ChannelDescription> cbch;
  std::optional<std::vector<std::uint8_t>> cbch_mobile_allocation; ///< octets as sent, if CBCH hops
  // Rest octets, §10.5.2.35:
  std::optional<Reselection> reselection;
  std::optional<std::uint8_t> power_offset_code;
  std::optional<GprsIndicator> gprs;
  bool operator==(const Si4&) const = default;
};

struct Si5 {
  FrequencyList neighbours;
  bool operator==(const Si5&) const = default;
};
struct Si5bis {
  FrequencyList neighbours;
  bool operator==(const Si5bis&) const = default;
};
struct Si5ter {
  FrequencyList neighbours;
  bool operator==(const Si5ter&) const = default;
};

struct Si6 {
  std::uint16_t ci = 0;
  Lai lai;
  CellOptions options;
  std::uint8_t ncc_permitted = 0;
  bool operator==(const Si6&) const = default;
};

/// GPRS cell options, TS 44.060 §12.24, as far as they are read.
struct GprsOptions {
  std::uint8_t nmo_code = 0; ///< network mode of operation I to III; 3 reserved
  std::uint8_t t3168_code = 0, t3192_code = 0, drx_timer_max_code = 0;
  bool access_burst_type = false; ///< false: 8 bits, true: 11 bits
  bool control_ack_type = false;
  std::uint8_t bs_cv_max = 0;
  bool egprs = false;
  bool operator==(const GprsOptions&) const = default;
};

struct Si13 {
  bool rest_present = false; ///< false: the rest octets hold nothing (SI13 without GPRS)
  std::uint8_t bcch_change_mark = 0;
  std::uint8_t si_change_field = 0;
  bool has_mobile_allocation = false;
  bool pbcch = false; ///< true: PBCCH present, and the fields below are not
  std::uint8_t rac = 0;
  bool spgc_ccch_sup = false;
  std::uint8_t priority_access_thr_code = 0;
  std::uint8_t network_control_order = 0;
  GprsOptions gprs;
  bool operator==(const Si13&) const = default;
};

Parsed<Si1> parse_si1(std::span<const std::uint8_t> l2);
Parsed<Si2> parse_si2(std::span<const std::uint8_t> l2);
Parsed<Si2bis> parse_si2bis(std::span<const std::uint8_t> l2);
Parsed<Si2ter> parse_si2ter(std::span<const std::uint8_t> l2);
Parsed<Si3> parse_si3(std::span<const std::uint8_t> l2);
Parsed<Si4> parse_si4(std::span<const std::uint8_t> l2);
Parsed<Si5> parse_si5(std::span<const std::uint8_t> l2);
Parsed<Si5bis> parse_si5bis(std::span<const std::uint8_t> l2);
Parsed<Si5ter> parse_si5ter(std::span<const std::uint8_t> l2);
Parsed<Si6> parse_si6(std::span<const std::uint8_t> l2);
Parsed<Si13> parse_si13(std::span<const std::uint8_t> l2);

} // namespace cw::messages::gsm
