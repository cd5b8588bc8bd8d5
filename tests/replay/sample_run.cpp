#include "tests/replay/sample_run.h"

#include "tests/support/temp_folder.h"
#include "tests/unit/app/program.h"

#include <map>
#include <sstream>

namespace cw::test {
namespace {

const SampleRun& kept(std::map<std::string, SampleRun>& runs,
                      const Sample& sample,
                      const std::vector<std::string>& options) {
  const auto found = runs.find(sample.name);
  return found != runs.end() ? found->second
                             : runs.emplace(sample.name, run_sample(sample, options)).first->second;
}

} // namespace

std::vector<nlohmann::json> SampleRun::blocks_of(const std::string& channel) const {
  std::vector<nlohmann::json> found;
  for (const nlohmann::json& block : blocks) {
    if (block.at("channel") == channel) {
      found.push_back(block);
    }
  }
  return found;
}

SampleRun run_sample(const Sample& sample, const std::vector<std::string>& options) {
  const TempFolder folder;
  const std::string path = folder.path("blocks.jsonl");
  std::vector<std::string> arguments = {
      "replay", sample.recording, "--json", "--quiet", "--blocks", path};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const ProgramRun program = run_program(arguments);
  SampleRun run{.status = program.status,
                .err = program.err,
                .report_text = program.out,
                .block_lines = file_content(path),
                .report = nlohmann::json::parse(program.out, nullptr, false),
                .blocks = {}};
  std::istringstream lines(run.block_lines);
  for (std::string line; std::getline(lines, line);) {
    run.blocks.push_back(nlohmann::json::parse(line));
  }
  return run;
}

const SampleRun& plain_run(const Sample& sample) {
  static std::map<std::string, SampleRun> runs;
  return kept(runs, sample, {});
}

const SampleRun& unredacted_run(const Sample& sample) {
  static std::map<std::string, SampleRun> runs;
  return kept(runs, sample, {"--keep-identities"});
}

std::string octets_of(const nlohmann::json& block) {
  return block.at("data").get<std::string>();
}

} // namespace cw::test
