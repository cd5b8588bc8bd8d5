// A first look at a file: that it can be read, how long it is, how it begins.
#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cw::sdr {

struct FileHead {
  std::string path;
  std::optional<std::uint64_t> size; ///< nothing for pipes and stdin ("-"), which are not touched
  std::vector<std::byte> octets;     ///< the first ones, at most as many as were asked for
};

/// Errors  why it cannot be read and what to do, without the path. A regular file has 1 octet or
/// more.
tl::expected<FileHead, std::string> read_head(const std::string& path, std::size_t max_octets);

} // namespace cw::sdr
