// What a baseline knows of one cell, as plain data, and how two pictures of a cell differ.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cw::detector {

/// One cell of a baseline. Values are text as a report prints them ("360", "126", "21041").
struct KnownCell {
  std::string id{}; ///< "262-02-318-11225"
  std::string mcc{}, mnc{};
  std::uint16_t lac = 0, ci = 0;
  std::optional<int> arfcn{}, bsic{}; ///< newest
  std::string band{};                 ///< "900", empty if not known
  std::uint64_t sightings = 0;        ///< sessions it was learned from
  std::optional<double> first_seen_unix_s{},
      last_seen_unix_s{};                                   ///< unknown if no session had a date
  double level_dbfs = 0;                                    ///< mean over the sightings
  std::map<std::string, std::vector<std::string>> fields{}; ///< every value met, newest last
};

struct FieldDifference {
  std::string field, known, now;
};

} // namespace cw::detector
