#include "detector/session.h"

#include "detector/alerts/weights.h"
#include "detector/cells/cell_report.h"
#include "detector/rules/scene.h"
#include "detector/store/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cw::detector {
namespace {

constexpr double k_look_every_s = 1.0; ///< of the blocks' time: when an alert can be raised

std::vector<std::string> difference_texts(const Baseline& baseline, const CellFacts& cell) {
  std::vector<std::string> texts;
  if (const auto known = baseline.find(cell)) {
    for (const FieldDifference& it : differences(*known, field_values(cell))) {
      texts.push_back(fmt::format("{}: {} -> {}", it.field, it.known, it.now));
    }
  }
  return texts;
}

StoredCell stored(std::size_t index, const CellFacts& cell) {
  return {.cell = index,
          .id = cell_id(cell),
          .heard_on = cell.heard_on,
          .level_dbfs = cell.level_dbfs,
          .snr_db = cell.snr_db,
          .first_seen_s = cell.heard.first_s,
          .last_seen_s = cell.heard.last_s,
          .blocks = cell.heard.count};
}

} // namespace

tl::expected<std::unique_ptr<Session>, std::string> Session::create(const DetectorConfig& config) {
  Thresholds limits = Thresholds::built_in();
  if (config.thresholds_path) {
    auto loaded = Thresholds::load(*config.thresholds_path);
    if (!loaded) {
      return tl::unexpected(loaded.error());
    }
    limits = std::move(*loaded);
  }
  std::unique_ptr<Session> session(new Session(std::move(limits)));
  session->start_unix_s_ = config.start_unix_s;
  if (config.licences_path) {
    auto loaded = Licences::load(*config.licences_path);
    if (!loaded) {
      return tl::unexpected(loaded.error());
    }
    session->licences_ = std::move(*loaded);
  }
  if (config.baseline_path) {
    auto opened = Baseline::open_read_only(*config.baseline_path);
    if (!opened) {
      return tl::unexpected(opened.error());
    }
    session->baseline_ = std::move(*opened);
  }
  if (config.store_path) {
    auto opened = open_sqlite_store(*config.store_path, config.start_unix_s);
    if (!opened) {
      return tl::unexpected(opened.error());
    }
    session->store_ = std::move(*opened);
  }
  return session;
}

void Session::add(const wire::GsmBlock& block) {
  if (!std::exchange(anything_, true)) {
    first_s_ = now_s_ = evaluated_s_ = block.t_s;
  }
  now_s_ = std::max(now_s_, block.t_s);
  const std::size_t cell = book_.apply(block);
  if (store_) {
    evidence_.add(cell, block);
  }
  if (now_s_ - evaluated_s_ >= k_look_every_s) {
    evaluate();
  }
}

void Session::add(const wire::GsmMeasurement& measurement) {
  book_.apply(measurement);
}
void Session::add(const wire::PowerScan& scan) {
  book_.apply(scan);
}

void Session::judge(std::size_t cell) {
  const Scene scene = make_scene(book_,
                                 cell,
                                 limits_,
                                 baseline_ ? &*baseline_ : nullptr,
                                 licences_ ? &*licences_ : nullptr,
                                 first_s_,
                                 now_s_);
  std::vector<Judged> findings;
  for (const Rule& rule : all_rules()) {
    RuleResult result = rule.check(scene);
    const std::string id(rule.id);
    if (auto* needs = std::get_if<Needs>(&result)) {
      needs_.try_emplace(id, std::move(needs->what));
      continue;
    }
    evaluated_[id] = true;
    if (auto* finding = std::get_if<Finding>(&result)) {
      const double weight = weigh(rule.id, finding->form, limits_);
      findings.push_back({&rule, std::move(*finding), weight});
    }
  }
  alerts_.judge(cell, scene.cell, std::move(findings), now_s_);
}

void Session::evaluate() {
  evaluated_s_ = now_s_;
  book_.settle(now_s_);
  needs_.clear();
  evaluated_.clear();
  for (std::size_t cell = 0; cell < book_.cells().size(); ++cell) {
    judge(cell);
    if (baseline_) {
      differs_[cell] = difference_texts(*baseline_, book_.cells()[cell].facts());
    }
  }
  commit();
}

void Session::commit() {
  if (!store_ || store_error_) {
    return;
  }
  StoreBatch batch;
  batch.blocks = evidence_.take();
  for (std::size_t cell = 0; cell < book_.cells().size(); ++cell) {
    batch.cells.push_back(stored(cell, book_.cells()[cell].facts()));
  }
  for (const AlertBook::Alert& alert : alerts_.take_changed()) {
    batch.alerts.push_back(to_report(alert, book_.cells()[alert.cell].facts()));
  }
  if (auto done = store_->commit(batch); !done) {
    store_error_ = done.error();
  }
}

tl::expected<void, std::string> Session::finish() {
  evaluate();
  if (store_error_) {
    return tl::unexpected(*store_error_);
  }
  return {};
}

void Session::fill(wire::Report& report) const {
  std::vector<std::size_t> order(book_.cells().size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    const CellFacts& one = book_.cells()[a].facts();
    const CellFacts& other = book_.cells()[b].facts();
    return std::pair(one.heard.first_s, one.heard_on.carrier_offset_hz) <
           std::pair(other.heard.first_s, other.heard_on.carrier_offset_hz);
  });
  std::map<std::size_t, std::size_t> place;
  report.cells.clear();
  for (const std::size_t cell : order) {
    place[cell] = report.cells.size();
    report.cells.push_back(to_report(book_.cells()[cell].facts()));
    if (const auto differs = differs_.find(cell); differs != differs_.end()) {
      report.cells.back().differs_from_baseline = differs->second;
    }
  }
  report.alerts.clear();
  for (const AlertBook::Alert* alert : alerts_.standing()) {
    report.alerts.push_back(to_report(*alert, book_.cells()[alert->cell].facts()));
    report.alerts.back().cell = place[alert->cell];
  }
  report.rules_evaluated.clear();
  report.rules_not_evaluated.clear();
  for (const Rule& rule : all_rules()) {
    const std::string id(rule.id);
    const auto needs = needs_.find(id);
    if (evaluated_.contains(id)) {
      report.rules_evaluated.push_back(id);
    } else {
      report.rules_not_evaluated.push_back(
          {id, needs == needs_.end() ? "a decoded cell" : needs->second});
    }
  }
}

} // namespace cw::detector
