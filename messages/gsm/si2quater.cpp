// SI2quater rest octets (TS 44.018 §10.5.2.33b): a CSN.1 structure in which everything is optional
// and what one does not want still has to be walked.
#include "messages/gsm/si2quater.h"

#include "messages/gsm/frequency_list.h"
#include "messages/gsm/rest_octets.h"
#include "messages/gsm/rr_header.h"
#include "messages/gsm/si2quater_skips.h"

#include <algorithm>

namespace cw::messages::gsm {

namespace {

std::uint8_t take_octet(BitReader& in, unsigned bits) noexcept {
  return static_cast<std::uint8_t>(in.take(bits));
}

std::optional<std::uint8_t> take_optional(BitReader& in, unsigned bits) noexcept {
  if (!in.take_flag()) {
    return std::nullopt;
  }
  return take_octet(in, bits);
}

/// Cells of one UMTS frequency: a count, and as many numbers in a tree as frequency lists use. The
/// first has `width` bits, its two children one less, and so on (table 10.5.2.33b.1). A zero ends
/// the list before its count; its bits up to the count are there all the same.
std::vector<std::uint16_t> take_utran_cells(BitReader& in, unsigned width) {
  const bool has_cell_0 = in.take_flag();
  const unsigned count = in.take(5);
  const unsigned max_count = width == 10 ? 16 : 20; // above, the length is 0
  std::vector<std::uint16_t> w;
  bool ended = false;
  unsigned level = 1;
  for (unsigned k = 1; k <= count && count <= max_count; ++k) {
    if (k == level * 2) {
      level *= 2;
      --width;
    }
    const auto value = static_cast<std::uint16_t>(in.take(width));
    ended = ended || value == 0;
    if (!ended) {
      w.push_back(value);
    }
  }
  const unsigned range = max_count == 16 ? 1023 : 511;
  std::vector<std::uint16_t> cells = decode_ranges(w, range);
  if (has_cell_0) {
    cells.push_back(0);
  }
  std::sort(cells.begin(), cells.end());
  return cells;
}

void take_utran_description(BitReader& in, bool tdd, std::vector<UtranNeighbours>& utran) {
  if (in.take_flag()) {
    in.skip(3); // bandwidth
  }
  while (in.take_flag()) {
    UtranNeighbours neighbours;
    neighbours.tdd = tdd;
    in.skip(1); // 0; a 1 is for later versions
    neighbours.uarfcn = static_cast<std::uint16_t>(in.take(14));
    neighbours.cells = take_utran_cells(in, tdd ? 9 : 10);
    if (!in.ok()) {
      return;
    }
    utran.push_back(std::move(neighbours));
  }
}

/// 3G neighbour cell description.
void take_utran_neighbours(BitReader& in, std::vector<UtranNeighbours>& utran) {
  if (in.take_flag()) {
    in.skip(7); // Index_Start_3G
  }
  if (in.take_flag()) {
    in.skip(7); // Absolute_Index_Start_EMR
  }
  if (in.take_flag()) {
    take_utran_description(in, false, utran);
  }
  if (in.take_flag()) {
    take_utran_description(in, true, utran);
  }
}

ServingPriority take_serving_priority(BitReader& in) noexcept {
  ServingPriority serving;
  serving.geran_priority = take_octet(in, 3);
  serving.thresh_priority_search_code = take_octet(in, 4);
  serving.thresh_gsm_low_code = take_octet(in, 4);
  serving.h_prio_code = take_octet(in, 2);
  serving.t_reselection_code = take_octet(in, 2);
  return serving;
}

/// 3G priority parameters description.
void take_utran_priorities(BitReader& in, std::vector<UtranPriority>& priorities) {
  in.skip(2); // UTRAN_Start, UTRAN_Stop
  if (in.take_flag()) {
    UtranPriority by_default;
    by_default.priority = take_octet(in, 3);
    by_default.thresh_high_code = take_octet(in, 5);
    by_default.qrxlevmin_code = take_octet(in, 5);
    priorities.push_back(by_default);
  }
  while (in.take_flag()) {
    UtranPriority priority;
    while (in.take_flag()) {
      priority.frequency_indices.push_back(take_octet(in, 5));
    }
    priority.priority = take_optional(in, 3);
    priority.thresh_high_code = take_octet(in, 5);
    priority.thresh_low_code = take_optional(in, 5);
    priority.qrxlevmin_code = take_optional(in, 5);
    if (!in.ok()) {
      return;
    }
    priorities.push_back(std::move(priority));
  }
}

EutranNeighbours take_eutran_neighbours(BitReader& in) {
  EutranNeighbours neighbours;
  while (in.take_flag()) {
    neighbours.earfcns.push_back(static_cast<std::uint16_t>(in.take(16)));
    neighbours.measurement_bandwidth_codes.push_back(take_optional(in, 3));
  }
  neighbours.priority = take_optional(in, 3);
  neighbours.thresh_high_code = take_octet(in, 5);
  neighbours.thresh_low_code = take_optional(in, 5);
  neighbours.qrxlevmin_code = take_optional(in, 5);
  return neighbours;
}

/// E-UTRAN parameters description.
void take_eutran(BitReader& in, std::vector<EutranNeighbours>& eutran) {
  in.skip(3); // E-UTRAN_CCN_ACTIVE, E-UTRAN_Start, E-UTRAN_Stop
  if (in.take_flag()) {
    skip_eutran_measurement(in);
  }
  if (in.take_flag()) {
    skip_gprs_eutran_measurement(in);
  }
  while (in.take_flag()) {
    EutranNeighbours neighbours = take_eutran_neighbours(in);
    if (!in.ok()) {
      return;
    }
    eutran.push_back(std::move(neighbours));
  }
  // Not allowed cells and PCID to TA mapping are not read, nor anything after them.
}

/// Additions in releases 5 to 8, each of which may be the last.
void take_additions(BitReader& in, Si2quater& si) {
  if (!take_high(in)) { // release 5
    return;
  }
  if (in.take_flag()) {
    in.skip(3 + 4); // FDD_Qmin_Offset, FDD_RSCPmin
  }
  if (in.take_flag() && in.take_flag()) {
    in.skip(6); // FDD_REPORTING_THRESHOLD_2
  }
  if (!take_high(in)) { // release 6
    return;
  }
  in.skip(1);           // 3G_CCN_ACTIVE
  if (!take_high(in)) { // release 7
    return;
  }
  for (int band = 0; band < 2; ++band) { // 700, 810
    if (in.take_flag()) {
      in.skip(3 + 3);
    }
  }
  if (!take_high(in) || !in.take_flag()) { // release 8; priority and E-UTRAN parameters
    return;
  }
  if (in.take_flag()) {
    si.serving_priority = take_serving_priority(in);
  }
  if (in.take_flag()) {
    take_utran_priorities(in, si.utran_priorities);
  }
  if (in.take_flag()) {
    take_eutran(in, si.eutran);
  }
}

} // namespace

Parsed<Si2quater> parse_si2quater(std::span<const std::uint8_t> l2) {
  BitReader in(l2);
  const bool right_type = take_rr_header(in, 0x07);
  Si2quater si;
  BitReader rest = in.take_octets(20);
  si.ba_ind = rest.take_flag();
  si.ba_ind_3g = rest.take_flag();
  si.mp_change_mark = rest.take_flag();
  si.index = take_octet(rest, 4);
  si.count = take_octet(rest, 4);
  skip_gsm_measurement(rest);
  if (rest.take_flag()) {
    take_utran_neighbours(rest, si.utran);
  }
  skip_3g_measurement(rest);
  take_additions(rest, si);
  si.complete = rest.ok();
  return finish(in, right_type, std::move(si));
}

} // namespace cw::messages::gsm
