// The exit statuses of the contract.
#pragma once

namespace cw::app {

enum class ExitStatus : int {
  done = 0,     ///< no alert at or above --fail-on
  failed = 1,   ///< something failed while working; what was done until then has been written
  unusable = 2, ///< the call or the input cannot be used
  alert = 3,    ///< an alert reached --fail-on
};

} // namespace cw::app
