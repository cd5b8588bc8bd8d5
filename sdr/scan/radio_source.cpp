#include "sdr/scan/radio_source.h"

#include <fmt/format.h>

#include <exception>

namespace cw::sdr {

tl::expected<void, std::string> RadioSource::tune(double center_hz) {
  try {
    return set_center(center_hz * (1 + ppm_ * 1e-6));
  } catch (const std::exception& failure) {
    return tl::unexpected(
        fmt::format("it does not tune to {:.6g} MHz: {}", center_hz / 1e6, failure.what()));
  }
}

OpenedRadio open_radio(const SourceSpec& spec, const RadioSettings& settings) {
  switch (spec.kind) {
  case SourceKind::soapy: return open_soapy(spec, settings);
  case SourceKind::uhd: return open_uhd(spec, settings);
  case SourceKind::rtl_tcp: return open_rtl_tcp(spec, settings);
  case SourceKind::file: return open_file(spec, settings);
  }
  return tl::unexpected(std::string("no such kind of source"));
}

} // namespace cw::sdr
