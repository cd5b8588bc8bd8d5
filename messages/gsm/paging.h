// PAGING REQUEST TYPE 1, 2 and 3 (TS 44.018 §9.1.22 to 9.1.24).
#pragma once

#include "messages/gsm/identity.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace cw::messages::gsm {

/// One mobile in a paging request. TMSI or IMSI, and the channel it is to ask for.
struct Page {
  MobileIdentity identity;
  std::uint8_t channel_needed = 0; ///< 0 any, 1 SDCCH, 2 TCH/F, 3 TCH/H or TCH/F
  bool operator==(const Page&) const = default;
};

/// Requests for "no identity" (the empty page) are not in `pages`.
struct PagingRequest {
  std::uint8_t type = 1;      ///< 1, 2 or 3
  std::uint8_t page_mode = 0; ///< 0 normal, 1 extended, 2 reorganisation, 3 same as before
  std::vector<Page> pages;    ///< at most 4
  bool operator==(const PagingRequest&) const = default;
};

Parsed<PagingRequest> parse_paging_request(std::span<const std::uint8_t> l2);

} // namespace cw::messages::gsm
