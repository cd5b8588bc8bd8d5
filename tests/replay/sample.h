// The recordings of samples/ and what their truth files say of the cell in each.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace cw::test {

struct Sample { // NOLINT(bugprone-exception-escape): of the library's move constructor
  std::string name;
  std::string recording; ///< path of the .sigmf-meta
  nlohmann::json truth;  ///< whole truth file, written by the generator
  nlohmann::json cell;   ///< the one cell in it, with its last change applied
  bool fake = false;
};

/// All of samples/, by name. Throws if there is none, if one has no truth file, or if a truth file
/// does not describe exactly one cell.
const std::vector<Sample>& samples();
const Sample& sample(const std::string& name);

/// "262-01-21047-33021", as the report names a cell of which SI3 was read.
std::string cell_id(const nlohmann::json& cell);
/// The identities the cell had in the course of the recording, first to last.
std::vector<std::string> cell_ids(const Sample& sample);

} // namespace cw::test
