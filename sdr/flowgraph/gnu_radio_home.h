// Keeps GNU Radio's hands off the user's home and stdout while a flowgraph runs.
#pragma once

#include <optional>
#include <string>

namespace cw::sdr {

/// GNU Radio 3.10 writes its choice of buffer to ~/.gnuradio when it makes the first one, and
/// aborts where it cannot. While this object lives, HOME is a folder of ours that holds that
/// choice; after it, HOME is back and the folder gone. Make it in the main thread, with no other
/// running.
class GnuRadioHome {
public:
  GnuRadioHome();
  ~GnuRadioHome();
  GnuRadioHome(const GnuRadioHome&) = delete;
  GnuRadioHome& operator=(const GnuRadioHome&) = delete;

private:
  std::optional<std::string> home_before_;
  std::string folder_; ///< empty if none could be made
};

} // namespace cw::sdr
