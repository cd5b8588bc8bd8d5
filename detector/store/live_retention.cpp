// What a store forgets.
#include "detector/store/live_store.h"

#include <algorithm>

namespace cw::detector {

using sqlite::Result;

namespace {

constexpr double k_day_s = 86400;
constexpr std::uint64_t k_at_once = 20'000; ///< rows: a transaction must not hold up the next batch

// A session's times count from its start; of one without a start nothing is known to be old.
constexpr const char* k_drop_blocks =
    "DELETE FROM blocks WHERE (session,n) IN (SELECT b.session,b.n FROM blocks b "
    "JOIN sessions s ON s.id=b.session WHERE s.start_unix_s+b.t_s<?1 AND NOT EXISTS "
    "(SELECT 1 FROM evidence e WHERE e.session=b.session AND e.n=b.n) ORDER BY b.t_s LIMIT ?2)";
constexpr const char* k_drop_cells =
    "DELETE FROM cells WHERE (session,cell) IN (SELECT c.session,c.cell FROM cells c "
    "JOIN sessions s ON s.id=c.session WHERE s.start_unix_s+c.last_seen_s<?1 AND NOT EXISTS "
    "(SELECT 1 FROM alerts a WHERE a.session=c.session AND a.cell=c.cell) LIMIT ?2)";
// Of the ledger only what is closed grows old.
constexpr const char* k_old_alerts =
    "SELECT q.session,q.alert FROM ledger l JOIN ledger_sources q ON q.ledger=l.id "
    "WHERE l.state='closed' AND l.last_evidence_s<?1 LIMIT ?2";

} // namespace

Result<void> LiveStore::drop_blocks(double before_s, std::uint64_t at_most, Pruned& pruned) {
  auto& drop = statements_->get(k_drop_blocks);
  drop.bind(1, before_s).bind(2, static_cast<std::int64_t>(at_most));
  if (auto done = run_once(drop); !done) {
    return done;
  }
  pruned.blocks += static_cast<std::uint64_t>(db_->number("SELECT changes()").value_or(0));
  return {};
}

Result<void> LiveStore::drop_old(double before_s, Pruned& pruned) {
  auto& old = statements_->get(k_old_alerts);
  old.bind(1, before_s).bind(2, static_cast<std::int64_t>(k_at_once));
  std::vector<std::pair<std::int64_t, std::string>> alerts;
  for (;;) {
    const auto row = old.step();
    if (!row) {
      return tl::unexpected(row.error());
    }
    if (!*row) {
      break;
    }
    alerts.emplace_back(old.integer(0), old.text(1));
  }
  for (const auto& [session, alert] : alerts) {
    for (const char* sql : {"DELETE FROM evidence WHERE session=?1 AND alert=?2",
                            "DELETE FROM findings WHERE session=?1 AND alert=?2",
                            "DELETE FROM alerts WHERE session=?1 AND id=?2",
                            "DELETE FROM ledger_sources WHERE session=?1 AND alert=?2"}) {
      auto& drop = statements_->get(sql);
      drop.bind(1, session).bind(2, std::string_view(alert));
      if (auto done = run_once(drop); !done) {
        return done;
      }
    }
  }
  pruned.alerts += alerts.size();
  for (const char* sql :
       {"DELETE FROM steps WHERE ledger IN (SELECT id FROM ledger l WHERE state='closed' AND "
        "last_evidence_s<?1 AND NOT EXISTS (SELECT 1 FROM ledger_sources q WHERE q.ledger=l.id))",
        "DELETE FROM ledger WHERE state='closed' AND last_evidence_s<?1 AND NOT EXISTS "
        "(SELECT 1 FROM ledger_sources q WHERE q.ledger=ledger.id)"}) {
    auto& drop = statements_->get(sql);
    drop.bind(1, before_s);
    if (auto done = run_once(drop); !done) {
      return done;
    }
  }
  auto& cells = statements_->get(k_drop_cells);
  cells.bind(1, before_s).bind(2, static_cast<std::int64_t>(k_at_once));
  if (auto done = run_once(cells); !done) {
    return done;
  }
  pruned.cells += static_cast<std::uint64_t>(db_->number("SELECT changes()").value_or(0));
  return drop_blocks(before_s, k_at_once, pruned);
}

Result<bool> LiveStore::too_large(std::uint64_t max_octets) const {
  const auto pages = db_->number("PRAGMA page_count");
  const auto unused = db_->number("PRAGMA freelist_count");
  const auto size = db_->number("PRAGMA page_size");
  if (!pages || !unused || !size) {
    return tl::unexpected(!pages ? pages.error() : !unused ? unused.error() : size.error());
  }
  const auto used = static_cast<std::uint64_t>(std::max<std::int64_t>(0, *pages - *unused) * *size);
  return max_octets != 0 && used > max_octets;
}

Result<Pruned> LiveStore::prune(const Retention& retention, double now_s) {
  Pruned pruned;
  auto transaction = sqlite::Transaction::begin(*db_);
  if (!transaction) {
    return tl::unexpected(transaction.error());
  }
  auto done = drop_old(now_s - retention.keep_days * k_day_s, pruned);
  for (bool more = true; done && more;) {
    const auto large = too_large(retention.max_octets);
    if (!large) {
      return tl::unexpected(large.error());
    }
    const std::uint64_t before = pruned.blocks;
    if (*large) {
      done = drop_blocks(now_s + k_day_s, k_at_once / 10, pruned);
    }
    more = *large && pruned.blocks > before && pruned.blocks < k_at_once;
    pruned.still_too_large = *large && pruned.blocks == before;
  }
  if (done) {
    done = transaction->commit();
  }
  return done ? Result<Pruned>(pruned) : tl::unexpected(done.error());
}

} // namespace cw::detector
