// The tables of a baseline, and how a session is written into them.
#pragma once

#include "detector/baseline/baseline.h"
#include "wire/sqlite/database.h"

#include <span>

namespace cw::detector {

inline constexpr std::int32_t k_baseline_application_id = 0x43574231; ///< "CWB1"
/// "CWS1", a store: easily taken for a baseline. detector/store may not be included here;
/// store_test holds the two together.
inline constexpr std::int32_t k_store_application_id = 0x43575331;

/// Migrations, oldest first: baseline_steps()[n] leads from user_version n to n + 1.
std::span<const char* const> baseline_steps();

tl::expected<std::vector<bool>, std::string> learn_lesson(sqlite::Database& db,
                                                          const Lesson& lesson);

} // namespace cw::detector
