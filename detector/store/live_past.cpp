// What a start reads back from the store.
#include "detector/alerts/scoring.h"
#include "detector/store/live_store.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace cw::detector {

using sqlite::Result;

namespace {

constexpr double k_cells_back_s = 15 * 60; ///< before the sensor fell silent
constexpr double k_closed_back_s = 86400;
constexpr std::int64_t k_cells_back = 1000, k_blocks_back = 256; ///< of a sensor, of a cell

std::uint64_t number(std::int64_t value) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(value, 0));
}

std::optional<std::string> maybe_text(const sqlite::Statement& at, int column) {
  return at.is_null(column) ? std::nullopt : std::optional(at.text(column));
}

/// Calls take(statement) for each row.
template <class Take>
Result<void> rows(sqlite::Statement& statement, Take take) {
  for (;;) {
    const auto row = statement.step();
    if (!row) {
      return tl::unexpected(row.error());
    }
    if (!*row) {
      return {};
    }
    take(statement);
  }
}

wire::Severity severity_of(std::int64_t value) {
  return static_cast<wire::Severity>(
      std::clamp<std::int64_t>(value, 0, static_cast<std::int64_t>(wire::Severity::critical)));
}

wire::GsmChannel channel_of(const std::string& name) {
  using Channel = wire::GsmChannel;
  for (const Channel channel : {Channel::sch,
                                Channel::bcch,
                                Channel::bcch_ext,
                                Channel::ccch,
                                Channel::sdcch4,
                                Channel::sdcch8,
                                Channel::sacch}) {
    if (name == wire::channel_name(channel)) {
      return channel;
    }
  }
  return Channel::cbch;
}

wire::RadioId radio_of(const sqlite::Statement& at) {
  wire::RadioId radio;
  radio.carrier_offset_hz = at.real(2);
  radio.carrier_hz = at.maybe_real(3);
  if (!at.is_null(4)) {
    wire::Arfcn arfcn{.band = wire::GsmBand::gsm900,
                      .number = static_cast<std::uint16_t>(number(at.integer(4)))};
    const auto by_carrier = radio.carrier_hz ? wire::arfcn_at(*radio.carrier_hz) : std::nullopt;
    arfcn.band = by_carrier && by_carrier->number == arfcn.number ? by_carrier->band : arfcn.band;
    radio.arfcn = arfcn;
  }
  if (!at.is_null(5)) {
    radio.bsic = static_cast<std::uint8_t>(number(at.integer(5)) & 63U);
  }
  radio.train = static_cast<std::uint32_t>(number(at.integer(11)));
  return radio;
}

wire::GsmBlock block_of(const sqlite::Statement& at, const wire::RadioId& heard_on) {
  wire::GsmBlock block;
  block.n = number(at.integer(0));
  block.t_s = at.real(1);
  block.heard_on = heard_on;
  block.channel = channel_of(at.text(2));
  block.fn = static_cast<std::uint32_t>(number(at.integer(3)) % wire::k_hyperframe);
  block.slot = static_cast<std::uint8_t>(number(at.integer(4)) & 7U);
  block.sub = static_cast<std::uint8_t>(number(at.integer(5)) & 7U);
  const std::string data = at.text(6);
  block.length = static_cast<std::uint8_t>(std::min(data.size(), block.data.size()));
  std::memcpy(block.data.data(), data.data(), block.length);
  block.level_dbfs = static_cast<float>(at.real(7));
  block.snr_db = static_cast<float>(at.real(8));
  block.cfo_hz = static_cast<float>(at.real(9));
  block.corrected_bits = static_cast<std::uint16_t>(number(at.integer(10)));
  block.combined = static_cast<std::uint16_t>(number(at.integer(11)));
  block.redacted = at.integer(12) != 0;
  return block;
}

class Reader {
public:
  explicit Reader(StatementCache& statements) : statements_(&statements) {}

  Result<void> sensors(LivePast& past) {
    auto& all = statements_->get("SELECT name,session,blocks,last_heard_s FROM sensors");
    auto done = rows(all, [&](const sqlite::Statement& at) {
      past.sensors.push_back({.name = at.text(0),
                              .session = at.integer(1),
                              .blocks = number(at.integer(2)),
                              .last_heard_s = at.real(3),
                              .epochs = {}});
    });
    for (SensorRecord& sensor : past.sensors) {
      done = done ? epochs(sensor) : done;
      done = done ? cells(sensor.session, past.cells[sensor.name]) : done;
    }
    return done;
  }

