// System information as people read it.
#include "messages/gsm/describe_kinds.h"
#include "messages/gsm/describe_parts.h"

namespace cw::messages::gsm {

namespace {

template <class T>
wire::Fields describe_neighbours_2(const T& si) {
  wire::Fields fields;
  add_frequency_list(fields, "neighbour_arfcns", si.neighbours);
  add(fields, "ba_ind", si.neighbours.ba_ind);
  add(fields, "multiband_reporting", si.neighbours.multiband_reporting);
  return fields;
}

wire::Fields describe_neighbours(const FrequencyList& neighbours) {
  wire::Fields fields;
  add_frequency_list(fields, "neighbour_arfcns", neighbours);
  add(fields, "ext_ind", neighbours.ext_ind);
  add(fields, "ba_ind", neighbours.ba_ind);
  return fields;
}

std::string_view nmo_name(std::uint8_t code) noexcept {
  switch (code) {
  case 0: return "I";
  case 1: return "II";
  case 2: return "III";
  default: return "reserved";
  }
}

void add_gprs_options(wire::Fields& fields, const GprsOptions& gprs) {
  add(fields, "nmo", nmo_name(gprs.nmo_code));
  add(fields, "t3168_ms", (gprs.t3168_code + 1U) * 500);
  add(fields, "t3192_code", gprs.t3192_code);
  add(fields, "drx_timer_max_code", gprs.drx_timer_max_code);
  add(fields, "access_burst_bits", gprs.access_burst_type ? 11 : 8);
  add(fields, "control_ack_type", gprs.control_ack_type);
  add(fields, "bs_cv_max", gprs.bs_cv_max);
  add(fields, "egprs", gprs.egprs);
}

} // namespace

wire::Fields describe_fields(const Si1& si) {
  wire::Fields fields;
  add_frequency_list(fields, "cell_arfcns", si.cell_channels);
  add_rach(fields, si.rach);
  add_if(fields, "nch_position", si.nch_position);
  add(fields, "band_indicator", si.band_1900 ? "1900" : "1800");
  return fields;
}

wire::Fields describe_fields(const Si2& si) {
  wire::Fields fields = describe_neighbours(si.neighbours);
  add_ncc_permitted(fields, si.ncc_permitted);
  add_rach(fields, si.rach);
  return fields;
}

wire::Fields describe_fields(const Si2bis& si) {
  wire::Fields fields = describe_neighbours(si.neighbours);
  add_rach(fields, si.rach);
  return fields;
}

wire::Fields describe_fields(const Si2ter& si) {
  return describe_neighbours_2(si);
}

wire::Fields describe_fields(const Si3& si) {
  wire::Fields fields;
  add(fields, "ci", si.ci);
  add_lai(fields, si.lai);
  add_control_channel(fields, si.control);
  add_cell_options(fields, si.options);
  add(fields, "dn_ind", si.options.dn_ind);
  add_selection(fields, si.selection);
  add_rach(fields, si.rach);
  add_reselection(fields, si.reselection, si.power_offset_code);
  add(fields, "si2ter_ind", si.si2ter_ind);
  add(fields, "early_classmark_sending", si.early_classmark_sending);
  add_if(fields, "si9_where", si.si9_where);
  add_gprs(fields, si.gprs);
  add(fields, "early_classmark_restriction_3g", si.early_classmark_restriction_3g);
  add(fields, "si2quater_ind", si.si2quater_on_ext.has_value());
  if (si.si2quater_on_ext) {
    add(fields, "si2quater_position", *si.si2quater_on_ext ? "bcch_ext" : "bcch_norm");
  }
  return fields;
}

wire::Fields describe_fields(const Si4& si) {
  wire::Fields fields;
  add_lai(fields, si.lai);
  add_selection(fields, si.selection);
  add_rach(fields, si.rach);
  if (si.cbch) {
    add(fields, "cbch", describe_channel(*si.cbch));
  }
  if (si.cbch_mobile_allocation) {
    add(fields, "cbch_mobile_allocation", hex_text(*si.cbch_mobile_allocation));
  }
  add_reselection(fields, si.reselection, si.power_offset_code);
  add_gprs(fields, si.gprs);
  return fields;
}

wire::Fields describe_fields(const Si5& si) {
  return describe_neighbours(si.neighbours);
}
wire::Fields describe_fields(const Si5bis& si) {
  return describe_neighbours(si.neighbours);
}
wire::Fields describe_fields(const Si5ter& si) {
  return describe_neighbours_2(si);
}

wire::Fields describe_fields(const Si6& si) {
  wire::Fields fields;
  add(fields, "ci", si.ci);
  add_lai(fields, si.lai);
  add_cell_options(fields, si.options);
  add_ncc_permitted(fields, si.ncc_permitted);
  return fields;
}

wire::Fields describe_fields(const Si13& si) {
  wire::Fields fields;
  add(fields, "gprs", si.rest_present);
  if (!si.rest_present) {
    return fields;
  }
  add(fields, "bcch_change_mark", si.bcch_change_mark);
  add(fields, "si_change_field", si.si_change_field);
  add(fields, "gprs_mobile_allocation", si.has_mobile_allocation);
  add(fields, "pbcch", si.pbcch);
  if (si.pbcch) {
    return fields;
  }
  add(fields, "rac", si.rac);
  add(fields, "spgc_ccch_sup", si.spgc_ccch_sup);
  add(fields, "priority_access_thr_code", si.priority_access_thr_code);
  add(fields, "network_control_order", si.network_control_order);
  add_gprs_options(fields, si.gprs);
  return fields;
}

} // namespace cw::messages::gsm
