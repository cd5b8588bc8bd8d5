// No subscriber of a sample is in anything replay writes, unless --keep-identities was given.
#include "tests/replay/sample_run.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/app/program.h"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>

using namespace cw::test;
using Json = nlohmann::json;

namespace {

/// Octets of an IMSI from its second digit on, as in a mobile identity (TS 24.008 §10.5.1.4). The
/// operator's digits are in them, which stay: a few octets of zeros and fives are in any file.
std::string imsi_octets(const std::string& imsi) {
  std::string octets;
  for (std::size_t i = 1; i + 1 < imsi.size(); i += 2) {
    octets.push_back(static_cast<char>((imsi[i + 1] - '0') << 4 | (imsi[i] - '0')));
  }
  return octets;
}

std::string from_hex(const std::string& hex) {
  std::string octets;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    octets.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return octets;
}

std::string to_hex(const std::string& octets) {
  std::string hex;
  for (const char octet : octets) {
    hex += fmt::format("{:02x}", static_cast<std::uint8_t>(octet));
  }
  return hex;
}

/// What of the sample's subscribers must be nowhere: each IMSI of the dialogues, and each TMSI that
/// a block of them carries.
std::vector<std::string> subscribers(const Sample& sample) {
  std::vector<std::string> found;
  for (const Json& dialogue : sample.cell.at("dialogues")) {
    found.push_back(imsi_octets(dialogue.at("imsi")));
    for (const Json& step : dialogue.at("steps")) {
      const std::string hex = step.at("l2");
      const std::size_t tmsi = hex.find("05f4"); // length and type of a TMSI
      if (tmsi != std::string::npos) {
        found.push_back(from_hex(hex.substr(tmsi + 2, 10)));
      }
    }
  }
  return found;
}

/// How many of them are in a file, as octets or as hexadecimal text.
int seen(const std::vector<std::string>& subscribers, const std::string& content) {
  int count = 0;
  for (const std::string& octets : subscribers) {
    count += content.find(octets) != std::string::npos ||
                     content.find(to_hex(octets)) != std::string::npos
                 ? 1
                 : 0;
  }
  return count;
}

struct Written {
  std::string blocks, pcap, store, said;
};

Written everything_written(const Sample& sample, const std::vector<std::string>& options) {
  const TempFolder folder;
  std::vector<std::string> arguments = {"replay",
                                        sample.recording,
                                        "--json",
                                        "--blocks",
                                        folder.path("blocks"),
                                        "--pcap",
                                        folder.path("pcap"),
                                        "--store",
                                        folder.path("store")};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const ProgramRun run = run_program(arguments);
  REQUIRE(run.status == 0);
  Written written{file_content(folder.path("blocks")),
                  file_content(folder.path("pcap")),
                  file_content(folder.path("store")),
                  run.out + run.err};
  for (const auto& entry : std::filesystem::directory_iterator(folder.path(""))) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("store-")) { // journal or write-ahead log
      written.store += file_content(entry.path().string());
    }
  }
  REQUIRE_FALSE(written.blocks.empty());
  REQUIRE_FALSE(written.pcap.empty());
  REQUIRE_FALSE(written.store.empty());
  return written;
}

bool zero(const std::string& hex) {
  return hex.find_first_not_of('0') == std::string::npos;
}

/// Octets of one mobile identity (length first) that would tell who it is; TS 24.008 §10.5.1.4.
std::string who(const std::string& length_and_value) {
  const int length = std::stoi(length_and_value.substr(0, 2), nullptr, 16);
  const int type = std::stoi(length_and_value.substr(3, 1), nullptr, 16) & 7;
  const std::string value = length_and_value.substr(2, 2 * static_cast<std::size_t>(length));
  switch (type) {
  case 1: return value.substr(6); // IMSI: MCC and two digits of MNC are in the first three
  case 4: return value.substr(2); // TMSI
  default: return {};
  }
}

} // namespace

TEST_CASE("redaction: no subscriber of the dialogues is in blocks, pcap, store or report",
          "[replay][redaction]") {
  for (const Sample& any : samples()) {
    CAPTURE(any.name);
    const std::vector<std::string> people = subscribers(any);
    REQUIRE_FALSE(people.empty());
    const Written written = everything_written(any, {});
    CHECK(seen(people, written.blocks) == 0);
    CHECK(seen(people, written.pcap) == 0);
    CHECK(seen(people, written.store) == 0);
    for (const Json& dialogue : any.cell.at("dialogues")) {
      CHECK(written.said.find(dialogue.at("imsi").get<std::string>()) == std::string::npos);
    }
  }
}

TEST_CASE("redaction: --keep-identities keeps them and says so", "[replay][redaction]") {
  int in_blocks = 0;
  int in_pcap = 0;
  for (const Sample& any : samples()) {
    CAPTURE(any.name);
    const Written written = everything_written(any, {"--keep-identities"});
    in_blocks += seen(subscribers(any), written.blocks);
    in_pcap += seen(subscribers(any), written.pcap);
    CHECK(written.said.find("identities are kept") != std::string::npos);
  }
  CHECK(in_blocks > 0); // so the search of the test above can find them
  CHECK(in_pcap == in_blocks);
}

TEST_CASE("redaction: pages name nobody, and say that they were changed", "[replay][redaction]") {
  int imsis = 0;
  int tmsis = 0;
  for (const Sample& any : samples()) {
    for (const Json& block : plain_run(any).blocks_of("ccch")) {
      const std::string octets = octets_of(block);
      CAPTURE(any.name, block.at("n").get<int>());
      if (octets.substr(2, 4) == "0621") { // PAGING REQUEST TYPE 1, TS 44.018 §9.1.22
        const std::string person = who(octets.substr(8));
        CHECK(zero(person));
        CHECK(block.at("redacted") == !person.empty());
        imsis += person.size() > 8 ? 1 : 0;
        tmsis += person.size() == 8 ? 1 : 0;
      }
      if (octets.substr(2, 4) == "0622" || octets.substr(2, 4) == "0624") { // §9.1.23, §9.1.24
        CHECK(zero(octets.substr(8, octets.substr(2, 4) == "0622" ? 16 : 32)));
        CHECK(block.at("redacted") == true);
        ++tmsis;
      }
    }
  }
  CHECK(imsis > 0);
  CHECK(tmsis > 0);
}

TEST_CASE("redaction: octets other than identities stay as sent", "[replay][redaction]") {
  for (const Sample& any : samples()) {
    const SampleRun& kept = unredacted_run(any);
    const SampleRun& plain = plain_run(any);
    REQUIRE(kept.blocks.size() == plain.blocks.size());
    for (std::size_t i = 0; i < kept.blocks.size(); ++i) {
      CAPTURE(any.name, i);
      CHECK(kept.blocks[i].at("redacted") == false);
      CHECK(kept.blocks[i].at("fn") == plain.blocks[i].at("fn"));
      const bool same = octets_of(kept.blocks[i]) == octets_of(plain.blocks[i]);
      CHECK((same || plain.blocks[i].at("redacted") == true));
    }
  }
}