  Result<void> ledger(LivePast& past, double now_s) {
    auto& all = statements_->get(
        "SELECT id,state,severity,score,rat,carrier_key,bsic,cell_id,rules,summary,raised_at_s,"
        "last_evidence_s FROM ledger WHERE state<>'closed' OR last_evidence_s>?1");
    all.bind(1, now_s - k_closed_back_s);
    auto done = rows(all, [&](const sqlite::Statement& at) {
      LedgerRecord record{.id = at.text(0),
                          .state = at.text(1),
                          .severity = severity_of(at.integer(2)),
                          .score = at.real(3),
                          .rat = at.text(4),
                          .carrier_key = at.integer(5),
                          .cell_id = maybe_text(at, 7),
                          .rules = at.text(8),
                          .summary = at.text(9),
                          .raised_at_s = at.real(10),
                          .last_evidence_s = at.real(11)};
      if (!at.is_null(6)) {
        record.bsic = static_cast<std::uint8_t>(number(at.integer(6)) & 63U);
      }
      past.ledger.push_back({.record = std::move(record), .sources = {}});
    });
    for (LivePast::OfLedger& one : past.ledger) {
      done = done ? sources(one) : done;
    }
    auto& newest = statements_->get("SELECT ifnull(max(number),0) FROM steps");
    return done ? rows(newest, [&](const auto& at) { past.steps = number(at.integer(0)); }) : done;
  }

private:
  Result<void> epochs(SensorRecord& sensor) {
    auto& all = statements_->get("SELECT epoch,seq,batches,skipped,blocks_stored,blocks_total,"
                                 "blocks_lost,taken_s FROM epochs WHERE sensor=?1");
    all.bind(1, std::string_view(sensor.name));
    return rows(all, [&](const sqlite::Statement& at) {
      sensor.epochs[at.text(0)] = {.seq = number(at.integer(1)),
                                   .batches = number(at.integer(2)),
                                   .skipped = number(at.integer(3)),
                                   .blocks_stored = number(at.integer(4)),
                                   .blocks_total = number(at.integer(5)),
                                   .blocks_lost = number(at.integer(6)),
                                   .taken_s = at.real(7)};
    });
  }

  Result<void> cells(std::int64_t session, std::vector<StoredPast>& cells) {
    auto& all = statements_->get(
        "SELECT cell,id,carrier_offset_hz,carrier_hz,arfcn,bsic,level_dbfs,snr_db,first_seen_s,"
        "last_seen_s,blocks,train FROM cells WHERE session=?1 AND last_seen_s>="
        "(SELECT max(last_seen_s) FROM cells WHERE session=?1)-?2 "
        "ORDER BY last_seen_s DESC LIMIT ?3");
    all.bind(1, session).bind(2, k_cells_back_s).bind(3, k_cells_back);
    auto done = rows(all, [&](const sqlite::Statement& at) {
      cells.push_back({.cell = {.cell = number(at.integer(0)),
                                .id = maybe_text(at, 1),
                                .heard_on = radio_of(at),
                                .level_dbfs = at.real(6),
                                .snr_db = at.real(7),
                                .first_seen_s = at.real(8),
                                .last_seen_s = at.real(9),
                                .blocks = number(at.integer(10))},
                       .blocks = {},
                       .alert = {}});
    });
    std::ranges::sort(cells, {}, [](const StoredPast& it) { return it.cell.cell; });
    for (StoredPast& past : cells) {
      done = done ? blocks(session, past) : done;
      done = done ? alert_of_cell(session, past) : done;
    }
    return done;
  }

  Result<void> blocks(std::int64_t session, StoredPast& past) {
    auto& all = statements_->get(
        "SELECT n,t_s,channel,fn,slot,sub,data,level_dbfs,snr_db,cfo_hz,corrected_bits,combined,"
        "redacted FROM blocks WHERE session=?1 AND cell=?2 ORDER BY n DESC LIMIT ?3");
    all.bind(1, session).bind(2, static_cast<std::int64_t>(past.cell.cell)).bind(3, k_blocks_back);
    auto done = rows(all, [&](const sqlite::Statement& at) {
      past.blocks.push_back(block_of(at, past.cell.heard_on));
    });
    std::ranges::reverse(past.blocks);
    return done;
  }

