// Complex unknowns from real rows: min sum |y - row x|^2.
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace cw::reference {

class LeastSquares {
public:
  explicit LeastSquares(std::size_t unknowns);

  void add(std::span<const float> row, std::complex<float> value);
  std::vector<std::complex<float>> solve() const; ///< 0 for unknowns no row tells apart
  /// Mean of |y - row x|^2 over all rows added.
  double error(std::span<const std::complex<float>> unknowns) const;

private:
  std::size_t unknowns_;
  std::vector<double> gram_;                ///< sum of row transposed times row
  std::vector<std::complex<double>> right_; ///< sum of row transposed times value
  double power_ = 0;                        ///< sum of |value|^2
  std::size_t rows_ = 0;
};

} // namespace cw::reference
