#include "tests/support/catch.hpp"
#include "tests/support/channel.h"
#include "tests/support/recording.h"
#include "tests/unit/dsp/receive.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>

namespace {

using namespace cw;
using support::CaptureSpec;
using support::CellSpec;
using tests::receive;
using tests::Received;

CellSpec cell(std::uint8_t bsic = 29) {
  CellSpec spec;
  spec.bsic = bsic;
  spec.lac = 21041;
  spec.ci = 40873;
  spec.fn0 = 842'570;
  spec.timing_symbols = 437.6;
  return spec;
}

CaptureSpec capture(double seconds, double esn0_db, const CellSpec& spec) {
  CaptureSpec made;
  made.seconds = seconds;
  made.esn0_db = esn0_db;
  made.cells = {spec};
  return made;
}

std::string text(const dsp::BandOutput& out) {
  std::string all;
  for (const wire::GsmBlock& block : out.blocks) {
    all.append(reinterpret_cast<const char*>(block.data.data()), block.length);
    all += std::to_string(block.first_sample) + ' ' + std::to_string(block.fn) + ' ' +
           std::to_string(block.snr_db) + ' ' + std::to_string(block.heard_on.train) + '\n';
  }
  for (const wire::GsmMeasurement& now : out.measurements) {
    all += std::to_string(now.cfo_hz) + ' ' + std::to_string(now.clock_error_ppm) + '\n';
  }
  return all;
}

TEST_CASE("Band: every block of a clean cell is read, from the recording's first to its last",
          "[band]") {
  const Received got = receive(capture(1.2, 20, cell()));
  REQUIRE(got.sent > 45);
  CHECK(got.read == got.sent);
  CHECK(got.wrong == 0);
}

TEST_CASE("Band: cutting the stream elsewhere, or more threads, gives the same output bit for bit",
          "[band]") {
  CaptureSpec spec = capture(0.6, 12, cell());
  spec.sample_rate_hz = 1.3e6;
  CellSpec other = cell(12);
  other.arfcn.number = 64;
  other.level_db = -10;
  other.timing_symbols = 1020;
  spec.cells.push_back(other);
  const support::GsmCapture made(spec);
  const std::vector<dsp::cf> samples = made.noisy();
  const dsp::BandConfig config{.sample_rate_hz = spec.sample_rate_hz,
                               .center_hz = made.center_hz()};
  const std::string whole = text(tests::run_band(samples, config, samples.size()));
  REQUIRE(whole.size() > 1000);
  for (const std::size_t cut : {std::size_t{1}, std::size_t{997}, std::size_t{65'536}}) {
    for (const unsigned threads : {1U, 2U, 4U}) {
      CAPTURE(cut, threads);
      dsp::BandConfig other_config = config;
      other_config.threads = threads;
      CHECK(text(tests::run_band(samples, other_config, cut)) == whole);
    }
  }
}

TEST_CASE("Band: white noise at 2.5 dB leaves 99 % of the blocks, at 0 dB half of them",
          "[band][slow]") {
  CHECK(receive(capture(4, 2.5, cell())).read >= 168); // of 170
  const Received at_zero = receive(capture(4, 0, cell()));
  CHECK(at_zero.read * 2 >= at_zero.sent);
  CHECK(at_zero.wrong == 0);
}

TEST_CASE("Band: SI3 is read at -3 dB within 10 s by adding up its repeats", "[band][slow]") {
  const Received got = receive(capture(10, -3, cell()));
  const auto si3 = std::ranges::find_if(got.out.blocks, [](const wire::GsmBlock& block) {
    return block.channel == wire::GsmChannel::bcch && block.data[2] == 0x1b;
  });
  REQUIRE(si3 != got.out.blocks.end());
  CHECK(std::ranges::any_of(got.out.blocks,
                            [](const wire::GsmBlock& block) { return block.combined > 1; }));
  CHECK(got.wrong == 0);
}

TEST_CASE("Band: carriers beyond the usable share of the rate are not looked at", "[band]") {
  CaptureSpec spec = capture(0.6, 20, cell());
  spec.sample_rate_hz = 2.4e6;
  CellSpec edge = cell(12);
  edge.arfcn.number = static_cast<std::uint16_t>(edge.arfcn.number + 5);
  edge.timing_symbols = 1020;
  spec.cells.push_back(edge);
  const support::GsmCapture made(spec);
  const auto bsics = [&](double usable) {
    std::set<int> heard;
    const double center_hz = *wire::downlink_hz(spec.cells[0].arfcn) + 100e3;
    const double shift_hz = made.center_hz() - center_hz;
    std::vector<dsp::cf> samples = made.noisy();
    for (std::size_t n = 0; n < samples.size(); ++n) {
      const double turn = 2 * std::numbers::pi * shift_hz * static_cast<double>(n) / 2.4e6;
      samples[n] *= dsp::cf(static_cast<float>(std::cos(turn)), static_cast<float>(std::sin(turn)));
    }
    const dsp::BandConfig config{.sample_rate_hz = 2.4e6, .center_hz = center_hz, .usable = usable};
    for (const wire::GsmBlock& block : tests::run_band(samples, config, samples.size()).blocks) {
      heard.insert(*block.heard_on.bsic);
    }
    return heard;
  };
  CHECK(bsics(1.0) == std::set<int>{12, 29});
  CHECK(bsics(0.7) == std::set<int>{29});
}

TEST_CASE("Band: two equal echoes 3.7 symbols apart, whatever their phase", "[band]") {
  for (const int degrees : {0, 90, 180, 270}) {
    CAPTURE(degrees);
    CellSpec spec = cell();
    spec.channel = support::two_path_channel(3.7, degrees * std::numbers::pi / 180);
    const Received got = receive(capture(1, 12, spec));
    CHECK(got.read * 100 >= got.sent * 95);
    CHECK(got.wrong == 0);
  }
}

TEST_CASE("Band: echoes that cancel the tone of the FCCH do not hide the cell", "[band]") {
  // At 67 708 Hz a delay of 3.7 symbols turns by 333 degrees: 153 more and the tone is gone.
  CellSpec spec = cell();
  spec.channel = support::two_path_channel(3.7, -153 * std::numbers::pi / 180);
  CaptureSpec made = capture(1, 12, spec);
  const Received got = receive(made);
  CHECK(got.read * 100 >= got.sent * 90);
}

TEST_CASE("Band: carrier and clock may be off by what a dongle's crystal is", "[band]") {
  for (const double error_hz : {-40e3, 17e3, 40e3}) {
    for (const double ppm : {-50.0, 50.0}) {
      CAPTURE(error_hz, ppm);
      CellSpec spec = cell();
      spec.carrier_error_hz = error_hz;
      spec.clock_error_ppm = ppm;
      const Received got = receive(capture(1, 10, spec));
      CHECK(got.read * 100 >= got.sent * 98);
      const auto now = tests::last_measurements(got.out);
      REQUIRE(now.size() == 1);
      CHECK(now[0].cfo_hz == Approx(error_hz).margin(10));
      CHECK(now[0].clock_error_ppm == Approx(ppm).margin(1));
    }
  }
}

TEST_CASE("Band: two cells on one carrier are two trains", "[band]") {
  CaptureSpec spec = capture(3, 25, cell());
  CellSpec other = cell();
  other.fn0 = 1'000'000;
  other.timing_symbols = 1001;
  other.lac = 666;
  other.carrier_error_hz = 370;
  other.level_db = -6;
  spec.cells.push_back(other);
  const Received got = receive(spec);
  const auto now = tests::last_measurements(got.out);
  REQUIRE(now.size() == 2);
  CHECK(now[0].sch >= 5);
  CHECK(now[1].sch >= 5);
  CHECK(now[0].heard_on.train != now[1].heard_on.train);
  CHECK(got.wrong == 0);
}

TEST_CASE("Band: a cell 15 dB below the carrier beside it is read", "[band]") {
  // TS 45.005 clause 6.3 asks a phone for 9 dB.
  CaptureSpec spec = capture(1.5, 35, cell());
  spec.sample_rate_hz = 1'083'333.3;
  CellSpec beside = cell(25);
  beside.arfcn.number = 63;
  beside.level_db = -15;
  beside.fn0 = 1'000'000;
  beside.timing_symbols = 1001;
  beside.lac = 666;
  spec.cells.push_back(beside);
  const Received got = receive(spec);
  CHECK(got.read * 100 >= got.sent * 97);
  CHECK(got.wrong == 0);
}

TEST_CASE("Band: a recording may end anywhere", "[band]") {
  const support::GsmCapture made(capture(0.5, 20, cell()));
  const std::vector<dsp::cf> samples = made.noisy();
  for (std::size_t end = samples.size() - 2600; end < samples.size(); end += 200) {
    CAPTURE(end);
    std::size_t whole = 0;
    for (const support::SentBlock& block : made.sent()) {
      const double bursts = block.channel == wire::GsmChannel::sch ? 0 : 3 * 1250;
      whole +=
          made.first_sample(block) + 2 * (bursts + 148) + 12 < static_cast<double>(end) ? 1U : 0U;
    }
    const dsp::BandOutput out =
        tests::run_band(std::span(samples).first(end),
                        {.sample_rate_hz = 2 * 1625e3 / 6, .center_hz = made.center_hz()});
    CHECK(out.blocks.size() >= whole);
  }
}

TEST_CASE("Band: one SCH in 28 ms is enough for BSIC and frame number", "[band]") {
  CellSpec spec = cell();
  spec.fn0 = 51 * 1000 + 18;
  spec.timing_symbols = 0;
  const Received got =
      receive(capture(0.028, 15, spec)); // frames 18 to 24 hold the SCH of frame 21
  REQUIRE(got.out.blocks.size() >= 1);
  CHECK(got.sch == 1);
  CHECK(got.wrong == 0);
  CHECK(got.out.blocks[0].heard_on.bsic == 29);
}

TEST_CASE("Band: noise, silence and what is no number give no block", "[band]") {
  std::vector<dsp::cf> samples(600'000);
  SECTION("silence") {}
  SECTION("noise") {
    support::Random random(3);
    support::add_noise(samples, 0.1, random);
  }
  SECTION("no numbers") {
    support::Random random(4);
    support::add_noise(samples, 0.1, random);
    for (std::size_t i = 0; i < samples.size(); i += 1000) {
      samples[i] = {std::numeric_limits<float>::quiet_NaN(),
                    std::numeric_limits<float>::infinity()};
    }
  }
  SECTION("a plain tone where an FCCH would have one") {
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const double cycles = std::fmod(67'708.3 / 600e3 * static_cast<double>(i), 1.0);
      samples[i] = std::polar(0.5F, static_cast<float>(2 * std::numbers::pi * cycles));
    }
  }
  const dsp::BandOutput out =
      tests::run_band(samples, {.sample_rate_hz = 600e3, .center_hz = 947.4e6});
  CHECK(out.blocks.empty());
  CHECK(out.measurements.empty());
  CHECK_FALSE(out.scans.empty());
}

TEST_CASE("Band: numbers that are none spoil what is around them alone", "[band]") {
  const support::GsmCapture made(capture(1, 20, cell()));
  std::vector<dsp::cf> samples = made.noisy();
  samples[samples.size() / 2] = {std::numeric_limits<float>::quiet_NaN(), 0};
  const dsp::BandOutput out =
      tests::run_band(samples, {.sample_rate_hz = 2 * 1625e3 / 6, .center_hz = made.center_hz()});
  CHECK(out.blocks.size() + 4 >= made.sent().size());
}

TEST_CASE("Band: samples lost without a word cost the cell a second, not the session", "[band]") {
  const support::GsmCapture made(capture(4, 20, cell()));
  std::vector<dsp::cf> samples = made.noisy();
  support::remove_samples(samples, samples.size() / 2, 3000);
  const dsp::BandOutput out =
      tests::run_band(samples, {.sample_rate_hz = 2 * 1625e3 / 6, .center_hz = made.center_hz()});
  const std::size_t slot0 =
      static_cast<std::size_t>(std::ranges::count_if(out.blocks, [](const auto& block) {
        return block.slot == 0 && block.channel != wire::GsmChannel::sch;
      }));
  CHECK(slot0 >= 130); // of 170
  // The old timing ends before the new one begins: never two transmitters at a time.
  const auto now = tests::last_measurements(out);
  REQUIRE(now.size() >= 2);
  CHECK(std::ranges::count_if(now, [](const auto& one) { return !one.lost; }) == 1);
}

TEST_CASE("Band: a gap that is told ends the trains and starts anew", "[band]") {
  const support::GsmCapture made(capture(1.5, 20, cell()));
  const std::vector<dsp::cf> samples = made.noisy();
  auto band = dsp::Band::create({.sample_rate_hz = 2 * 1625e3 / 6, .center_hz = made.center_hz()});
  REQUIRE(band);
  dsp::BandOutput out;
  const std::size_t half = samples.size() / 2;
  band->process(std::span(samples).first(half), out);
  band->gap(50'000, out);
  const std::size_t before = out.blocks.size();
  band->process(std::span(samples).subspan(half + 50'000), out);
  band->finish(out);
  CHECK(before > 30);
  CHECK(out.blocks.size() > before + 20);
  for (std::size_t i = before; i < out.blocks.size(); ++i) {
    CHECK(out.blocks[i].first_sample + 40 >= half); // numbers go on over what was given
  }
  CHECK(std::ranges::any_of(out.measurements, [](const auto& one) { return one.lost; }));
}

TEST_CASE("Band: rates it cannot work at are refused with a sentence", "[band]") {
  for (const double rate : {0.0, -1.0, 100e3, 1e9, std::numeric_limits<double>::quiet_NaN()}) {
    CAPTURE(rate);
    const auto band = dsp::Band::create({.sample_rate_hz = rate});
    REQUIRE_FALSE(band);
    CHECK(band.error().find("rate") != std::string::npos);
  }
}

TEST_CASE("Band: any capture rate gives the same blocks", "[band]") {
  for (const double rate : {270'833.4, 300e3, 1e6, 1'083'333.3, 2.048e6, 3.7e6}) {
    CAPTURE(rate);
    CaptureSpec spec = capture(0.7, 20, cell());
    spec.sample_rate_hz = rate;
    if (rate > 900e3) {
      spec.center_hz = 947.4e6 - 250e3;
    }
    const Received got = receive(spec);
    CHECK(got.read + 1 >= got.sent);
    CHECK(got.wrong == 0);
  }
}

TEST_CASE("Band: without a centre frequency a carrier is found wherever it lies", "[band]") {
  for (const double offset_hz : {-51e3, -49e3, 60e3, 99e3}) {
    CAPTURE(offset_hz);
    CellSpec spec = cell();
    spec.carrier_error_hz = offset_hz;
    const support::GsmCapture made(capture(0.8, 20, spec));
    const dsp::BandOutput out = tests::run_band(made.noisy(), {.sample_rate_hz = 2 * 1625e3 / 6});
    CHECK(out.blocks.size() + 2 >= made.sent().size());
    CHECK(out.blocks.size() <= made.sent().size()); // and found once
  }
}

} // namespace
