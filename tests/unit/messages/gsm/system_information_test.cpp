#include "messages/gsm/system_information.h"
#include "tests/support/catch.hpp"
#include "tests/unit/messages/sample_blocks.h"

#include <string>
#include <vector>

namespace {

using namespace cw::messages;
using namespace cw::messages::gsm;

using Arfcns = std::vector<std::uint16_t>;

TEST_CASE("SI3: identity, control channel and selection as the generator was told") {
  const auto si = parse_si3(octets(k_si3));
  REQUIRE(si);
  CHECK(si->ci == 0xABCD);
  CHECK(si->lai.plmn.mcc_text() == "262");
  CHECK(si->lai.plmn.mnc_text() == "98");
  CHECK(si->lai.lac == 0x1234);
  CHECK(si->control.att);
  CHECK(si->control.bs_ag_blks_res == 1);
  CHECK_FALSE(si->control.combined());
  CHECK(si->control.bs_pa_mfrms() == 4);
  CHECK(si->control.t3212_min() == 60U);
  CHECK(si->options.dtx == 1);
  CHECK(si->options.radio_link_timeout() == 20);
  CHECK(si->selection.cell_reselect_hysteresis_db() == 6);
  CHECK(si->selection.ms_txpwr_max_cch == 5);
  CHECK(si->selection.neci);
  CHECK(si->selection.rxlev_access_min_dbm() == -102);
}

TEST_CASE("SI3: access classes, and barred") {
  const auto si = parse_si3(octets(k_si3));
  REQUIRE(si);
  CHECK(si->rach.max_retrans() == 2);
  CHECK(si->rach.tx_integer() == 32);
  CHECK(si->rach.cell_bar_access);
  CHECK(si->rach.re);
  CHECK(si->rach.acc == 0x0401);
}

TEST_CASE("SI3: rest octets") {
  const auto si = parse_si3(octets(k_si3));
  REQUIRE(si);
  REQUIRE(si->reselection);
  CHECK(si->reselection->cbq);
  CHECK(si->reselection->cell_reselect_offset_db() == 50);
  CHECK(si->reselection->temporary_offset_db() == 20U);
  CHECK(si->power_offset_code == 2);
  CHECK(si->si2ter_ind);
  CHECK(si->early_classmark_sending);
  CHECK_FALSE(si->si9_where);
  REQUIRE(si->gprs);
  CHECK(si->gprs->ra_colour == 77 % 8);
  CHECK_FALSE(si->gprs->si13_on_bcch_ext);
  CHECK(si->si2quater_on_ext == true);
}

TEST_CASE("SI3: penalty time 31 means that the offset is subtracted, and is no time") {
  const auto si = parse_si3(octets(k_si3));
  REQUIRE(si);
  REQUIRE(si->reselection);
  CHECK(si->reselection->penalty_time_code == 31);
  CHECK(si->reselection->offset_subtracted());
  CHECK_FALSE(si->reselection->penalty_time_s());
}

TEST_CASE("SI3: rest octets that are all padding hold nothing") {
  const auto si = parse_si3(octets("49061babcd62f289123448020a1465487b04012b2b2b2b"));
  REQUIRE(si);
  CHECK_FALSE(si->reselection);
  CHECK_FALSE(si->gprs);
  CHECK_FALSE(si->si2quater_on_ext);
  CHECK_FALSE(si->si2ter_ind);
}

TEST_CASE("SI3: T3212 0 means no periodic updating") {
  const auto si = parse_si3(octets("49061babcd62f28912344802001465487b04012b2b2b2b"));
  REQUIRE(si);
  CHECK_FALSE(si->control.t3212_min());
}

TEST_CASE("SI3: a combined CCCH is told by its configuration 1") {
  const auto si = parse_si3(octets("49061babcd62f289123449020a1465487b04012b2b2b2b"));
  REQUIRE(si);
  CHECK(si->control.combined());
}

TEST_CASE("SI3: digits that are none are kept, for a cell that sends them has to be reported") {
  const auto si = parse_si3(octets("49061babcdffffff123448020a1465487b04012b2b2b2b"));
  REQUIRE(si);
  CHECK_FALSE(si->lai.plmn.digits_valid());
  CHECK(si->lai.plmn.mcc_text() == "fff");
}

TEST_CASE("SI4: the same identity and selection as SI3, and no CBCH") {
  const auto si3 = parse_si3(octets(k_si3));
  const auto si4 = parse_si4(octets(k_si4));
  REQUIRE(si3);
  REQUIRE(si4);
  CHECK(si4->lai == si3->lai);
  CHECK(si4->selection == si3->selection);
  CHECK(si4->reselection == si3->reselection);
  CHECK(si4->power_offset_code == si3->power_offset_code);
  CHECK(si4->gprs == si3->gprs);
  CHECK_FALSE(si4->cbch);
}

TEST_CASE(
    "SI4: a CBCH within the L2 pseudo length is read, rest octets that look like one are not") {
  const auto with = parse_si4(octets("41061c62f289123465487b0401642120572b2b2b2b2b2b"));
  REQUIRE(with);
  REQUIRE(with->cbch);
  CHECK(with->cbch->kind == ChannelDescription::Kind::sdcch4);
  CHECK(with->cbch->slot == 1);
  CHECK(with->cbch->tsc == 1);
  CHECK(with->cbch->arfcn == 0x57);
  const auto without = parse_si4(octets("31061c62f289123465487b0401642120572b2b2b2b2b2b"));
  REQUIRE(without);
  CHECK_FALSE(without->cbch);
}

TEST_CASE("SI1: cell channels and band") {
  const auto si = parse_si1(octets(k_si1));
  REQUIRE(si);
  CHECK(si->cell_channels.arfcns == Arfcns{62});
  CHECK_FALSE(si->nch_position);
  CHECK_FALSE(si->band_1900);
  const auto pcs = parse_si1(octets("550619000000000000000020000000000000007b04016b"));
  REQUIRE(pcs);
  CHECK(pcs->band_1900);
}

TEST_CASE("SI2, 2bis, 2ter: neighbours") {
  const auto si2 = parse_si2(octets(k_si2));
  REQUIRE(si2);
  CHECK(si2->neighbours.arfcns == Arfcns{10, 20, 62, 124});
  CHECK(si2->ncc_permitted == 0x0C);
  const auto si2bis = parse_si2bis(octets(k_si2bis));
  REQUIRE(si2bis);
  CHECK(si2bis->neighbours.arfcns == Arfcns{700, 710, 750});
  CHECK(si2bis->neighbours.ext_ind);
  const auto si2ter = parse_si2ter(octets(k_si2ter));
  REQUIRE(si2ter);
  CHECK(si2ter->neighbours.arfcns == Arfcns{0, 5, 980, 1000, 1023});
}

TEST_CASE("SI13: routing area and GPRS options") {
  const auto si = parse_si13(octets(k_si13));
  REQUIRE(si);
  CHECK(si->rest_present);
  CHECK_FALSE(si->pbcch);
  CHECK(si->rac == 77);
  CHECK(si->spgc_ccch_sup);
  CHECK(si->gprs.nmo_code == 1);
  CHECK(si->gprs.t3168_code == 3);
  CHECK(si->gprs.bs_cv_max == 9);
}

TEST_CASE("SI13: a GPRS mobile allocation is stepped over") {
  // By hand: H, 0, 0; change mark 2, HSN 5, RFL 3 and 4, a bit map of 8; RAC 77; checked with
  // tshark.
  const auto si = parse_si13(octets("01060080c2ce80f4a4deab2b2b2b2b2b2b2b2b2b2b2b2b"));
  REQUIRE(si);
  CHECK(si->has_mobile_allocation);
  CHECK(si->rac == 77);
  CHECK(si->priority_access_thr_code == 6);
  CHECK(si->network_control_order == 2);
  CHECK(si->gprs.nmo_code == 2);
}

TEST_CASE("SI13: a mobile allocation longer than the block is a bad value") {
  const auto si = parse_si13(octets("010600808fff" + std::string(34, 'f')));
  CHECK(si.error() == ParseError::bad_value);
}

TEST_CASE("SI13: without GPRS the rest octets hold nothing") {
  const auto si = parse_si13(octets("0106002b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"));
  REQUIRE(si);
  CHECK_FALSE(si->rest_present);
}

TEST_CASE("system information: another message is the wrong type") {
  CHECK(parse_si3(octets(k_si1)).error() == ParseError::wrong_type);
  CHECK(parse_si13(octets(k_si4)).error() == ParseError::wrong_type);
}

} // namespace
