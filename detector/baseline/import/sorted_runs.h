// Sorts more records than memory should hold: sorted runs in a file without a name, merged at the
// end.
#pragma once

#include <tl/expected.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <queue>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace cw::detector {

/// A file that is gone when it is closed. Errors: one sentence.
class ScratchFile {
public:
  explicit ScratchFile(std::string folder) : folder_(std::move(folder)) {}

  tl::expected<std::uint64_t, std::string> append(std::span<const std::byte> octets); ///< where to
  tl::expected<void, std::string> read(std::uint64_t from, std::span<std::byte> into);

private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  tl::expected<void, std::string> create();
  std::string sentence(const char* doing) const;

  std::string folder_;
  std::unique_ptr<std::FILE, Close> file_; ///< made when it is first needed
  std::uint64_t size_ = 0;
};

/// Memory: `in_memory` records, and while merging 4096 of each run. Records that compare equal come
/// in the order they were added.
template <class T, class Less>
class SortedRuns {
  static_assert(std::is_trivially_copyable_v<T>);

public:
  SortedRuns(std::string folder, std::size_t in_memory)
      : file_(std::move(folder)), in_memory_(in_memory) {}

  tl::expected<void, std::string> add(const T& record) {
    records_.push_back(record);
    ++size_;
    return records_.size() < in_memory_ ? tl::expected<void, std::string>() : spill();
  }

  std::uint64_t size() const noexcept { return size_; }

  /// Gives each record to `each`, which answers tl::expected<void, std::string>; once.
  template <class Each>
  tl::expected<void, std::string> merge(Each each) {
    if (runs_.empty()) {
      std::stable_sort(records_.begin(), records_.end(), Less());
      for (const T& record : records_) {
        if (auto taken = each(record); !taken) {
          return taken;
        }
      }
      std::vector<T>().swap(records_);
      return {};
    }
    if (auto spilled = records_.empty() ? tl::expected<void, std::string>() : spill(); !spilled) {
      return spilled;
    }
    std::vector<T>().swap(records_);
    return merge_runs(each);
  }

private:
  static constexpr std::size_t k_window = 4096;
  struct Run {
    std::uint64_t at = 0, left = 0; ///< in the file: octet, records
    std::vector<T> window{};
    std::size_t next = 0;
  };

  tl::expected<void, std::string> spill() {
    std::stable_sort(records_.begin(), records_.end(), Less());
    const auto at = file_.append(std::as_bytes(std::span(records_)));
    if (!at) {
      return tl::unexpected(at.error());
    }
    runs_.push_back({.at = *at, .left = records_.size()});
    records_.clear();
    return {};
  }

  tl::expected<void, std::string> refill(Run& run) {
    run.window.resize(static_cast<std::size_t>(std::min<std::uint64_t>(run.left, k_window)));
    run.next = 0;
    const auto octets = std::as_writable_bytes(std::span(run.window));
    if (auto read = file_.read(run.at, octets); !read) {
      return read;
    }
    run.at += octets.size();
    run.left -= run.window.size();
    return {};
  }

  template <class Each>
  tl::expected<void, std::string> merge_runs(Each& each) {
    const auto later = [&](std::size_t one, std::size_t other) {
      const T& a = runs_[one].window[runs_[one].next];
      const T& b = runs_[other].window[runs_[other].next];
      return Less()(b, a) || (!Less()(a, b) && other < one);
    };
    std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> first(later);
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      if (auto filled = refill(runs_[i]); !filled) {
        return filled;
      }
      first.push(i);
    }
    while (!first.empty()) {
      const std::size_t at = first.top();
      Run& run = runs_[at];
      first.pop();
      if (auto taken = each(run.window[run.next]); !taken) {
        return taken;
      }
      ++run.next;
      if (run.next == run.window.size() && run.left > 0) {
        if (auto filled = refill(run); !filled) {
          return filled;
        }
      }
      if (run.next < run.window.size()) {
        first.push(at);
      }
    }
    runs_.clear();
    return {};
  }

  ScratchFile file_;
  std::size_t in_memory_;
  std::uint64_t size_ = 0;
  std::vector<T> records_;
  std::vector<Run> runs_;
};

} // namespace cw::detector
