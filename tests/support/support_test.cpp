// The generator is judged too: against bursts of another generator, and against what its specs
// promise.
#include "tests/support/catch.hpp"
#include "tests/support/gsm_capture.h"
#include "tests/support/gsm_content.h"
#include "tests/support/recording.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <numbers>
#include <sstream>

namespace {

using namespace cw::support;
using cw::wire::GsmChannel;

struct VectorBurst {
  std::uint32_t fn = 0;
  BurstBits bits{};
  std::vector<double> turns; ///< in the middle of each bit
};

struct Vectors {
  BlockOctets octets{};
  std::map<std::string, VectorBurst> bursts;
};

Vectors load_vectors() {
  std::ifstream file(CW_SOURCE_DIR "/tests/support/vectors/bursts.txt");
  Vectors vectors;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string name;
    std::string bits;
    words >> name;
    if (name == "octets") {
      words >> bits;
      for (std::size_t i = 0; i < vectors.octets.size(); ++i) {
        vectors.octets.at(i) =
            static_cast<std::uint8_t>(std::stoul(bits.substr(2 * i, 2), nullptr, 16));
      }
    } else if (name != "#") {
      VectorBurst& burst = vectors.bursts[name];
      int slot = 0;
      words >> burst.fn >> slot >> bits;
      std::transform(bits.begin(), bits.end(), burst.bits.begin(), [](char bit) {
        return static_cast<std::uint8_t>(bit - '0');
      });
      for (double phase = 0; words >> phase;) {
        burst.turns.push_back(phase / 4096);
      }
    }
  }
  return vectors;
}

constexpr std::uint8_t k_vector_bsic = 37;

BurstBits ours(const std::string& name, const Vectors& vectors) {
  if (name == "frequency") {
    return frequency_burst();
  }
  if (name == "sync") {
    return sync_burst(k_vector_bsic, vectors.bursts.at(name).fn);
  }
  return name == "normal" ? normal_burst(encode_block(vectors.octets)[0], k_vector_bsic & 7U)
                          : dummy_burst();
}

double power(std::span<const cf> samples) {
  double sum = 0;
  for (const cf sample : samples) {
    sum += static_cast<double>(std::norm(sample));
  }
  return sum / static_cast<double>(samples.size());
}

CaptureSpec one_cell() {
  return {.seconds = 0.5, .cells = {{.bsic = 37, .fn0 = 51 * 8 * 100, .timing_symbols = 1000.3}}};
}

} // namespace

TEST_CASE("generator: bursts are bit for bit those of another generator", "[support]") {
  const Vectors vectors = load_vectors();
  REQUIRE(vectors.bursts.size() == 4);
  for (const auto& [name, burst] : vectors.bursts) {
    CAPTURE(name);
    CHECK(ours(name, vectors) == burst.bits);
  }
}

TEST_CASE("generator: the phase follows another generator's to 0.3 degrees", "[support]") {
  const Vectors vectors = load_vectors();
  for (const auto& entry : vectors.bursts) {
    const VectorBurst& burst = entry.second;
    CAPTURE(entry.first);
    REQUIRE(burst.turns.size() == k_burst_symbols);
    const GmskPhase phase(burst.bits);
    const auto difference = [&](std::size_t bit) {
      return phase.at(static_cast<double>(bit) + 0.5) * 0x1p-32 - burst.turns[bit];
    };
    // The pulse of a burst's neighbours reaches two bits in, and they are not in the vector.
    for (std::size_t bit = 3; bit < k_burst_symbols - 3; ++bit) {
      CAPTURE(bit);
      CHECK(std::abs(std::remainder(difference(bit) - difference(3), 1.0)) < 0.3 / 360);
    }
  }
}

TEST_CASE("generator: a frequency burst is a tone 67 708 Hz above the carrier", "[support]") {
  const GmskPhase phase(frequency_burst());
  const double turns = (phase.at(100.5) - phase.at(96.5)) * 0x1p-32; // four symbols are one turn
  CHECK(std::remainder(turns, 1.0) == Approx(0).margin(1e-6));
  CHECK((phase.at(97.5) - phase.at(96.5)) * 0x1p-32 == Approx(0.25));
}

TEST_CASE("generator: cutting the recording elsewhere gives the same samples", "[support]") {
  CaptureSpec spec = one_cell();
  spec.cells[0].channel = standard_channel("TU", 50, 935e6).value();
  const GsmCapture capture(spec);
  const std::vector<cf> whole = capture.clean();
  std::vector<cf> pieces(whole.size());
  for (std::size_t at = 0; at < pieces.size(); at += 997) {
    capture.add_cell(
        0, at, std::span(pieces).subspan(at, std::min<std::size_t>(997, pieces.size() - at)));
  }
  CHECK(pieces == whole);
  CHECK(GsmCapture(spec).clean() == whole);
}

TEST_CASE("generator: noise and a cell at 0 dB have the power their Es/N0 asks for", "[support]") {
  CaptureSpec spec = one_cell();
  spec.esn0_db = 3;
  const GsmCapture capture(spec);
  CHECK(power(capture.clean()) == Approx(1).epsilon(1e-3));
  // two samples a symbol: half the symbol's energy in each, so 3 dB of SNR a sample are lost
  CHECK(power(capture.noisy()) == Approx(1 + 2 / std::pow(10, 0.3)).epsilon(0.02));
}

