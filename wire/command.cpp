#include "wire/command.h"

namespace cw::wire {

const char* command_name(CommandKind kind) noexcept {
  switch (kind) {
  case CommandKind::acknowledge: return "acknowledge";
  case CommandKind::close: return "close";
  case CommandKind::reopen: return "reopen";
  case CommandKind::comment: return "comment";
  }
  return "?";
}

} // namespace cw::wire
