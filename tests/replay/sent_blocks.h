// What the truth file says was sent, in a form that blocks can be held against. Reads message types
// by itself, so that the program's reader is not its own judge.
#pragma once

#include "tests/replay/sample.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace cw::test {

/// Name the truth files give to a block of BCCH, CCCH or SACCH ("SI3", "PAGING_EMPTY",
/// "SACCH:SI5"), by its message type (TS 44.018 §10.4); "unknown" for what the generator never
/// sends. An IMSI or TMSI may have been zeroed.
std::string sent_name(const nlohmann::json& block);

/// Number of blocks sent by name, BCCH and CCCH only.
std::map<std::string, int> sent_broadcast(const Sample& sample);

/// A block on SDCCH that no key is needed for.
struct ClearBlock {
  int fn = 0;
  int sub = 0;
  std::string octets;
  bool operator==(const ClearBlock&) const = default;
};

std::vector<ClearBlock> sent_in_clear(const Sample& sample); ///< by frame number

/// Number of SACCH blocks sent, and whether some of them may be ciphered.
struct SentSacch {
  int count = 0;
  bool some_ciphered = false;
};
SentSacch sent_sacch(const Sample& sample);

} // namespace cw::test
