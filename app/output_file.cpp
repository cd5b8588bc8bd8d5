#include "app/output_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace cw::app {

void OutputFile::Close::operator()(std::FILE* file) const {
  if (file != nullptr && file != stdout) {
    std::fclose(file);
  }
}

tl::expected<OutputFile, std::string> OutputFile::create(const std::string& path) {
  std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
  if (file == nullptr) {
    return tl::unexpected(
        fmt::format("cannot write {}: {}: give another path", path, std::strerror(errno)));
  }
  return OutputFile(path, file);
}

void OutputFile::write(std::string_view octets) {
  if (error_ == 0 && std::fwrite(octets.data(), 1, octets.size(), file_.get()) != octets.size()) {
    error_ = errno;
  }
}

tl::expected<void, std::string> OutputFile::close() {
  if (std::fflush(file_.get()) != 0 && error_ == 0) {
    error_ = errno;
  }
  if (file_.get() != stdout && std::fclose(file_.release()) != 0 && error_ == 0) {
    error_ = errno;
  }
  if (error_ != 0) {
    return tl::unexpected(fmt::format("writing {} failed: {}: make room or give another path",
                                      path_ == "-" ? "stdout" : path_,
                                      std::strerror(error_)));
  }
  return {};
}

tl::expected<void, std::string> write_stdout(std::string_view text) {
  auto out = OutputFile::create("-");
  out->write(text);
  return out->close();
}

} // namespace cw::app
