#include "detector/store/store_file.h"

#include <algorithm>
#include <span>
#include <utility>

namespace cw::detector {

using sqlite::Result;

namespace {

std::int64_t whole(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

} // namespace

sqlite::Statement& StatementCache::get(std::string_view sql) {
  const auto known = prepared_.find(sql);
  return known != prepared_.end() ? known->second
                                  : prepared_.try_emplace(sql, db_->prepare(sql)).first->second;
}

Result<void> run_once(sqlite::Statement& statement) {
  const auto row = statement.step();
  if (!row) {
    return tl::unexpected(row.error());
  }
  return {};
}

Result<std::int64_t> begin_session(sqlite::Database& db,
                                   std::optional<double> start_unix_s,
                                   const std::optional<std::string>& sensor) {
  auto insert = db.prepare("INSERT INTO sessions(start_unix_s,sensor) VALUES(?1,?2)");
  insert.bind(1, start_unix_s).bind(2, sensor);
  if (auto begun = run_once(insert); !begun) {
    return tl::unexpected(begun.error());
  }
  return db.last_id();
}

Result<void> SessionWriter::put(const StoreBatch& batch) {
  const auto put_all = [&](const auto& all) -> Result<void> {
    for (const auto& one : all) {
      if (auto added = put(one); !added) {
        return added;
      }
    }
    return {};
  };
  if (auto cells = put_all(batch.cells); !cells) {
    return cells;
  }
  if (auto blocks = put_all(batch.blocks); !blocks) {
    return blocks;
  }
  return put_all(batch.alerts);
}

Result<void> SessionWriter::forget_findings(const std::string& alert) {
  for (const char* sql : {"DELETE FROM evidence WHERE session=?1 AND alert=?2",
                          "DELETE FROM findings WHERE session=?1 AND alert=?2"}) {
    auto& forget = statements_->get(sql);
    forget.bind(1, session_).bind(2, std::string_view(alert));
    if (auto gone = run_once(forget); !gone) {
      return gone;
    }
  }
  return {};
}

Result<void> SessionWriter::put(const StoredCell& cell) {
  auto& insert = statements_->get(
      "INSERT OR REPLACE INTO cells VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)");
  const auto& radio = cell.heard_on;
  const auto arfcn = radio.arfcn ? std::optional(whole(radio.arfcn->number)) : std::nullopt;
  const auto bsic = radio.bsic ? std::optional(whole(*radio.bsic)) : std::nullopt;
  insert.bind(1, session_)
      .bind(2, whole(cell.cell))
      .bind(3, cell.id)
      .bind(4, radio.carrier_offset_hz)
      .bind(5, radio.carrier_hz)
      .bind(6, arfcn)
      .bind(7, bsic)
      .bind(8, cell.level_dbfs)
      .bind(9, cell.snr_db)
      .bind(10, cell.first_seen_s)
      .bind(11, cell.last_seen_s)
      .bind(12, whole(cell.blocks))
      .bind(13, whole(cell.heard_on.train));
  return run_once(insert);
}

Result<void> SessionWriter::put(const StoredBlock& stored) {
  const wire::GsmBlock& block = stored.block;
  auto& insert = statements_->get("INSERT OR REPLACE INTO blocks "
                                  "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)");
  const std::size_t length = std::min<std::size_t>(block.length, block.data.size());
  insert.bind(1, session_)
      .bind(2, whole(block.n))
      .bind(3, whole(stored.cell))
      .bind(4, block.t_s)
      .bind(5, std::string_view(wire::channel_name(block.channel)))
      .bind(6, whole(block.fn))
      .bind(7, whole(block.slot))
      .bind(8, whole(block.sub))
      .bind_blob(9, std::span(block.data).first(length))
      .bind(10, static_cast<double>(block.level_dbfs))
      .bind(11, static_cast<double>(block.snr_db))
      .bind(12, static_cast<double>(block.cfo_hz))
      .bind(13, whole(block.corrected_bits))
      .bind(14, whole(block.combined))
      .bind(15, whole(block.redacted ? 1U : 0U));
  return run_once(insert);
}

Result<void> SessionWriter::put(const wire::AlertReport& alert) {
  if (auto gone = forget_findings(alert.id); !gone) {
    return gone;
  }
  auto& insert =
      statements_->get("INSERT OR REPLACE INTO alerts VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)");
  insert.bind(1, session_)
      .bind(2, std::string_view(alert.id))
      .bind(3, whole(alert.cell))
      .bind(4, alert.cell_id)
      .bind(5, static_cast<std::int64_t>(alert.severity))
      .bind(6, alert.score)
      .bind(7, std::string_view(alert.state))
      .bind(8, std::string_view(alert.summary))
      .bind(9, alert.first_seen_s)
      .bind(10, alert.raised_at_s)
      .bind(11, alert.last_seen_s);
  if (auto added = run_once(insert); !added) {
    return added;
  }
  for (const wire::FindingReport& finding : alert.findings) {
    if (auto added = put(alert.id, finding); !added) {
      return added;
    }
  }
  return {};
}

Result<void> SessionWriter::put(const std::string& alert, const wire::FindingReport& finding) {
  auto& insert =
      statements_->get("INSERT OR REPLACE INTO findings VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)");
  insert.bind(1, session_)
      .bind(2, std::string_view(alert))
      .bind(3, std::string_view(finding.rule))
      .bind(4, static_cast<std::int64_t>(finding.version))
      .bind(5, std::string_view(finding.family))
      .bind(6, finding.weight)
      .bind(7, std::string_view(finding.observed))
      .bind(8, std::string_view(finding.expected))
      .bind(9, std::string_view(finding.why));
  if (auto added = run_once(insert); !added) {
    return added;
  }
  auto& evidence = statements_->get("INSERT OR IGNORE INTO evidence VALUES(?1,?2,?3,?4)");
  for (const std::uint64_t n : finding.evidence) {
    evidence.bind(1, session_)
        .bind(2, std::string_view(alert))
        .bind(3, std::string_view(finding.rule))
        .bind(4, whole(n));
    if (auto added = run_once(evidence); !added) {
      return added;
    }
  }
  return {};
}

} // namespace cw::detector
