// Rows of other people's tables: what each format's row becomes, and why some are refused.
#include "detector/baseline/import/cell_check.h"
#include "detector/baseline/import/csv_fields.h"
#include "detector/baseline/import/field_text.h"
#include "detector/baseline/import/named_table.h"
#include "detector/baseline/import/table_parser.h"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

using namespace cw::detector;

namespace {

struct Parsed {
  std::uint64_t line = 0;
  ParsedRow row;
};

struct Table {
  std::vector<Parsed> rows;
  std::string error, format;
};

Table parse(std::string_view text, const TableHints& hints = {}, std::size_t piece = 1U << 20U) {
  TableParser parser(hints);
  Table table;
  const auto on_row = [&](const TableParser::Row& row) {
    table.rows.push_back({row.line, row.parsed});
  };
  tl::expected<void, std::string> fed;
  for (std::size_t at = 0; at < text.size() && fed; at += piece) {
    fed = parser.feed(text.substr(at, piece), on_row);
  }
  if (fed) {
    fed = parser.finish(on_row);
  }
  table.error = fed ? "" : fed.error();
  table.format = parser.format() == nullptr ? "" : parser.format()->name();
  return table;
}

constexpr std::string_view k_opencellid = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,"
                                          "changeable,created,updated,averageSignal\n";

/// The verdict on one row of an OpenCelliD table.
ParsedRow opencellid(const std::string& row) {
  const Table table = parse(std::string(k_opencellid) + row + "\n");
  REQUIRE(table.rows.size() == 1);
  return table.rows.front().row;
}

std::string why(const std::string& row) {
  const ParsedRow parsed = opencellid(row);
  return parsed.verdict == Verdict::refused ? std::string(parsed.why) : "used";
}

} // namespace

TEST_CASE("import: an OpenCelliD row with all it says", "[import]") {
  const ParsedRow row = opencellid(
      "LTE,262,2,4001,26355458,17,13.4049540,-52.5200066,1500,9,1,1400000000,1450000000,0");
  REQUIRE(row.has_cell);
  CHECK_FALSE(row.has_site);
  CHECK(row.cell == CellRecord{.cell = 26355458,
                               .network = network_number(Rat::lte, 262, 2),
                               .area = 4001,
                               .lat_e7 = -525200066,
                               .lon_e7 = 134049540,
                               .range_m = 1500,
                               .samples = 9,
                               .first_seen_unix_s = 1400000000,
                               .last_seen_unix_s = 1450000000,
                               .unit = 17,
                               .mnc_digits = 0});
}

TEST_CASE("import: without a header, with one in the middle, with CR LF, it is the same table",
          "[import]") {
  const std::string one = "GSM,262,1,7,11,-1,13.4,52.5,1000,1,1,1400000000,1450000000,";
  const std::string two = "GSM,262,1,7,12,-1,13.4,52.5,1000,1,1,1400000000,1450000000,";
  const Table with = parse(std::string(k_opencellid) + one + "\n" + two + "\n");
  REQUIRE(with.rows.size() == 2);
  const std::string again = "\n\nradio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,"
                            "created,updated,avgSignal\n";
  for (const std::string& text :
       {fmt::format("{}\n{}", one, two),
        fmt::format("{}{}{}\n", one, again, two),
        fmt::format("\xEF\xBB\xBF{}{}\r\n{}\r\n", k_opencellid, one, two)}) {
    const Table other = parse(text);
    CAPTURE(text, other.error);
    REQUIRE(other.rows.size() == 2);
    CHECK(other.rows[0].row.cell == with.rows[0].row.cell);
    CHECK(other.rows[1].row.cell == with.rows[1].row.cell);
  }
}

