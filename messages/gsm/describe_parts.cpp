// Shared elements as people read them.
#include "messages/gsm/describe_parts.h"

#include <fmt/format.h>

#include <array>

namespace cw::messages::gsm {

namespace {

std::string_view format_name(FrequencyFormat format) noexcept {
  switch (format) {
  case FrequencyFormat::bitmap_0: return "bitmap_0";
  case FrequencyFormat::range_1024: return "range_1024";
  case FrequencyFormat::range_512: return "range_512";
  case FrequencyFormat::range_256: return "range_256";
  case FrequencyFormat::range_128: return "range_128";
  case FrequencyFormat::variable_bitmap: return "variable_bitmap";
  case FrequencyFormat::reserved: break;
  }
  return "reserved";
}

std::string_view dtx_name(std::uint8_t dtx) noexcept {
  static constexpr std::array<std::string_view, 4> k_names{"may", "shall", "shall_not", "reserved"};
  return k_names[dtx & 0b11U]; // §10.5.2.3, table 1; the third bit of SI6 is for half rate
}

std::string_view kind_name(ChannelDescription::Kind kind) noexcept {
  switch (kind) {
  case ChannelDescription::Kind::tch_f: return "tch_f";
  case ChannelDescription::Kind::tch_h: return "tch_h";
  case ChannelDescription::Kind::sdcch4: return "sdcch4";
  case ChannelDescription::Kind::sdcch8: return "sdcch8";
  case ChannelDescription::Kind::other: break;
  }
  return "other";
}

constexpr unsigned k_emergency_class = 10; // in the access class mask: emergency calls

} // namespace

std::vector<unsigned> bits_set(unsigned mask, unsigned bits) {
  std::vector<unsigned> set;
  for (unsigned bit = 0; bit < bits; ++bit) {
    if ((mask >> bit & 1U) != 0) {
      set.push_back(bit);
    }
  }
  return set;
}

std::string hex_text(const std::vector<std::uint8_t>& octets) {
  std::string text;
  for (const std::uint8_t octet : octets) {
    text += fmt::format("{:02x}", octet);
  }
  return text;
}

void add_lai(wire::Fields& fields, const Lai& lai) {
  add(fields, "mcc", lai.plmn.mcc_text());
  add(fields, "mnc", lai.plmn.mnc_text());
  add(fields, "lac", lai.lac);
}

void add_rach(wire::Fields& fields, const RachControl& rach) {
  const unsigned classes = rach.acc & ~(1U << k_emergency_class);
  add(fields, "max_retrans", rach.max_retrans());
  add(fields, "tx_integer", rach.tx_integer());
  add(fields, "cell_bar_access", rach.cell_bar_access);
  add(fields, "re", rach.re);
  add(fields, "acc", bits_set(classes, 16));
  add(fields, "emergency_call_allowed", (rach.acc >> k_emergency_class & 1U) == 0);
  add(fields, "acc_code", rach.acc);
}

void add_control_channel(wire::Fields& fields, const ControlChannel& control) {
  add(fields, "mscr", control.mscr);
  add(fields, "att", control.att);
  add(fields, "bs_ag_blks_res", control.bs_ag_blks_res);
  add(fields, "ccch_conf", control.ccch_conf);
  add(fields, "combined_ccch", control.combined());
  add(fields, "si22_ind", control.si22_ind);
  add(fields, "cbq3", control.cbq3);
  add(fields, "bs_pa_mfrms", control.bs_pa_mfrms());
  add(fields, "t3212_min", value_of(control.t3212_min()));
  add(fields, "t3212_code", control.t3212_code);
}

void add_cell_options(wire::Fields& fields, const CellOptions& options) {
  add(fields, "pwrc", options.pwrc);
  add(fields, "dtx", dtx_name(options.dtx));
  add(fields, "dtx_code", options.dtx);
  add(fields, "radio_link_timeout", options.radio_link_timeout());
}

void add_selection(wire::Fields& fields, const CellSelection& selection) {
  add(fields, "cell_reselect_hysteresis_db", selection.cell_reselect_hysteresis_db());
  add(fields, "ms_txpwr_max_cch", selection.ms_txpwr_max_cch);
  add(fields, "acs", selection.acs);
  add(fields, "neci", selection.neci);
  add(fields, "rxlev_access_min_dbm", selection.rxlev_access_min_dbm());
  add(fields, "rxlev_access_min_code", selection.rxlev_access_min_code);
}

void add_reselection(wire::Fields& fields,
                     const std::optional<Reselection>& reselection,
                     const std::optional<std::uint8_t>& power_offset_code) {
  if (reselection) {
    add(fields, "cbq", reselection->cbq);
    add(fields, "cell_reselect_offset_db", reselection->cell_reselect_offset_db());
    add(fields, "cell_reselect_offset_subtracted", reselection->offset_subtracted());
    add(fields, "temporary_offset_db", value_of(reselection->temporary_offset_db()));
    add(fields, "temporary_offset_code", reselection->temporary_offset_code);
    add(fields, "penalty_time_s", value_of(reselection->penalty_time_s()));
    add(fields, "penalty_time_code", reselection->penalty_time_code);
  }
  if (power_offset_code) {
    add(fields, "power_offset_db", *power_offset_code * 2U); // TS 45.008 §9, table 1
  }
}

void add_gprs(wire::Fields& fields, const std::optional<GprsIndicator>& gprs) {
  add(fields, "gprs", gprs.has_value());
  if (gprs) {
    add(fields, "ra_colour", gprs->ra_colour);
    add(fields, "si13_position", gprs->si13_on_bcch_ext ? "bcch_ext" : "bcch_norm");
  }
}

void add_frequency_list(wire::Fields& fields,
                        std::string_view list_name,
                        const FrequencyList& list) {
  add(fields, std::string(list_name), list.arfcns);
  add(fields, "list_format", format_name(list.format));
}

void add_ncc_permitted(wire::Fields& fields, std::uint8_t ncc_permitted) {
  add(fields, "ncc_permitted", bits_set(ncc_permitted, 8));
}

wire::Fields describe_channel(const ChannelDescription& channel) {
  wire::Fields fields;
  add(fields, "channel_type", kind_name(channel.kind));
  add(fields, "channel_type_code", channel.type_code);
  add(fields, "subchannel", channel.sub);
  add(fields, "timeslot", channel.slot);
  add(fields, "tsc", channel.tsc);
  add(fields, "hopping", channel.hopping);
  if (channel.hopping) {
    add(fields, "maio", channel.maio);
    add(fields, "hsn", channel.hsn);
  } else {
    add(fields, "arfcn", channel.arfcn);
  }
  return fields;
}

wire::Fields describe_identity(const MobileIdentity& identity) {
  wire::Fields fields;
  add(fields, "type_of_identity", identity_type_name(identity.type));
  if (identity.home) {
    add(fields, "mcc", identity.home->mcc_text());
    add(fields, "mnc", identity.home->mnc_text());
  }
  return fields;
}

} // namespace cw::messages::gsm
