// Blocks out of a file or stdin that the detector reads while it runs.
#pragma once

#include "app/block_queue.h"

#include <tl/expected.hpp>

#include <atomic>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cw::app {

enum class FileKind : std::uint8_t { gsmtap, block_lines };

/// A line of at most `most` octets without its end; longer ones are skipped. False at the end.
struct LineReader {
  static constexpr std::size_t k_most = 16'384;
  std::istream* in;
  std::uint64_t too_long = 0;
  bool read(std::string& line);
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
    bool push(const wire::GsmBlock& block);
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
