// SigMF metadata as anybody may write it, laid over a data file of a length the input also chooses.
#include "sdr/source/sigmf_recording.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cw::sdr;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::uint64_t octets = size == 0 ? 0 : std::uint64_t{1} << (data[size - 1] % 40);
  const auto meta =
      parse_sigmf_meta({reinterpret_cast<const char*>(data), size == 0 ? 0 : size - 1});
  if (!meta) {
    return 0;
  }
  Recording recording;
  recording.sample_rate_hz = meta->sample_rate_hz.value_or(1e6);
  if (lay_out_captures(*meta, octets, recording)) {
    const std::uint64_t width = bytes_per_sample(meta->format);
    for (const Segment& segment : recording.segments) {
      if (segment.samples == 0 || segment.byte_offset > octets ||
          segment.samples > (octets - segment.byte_offset) / width) {
        std::abort(); // a segment reaches outside the file
      }
    }
  }
  return 0;
}
