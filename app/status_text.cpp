#include "app/status_text.h"

#include "app/console.h"
#include "app/text_table.h"

#include <fmt/format.h>

#include <vector>

namespace cw::app {
namespace {

constexpr double k_silent_s = 15; // three heartbeats

std::string silence(const wire::SensorState& sensor, double now_s) {
  const double silent_s = now_s - sensor.last_heard_s;
  return !sensor.connected       ? "gone"
         : silent_s > k_silent_s ? fmt::format("silent {:.0f} s", silent_s)
                                 : "on line";
}

std::vector<std::string> row_of(const wire::SensorState& sensor, double now_s) {
  std::vector<std::string> row = {printable(sensor.sensor), silence(sensor, now_s)};
  if (!sensor.heartbeat) {
    row.insert(row.end(), {"-", "-", "-", "-", "-", "-", "-", "-"});
  } else {
    const wire::Heartbeat& beat = *sensor.heartbeat;
    row.insert(row.end(),
               {printable(beat.activity),
                fmt::format("{:.2f}", beat.rate_hz / 1e6),
                fmt::format("{:.0f}", beat.level_dbfs),
                fmt::format("{:.2f}", beat.clipped_fraction * 100),
                fmt::format("{}", beat.overruns),
                fmt::format("{}", beat.cells_locked),
                fmt::format("{:.0f}", beat.blocks_per_s),
                printable(beat.gps)});
  }
  row.push_back(fmt::format("{}", sensor.blocks_stored));
  row.push_back(fmt::format("{}", sensor.blocks_lost));
  row.push_back(sensor.heartbeat ? fmt::format("{}", sensor.heartbeat->spool_batches) : "-");
  return row;
}

std::string sensors_text(const wire::Snapshot& snapshot) {
  if (snapshot.sensors.empty()) {
    return "no sensor has reported yet: start 'cellwarden scan'\n";
  }
  std::vector<std::vector<std::string>> rows;
  std::string troubles;
  for (const wire::SensorState& sensor : snapshot.sensors) {
    rows.push_back(row_of(sensor, snapshot.now_s));
    if (sensor.heartbeat) {
      for (const std::string& trouble : sensor.heartbeat->troubles) {
        troubles += fmt::format("{}: {}\n", printable(sensor.sensor), printable(trouble));
      }
    }
  }
  return text_table({{"sensor"},
                     {"state"},
                     {"does"},
                     {"Msps", Align::right},
                     {"dBFS", Align::right},
                     {"clip %", Align::right},
                     {"holes", Align::right},
                     {"cells", Align::right},
                     {"blocks/s", Align::right},
                     {"GPS"},
                     {"stored", Align::right},
                     {"lost", Align::right},
                     {"waiting", Align::right}},
                    rows) +
         troubles;
}

} // namespace

std::string status_text(const wire::Snapshot& snapshot) {
  std::string text = sensors_text(snapshot);
  std::vector<std::vector<std::string>> rows;
  for (const wire::AlertReport& alert : snapshot.alerts) {
    if (alert.state != "closed") {
      rows.push_back({wire::severity_name(alert.severity),
                      fmt::format("{:.1f}", alert.score),
                      alert.state,
                      alert.cell_id ? printable(*alert.cell_id) : "-",
                      alert.carrier_hz ? fmt::format("{:.1f}", *alert.carrier_hz / 1e6) : "-",
                      printable(alert.summary)});
    }
  }
  text += fmt::format("\n{} cells, {} alerts\n", snapshot.cells.size(), rows.size());
  if (!rows.empty()) {
    text += text_table({{"severity"},
                        {"score", Align::right},
                        {"state"},
                        {"cell"},
                        {"MHz", Align::right},
                        {"why"}},
                       rows);
  }
  return text;
}

} // namespace cw::app
