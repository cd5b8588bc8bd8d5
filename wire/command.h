// What a person does to an alert, through the status table or the map.
#pragma once

#include <cstdint>
#include <string>

namespace cw::wire {

enum class CommandKind : std::uint8_t { acknowledge, close, reopen, comment };

struct Command {
  CommandKind kind = CommandKind::acknowledge;
  std::string alert_id;
  std::string who; ///< as they call themselves, 1 to 64 octets
  std::string why; ///< the comment or the reason, up to 4000 octets; may be empty but for a comment
};

struct CommandReply {
  bool done = false;
  std::string sentence; ///< what was done, or why not
};

/// "acknowledge", "close", "reopen", "comment".
const char* command_name(CommandKind kind) noexcept;

} // namespace cw::wire
