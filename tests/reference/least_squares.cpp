#include "tests/reference/least_squares.h"

#include <algorithm>

namespace cw::reference {

LeastSquares::LeastSquares(std::size_t unknowns)
    : unknowns_(unknowns), gram_(unknowns * unknowns), right_(unknowns) {}

void LeastSquares::add(std::span<const float> row, std::complex<float> value) {
  for (std::size_t i = 0; i < unknowns_; ++i) {
    right_[i] += static_cast<double>(row[i]) * std::complex<double>(value);
    for (std::size_t j = 0; j < unknowns_; ++j) {
      gram_[i * unknowns_ + j] += static_cast<double>(row[i]) * static_cast<double>(row[j]);
    }
  }
  power_ += static_cast<double>(std::norm(value));
  ++rows_;
}

std::vector<std::complex<float>> LeastSquares::solve() const {
  // Gauss without pivoting: a Gram matrix is positive, and what is singular in it is left at 0.
  std::vector<double> left = gram_;
  std::vector<std::complex<double>> right = right_;
  for (std::size_t pivot = 0; pivot < unknowns_; ++pivot) {
    const double diagonal = left[pivot * unknowns_ + pivot];
    for (std::size_t row = pivot + 1; row < unknowns_ && diagonal > 1e-9; ++row) {
      const double factor = left[row * unknowns_ + pivot] / diagonal;
      right[row] -= factor * right[pivot];
      for (std::size_t column = pivot; column < unknowns_; ++column) {
        left[row * unknowns_ + column] -= factor * left[pivot * unknowns_ + column];
      }
    }
  }
  std::vector<std::complex<double>> solution(unknowns_);
  for (std::size_t row = unknowns_; row-- > 0;) {
    std::complex<double> rest = right[row];
    for (std::size_t column = row + 1; column < unknowns_; ++column) {
      rest -= left[row * unknowns_ + column] * solution[column];
    }
    const double diagonal = left[row * unknowns_ + row];
    solution[row] = diagonal > 1e-9 ? rest / diagonal : 0;
  }
  std::vector<std::complex<float>> out(unknowns_);
  std::ranges::transform(
      solution, out.begin(), [](std::complex<double> z) { return std::complex<float>(z); });
  return out;
}

double LeastSquares::error(std::span<const std::complex<float>> unknowns) const {
  // |y|^2 - 2 Re(x* A'y) + x* A'A x
  double sum = power_;
  for (std::size_t i = 0; i < unknowns_; ++i) {
    const std::complex<double> x(unknowns[i]);
    std::complex<double> projected = -2.0 * right_[i];
    for (std::size_t j = 0; j < unknowns_; ++j) {
      projected += gram_[i * unknowns_ + j] * std::complex<double>(unknowns[j]);
    }
    sum += (std::conj(x) * projected).real();
  }
  return rows_ == 0 ? 0 : std::max(sum, 0.0) / static_cast<double>(rows_);
}

} // namespace cw::reference
