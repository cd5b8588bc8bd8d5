#include "detector/baseline/import/sorted_runs.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace cw::detector {

std::string ScratchFile::sentence(const char* doing) const {
  return fmt::format("cannot {} a temporary file in {}: {}; make room there",
                     doing,
                     folder_.empty() ? "." : folder_,
                     std::strerror(errno));
}

tl::expected<void, std::string> ScratchFile::create() {
  constexpr int k_names_tried = 100;
  for (int i = 0; i < k_names_tried && !file_; ++i) {
    const std::string path = fmt::format("{}cellwarden-sort-{}.tmp", folder_, i);
    file_.reset(std::fopen(path.c_str(), "wb+x")); // x: nobody else's file
    if (file_) {
      std::remove(path.c_str()); // stays until it is closed
    } else if (errno != EEXIST) {
      break;
    }
  }
  if (!file_) {
    return tl::unexpected(sentence("make"));
  }
  return {};
}

tl::expected<std::uint64_t, std::string> ScratchFile::append(std::span<const std::byte> octets) {
  if (!file_) {
    if (auto made = create(); !made) {
      return tl::unexpected(made.error());
    }
  }
  const std::uint64_t at = size_;
  const bool written = std::fseek(file_.get(), static_cast<long>(at), SEEK_SET) == 0 &&
                       std::fwrite(octets.data(), 1, octets.size(), file_.get()) == octets.size() &&
                       std::fflush(file_.get()) == 0;
  if (!written) {
    return tl::unexpected(sentence("write"));
  }
  size_ += octets.size();
  return at;
}

tl::expected<void, std::string> ScratchFile::read(std::uint64_t from, std::span<std::byte> into) {
  const bool read =
      into.empty() || (file_ && std::fseek(file_.get(), static_cast<long>(from), SEEK_SET) == 0 &&
                       std::fread(into.data(), 1, into.size(), file_.get()) == into.size());
  if (!read) {
    return tl::unexpected(sentence("read"));
  }
  return {};
}

} // namespace cw::detector
