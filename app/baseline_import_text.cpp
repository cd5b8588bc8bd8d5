#include "app/baseline_import.h"
#include "app/console.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>

namespace cw::app {
namespace {

using Json = nlohmann::ordered_json;
using Reasons = std::map<std::string, std::uint64_t, std::less<>>;

void append_reasons(std::string& out, const char* title, const Reasons& reasons) {
  for (const auto& [why, count] : reasons) {
    out += fmt::format(
        "  {:<8} {} row{}: {}\n", title, with_spaces(count), count == 1 ? "" : "s", why);
  }
}

void append_file(std::string& out, const detector::ImportedFile& file) {
  out += fmt::format("{}: {}, {} of {} rows used\n",
                     printable(file.path),
                     file.format,
                     with_spaces(file.used),
                     with_spaces(file.rows));
  out += fmt::format("  cells    {} added, {} updated, {} as they were\n",
                     with_spaces(file.cells_added),
                     with_spaces(file.cells_updated),
                     with_spaces(file.cells_kept));
  if (file.sites_added > 0) {
    out += fmt::format("  sites    {} added\n", with_spaces(file.sites_added));
  }
  append_reasons(out, "in part", file.used_in_part);
  append_reasons(out, "skipped", file.skipped_why);
  append_reasons(out, "refused", file.refused_why);
  for (const auto& [line, why] : file.first_refused) {
    out += fmt::format("    line {}: {}\n", line, why);
  }
  if (file.refused > file.first_refused.size()) {
    out += fmt::format("    and {} more\n", with_spaces(file.refused - file.first_refused.size()));
  }
}

Json file_json(const detector::ImportedFile& file) {
  Json first = Json::array();
  for (const auto& [line, why] : file.first_refused) {
    first.push_back({{"line", line}, {"why", why}});
  }
  return {{"path", file.path},
          {"source", detector::import_source_name(file.source)},
          {"format", file.format},
          {"rows", file.rows},
          {"used", file.used},
          {"skipped", file.skipped},
          {"refused", file.refused},
          {"cells_added", file.cells_added},
          {"cells_updated", file.cells_updated},
          {"cells_as_they_were", file.cells_kept},
          {"sites_added", file.sites_added},
          {"used_in_part_why", Json(Reasons(file.used_in_part))},
          {"skipped_why", Json(Reasons(file.skipped_why))},
          {"refused_why", Json(Reasons(file.refused_why))},
          {"first_refused", first}};
}

} // namespace

std::string import_text(const detector::ImportReport& report) {
  std::string out;
  for (const detector::ImportedFile& file : report.files) {
    append_file(out, file);
  }
  return out;
}

std::string import_json(const detector::ImportReport& report) {
  Json files = Json::array();
  for (const detector::ImportedFile& file : report.files) {
    files.push_back(file_json(file));
  }
  const Json all = {{"files", files},
                    {"error", report.error.empty() ? Json(nullptr) : Json(report.error)}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace cw::app
