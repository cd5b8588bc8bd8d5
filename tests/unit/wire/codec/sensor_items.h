// Items with every field set, and comparison to the bit.
#pragma once

#include "wire/sensor_batch.h"

#include <cstdint>
#include <random>
#include <variant>

namespace cw::wire::test {

/// Seeded; any finite value a receiver may have, over many magnitudes.
class ItemMaker {
public:
  explicit ItemMaker(std::uint64_t seed) : engine_(seed) {}
  GsmBlock block();
  GsmMeasurement measurement();
  PowerScan scan(std::size_t bins = 124);
  SensorItem any();

private:
  std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }
  double value(double magnitude);
  float level() { return static_cast<float>(value(200)); }
  RadioId radio();
  std::optional<Position> position();
  std::mt19937_64 engine_;
};

/// All fields, floating point by its bits.
bool same(const SensorItem& a, const SensorItem& b);

} // namespace cw::wire::test
