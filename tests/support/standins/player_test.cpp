// The scene and the tuner that plays it, heard by the receiver itself.
#include "dsp/band.h"
#include "messages/gsm/system_information.h"
#include "tests/support/catch.hpp"
#include "tests/support/recording.h"
#include "tests/support/standins/scene_content.h"
#include "tests/support/standins/wide_band_player.h"
#include "tests/support/temp_folder.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace {

using namespace cw::standins;
using cw::wire::GsmBlock;
using cw::wire::GsmChannel;

constexpr double k_rate_hz = 2.4e6;

SceneCell cell(std::uint16_t arfcn, std::uint8_t bsic, double level_db = -50) {
  SceneCell made;
  made.arfcn = {.band = cw::wire::GsmBand::gsm900, .number = arfcn};
  made.bsic = bsic;
  made.lac = 77;
  made.ci = static_cast<std::uint16_t>(1000 + arfcn);
  made.level_db = level_db;
  place_by_name(made);
  return made;
}

std::vector<GsmBlock> heard(WideBandPlayer& player, double seconds) {
  auto band = cw::dsp::Band::create(
      {.sample_rate_hz = player.rate_hz(), .center_hz = player.center_hz(), .threads = 1});
  REQUIRE(band);
  cw::dsp::BandOutput out;
  std::vector<cf> piece(1U << 16U);
  auto left = static_cast<std::size_t>(seconds * player.rate_hz());
  while (left > 0) {
    const auto part = std::span(piece).first(std::min(left, piece.size()));
    player.play(part);
    band->process(part, out);
    left -= part.size();
  }
  band->finish(out);
  return out.blocks;
}

WideBandPlayer tuned(const Scene& scene, double center_hz) {
  WideBandPlayer player(scene);
  player.set_rate(k_rate_hz);
  player.tune(center_hz);
  player.skip(1); // so that center_hz() is already that
  return player;
}

/// ARFCN, BSIC, LAC and CI of all SI3.
using Identity = std::array<unsigned, 4>;
std::set<Identity> identities(const std::vector<GsmBlock>& blocks) {
  std::set<Identity> found;
  for (const GsmBlock& block : blocks) {
    const auto si3 = cw::messages::gsm::parse_si3(block.data);
    if (block.channel == GsmChannel::bcch && si3) {
      const unsigned arfcn = block.heard_on.arfcn ? block.heard_on.arfcn->number : 0U;
      found.insert({arfcn, block.heard_on.bsic.value_or(255), si3->lai.lac, si3->ci});
    }
  }
  return found;
}

std::set<unsigned> carriers(const std::vector<GsmBlock>& blocks) {
  std::set<unsigned> found;
  for (const GsmBlock& block : blocks) {
    found.insert(block.heard_on.arfcn ? block.heard_on.arfcn->number : 0U);
  }
  return found;
}

double power(std::span<const cf> samples) {
  double sum = 0;
  for (const cf sample : samples) {
    sum += static_cast<double>(std::norm(sample));
  }
  return sum / static_cast<double>(samples.size());
}

double hz_of(std::uint16_t arfcn) {
  return 935e6 + 0.2e6 * arfcn;
}

/// Frame under way at a moment of the scene.
std::uint32_t frame_at(const SceneCell& of, double scene_s) {
  const double symbols = scene_s * cw::support::k_symbol_rate_hz + of.timing_symbols;
  return static_cast<std::uint32_t>(
      (of.fn0 + static_cast<std::uint64_t>(symbols / cw::support::k_frame_symbols)) %
      cw::wire::k_hyperframe);
}

void check_frame_numbers(const std::vector<GsmBlock>& blocks, const SceneCell& of, double from_s) {
  int checked = 0;
  int wrong = 0;
  for (const GsmBlock& block : blocks) {
    const double s = from_s + (static_cast<double>(block.first_sample) + 50) / k_rate_hz;
    checked += block.channel == GsmChannel::sch ? 1 : 0;
    wrong += block.channel == GsmChannel::sch && block.fn != frame_at(of, s) ? 1 : 0;
  }
  CHECK(checked > 5);
  CHECK(wrong == 0);
}

} // namespace

