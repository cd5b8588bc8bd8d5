// The GSM bands by name, from firmware-configs/bands/*.toml, which travel inside the program.
#pragma once

#include "sdr/scan/tuning_plan.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace cw::sdr {

/// One band as a person names it. Two names may share carriers: gsm900 is part of egsm900.
struct GsmBandInfo {
  std::string name;  ///< "gsm900", "egsm900", "rgsm900", "gsm1800", "gsm850", "gsm1900"
  std::string title; ///< "P-GSM 900"
  std::vector<CarrierRange> ranges; ///< downlink carriers; more than one where ARFCNs are apart
};

/// All of them, by first frequency.
const std::vector<GsmBandInfo>& gsm_bands();

/// "gsm900,gsm1800" to ranges without doubles. Errors: a sentence that lists the names there are.
tl::expected<std::vector<CarrierRange>, std::string> bands_named(std::string_view comma_list);

} // namespace cw::sdr
