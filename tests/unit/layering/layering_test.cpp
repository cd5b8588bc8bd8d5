// Reads every #include and fails when a room includes what architecture.md does not let it: an
// allow-list, so a new library is a decision made here and not an accident.
#include "tests/support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Room {
  std::string folder;
  std::vector<std::string> may_include;
  std::vector<std::string> but_not;
};

// What of wire/ is more than plain structs.
const std::vector<std::string> k_not_plain_wire = {"wire/codec/", "wire/sqlite/", "wire/bus/"};
const std::vector<std::string> k_wire_beside_codec = {"wire/sqlite/", "wire/bus/"};

// Inner rooms stand before the room they are in: the first that fits a file decides.
const std::vector<Room> k_rooms = {
    {"wire/codec", {"wire/", "simdjson.h", "nlohmann/"}, k_wire_beside_codec},
    {"wire/sqlite", {"wire/sqlite/", "sqlite3.h"}, {}},
    // How much a tcp connection has sent, only the kernel knows.
    {"wire/bus", {"wire/", "zmq", "nlohmann/", "linux/tcp.h", "netinet/", "sys/socket.h"}, {}},
    {"wire", {"wire/"}, k_not_plain_wire},
    {"messages", {"messages/", "wire/"}, k_not_plain_wire},
    {"dsp",
     {"dsp/", "messages/", "wire/", "fftw3.h", "liquid/", "osmocom/", "simde/"},
     k_not_plain_wire},
    // SigMF metadata is JSON; reading from pipes with a way to stop needs POSIX. No GNU Radio here.
    {"sdr/source", {"sdr/source/", "nlohmann/", "fcntl.h", "poll.h", "unistd.h"}, {}},
    // As sdr, and what is known of bands and radios is TOML.
    {"sdr/scan",
     {"sdr/",
      "dsp/",
      "messages/",
      "wire/",
      "gnuradio/",
      "pmt/",
      "toml++/",
      "gps.h",
      "SoapySDR/",
      "uhd/",
      "toml++/",
      "sys/",
      "netinet/",
      "netdb.h",
      "poll.h",
      "unistd.h"},
     {}},
    {"sdr/evidence",
     {"sdr/evidence/", "sdr/scan/iq_ring.h", "wire/", "nlohmann/"},
     k_not_plain_wire},
    // The system's own headers: shared memory for GNU Radio's buffers, sockets.
    {"sdr",
     {"sdr/",
      "dsp/",
      "messages/",
      "wire/",
      "gnuradio/",
      "pmt/",
      "gps.h",
      "SoapySDR/",
      "uhd/",
      "toml++/",
      "sys/",
      "netinet/",
      "netdb.h",
      "poll.h",
      "unistd.h"},
     {}},
    {"detector/cells", {"detector/cells/", "messages/", "wire/"}, k_not_plain_wire},
    {"detector/baseline/import", {"detector/baseline/", "wire/sqlite/", "zlib.h"}, {}},
    {"detector/baseline",
     {"detector/baseline/", "detector/cells/", "messages/", "wire/", "sqlite3.h"},
     {"wire/codec/", "wire/bus/"}},
    {"detector/rules",
     {"detector/rules/", "detector/cells/", "detector/baseline/", "messages/", "wire/", "toml++/"},
     k_not_plain_wire},
    {"detector/live", {"detector/", "messages/", "wire/"}, k_not_plain_wire},
    {"detector", {"detector/", "messages/", "wire/", "sqlite3.h", "GeographicLib/", "toml++/"}, {}},
    {"gui", {"gui/", "messages/", "wire/", "Q", "sqlite3.h", "protozero/"}, {}},
};

bool allowed(const Room& room, const std::string& name) {
  const auto begins = [&](const std::string& prefix) { return name.starts_with(prefix); };
  const bool standard = name.find_first_of("./ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
  return standard || begins("fmt/") || begins("tl/") ||
         (std::any_of(room.may_include.begin(), room.may_include.end(), begins) &&
          std::none_of(room.but_not.begin(), room.but_not.end(), begins));
}

// "wire/report.h" out of `#include "wire/report.h"`, empty if the line includes nothing.
std::string included(const std::string& line) {
  const std::size_t directive = line.find_first_not_of(" \t");
  if (directive == std::string::npos || line.compare(directive, 8, "#include") != 0) {
    return {};
  }
  const std::size_t open = line.find_first_of("<\"", directive);
  const std::size_t close = line.find_first_of(">\"", open + 1);
  return open == std::string::npos || close == std::string::npos
             ? std::string()
             : line.substr(open + 1, close - open - 1);
}

struct Scan {
  std::size_t files = 0, includes = 0;
  std::vector<std::string> forbidden; // "file:line includes what"
};

void scan_file(const fs::path& path, const std::string& name, const Room& room, Scan& scan) {
  ++scan.files;
  std::ifstream in(path);
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    const std::string what = included(line);
    scan.includes += what.empty() ? 0U : 1U;
    if (!what.empty() && !allowed(room, what)) {
      scan.forbidden.push_back(name + ":" + std::to_string(number) + " includes " + what);
    }
  }
}

const Room* room_of(const std::string& file) {
  const auto fits = [&](const Room& room) { return file.starts_with(room.folder + "/"); };
  const auto found = std::find_if(k_rooms.begin(), k_rooms.end(), fits);
  return found == k_rooms.end() ? nullptr : &*found;
}

Scan scan_rooms(const fs::path& root) {
  Scan scan;
  for (const char* folder : {"wire", "messages", "dsp", "sdr", "detector", "gui"}) {
    if (!fs::exists(root / folder)) {
      continue;
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string ending = entry.path().extension().string();
      const std::string name = entry.path().lexically_relative(root).string();
      const Room* room = room_of(name);
      if (room != nullptr && (ending == ".h" || ending == ".cpp")) {
        scan_file(entry.path(), name, *room, scan);
      }
    }
  }
  return scan;
}

} // namespace

TEST_CASE("layering: no room includes what it must not know", "[layering]") {
  const Scan scan = scan_rooms(CW_SOURCE_DIR);
  for (const std::string& line : scan.forbidden) {
    UNSCOPED_INFO(line);
  }
  CHECK(scan.forbidden.empty());
  CHECK(scan.files > 50);
  CHECK(scan.includes > 200);
}

TEST_CASE("layering: the test would notice", "[layering]") {
  const Room* dsp = room_of("dsp/gsm/equalizer.cpp");
  REQUIRE(dsp != nullptr);
  CHECK(included("#include <gnuradio/sync_block.h>") == "gnuradio/sync_block.h");
  CHECK_FALSE(allowed(*dsp, "gnuradio/sync_block.h"));
  CHECK_FALSE(allowed(*dsp, "wire/codec/block_json.h"));
  CHECK(allowed(*dsp, "wire/gsm_block.h"));
  CHECK(allowed(*dsp, "vector"));
  CHECK_FALSE(allowed(*room_of("sdr/source/recording.cpp"), "gnuradio/top_block.h"));
}
