// One radio of `cellwarden scan` with all that hangs on it: scanner, spool, line to the detector,
// evidence.
#pragma once

#include "app/block_files.h"
#include "app/scan.h"
#include "sdr/evidence/evidence_writer.h"
#include "sdr/scan/gps_client.h"
#include "sdr/scan/scanner.h"
#include "wire/bus/receiver_link.h"

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace cw::app {

/// What all radios of a scan share.
struct ScanSurroundings {
  const sdr::LiveClock* clock = nullptr;
  const sdr::GpsClient* gps = nullptr; ///< none: --gps off
  BlockFiles* files = nullptr;         ///< none: no --blocks
  std::mutex* files_mutex = nullptr;
};

class LiveReceiver {
public:
  /// Opens spool and line, not the radio. Errors: one sentence.
  static tl::expected<std::unique_ptr<LiveReceiver>, std::string>
  create(const ScanCommand& command,
         const sdr::SourceSpec& source,
         const std::string& sensor,
         const ScanSurroundings& around);
  LiveReceiver(const LiveReceiver&) = delete;
  LiveReceiver& operator=(const LiveReceiver&) = delete;
  ~LiveReceiver();

  /// Runs the radio in a thread of its own until `stop` is set.
  void start(const std::atomic<bool>& stop);
  /// Waits for its end. Why the radio never ran, if so.
  tl::expected<void, std::string> join();
  bool ended() const noexcept { return ended_.load(); }

  /// Every few seconds: how it is doing, to the detector too.
  wire::Heartbeat beat();
  /// Often: notices from the detector, evidence whose time has passed.
  void look_after_evidence();

private:
  LiveReceiver(const ScanCommand& command, const ScanSurroundings& around);
  void take(std::span<const wire::SensorItem> items);

  struct Due {
    wire::Notice notice;
    double at_unix_s = 0;
  };

  const ScanCommand& command_;
  ScanSurroundings around_;
  std::string sensor_;
  std::optional<wire::bus::Spool> spool_;
  std::optional<wire::bus::ReceiverLink> link_;
  std::optional<sdr::EvidenceWriter> evidence_;
  std::deque<Due> due_;
  std::unique_ptr<sdr::Scanner> scanner_;
  std::mutex put_mutex_;
  std::string put_trouble_;
  std::thread thread_;
  tl::expected<void, std::string> result_;
  std::atomic<bool> ended_{false};
};

} // namespace cw::app
