// A line of the block format as anybody may write it; what is read must come back the same.
#include "wire/codec/block_json.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace cw::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto block = parse_block_line({reinterpret_cast<const char*>(data), size});
  if (!block) {
    return 0;
  }
  std::string line;
  append_block_line(line, *block);
  const auto again = parse_block_line(line);
  std::string second;
  if (again) {
    append_block_line(second, *again);
  }
  if (second != line) {
    std::abort();
  }
  return 0;
}
