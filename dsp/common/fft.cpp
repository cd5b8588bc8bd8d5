#include "dsp/common/fft.h"

#include <fftw3.h>

#include <cmath>
#include <mutex>

namespace cw::dsp {
namespace {

// FFTW's planner is the one thing in it that is not safe to call from two threads at once.
std::mutex& planner_lock() {
  static std::mutex lock;
  return lock;
}

// FFTW takes its own complex type, which has the layout of std::complex (FFTW manual, 4.1.1).
fftwf_complex* raw(cf* samples) {
  return reinterpret_cast<fftwf_complex*>(samples);
}

} // namespace

struct Fft::Plan {
  fftwf_plan plan = nullptr;
  Plan() = default;
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;
  ~Plan() {
    const std::lock_guard lock(planner_lock());
    fftwf_destroy_plan(plan);
  }
};

Fft::Fft(std::size_t size, Direction direction) : size_(size), plan_(std::make_unique<Plan>()) {
  AlignedVector<cf> in(size), out(size);
  const std::lock_guard lock(planner_lock());
  plan_->plan = fftwf_plan_dft_1d(static_cast<int>(size),
                                  raw(in.data()),
                                  raw(out.data()),
                                  direction == Direction::forward ? FFTW_FORWARD : FFTW_BACKWARD,
                                  FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
}

Fft::~Fft() = default;
Fft::Fft(Fft&&) noexcept = default;
Fft& Fft::operator=(Fft&&) noexcept = default;

void Fft::run(const cf* in, cf* out) const noexcept {
  fftwf_execute_dft(plan_->plan, raw(const_cast<cf*>(in)), raw(out));
}

std::size_t quick_fft_size(double wanted) noexcept {
  std::size_t best = 8;
  const auto off = [wanted](std::size_t size) {
    return std::abs(std::log(static_cast<double>(size) / wanted));
  };
  for (const std::size_t odd : {1U, 3U, 5U, 9U, 15U}) {
    for (std::size_t size = 8 * odd; size <= 1U << 20U; size *= 2) {
      best = off(size) < off(best) ? size : best;
    }
  }
  return best;
}

} // namespace cw::dsp
