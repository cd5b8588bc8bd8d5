// The files every decoded block goes into as it comes: --blocks and --pcap.
#pragma once

#include "app/output_file.h"
#include "wire/gsm_block.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cw::app {

class BlockFiles {
public:
  /// Empty paths: not wanted. Errors: one sentence.
  static tl::expected<BlockFiles, std::string>
  create(const std::string& json_path, const std::string& pcap_path, std::int64_t start_unix_ns);

  void add(const wire::GsmBlock& block, std::string_view sensor = "replay");
  /// One sentence for each file that is not complete.
  std::vector<std::string> close();

private:
  std::optional<OutputFile> json_, pcap_;
  std::int64_t start_unix_ns_ = 0;
  std::string line_; ///< kept to save allocations
};

} // namespace cw::app
