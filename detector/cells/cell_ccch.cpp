// What a cell sends on CCCH: pages, and who is given a channel.
#include "detector/cells/cell_state.h"

#include <cmath>
#include <iterator>

namespace cw::detector {
namespace {

namespace gsm = messages::gsm;

constexpr std::size_t k_assignments_kept = 2048;
constexpr std::ptrdiff_t k_stretches_kept = 360; ///< an hour
constexpr double k_page_answer_s = 10.0;         ///< a mobile answers within it, catalogue G16

/// Establishment cause "location updating" (TS 44.018 table 9.1.8.1): 0000xxxx if the cell sets
/// NECI, else 000xxxxx.
bool asks_for_update(std::uint8_t ra, bool neci) {
  return (ra >> (neci ? 4U : 5U)) == 0;
}

} // namespace

void CellState::page(const gsm::PagingRequest& request, const wire::GsmBlock& block) {
  for (const gsm::Page& page : request.pages) {
    CcchStretch& now = stretch(block.t_s);
    ++facts_.paging.records;
    switch (page.identity.type) {
    case gsm::identity_type::imsi:
      ++facts_.paging.imsi;
      ++now.imsi;
      break;
    case gsm::identity_type::tmsi:
      ++facts_.paging.tmsi;
      ++now.tmsi;
      break;
    case gsm::identity_type::imei:
    case gsm::identity_type::imeisv:
      ++facts_.paging.imei;
      ++now.other;
      break;
    default: ++facts_.paging.other; ++now.other;
    }
    last_page_s_ = block.t_s;
  }
}

void CellState::assign(const gsm::ChannelDescription& channel,
                       const gsm::RequestReference& request,
                       const wire::GsmBlock& block) {
  using Kind = gsm::ChannelDescription::Kind;
  if (channel.kind != Kind::sdcch4 && channel.kind != Kind::sdcch8) {
    return;
  }
  const bool neci = facts_.si3 && facts_.si3->value.selection.neci;
  const bool page_possible =
      block.t_s - last_page_s_ <= k_page_answer_s && !asks_for_update(request.ra, neci);
  facts_.assignments.push_back({block.t_s, block.n, page_possible});
  if (facts_.assignments.size() > k_assignments_kept) {
    facts_.assignments.pop_front();
  }
  dialogues_.assigned(channel, block, page_possible);
}

CcchStretch& CellState::stretch(double t_s) {
  const auto index = static_cast<std::int64_t>(std::floor(t_s / k_ccch_stretch_s));
  if (facts_.ccch.empty() || facts_.ccch.back().index < index) {
    if (std::ssize(facts_.ccch) >= 2 * k_stretches_kept) {
      facts_.ccch.erase(facts_.ccch.begin(), facts_.ccch.begin() + k_stretches_kept);
    }
    facts_.ccch.push_back({.index = index});
  }
  return facts_.ccch.back(); // a block a little late counts in the newer stretch
}

} // namespace cw::detector
