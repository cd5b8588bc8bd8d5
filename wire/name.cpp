#include "wire/name.h"

#include <algorithm>

namespace cw::wire {
namespace {

constexpr std::size_t k_max_name = 64;
constexpr std::size_t k_epoch_digits = 16;

bool digit(char c) {
  return c >= '0' && c <= '9';
}

} // namespace

bool valid_name(std::string_view name) noexcept {
  const auto good = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || digit(c) || c == '.' || c == '_' ||
           c == '-';
  };
  return !name.empty() && name.size() <= k_max_name && name[0] != '.' &&
         std::all_of(name.begin(), name.end(), good);
}

bool valid_epoch(std::string_view text) noexcept {
  return text.size() == k_epoch_digits && std::all_of(text.begin(), text.end(), [](char c) {
           return digit(c) || (c >= 'a' && c <= 'f');
         });
}

} // namespace cw::wire
