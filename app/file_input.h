// Blocks out of a file or stdin that the detector reads while it runs.
#pragma once

#include "app/block_queue.h"

#include <tl/expected.hpp>

#include <atomic>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace cw::app {

enum class FileKind : std::uint8_t { gsmtap, block_lines };

/// Lines of at most k_most octets, without their ends; longer ones are skipped and counted.
class LineReader {
public:
  static constexpr std::size_t k_most = 16'384;
  explicit LineReader(std::istream& in) : in_(&in), buffer_(k_most + 1) {}
  /// Good until the next call; nothing at the end.
  std::optional<std::string_view> read();
  std::uint64_t too_long() const noexcept { return too_long_; }

private:
  std::istream* in_;
  std::vector<char> buffer_;
  std::uint64_t too_long_ = 0;
};

/// Reads on a thread of its own until the end, or until the queue is closed.
///
/// Input    anybody's: what is no block is counted, the first is named.
/// Errors   open(): the file cannot be read, is no capture: one sentence.
class FileInput {
public:
  /// "-" is stdin.
  static tl::expected<std::unique_ptr<FileInput>, std::string>
  open(const std::string& path, FileKind kind, std::shared_ptr<BlockQueue> queue);
  FileInput(const FileInput&) = delete;
  FileInput& operator=(const FileInput&) = delete;
  ~FileInput(); ///< the queue must be closed, or the input ended. A read of stdin is left behind

  bool ended() const noexcept { return shared_->ended.load(); }
  /// What was not understood, and what broke it off: said once, at the end.
  std::vector<std::string> take_complaints();

private:
  struct Shared { ///< with the thread, which may hang in a read when everybody else goes
    std::string path, sensor;
    std::unique_ptr<std::istream> file;
    std::istream* in = nullptr;
    std::shared_ptr<BlockQueue> queue;
    std::atomic<bool> ended = false, abandoned = false;
    std::mutex mutex;
    std::vector<std::string> complaints;
    void complain(std::string sentence);
    std::vector<LocalBlock> chunk; ///< a lock for each block would cost as much as reading it
    bool push(const wire::GsmBlock& block);
    bool flush();
    void read_gsmtap();
    void read_lines();
  };
  explicit FileInput(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
  std::shared_ptr<Shared> shared_;
  std::thread thread_;
};

/// "capture-1.pcap" -> "capture-1.pcap", anything a sensor's name cannot have -> "_".
std::string sensor_name_of(const std::string& path);

} // namespace cw::app
