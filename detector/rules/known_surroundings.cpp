#include "detector/rules/known_surroundings.h"

#include <fmt/format.h>

#include <cmath>
#include <set>

namespace cw::detector {
namespace {

constexpr std::size_t k_baseline_peers = 64;   ///< of one operator; most often seen first
constexpr std::size_t k_answers_kept = 20'000; ///< of a kind; an operator a block could be invented

std::string asked_by(const CellFacts& facts) {
  const auto& radio = facts.heard_on;
  return fmt::format("{}|{}|{}",
                     cell_id(facts).value_or(""),
                     radio.arfcn ? radio.arfcn->number : -1,
                     radio.bsic ? static_cast<int>(*radio.bsic) : -1);
}

} // namespace

void KnownSurroundings::forget_old(double now_s) {
  const bool old = std::abs(now_s - asked_s_) > k_good_s;
  if (old || cells_.size() > k_answers_kept || operators_.size() > k_answers_kept ||
      watched_.size() > k_answers_kept) {
    asked_s_ = now_s;
    cells_.clear();
    operators_.clear();
    watched_.clear();
  }
}

KnownSurroundings::Cell& KnownSurroundings::cell(std::size_t number, const CellFacts& facts) {
  Cell& answer = cells_[number];
  std::string asked = asked_by(facts);
  if (answer.asked != asked) {
    answer = {.asked = std::move(asked), .known = baseline_->find(facts)};
  }
  return answer;
}

bool KnownSurroundings::changed(std::size_t number, const CellFacts& facts) {
  Cell& answer = cell(number, facts);
  if (answer.known && answer.compared_at != facts.heard.count) {
    answer.compared_at = facts.heard.count;
    answer.changed = !differences(*answer.known, field_values(facts)).empty();
  }
  return answer.changed;
}

KnownSurroundings::Operator& KnownSurroundings::plmn(const messages::gsm::Plmn& plmn) {
  const std::string mcc = plmn.mcc_text();
  const std::string mnc = plmn.mnc_text();
  const auto [at, fresh] = operators_.try_emplace(mcc + "-" + mnc);
  if (fresh) {
    at->second.habit = baseline_->habit(mcc, mnc);
    for (const KnownCell& known : baseline_->of_plmn(mcc, mnc, k_baseline_peers)) {
      at->second.levels_dbfs.push_back(known.level_dbfs);
      at->second.peers.emplace_back(known.id, std::make_shared<const Peer>(known_peer(known)));
    }
  }
  return at->second;
}

void KnownSurroundings::ask_operator(Scene& scene, const IdentityEpisode& who, std::size_t number) {
  Place& place = scene.place;
  Operator& all = plmn(who.lai.plmn);
  const auto [lac, fresh] = all.lacs.try_emplace(who.lai.lac, false);
  if (fresh) {
    lac->second =
        baseline_->knows_lac(who.lai.plmn.mcc_text(), who.lai.plmn.mnc_text(), who.lai.lac);
  }
  place.cell = cell(number, scene.cell).known;
  place.lac_known = lac->second;
  place.habit = all.habit;
  place.plmn_levels_dbfs = all.levels_dbfs;
  place.unknown_live = place.cell ? 0U : 1U;
  std::set<std::string> here;
  here.insert(cell_id(scene.cell).value_or(""));
  if (place.cell) {
    here.insert(place.cell->id);
  }
  for (const Peer& peer : scene.peers) {
    here.insert(peer.id);
    if (cell(peer.number, *peer.facts).known) {
      ++place.known_peers;
      place.changed_peers += changed(peer.number, *peer.facts) ? 1U : 0U;
    } else {
      ++place.unknown_live;
    }
  }
  for (const auto& [id, peer] : all.peers) {
    if (!here.contains(id)) {
      scene.peers.add(peer);
    }
  }
}

void KnownSurroundings::fill(Scene& scene, std::size_t number) {
  forget_old(scene.now_s);
  const auto [watch, fresh] = watched_.try_emplace(scene.cell.heard_on.carrier_hz);
  if (fresh) {
    watch->second = baseline_->watch(scene.cell.heard_on.carrier_hz);
  }
  scene.place.given = true;
  scene.place.watch = watch->second;
  if (const IdentityEpisode* who = scene.cell.identity()) {
    ask_operator(scene, *who, number);
  }
}

} // namespace cw::detector
