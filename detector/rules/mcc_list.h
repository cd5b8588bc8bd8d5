// Mobile country codes: which are assigned (ITU-T E.212, list of 2024 and later amendments as
// Wireshark has them).
#pragma once

#include <string_view>

namespace cw::detector {

/// True if E.212 assigns these three digits to a country or to international use. 001 and 999, for
/// tests and private networks, count as assigned: they are no mistake.
bool mcc_assigned(std::string_view mcc);

/// `list` is "001,999,unassigned": codes, and the word for all that are not assigned.
bool mcc_in_list(std::string_view mcc, std::string_view list);

} // namespace cw::detector
