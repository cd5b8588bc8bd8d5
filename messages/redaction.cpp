// Zeroing octets, bits and mobile identities.
#include "messages/redaction.h"

#include "messages/gsm/identity.h"

namespace cw::messages {

namespace {

constexpr std::uint8_t k_high_half = 0xF0, k_all = 0xFF;

/// Octets a type of identity can have, TS 24.008 §10.5.1.4.
bool length_fits(unsigned type, std::size_t count) noexcept {
  switch (type) {
  case gsm::identity_type::none: return true;
  case gsm::identity_type::imsi: return count >= 4 && count <= 8;
  case gsm::identity_type::imei: return count == 8;
  case gsm::identity_type::imeisv: return count == 9;
  case gsm::identity_type::tmsi: return count == 5;
  default: return false;
  }
}

} // namespace

void Redaction::clear(std::size_t position, std::uint8_t mask) noexcept {
  if (position < octets_.size() && (octets_[position] & mask) != 0) {
    octets_[position] = static_cast<std::uint8_t>(octets_[position] & ~mask);
    changed_ = true;
  }
}

void Redaction::zero(std::size_t from, std::size_t count) noexcept {
  const std::size_t end = from + std::min(count, size() - std::min(from, size()));
  for (std::size_t position = from; position < end; ++position) {
    clear(position, k_all);
  }
}

void Redaction::zero_unless_padding(std::size_t from) noexcept {
  constexpr std::uint8_t k_padding = 0x2B;
  for (std::size_t position = from; position < size(); ++position) {
    if (octets_[position] != k_padding) {
      clear(position, k_all);
    }
  }
}

void Redaction::zero_bits(std::size_t from_bit, std::size_t count) noexcept {
  for (std::size_t bit = from_bit; bit < from_bit + count; ++bit) {
    clear(bit / 8, static_cast<std::uint8_t>(0x80U >> bit % 8));
  }
}

void Redaction::zero_identity(std::size_t from, std::size_t count) noexcept {
  if (count == 0) {
    return;
  }
  const unsigned type = at(from) & 0b111U;
  if (type == gsm::identity_type::imsi) { // MCC in octets 1 and 2, MNC in 3 and half of 4
    const unsigned mcc =
        (at(from) >> 4U) * 100U + (at(from + 1) & 0x0FU) * 10U + (at(from + 1) >> 4U);
    const bool keep_third = gsm::mnc_has_three_digits(mcc);
    if (count > 3) {
      clear(from + 3, keep_third ? k_high_half : k_all);
      zero(from + 4, count - 4);
    }
    return;
  }
  if (type != gsm::identity_type::tmsi && type != gsm::identity_type::none) {
    clear(from, k_high_half); // first digit; a TMSI has 1111 there
  }
  zero(from + 1, count - 1);
}

std::size_t Redaction::zero_identity_lv(std::size_t from, std::size_t end) noexcept {
  const std::size_t limit = std::min(end, size());
  const std::size_t count = at(from);
  const std::size_t behind = from + 1 + count;
  if (from >= limit) {
    return limit;
  }
  if (count == 0) {
    return behind;
  }
  const bool fits = behind <= limit && length_fits(at(from + 1) & 0b111U, count);
  zero_identity(from + 1, std::min(behind, limit) - (from + 1));
  if (fits) {
    return behind;
  }
  zero(std::min(behind, limit), limit - std::min(behind, limit));
  return limit;
}

} // namespace cw::messages
