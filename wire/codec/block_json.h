// GSM blocks as JSON lines, the block format of the contract: --blocks, the bus, the spool.
#pragma once

#include "wire/gsm_block.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cw::wire {

/// people: seconds to the microsecond, levels and Hz to a tenth. exact: every number comes back to
/// the bit, and the keys "first_sample" and "band" (of the ARFCN) are there too, so that a detector
/// sees what the receiver saw; NaN, which no receiver makes, becomes null and is read as 0.
enum class Precision : std::uint8_t { people, exact };

/// Appends one object and a newline. "pos" only with a fix. `sensor` is not escaped: it is a name
/// of letters, digits and ._-
void append_block_line(std::string& out,
                       const GsmBlock& block,
                       std::string_view sensor = "replay",
                       Precision precision = Precision::people);

/// Reads one such object, whoever wrote it and in either precision; unknown keys are skipped.
/// Without "first_sample" that is 0; without "band" an ARFCN's band is the one its carrier_hz is
/// in, else GSM 900. Errors  one sentence that names the key.
tl::expected<GsmBlock, std::string> parse_block_line(std::string_view line);

/// The same for many lines: keeps what a line needs of memory for the next one.
class BlockLineReader {
public:
  BlockLineReader();
  BlockLineReader(BlockLineReader&&) noexcept;
  BlockLineReader& operator=(BlockLineReader&&) noexcept;
  ~BlockLineReader();
  tl::expected<GsmBlock, std::string> read(std::string_view line);

private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

} // namespace cw::wire
