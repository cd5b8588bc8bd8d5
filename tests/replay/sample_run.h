// One `cellwarden replay --json --blocks` of a sample.
#pragma once

#include "tests/replay/sample.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace cw::test {

struct SampleRun {
  int status = -1;
  std::string err;
  std::string report_text;
  std::string block_lines;
  nlohmann::json report;              ///< null if stdout was not JSON
  std::vector<nlohmann::json> blocks; ///< of --blocks, in its order

  std::vector<nlohmann::json> blocks_of(const std::string& channel) const;
};

/// Input     more options, `--json`, `--blocks` and `--quiet` are there already.
SampleRun run_sample(const Sample& sample, const std::vector<std::string>& options = {});
/// The same without options, once a sample.
const SampleRun& plain_run(const Sample& sample);
/// With --keep-identities, once a sample: octets as sent.
const SampleRun& unredacted_run(const Sample& sample);

/// Octets of a block, as 46 hexadecimal digits (SCH: 8).
std::string octets_of(const nlohmann::json& block);

} // namespace cw::test