TEST_CASE("player: the cells of the window are heard, before and after a retune", "[standins]") {
  const Scene scene{.cells = {cell(30, 11), cell(34, 44, -60), cell(60, 63, -55), cell(66, 2)}};
  WideBandPlayer player = tuned(scene, hz_of(31));
  CHECK(identities(heard(player, 1.6)) ==
        std::set<Identity>{{30, 11, 77, 1030}, {34, 44, 77, 1034}});
  player.tune(hz_of(64));
  player.skip(10'000);
  CHECK(identities(heard(player, 1.6)) ==
        std::set<Identity>{{60, 63, 77, 1060}, {66, 2, 77, 1066}});
}

TEST_CASE("player: a cell is on the air when its scene says so", "[standins]") {
  Scene scene{.cells = {cell(62, 42)}};
  scene.cells[0].on_s = 2;
  scene.cells[0].off_s = 3;
  WideBandPlayer player = tuned(scene, hz_of(60));
  CHECK(heard(player, 1.95).empty());
  CHECK(carriers(heard(player, 1.2)) == std::set<unsigned>{62});
  CHECK(heard(player, 1).empty());
}

TEST_CASE("player: a cell with a name comes and goes when it is told to", "[standins]") {
  Scene scene{.cells = {cell(62, 42)}};
  scene.cells[0].name = "fake";
  scene.cells[0].on_s = std::numeric_limits<double>::infinity();
  WideBandPlayer player = tuned(scene, hz_of(60));
  CHECK(heard(player, 0.5).empty());
  player.set_on_air("fake", true);
  CHECK(carriers(heard(player, 0.5)) == std::set<unsigned>{62});
  player.set_on_air("fake", false);
  CHECK(heard(player, 0.5).empty());
}

TEST_CASE("player: an oscillator too fast by 20 ppm hears carriers too low", "[standins]") {
  Scene scene{.cells = {cell(62, 42)}};
  scene.tuner.ppm = 20;
  WideBandPlayer player = tuned(scene, hz_of(60));
  const double wanted_hz = -20e-6 * hz_of(62);
  int checked = 0;
  for (const GsmBlock& block : heard(player, 1)) {
    CHECK(static_cast<double>(block.cfo_hz) == Approx(wanted_hz).margin(100));
    ++checked;
  }
  CHECK(checked > 20);
  CHECK(player.true_rate_hz() == Approx(k_rate_hz * 1.00002));
  player.set_correction(20);
  for (const GsmBlock& block : heard(player, 0.5)) {
    CHECK(static_cast<double>(block.cfo_hz) == Approx(0).margin(100));
  }
}

TEST_CASE("player: frame numbers go on, however long nobody listened", "[standins]") {
  Scene scene{.cells = {cell(62, 42)}};
  scene.cells[0].fn0 = cw::wire::k_hyperframe - 300; // wraps after 1.4 s
  WideBandPlayer player = tuned(scene, hz_of(60));
  double from_s = player.scene_s();
  check_frame_numbers(heard(player, 2), scene.cells[0], from_s);
  player.skip(std::uint64_t{3'600} * 2'400'000);
  from_s = player.scene_s();
  CHECK(from_s > 3'600);
  check_frame_numbers(heard(player, 1), scene.cells[0], from_s);
}

TEST_CASE("player: cutting the output elsewhere gives the same carrier", "[standins]") {
  const Scene scene{.noise_db = -300, .tuner = {.bits = 16}, .cells = {cell(62, 42)}};
  WideBandPlayer one = tuned(scene, hz_of(60));
  WideBandPlayer other = tuned(scene, hz_of(60));
  std::vector<cf> whole(50'000);
  std::vector<cf> pieces(whole.size());
  one.play(whole);
  for (std::size_t at = 0; at < pieces.size(); at += 997) {
    other.play(std::span(pieces).subspan(at, std::min<std::size_t>(997, pieces.size() - at)));
  }
  double difference = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    difference = std::max(difference, static_cast<double>(std::abs(whole[i] - pieces[i])));
  }
  CHECK(difference < 0.01 * std::sqrt(power(whole))); // the place within a symbol, rounded
}

TEST_CASE("player: a tuning reaches the samples that come after it", "[standins]") {
  Scene scene{.noise_db = -120, .tuner = {.gain_db = 40, .settle_ms = 5}, .cells = {cell(62, 42)}};
  WideBandPlayer player(scene);
  player.set_rate(k_rate_hz);
  player.tune(hz_of(10));
  player.skip(20'000);
  player.tune(hz_of(60), 30'000);
  std::vector<cf> before(30'000), garbage(12'000), after(30'000);
  player.play(before);
  CHECK(player.center_hz() == hz_of(10));
  player.play(garbage);
  player.play(after);
  CHECK(player.center_hz() == hz_of(60));
  CHECK(power(after) == Approx(0.1).epsilon(0.02)); // -50 dB and 40 dB of gain
  CHECK(power(before) < 1e-4);
  CHECK(power(garbage) < 1e-3);
}

TEST_CASE("player: a stuck tuner stays where it is, a deaf one hears noise", "[standins]") {
  WideBandPlayer player = tuned({.cells = {cell(62, 42)}}, hz_of(60));
  player.set_stuck(true);
  player.tune(hz_of(10));
  std::vector<cf> samples(10'000);
  player.play(samples);
  CHECK(player.center_hz() == hz_of(60));
  CHECK(power(samples) > 0.005);
  player.set_deaf(true);
  player.play(samples);
  CHECK(power(samples) < 1e-4);
}

TEST_CASE("player: eight bits clip when the gain is too high, automatic gain does not",
          "[standins]") {
  WideBandPlayer player = tuned({.cells = {cell(62, 42, -40)}}, hz_of(60));
  std::vector<cf> samples(20'000);
  const auto clipped = [&] {
    player.play(samples);
    return std::ranges::count_if(
        samples, [](cf sample) { return sample.real() <= -1 || sample.real() > 0.99F; });
  };
  player.set_gain(49.6);
  CHECK(clipped() > 1000);
  player.set_automatic_gain(true);
  CHECK(clipped() == 0);
  CHECK(10 * std::log10(power(samples)) == Approx(-15).margin(0.5));
}

TEST_CASE("player: a carrier beyond the window comes back weaker at its image", "[standins]") {
  CHECK(anti_alias_db(0.4) == 0);
  CHECK(anti_alias_db(0.5) == Approx(-12.5));
  CHECK(anti_alias_db(0.6) < -100);
}

TEST_CASE("player: a recording is heard at its frequency, through its loop", "[standins]") {
  // What one tuner heard at 5 Msps is the other one's air.
  const cw::test::TempFolder folder;
  const Scene recorded{.tuner = {.settle_ms = 0}, .cells = {cell(30, 11, -45), cell(47, 63, -45)}};
  WideBandPlayer recorder(recorded);
  recorder.set_rate(5e6);
  recorder.tune(hz_of(36));
  std::vector<cf> samples(5'000'000); // 217 frames and a bit
  recorder.play(samples);
  REQUIRE(cw::support::write_sigmf(
      folder.path("air"),
      {.format = cw::support::IqFormat::ci8, .sample_rate_hz = 5e6, .center_hz = hz_of(36)},
      samples));
  const std::string scene_path =
      folder.write("scene.json",
                   R"({"v":1,"cells":[{"arfcn":43,"bsic":1,"lac":77,"ci":1043,"level_db":-50}],
                       "recordings":[{"path":"air.sigmf-meta","level_db":-20}]})");
  const auto scene = read_scene(scene_path);
  REQUIRE(scene);
  const auto player = WideBandPlayer::create(*scene);
  REQUIRE(player);
  (*player)->set_rate(k_rate_hz);
  (*player)->tune(hz_of(45));
  (*player)->skip(12'000); // the tuner settles
  CHECK(identities(heard(**player, 2.5)) ==
        std::set<Identity>{{43, 1, 77, 1043}, {47, 63, 77, 1047}});
  (*player)->tune(hz_of(31));
  (*player)->skip(12'000);
  int checked = 0;
  for (const GsmBlock& block : heard(**player, 1.5)) {
    CHECK(block.heard_on.bsic == 11);
    CHECK(std::abs(block.cfo_hz) < 50.0F);
    CHECK(block.snr_db > 20.0F);
    ++checked;
  }
  CHECK(checked > 50);
}

TEST_CASE("scene: what is wrong with it is said", "[standins]") {
  const auto error = [](std::string_view text) {
    const auto scene = parse_scene(text);
    return scene ? std::string() : scene.error();
  };
  CHECK(error("{") != "");
  CHECK(error("{}") == "scene: v is not 1");
  CHECK(error(R"({"v":1,"cels":[]})") == "scene: there is no key cels");
  CHECK(error(R"({"v":1,"cells":[{"arfcn":1}]})") == "cell 0: arfcn or bsic is missing");
  CHECK(error(R"({"v":1,"cells":[{"arfcn":600,"bsic":1}]})") ==
        "cell 0: ARFCN 600 is not in gsm900");
  CHECK(error(R"({"v":1,"cells":[{"arfcn":1,"bsic":64}]})") == "cell 0: bsic is 64, not 0 to 63");
  CHECK(error(R"({"v":1,"tuner":{"ppm":"many"}})") == "tuner: ppm is of another type");
  CHECK(parse_scene(R"({"v":1,"cells":[{"arfcn":1,"bsic":1,"on_s":null}]})"));
}

TEST_CASE("scene: two entries of one ARFCN and BSIC are one cell that changes", "[standins]") {
  const auto scene = parse_scene(R"({"v":1,"cells":[{"arfcn":5,"bsic":9,"off_s":10},
                                    {"arfcn":5,"bsic":9,"on_s":10,"lac":2}]})");
  REQUIRE(scene);
  CHECK(scene->cells[0].fn0 == scene->cells[1].fn0);
  CHECK(scene->cells[0].timing_symbols == scene->cells[1].timing_symbols);
}

TEST_CASE("scene: system information says what the scene says", "[standins]") {
  using namespace cw::messages::gsm;
  SceneCell said = cell(62, 42);
  said.neighbours = {1, 20, 124};
  said.hysteresis_db = 8;
  said.rxlev_access_min = 3;
  said.t3212 = 1;
  said.barred = true;
  said.reselection =
      cw::standins::Reselection{.offset_db = 120, .temporary_offset_db = 70, .penalty_time = 31};
  const auto si2 = parse_si2(scene_si2(said));
  const auto si3 = parse_si3(scene_si3(said));
  const auto si4 = parse_si4(scene_si4(said));
  REQUIRE((si2 && si3 && si4));
  CHECK(si2->neighbours.arfcns == said.neighbours);
  CHECK(si3->selection.cell_reselect_hysteresis_db() == 8);
  CHECK(si3->selection.rxlev_access_min_code == 3);
  CHECK(si3->control.t3212_code == 1);
  CHECK(si3->rach.cell_bar_access);
  REQUIRE(si3->reselection);
  CHECK(si3->reselection->cell_reselect_offset_db() == 120);
  CHECK_FALSE(si3->reselection->temporary_offset_db());
  CHECK(si3->reselection->offset_subtracted());
  CHECK(si4->reselection == si3->reselection);
  CHECK_FALSE(parse_si3(scene_si3(cell(1, 1)))->reselection);
}

TEST_CASE("scene: neighbours above 124 are said by a variable bit map", "[standins]") {
  SceneCell said = cell(62, 42);
  said.arfcn = {.band = cw::wire::GsmBand::dcs1800, .number = 600};
  said.neighbours = {577, 578, 612, 688};
  const auto si2 = cw::messages::gsm::parse_si2(scene_si2(said));
  const auto si1 = cw::messages::gsm::parse_si1(scene_si1(said));
  REQUIRE((si1 && si2));
  CHECK(si2->neighbours.arfcns == said.neighbours);
  CHECK(si1->cell_channels.arfcns == std::vector<std::uint16_t>{600});
  CHECK_FALSE(si1->band_1900);
  said.arfcn.band = cw::wire::GsmBand::pcs1900;
  CHECK(cw::messages::gsm::parse_si1(scene_si1(said))->band_1900);
}

TEST_CASE("scene: a dialogue is assigned, spoken and repeated", "[standins]") {
  SceneCell said = cell(62, 42);
  Octets23 first{};
  first.fill(0x55);
  Octets23 second{};
  second.fill(0x66);
  said.fn0 = 0;
  said.dialogues = {{.at_s = 1, .every_s = 3, .sub = 2, .blocks = {first, second}}};
  const SceneContent content(said);
  std::vector<std::int64_t> starts;
  for (std::int64_t multiframe = 0; multiframe < 30; ++multiframe) {
    const auto block = content.block(GsmChannel::sdcch8, 2, 51 * multiframe + 8);
    if (block == first) {
      starts.push_back(multiframe);
      CHECK(content.block(GsmChannel::sdcch8, 2, 51 * (multiframe + 1) + 8) == second);
      CHECK(content.block(GsmChannel::ccch, 0, 51 * (multiframe - 2) + 6)->at(2) == 0x3F);
    }
  }
  CHECK(starts == std::vector<std::int64_t>{7, 20}); // 1 s: the sixth multiframe begins within it
  CHECK_FALSE(content.block(GsmChannel::sdcch8, 1, 51 * 7 + 4));
}
