// Causes of rejects and releases by name.
#pragma once

#include <cstdint>
#include <string_view>

namespace cw::messages::gsm {

/// MM reject cause, TS 24.008 §10.5.3.6, table: "plmn_not_allowed"; "other" outside it.
std::string_view reject_cause_name(std::uint8_t cause) noexcept;
/// RR cause, TS 44.018 §10.5.2.31: "normal_event"; "other" outside it.
std::string_view rr_cause_name(std::uint8_t cause) noexcept;

} // namespace cw::messages::gsm
