// The same recording gives the same cells, findings and alerts, whether it is replayed or comes as
// a sensor's batches over the bus.
#include "app/session.h"
#include "detector/detector.h"
#include "detector/live/live_detector.h"
#include "sdr/flowgraph/signal_consumer.h"
#include "tests/support/catch.hpp"
#include "wire/codec/report_json.h"
#include "wire/codec/sensor_batch_json.h"

#include <filesystem>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// Judges at once, and keeps what a receiver would send.
class Tee : public cw::sdr::SignalConsumer {
public:
  explicit Tee(cw::detector::Detector& detector) : detector_(&detector) {}
  void on_block(const cw::wire::GsmBlock& block) override { both(block); }
  void on_measurement(const cw::wire::GsmMeasurement& measured) override { both(measured); }
  void on_scan(const cw::wire::PowerScan& scan) override { both(scan); }
  const std::vector<cw::wire::SensorItem>& items() const { return items_; }

private:
  template <class Item>
  void both(const Item& item) {
    detector_->add(item);
    items_.emplace_back(item);
  }
  cw::detector::Detector* detector_;
  std::vector<cw::wire::SensorItem> items_;
};

std::string found(const cw::wire::Report& report) {
  cw::wire::Report only;
  only.cells = report.cells;
  only.alerts = report.alerts;
  only.rules_evaluated = report.rules_evaluated;
  only.rules_not_evaluated = report.rules_not_evaluated;
  return cw::wire::report_json(only);
}

} // namespace

TEST_CASE("live: a recording gives the same as batches and in replay", "[live]") {
  std::size_t tried = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(CW_SOURCE_DIR) / "samples")) {
    if (entry.path().extension() != ".sigmf-meta") {
      continue;
    }
    CAPTURE(entry.path().filename().string());
    ++tried;
    const auto inputs = cw::app::find_inputs({entry.path().string()}, {});
    REQUIRE(inputs);
    auto replayed = cw::detector::Detector::create({});
    REQUIRE(replayed);
    Tee tee(*replayed);
    const std::atomic<bool> stop = false;
    cw::app::run_session(*inputs, {}, tee, stop);
    REQUIRE(replayed->finish());
    cw::wire::Report expected;
    replayed->fill(expected);
    REQUIRE_FALSE(expected.cells.empty());

    auto live = cw::detector::LiveDetector::create({}, 1e9);
    REQUIRE(live);
    constexpr std::size_t k_items = 37;
    std::uint64_t seq = 0;
    for (std::size_t at = 0; at < tee.items().size(); at += k_items) {
      const auto first = tee.items().begin() + static_cast<std::ptrdiff_t>(at);
      const auto last =
          first + static_cast<std::ptrdiff_t>(std::min(k_items, tee.items().size() - at));
      cw::wire::SensorBatch batch;
      batch.sensor = "sample";
      batch.epoch = "0123456789abcdef";
      batch.seq = ++seq;
      batch.items.assign(first, last);
      const auto arrived = cw::wire::parse_sensor_batch(cw::wire::sensor_batch_json(batch));
      REQUIRE(arrived);
      CHECK(live->take(*arrived, 1e9) == cw::detector::LiveDetector::Taken::taken);
      REQUIRE(live->commit(1e9));
    }
    REQUIRE(live->finish(1e9));
    const auto report = live->report("sample");
    REQUIRE(report);
    CHECK(found(*report) == found(expected));
    CHECK(live->snapshot(1e9).alerts.size() == expected.alerts.size());
  }
  CHECK(tried == 3);
}
