// Structures of SI2quater that are walked and not kept (TS 44.018 §10.5.2.33b).
#pragma once

#include "messages/bit_reader.h"

namespace cw::messages::gsm {

/// From measurement parameters to SI2quater extension information, all optional.
void skip_gsm_measurement(BitReader& in) noexcept;
/// 3G and GPRS 3G measurement parameters, both optional.
void skip_3g_measurement(BitReader& in) noexcept;
/// E-UTRAN measurement parameters description, from its first field.
void skip_eutran_measurement(BitReader& in) noexcept;
/// GPRS E-UTRAN measurement parameters description, from its first field.
void skip_gprs_eutran_measurement(BitReader& in) noexcept;

} // namespace cw::messages::gsm
