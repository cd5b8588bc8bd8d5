#include "tests/support/standins/scene.h"

#include "tests/support/random.h"
#include "wire/gsm_block.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

namespace cw::standins {
namespace {

using nlohmann::json;

/// Takes keys out of an object and in the end complains of those nobody took. Throws
/// std::runtime_error; caught by parse_scene().
class Keys {
public:
  Keys(const json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object.is_object()) {
      throw std::runtime_error(fmt::format("{} is not an object", where_));
    }
  }

  const json* find(const char* key) {
    taken_.insert(key);
    const auto it = object_.find(key);
    return it == object_.end() ? nullptr : &*it;
  }

  template <class T>
  bool take(const char* key, T& value) {
    const json* found = find(key);
    if (found == nullptr) {
      return false;
    }
    try {
      value = found->get<T>();
    } catch (const json::exception&) {
      throw std::runtime_error(fmt::format("{}: {} is of another type", where_, key));
    }
    return true;
  }

  template <class T>
  bool take(const char* key, T& value, double low, double high) {
    double number = 0;
    if (!take(key, number)) {
      return false;
    }
    if (!(number >= low && number <= high)) {
      throw std::runtime_error(
          fmt::format("{}: {} is {}, not {} to {}", where_, key, number, low, high));
    }
    value = static_cast<T>(number);
    return true;
  }

  void done() const {
    for (const auto& [key, value] : object_.items()) {
      if (!taken_.contains(key)) {
        throw std::runtime_error(fmt::format("{}: there is no key {}", where_, key));
      }
    }
  }

