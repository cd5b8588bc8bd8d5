// A receiver killed at any moment: what its spool had taken is there, and the counts hold.
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/wire/bus/spool_content.h"
#include "wire/codec/sensor_batch_json.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

using namespace cw::wire;
using namespace cw::wire::bus;
using namespace cw::wire::test;
using cw::test::TempFolder;

namespace {

constexpr int k_rounds = 40;
constexpr std::uint64_t k_max_octets = 1U << 20U;

/// What the child tells through the pipe, each after the call returned.
struct Told {
  std::uint64_t put = 0, blocks_total = 0, blocks_lost = 0, acknowledged = 0;
};

// Puts and acknowledges until killed; never returns.
[[noreturn]] void be_receiver(const std::string& path, int pipe) {
  auto spool = Spool::open({.path = path, .sensor = "van-1", .max_octets = k_max_octets});
  if (!spool) {
    ::_exit(1);
  }
  Told told;
  for (std::uint64_t cursor = 0;; ++told.put) {
    const auto put = spool->put(some_blocks(told.put, 1 + told.put % 40));
    if (!put) {
      ::_exit(2);
    }
    const SpoolState state = spool->state();
    told = {.put = *put,
            .blocks_total = state.blocks_total,
            .blocks_lost = state.blocks_lost,
            .acknowledged = told.acknowledged};
    if (told.put % 3 == 0) {
      if (const auto next = spool->peek(cursor); next && *next) {
        cursor = (*next)->seq;
      }
    }
    if (told.put % 30 == 0 && cursor > 2 && spool->acknowledge(cursor - 2)) {
      told.acknowledged = cursor - 2;
    }
    if (::write(pipe, &told, sizeof told) != sizeof told) {
      ::_exit(3);
    }
  }
}

// Kills the child after `delay`, returns the last it told.
Told run_and_kill(const std::string& path, std::chrono::microseconds delay) {
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    be_receiver(path, pipe[1]);
  }
  ::close(pipe[1]);
  Told told;
  Told last;
  REQUIRE(::read(pipe[0], &last, sizeof last) == sizeof last); // it is at work
  std::this_thread::sleep_for(delay);                          // the moment is the seeded part
  ::kill(child, SIGKILL);
  while (::read(pipe[0], &told, sizeof told) == sizeof told) {
    last = told;
  }
  ::close(pipe[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status));
  return last;
}

} // namespace

TEST_CASE("spool: killed at any moment it keeps what it took", "[bus][spool][kill]") {
  const TempFolder folder;
  const std::string path = folder.path("spool.db");
  std::mt19937 random(7); // NOLINT(cert-msc32-c,cert-msc51-cpp)
  std::uint64_t killed_after = 0;
  for (int round = 0; round < k_rounds; ++round) {
    const Told told = run_and_kill(path, std::chrono::microseconds(random() % 60'000));
    CAPTURE(round, told.put, told.blocks_total, told.blocks_lost, told.acknowledged);
    auto spool = Spool::open({.path = path, .sensor = "van-1", .max_octets = k_max_octets});
    REQUIRE(spool);
    const SpoolState state = spool->state();
    CHECK(state.newest_seq >= told.put); // a put may have been done and not told
    CHECK(state.newest_seq <= told.put + 1);
    CHECK(state.blocks_total >= told.blocks_total);
    CHECK(state.blocks_lost >= told.blocks_lost);
    const auto batches = waiting(*spool);
    REQUIRE_FALSE(batches.empty());
    CHECK(batches.back().seq == state.newest_seq);
    CHECK(batches.front().seq > told.acknowledged);
    // What waits fits its own counts, from the first on.
    Books books;
    books.stored = batches[0].blocks_total - batches[0].blocks_lost - blocks_in(batches[0]);
    for (const SensorBatch& batch : batches) {
      CHECK(books.store(batch));
    }
    CHECK(books.stored + state.blocks_lost == state.blocks_total);
    killed_after += told.put;
  }
  CHECK(killed_after > k_rounds);
}
