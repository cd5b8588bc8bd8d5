#include "tests/support/random.h"

#include <bit>
#include <cmath>
#include <numbers>

namespace cw::support {

Random::Random(std::uint64_t seed, std::uint64_t stream) noexcept
    : increment_((stream << 1U) | 1U) {
  next();
  state_ += seed;
  next();
}

std::uint32_t Random::next() noexcept {
  const std::uint64_t old = state_;
  state_ = old * 6'364'136'223'846'793'005U + increment_;
  const auto mixed = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
  return std::rotr(mixed, static_cast<int>(old >> 59U));
}

double Random::uniform() noexcept {
  return next() * 0x1p-32;
}

std::uint32_t Random::below(std::uint32_t limit) noexcept {
  return static_cast<std::uint32_t>((std::uint64_t{next()} * limit) >> 32U);
}

std::complex<float> Random::complex_normal() noexcept {
  const double radius = std::sqrt(-std::log(1.0 - uniform()));
  const double angle = 2 * std::numbers::pi * uniform();
  return {static_cast<float>(radius * std::cos(angle)),
          static_cast<float>(radius * std::sin(angle))};
}

} // namespace cw::support
