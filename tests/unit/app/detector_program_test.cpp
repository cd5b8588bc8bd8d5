// cellwarden-detector as a user starts it.
#include "tests/support/catch.hpp"
#include "tests/unit/app/detector_program.h"
#include "tests/unit/detector/air.h"
#include "wire/bus/receiver_link.h"
#include "wire/codec/block_json.h"
#include "wire/sqlite/database.h"

#include <arpa/inet.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <sstream>
#include <thread>

using cw::test::Air;
using cw::test::DetectorProgram;
using cw::test::TempFolder;

namespace {

Air catcher(int phones = 4) {
  Air air;
  for (int i = 0; i < phones; ++i) {
    const auto sub = static_cast<std::uint8_t>(i % 8);
    air.si2({85});
    air.si3(666, 11, 1, true);
    air.si4(666, true);
    air.assign_sdcch8(sub);
    air.sdcch8(sub, Air::k_update_request);
    air.sdcch8(sub, {0x03, 0x20, 0x0d, 0x05, 0x18, 0x01});
    air.sdcch8(sub, {0x03, 0x22, 0x0d, 0x05, 0x04, 0x0f});
    air.sdcch8(sub, {0x03, 0x24, 0x0d, 0x06, 0x0d, 0x00});
  }
  return air;
}

std::string lines_of(const Air& air) {
  std::string lines;
  for (const cw::wire::GsmBlock& block : air.blocks()) {
    cw::wire::append_block_line(lines, block);
  }
  return lines;
}

std::int64_t number(const std::string& path, const char* sql) {
  const auto db = cw::sqlite::Database::open("test", path, cw::sqlite::Access::read_only);
  REQUIRE(db);
  return db->number(sql).value();
}

std::string script(const TempFolder& folder, const char* name, const std::string& text) {
  std::string path = folder.write(name, "#!/bin/sh\n" + text);
  ::chmod(path.c_str(), 0700);
  return path;
}

/// Sends datagrams to a port of this machine.
class Sender {
public:
  explicit Sender(int port) : fd_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    to_.sin_family = AF_INET;
    to_.sin_port = htons(static_cast<std::uint16_t>(port));
    to_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  }
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;
  ~Sender() { ::close(fd_); }
  void send(const std::string& octets) const {
    ::sendto(
        fd_, octets.data(), octets.size(), 0, reinterpret_cast<const sockaddr*>(&to_), sizeof to_);
  }

private:
  int fd_;
  sockaddr_in to_{};
};

/// GSMTAP version 2 of a BCCH block on ARFCN 85 (libosmocore's gsmtap.h).
std::string gsmtap(const cw::wire::GsmBlock& block) {
  std::string out = {2, 4, 1, 0, 0, 85, 0, 20};
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    out += static_cast<char>(block.fn >> shift & 0xFFU);
  }
  out += {1, 0, 0, 0};
  out.append(block.data.begin(), block.data.end());
  return out;
}

} // namespace

