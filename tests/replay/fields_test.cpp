// What the report says of each sample's cell against what its truth file says.
#include "tests/replay/sample_run.h"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <set>

using namespace cw::test;
using Json = nlohmann::json;

namespace {

const Json& only_cell(const Sample& sample) {
  const Json& report = plain_run(sample).report;
  REQUIRE(report.is_object());
  REQUIRE(report.at("cells").size() == 1);
  return report["cells"][0];
}

// What the codes of the truth file mean, by the clause named.
int maximum_of_retransmissions(int code) { // TS 44.018 §10.5.2.29
  constexpr int k_values[] = {1, 2, 4, 7};
  return k_values[code];
}

int tx_integer(int code) { // TS 44.018 §10.5.2.29
  constexpr int k_values[] = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 20, 25, 32, 50};
  return k_values[code];
}

std::vector<int> sorted(const Json& list) {
  std::vector<int> numbers = list;
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

/// SI3 and SI4 share these; TS 44.018 §10.5.2.4, §10.5.2.34, TS 45.008 §6.4, TS 44.060 §12.24.
void check_selection(const Json& si, const Json& cell) {
  CHECK(si.at("cell_reselect_hysteresis_db") == cell.at("crh_db"));
  CHECK(si.at("ms_txpwr_max_cch") == cell.at("ms_txpwr"));
  CHECK(si.at("acs") == (cell.at("acs") == 1));
  CHECK(si.at("neci") == (cell.at("neci") == 1));
  CHECK(si.at("rxlev_access_min_code") == cell.at("rxlev_min"));
  CHECK(si.at("rxlev_access_min_dbm") == cell.at("rxlev_min").get<int>() - 110);
  CHECK(si.at("cbq") == (cell.at("cbq") == 1));
  CHECK(si.at("cell_reselect_offset_db") == cell.at("cro").get<int>() * 2);
  CHECK(si.at("temporary_offset_code") == cell.at("to"));
  CHECK(si.at("temporary_offset_db") == cell.at("to").get<int>() * 10);
  CHECK(si.at("penalty_time_code") == cell.at("pt"));
  CHECK(si.at("penalty_time_s") == cell.at("pt").get<int>() * 20 + 20);
  CHECK(si.at("cell_reselect_offset_subtracted") == (cell.at("pt") == 31));
  CHECK(si.at("gprs") == cell.at("gprs"));
  CHECK(si.at("mcc") == cell.at("mcc"));
  CHECK(si.at("mnc") == cell.at("mnc"));
  CHECK(si.at("lac") == cell.at("lac"));
}

void check_rach(const Json& si, const Json& cell) {
  CHECK(si.at("max_retrans") == maximum_of_retransmissions(cell.at("max_retrans")));
  CHECK(si.at("tx_integer") == tx_integer(cell.at("tx_integer")));
  CHECK(si.at("cell_bar_access") == (cell.at("cell_bar") == 1));
  CHECK(si.at("re") == (cell.at("re") == 1));
  CHECK(si.at("acc_code") == cell.at("acc"));
}

} // namespace

TEST_CASE("replay: identity, carrier and clocks of each sample's cell", "[replay]") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const Json& said = only_cell(sample);
    const Json& cell = sample.cell;
    CHECK(said.at("rat") == "gsm");
    CHECK(said.at("id") == cell_id(cell));
    CHECK(said.at("mcc") == cell.at("mcc"));
    CHECK(said.at("mnc") == cell.at("mnc"));
    CHECK(said.at("lac") == cell.at("lac"));
    CHECK(said.at("ci") == cell.at("ci"));
    CHECK(said.at("arfcn") == cell.at("arfcn"));
    CHECK(said.at("band") == cell.at("band"));
    CHECK(said.at("bsic") == cell.at("bsic_value"));
    CHECK(said.at("ncc") == cell.at("bsic")[0]);
    CHECK(said.at("bcc") == cell.at("bsic")[1]);
    CHECK(said.at("carrier_hz") == cell.at("carrier_hz"));
    CHECK(said.at("combined_ccch") == cell.at("combined"));
    CHECK(said.at("frequency_error_raw_hz").get<double>() ==
          Approx(cell.at("offset_hz_seen").get<double>()).margin(5));
    CHECK(said.at("frequency_error_ppm").get<double>() ==
          Approx(cell.at("carrier_ppm").get<double>()).margin(0.005));
    CHECK(said.at("clock_error_ppm").get<double>() ==
          Approx(cell.at("clock_ppm").get<double>()).margin(0.05));
    CHECK(said.at("snr_db").get<double>() ==
          Approx(sample.truth.at("esn0_db_at_0dB").get<double>()).margin(5));
    CHECK(said.at("last_seen_s") > sample.truth.at("seconds").get<double>() - 0.1);
  }
}

TEST_CASE("replay: the input is described as its metadata does", "[replay]") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const Json& report = plain_run(sample).report;
    CHECK(report.at("format") == "cellwarden-report/1");
    REQUIRE(report.at("inputs").size() == 1);
    const Json& input = report["inputs"][0];
    CHECK(input.at("path") == sample.recording);
    CHECK(input.at("datatype") == sample.truth.at("format"));
    CHECK(input.at("sample_rate_hz") == sample.truth.at("rate"));
    CHECK(input.at("center_hz") == sample.truth.at("center_hz"));
    CHECK(input.at("duration_s") == sample.truth.at("seconds"));
    CHECK(input.at("captures") == 1);
    CHECK(input.at("gaps").empty());
    CHECK(input.at("warnings").empty());
  }
}

