// Where programs of one machine find each other, and keep what is theirs, if the user names
// nothing.
#pragma once

#include <string>

namespace cw::app {

/// The bus of this machine: in /run/cellwarden for root and system services, else in the user's
/// runtime folder.
std::string default_bus_address();

/// For spool, store, evidence and keys: /var/lib/cellwarden for root, else
/// $XDG_STATE_HOME/cellwarden or ~/.local/state/cellwarden.
std::string state_folder();

} // namespace cw::app
