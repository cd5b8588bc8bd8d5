#include "detector/rules/scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace cw::detector {
namespace {

std::optional<int> number_of(const KnownCell& cell, const char* field) {
  const auto found = cell.fields.find(field);
  if (found == cell.fields.end() || found->second.empty()) {
    return std::nullopt;
  }
  const std::string& text = found->second.back();
  int value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  return end.ec == std::errc() ? std::optional(value) : std::nullopt;
}

std::optional<bool> flag_of(const KnownCell& cell, const char* field) {
  const auto found = cell.fields.find(field);
  if (found == cell.fields.end() || found->second.empty()) {
    return std::nullopt;
  }
  return found->second.back() == "yes";
}

std::optional<wire::GsmBand> band_of(const std::string& name) {
  using Band = wire::GsmBand;
  for (const Band band : {Band::gsm850, Band::gsm900, Band::dcs1800, Band::pcs1900}) {
    if (wire::band_name(band) == name) {
      return band;
    }
  }
  return std::nullopt;
}

} // namespace

Peer known_peer(const KnownCell& cell) {
  Peer peer{.live = false, .id = cell.id, .lac = cell.lac, .level_dbfs = cell.level_dbfs};
  if (const auto band = band_of(cell.band); band && cell.arfcn) {
    peer.arfcn = wire::Arfcn{*band, static_cast<std::uint16_t>(*cell.arfcn)};
  }
  peer.effective_offset_db = number_of(cell, "cell_reselect_offset_db");
  if (peer.effective_offset_db && number_of(cell, "penalty_time_code") ==
                                      static_cast<int>(messages::gsm::k_penalty_subtracts)) {
    peer.effective_offset_db = -*peer.effective_offset_db;
  }
  peer.rxlev_access_min_dbm = number_of(cell, "rxlev_access_min_dbm");
  if (const auto t3212 = number_of(cell, "t3212_min")) {
    peer.t3212_min = static_cast<unsigned>(std::max(0, *t3212));
  }
  if (const auto list = cell.fields.find("neighbour_arfcns"); list != cell.fields.end()) {
    peer.neighbours = list_of(list->second.back());
  }
  peer.gprs = flag_of(cell, "gprs");
  peer.si2quater = flag_of(cell, "si2quater");
  return peer;
}

Peer live_peer(const CellFacts& cell) {
  Peer peer{.live = true,
            .id = cell_id(cell).value_or(""),
            .arfcn = cell.heard_on.arfcn,
            .lac = cell.identity()->lai.lac,
            .level_dbfs = cell.level_dbfs};
  peer.facts = &cell;
  if (const auto* c2 = reselection(cell)) {
    const int db = static_cast<int>(c2->cell_reselect_offset_db());
    peer.effective_offset_db = c2->offset_subtracted() ? -db : db;
  } else if (cell.si3 && cell.si4) {
    peer.effective_offset_db = 0; // it says that it has none
  }
  if (cell.si3) {
    const auto& si3 = cell.si3->value;
    peer.rxlev_access_min_dbm = si3.selection.rxlev_access_min_dbm();
    peer.t3212_min = si3.control.t3212_min().value_or(0);
    peer.gprs = si3.gprs.has_value();
    peer.si2quater = si3.si2quater_on_ext.has_value();
  }
  if (neighbours_complete(cell)) {
    const auto all = neighbours(cell);
    peer.neighbours = std::vector<int>(all.begin(), all.end());
  }
  return peer;
}

std::string Chosen::text() const {
  std::string text = fmt::format("{} peer{}", peers.size(), peers.size() == 1 ? "" : "s");
  if (from_baseline > 0) {
    text += fmt::format(" ({} from the baseline)", from_baseline);
  }
  return text;
}

Chosen
choose_peers(const Scene& scene, std::size_t enough, const std::function<bool(const Peer&)>& fits) {
  Chosen chosen;
  for (const bool live : {true, false}) {
    if (!live && chosen.size() >= enough) {
      break;
    }
    for (const Peer& peer : scene.peers) {
      if (peer.live == live && fits(peer)) {
        chosen.peers.push_back(&peer);
        chosen.from_baseline += live ? 0U : 1U;
      }
    }
  }
  return chosen;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::size_t level_rank(const Scene& scene) {
  std::size_t rank = 1;
  for (const Peer& peer : scene.peers) {
    rank += peer.live && peer.level_dbfs > scene.cell.level_dbfs ? 1U : 0U;
  }
  return rank;
}

bool same_carrier(const wire::RadioId& one, const wire::RadioId& other) {
  if (one.arfcn && other.arfcn) {
    return *one.arfcn == *other.arfcn;
  }
  constexpr double k_half_spacing_hz = wire::k_carrier_spacing_hz / 2;
  const double apart_hz = one.carrier_offset_hz - other.carrier_offset_hz;
  return apart_hz < k_half_spacing_hz && apart_hz > -k_half_spacing_hz;
}

} // namespace cw::detector
