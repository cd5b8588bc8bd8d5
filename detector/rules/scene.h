// What a rule sees: the cell, the others, what the baseline answers, and the limits.
#pragma once

#include "detector/baseline/baseline.h"
#include "detector/cells/cell_facts.h"
#include "detector/rules/licences.h"
#include "detector/rules/thresholds.h"

#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cw::detector {

/// Another cell of the same PLMN: heard in this session, or known from the baseline.
struct Peer {
  bool live = true;
  std::string id{};
  std::optional<wire::Arfcn> arfcn{};
  std::uint16_t lac = 0;
  double level_dbfs = 0;
  std::optional<int> effective_offset_db{}; ///< reselect offset, negative where it is subtracted
  std::optional<int> rxlev_access_min_dbm{};
  std::optional<unsigned> t3212_min{};          ///< 0: no periodic updating
  std::optional<std::vector<int>> neighbours{}; ///< if all of the list was heard
  std::optional<bool> gprs{}, si2quater{};      ///< as SI3 announces
  const CellFacts* facts = nullptr;             ///< live ones
  std::size_t number = 0;                       ///< live ones, in their CellBook
};

/// A cell of this session, whose identity is known, as a peer of another.
Peer live_peer(const CellFacts& cell);
/// A cell of the baseline as a peer.
Peer known_peer(const KnownCell& cell);

/// Peers in their order, shared between the scenes of one look.
class Peers {
  using Shared = std::vector<std::shared_ptr<const Peer>>;

public:
  class Iterator {
  public:
    using value_type = Peer;
    using difference_type = std::ptrdiff_t;
    using pointer = const Peer*;
    using reference = const Peer&;
    using iterator_category = std::input_iterator_tag;
    explicit Iterator(Shared::const_iterator at) : at_(at) {}
    const Peer& operator*() const { return **at_; }
    Iterator& operator++() { return ++at_, *this; }
    bool operator==(const Iterator&) const = default;

  private:
    Shared::const_iterator at_;
  };
  void add(std::shared_ptr<const Peer> peer) { all_.push_back(std::move(peer)); }
  void push_back(Peer peer) { add(std::make_shared<const Peer>(std::move(peer))); }
  Iterator begin() const { return Iterator(all_.begin()); }
  Iterator end() const { return Iterator(all_.end()); }

private:
  Shared all_;
};

/// What the baseline says about the cell and its surroundings.
struct Place {
  bool given = false;
  std::optional<KnownCell> cell;        ///< this cell, if it is known
  bool lac_known = false;               ///< some cell of the PLMN has this LAC
  std::vector<double> plmn_levels_dbfs; ///< of known cells of the PLMN
  Habit habit;                          ///< of the PLMN
  Watch watch;                          ///< of this carrier
  std::size_t unknown_live = 0;         ///< cells of the PLMN heard now and not known, this one too
  std::size_t known_peers = 0,
              changed_peers = 0; ///< live peers that are known; of them with other fields
};

struct Scene {
  const CellFacts& cell;
  const Thresholds& limits;
  double now_s = 0;
  double session_start_s = 0;             ///< time of the first block
  std::vector<const CellFacts*> others{}; ///< other cells heard, any PLMN; see Surroundings
  Peers peers{};                          ///< same PLMN; live ones first
  Place place{};
  std::optional<Coverage> coverage{};
  const Licences* licences = nullptr;
  bool sensor_static = false; ///< known to have stood still all the time

  double limit(std::string_view name) const { return limits.number(name); }
};

/// Peers a rule compares with: live ones, and if they are too few those of the baseline as well.
struct Chosen {
  std::vector<const Peer*> peers;
  std::size_t from_baseline = 0;
  std::size_t size() const noexcept { return peers.size(); }
  std::string text() const; ///< "5 peers", "4 peers (3 from the baseline)"
};
Chosen
choose_peers(const Scene& scene, std::size_t enough, const std::function<bool(const Peer&)>& fits);

/// Mean of the middle two where even; values must not be empty.
double median(std::vector<double> values);
/// 1 for the strongest live cell of the PLMN.
std::size_t level_rank(const Scene& scene);
/// On the same ARFCN, or within half a spacing where that is not known.
bool same_carrier(const wire::RadioId& one, const wire::RadioId& other);

} // namespace cw::detector
