#include "sdr/scan/radio_source.h"

namespace cw::sdr {

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
