#include "app/status_text.h"
#include "tests/support/catch.hpp"

using namespace cw;

TEST_CASE("status: a row a sensor, its troubles, alerts that are not closed", "[app]") {
  wire::Snapshot snapshot;
  snapshot.now_s = 1000;
  CHECK(app::status_text(snapshot) ==
        "no sensor has reported yet: start 'cellwarden scan'\n\n0 cells, 0 alerts\n");

  wire::SensorState van;
  van.sensor = "van-1";
  van.connected = true;
  van.last_heard_s = 998;
  van.blocks_stored = 1200;
  van.heartbeat.emplace();
  van.heartbeat->activity = "watching 13 tunings, round 4";
  van.heartbeat->gps = "3D fix";
  van.heartbeat->troubles = {"the antenna\x1b[2J is off"};
  wire::SensorState gone;
  gone.sensor = "van-2";
  snapshot.sensors = {van, gone};
  wire::AlertReport alert;
  alert.severity = wire::Severity::high;
  alert.summary = "a cell that lures";
  wire::AlertReport closed = alert;
  closed.state = "closed";
  closed.summary = "an old one";
  snapshot.alerts = {alert, closed};
  const std::string text = app::status_text(snapshot);
  CHECK(text.find("van-1") != std::string::npos);
  CHECK(text.find("on line") != std::string::npos);
  CHECK(text.find("van-2") != std::string::npos);
  CHECK(text.find("gone") != std::string::npos);
  CHECK(text.find("1200") != std::string::npos);
  CHECK(text.find("van-1: the antenna?[2J is off\n") != std::string::npos);
  CHECK(text.find("0 cells, 1 alerts") != std::string::npos);
  CHECK(text.find("a cell that lures") != std::string::npos);
  CHECK(text.find("an old one") == std::string::npos);

  snapshot.now_s = 1100;
  CHECK(app::status_text(snapshot).find("silent 102 s") != std::string::npos);
}
