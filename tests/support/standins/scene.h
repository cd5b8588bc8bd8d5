// What is on the air, and what the tuner is like that hears it: a scene file (README.md).
#pragma once

#include "wire/arfcn.h"

#include <tl/expected.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cw::standins {

using Octets23 = std::array<std::uint8_t, 23>;

struct SceneDialogue {
  double at_s = 0;
  std::optional<double> every_s = {};
  std::uint8_t sub = 0;
  std::vector<Octets23> blocks = {};
};

/// SI3 and SI4 rest octets, TS 44.018 §10.5.2.34.
struct Reselection {
  int offset_db = 0, temporary_offset_db = 0, penalty_time = 0;
};

struct SceneCell {
  std::string name = {};
  wire::Arfcn arfcn = {};
  std::uint8_t bsic = 0;
  std::string mcc = "262", mnc = "98";
  std::uint16_t lac = 1, ci = 1;
  double level_db = -60; ///< of full scale at 0 dB of gain
  double on_s = 0;       ///< infinity: not before it is told to
  double off_s = std::numeric_limits<double>::infinity();
  std::vector<std::uint16_t> neighbours = {};
  bool combined = false;
  double traffic = 0.3, paging = 0.7;
  bool c0 = true;
  std::uint32_t fn0 = 0;
  double timing_symbols = 0;
  double carrier_error_hz = 0, clock_error_ppm = 0;
  int hysteresis_db = 6, rxlev_access_min = 8, t3212 = 60;
  std::optional<Reselection> reselection = {};
  bool barred = false;
  std::array<std::optional<Octets23>, 4> si = {}; ///< SI1 to SI4 word for word
  std::vector<SceneDialogue> dialogues = {};
  std::uint64_t seed = 1;
};

struct SceneRecording {
  std::string path = {};
  double level_db = -30; ///< of its full scale, of full scale at 0 dB of gain
};

struct TunerTraits {
  double ppm = 0, drift_ppm_per_minute = 0;
  double gain_db = 30;
  int bits = 8;
  std::optional<double> dc_dbfs = {};
  double settle_ms = 2, latency_ms = 0;
};

struct Scene {
  double noise_db = -112; ///< in 270.833 kHz, of full scale at 0 dB of gain
  std::uint64_t seed = 1;
  TunerTraits tuner = {};
  std::vector<SceneCell> cells = {};
  std::vector<SceneRecording> recordings = {};
};

/// Errors are one sentence that names the key.
tl::expected<Scene, std::string> parse_scene(std::string_view text);
tl::expected<Scene, std::string> read_scene(const std::filesystem::path& file);

/// Frame number and timing that a cell has if its scene names none.
void place_by_name(SceneCell& cell);

} // namespace cw::standins
