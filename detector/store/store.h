// Where cells, blocks and alerts of a session are kept. SQLite is the embedded default; nothing
// outside this room knows which is behind it.
#pragma once

#include "wire/gsm_block.h"
#include "wire/report.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cw::detector {

/// A block as it is kept: raw, so that a better reader can read the past again.
struct StoredBlock {
  std::size_t cell = 0;
  wire::GsmBlock block;
};

struct StoredCell {
  std::size_t cell = 0;
  std::optional<std::string> id;
  wire::RadioId heard_on;
  double level_dbfs = 0, snr_db = 0, first_seen_s = 0, last_seen_s = 0;
  std::uint64_t blocks = 0;
};

/// What is new since the last batch. An alert replaces the one with its id.
struct StoreBatch {
  std::vector<StoredCell> cells;
  std::vector<StoredBlock> blocks;
  std::vector<wire::AlertReport> alerts;
};

/// A cell of an earlier run: what is kept of what it said, by time.
struct StoredPast {
  StoredCell cell;
  std::vector<wire::GsmBlock> blocks;
  std::optional<wire::AlertReport> alert;
};

class Store {
public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  /// All of it or nothing, in one transaction: an alert is never without its evidence.
  virtual tl::expected<void, std::string> commit(const StoreBatch& batch) = 0;
};

/// Opens or makes the file, and begins a session in it. `start_unix_s`: when it began, if known.
tl::expected<std::unique_ptr<Store>, std::string>
open_sqlite_store(const std::string& path, std::optional<double> start_unix_s);

} // namespace cw::detector
