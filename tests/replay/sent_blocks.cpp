#include "tests/replay/sent_blocks.h"

#include "tests/replay/sample_run.h"

#include <algorithm>

namespace cw::test {
namespace {

using Json = nlohmann::json;

std::string broadcast_name(const std::string& octets) {
  static const std::map<std::string, std::string> k_names = {{"0600", "SI13"},
                                                             {"0602", "SI2bis"},
                                                             {"0603", "SI2ter"},
                                                             {"0607", "SI2quater"},
                                                             {"0619", "SI1"},
                                                             {"061a", "SI2"},
                                                             {"061b", "SI3"},
                                                             {"061c", "SI4"},
                                                             {"0621", "PAGING1"},
                                                             {"0622", "PAGING2"},
                                                             {"0624", "PAGING3"},
                                                             {"063f", "IMM_ASS"}};
  if (octets.starts_with("1506210001f0")) { // one identity of type "no identity"
    return "PAGING_EMPTY";
  }
  const auto found = k_names.find(octets.substr(2, 4));
  return found == k_names.end() ? "unknown" : found->second;
}

// Behind two octets of layer 1 and three of LAPDm.
std::string sacch_name(const std::string& octets) {
  const std::string type = octets.substr(10, 4);
  return type == "061d" ? "SACCH:SI5" : type == "061e" ? "SACCH:SI6" : "unknown";
}

} // namespace

std::string sent_name(const Json& block) {
  const std::string octets = octets_of(block);
  if (octets.size() != 46) {
    return "unknown";
  }
  return block.at("channel") == "sacch" ? sacch_name(octets) : broadcast_name(octets);
}

std::map<std::string, int> sent_broadcast(const Sample& sample) {
  std::map<std::string, int> sent;
  for (const auto& [name, count] : sample.cell.at("blocks").items()) {
    if (!name.starts_with("SDCCH:") && !name.starts_with("SACCH:")) {
      sent[name] = count;
    }
  }
  return sent;
}

std::vector<ClearBlock> sent_in_clear(const Sample& sample) {
  std::vector<ClearBlock> sent;
  for (const Json& dialogue : sample.cell.at("dialogues")) {
    for (const Json& step : dialogue.at("steps")) {
      if (!step.at("encrypted").get<bool>()) {
        sent.push_back({step.at("fn"), dialogue.at("subchannel"), step.at("l2")});
      }
    }
  }
  std::ranges::sort(sent, {}, &ClearBlock::fn);
  return sent;
}

SentSacch sent_sacch(const Sample& sample) {
  SentSacch sent;
  for (const auto& [name, count] : sample.cell.at("blocks").items()) {
    sent.count += name.starts_with("SACCH:") ? count.get<int>() : 0;
  }
  for (const Json& dialogue : sample.cell.at("dialogues")) {
    for (const Json& step : dialogue.at("steps")) {
      sent.some_ciphered = sent.some_ciphered || step.at("encrypted").get<bool>();
    }
  }
  return sent;
}

} // namespace cw::test
