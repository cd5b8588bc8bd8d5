// Runs a fuzz target without libFuzzer: every file of its corpus, then seeded mutations of them.
// The same inputs on every machine.
//
//   fuzz_<name> CORPUS [--trace]     --trace prints the number of each run before it
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

constexpr unsigned k_seed = 20'000;
constexpr unsigned k_mutations = 20'000;
constexpr std::size_t k_max_growth = 64; // octets an input may gain in one mutation

std::vector<Input> read_corpus(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end()); // the directory's own order differs between machines
  std::vector<Input> corpus;
  for (const std::filesystem::path& path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return corpus;
}

class Mutator {
public:
  explicit Mutator(const std::vector<Input>& corpus) : corpus_(corpus) {}

  Input next() {
    Input input = corpus_[below(corpus_.size())];
    const std::size_t steps = 1 + below(4);
    for (std::size_t step = 0; step < steps; ++step) {
      mutate(input);
    }
    return input;
  }

private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }
  std::uint8_t octet() { return static_cast<std::uint8_t>(engine_() & 0xFFU); }

  void mutate(Input& input) {
    const std::size_t at = input.empty() ? 0 : below(input.size());
    const auto position = input.begin() + static_cast<std::ptrdiff_t>(at);
    switch (below(6)) {
    case 0: // a bit
      if (!input.empty()) {
        *position = static_cast<std::uint8_t>(*position ^ (1U << below(8)));
      }
      break;
    case 1: // an octet, of those that bounds are made of
      if (!input.empty()) {
        const std::uint8_t edges[] = {0x00, 0x01, 0x7F, 0x80, 0xFF, octet()};
        *position = edges[below(std::size(edges))];
      }
      break;
    case 2: input.resize(at); break;
    case 3: input.insert(position, 1 + below(k_max_growth), octet()); break;
    case 4: // something out of another input
      splice(input, at);
      break;
    default: // all from here on
      std::generate(position, input.end(), [this] { return octet(); });
      break;
    }
  }

  void splice(Input& input, std::size_t at) {
    const Input& other = corpus_[below(corpus_.size())];
    const std::size_t from = other.empty() ? 0 : below(other.size());
    input.resize(at);
    input.insert(input.end(), other.begin() + static_cast<std::ptrdiff_t>(from), other.end());
  }

  const std::vector<Input>& corpus_;
  std::mt19937_64 engine_{k_seed};
};

} // namespace

int main(int argc, char** argv) {
  const bool trace = argc == 3 && std::string_view(argv[2]) == "--trace";
  if (argc != 2 && !trace) {
    fmt::print(stderr, "usage: {} CORPUS [--trace]\n", argv[0]);
    return 2;
  }
  const std::vector<Input> corpus = read_corpus(argv[1]);
  if (corpus.empty()) {
    fmt::print(stderr, "no inputs in {}\n", argv[1]);
    return 1;
  }
  for (const Input& input : corpus) {
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
  Mutator mutator(corpus);
  for (unsigned run = 0; run < k_mutations; ++run) {
    const Input input = mutator.next();
    if (trace) {
      fmt::print(stderr, "run {}, {} octets\n", run, input.size());
    }
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
  fmt::print("{} saved inputs, {} mutations of seed {}\n", corpus.size(), k_mutations, k_seed);
  return 0;
}
