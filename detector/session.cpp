#include "detector/session.h"

#include "detector/alerts/weights.h"
#include "detector/cells/cell_report.h"
#include "detector/store/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace cw::detector {
namespace {

constexpr double k_look_every_s = 1.0; ///< of the blocks' time: when an alert can be raised
constexpr double k_back_s = 60.0;      ///< a clock that went back so far was set
/// So many cells are judged whole at every look. Of more, those that were heard, and of the others
/// as many again, in turn: then a look costs what was heard and not what is remembered.
constexpr std::size_t k_judged_whole = 64, k_judged_least = 8;
constexpr double k_lately_s = 60;
constexpr double k_silent_forgotten_s = 25 * 3600, k_sweep_every_s = 600;
constexpr std::uint64_t k_interesting_blocks = 16; ///< a cell of fewer goes first

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
  session->keep_news_ = config.keep_news || config.store_path;
  session->max_cells_ = std::max<std::size_t>(config.max_cells, 1);
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
    session->baseline_ = std::make_unique<Baseline>(std::move(*opened));
    session->known_.emplace(*session->baseline_);
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
    first_s_ = now_s_ = evaluated_s_ = swept_s_ = block.t_s;
  }
  if (block.t_s < now_s_ - k_back_s) {
    now_s_ = evaluated_s_ = swept_s_ = block.t_s;
  }
  now_s_ = std::max(now_s_, block.t_s);
  const std::size_t cell = book_.apply(block);
  if (keep_news_) {
    evidence_.add(cell, block);
  }
  if (now_s_ - evaluated_s_ >= k_look_every_s) {
    evaluate(false);
  }
  if (book_.cells().size() > max_cells_) {
    evaluate(false); // what may go now is judged before
    forget_cells();
  }
}

void Session::add(const wire::GsmMeasurement& measurement) {
  book_.apply(measurement);
}
void Session::add(const wire::PowerScan& scan) {
  book_.apply(scan);
}
void Session::add(const wire::StreamStart& /*start*/) {
  book_.end_trains();
}

void Session::judge(std::size_t cell) {
  Scene scene{.cell = book_.cells().at(cell).facts(), .limits = limits_};
  scene.now_s = now_s_;
  scene.session_start_s = first_s_;
  scene.coverage = book_.coverage();
  scene.licences = licences_ ? &*licences_ : nullptr;
  surroundings_.fill(scene, cell);
  if (known_) {
    known_->fill(scene, cell);
  }
  std::vector<Judged> findings;
  for (const Rule& rule : all_rules()) {
    RuleResult result = rule.check(scene);
    if (auto* needs = std::get_if<Needs>(&result)) {
      needs_.try_emplace(rule.id, std::move(needs->what));
      continue;
    }
    evaluated_.insert(rule.id);
    if (auto* finding = std::get_if<Finding>(&result)) {
      const double weight = weigh(rule.id, finding->form, limits_);
      findings.push_back({&rule, std::move(*finding), weight});
    }
  }
  alerts_.judge(cell, scene.cell, std::move(findings), now_s_);
}

