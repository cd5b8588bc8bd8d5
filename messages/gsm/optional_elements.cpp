// Walks optional elements.
#include "messages/gsm/optional_elements.h"

namespace cw::messages::gsm {

std::optional<Element> take_element(BitReader& in, std::span<const FixedElement> fixed) noexcept {
  if (in.octets_left() == 0) {
    return std::nullopt;
  }
  Element element;
  element.iei = static_cast<std::uint8_t>(in.take(8));
  if ((element.iei & 0x80U) != 0) {
    return element; // the value, if any, is in the octet's low half
  }
  for (const FixedElement& known : fixed) {
    if (known.iei == element.iei) {
      element.value = in.take_span(known.octets);
      return in.ok() ? std::optional(element) : std::nullopt;
    }
  }
  element.value = in.take_span(in.take(8));
  return in.ok() ? std::optional(element) : std::nullopt;
}

} // namespace cw::messages::gsm
