// The detector as the programs use it: blocks and measurements in; cells, alerts and rules out.
#pragma once

#include "wire/gsm_block.h"
#include "wire/power_scan.h"
#include "wire/report.h"
#include "wire/stream_start.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cw::detector {

class Session; // what is remembered of one session; detector/session.h

struct DetectorConfig {
  std::optional<std::string> thresholds_path; ///< TOML; without, the one compiled in
  std::optional<std::string> licences_path;   ///< TOML: who may use which carrier here, for G02
  std::optional<std::string> baseline_path;   ///< SQLite, must exist, never written
  std::optional<std::string> store_path;      ///< SQLite, made if missing
  std::optional<double> start_unix_s;         ///< when the session began, if the recording says so
  bool keep_news = false;                     ///< for those who store by Session::take_news()
  std::size_t max_cells = 10'000;             ///< remembered; beyond, the least interesting go
};

/// What a session had to forget, so that memory has a bound.
struct Forgotten {
  std::uint64_t cells = 0;  ///< silent for a day, or too many
  std::uint64_t alerts = 0; ///< of them with an alert that stood
};

/// Remembers what each cell said, compares, judges. One object a session; not thread safe.
///
/// Input   blocks in the order of n, measurements and scans between them as they come.
/// State   grows with the number of cells up to max_cells, and with what they said that was new.
///         forgotten() says what had to go.
/// Errors  create() and finish(): one sentence that says what to do. add() never fails: what cannot
///         be read is counted; what the store refused is said by finish().
/// Time    now is the newest block's t_s; no clock is read.
class Detector {
public:
  static tl::expected<Detector, std::string> create(const DetectorConfig& config);
  Detector(Detector&&) noexcept;
  Detector& operator=(Detector&&) noexcept;
  ~Detector();

  void add(const wire::GsmBlock& block);
  void add(const wire::GsmMeasurement& measurement);
  void add(const wire::PowerScan& scan);
  void add(const wire::StreamStart& start);

  /// Evaluates what is due and commits the store. More may be added after it.
  tl::expected<void, std::string> finish();

  /// Sets cells, alerts, rules_evaluated and rules_not_evaluated, as of the last finish().
  void fill(wire::Report& report) const;

  Forgotten forgotten() const;

  /// For learn() and diff() of detector/known_cells.h.
  const Session& session() const;
  Session& session();

private:
  explicit Detector(std::unique_ptr<Session> session);
  std::unique_ptr<Session> session_;
};

/// What `cellwarden rules` lists, by id.
struct RuleInfo {
  std::string id; ///< "G03"
  int version = 1;
  std::string name, family;
  std::string needs;                      ///< what it observes
  std::string sentence;                   ///< what a finding of it means, in plain words
  std::vector<std::string> benign_causes; ///< what else may look like it
  std::vector<std::string> thresholds;    ///< names in firmware-configs/thresholds.toml
};
std::vector<RuleInfo> rules();

} // namespace cw::detector
