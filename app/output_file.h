// A file results stream into, "-" for stdout. The first failure sticks and is told once, at the
// end.
#pragma once

#include <tl/expected.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace cw::app {

/// Written in place and not beside: each line or packet is complete in itself, so what a full disk
/// or a lost machine leaves behind is good up to its last one.
class OutputFile {
public:
  static tl::expected<OutputFile, std::string> create(const std::string& path);

  void write(std::string_view octets);
  /// Flushes and closes. Errors: one sentence with the path.
  tl::expected<void, std::string> close();

private:
  struct Close {
    void operator()(std::FILE* file) const;
  };
  OutputFile(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  int error_ = 0; ///< errno of the first failure
};

/// The whole of `text` to stdout. Errors: one sentence.
tl::expected<void, std::string> write_stdout(std::string_view text);

} // namespace cw::app
