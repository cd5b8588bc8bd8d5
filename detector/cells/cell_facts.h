// All that is known of one cell from what it sent: what rules, baseline and reports look at.
#pragma once

#include "detector/cells/dialogue.h"
#include "detector/cells/tally.h"
#include "messages/gsm/message.h"
#include "wire/gsm_block.h"
#include "wire/report.h"

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cw::detector {

/// A stretch in which the cell kept one location area and cell identity.
struct IdentityEpisode {
  messages::gsm::Lai lai;
  std::optional<std::uint16_t> ci; ///< unknown until an SI3 says it
  Tally said;                      ///< SI3 and SI4
  std::uint32_t first_fn = 0;
  double gap_s = 0;     ///< from the last block before this stretch to its first
  bool unbroken = true; ///< frame numbers went on from the stretch before
};

/// What was sent on CCCH in ten seconds.
struct CcchStretch {
  std::int64_t index = 0;                      ///< t_s / 10
  std::uint32_t imsi = 0, tmsi = 0, other = 0; ///< records with an identity
  std::uint32_t blocks = 0;                    ///< CCCH blocks decoded
  std::uint32_t records() const noexcept { return imsi + tmsi + other; }
};
inline constexpr double k_ccch_stretch_s = 10.0;

/// An Immediate Assignment of an SDCCH.
struct SdcchAssignment {
  double t_s = 0;
  std::uint64_t block = 0;
  bool page_possible = true; ///< a page within 10 s before, and the request was not an update's
};

/// A stretch without a silence of k_off_air_s.
struct OnAir {
  double first_s = 0, last_s = 0;
};
inline constexpr double k_off_air_s = 60.0;

/// Carrier error at one time, averaged by the receiver since it found the train.
struct CarrierError {
  double t_s = 0, ppm = 0, sigma_ppm = 0;
};

struct CellFacts {
  wire::RadioId heard_on;
  Tally heard;                                 ///< all blocks
  std::deque<OnAir> on_air;                    ///< newest 64
  std::map<std::string, std::uint64_t> blocks; ///< by channel
  std::uint64_t combined_blocks = 0, unreadable_blocks = 0;
  Tally sch;
  double level_dbfs = 0, snr_db = 0;            ///< means over the blocks of C0
  std::optional<wire::GsmMeasurement> measured; ///< newest
  bool timing_compares = true; ///< its timing was counted from where the other cells' are
  std::deque<CarrierError> carrier_error;    ///< about one a second, newest 64
  std::optional<double> frequency_error_ppm; ///< after the consensus; set by CellBook
  bool consensus = false; ///< three cells or more made it; else the error is the raw one
  double consensus_spread_ppm = 0;

  std::optional<Said<messages::gsm::Si1>> si1;
  std::optional<Said<messages::gsm::Si2>> si2;
  std::optional<Said<messages::gsm::Si2bis>> si2bis;
  std::optional<Said<messages::gsm::Si2ter>> si2ter;
  std::map<std::uint8_t, Said<messages::gsm::Si2quater>> si2quater; ///< by instance
  std::optional<Said<messages::gsm::Si3>> si3;
  std::optional<Said<messages::gsm::Si4>> si4;
  std::uint8_t si2quater_newest = 0; ///< the instance that changed last
  std::optional<Said<messages::gsm::Si5>> si5;
  std::optional<Said<messages::gsm::Si5bis>> si5bis;
  std::optional<Said<messages::gsm::Si5ter>> si5ter;
  std::optional<Said<messages::gsm::Si6>> si6;
  std::optional<Said<messages::gsm::Si13>> si13;
  std::deque<IdentityEpisode> identities; ///< newest 64; the last is now

  wire::PagingCounts paging;
  std::vector<CcchStretch> ccch;           ///< rising; those of the last hour at least
  std::deque<SdcchAssignment> assignments; ///< newest 2048
  std::uint64_t immediate_assignments = 0;
  std::deque<Dialogue> dialogues; ///< ended ones, newest 512
  std::uint64_t dialogues_begun = 0;
  std::map<std::string, std::uint64_t> dialogue_messages;
  std::map<std::string, std::map<int, std::uint64_t>> dialogue_causes; ///< by message

  const IdentityEpisode* identity() const noexcept {
    return identities.empty() ? nullptr : &identities.back();
  }
};

/// "262-02-318-11225"; nothing until LAC and CI are known.
std::optional<std::string> cell_id(const CellFacts& cell);
/// "262-02".
std::optional<std::string> plmn_text(const CellFacts& cell);
/// Selection parameters for C2: SI3's, else SI4's. Null: neither was sent.
const messages::gsm::Reselection* reselection(const CellFacts& cell);
/// Blocks that carry them.
std::vector<std::uint64_t> reselection_blocks(const CellFacts& cell);
std::uint64_t reselection_count(const CellFacts& cell);
/// GSM neighbours of SI2, SI2bis, SI2ter and SI5.
std::set<std::uint16_t> neighbours(const CellFacts& cell);
/// True when every list it announces has been heard: SI2, and SI2bis, SI2ter as flagged.
bool neighbours_complete(const CellFacts& cell);
/// True if SI2quater or SI2ter name 3G or 4G cells.
bool names_other_rats(const CellFacts& cell);
/// Share of the CCCH blocks of its time that were decoded, 0 to 1.
double ccch_share(const CellFacts& cell);

} // namespace cw::detector
