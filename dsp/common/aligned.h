// Vectors that begin on a cache line: FFTW's and our own lanes want that.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace cw::dsp {

template <class T>
struct CacheLineAllocator {
  using value_type = T;
  static constexpr std::align_val_t k_alignment{64};
  CacheLineAllocator() = default;
  template <class U>
  CacheLineAllocator(const CacheLineAllocator<U>& /*other*/) noexcept {}
  T* allocate(std::size_t count) {
    return static_cast<T*>(::operator new(count * sizeof(T), k_alignment));
  }
  void deallocate(T* at, std::size_t /*count*/) noexcept { ::operator delete(at, k_alignment); }
  bool operator==(const CacheLineAllocator&) const = default;
};

template <class T>
using AlignedVector = std::vector<T, CacheLineAllocator<T>>;

} // namespace cw::dsp