  const std::string& where() const { return where_; }

private:
  const json& object_;
  std::string where_;
  std::set<std::string> taken_;
};

Octets23 octets(const std::string& text, const std::string& where) {
  Octets23 out{};
  if (text.size() != 2 * out.size() ||
      text.find_first_not_of("0123456789abcdefABCDEF") != text.npos) {
    throw std::runtime_error(fmt::format("{}: wanted 46 hexadecimal digits", where));
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    out.at(i) = static_cast<std::uint8_t>(std::stoul(text.substr(2 * i, 2), nullptr, 16));
  }
  return out;
}

wire::GsmBand band(const std::string& name, const std::string& where) {
  if (name == "gsm850") {
    return wire::GsmBand::gsm850;
  }
  if (name == "gsm900") {
    return wire::GsmBand::gsm900;
  }
  if (name == "gsm1800") {
    return wire::GsmBand::dcs1800;
  }
  if (name == "gsm1900") {
    return wire::GsmBand::pcs1900;
  }
  throw std::runtime_error(fmt::format("{}: there is no band {}", where, name));
}

SceneDialogue dialogue(const json& object, const std::string& where) {
  Keys keys(object, where);
  SceneDialogue out;
  keys.take("at_s", out.at_s, 0, 1e9);
  double every_s = 0;
  if (keys.take("every_s", every_s, 1, 1e9)) {
    out.every_s = every_s;
  }
  keys.take("sub", out.sub, 0, 7);
  std::vector<std::string> blocks;
  keys.take("blocks", blocks);
  for (const std::string& block : blocks) {
    out.blocks.push_back(octets(block, where));
  }
  keys.done();
  return out;
}

void take_network(Keys& keys, SceneCell& cell) {
  keys.take("mcc", cell.mcc);
  keys.take("mnc", cell.mnc);
  const auto digits = [](const std::string& text) {
    return text.find_first_not_of("0123456789") == text.npos;
  };
  if (cell.mcc.size() != 3 || cell.mnc.size() < 2 || cell.mnc.size() > 3 || !digits(cell.mcc) ||
      !digits(cell.mnc)) {
    throw std::runtime_error(
        fmt::format("{}: {}-{} is no network", keys.where(), cell.mcc, cell.mnc));
  }
  keys.take("lac", cell.lac, 0, 65'535);
  cell.ci = cell.arfcn.number;
  keys.take("ci", cell.ci, 0, 65'535);
}

void take_on_air(Keys& keys, SceneCell& cell) {
  keys.take("level_db", cell.level_db, -200, 60);
  if (const json* on = keys.find("on_s"); on != nullptr && on->is_null()) {
    cell.on_s = std::numeric_limits<double>::infinity();
  } else {
    keys.take("on_s", cell.on_s, 0, 1e9);
  }
  if (const json* off = keys.find("off_s"); off != nullptr && !off->is_null()) {
    keys.take("off_s", cell.off_s, 0, 1e9);
  }
  keys.take("carrier_error_hz", cell.carrier_error_hz, -1e5, 1e5);
  keys.take("clock_error_ppm", cell.clock_error_ppm, -100, 100);
  keys.take("fn0", cell.fn0, 0, wire::k_hyperframe - 1);
  keys.take("timing_symbols", cell.timing_symbols, 0, 1250);
  keys.take("combined", cell.combined);
  keys.take("traffic", cell.traffic, 0, 1);
  keys.take("paging", cell.paging, 0, 1);
  keys.take("c0", cell.c0);
  keys.take("seed", cell.seed);
}

void take_neighbours(Keys& keys, SceneCell& cell) {
  keys.take("neighbours", cell.neighbours);
  std::ranges::sort(cell.neighbours);
  const bool bit_map_0 = cell.neighbours.empty() || cell.neighbours.back() <= 124;
  if (!bit_map_0 && cell.neighbours.back() - cell.neighbours.front() > 111) {
    throw std::runtime_error(
        fmt::format("{}: neighbours are more than 111 carriers apart", keys.where()));
  }
}

void take_parameters(Keys& keys, SceneCell& cell) {
  keys.take("cell_reselect_hysteresis_db", cell.hysteresis_db, 0, 14);
  keys.take("rxlev_access_min", cell.rxlev_access_min, 0, 63);
  keys.take("t3212", cell.t3212, 0, 255);
  keys.take("barred", cell.barred);
  Reselection reselection;
  const bool offset = keys.take("reselect_offset_db", reselection.offset_db, 0, 126);
  const bool temporary = keys.take("temporary_offset_db", reselection.temporary_offset_db, 0, 70);
  const bool penalty = keys.take("penalty_time", reselection.penalty_time, 0, 31);
  if (offset || temporary || penalty) {
    cell.reselection = reselection;
  }
  for (std::size_t i = 0; i < cell.si.size(); ++i) {
    std::string text;
    const std::string key = fmt::format("si{}", i + 1);
    if (keys.take(key.c_str(), text)) {
      cell.si.at(i) = octets(text, fmt::format("{}: {}", keys.where(), key));
    }
  }
  if (const json* dialogues = keys.find("dialogues"); dialogues != nullptr) {
    for (const json& one : *dialogues) {
      cell.dialogues.push_back(dialogue(one, keys.where() + ": dialogue"));
    }
  }
}

SceneCell cell_of(const json& object, std::size_t index) {
  Keys keys(object, fmt::format("cell {}", index));
  SceneCell cell;
  keys.take("name", cell.name);
  std::string band_text = "gsm900";
  keys.take("band", band_text);
  cell.arfcn.band = band(band_text, keys.where());
  if (!keys.take("arfcn", cell.arfcn.number, 0, 1023) ||
      (!keys.take("bsic", cell.bsic, 0, 63) && object.value("c0", true))) {
    throw std::runtime_error(fmt::format("{}: arfcn or bsic is missing", keys.where()));
  }
  if (!wire::downlink_hz(cell.arfcn)) {
    throw std::runtime_error(
        fmt::format("{}: ARFCN {} is not in {}", keys.where(), cell.arfcn.number, band_text));
  }
  place_by_name(cell);
  take_network(keys, cell);
  take_on_air(keys, cell);
  take_neighbours(keys, cell);
  take_parameters(keys, cell);
  keys.done();
  return cell;
}

TunerTraits tuner(const json& object) {
  Keys keys(object, "tuner");
  TunerTraits out;
  keys.take("ppm", out.ppm, -1000, 1000);
  keys.take("drift_ppm_per_minute", out.drift_ppm_per_minute, -1000, 1000);
  keys.take("gain_db", out.gain_db, -200, 200);
  keys.take("bits", out.bits, 2, 16);
  double dc_dbfs = 0;
  if (keys.take("dc_dbfs", dc_dbfs, -200, 0)) {
    out.dc_dbfs = dc_dbfs;
  }
  keys.take("settle_ms", out.settle_ms, 0, 10'000);
  keys.take("latency_ms", out.latency_ms, 0, 10'000);
  keys.done();
  return out;
}

Scene scene_of(const json& object) {
  Keys keys(object, "scene");
  Scene scene;
  int version = 0;
  if (!keys.take("v", version) || version != 1) {
    throw std::runtime_error("scene: v is not 1");
  }
  keys.take("noise_db", scene.noise_db, -300, 100);
  keys.take("seed", scene.seed);
  if (const json* found = keys.find("tuner"); found != nullptr) {
    scene.tuner = tuner(*found);
  }
  if (const json* cells = keys.find("cells"); cells != nullptr) {
    for (const json& cell : *cells) {
      scene.cells.push_back(cell_of(cell, scene.cells.size()));
    }
  }
  if (const json* recordings = keys.find("recordings"); recordings != nullptr) {
    for (const json& one : *recordings) {
      Keys of_one(one, "recording");
      SceneRecording& recording = scene.recordings.emplace_back();
      of_one.take("path", recording.path);
      of_one.take("level_db", recording.level_db, -200, 60);
      of_one.done();
    }
  }
  keys.done();
  return scene;
}

} // namespace

void place_by_name(SceneCell& cell) {
  const auto name = static_cast<std::uint64_t>(cell.arfcn.number) << 8U | cell.bsic;
  support::Random random(name, static_cast<std::uint64_t>(cell.arfcn.band));
  cell.fn0 = random.below(wire::k_hyperframe);
  cell.timing_symbols = 1250 * random.uniform();
  cell.seed = name + 1;
}

tl::expected<Scene, std::string> parse_scene(std::string_view text) {
  try {
    return scene_of(json::parse(text));
  } catch (const json::exception& error) {
    return tl::unexpected(fmt::format("scene is no JSON: {}", error.what()));
  } catch (const std::runtime_error& error) {
    return tl::unexpected(std::string(error.what()));
  }
}

tl::expected<Scene, std::string> read_scene(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return tl::unexpected(fmt::format("cannot read the scene {}", file.string()));
  }
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  auto scene = parse_scene(text);
  if (!scene) {
    return tl::unexpected(file.string() + ": " + scene.error());
  }
  for (SceneRecording& recording : scene->recordings) {
    recording.path = (file.parent_path() / recording.path).string();
  }
  return scene;
}

} // namespace cw::standins