TEST_CASE("detector program: reads blocks from stdin, says each step, and ends with them",
          "[program]") {
  const TempFolder folder;
  const std::string store = folder.path("s.db");
  DetectorProgram program({"--blocks", "-", "--store", store, "--json"});
  program.feed(lines_of(catcher()) + "no block\n" + std::string(100'000, 'x') + "\n");
  program.end_of_input();
  CHECK(program.wait() == 0);
  std::istringstream out(program.out());
  std::vector<std::string> kinds;
  for (std::string line; std::getline(out, line);) {
    const auto told = nlohmann::json::parse(line);
    kinds.push_back(told.at("step").at("kind"));
    CHECK(told.at("alert").at("cell_id") == "262-02-666-11");
    CHECK(told.at("alert").at("findings").size() > 0);
  }
  REQUIRE_FALSE(kinds.empty());
  CHECK(kinds.front() == "raised");
  CHECK(program.err().find("1 lines are no blocks") != std::string::npos);
  CHECK(program.err().find("1 lines are too long") != std::string::npos);
  CHECK(number(store, "SELECT count(*) FROM ledger") == 1);
  CHECK(number(store, "SELECT sum(blocks_stored) FROM epochs") == 32);
  DetectorProgram again({"--blocks", "-", "--store", store});
  again.end_of_input();
  CHECK(again.wait() == 0);
  CHECK(again.out().empty()); // nothing is raised twice
}

TEST_CASE("detector program: a step is one line a person can read", "[program]") {
  DetectorProgram program({"--blocks", "-"});
  program.feed(lines_of(catcher()));
  program.end_of_input();
  CHECK(program.wait() == 0);
  const std::string first = program.out().substr(0, program.out().find('\n'));
  CAPTURE(first);
  CHECK(first.find("Z raised high ") != std::string::npos);
  CHECK(first.find("ARFCN 85") != std::string::npos);
}

TEST_CASE("detector program: what cannot be used is said in a sentence", "[program]") {
  const TempFolder folder;
  const std::vector<std::vector<std::string>> calls = {
      {"--nonsense"},
      {"--blocks", folder.path("none")},
      {"--gsmtap", "-", "--blocks", "-"},
      {"--gsmtap-udp", "nowhere:x"},
      {"--blocks", "-", "--store", folder.path("no/folder/s.db")},
      {"--blocks", "-", "--baseline", folder.path("none.db")},
      {"--bus", "tcp://*:0"},
      {"--bus", "tcp://0.0.0.0:4777", "--keys", folder.path("none"), "--store", folder.path("s")}};
  for (const auto& call : calls) {
    CAPTURE(call);
    DetectorProgram program(call);
    program.end_of_input();
    CHECK(program.wait() == 2);
    CHECK(program.out().empty());
    const std::string err = program.err();
    CHECK(err.starts_with("cellwarden"));
    CHECK(std::ranges::count(err, '\n') == 1);
  }
}

TEST_CASE("detector program: a capture as stdin, and one that is none", "[program]") {
  DetectorProgram program({"--gsmtap", "-"});
  program.feed(std::string(1000, 'x'));
  program.end_of_input();
  CHECK(program.wait() == 1);
  CHECK(program.err().find("cannot use stdin") != std::string::npos);
}

TEST_CASE("detector program: GSMTAP over UDP, garbage between, SIGTERM ends it", "[program]") {
  const TempFolder folder;
  const std::string store = folder.path("s.db");
  DetectorProgram program({"--gsmtap-udp", "0", "--store", store, "--log-json"});
  REQUIRE(program.says("UDP port "));
  const std::string err = program.err();
  const Sender sender(std::atoi(err.c_str() + err.find("UDP port ") + 9));
  std::uint32_t seed = 3;
  const auto random = [&] { return seed = seed * 1664525U + 1013904223U, seed >> 16U; };
  const Air air = catcher();
  std::size_t next = 0;
  for (int i = 0; i < 10'000; ++i) {
    std::string garbage(random() % 200, '\0');
    for (char& octet : garbage) {
      octet = static_cast<char>(random());
    }
    if (random() % 2 == 0 && garbage.size() > 2) {
      garbage[0] = 2; // looks like GSMTAP
      garbage[1] = static_cast<char>(random() % 20);
    }
    sender.send(garbage);
    if (i % 100 == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1)); // the socket's buffer has an end
    }
    if (i % 1000 == 0) {
      for (const int repeat : {0, 1, 2}) {
        sender.send(gsmtap(air.blocks()[next % 3]));
        static_cast<void>(repeat);
      }
      ++next;
    }
  }
  REQUIRE(program.says("are refused"));
  for (int i = 0; i < 100 && number(store, "SELECT count(*) FROM cells") == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  program.signal(SIGTERM);
  CHECK(program.wait() == 0);
  CHECK(number(store, "SELECT count(*) FROM sensors WHERE name='gsmtap-127.0.0.1'") == 1);
  CHECK(number(store, "SELECT sum(blocks_stored) FROM epochs") >= 30);
  for (std::istringstream lines(program.err()); lines.peek() != EOF;) {
    std::string line;
    std::getline(lines, line);
    CHECK(nlohmann::json::parse(line).contains("message"));
  }
}

TEST_CASE("detector program: a hook gets the alert on its stdin; one that hangs is ended",
          "[program]") {
  const TempFolder folder;
  const std::string hook = script(folder, "hook", "cat >> " + folder.path("got") + "\n");
  {
    DetectorProgram program({"--blocks", "-", "--exec", hook});
    program.feed(lines_of(catcher()));
    program.end_of_input();
    CHECK(program.wait() == 0);
  }
  std::istringstream got(cw::test::file_content(folder.path("got")));
  std::string line;
  REQUIRE(std::getline(got, line));
  CHECK(nlohmann::json::parse(line).at("step").at("kind") == "raised");

  const std::string slow = script(folder, "slow", "sleep 600\n");
  DetectorProgram program({"--blocks", "-", "--exec", slow, "--hook-limit", "0.5"});
  const auto begin = std::chrono::steady_clock::now();
  program.feed(lines_of(catcher()));
  CHECK(program.prints("raised")); // before the hook is through
  CHECK(program.says("took longer than"));
  program.end_of_input();
  CHECK(program.wait() == 0);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(25));

  DetectorProgram none({"--blocks", "-", "--exec", folder.path("none") + " $(reboot)"});
  none.feed(lines_of(catcher()));
  none.end_of_input();
  CHECK(none.wait() == 0);
  CHECK(none.says("cannot run"));
}

