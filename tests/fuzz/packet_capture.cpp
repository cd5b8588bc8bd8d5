// pcap and pcapng as anybody may write them, with GSMTAP in their packets.
#include "wire/codec/gsmtap_reader.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>

using namespace cw::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  auto reader = PacketReader::open(in);
  GsmtapCounts counts;
  while (reader) {
    const auto packet = reader->next();
    if (!packet || !*packet) {
      break;
    }
    const auto block = gsmtap_block(**packet, counts);
    if (block && (block->fn >= k_hyperframe || block->slot > 7 || block->length > 23)) {
      std::abort();
    }
  }
  return 0;
}
