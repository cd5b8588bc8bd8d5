#include "tests/reference/plain_bcjr.h"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace cw::reference {
namespace {

constexpr float k_never = -std::numeric_limits<float>::infinity();

/// Bit j of a transition is set if s[m - j] is -1. It leaves the state of its upper bits,
/// transition / 2, and enters that of its lower ones.
class Trellis {
public:
  explicit Trellis(const TrellisInput& input) : input_(input) {
    const std::size_t spacing = input.samples_per_symbol;
    length_ = input.taps.size() / spacing;
    expected_.resize(transitions() * spacing);
    for (std::size_t transition = 0; transition < transitions(); ++transition) {
      for (std::size_t tap = 0; tap < input.taps.size(); ++tap) {
        const bool minus = ((transition >> (tap / spacing)) & 1U) != 0;
        expected_[transition * spacing + tap % spacing] +=
            minus ? -input.taps[tap] : input.taps[tap];
      }
    }
  }

  std::size_t states() const { return transitions() / 2; }
  std::size_t transitions() const { return std::size_t{1} << length_; }

  float metric(std::size_t symbol, std::size_t transition) const {
    const int sent = (transition & 1U) != 0 ? -1 : 1;
    if (input_.known[symbol] == -sent) {
      return k_never;
    }
    float distance = 0;
    const std::size_t spacing = input_.samples_per_symbol;
    for (std::size_t phase = 0; phase < spacing; ++phase) {
      distance += std::norm(input_.samples[symbol * spacing + phase] -
                            expected_[transition * spacing + phase]);
    }
    return -distance / input_.noise_variance;
  }

private:
  const TrellisInput& input_;
  std::size_t length_ = 0;
  std::vector<cf> expected_;
};

} // namespace

std::vector<float> plain_bcjr(const TrellisInput& input) {
  const Trellis trellis(input);
  const std::size_t symbols = input.known.size();
  const std::size_t states = trellis.states();
  const std::size_t newest = states - 1; // mask of a transition's bits that stay in the state
  std::vector<std::vector<float>> forward(symbols + 1, std::vector<float>(states, k_never));
  forward[0].assign(states, 0);
  for (std::size_t m = 0; m < symbols; ++m) {
    for (std::size_t n = 0; n < trellis.transitions(); ++n) {
      float& into = forward[m + 1][n & newest];
      into = std::max(into, forward[m][n / 2] + trellis.metric(m, n));
    }
  }
  std::vector<float> llr(symbols);
  std::vector<float> backward(states, 0);
  for (std::size_t m = symbols; m-- > 0;) {
    std::vector<float> before(states, k_never);
    float best_plus = k_never;
    float best_minus = k_never;
    for (std::size_t n = 0; n < trellis.transitions(); ++n) {
      const float onwards = trellis.metric(m, n) + backward[n & newest];
      before[n / 2] = std::max(before[n / 2], onwards);
      float& best = (n & 1U) != 0 ? best_minus : best_plus;
      best = std::max(best, forward[m][n / 2] + onwards);
    }
    llr[m] = best_plus - best_minus;
    backward = before;
  }
  return llr;
}

} // namespace cw::reference
