#include "detector/rules/surroundings.h"

#include <algorithm>
#include <functional>

namespace cw::detector {

void Surroundings::join(Group& group, std::size_t number, std::size_t enough) {
  group.insert(number);
  if (group.size() <= 2 * enough) {
    return;
  }
  std::vector<std::size_t> newest(group.begin(), group.end());
  const auto heard_s = [&](std::size_t it) { return members_.at(it).facts->heard.last_s; };
  std::ranges::stable_sort(newest, std::greater<>(), heard_s);
  newest.resize(enough);
  group = Group(newest.begin(), newest.end());
}

template <class Groups, class Name>
void Surroundings::leave(Groups& groups, const Name& name, std::size_t number) {
  const auto group = groups.find(name);
  if (group != groups.end() && group->second.erase(number) > 0 && group->second.empty()) {
    groups.erase(group);
  }
}

void Surroundings::update(const CellBook& book, const std::vector<std::size_t>& touched) {
  for (const std::size_t number : touched) {
    const CellFacts& facts = book.cells().at(number).facts();
    Member& member = members_[number];
    member.facts = &facts;
    member.carrier = carrier_key(facts.heard_on);
    const std::string plmn = plmn_text(facts).value_or("");
    if (plmn != member.plmn) {
      leave(of_plmn_, member.plmn, number);
      member.plmn = plmn;
    }
    join(all_, number, k_enough);
    join(on_carrier_[member.carrier], number, k_enough_on_carrier);
    if (!plmn.empty()) {
      Peer peer = live_peer(facts);
      peer.number = number;
      member.peer = std::make_shared<const Peer>(std::move(peer));
      join(of_plmn_[plmn], number, k_enough);
    }
  }
}

void Surroundings::drop(std::size_t number) {
  const auto member = members_.find(number);
  if (member == members_.end()) {
    return;
  }
  all_.erase(number);
  leave(of_plmn_, member->second.plmn, number);
  leave(on_carrier_, member->second.carrier, number);
  members_.erase(member);
}

void Surroundings::fill(Scene& scene, std::size_t number) const {
  std::vector<std::size_t> others(all_.begin(), all_.end());
  const auto add_carrier = [&](std::int64_t carrier) {
    if (const auto group = on_carrier_.find(carrier); group != on_carrier_.end()) {
      others.insert(others.end(), group->second.begin(), group->second.end());
    }
  };
  if (members_.size() > all_.size()) {
    wire::RadioId radio = scene.cell.heard_on;
    add_carrier(carrier_key(radio));
    if (radio.arfcn) {
      for (const std::uint16_t listed : neighbours(scene.cell)) {
        radio.arfcn->number = listed;
        add_carrier(carrier_key(radio));
      }
    }
    std::ranges::sort(others);
    others.erase(std::unique(others.begin(), others.end()), others.end());
  }
  for (const std::size_t other : others) {
    if (other != number) {
      scene.others.push_back(members_.at(other).facts);
    }
  }
  const auto plmn = plmn_text(scene.cell);
  const auto peers = plmn ? of_plmn_.find(*plmn) : of_plmn_.end();
  if (peers == of_plmn_.end()) {
    return;
  }
  for (const std::size_t peer : peers->second) {
    if (peer != number) {
      scene.peers.add(members_.at(peer).peer);
    }
  }
}

} // namespace cw::detector
