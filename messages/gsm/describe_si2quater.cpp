// SI2quater as people read it: priorities and thresholds of TS 45.008 §6.6.6.
#include "messages/gsm/describe_kinds.h"
#include "messages/gsm/field_list.h"

#include <array>

namespace cw::messages::gsm {

namespace {

std::optional<int> in_steps(const std::optional<std::uint8_t>& code, int first, int step) {
  if (!code) {
    return std::nullopt;
  }
  return first + step * *code;
}

wire::Fields describe_utran(const UtranNeighbours& neighbours) {
  wire::Fields fields;
  add(fields, "uarfcn", neighbours.uarfcn);
  add(fields, "duplex", neighbours.tdd ? "tdd" : "fdd");
  if (neighbours.tdd) {
    add(fields, "tdd_cells", neighbours.cells);
    return fields;
  }
  wire::FieldList codes;
  for (const std::uint16_t cell : neighbours.cells) {
    codes.push_back(value_of(cell & 0x1FF)); // above it: diversity
  }
  add(fields, "scrambling_codes", std::move(codes));
  return fields;
}

wire::Fields describe_serving(const ServingPriority& serving) {
  wire::Fields fields;
  add(fields, "geran_priority", serving.geran_priority);
  add(fields, "thresh_priority_search_code", serving.thresh_priority_search_code);
  add(fields, "thresh_gsm_low_code", serving.thresh_gsm_low_code);
  add(fields, "h_prio_code", serving.h_prio_code);
  add(fields, "t_reselection_s", (serving.t_reselection_code + 1U) * 5);
  return fields;
}

wire::Fields describe_utran_priority(const UtranPriority& priority) {
  wire::Fields fields;
  add(fields, "utran_frequency_indices", priority.frequency_indices);
  add_if(fields, "utran_priority", priority.priority);
  add(fields, "thresh_utran_high_db", priority.thresh_high_code * 2);
  add_if(fields, "thresh_utran_low_db", in_steps(priority.thresh_low_code, 0, 2));
  add_if(fields, "utran_qrxlevmin_dbm", in_steps(priority.qrxlevmin_code, -119, 2));
  return fields;
}

std::optional<int> prb_of(const std::optional<std::uint8_t>& code) {
  static constexpr std::array<int, 6> k_prb{6, 15, 25, 50, 75, 100};
  if (!code || *code >= k_prb.size()) {
    return std::nullopt;
  }
  return k_prb[*code];
}

wire::Fields describe_eutran(const EutranNeighbours& neighbours) {
  wire::Fields fields;
  add(fields, "earfcns", neighbours.earfcns);
  wire::FieldList bandwidths;
  for (const std::optional<std::uint8_t>& code : neighbours.measurement_bandwidth_codes) {
    bandwidths.push_back(value_of(prb_of(code)));
  }
  add(fields, "measurement_bandwidths_prb", std::move(bandwidths));
  add_if(fields, "eutran_priority", neighbours.priority);
  add(fields, "thresh_eutran_high_db", neighbours.thresh_high_code * 2);
  add_if(fields, "thresh_eutran_low_db", in_steps(neighbours.thresh_low_code, 0, 2));
  add_if(fields, "eutran_qrxlevmin_dbm", in_steps(neighbours.qrxlevmin_code, -140, 2));
  return fields;
}

template <class T, class Describe>
void add_list(wire::Fields& fields,
              std::string name,
              const std::vector<T>& items,
              Describe describe_item) {
  wire::FieldList list;
  for (const T& item : items) {
    list.push_back(value_of(describe_item(item)));
  }
  add(fields, std::move(name), std::move(list));
}

} // namespace

wire::Fields describe_fields(const Si2quater& si) {
  wire::Fields fields;
  add(fields, "ba_ind", si.ba_ind);
  add(fields, "ba_ind_3g", si.ba_ind_3g);
  add(fields, "mp_change_mark", si.mp_change_mark);
  add(fields, "si2quater_index", si.index);
  add(fields, "si2quater_count", si.count);
  add_list(fields, "utran_neighbours", si.utran, describe_utran);
  if (si.serving_priority) {
    add(fields, "serving_cell_priority", describe_serving(*si.serving_priority));
  }
  add_list(fields, "utran_priorities", si.utran_priorities, describe_utran_priority);
  add_list(fields, "eutran_neighbours", si.eutran, describe_eutran);
  if (!si.complete) {
    add(fields, "complete", false);
  }
  return fields;
}

} // namespace cw::messages::gsm