TEST_CASE("replay: exactly the system information that was sent", "[replay]") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    std::set<std::string> sent;
    for (const std::string kind : sample.cell.at("si")) {
      sent.insert("si" + kind);
    }
    for (const Json& block : plain_run(sample).blocks_of("sacch")) {
      sent.insert(octets_of(block).substr(12, 2) == "1d" ? "si5" : "si6");
    }
    std::set<std::string> said;
    for (const auto& [kind, fields] : only_cell(sample).at("system_information").items()) {
      said.insert(kind);
    }
    CHECK(said == sent);
  }
}

TEST_CASE("replay: SI3 and SI4 of each sample", "[replay]") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const Json& cell = sample.cell;
    const Json& si3 = only_cell(sample).at("system_information").at("si3");
    CHECK(si3.at("ci") == cell.at("ci"));
    CHECK(si3.at("t3212_code") == cell.at("t3212"));
    CHECK((cell.at("t3212") == 0 ? si3.at("t3212_min").is_null() || si3.at("t3212_min") == 0
                                 : si3.at("t3212_min") == cell.at("t3212").get<int>() * 6));
    CHECK(si3.at("att") == (cell.at("att") == 1));
    CHECK(si3.at("bs_ag_blks_res") == cell.at("bs_ag_blks_res"));
    CHECK(si3.at("bs_pa_mfrms") == cell.at("bs_pa_mfrms"));
    CHECK(si3.at("combined_ccch") == cell.at("combined"));
    CHECK(si3.at("cbq3") == cell.at("cbq3"));
    CHECK(si3.at("pwrc") == (cell.at("pwrc") == 1));
    CHECK(si3.at("dtx_code") == cell.at("dtx"));
    CHECK(si3.at("radio_link_timeout") == cell.at("rlt").get<int>() * 4 + 4);
    CHECK(si3.at("early_classmark_sending") == (cell.at("ecsc") == 1));
    check_selection(si3, cell);
    check_rach(si3, cell);
    const Json& si4 = only_cell(sample).at("system_information").at("si4");
    check_selection(si4, cell);
    check_rach(si4, cell);
  }
}

TEST_CASE("replay: frequency lists and neighbours of each sample", "[replay]") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const Json& cell = sample.cell;
    const Json& said = only_cell(sample).at("system_information");
    CHECK(said.at("si1").at("cell_arfcns") == sorted(cell.at("ca")));
    CHECK(said.at("si2").at("neighbour_arfcns") == sorted(cell.at("ba")));
    CHECK(said.at("si2").at("ncc_permitted").size() == 8); // 255
    CHECK(cell.at("ncc_permitted") == 255);
    if (said.contains("si5")) {
      CHECK(said.at("si5").at("neighbour_arfcns") == sorted(cell.at("ba")));
    }
    if (said.contains("si6")) {
      CHECK(said.at("si6").at("ci") == cell.at("ci"));
    }
  }
}

TEST_CASE("replay: GPRS and LTE neighbours of the lawful sample", "[replay]") {
  const Sample& lawful = sample("legit_sample");
  const Json& said = only_cell(lawful).at("system_information");
  CHECK(said.at("si13").at("rac") == lawful.cell.at("rac"));
  CHECK(said.at("si3").at("ra_colour") == lawful.cell.at("rac"));
  const Json& lte = said.at("si2quater").at("eutran_neighbours");
  REQUIRE(lte.size() == 1);
  CHECK(lte[0].at("earfcns") == lawful.cell.at("earfcns"));
  CHECK(lte[0].at("eutran_priority") == lawful.cell.at("eutran_prio"));
  CHECK(lte[0].at("thresh_eutran_high_db") == lawful.cell.at("thresh_high").get<int>() * 2);
  CHECK(lte[0].at("thresh_eutran_low_db") == lawful.cell.at("thresh_low").get<int>() * 2);
  CHECK(lte[0].at("eutran_qrxlevmin_dbm") == lawful.cell.at("qrxlevmin").get<int>() * 2 - 140);
}

TEST_CASE("replay: paging is counted by identity type", "[replay]") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    // Truth counts those in blocks cut by the ends too: six blocks of four at most.
    const Json& sent = sample.cell.at("paged_ids_sent_incl_edges");
    const Json& said = only_cell(sample).at("paging");
    CHECK(said.at("imsi") <= sent.at("imsi"));
    CHECK(said.at("tmsi") <= sent.at("tmsi"));
    CHECK(said.at("imsi").get<int>() + said.at("tmsi").get<int>() + 24 >=
          sent.at("imsi").get<int>() + sent.at("tmsi").get<int>());
    CHECK(said.at("records") == said.at("imsi").get<int>() + said.at("tmsi").get<int>());
    CHECK(said.at("imei") == 0);
    CHECK(said.at("other") == 0);
  }
}

TEST_CASE("replay: dialogues are counted by message and cause", "[replay]") {
  const Json& keeps = only_cell(sample("fake_selfnb_sample")).at("dialogue");
  CHECK(keeps.at("immediate_assignments") == 2);
  CHECK(keeps.at("messages").at("identity_request") == 4);
  CHECK(keeps.at("messages").at("location_updating_reject") == 1);
  CHECK(keeps.at("messages").at("location_updating_accept") == 1);
  CHECK(keeps.at("messages").at("channel_release") == 2);
  CHECK(keeps.at("causes").at("location_updating_reject") == Json{{"15", 1}});
  const Json& pushes = only_cell(sample("fake_lacchange_sample")).at("dialogue");
  CHECK(pushes.at("messages").contains("cp_data"));
  CHECK_FALSE(pushes.at("messages").contains("ciphering_mode_command"));
  const Json& lawful = only_cell(sample("legit_sample")).at("dialogue");
  CHECK(lawful.at("messages").at("ciphering_mode_command") == 1);
  CHECK_FALSE(lawful.at("messages").contains("identity_request"));
}
