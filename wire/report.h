// What a session found: inputs, cells, alerts. The structs behind `replay --json` (docs: contract).
#pragma once

#include "wire/fields.h"
#include "wire/gsm_block.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cw::wire {

struct Gap {
  std::uint64_t sample = 0, lost = 0;
};

struct InputReport {
  std::string path, datatype;
  double sample_rate_hz = 0;
  std::optional<double> center_hz;
  std::uint64_t samples = 0;
  double duration_s = 0;
  std::uint32_t captures = 1;
  std::vector<Gap> gaps;
  double clipped_fraction = 0;
  std::vector<std::string> warnings;
};

struct PagingCounts {
  std::uint64_t records = 0, imsi = 0, tmsi = 0, imei = 0, other = 0;
};

/// One cell as the detector knows it. GSM; LTE fields join with the LTE receiver.
struct CellReport {
  std::string rat = "gsm";
  std::optional<std::string> id;        ///< "262-02-318-11225"
  std::optional<std::string> mcc, mnc;  ///< strings: "01" is not "001"
  RadioId heard_on;
  double level_dbfs = 0, snr_db = 0;
  std::optional<double> frequency_error_ppm; ///< unknown if the carrier is
  double frequency_error_raw_hz = 0;
  std::optional<double> clock_error_ppm;
  double first_seen_s = 0, last_seen_s = 0;
  std::map<std::string, std::uint64_t> blocks; ///< count per channel name
  std::uint64_t combined_blocks = 0;
  Fields system_information;            ///< keyed si1, si2, ...
  PagingCounts paging;
  Fields dialogue;                      ///< message type counts and causes
  std::vector<std::string> differs_from_baseline;
  std::optional<std::uint16_t> lac, ci;
  std::optional<bool> combined_ccch;
  std::optional<double> c0_power_spread_db;
};

enum class Severity : std::uint8_t { none, low, medium, high, critical };

struct FindingReport {
  std::string rule;
  int version = 1;
  std::string family;
  double weight = 0;                    ///< natural-log likelihood ratio before the family's cap
  std::string observed, expected, why;
  std::vector<std::string> benign_causes;
  std::vector<std::uint64_t> evidence;  ///< block numbers
};

struct AlertReport {
  std::string id;
  Severity severity = Severity::none;
  double score = 0;
  std::string state = "raised";
  std::string rat = "gsm";
  std::size_t cell = 0;                 ///< index into the report's cells
  std::optional<std::string> cell_id;
  std::optional<double> carrier_hz;
  std::string summary;
  double first_seen_s = 0, raised_at_s = 0, last_seen_s = 0;
  std::map<std::string, double> families;
  std::vector<FindingReport> findings;
};

struct RuleNeeds {
  std::string rule, needs;
};

struct SessionStats {
  double signal_s = 0, cpu_s = 0, wall_s = 0;
  std::uint64_t peak_rss_bytes = 0, blocks = 0, carriers_searched = 0;
};

struct Report {
  std::vector<InputReport> inputs;
  std::vector<CellReport> cells;        ///< by first seen, then carrier
  std::vector<AlertReport> alerts;      ///< by score, highest first
  std::vector<std::string> rules_evaluated;
  std::vector<RuleNeeds> rules_not_evaluated;
  SessionStats stats;
};

/// "low", "medium", "high", "critical"; "none" below low.
const char* severity_name(Severity severity) noexcept;
/// "sch", "bcch", "bcch-ext", "ccch", "sdcch4", "sdcch8", "sacch", "cbch".
const char* channel_name(GsmChannel channel) noexcept;

} // namespace cw::wire
