// Paging requests (TS 44.018 §9.1.22 to 9.1.24). TMSIs are counted, their values never taken.
#include "messages/gsm/paging.h"

#include "messages/gsm/rr_header.h"

namespace cw::messages::gsm {

namespace {

constexpr std::uint8_t k_type_1 = 0x21, k_type_2 = 0x22, k_type_3 = 0x24;

void add_page(PagingRequest& request, MobileIdentity identity, unsigned channel_needed) {
  if (identity.type != identity_type::none) {
    request.pages.push_back({identity, static_cast<std::uint8_t>(channel_needed)});
  }
}

MobileIdentity take_identity_lv(BitReader& in) noexcept {
  const std::size_t length = in.take(8);
  return read_mobile_identity(in.take_octets(length));
}

MobileIdentity take_tmsi(BitReader& in) noexcept {
  in.skip(32);
  return {identity_type::tmsi, std::nullopt};
}

constexpr std::size_t k_shortest_bits = 16; // IEI and length

/// Mobile identity 2 of type 1 and 3 of type 2: TLV of IEI 0x17, within the L2 pseudo length.
void add_optional_page(PagingRequest& request,
                       BitReader& in,
                       std::size_t end_bits,
                       unsigned channel_needed) {
  if (in.position_bits() + k_shortest_bits > end_bits || in.peek(8) != 0x17) {
    return;
  }
  in.skip(8);
  add_page(request, take_identity_lv(in), channel_needed);
}

} // namespace

Parsed<PagingRequest> parse_paging_request(std::span<const std::uint8_t> l2) {
  BitReader in(l2);
  const std::size_t end_bits = elements_end_bits(in.take(8));
  const bool rr = in.take(8) == k_protocol_rr;
  const unsigned type = in.take(8);
  const unsigned needed_2 = in.take(2); // channel needed for mobiles 2 and 1, §10.5.2.8
  const unsigned needed_1 = in.take(2);
  in.skip(2);
  PagingRequest request;
  request.page_mode = static_cast<std::uint8_t>(in.take(2));
  if (type == k_type_1) {
    request.type = 1;
    add_page(request, take_identity_lv(in), needed_1);
    add_optional_page(request, in, end_bits, needed_2);
  } else if (type == k_type_2) {
    request.type = 2;
    add_page(request, take_tmsi(in), needed_1);
    add_page(request, take_tmsi(in), needed_2);
    add_optional_page(request, in, end_bits, 0); // its channel needed is in the rest octets
  } else if (type == k_type_3) {
    request.type = 3;
    add_page(request, take_tmsi(in), needed_1);
    add_page(request, take_tmsi(in), needed_2);
    add_page(request, take_tmsi(in), 0); // likewise
    add_page(request, take_tmsi(in), 0);
  } else if (in.ok()) {
    return tl::unexpected(ParseError::wrong_type);
  }
  if (l2.size() < k_block_octets) {
    in.fail();
  }
  return finish(in, rr, request);
}

} // namespace cw::messages::gsm
