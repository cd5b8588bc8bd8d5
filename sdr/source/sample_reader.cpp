#include "sdr/source/sample_reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace cw::sdr {
namespace {

constexpr std::size_t k_buffer_octets = 1U << 18U;
constexpr int k_stop_check_ms = 100;

// Owns a file descriptor; stdin is borrowed.
class Descriptor {
public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ > STDIN_FILENO) {
      ::close(fd_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

private:
  int fd_;
};

bool wait_until_readable(int fd, const std::atomic<bool>& stop) {
  while (!stop.load(std::memory_order_relaxed)) {
    pollfd waiting = {.fd = fd, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, k_stop_check_ms) > 0) {
      return true;
    }
  }
  return false;
}

} // namespace

struct SampleReader::State {
  State(Recording what, int fd) : recording(std::move(what)), file(fd) {}

  Recording recording;
  Descriptor file;
  bool seekable = false;
  std::size_t segment = 0;
  std::uint64_t done_in_segment = 0;
  std::uint64_t samples = 0;
  std::size_t left_over = 0; // octets of a cut sample at the start of the buffer
  ConvertCounts counts;
  std::string error;
  std::array<std::byte, k_buffer_octets> buffer{};

  void fail(const std::string& why) { error = fmt::format("reading {}: {}", recording.path, why); }

  // Octets of the current segment into the buffer behind what is left over; 0 at the end or on
  // failure.
  std::size_t fill(std::size_t octets, const std::atomic<bool>& stop) {
    for (;;) {
      ssize_t got = 0;
      if (seekable) {
        const Segment& now = recording.segments[segment];
        const std::uint64_t at =
            now.byte_offset + done_in_segment * bytes_per_sample(recording.format) + left_over;
        got = ::pread(
            file.get(), buffer.data() + left_over, octets - left_over, static_cast<off_t>(at));
      } else if (wait_until_readable(file.get(), stop)) {
        got = ::read(file.get(), buffer.data() + left_over, octets - left_over);
      }
      if (got >= 0) {
        return static_cast<std::size_t>(got);
      }
      if (errno != EINTR) {
        fail(std::strerror(errno));
        return 0;
      }
    }
  }
};

SampleReader::SampleReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
SampleReader::~SampleReader() = default;
SampleReader::SampleReader(SampleReader&&) noexcept = default;
SampleReader& SampleReader::operator=(SampleReader&&) noexcept = default;

tl::expected<SampleReader, std::string> SampleReader::open(const Recording& recording) {
  const bool is_stdin = recording.data_path == "-";
  const int fd =
      is_stdin ? STDIN_FILENO : ::open(recording.data_path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return tl::unexpected(fmt::format(
        "cannot open {}: {}: make it readable", recording.data_path, std::strerror(errno)));
  }
  auto state = std::make_unique<State>(recording, fd);
  state->seekable = recording.segments.front().samples != k_until_end;
  if (state->seekable) {
    ::posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  return SampleReader(std::move(state));
}

ReadResult SampleReader::read(std::span<cf> out, const std::atomic<bool>& stop) {
  State& s = *state_;
  const std::size_t width = bytes_per_sample(s.recording.format);
  while (s.segment < s.recording.segments.size() && s.error.empty()) {
    const std::uint64_t left = s.recording.segments[s.segment].samples - s.done_in_segment;
    if (left == 0) {
      ++s.segment;
      s.done_in_segment = 0;
      continue;
    }
    const std::uint64_t wanted =
        std::min<std::uint64_t>({left, out.size(), k_buffer_octets / width});
    const std::size_t got = s.fill(static_cast<std::size_t>(wanted) * width, stop);
    if (got == 0) {
      if (s.seekable && s.error.empty()) {
        s.fail(fmt::format("it became {} samples shorter while it was read", left));
      }
      return {.samples = 0, .segment = s.segment, .segment_start = false};
    }
    const std::size_t octets = s.left_over + got;
    const std::size_t samples = octets / width;
    convert(s.recording.format,
            std::span<const std::byte>(s.buffer).first(samples * width),
            out.first(samples),
            s.counts);
    s.left_over = octets - samples * width;
    std::memmove(s.buffer.data(), s.buffer.data() + samples * width, s.left_over);
    const bool first = s.done_in_segment == 0;
    s.done_in_segment += samples;
    s.samples += samples;
    if (samples > 0) {
      return {.samples = samples, .segment = s.segment, .segment_start = first};
    }
  }
  return {.samples = 0, .segment = s.segment, .segment_start = false};
}

std::uint64_t SampleReader::samples_read() const noexcept {
  return state_->samples;
}
const ConvertCounts& SampleReader::counts() const noexcept {
  return state_->counts;
}
const std::string& SampleReader::error() const noexcept {
  return state_->error;
}
std::size_t SampleReader::octets_left_over() const noexcept {
  return state_->left_over;
}

} // namespace cw::sdr