TEST_CASE("generator: the list of what was sent has every block of a 51-multiframe", "[support]") {
  const GsmCapture capture(one_cell()); // 108 frames from the start of a multiframe on
  std::map<GsmChannel, int> counts;
  for (const SentBlock& block : capture.sent()) {
    counts[block.channel] += block.fn < 51 * 801 && block.fn >= 51 * 800 ? 1 : 0;
  }
  CHECK(counts[GsmChannel::sch] == 5);
  CHECK(counts[GsmChannel::bcch] == 1);
  CHECK(counts[GsmChannel::ccch] == 9);
}

TEST_CASE("generator: a dialogue follows its immediate assignment on the SDCCH", "[support]") {
  CaptureSpec spec = one_cell();
  const Dialogue dialogue{.assigned_multiframe = 800, .sub = 1, .blocks = {BlockOctets{0x03}}};
  for (const bool combined : {false, true}) {
    spec.seconds = 1;
    spec.cells[0].combined = combined;
    spec.cells[0].content = ordinary_content(spec.cells[0], {dialogue});
    const GsmCapture capture(spec);
    const GsmChannel channel = combined ? GsmChannel::sdcch4 : GsmChannel::sdcch8;
    std::vector<SentBlock> found;
    std::ranges::copy_if(capture.sent(), std::back_inserter(found), [&](const SentBlock& block) {
      return block.channel == channel;
    });
    REQUIRE(found.size() == 1);
    CHECK(found[0].fn / 51 == 802);
    CHECK(found[0].sub == 1);
    CHECK(found[0].data == dialogue.blocks[0]);
  }
}

TEST_CASE("channel: a fading path has mean power one and the classical spectrum's decorrelation",
          "[support]") {
  const Channel channel{.paths = {{}}, .doppler_hz = 50};
  double mean = 0;
  std::complex<double> at_half = 0; // J0(2 pi fd t) = -0.304 at fd t = 0.5
  constexpr int k_runs = 2000;
  for (int run = 0; run < k_runs; ++run) {
    const FadingPaths paths(channel, 0.02, Random(7, static_cast<std::uint64_t>(run)));
    const std::complex<double> now = paths.gain(0, 0);
    mean += std::norm(now) / k_runs;
    at_half += now * std::conj(std::complex<double>(paths.gain(0, 0.01))) / double{k_runs};
  }
  CHECK(mean == Approx(1).margin(0.08));
  CHECK(at_half.real() == Approx(-0.304).margin(0.08));
}

TEST_CASE("channel: two equal taps in opposition cancel the frequency burst's tone", "[support]") {
  CaptureSpec spec = one_cell();
  const double tone_turn = 2 * std::numbers::pi * 3.7 / 4; // what the tone turns in 3.7 symbols
  spec.cells[0].channel = two_path_channel(3.7, tone_turn + std::numbers::pi);
  const GsmCapture capture(spec);
  const auto late_sync = [](const SentBlock& block) {
    return block.channel == GsmChannel::sch &&
           block.fn > 51 * 800 + 10; // the first has no tone before it
  };
  const auto sync = std::ranges::find_if(capture.sent(), late_sync);
  REQUIRE(sync != capture.sent().end());
  const double tone_start = capture.first_sample(*sync) - 2 * double{k_frame_symbols};
  const std::vector<cf> samples = capture.clean();
  CHECK(power(std::span(samples).subspan(static_cast<std::size_t>(tone_start) + 20, 260)) < 1e-4);
}

TEST_CASE("random: numbers are those of the published PCG32", "[support]") {
  Random random(42, 54); // pcg-c-basic's demonstration
  CHECK(random.next() == 0xa15c02b7U);
  CHECK(random.next() == 0x7b47f409U);
  CHECK(random.next() == 0xba1d3330U);
}

TEST_CASE("recording: eight bits keep a sample to half a step, and clip", "[support]") {
  const std::vector<cf> samples = {{0.5F, -0.25F}, {2.0F, -2.0F}};
  for (const IqFormat format : {IqFormat::cu8, IqFormat::ci8, IqFormat::ci16, IqFormat::cf32}) {
    CAPTURE(sigmf_datatype(format));
    const std::vector<cf> back = quantised(samples, format);
    CHECK(std::abs(back[0] - samples[0]) < 0.008F);
    CHECK(to_octets(samples, format).size() == (format == IqFormat::cf32   ? 16U
                                                : format == IqFormat::ci16 ? 8U
                                                                           : 4U));
  }
  CHECK(quantised(samples, IqFormat::ci8)[1].real() < 1.0F);
}

TEST_CASE("recording: a hole takes exactly its samples", "[support]") {
  std::vector<cf> samples = {1, 2, 3, 4, 5};
  remove_samples(samples, 1, 2);
  CHECK(samples == std::vector<cf>{1, 4, 5});
  remove_samples(samples, 2, 100);
  CHECK(samples == std::vector<cf>{1, 4});
}
