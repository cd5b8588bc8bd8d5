// What the baseline answers, asked once and not at every look.
#pragma once

#include "detector/baseline/baseline.h"
#include "detector/rules/scene.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cw::detector {

/// Answers about one session's cells. Asks again after k_good_s, for others may learn meanwhile.
class KnownSurroundings {
public:
  static constexpr double k_good_s = 600;

  explicit KnownSurroundings(const Baseline& baseline) : baseline_(&baseline) {}

  /// Sets the place, and adds known cells of the PLMN behind the live peers.
  void fill(Scene& scene, std::size_t number);
  void drop(std::size_t number) { cells_.erase(number); }

private:
  struct Cell {
    std::string asked; ///< identity, ARFCN and BSIC it was looked up by
    std::optional<KnownCell> known;
    std::uint64_t compared_at = 0; ///< blocks heard then
    bool changed = false;
  };
  struct Operator {
    Habit habit;
    std::vector<std::pair<std::string, std::shared_ptr<const Peer>>> peers; ///< by id
    std::vector<double> levels_dbfs;
    std::map<std::uint16_t, bool> lacs;
  };
  void forget_old(double now_s);
  Cell& cell(std::size_t number, const CellFacts& facts);
  bool changed(std::size_t number, const CellFacts& facts);
  Operator& plmn(const messages::gsm::Plmn& plmn);
  void ask_operator(Scene& scene, const IdentityEpisode& who, std::size_t number);

  const Baseline* baseline_;
  double asked_s_ = 0;
  std::map<std::size_t, Cell> cells_;
  std::map<std::string, Operator> operators_;
  std::map<std::optional<double>, Watch> watched_; ///< by carrier
};

} // namespace cw::detector
