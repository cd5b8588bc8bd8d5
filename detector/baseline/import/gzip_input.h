// A file's octets, unpacked if it is a gzip file.
#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace cw::detector {

/// Errors are one sentence with the path in it.
class GzipInput {
public:
  static tl::expected<GzipInput, std::string> open(const std::string& path);

  /// How many octets it gave; 0 at the end. A gzip file that ends before its end is an error,
  /// after its octets have been given.
  tl::expected<std::size_t, std::string> read(std::span<char> into);

  /// Of the file as it lies on the disk: read, and in all (0: not known).
  std::uint64_t octets_read() const;
  std::uint64_t octets_total() const noexcept { return total_; }

private:
  struct Close {
    void operator()(void* file) const;
  };
  GzipInput(std::string path, void* file, std::uint64_t total);

  std::string path_;
  std::unique_ptr<void, Close> file_; ///< zlib's gzFile
  std::uint64_t total_ = 0;
};

} // namespace cw::detector
