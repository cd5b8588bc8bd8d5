#include "tests/unit/detector/world.h"

#include <algorithm>

namespace cw::detector {

namespace gsm = messages::gsm;

gsm::Lai lai(const std::string& mcc, const std::string& mnc, std::uint16_t lac) {
  gsm::Lai who;
  const auto digit = [](char letter) { return static_cast<std::uint8_t>(letter - '0'); };
  std::ranges::transform(mcc, who.plmn.mcc.begin(), digit);
  std::ranges::transform(mnc, who.plmn.mnc.begin(), digit);
  who.plmn.mnc_digits = static_cast<std::uint8_t>(mnc.size());
  who.lac = lac;
  return who;
}

Tally said(std::uint64_t times, double first_s, double last_s) {
  Tally tally;
  for (std::uint64_t i = 0; i < times; ++i) {
    const double share = times == 1 ? 0 : static_cast<double>(i) / static_cast<double>(times - 1);
    tally.add(i, first_s + (last_s - first_s) * share);
  }
  return tally;
}

CellFacts lawful_cell(std::uint16_t ci, std::uint16_t arfcn, std::uint16_t lac) {
  CellFacts cell;
  cell.heard_on.arfcn = wire::Arfcn{wire::GsmBand::gsm900, arfcn};
  cell.heard_on.carrier_hz = wire::downlink_hz(*cell.heard_on.arfcn);
  cell.heard_on.bsic = 12;
  cell.heard_on.train = ci;
  cell.heard = said(2000);
  cell.sch = said(1000);
  cell.on_air = {{0, 60}};
  cell.blocks = {{"bcch", 200}, {"ccch", 1800}};
  cell.level_dbfs = -40;
  cell.snr_db = 20;
  wire::GsmMeasurement measured;
  measured.heard_on = cell.heard_on;
  measured.blocks_good = measured.blocks_tried = 2000;
  measured.sch = 1000;
  cell.measured = measured;
  gsm::Si3 si3;
  si3.gprs = gsm::GprsIndicator{};
  si3.si2quater_on_ext = false;
  si3.selection.rxlev_access_min_code = 6;
  cell.si1 = {gsm::Si1{}, said(20)};
  cell.si2 = {gsm::Si2{}, said(20)};
  cell.si3 = {si3, said(20)};
  cell.si4 = {gsm::Si4{}, said(20)};
  cell.si4->value.selection = si3.selection;
  cell.si13 = {gsm::Si13{}, said(20)};
  gsm::Si2quater quater;
  quater.eutran.emplace_back();
  quater.eutran.back().earfcns = {1300};
  cell.si2quater[0] = {quater, said(20)};
  set_identity(cell, lai("262", "01", lac), ci);
  set_offset(cell, 0, 0);
  set_t3212(cell, 40);
  set_neighbours(cell, {10, 11, 12, 13, 14, 15, 60, 61});
  return cell;
}

void set_identity(CellFacts& cell, const gsm::Lai& who, std::uint16_t ci) {
  cell.si3->value.lai = who;
  cell.si3->value.ci = ci;
  cell.si4->value.lai = who;
  cell.identities.clear();
  cell.identities.push_back({.lai = who, .ci = ci, .said = said(40)});
}

void set_offset(CellFacts& cell, std::uint8_t code, std::uint8_t penalty_time_code) {
  const gsm::Reselection c2{.cbq = false,
                            .cell_reselect_offset_code = code,
                            .temporary_offset_code = 0,
                            .penalty_time_code = penalty_time_code};
  cell.si3->value.reselection = c2;
  cell.si4->value.reselection = c2;
}

void set_t3212(CellFacts& cell, std::uint8_t decihours) {
  cell.si3->value.control.t3212_code = decihours;
}

void set_neighbours(CellFacts& cell, const std::vector<std::uint16_t>& arfcns) {
  cell.si2->value.neighbours.arfcns = arfcns;
}

void set_thin(CellFacts& cell) {
  cell.si3->value.gprs.reset();
  cell.si3->value.si2quater_on_ext.reset();
  cell.si13.reset();
  cell.si2quater.clear();
}

void set_carrier_error(CellFacts& cell, double ppm, double sigma_ppm, double consensus_ppm) {
  cell.carrier_error = {{1, ppm + consensus_ppm, sigma_ppm}, {50, ppm + consensus_ppm, sigma_ppm}};
  cell.frequency_error_ppm = ppm;
  cell.consensus = true;
  cell.consensus_spread_ppm = 0.01;
}

Dialogue dialogue(double start_s) {
  Dialogue one;
  one.start_s = start_s;
  one.last_s = start_s + 2;
  one.assigned = true;
  one.released = true;
  one.frames = one.frames_sent = 10;
  one.began = Dialogue::Began::location_update;
  one.blocks = {100, 101, 102};
  return one;
}

Dialogue exposing_dialogue(double start_s) {
  Dialogue one = dialogue(start_s);
  one.imsi_asked = true;
  return one;
}

Dialogue secured_dialogue(double start_s) {
  Dialogue one = exposing_dialogue(start_s);
  one.authentication = true;
  one.cipher = 1U;
  return one;
}

World::World(std::size_t count) : cell(lawful_cell(1000, 60)) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = static_cast<std::uint16_t>(i);
    others.push_back(lawful_cell(static_cast<std::uint16_t>(2000 + number),
                                 static_cast<std::uint16_t>(10 + number)));
    others.back().level_dbfs = -50;
  }
}

Scene World::scene() const {
  Scene scene{.cell = cell, .limits = limits};
  scene.now_s = now_s;
  scene.session_start_s = session_start_s;
  scene.place = place;
  scene.coverage = coverage;
  scene.licences = &licences;
  scene.sensor_static = sensor_static;
  for (const CellFacts& other : others) {
    scene.others.push_back(&other);
    if (plmn_text(other) && plmn_text(other) == plmn_text(cell)) {
      scene.peers.push_back(live_peer(other));
    }
  }
  for (const KnownCell& one : known) {
    scene.peers.push_back(known_peer(one));
  }
  return scene;
}

const Finding* finding(const RuleResult& result) {
  return std::get_if<Finding>(&result);
}
bool is_silent(const RuleResult& result) {
  return std::holds_alternative<Silent>(result);
}
std::string needs(const RuleResult& result) {
  const auto* what = std::get_if<Needs>(&result);
  return what == nullptr ? std::string() : what->what;
}

} // namespace cw::detector
