#include "detector/baseline/import/gzip_input.h"

#include <fmt/format.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace cw::detector {
namespace {

constexpr unsigned k_buffer_octets = 1U << 18U;

} // namespace

void GzipInput::Close::operator()(void* file) const {
  gzclose(static_cast<gzFile>(file));
}

GzipInput::GzipInput(std::string path, void* file, std::uint64_t total)
    : path_(std::move(path)), file_(file), total_(total) {}

tl::expected<GzipInput, std::string> GzipInput::open(const std::string& path) {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) {
    return tl::unexpected(
        fmt::format("cannot read {}: it is a folder; name the files in it", path));
  }
  errno = 0;
  const gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) {
    return tl::unexpected(fmt::format("cannot read {}: {}; check the path",
                                      path,
                                      errno == 0 ? "not enough memory" : std::strerror(errno)));
  }
  gzbuffer(file, k_buffer_octets);
  const auto size = std::filesystem::file_size(path, failed);
  return GzipInput(path, file, failed ? 0 : size);
}

tl::expected<std::size_t, std::string> GzipInput::read(std::span<char> into) {
  auto* file = static_cast<gzFile>(file_.get());
  const int got = gzread(file, into.data(), static_cast<unsigned>(into.size()));
  int code = Z_OK;
  const char* detail = gzerror(file, &code);
  if (got > 0) {
    return static_cast<std::size_t>(got);
  }
  if (code == Z_BUF_ERROR) {
    return tl::unexpected(
        fmt::format("{} ends in the middle: it is not all there; fetch it again", path_));
  }
  if (got < 0 && code == Z_ERRNO) {
    return tl::unexpected(fmt::format("reading {} failed: {}", path_, std::strerror(errno)));
  }
  if (got < 0) {
    return tl::unexpected(
        fmt::format("cannot unpack {}: the file is damaged ({}); fetch it again", path_, detail));
  }
  return 0;
}

std::uint64_t GzipInput::octets_read() const {
  const auto at = gzoffset(static_cast<gzFile>(file_.get()));
  return at < 0 ? 0 : static_cast<std::uint64_t>(at);
}

} // namespace cw::detector
