#include "messages/gsm/frequency_list.h"
#include "tests/support/catch.hpp"
#include "tests/unit/messages/block_text.h"

#include <string_view>
#include <vector>

namespace {

using namespace cw::messages;
using gsm::FrequencyFormat;

using Arfcns = std::vector<std::uint16_t>;

struct Vector {
  std::string_view text;
  FrequencyFormat format;
  Arfcns arfcns;
};

// Random octets, read by tshark 4.0.17.
const std::vector<Vector>& vectors() {
  static const std::vector<Vector> all{
      {"0593a44e000000000000000000000000",
       FrequencyFormat::bitmap_0,
       {98, 99, 100, 103, 107, 110, 112, 113, 114, 117, 120, 121, 123}},
      {"844229ba014fd24e6e98f72200000000",
       FrequencyFormat::range_1024,
       {0, 66, 105, 256, 298, 299, 355, 629, 660, 728, 733, 920, 984}},
      {"8624ac469d3b00000000000000000000",
       FrequencyFormat::range_1024,
       {0, 240, 380, 548, 810, 830}},
      {"89502083084ca2cba800000000000000",
       FrequencyFormat::range_512,
       {45, 146, 672, 710, 802, 835, 941, 996}},
      {"88b737eee1f85f000000000000000000",
       FrequencyFormat::range_512,
       {366, 504, 520, 589, 691, 724}},
      {"8be0011dacf3fddb5956000000000000",
       FrequencyFormat::range_256,
       {24, 53, 94, 142, 153, 176, 187, 960, 962, 966, 1001, 1015}},
      {"8b53573368e54fb3bb19ea04b9000000",
       FrequencyFormat::range_256,
       {678, 734, 739, 749, 775, 780, 806, 852, 872, 882, 904, 912, 929}},
      {"8deca6771ae2066f0000000000000000",
       FrequencyFormat::range_128,
       {39, 40, 48, 54, 70, 80, 985, 988, 1004, 1023}},
      {"8c25a1193fc8af710000000000000000",
       FrequencyFormat::range_128,
       {75, 103, 108, 113, 127, 142, 161, 176, 177, 182}},
  };
  return all;
}

gsm::FrequencyList read(std::string_view text) {
  const auto data = octets(text);
  BitReader in(data);
  return gsm::take_cell_channels(in);
}

TEST_CASE("frequency list: every format gives the ARFCNs another reader sees") {
  for (const Vector& vector : vectors()) {
    CAPTURE(vector.text);
    const gsm::FrequencyList list = read(vector.text);
    CHECK(list.format == vector.format);
    CHECK(list.arfcns == vector.arfcns);
  }
}

TEST_CASE("frequency list: bit map 0 has 124 in octet 1 and 1 in the last") {
  CHECK(read("08000000000000000000000000000001").arfcns == Arfcns{1, 124});
}

TEST_CASE("frequency list: a variable bit map wraps from 1023 to 0") {
  // Origin 980: 10 bits in three octets; then offsets 1 to 111.
  CHECK(read("8fea0000080000184000000000000000").arfcns == Arfcns{0, 5, 980, 1000, 1023});
}

TEST_CASE("frequency list: no neighbours is an empty list, not a failure") {
  const auto data = octets("00000000000000000000000000000000");
  BitReader in(data);
  CHECK(gsm::take_neighbours(in).arfcns.empty());
  CHECK(in.ok());
}

TEST_CASE("frequency list: reserved formats are named and empty") {
  for (const std::string_view text :
       {"40ffffffffffffffffffffffffffffff", "c0ffffffffffffffffffffffffffffff"}) {
    CHECK(read(text).format == FrequencyFormat::reserved);
    CHECK(read(text).arfcns.empty());
  }
}

TEST_CASE("frequency list: description 2 keeps multiband reporting where others have the format") {
  const auto data = octets("70000000000000000000000000000001");
  BitReader in(data);
  const gsm::FrequencyList list = gsm::take_neighbours_2(in);
  CHECK(list.format == FrequencyFormat::bitmap_0);
  CHECK(list.multiband_reporting == 3);
  CHECK(list.ba_ind);
  CHECK(list.arfcns == Arfcns{1});
}

TEST_CASE("frequency list: fewer than 16 octets fail the reader") {
  const auto data = octets("000000");
  BitReader in(data);
  CHECK(gsm::take_cell_channels(in).arfcns.empty());
  CHECK_FALSE(in.ok());
}

TEST_CASE("ranges: the clause's own formulas for the first seven numbers") {
  // §10.5.2.13.3: F2 = (W1 - 512 + W2) smod 1023, F4 = (W1 - 512 + (W2 - 256 + W4) smod 511) smod
  // 1023
  const std::vector<std::uint16_t> w{600, 100, 200, 50, 60, 70, 80};
  const auto smod = [](int a, int n) {
    return static_cast<std::uint16_t>(((a - 1) % n + n) % n + 1);
  };
  CHECK(gsm::decode_ranges(w, 1023) == Arfcns{600,
                                              smod(600 - 512 + 100, 1023),
                                              smod(600 + 200, 1023),
                                              smod(600 - 512 + smod(100 - 256 + 50, 511), 1023),
                                              smod(600 + smod(200 - 256 + 60, 511), 1023),
                                              smod(600 - 512 + smod(100 + 70, 511), 1023),
                                              smod(600 + smod(200 + 80, 511), 1023)});
}

} // namespace
