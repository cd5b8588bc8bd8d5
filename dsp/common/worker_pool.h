// A fixed set of threads that share out independent jobs. What the jobs do never depends on which
// thread does them, so results are the same for any number of threads.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace cw::dsp {

class WorkerPool {
public:
  /// threads counts the caller too: 1 starts none.
  explicit WorkerPool(unsigned threads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Runs job(0, worker) to job(count - 1, worker), each once, and returns when all are done.
  /// worker lies between 0 and size() - 1 and is not shared by two jobs at a time: scratch memory
  /// goes by it.
  void run(std::size_t count, const std::function<void(std::size_t, unsigned)>& job);
  unsigned size() const noexcept { return static_cast<unsigned>(threads_.size()) + 1; }

private:
  void work(unsigned worker);
  void take_jobs(std::unique_lock<std::mutex>& lock, unsigned worker);

  std::mutex mutex_;
  std::condition_variable wake_, done_;
  const std::function<void(std::size_t, unsigned)>* job_ = nullptr;
  std::size_t next_ = 0, count_ = 0, running_ = 0;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

} // namespace cw::dsp
