// What a cell of a scene says, as a function of channel and time alone.
#pragma once

#include "tests/support/gsm_bursts.h"
#include "tests/support/gsm_cell.h"
#include "tests/support/standins/scene.h"

#include <cstdint>
#include <optional>

namespace cw::standins {

support::BlockOctets scene_si1(const SceneCell& cell); ///< TS 44.018 §9.1.31
support::BlockOctets scene_si2(const SceneCell& cell); ///< §9.1.32
support::BlockOctets scene_si3(const SceneCell& cell); ///< §9.1.35
support::BlockOctets scene_si4(const SceneCell& cell); ///< §9.1.36

class SceneContent {
public:
  explicit SceneContent(const SceneCell& cell);

  /// The block that begins with this frame, counted from the scene's beginning without wrapping;
  /// nothing: dummy bursts.
  std::optional<support::BlockOctets>
  block(wire::GsmChannel channel, std::uint8_t sub, std::int64_t frame) const;

private:
  struct Turn {
    const SceneDialogue* dialogue;
    std::int64_t since; ///< 51-multiframes after the assignment's
  };
  std::optional<Turn> turn(std::int64_t multiframe, std::optional<std::uint8_t> sub) const;

  SceneCell cell_;
  support::CellSpec spec_;
  std::array<support::BlockOctets, 8> by_tc_;
};

} // namespace cw::standins
