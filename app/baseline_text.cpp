#include "app/baseline_text.h"

#include "app/console.h"
#include "app/text_table.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

namespace cw::app {
namespace {

using Json = nlohmann::ordered_json;

std::string text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

const char* change_name(detector::CellChange change) {
  switch (change) {
  case detector::CellChange::added: return "added";
  case detector::CellChange::missing: return "missing";
  case detector::CellChange::changed: return "changed";
  }
  return "?";
}

std::string number_or_dash(const std::optional<int>& value) {
  return value ? fmt::format("{}", *value) : "-";
}

void append_list(std::string& out, const char* title, const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    out += fmt::format("{:<9} {}\n", title, printable(id));
  }
}

} // namespace

std::string learned_text(const detector::LearnResult& learned) {
  std::string out;
  append_list(out, "added", learned.added);
  append_list(out, "updated", learned.updated);
  for (const auto& [cell, why] : learned.left_out) {
    out += fmt::format("left out  {}: {}\n", printable(cell), printable(why));
  }
  return out.empty() ? "no cell to learn\n" : out;
}

std::string
nothing_learned(const detector::LearnResult& learned, const std::string& db_path, bool db_exists) {
  const std::string begins = fmt::format(
      "no cell was learned and {} {}: ", db_path, db_exists ? "is as it was" : "was not made");
  if (learned.left_out.empty()) {
    return begins + "the recordings show none; `cellwarden replay` says what was searched";
  }
  std::map<std::string, std::vector<std::string>> cells_of; // by reason, which cells often share
  for (const auto& [cell, why] : learned.left_out) {
    cells_of[why].push_back(cell);
  }
  std::vector<std::string> reasons;
  for (const auto& [why, cells] : cells_of) {
    constexpr std::size_t k_shown = 3;
    const std::vector<std::string> shown(
        cells.begin(),
        cells.begin() + static_cast<std::ptrdiff_t>(std::min(cells.size(), k_shown)));
    const std::string more =
        cells.size() > k_shown ? fmt::format(" and {} more", cells.size() - k_shown) : "";
    reasons.push_back(fmt::format("{}{} ({})", fmt::join(shown, ", "), more, why));
  }
  return fmt::format("{}left out {}; record longer or where nothing is suspected",
                     begins,
                     fmt::join(reasons, ", "));
}

std::string learned_json(const detector::LearnResult& learned) {
  Json left_out = Json::array();
  for (const auto& [cell, why] : learned.left_out) {
    left_out.push_back({{"cell", cell}, {"why", why}});
  }
  return text({{"added", learned.added}, {"updated", learned.updated}, {"left_out", left_out}});
}

std::string known_cells_text(const std::vector<detector::KnownCell>& cells) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(cells.size());
  for (const detector::KnownCell& cell : cells) {
    rows.push_back({printable(cell.id),
                    cell.band.empty() ? "-" : printable(cell.band),
                    number_or_dash(cell.arfcn),
                    number_or_dash(cell.bsic),
                    fmt::format("{:.1f} dBFS", cell.level_dbfs),
                    fmt::format("{}", cell.sightings),
                    fmt::format("{}", cell.fields.size())});
  }
  return text_table({{"MCC-MNC-LAC-CI"},
                     {"band"},
                     {"ARFCN", Align::right},
                     {"BSIC", Align::right},
                     {"level", Align::right},
                     {"sightings", Align::right},
                     {"fields", Align::right}},
                    rows);
}

std::string imported_text(const std::vector<detector::ImportedCount>& imported) {
  std::string out;
  for (const detector::ImportedCount& from : imported) {
    out += fmt::format("imported from {}: {} cells", import_source_name(from.source), from.cells);
    if (from.sites > 0) {
      out += fmt::format(", {} licensed sites", from.sites);
    }
    if (from.newest_unix_s) {
      out += fmt::format(", newest of {:%Y-%m-%d}", fmt::gmtime(*from.newest_unix_s));
    }
    out += "\n";
  }
  return out;
}

std::string known_cells_json(const std::vector<detector::KnownCell>& cells,
                             const std::vector<detector::ImportedCount>& imported) {
  Json list = Json::array();
  for (const detector::KnownCell& cell : cells) {
    list.push_back({{"id", cell.id},
                    {"mcc", cell.mcc},
                    {"mnc", cell.mnc},
                    {"lac", cell.lac},
                    {"ci", cell.ci},
                    {"band", cell.band},
                    {"arfcn", or_null(cell.arfcn)},
                    {"bsic", or_null(cell.bsic)},
                    {"sightings", cell.sightings},
                    {"first_seen_unix_s", or_null(cell.first_seen_unix_s)},
                    {"last_seen_unix_s", or_null(cell.last_seen_unix_s)},
                    {"level_dbfs", std::round(cell.level_dbfs * 10) / 10},
                    {"fields", cell.fields}});
  }
  Json sources = Json::array();
  for (const detector::ImportedCount& from : imported) {
    sources.push_back({{"source", import_source_name(from.source)},
                       {"cells", from.cells},
                       {"sites", from.sites},
                       {"newest_unix_s", or_null(from.newest_unix_s)}});
  }
  return text({{"cells", list}, {"imported", sources}});
}

std::string differences_text(const std::vector<detector::CellDifference>& differences) {
  std::string out;
  for (const detector::CellDifference& difference : differences) {
    out += fmt::format("{:<8} {}\n", change_name(difference.change), printable(difference.id));
    for (const auto& [field, known, now] : difference.fields) {
      constexpr std::size_t k_indent = 11;
      out += fmt::format(
          "         {}\n",
          wrapped(printable(fmt::format("{}: known {}, now {}", field, known, now)), k_indent));
    }
  }
  return out.empty() ? "no difference\n" : out;
}

std::string differences_json(const std::vector<detector::CellDifference>& differences) {
  Json list = Json::array();
  for (const detector::CellDifference& difference : differences) {
    Json fields = Json::array();
    for (const auto& [field, known, now] : difference.fields) {
      fields.push_back({{"field", field}, {"known", known}, {"now", now}});
    }
    list.push_back(
        {{"id", difference.id}, {"change", change_name(difference.change)}, {"fields", fields}});
  }
  return text(list);
}

} // namespace cw::app
