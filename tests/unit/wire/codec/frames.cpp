#include "tests/unit/wire/codec/frames.h"

#include "tests/unit/wire/codec/sensor_items.h"

namespace cw::wire::test {
namespace {

const char* const k_epoch = "00ff00ff00ff00ff";

} // namespace

Heartbeat full_heartbeat() {
  Heartbeat heartbeat;
  heartbeat.sensor = "van-1";
  heartbeat.t_s = 1764040000.25;
  heartbeat.source = "soapy:driver=rtlsdr";
  heartbeat.activity = "watching 9 carriers";
  heartbeat.rate_hz = 2.4e6;
  heartbeat.center_hz = 947.4e6;
  heartbeat.gain_db = 33.8;
  heartbeat.samples = 123'456'789'012;
  heartbeat.overruns = 2;
  heartbeat.samples_lost = 8192;
  heartbeat.level_dbfs = -21.5;
  heartbeat.clipped_fraction = 0.001;
  heartbeat.carriers_seen = 11;
  heartbeat.cells_locked = 9;
  heartbeat.blocks_per_s = 212.5;
  heartbeat.blocks_total = 10'000;
  heartbeat.blocks_lost = 7;
  heartbeat.spool_batches = 3;
  heartbeat.spool_octets = 120'000;
  heartbeat.disk_free_octets = 1ULL << 40U;
  heartbeat.ppm = -1.25;
  heartbeat.gps = "3D fix";
  heartbeat.pos =
      Position{.lat_deg = 52.5, .lon_deg = 13.25, .alt_m = 34, .speed_mps = 0.5, .hdop = 0.75};
  heartbeat.troubles = {"the antenna is loose", "the disk is nearly full"};
  return heartbeat;
}

CellReport full_cell() {
  CellReport cell;
  cell.id = "262-01-318-11225";
  cell.mcc = "262";
  cell.mnc = "01";
  cell.lac = 318;
  cell.ci = 11225;
  cell.heard_on = {.carrier_offset_hz = 200e3,
                   .carrier_hz = 935.2e6,
                   .arfcn = Arfcn{GsmBand::gsm900, 1},
                   .bsic = 48,
                   .train = 1};
  cell.level_dbfs = -31.2;
  cell.snr_db = 17.5;
  cell.frequency_error_ppm = 0.0123;
  cell.frequency_error_raw_hz = 12.5;
  cell.clock_error_ppm = 0.012;
  cell.first_seen_s = 1764040000.25;
  cell.last_seen_s = 1764040100.5;
  cell.blocks = {{"bcch", 12}, {"sch", 30}};
  cell.combined_blocks = 2;
  FieldList list;
  list.push_back(FieldValue{std::int64_t{-3}});
  list.push_back(FieldValue{true});
  cell.system_information.emplace_back(
      "si3",
      FieldValue{Fields{{"t3212_min", FieldValue{std::int64_t{360}}},
                        {"ratio", FieldValue{0.25}},
                        {"name", FieldValue{std::string("a \"name\"")}},
                        {"neighbour_arfcns", FieldValue{list}},
                        {"penalty_time_s", FieldValue{}}}});
  cell.paging = {.records = 9, .imsi = 1, .tmsi = 7, .imei = 0, .other = 1};
  cell.dialogue.emplace_back("identity_request", FieldValue{std::int64_t{4}});
  cell.differs_from_baseline = {"lac"};
  cell.combined_ccch = true;
  cell.c0_power_spread_db = 0.25;
  return cell;
}

AlertReport full_alert() {
  AlertReport alert;
  alert.id = "7";
  alert.severity = Severity::high;
  alert.score = 9.5;
  alert.cell = 3;
  alert.cell_id = "262-01-318-11225";
  alert.carrier_hz = 935.2e6;
  alert.summary = "The cell is suspicious.";
  alert.first_seen_s = 1764040000.25;
  alert.raised_at_s = 1764040001.25;
  alert.last_seen_s = 1764040100.5;
  alert.families = {{"identity", 3.5}};
  FindingReport finding;
  finding.rule = "G03";
  finding.version = 2;
  finding.family = "reselection_lure";
  finding.weight = 2;
  finding.observed = "126 dB";
  finding.expected = "below 60 dB";
  finding.why = "It lures.";
  finding.benign_causes = {"indoor cell"};
  finding.evidence = {1, 2, 18'000'000'000'000'000'000U};
  alert.findings.push_back(finding);
  return alert;
}

Snapshot full_snapshot() {
  Snapshot snapshot;
  snapshot.run = k_epoch;
  snapshot.number = 42;
  snapshot.now_s = 1764040100.5;
  snapshot.cells = {full_cell(), CellReport{}};
  snapshot.alerts = {full_alert()};
  snapshot.sensors = {{.sensor = "van-1",
                       .connected = true,
                       .last_heard_s = 1764040100.25,
                       .blocks_stored = 9000,
                       .blocks_total = 9007,
                       .blocks_lost = 7,
                       .heartbeat = full_heartbeat()},
                      {.sensor = "roof", .heartbeat = {}}};
  snapshot.rules_not_evaluated = {{"B01", "a baseline"}};
  return snapshot;
}

std::vector<FrameToDetector> frames_to_detector() {
  ItemMaker maker(9);
  return {Hello{.sensor = "van-1", .epoch = k_epoch},
          SensorBatch{.sensor = "van-1",
                      .epoch = k_epoch,
                      .seq = 17,
                      .blocks_total = 400,
                      .blocks_lost = 3,
                      .items = {maker.block(), maker.measurement(), maker.scan(4)}},
          full_heartbeat(),
          SnapshotRequest{.request = 3},
          CommandRequest{.request = 4,
                         .command = {.kind = CommandKind::comment,
                                     .alert_id = "7",
                                     .who = "anna",
                                     .why = "seen \xC3\xA4 van"}}};
}

std::vector<FrameFromDetector> frames_from_detector() {
  const SensorState state = full_snapshot().sensors[0];
  return {
      Welcome{.run = k_epoch},
      Ack{.epoch = k_epoch, .seq = 17},
      Refused{.reason = "no hello", .sentence = "say hello first", .seq = 17},
      Notice{.alert_id = "7",
             .severity = Severity::high,
             .carrier_hz = 935.2e6,
             .carrier_offset_hz = -200e3,
             .bsic = 48,
             .from_s = 1764040000.25,
             .to_s = 1764040001.25,
             .summary = "The cell is suspicious."},
      SnapshotReply{.request = 3, .snapshot = full_snapshot()},
      CommandAnswer{.request = 4, .reply = {.done = true, .sentence = "closed"}},
      ChangeFrame{.run = k_epoch,
                  .change = {.number = 1, .what = CellChange{.cell = 2, .report = full_cell()}}},
      ChangeFrame{.run = k_epoch, .change = {.number = 2, .what = full_alert()}},
      ChangeFrame{.run = k_epoch, .change = {.number = 3, .what = state}},
      Tick{.run = k_epoch, .number = 3}};
}

} // namespace cw::wire::test