TEST_CASE("detector program: killed again and again, it loses nothing that was acknowledged",
          "[program][slow]") {
  const TempFolder folder;
  const std::string store = folder.path("s.db");
  const std::string bus = "ipc://" + folder.path("bus");
  auto spool = cw::wire::bus::Spool::open({.path = folder.path("spool"), .sensor = "north"});
  REQUIRE(spool);
  auto link = cw::wire::bus::ReceiverLink::create({.address = bus,
                                                   .sensor = "north",
                                                   .keys = {},
                                                   .ack_timeout = std::chrono::milliseconds(1000)},
                                                  *spool);
  REQUIRE(link);
  const Air air = catcher(200);
  const double start_s = static_cast<double>(std::time(nullptr)) - 10'000;
  std::size_t sent = 0;
  std::uint32_t seed = 11;
  const auto random = [&] { return seed = seed * 1664525U + 1013904223U, seed >> 16U; };
  for (int kill = 0; kill < 8; ++kill) {
    DetectorProgram program({"--bus", bus, "--store", store});
    const auto until =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(300 + random() % 700);
    while (std::chrono::steady_clock::now() < until) {
      std::vector<cw::wire::SensorItem> items;
      for (int i = 0; i < 5 && sent < air.blocks().size(); ++i) {
        cw::wire::GsmBlock block = air.blocks()[sent++];
        block.t_s += start_s;
        items.emplace_back(block);
      }
      REQUIRE(link->put(items));
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    program.signal(SIGKILL);
    CHECK(program.wait() == 128 + SIGKILL);
    // Whatever the spool has forgotten is in the store.
    const auto state = spool->state();
    if (number(store, "SELECT count(*) FROM epochs") > 0) {
      CHECK(number(store, "SELECT max(seq) FROM epochs") >=
            static_cast<std::int64_t>(state.newest_seq - state.batches));
    }
  }
  DetectorProgram program({"--bus", bus, "--store", store});
  for (int i = 0; i < 600 && spool->state().batches > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  CHECK(spool->state().batches == 0);
  program.signal(SIGTERM);
  CHECK(program.wait() == 0);
  CHECK(number(store, "SELECT sum(blocks_stored+blocks_lost-blocks_total) FROM epochs") == 0);
  CHECK(number(store, "SELECT sum(blocks_stored) FROM epochs") == static_cast<std::int64_t>(sent));
  CHECK(number(store, "SELECT blocks FROM sensors") == static_cast<std::int64_t>(sent));
  CHECK(number(store, "SELECT count(*) FROM ledger") == 1);
  CHECK(number(store, "SELECT count(*) FROM steps WHERE kind='raised'") == 1);
  CHECK(number(store,
               "SELECT count(*) FROM evidence e LEFT JOIN blocks b ON b.session=e.session AND "
               "b.n=e.n WHERE b.n IS NULL") == 0);
}
