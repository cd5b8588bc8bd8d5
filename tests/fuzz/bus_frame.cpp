// A frame on the bus as anybody may send it, to either end; what is read is written, and then comes
// back as the same text.
#include "wire/codec/bus_frame.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cw::wire;

namespace {

template <class Read>
void round_trip(std::string_view text, Read read) {
  const auto frame = read(text);
  if (!frame) {
    if (frame.error().sentence.empty()) {
      std::abort();
    }
    return;
  }
  const std::string once = frame_json(*frame);
  const auto again = read(once);
  if (!again || frame_json(*again) != once) {
    std::abort();
  }
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  FrameReader reader;
  round_trip(text, [&](std::string_view frame) { return reader.to_detector(frame); });
  round_trip(text, [&](std::string_view frame) { return reader.from_detector(frame); });
  return 0;
}