std::vector<std::size_t> Session::due(const std::vector<std::size_t>& touched) {
  const auto& cells = book_.cells();
  std::vector<std::size_t> all = touched;
  if (cells.empty()) {
    return all;
  }
  const std::size_t silent = std::min(
      cells.size() <= k_judged_whole ? cells.size() : std::max(touched.size(), k_judged_least),
      cells.size());
  auto at = cells.lower_bound(waiting_);
  for (std::size_t i = 0; i < silent; ++i) {
    at = at == cells.end() ? cells.begin() : at;
    all.push_back(at->first);
    ++at;
  }
  waiting_ = at == cells.end() ? 0 : at->first;
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

void Session::evaluate(bool all) {
  evaluated_s_ = now_s_;
  book_.settle(now_s_);
  const std::vector<std::size_t> touched = book_.take_touched();
  surroundings_.update(book_, touched);
  needs_.clear();
  evaluated_.clear();
  if (all) {
    for (const auto& [cell, state] : book_.cells()) {
      judge(cell);
    }
  } else {
    for (const std::size_t cell : due(touched)) {
      judge(cell);
    }
  }
  collect(touched);
  commit();
  if (now_s_ - swept_s_ > k_sweep_every_s) {
    swept_s_ = now_s_;
    forget_cells();
  }
}

void Session::note_cell(std::size_t cell) {
  news_of_cells_.insert_or_assign(cell, stored(cell, book_.cells().at(cell).facts()));
}

void Session::collect(const std::vector<std::size_t>& touched) {
  if (!keep_news_) {
    return;
  }
  for (const std::size_t cell : touched) {
    note_cell(cell);
  }
  for (StoredBlock& block : evidence_.take()) {
    news_of_blocks_.push_back(block);
  }
  for (const AlertBook::Alert& alert : alerts_.take_changed()) {
    note_cell(alert.cell);
    news_of_alerts_.insert_or_assign(alert.id,
                                     to_report(alert, book_.cells().at(alert.cell).facts()));
  }
}

StoreBatch Session::take_news() {
  for (StoredBlock& block : evidence_.take()) {
    note_cell(block.cell);
    news_of_blocks_.push_back(block);
  }
  StoreBatch batch;
  batch.blocks = std::exchange(news_of_blocks_, {});
  for (const auto& [number, cell] : std::exchange(news_of_cells_, {})) {
    batch.cells.push_back(cell);
  }
  for (auto& [id, alert] : std::exchange(news_of_alerts_, {})) {
    batch.alerts.push_back(std::move(alert));
  }
  return batch;
}

void Session::commit() {
  if (!store_) {
    return;
  }
  const StoreBatch batch = take_news();
  if (store_error_) {
    return;
  }
  if (auto done = store_->commit(batch); !done) {
    store_error_ = done.error();
  }
}

void Session::restore(const std::vector<StoredPast>& cells) {
  for (const StoredPast& past : cells) {
    const std::size_t number = past.cell.cell;
    book_.restore(number,
                  past.cell.heard_on,
                  past.blocks,
                  {.count = past.cell.blocks,
                   .first_s = past.cell.first_seen_s,
                   .last_s = past.cell.last_seen_s,
                   .blocks = {}});
    for (const wire::GsmBlock& block : past.blocks) {
      evidence_.add(number, block);
    }
    if (past.alert) {
      alerts_.restore(number, *past.alert);
    }
    if (!std::exchange(anything_, true)) {
      first_s_ = past.cell.first_seen_s;
      now_s_ = past.cell.last_seen_s;
    }
    first_s_ = std::min(first_s_, past.cell.first_seen_s);
    now_s_ = std::max(now_s_, past.cell.last_seen_s);
  }
  evaluated_s_ = swept_s_ = now_s_;
  static_cast<void>(evidence_.take()); // it is stored already
}

void Session::forget(std::size_t cell) {
  ++forgotten_.cells;
  forgotten_.alerts += alerts_.severity(cell) == wire::Severity::none ? 0U : 1U;
  alerts_.drop(cell);
  surroundings_.drop(cell);
  if (known_) {
    known_->drop(cell);
  }
  evidence_.drop(cell);
  book_.drop(cell);
}

// First those that fell silent a day ago. If that leaves too many, a tenth: of those without an
// alert that were not heard lately the ones that said little, then the others; then those silent
// for longest. (Were alerts always spared, a memory full of them would be blind for what is new.)
void Session::forget_cells() {
  using Worth = std::tuple<int, double, std::size_t>;
  std::vector<Worth> by_worth;
  for (const auto& [cell, state] : book_.cells()) {
    const Tally& heard = state.facts().heard;
    const bool accused = alerts_.severity(cell) != wire::Severity::none;
    const bool lately = now_s_ - heard.last_s < k_lately_s;
    const int little = heard.count < k_interesting_blocks ? 1 : 2;
    const bool old = !accused && now_s_ - heard.last_s > k_silent_forgotten_s;
    by_worth.emplace_back(old ? 0 : (accused || lately ? 3 : little), heard.last_s, cell);
  }
  std::ranges::sort(by_worth);
  const bool full = by_worth.size() > max_cells_;
  const std::size_t most = full ? max_cells_ - max_cells_ / 10 : max_cells_;
  std::size_t left = by_worth.size();
  for (const auto& [worth, last_s, cell] : by_worth) {
    if (worth == 0 || left > most) {
      forget(cell);
      --left;
    }
  }
}

tl::expected<void, std::string> Session::finish() {
  evaluate(true);
  if (store_error_) {
    return tl::unexpected(*store_error_);
  }
  return {};
}

void Session::fill(wire::Report& report) const {
  std::vector<std::pair<std::size_t, const CellFacts*>> order;
  for (const auto& [cell, state] : book_.cells()) {
    order.emplace_back(cell, &state.facts());
  }
  std::ranges::stable_sort(order, {}, [](const auto& it) {
    return std::pair(it.second->heard.first_s, it.second->heard_on.carrier_offset_hz);
  });
  std::map<std::size_t, std::size_t> place;
  report.cells.clear();
  for (const auto& [cell, facts] : order) {
    place[cell] = report.cells.size();
    report.cells.push_back(to_report(*facts));
    if (baseline_) {
      report.cells.back().differs_from_baseline = difference_texts(*baseline_, *facts);
    }
  }
  report.alerts.clear();
  for (const AlertBook::Alert* alert : alerts_.standing()) {
    report.alerts.push_back(to_report(*alert, book_.cells().at(alert->cell).facts()));
    report.alerts.back().cell = place[alert->cell];
  }
  fill_rules(report);
}

void Session::fill_rules(wire::Report& report) const {
  report.rules_evaluated.clear();
  report.rules_not_evaluated.clear();
  for (const Rule& rule : all_rules()) {
    const std::string id(rule.id);
    const auto needs = needs_.find(rule.id);
    if (evaluated_.contains(rule.id)) {
      report.rules_evaluated.push_back(id);
    } else {
      report.rules_not_evaluated.push_back(
          {id, needs == needs_.end() ? "a decoded cell" : needs->second});
    }
  }
}

} // namespace cw::detector
