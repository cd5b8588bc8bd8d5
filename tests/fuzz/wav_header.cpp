// The beginning of a WAV file as anybody may write it.
#include "sdr/source/wav_header.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace cw::sdr;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto wav = parse_wav_header(std::as_bytes(std::span(data, size)));
  if (wav && wav->data_offset > size) {
    std::abort(); // its samples begin outside what was read
  }
  return 0;
}