TEST_CASE("import: cutting the text elsewhere gives the same rows", "[import]") {
  const std::string text = std::string(k_opencellid) +
                           "GSM,262,1,7,11,-1,13.4,52.5,1000,1,1,1400000000,1450000000,0\r\n"
                           "\n\"GSM\",262,1,7,12,-1,13.4,52.5,1000,1,1,1400000000,1450000000,0\n"
                           "GSM,262,1,7,13,-1,\"13.4,52.5\n" +
                           std::string(20'000, 'x') + "\nGSM,262,1,7,14,-1,1,2,3,4,5,6,7,8";
  const Table whole = parse(text);
  REQUIRE(whole.rows.size() == 5);
  CHECK(whole.rows[2].row.why == "quotes that do not match");
  CHECK(whole.rows[3].row.why == "a line too long to be a row");
  for (const std::size_t piece : {1U, 7U, 64U}) {
    const Table cut = parse(text, {}, piece);
    REQUIRE(cut.rows.size() == whole.rows.size());
    for (std::size_t i = 0; i < cut.rows.size(); ++i) {
      CAPTURE(piece, i);
      CHECK(cut.rows[i].line == whole.rows[i].line);
      CHECK(cut.rows[i].row.why == whole.rows[i].row.why);
      CHECK(cut.rows[i].row.cell == whole.rows[i].row.cell);
    }
  }
}

TEST_CASE("import: numbers that stand for unknown are no cell", "[import]") {
  const std::string rest = ",-1,13.4,52.5,1000,1,1,1400000000,1450000000,0";
  for (const char* area : {"0", "65534", "65535", "2147483647"}) {
    CAPTURE(area);
    CHECK(why(std::string("GSM,262,1,") + area + ",11" + rest) == "the area stands for unknown");
  }
  for (const char* cell : {"0", "65535", "268435455", "2147483647", "9223372036854775807"}) {
    CAPTURE(cell);
    CHECK(why(std::string("LTE,262,1,7,") + cell + rest) == "the cell number stands for unknown");
  }
  CHECK(why("NR,262,1,7,68719476735" + rest) == "the cell number stands for unknown");
  CHECK(why("GSM,262,1,7,11,-1,0,0,1000,1,1,1400000000,1450000000,0") ==
        "the position stands for unknown");
}

TEST_CASE("import: numbers that no network has are no cell, those on the edge are", "[import]") {
  const std::string rest = ",-1,13.4,52.5,1000,1,1,1400000000,1450000000,0";
  CHECK(why("GSM,262,1,1,65534" + rest) == "used");
  CHECK(why("GSM,262,1,1,65536" + rest) == "no such cell number");
  CHECK(why("GSM,262,1,65533,1" + rest) == "used");
  CHECK(why("GSM,262,1,65536,1" + rest) == "no such area");
  CHECK(why("NR,262,1,16777213,1" + rest) == "used");
  CHECK(why("NR,262,1,16777215,1" + rest) == "no such area");
  CHECK(why("UMTS,262,1,1,268435454" + rest) == "used");
  CHECK(why("NR,262,1,1,68719476734" + rest) == "used");
  CHECK(why("GSM,1,1,1,1" + rest) == "MCC 001 and 999 are for tests and closed networks");
  CHECK(why("GSM,199,1,1,1" + rest) == "no such MCC");
  CHECK(why("GSM,901,70,1,1" + rest) == "used");
  CHECK(why("GSM,262,1000,1,1" + rest) == "no such MNC");
  CHECK(why("GSM,262,-1,1,1" + rest) == "no such MNC");
  CHECK(why("GSM,262,x,1,1" + rest) == "no PLMN");
  CHECK(why("NBIOT,262,1,1,1" + rest) == "no such technology");
  CHECK(why("GSM,262,1,1,1,-1,13.4,90.1,1000,1,1,1,1,0") == "no such position");
  CHECK(why("GSM,262,1,1,1,-1,\"13,4\",\"52,5\",1000,1,1,1,1,0") == "no such position");
  CHECK(why("GSM,262,1,1,1,-1,nan,inf,1000,1,1,1,1,0") == "no such position");
  CHECK(why("GSM,262,1,1,1,-1,1.34e1,5.25e1,1000,1,1,1,1,0") == "used");
  CHECK(why("GSM,262,1,1,1,-1,13.4,52.5,1000,1,1,1400000000") == "fewer columns than the header");
  CHECK(opencellid("CDMA,310,4183,22,1234" + rest).verdict == Verdict::skipped);
}

TEST_CASE("import: a count or a time that cannot be is unknown and spoils nothing", "[import]") {
  const CellRecord cell =
      opencellid("GSM,262,01,1,1,,13.4,52.5,2147483647,4294967295,1,-1,0,0").cell;
  CHECK(cell.range_m == k_unknown);
  CHECK(cell.samples == 0);
  CHECK(cell.first_seen_unix_s == 0);
  CHECK(cell.last_seen_unix_s == 0);
  CHECK(cell.mnc_digits == 2); // here somebody kept the zero
}

TEST_CASE("import: OpenCelliD's measurements", "[import]") {
  const Table table = parse(
      "mcc,mnc,lac,cellid,lat,lon,signal,measured_at,rating,speed,direction,act,ta,psc,tac,pci,sid,"
      "nid,bid\n"
      "262,2,4001,26355458,52.5,13.4,-71,1624800617249,11.0,1.3,347.8,LTE+,2,,4002,112,,,\n");
  CHECK(table.format == "OpenCelliD measurements");
  REQUIRE(table.rows.size() == 1);
  const CellRecord& cell = table.rows[0].row.cell;
  CHECK(cell.network == network_number(Rat::lte, 262, 2));
  CHECK(cell.area == 4002); // TAC before LAC
  CHECK(cell.unit == 112);
  CHECK(cell.first_seen_unix_s == 1624800617);
  CHECK(cell.samples == 1);
}

TEST_CASE("import: Tower Collector, either header, and neighbours without identity", "[import]") {
  const std::string old_header =
      "mcc,mnc,lac,cell_id,psc,asu,dbm,ta,lat,lon,accuracy,speed,bearing,altitude,measured_at,"
      "net_type,neighboring,device\r\n";
  const Table old = parse(
      old_header +
      "262,1,2201,21001,-1,20,-73,3,52.5,13.4,4.5,1,1,1,\"2024-03-05T08:15:06.000Z\",GSM,false,"
      "\"A \"\"B\"\", C\"\r\n"
      ",2147483647,2147483647,9223372036854775807,112,40,-100,,52.5,13.4,4.5,1,1,1,"
      "\"2024-03-05T08:15:06.000Z\",LTE,true,\"A\"\r\n");
  CHECK(old.format == "Tower Collector export");
  REQUIRE(old.rows.size() == 2);
  CHECK(old.rows[0].row.has_cell);
  CHECK(old.rows[0].row.cell.first_seen_unix_s == 1709626506);
  CHECK(old.rows[1].row.verdict == Verdict::skipped);
  const Table now = parse(
      "mcc,mnc,lac,cell_id,short_cell_id,rnc,psc,asu,dbm,ta,lat,lon,accuracy,speed,bearing,"
      "altitude,"
      "measured_at,net_type,neighboring,discovered_at,device,rsrp,rsrq,rssi,rssnr,cqi,rscp,csi_"
      "rsrp,"
      "csi_rsrq,csi_sinr,ss_rsrp,ss_rsrq,ss_sinr,cdma_dbm,cdma_ecio,evdo_dbm,evdo_ecio,evdo_snr,"
      "ec_no,arfcn\n"
      "262,1,2201,21001,,,,20,-73,3,52.5,13.4,4.5,1,1,1,\"2024-03-05T08:15:00.000Z\",GSM,false,"
      "\"2024-03-05T08:15:00.000Z\",\"A\",,,,,,,,,,,,,,,,,,,51\n");
  REQUIRE(now.rows.size() == 1);
  CHECK(now.rows[0].row.cell.channel == 51);
}

TEST_CASE("import: WiGLE, technology out of AuthMode, MNC by its digits", "[import]") {
  const Table table = parse(
      "WigleWifi-1.6,appRelease=2,model=M,release=1,device=d,display=d,board=b,brand=b,star=Sol,"
      "body=3,subBody=0\n"
      "MAC,SSID,AuthMode,FirstSeen,Channel,Frequency,RSSI,CurrentLatitude,CurrentLongitude,"
      "AltitudeMeters,AccuracyMeters,RCOIs,MfgrId,Type\n"
      "26201_40000_26355458,Some,LTE;de,2018-05-01 10:00:03,,1300,-113,47.995,7.849,0,4,,,GSM\n"
      "310026_40000_77,\"A, B\",GSM;us,2018-05-01 10:00:04,,,0,47.995,7.849,0,4,,,GSM\n"
      "02:00:00:00:00:01,net,[ESS],2018-05-01 10:00:05,6,2437,-70,47.995,7.849,0,4,,,WIFI\n"
      "26201_65534_26355458,Some,LTE;de,2018-05-01 10:00:03,,1300,-113,47.995,7.849,0,4,,,LTE\n");
  CHECK(table.format == "WiGLE CSV");
  REQUIRE(table.rows.size() == 4);
  const CellRecord& lte = table.rows[0].row.cell;
  CHECK(lte.network == network_number(Rat::lte, 262, 1));
  CHECK(lte.mnc_digits == 2);
  CHECK(lte.channel == 1300);
  CHECK(lte.first_seen_unix_s == 1525168803);
  CHECK(table.rows[1].row.cell.network == network_number(Rat::gsm, 310, 26));
  CHECK(table.rows[1].row.cell.mnc_digits == 3);
  CHECK(table.rows[2].row.verdict == Verdict::skipped);
  CHECK(table.rows[3].row.why == "the area stands for unknown");
}

TEST_CASE("import: WiGLE 1.4 keeps the ARFCN under Channel", "[import]") {
  const Table table =
      parse("WigleWifi-1.4,appRelease=2\n"
            "MAC,SSID,AuthMode,FirstSeen,Channel,RSSI,CurrentLatitude,"
            "CurrentLongitude,AltitudeMeters,AccuracyMeters,Type\n"
            "26201_21014_8434,T,GSM;de,2018-05-01 10:00:00,20,-71,47.9,7.8,2,4,GSM\n");
  REQUIRE(table.rows.size() == 1);
  CHECK(table.rows[0].row.cell.channel == 20);
}

TEST_CASE("import: ANFR gives places of operators and bands, and no cells", "[import]") {
  const Table table = parse("\xEF\xBB\xBFid;adm_lb_nom;sup_id;emr_lb_systeme;coordonnees;statut\r\n"
                            "1;ORANGE;9;GSM 900;44.8292,-0.4161;En service\r\n"
                            "2;CARA\xCF"
                            "BES;9;NR 3500;44.8292, -0.4161;Techniquement op\xE9rationnel\r\n"
                            "3;SFR;9;LTE 800;44.8292,-0.4161;Projet approuv\xC3\xA9\r\n"
                            "4;SFR;9;FH;44.8292,-0.4161;En service\r\n"
                            "5;SFR;9;LTE 800;44.8292;En service\r\n");
  CHECK(table.format == "ANFR observatoire");
  REQUIRE(table.rows.size() == 5);
  const ParsedRow& orange = table.rows[0].row;
  CHECK_FALSE(orange.has_cell);
  REQUIRE(orange.has_site);
  CHECK(orange.site.operator_name == "ORANGE");
  CHECK(orange.site.mcc == 208);
  CHECK(orange.site.mnc == 1);
  CHECK(orange.site.rat == Rat::gsm);
  CHECK(orange.site.band_mhz == 900);
  CHECK(orange.site.lat_e7 == 448292000);
  CHECK(orange.site.lon_e7 == -4161000);
  CHECK(table.rows[1].row.site.operator_name == "CARA\xC3\x8F"
                                                "BES"); // was Windows-1252
  CHECK_FALSE(table.rows[1].row.site.plmn_known);
  CHECK(table.rows[2].row.verdict == Verdict::skipped);
  CHECK(table.rows[3].row.verdict == Verdict::refused);
  CHECK(table.rows[4].row.why == "no such position");
}

TEST_CASE("import: ISED gives sites, and cells where the licensee wrote down real ones",
          "[import]") {
  const std::string header = "upload_date*,licensee_name*,technology,cell_id,physical_id,latitude,"
                             "longitude,date_last_changed,tx_frequency\n";
  const Table table =
      parse(header + "x,A Inc.,LTE,610-58004-140865577,503.0,46.4,-63.8,2025-04-15,2125.0\n"
                     "x,B Inc.,GSM,302720-0318-00011225,,46.4,-63.8,2025-04-15,875.0\n"
                     "x,X Inc.,LTE,302000-65500-0060189,12.0,46.4,-63.8,2025-04-15,2655\n"
                     "x,Bragg Inc.,LTE,302270-22101-1,12.0,46.4,-63.8,2025-04-15,720\n"
                     "x,C Inc.,LTE,,,46.4,-63.8,2025-04-15,720\n"
                     "x,R Inc.,Other,,,46.4,-63.8,2025-04-15,160.3\n");
  CHECK(table.format == "ISED site data");
  REQUIRE(table.rows.size() == 6);
  const ParsedRow& lte = table.rows[0].row;
  REQUIRE(lte.has_cell);
  CHECK(lte.cell.network == network_number(Rat::lte, 302, 610));
  CHECK(lte.cell.area == 58004);
  CHECK(lte.cell.cell == 140865577);
  CHECK(lte.cell.unit == 503);
  CHECK(lte.cell.last_seen_unix_s == 1744675200);
  CHECK(lte.site.band_mhz == 2100);
  CHECK(lte.site.mnc == 610);
  CHECK(table.rows[1].row.cell.area == 318);
  CHECK(table.rows[1].row.site.band_mhz == 850);
  for (std::size_t i = 2; i < 5; ++i) {
    CAPTURE(i);
    CHECK_FALSE(table.rows[i].row.has_cell);
    CHECK(table.rows[i].row.has_site);
    CHECK_FALSE(table.rows[i].row.why.empty());
  }
  CHECK_FALSE(table.rows[2].row.site.plmn_known); // 302-000 is nobody
  CHECK(table.rows[5].row.verdict == Verdict::skipped);
}

TEST_CASE("import: a table of one's own needs no map if its columns have our names", "[import]") {
  const Table table = parse("rat;mcc;mnc;area;cell;lat;lon;channel;range_m;samples;last_seen\n"
                            "GSM;262;03;318;11225;52.5;13.4;62;400;12;2024-03-05\n");
  REQUIRE(table.rows.size() == 1);
  const CellRecord& cell = table.rows[0].row.cell;
  CHECK(cell.mnc_digits == 2);
  CHECK(cell.channel == 62);
  CHECK(cell.range_m == 400);
  CHECK(cell.samples == 12);
  CHECK(cell.last_seen_unix_s == 1709596800);
}

TEST_CASE("import: --columns says which column is what", "[import]") {
  const TableHints hints{.source = std::nullopt,
                         .columns = "rat:LTE, plmn=PLMN,cell=ECI,lat=Lat,lon=Lon,pci=PCI"};
  const Table table =
      parse("PLMN\tECI\tName\tLon\tLat\tPCI\n23410\t129097582\tX\t-0.1\t51\t406\n", hints);
  CHECK(table.error.empty());
  REQUIRE(table.rows.size() == 1);
  const CellRecord& cell = table.rows[0].row.cell;
  CHECK(cell.network == network_number(Rat::lte, 234, 10));
  CHECK(cell.mnc_digits == 2);
  CHECK(cell.area == k_unknown); // an ECI needs none
  CHECK(cell.unit == 406);
}

TEST_CASE("import: a map that cannot be is one sentence", "[import]") {
  const auto error = [](const char* map) {
    return parse("A,B\n1,2\n", {.source = std::nullopt, .columns = map}).error;
  };
  CHECK(error("mcc=A,mnc=B") == "--columns needs rat");
  CHECK(error("rat:GSM") == "--columns needs plmn, or mcc and mnc");
  CHECK(error("rat:GSM,mcc=C") ==
        "--columns names a column \"C\" that the table's first line does not have");
  CHECK_THAT(error("colour=A"),
             Catch::Matchers::StartsWith("--columns does not know \"colour=A\""));
  CHECK_THAT(error("rat"), Catch::Matchers::StartsWith("--columns does not know \"rat\""));
}

TEST_CASE("import: what is no table of cells is refused by its first line", "[import]") {
  CHECK_THAT(parse("hello\n").error, Catch::Matchers::StartsWith("is no table that is known here"));
  CHECK_THAT(parse(std::string(30'000, 'x')).error,
             Catch::Matchers::StartsWith("is no table that is known here"));
  CHECK(parse("\n\n").error == "has no line in it");
  CHECK(parse("").error == "has no line in it");
  CHECK_THAT(parse(k_opencellid, {.source = ImportSource::wigle, .columns = {}}).error,
             Catch::Matchers::StartsWith("is no wigle table"));
}

TEST_CASE("import: fields, quoted and not", "[import]") {
  CsvFields fields;
  REQUIRE(fields.split(R"(a,"b ""c"", d",,"")", ','));
  REQUIRE(fields.size() == 4);
  CHECK(fields[1] == "b \"c\", d");
  CHECK(fields[3].empty());
  CHECK(fields[9].empty());
  CHECK_FALSE(fields.split("a,\"b", ','));
  CHECK_FALSE(fields.split("a,\"b\"c", ','));
  CHECK_FALSE(fields.split("a,b\"c", ','));
  CHECK_FALSE(fields.split(std::string(200, ','), ','));
}

TEST_CASE("import: times and MNCs as people write them", "[import]") {
  CHECK(unix_seconds("2024-02-29T00:00:01Z") == 1709164801U);
  CHECK(unix_seconds("2018-05-01 10:00:00") == 1525168800U);
  CHECK(unix_seconds("1624800617249") == 1624800617U);
  for (const char* none : {"", "-1", "0", "2023-02-29", "2023-02-2", "yesterday", "99999999999"}) {
    CAPTURE(none);
    CHECK_FALSE(unix_seconds(none));
  }
  CHECK(mnc_of("1")->digits == 0);
  CHECK(mnc_of("10")->digits == 0); // may be 010 that lost its zero
  CHECK(mnc_of("01")->digits == 2);
  CHECK(mnc_of("010")->digits == 3);
  CHECK_FALSE(mnc_of("0010"));
  CHECK(plmn_of("310026")->mnc.mnc == 26);
  CHECK_FALSE(plmn_of("2620"));
}
