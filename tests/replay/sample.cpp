#include "tests/replay/sample.h"

#include "tests/support/temp_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace cw::test {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

Sample read_sample(const fs::path& truth_file) {
  Sample sample;
  sample.truth = Json::parse(file_content(truth_file.string()));
  sample.name = sample.truth.at("name");
  sample.recording = (truth_file.parent_path() / (sample.name + ".sigmf-meta")).string();
  if (sample.truth.at("cells").size() != 1) {
    throw std::runtime_error(sample.name + ": these tests expect one cell a sample");
  }
  sample.cell = sample.truth["cells"][0];
  for (const Json& change : sample.cell.at("changes")) {
    sample.cell.update(change);
  }
  sample.fake = sample.cell.at("fake");
  return sample;
}

std::vector<Sample> read_samples() {
  std::vector<Sample> found;
  std::size_t recordings = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(CW_SOURCE_DIR "/samples")) {
    const std::string name = entry.path().filename().string();
    recordings += name.ends_with(".sigmf-meta") ? 1U : 0U;
    if (name.ends_with(".truth.json")) {
      found.push_back(read_sample(entry.path()));
    }
  }
  if (found.empty() || found.size() != recordings) {
    throw std::runtime_error(
        fmt::format("samples/ has {} recordings and {} truth files", recordings, found.size()));
  }
  std::ranges::sort(found, {}, &Sample::name);
  return found;
}

} // namespace

const std::vector<Sample>& samples() {
  static const std::vector<Sample> all = read_samples();
  return all;
}

const Sample& sample(const std::string& name) {
  const auto found = std::ranges::find(samples(), name, &Sample::name);
  if (found == samples().end()) {
    throw std::runtime_error("samples/ has no " + name);
  }
  return *found;
}

std::string cell_id(const Json& cell) {
  return fmt::format("{}-{}-{}-{}",
                     cell.at("mcc").get<std::string>(),
                     cell.at("mnc").get<std::string>(),
                     cell.at("lac").get<int>(),
                     cell.at("ci").get<int>());
}

std::vector<std::string> cell_ids(const Sample& sample) {
  Json now = sample.truth.at("cells")[0];
  std::vector<std::string> ids = {cell_id(now)};
  for (const Json& change : now.at("changes")) {
    Json then = now;
    then.update(change);
    if (cell_id(then) != ids.back()) {
      ids.push_back(cell_id(then));
    }
  }
  return ids;
}

} // namespace cw::test
