// Octets as hexadecimal text and back.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cw::wire {

/// Two lower-case digits an octet.
std::string hex(std::span<const std::uint8_t> octets);

/// Exactly out.size() octets, either case; false and `out` undefined if the text is anything else.
bool octets_from_hex(std::string_view text, std::span<std::uint8_t> out) noexcept;

} // namespace cw::wire
