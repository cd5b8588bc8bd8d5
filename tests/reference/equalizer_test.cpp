// The receiver's fast equaliser against the plain one.
#include "dsp/gsm/equalizer.h"
#include "tests/reference/plain_bcjr.h"
#include "tests/support/catch.hpp"
#include "tests/support/random.h"

#include <algorithm>
#include <array>

namespace {

using cw::dsp::gsm::Equalizer;
using cw::reference::cf;
using cw::support::Random;

struct Case {
  std::size_t memory, symbols;
  float scale; ///< of samples and channel
};

struct Drawn {
  std::vector<cf> samples, channel;
  std::vector<std::int8_t> known;
};

Drawn draw(const Case& wanted, Random& random) {
  Drawn drawn{std::vector<cf>(wanted.symbols),
              std::vector<cf>(wanted.memory + 1),
              std::vector<std::int8_t>(wanted.symbols)};
  std::ranges::generate(drawn.samples, [&] { return 2 * wanted.scale * random.complex_normal(); });
  std::ranges::generate(drawn.channel, [&] { return wanted.scale * random.complex_normal(); });
  std::ranges::generate(drawn.known, [&] {
    return random.below(4) == 0 ? static_cast<std::int8_t>(random.below(2) * 2) - 1 : 0;
  });
  return drawn;
}

} // namespace

TEST_CASE("equaliser: ratios are those of the plain trellis", "[reference][gsm]") {
  Random random(11);
  Equalizer fast;
  for (const Case& wanted : {Case{4, 148, 1},
                             Case{4, 7, 1},
                             Case{5, 61, 1e-3F},
                             Case{8, 149, 1},
                             Case{8, 1, 1},
                             Case{6, 148, 1e3F}}) {
    CAPTURE(wanted.memory, wanted.symbols, wanted.scale);
    const Drawn drawn = draw(wanted, random);
    const float noise = 0.8F * wanted.scale * wanted.scale;
    const std::vector<float> plain = cw::reference::plain_bcjr({.samples = drawn.samples,
                                                                .taps = drawn.channel,
                                                                .noise_variance = noise,
                                                                .known = drawn.known});
    std::vector<float> llr(wanted.symbols);
    fast.run(drawn.samples, drawn.channel, noise, drawn.known, llr);
    for (std::size_t m = 0; m < llr.size(); ++m) {
      CAPTURE(m);
      // Path metrics grow to thousands, and floats keep seven digits of them.
      CHECK((drawn.known[m] != 0 || llr[m] == Approx(plain[m]).margin(0.02)));
    }
  }
}

TEST_CASE("equaliser: silence leaves every bit open", "[reference][gsm]") {
  Equalizer fast;
  const std::vector<cf> zeros(148);
  const std::vector<std::int8_t> unknown(148);
  std::vector<float> llr(148, 1.0F);
  fast.run(zeros, std::span(zeros).first(5), 1.0F, unknown, llr);
  CHECK(std::ranges::all_of(llr, [](float ratio) { return ratio == 0; }));
}
