#include "detector/cells/cell_report.h"

#include "messages/gsm/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace cw::detector {
namespace {

namespace gsm = messages::gsm;

wire::FieldValue count(std::uint64_t value) {
  return {static_cast<std::int64_t>(value)};
}

/// Message types with their number, and under causes how often each cause or kind was met.
wire::Fields dialogue(const CellFacts& cell) {
  wire::Fields fields;
  if (cell.dialogues_begun == 0 && cell.immediate_assignments == 0) {
    return fields;
  }
  fields.emplace_back("immediate_assignments", count(cell.immediate_assignments));
  fields.emplace_back("begun", count(cell.dialogues_begun));
  wire::Fields messages;
  for (const auto& [name, times] : cell.dialogue_messages) {
    messages.emplace_back(name, count(times));
  }
  fields.emplace_back("messages", wire::FieldValue{messages});
  wire::Fields causes;
  for (const auto& [name, by_cause] : cell.dialogue_causes) {
    wire::Fields times;
    for (const auto& [cause, number] : by_cause) {
      times.emplace_back(fmt::format("{}", cause), count(number));
    }
    causes.emplace_back(name, wire::FieldValue{times});
  }
  fields.emplace_back("causes", wire::FieldValue{causes});
  return fields;
}

/// Newest of each kind, by name.
wire::Fields system_information(const CellFacts& cell) {
  wire::Fields all;
  const auto take = [&](const auto& said) {
    if (said) {
      const gsm::Message message(said->value);
      all.emplace_back(std::string(gsm::message_name(message)),
                       wire::FieldValue{gsm::describe(message)});
    }
  };
  take(cell.si1);
  take(cell.si2);
  take(cell.si2bis);
  take(cell.si2ter);
  if (const auto newest = cell.si2quater.find(cell.si2quater_newest);
      newest != cell.si2quater.end()) {
    take(&newest->second);
  }
  take(cell.si3);
  take(cell.si4);
  take(cell.si5);
  take(cell.si5bis);
  take(cell.si5ter);
  take(cell.si6);
  take(cell.si13);
  std::ranges::sort(
      all, {}, [](const wire::Field& field) { return std::string_view(field.first); });
  return all;
}

} // namespace

wire::CellReport to_report(const CellFacts& cell) {
  wire::CellReport report;
  report.id = cell_id(cell);
  if (const IdentityEpisode* who = cell.identity()) {
    report.mcc = who->lai.plmn.mcc_text();
    report.mnc = who->lai.plmn.mnc_text();
    report.lac = who->lai.lac;
    report.ci = who->ci;
  }
  report.heard_on = cell.heard_on;
  report.level_dbfs = cell.level_dbfs;
  report.snr_db = cell.snr_db;
  report.frequency_error_ppm = cell.frequency_error_ppm;
  if (cell.measured) {
    report.frequency_error_raw_hz = cell.measured->cfo_hz;
    if (cell.measured->clock_sigma_ppm > 0) {
      report.clock_error_ppm = cell.measured->clock_error_ppm;
    }
    const auto [low, high] = std::ranges::minmax(cell.measured->slot_level_dbfs);
    if (low < 0) {
      report.c0_power_spread_db = static_cast<double>(high) - static_cast<double>(low);
    }
  }
  report.first_seen_s = cell.heard.first_s;
  report.last_seen_s = cell.heard.last_s;
  report.blocks = cell.blocks;
  report.combined_blocks = cell.combined_blocks;
  report.system_information = system_information(cell);
  report.paging = cell.paging;
  report.dialogue = dialogue(cell);
  if (cell.si3) {
    report.combined_ccch = cell.si3->value.control.combined();
  }
  return report;
}

} // namespace cw::detector
