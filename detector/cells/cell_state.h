// Turns the blocks of one train into CellFacts.
#pragma once

#include "detector/cells/cell_facts.h"

#include <cstdint>
#include <utility>

namespace cw::detector {

/// One cell as one unbroken (or resumed) transmission. Input in rising time.
class CellState {
public:
  explicit CellState(const wire::RadioId& heard_on);

  void apply(const wire::GsmBlock& block, const messages::Parsed<messages::gsm::Message>& message);
  void apply(const wire::GsmMeasurement& measurement);
  /// After the blocks of it that were kept: all that was heard of it before.
  void restore_heard(const Tally& heard);
  /// Lets dialogues end that have been silent too long.
  void advance(double now_s);
  /// True while a dialogue is going on.
  bool talks() const noexcept { return dialogues_.any_open(); }
  /// True at the first call with this number: one for each look at all cells.
  bool touch(std::uint64_t look) noexcept { return std::exchange(touched_, look) != look; }

  const CellFacts& facts() const noexcept { return facts_; }
  /// True if the frame number of `block` follows from the blocks before it.
  bool continues(const wire::GsmBlock& block) const noexcept;
  /// Frame numbers jumped: what is said from here may be another transmission.
  void mark_break() noexcept { broken_ = true; }
  bool broken_since_identity() const noexcept { return broken_; }
  /// What it is heard on does not go on: the next train of its carrier and BSIC is its own.
  void end_train() noexcept;
  bool lost() const noexcept { return ended_ || (facts_.measured && facts_.measured->lost); }

  void set_frequency_error(double ppm, bool consensus, double spread_ppm) noexcept;

private:
  template <class T>
  void say(std::optional<Said<T>>& slot, const T& value, const wire::GsmBlock& block);
  void identify(const messages::gsm::Lai& lai,
                std::optional<std::uint16_t> ci,
                const wire::GsmBlock& block);
  void read(const wire::GsmBlock& block, const messages::gsm::Message& message);
  void page(const messages::gsm::PagingRequest& request, const wire::GsmBlock& block);
  void assign(const messages::gsm::ChannelDescription& channel,
              const messages::gsm::RequestReference& request,
              const wire::GsmBlock& block);
  void count_dialogue(const messages::gsm::Message& message);
  void average_level(const wire::GsmBlock& block);
  CcchStretch& stretch(double t_s);

  CellFacts facts_;
  DialogueTracker dialogues_;
  std::uint32_t last_fn_ = 0;
  double last_s_ = 0, last_page_s_ = -1e9;
  double before_last_s_ = 0; ///< the block before the present one
  std::uint64_t level_blocks_ = 0;
  bool level_of_sch_ = false;
  std::uint64_t touched_ = 0;
  bool broken_ = false;
  bool ended_ = false; ///< by end_train(), until it is heard again
};

} // namespace cw::detector
