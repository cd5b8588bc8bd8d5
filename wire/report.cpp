#include "wire/report.h"

namespace cw::wire {

const char* severity_name(Severity severity) noexcept {
  switch (severity) {
  case Severity::none: return "none";
  case Severity::low: return "low";
  case Severity::medium: return "medium";
  case Severity::high: return "high";
  case Severity::critical: return "critical";
  }
  return "?";
}

const char* channel_name(GsmChannel channel) noexcept {
  switch (channel) {
  case GsmChannel::sch: return "sch";
  case GsmChannel::bcch: return "bcch";
  case GsmChannel::bcch_ext: return "bcch-ext";
  case GsmChannel::ccch: return "ccch";
  case GsmChannel::sdcch4: return "sdcch4";
  case GsmChannel::sdcch8: return "sdcch8";
  case GsmChannel::sacch: return "sacch";
  case GsmChannel::cbch: return "cbch";
  }
  return "?";
}

} // namespace cw::wire
