#include "sdr/source/file_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace cw::sdr {

namespace fs = std::filesystem;
using Error = tl::unexpected<std::string>;

tl::expected<FileHead, std::string> read_head(const std::string& path, std::size_t max_octets) {
  FileHead head;
  head.path = path;
  if (path == "-") {
    return head;
  }
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (status.type() == fs::file_type::not_found) {
    return Error("there is no such file: check the path");
  }
  if (failed) {
    return Error(fmt::format("{}: check the path", failed.message()));
  }
  if (fs::is_directory(status)) {
    return Error("it is a directory: give a file in it");
  }
  if (!fs::is_regular_file(status)) {
    return head;
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             std::fclose);
  if (!file) {
    return Error(fmt::format("{}: make it readable", std::strerror(errno)));
  }
  head.size = fs::file_size(path, failed);
  if (failed || *head.size == 0) {
    return Error("it is empty: record it again");
  }
  head.octets.resize(static_cast<std::size_t>(std::min<std::uint64_t>(*head.size, max_octets)));
  head.octets.resize(std::fread(head.octets.data(), 1, head.octets.size(), file.get()));
  if (head.octets.empty()) {
    return Error("its first octets cannot be read: check the disk it is on");
  }
  return head;
}

} // namespace cw::sdr
