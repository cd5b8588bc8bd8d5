// One radio at work: opened, planned, tuned, watched, and opened again when it went away.
#pragma once

#include "sdr/flowgraph/band_host.h"
#include "sdr/scan/batch_collector.h"
#include "sdr/scan/iq_ring.h"
#include "sdr/scan/live_clock.h"
#include "sdr/scan/planner.h"
#include "sdr/scan/radio_source.h"
#include "wire/heartbeat.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace cw::sdr {

struct ScannerConfig {
  SourceSpec source;
  RadioSettings settings;
  std::vector<CarrierRange> bands; ///< to look through; empty: stay on center_hz
  double center_hz = 0;
  PlannerTimes times; ///< settle_s is the radio's
  unsigned threads = 1;
  bool keep_identities = false;
  std::uint64_t first_block = 0;        ///< number of the next block, and so of all decoded before
  std::size_t ring_octets = 48U << 20U; ///< of newest samples, kept for evidence
};

/// What it needs of the rest of the receiver. All are called from its threads.
struct ScannerSurroundings {
  const LiveClock* clock = nullptr;
  std::function<std::optional<wire::Position>()> position;
  BatchCollector::Sink sink;
  std::function<void(const std::string&)> say; ///< a sentence for a person, once each change
};

/// State    a radio and its flowgraph while there is one; what it has heard over all of them.
/// Errors   run(): the first opening failed, or bands and radio do not go together. A radio that
/// goes
///          away later is told of and tried again every two seconds.
class Scanner {
public:
  Scanner(ScannerConfig config, ScannerSurroundings surroundings);
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;
  ~Scanner();

  /// Until `stop` is set or a recording is at its end. With GnuRadioHome made before.
  tl::expected<void, std::string> run(const std::atomic<bool>& stop);

  /// Rate, level, plan and cells as of now, counts since the start; what the link and the disk know
  /// is left to others. Mean values are over the time since the last call.
  wire::Heartbeat heartbeat();

  /// Samples between two UNIX times, as far as they are kept.
  std::vector<IqStretch> samples_between(double from_unix_s, double to_unix_s) const;
  double rate_hz() const;

private:
  class Running;
  tl::expected<void, std::string> open();
  void close();
  void set_time_right();
  void visit(const std::atomic<bool>& stop);
  bool alive(double now_s);
  void judge_tuner(std::size_t tuning);
  void lose_radio(const std::string& why, const std::atomic<bool>& stop);
  void trouble(const std::string& sentence);
  double steady_s() const;

  ScannerConfig config_;
  ScannerSurroundings around_;
  CellSurvey survey_;
  std::atomic<double> start_unix_s_; ///< of the session's second 0
  BatchCollector collector_;
  BlockExit exit_;
  SessionPosition position_; ///< of the scan, over all the times its radio was opened
  mutable std::mutex mutex_; ///< of what follows, which heartbeats look at
  std::unique_ptr<Running> running_;
  std::optional<Planner> planner_;
  std::vector<Tuning> tunings_;
  std::vector<double> nudge_hz_; ///< of each tuning's centre
  unsigned stuck_visits_ = 0;    ///< in a row
  bool tune_failed_ = false;     ///< at the last visit
  std::size_t here_ = 0;         ///< the tuning of the visit
  double center_hz_ = 0;
  std::string activity_ = "opening the radio";
  std::string trouble_;
  std::uint64_t blocks_told_ = 0, samples_before_ = 0, overruns_before_ = 0, lost_before_ = 0;
  double told_s_ = 0;
};

} // namespace cw::sdr
