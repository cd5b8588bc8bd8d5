// Whom a cell is compared with, kept up to date as cells are heard.
#pragma once

#include "detector/cells/cell_book.h"
#include "detector/rules/scene.h"

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace cw::detector {

/// All cells of a session have all others as others and those of their PLMN as peers, as long as
/// they are not many. Of many, those heard last: of all cells and of each PLMN at least k_enough,
/// of each carrier k_enough_on_carrier. Others always have those on the cell's own carrier and on
/// those of its neighbour lists, so that absence means something.
class Surroundings {
public:
  static constexpr std::size_t k_enough = 64, k_enough_on_carrier = 8; ///< at most twice as many

  /// Notes what cells are now. `touched`: all that changed since the last call.
  void update(const CellBook& book, const std::vector<std::size_t>& touched);
  void drop(std::size_t number);

  /// Fills peers and others of a cell, by number.
  void fill(Scene& scene, std::size_t number) const;

private:
  struct Member {
    const CellFacts* facts = nullptr;
    std::int64_t carrier = 0;
    std::string plmn; ///< empty until known
    std::shared_ptr<const Peer> peer;
  };
  using Group = std::set<std::size_t>;
  void join(Group& group, std::size_t number, std::size_t enough);
  template <class Groups, class Name>
  static void leave(Groups& groups, const Name& name, std::size_t number);

  std::unordered_map<std::size_t, Member> members_;
  Group all_;
  std::map<std::string, Group> of_plmn_;
  std::unordered_map<std::int64_t, Group> on_carrier_;
};

} // namespace cw::detector
