// Files of firmware-configs/ that travel inside the program: it works from a clone and after an
// install alike.
#pragma once

#include <span>
#include <string_view>

namespace cw::sdr {

struct ConfigFile {
  std::string_view name; ///< "gsm900" of bands/gsm900.toml
  std::string_view toml;
};

std::span<const ConfigFile> band_files();   ///< bands/*.toml
std::span<const ConfigFile> device_files(); ///< devices/*.toml

} // namespace cw::sdr
