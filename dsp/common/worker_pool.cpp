#include "dsp/common/worker_pool.h"

namespace cw::dsp {

WorkerPool::WorkerPool(unsigned threads) {
  for (unsigned worker = 1; worker < threads; ++worker) {
    threads_.emplace_back([this, worker] { work(worker); });
  }
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

void WorkerPool::take_jobs(std::unique_lock<std::mutex>& lock, unsigned worker) {
  while (next_ < count_) {
    const std::size_t index = next_++;
    ++running_;
    lock.unlock();
    (*job_)(index, worker);
    lock.lock();
    --running_;
  }
}

void WorkerPool::run(std::size_t count, const std::function<void(std::size_t, unsigned)>& job) {
  std::unique_lock lock(mutex_);
  job_ = &job;
  next_ = 0;
  count_ = count;
  wake_.notify_all();
  take_jobs(lock, 0);
  done_.wait(lock, [this] { return running_ == 0; });
  job_ = nullptr;
}

void WorkerPool::work(unsigned worker) {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    take_jobs(lock, worker);
    if (running_ == 0) {
      done_.notify_one();
    }
    wake_.wait(lock, [this] { return stop_ || next_ < count_; });
  }
}

} // namespace cw::dsp
