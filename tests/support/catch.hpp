// Catch2 is version 2 on bookworm and version 3 on trixie: one include for both.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
namespace Catch::Matchers {
/// Version 3's name; its Contains() is for ranges.
inline auto ContainsSubstring(const std::string& part) { // NOLINT(readability-identifier-naming)
  return Contains(part);
}
} // namespace Catch::Matchers
#endif
