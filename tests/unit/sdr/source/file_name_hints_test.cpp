#include "sdr/source/file_name_hints.h"
#include "tests/support/catch.hpp"

using namespace cw::sdr;

TEST_CASE("file name: frequency where a program puts it", "[sdr][name]") {
  CHECK(file_name_hints("SDRSharp_20230101_120000Z_937000000Hz_IQ.wav").center_hz == 937e6);
  CHECK(file_name_hints("HDSDR_20230101_120000Z_937000kHz_RF.wav").center_hz == 937e6);
  CHECK(file_name_hints("baseband_937.2MHz_12-00-00.wav").center_hz == 937.2e6);
}

TEST_CASE("file name: gqrx says frequency, rate and format", "[sdr][name]") {
  const FileNameHints hints = file_name_hints("gqrx_20230101_120000_937000000_2400000_fc.raw");
  CHECK(hints.center_hz == 937e6);
  CHECK(hints.sample_rate_hz == 2.4e6);
  CHECK(hints.format == SampleFormat::cf32);
}

TEST_CASE("file name: two frequencies, or a bare number, say nothing", "[sdr][name]") {
  CHECK_FALSE(file_name_hints("937MHz_942MHz.cu8").center_hz);
  CHECK_FALSE(file_name_hints("capture_937000000.cu8").center_hz);
  CHECK_FALSE(file_name_hints("_Hz_.cu8").center_hz);
  CHECK_FALSE(file_name_hints("-5Hz.cu8").center_hz);
  CHECK_FALSE(file_name_hints("gqrx_a_b_c_d_fc.raw").center_hz);
  CHECK_FALSE(file_name_hints("").format);
}

TEST_CASE("file name: endings", "[sdr][name]") {
  CHECK(file_name_hints("a.cu8").format == SampleFormat::cu8);
  CHECK(file_name_hints("a.cs8").format == SampleFormat::ci8);
  CHECK(file_name_hints("a.cs16").format == SampleFormat::ci16);
  CHECK(file_name_hints("a.cfile").format == SampleFormat::cf32);
  CHECK_FALSE(file_name_hints("a.bin").format);
  CHECK_FALSE(file_name_hints("cu8").format);
}
