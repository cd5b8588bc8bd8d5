// The file by which a test makes a stand-in fail while it runs: lines are appended to it
// (README.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cw::standins {

/// What the lines so far add up to.
struct ControlState {
  bool unplugged = false, silent = false;
  std::uint32_t unplugs = 0; ///< how often: who was opened before the last one is dead
  bool busy = false, forbidden = false, stuck = false, deaf = false;
  std::optional<double> ppm = {};
  std::map<std::string, bool, std::less<>> on_air = {}; ///< by name
};

/// What happens once.
struct ControlEvents {
  std::uint64_t lose_samples = 0;
  double stall_ms = 0;
};

class ControlFile {
public:
  /// Reads what is in the file already, for its states. An empty path, or no such file: no line.
  explicit ControlFile(std::filesystem::path path);

  /// Reads what was appended; events are those since the last call.
  ControlEvents poll();
  const ControlState& state() const noexcept { return state_; }

private:
  void apply(const std::string& line, ControlEvents& events);

  std::filesystem::path path_;
  std::uintmax_t read_ = 0;
  std::string rest_; ///< of a line that is not complete
  ControlState state_;
};

/// The lines appended to a file, for those who have their own words.
std::vector<std::string>
appended_lines(const std::filesystem::path& path, std::uintmax_t& read, std::string& rest);

} // namespace cw::standins