  Result<void> alert_of_cell(std::int64_t session, StoredPast& past) {
    auto& newest = statements_->get(
        "SELECT id FROM alerts WHERE session=?1 AND cell=?2 ORDER BY raised_at_s DESC LIMIT 1");
    newest.bind(1, session).bind(2, static_cast<std::int64_t>(past.cell.cell));
    std::string id;
    auto done = rows(newest, [&](const sqlite::Statement& at) { id = at.text(0); });
    return done && !id.empty() ? alert(session, id, past.alert.emplace()) : done;
  }

  Result<void> sources(LivePast::OfLedger& one) {
    auto& all = statements_->get("SELECT sensor,alert,session FROM ledger_sources WHERE ledger=?1");
    all.bind(1, std::string_view(one.record.id));
    std::vector<std::pair<LedgerSource, std::int64_t>> found;
    auto done = rows(all, [&](const sqlite::Statement& at) {
      found.emplace_back(LedgerSource{at.text(0), at.text(1), one.record.id}, at.integer(2));
    });
    for (const auto& [source, session] : found) {
      one.sources.emplace_back(source, wire::AlertReport{});
      done = done ? alert(session, source.alert, one.sources.back().second) : done;
    }
    return done;
  }

  Result<void> alert(std::int64_t session, const std::string& id, wire::AlertReport& report) {
    auto& one = statements_->get(
        "SELECT cell,cell_id,severity,score,state,summary,first_seen_s,raised_at_s,last_seen_s,"
        "(SELECT carrier_hz FROM cells c WHERE c.session=a.session AND c.cell=a.cell) "
        "FROM alerts a WHERE session=?1 AND id=?2");
    one.bind(1, session).bind(2, std::string_view(id));
    report.id = id;
    auto done = rows(one, [&](const sqlite::Statement& at) {
      report.cell = number(at.integer(0));
      report.cell_id = maybe_text(at, 1);
      report.severity = severity_of(at.integer(2));
      report.score = at.real(3);
      report.state = at.text(4);
      report.summary = at.text(5);
      report.first_seen_s = at.real(6);
      report.raised_at_s = at.real(7);
      report.last_seen_s = at.real(8);
      report.carrier_hz = at.maybe_real(9);
    });
    return done ? findings(session, report) : done;
  }

  Result<void> findings(std::int64_t session, wire::AlertReport& report) {
    auto& all =
        statements_->get("SELECT rule,version,family,weight,observed,expected,why FROM findings "
                         "WHERE session=?1 AND alert=?2 ORDER BY weight DESC,rule");
    all.bind(1, session).bind(2, std::string_view(report.id));
    std::vector<Judged> judged;
    auto done = rows(all, [&](const sqlite::Statement& at) {
      wire::FindingReport finding;
      finding.rule = at.text(0);
      finding.version = static_cast<int>(at.integer(1));
      finding.family = at.text(2);
      finding.weight = at.real(3);
      finding.observed = at.text(4);
      finding.expected = at.text(5);
      finding.why = at.text(6);
      if (const Rule* rule = find_rule(finding.rule)) {
        judged.push_back({rule, {}, finding.weight});
      }
      report.findings.push_back(std::move(finding));
    });
    for (const auto& [family, nats] : score(judged).families) {
      report.families[family_name(family)] = nats;
    }
    for (wire::FindingReport& finding : report.findings) {
      done = done ? evidence(session, report.id, finding) : done;
    }
    return done;
  }

  Result<void>
  evidence(std::int64_t session, const std::string& alert, wire::FindingReport& finding) {
    auto& all = statements_->get(
        "SELECT n FROM evidence WHERE session=?1 AND alert=?2 AND rule=?3 ORDER BY n");
    all.bind(1, session).bind(2, std::string_view(alert)).bind(3, std::string_view(finding.rule));
    return rows(all, [&](const sqlite::Statement& at) {
      finding.evidence.push_back(number(at.integer(0)));
    });
  }

  StatementCache* statements_;
};

} // namespace

Result<LivePast> LiveStore::load(double now_s) {
  LivePast past;
  Reader reader(*statements_);
  auto done = reader.sensors(past);
  if (done) {
    done = reader.ledger(past, now_s);
  }
  return done ? Result<LivePast>(std::move(past)) : tl::unexpected(done.error());
}

} // namespace cw::detector
