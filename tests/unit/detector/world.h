// Cells and their surroundings made by hand: what the rules' tests judge.
#pragma once

#include "detector/rules/rule.h"
#include "detector/rules/rule_list.h"
#include "detector/rules/scene.h"

#include <deque>
#include <string>

namespace cw::detector {

/// A lawful cell of 262-01, seen for a minute: SI1 to SI4, SI13 and SI2quater twenty times each,
/// T3212 240 min, no offset, eight neighbours, ARFCN 60, level -40 dBFS.
CellFacts lawful_cell(std::uint16_t ci, std::uint16_t arfcn, std::uint16_t lac = 4711);

messages::gsm::Lai lai(const std::string& mcc, const std::string& mnc, std::uint16_t lac);
Tally said(std::uint64_t times, double first_s = 0, double last_s = 60);

/// Changes what the cell says of itself, in SI3, SI4 and as episode.
void set_identity(CellFacts& cell, const messages::gsm::Lai& who, std::uint16_t ci);
void set_offset(CellFacts& cell, std::uint8_t code, std::uint8_t penalty_time_code);
void set_t3212(CellFacts& cell, std::uint8_t decihours);
void set_neighbours(CellFacts& cell, const std::vector<std::uint16_t>& arfcns);
/// No GPRS, no SI2quater, in SI3's words and in fact.
void set_thin(CellFacts& cell);
void set_carrier_error(CellFacts& cell, double ppm, double sigma_ppm, double consensus_ppm = 0);

/// A dialogue of the usual kind: assigned, ten blocks of ten, released.
Dialogue dialogue(double start_s = 10);
/// IMSI asked, rejected or accepted, released: no keys.
Dialogue exposing_dialogue(double start_s = 10);
Dialogue secured_dialogue(double start_s = 10);

/// A cell among others. scene() looks at it as it is then.
struct World {
  CellFacts cell;
  std::deque<CellFacts> others;
  Thresholds limits = Thresholds::built_in();
  Place place;
  Licences licences;
  std::optional<Coverage> coverage;
  std::vector<KnownCell> known; ///< peers from the baseline
  double now_s = 60, session_start_s = 0;
  bool sensor_static = false;

  /// `count` lawful peers on ARFCNs 10, 11, ...
  explicit World(std::size_t count = 5);
  Scene scene() const;
};

const Finding* finding(const RuleResult& result);
bool is_silent(const RuleResult& result);
/// What it needs, empty if it does not.
std::string needs(const RuleResult& result);

} // namespace cw::detector
