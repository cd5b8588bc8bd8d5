// Alerts of all sensors, merged to one a cell and episode, with their lives.
#pragma once

#include "detector/store/live_records.h"
#include "wire/command.h"
#include "wire/report.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace cw::detector {

/// An alert of one sensor as it is now.
struct LocalAlert {
  std::string sensor;
  wire::RadioId heard_on; ///< of the accused cell
  wire::AlertReport report;
};

/// One alert a cell (carrier, BSIC and the identity it claims) and episode. It is raised, updated
/// when a rule speaks that was silent or the severity rises, acknowledged, closed and reopened by
/// people; closed by the detector when for a minute nothing speaks for it any more. What comes
/// after it was closed reopens it if it is new: a rule or a severity that it did not have. After
/// k_episode_s without evidence it is another alert.
///
/// Time    is the caller's, UNIX seconds.
/// Memory  k_most alerts; beyond, closed ones and then those silent for longest go, and are
/// counted.
///         The store has them all.
class AlertLedger {
public:
  static constexpr double k_episode_s = 1800, k_settle_s = 60;
  static constexpr std::size_t k_most = 10'000, k_views = 8;

  struct Entry {
    LedgerRecord record{};
    std::optional<double> less_since_s{}; ///< its evidence has been weaker than what is shown
    std::map<std::pair<std::string, std::string>, wire::AlertReport>
        views{}; ///< by sensor and alert
    std::set<std::string> rules{};
    bool raised = false; ///< its first step is made

    /// The strongest view, under the alert's own id and state.
    wire::AlertReport report() const;
    /// Whose view that is; empty without one.
    std::string strongest_sensor() const;
  };

  void restore(const LivePast& past);
  void take(const LocalAlert& local, double now_s);
  /// Lets go down what has been weaker for long enough.
  void advance(double now_s);
  wire::CommandReply command(const wire::Command& command, double now_s);

  const std::map<std::string, Entry>& entries() const noexcept { return entries_; }
  std::uint64_t forgotten() const noexcept { return forgotten_; } ///< open ones that had to go

  /// Since the last call. Records of all that changed, steps in order.
  struct News {
    std::vector<LedgerRecord> records;
    std::vector<LedgerSource> sources;
    std::vector<AlertStep> steps;
  };
  News take_news();

private:
  using Key = std::tuple<std::string, std::int64_t, int, std::string>;
  static Key key_of(const LedgerRecord& record);
  Entry* find(const LocalAlert& local, double now_s);
  Entry& open(const LocalAlert& local, double now_s);
  void judge(Entry& entry, double now_s);
  void attach(Entry& entry, const LocalAlert& local);
  void step(Entry& entry, const char* kind, double now_s, std::string who, std::string why);
  void forget_some();
  void forget(const std::string& id);

  std::map<std::string, Entry> entries_;
  std::map<Key, std::string> by_key_; ///< the newest of each cell
  std::map<std::pair<std::string, std::string>, std::string> by_source_;
  std::set<std::string> changed_, lessened_;
  std::vector<LedgerSource> new_sources_;
  std::vector<AlertStep> steps_;
  std::uint64_t last_step_ = 0, forgotten_ = 0;
};

} // namespace cw::detector
