// The frames of the bus: JSON objects with "v":1 and a "type".
#pragma once

#include "wire/command.h"
#include "wire/heartbeat.h"
#include "wire/notice.h"
#include "wire/sensor_batch.h"
#include "wire/snapshot.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace cw::wire {

// To the detector: "hello", "batch", "heartbeat", "snapshot?", "command".

/// The first frame on every connection; the batches behind it begin with the oldest waiting.
struct Hello {
  std::string sensor, epoch;
};
struct SnapshotRequest {
  std::uint64_t request = 0;
};
struct CommandRequest {
  std::uint64_t request = 0;
  Command command;
};
using FrameToDetector =
    std::variant<Hello, SensorBatch, Heartbeat, SnapshotRequest, CommandRequest>;

// From it: "welcome", "ack", "refused", "notice", "snapshot", "reply", "change", "tick".

struct Welcome {
  std::string run;
};
struct Ack {
  std::string epoch;
  std::uint64_t seq = 0;
};
struct Refused {
  std::string reason;               ///< a refusal_name() of wire/bus/refusals.h
  std::string sentence;             ///< what was wrong
  std::optional<std::uint64_t> seq; ///< of the batch it was about
};
struct SnapshotReply {
  std::uint64_t request = 0;
  Snapshot snapshot;
};
struct CommandAnswer {
  std::uint64_t request = 0;
  CommandReply reply;
};
struct ChangeFrame {
  std::string run;
  Change change;
};
/// The number of the newest change, said when there was none for a while.
struct Tick {
  std::string run;
  std::uint64_t number = 0;
};
using FrameFromDetector =
    std::variant<Welcome, Ack, Refused, Notice, SnapshotReply, CommandAnswer, ChangeFrame, Tick>;

struct FrameError {
  enum class Kind : std::uint8_t { malformed, wrong_version, unknown_type };
  Kind kind = Kind::malformed;
  std::string sentence;
  std::optional<std::uint64_t> seq; ///< of a batch, if that much could be read
};

std::string frame_json(const FrameToDetector& frame);
std::string frame_json(const FrameFromDetector& frame);

/// Reads frames, whoever wrote them; keeps what one needs of memory for the next.
/// Bounds   the time and memory for a frame are proportional to its length, nesting is at most
///          k_max_depth: who calls limits the length.
class FrameReader {
public:
  FrameReader();
  FrameReader(FrameReader&&) noexcept;
  FrameReader& operator=(FrameReader&&) noexcept;
  ~FrameReader();
  tl::expected<FrameToDetector, FrameError> to_detector(std::string_view text);
  tl::expected<FrameFromDetector, FrameError> from_detector(std::string_view text);

private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

/// A snapshot alone, with a newline: for `status --json`.
std::string snapshot_json(const Snapshot& snapshot);

} // namespace cw::wire
