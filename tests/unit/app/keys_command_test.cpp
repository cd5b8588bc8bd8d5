#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "tests/unit/app/program.h"

#include <nlohmann/json.hpp>

#include <filesystem>

using Catch::Matchers::ContainsSubstring;
using cw::test::file_content;
using cw::test::ProgramRun;
using cw::test::run_program;
using cw::test::TempFolder;

TEST_CASE("keys command: makes and lists, and never shows a secret", "[app][keys]") {
  const TempFolder folder;
  const std::string keys = folder.path("keys");
  for (const std::vector<std::string>& who :
       {std::vector<std::string>{"server"}, {"sensor", "van-1"}, {"client", "anna"}}) {
    std::vector<std::string> arguments = {"keys", "make"};
    arguments.insert(arguments.end(), who.begin(), who.end());
    arguments.insert(arguments.end(), {"--keys", keys});
    const ProgramRun made = run_program(arguments);
    CAPTURE(made.err);
    CHECK(made.status == 0);
    CHECK_THAT(made.out, ContainsSubstring(keys) && ContainsSubstring("server.pub"));
  }
  const ProgramRun listed = run_program({"keys", "list", "--keys", keys, "--json"});
  REQUIRE(listed.status == 0);
  const auto json = nlohmann::json::parse(listed.out);
  REQUIRE(json.size() == 3);
  CHECK(json[0]["role"] == "server");
  CHECK(json[0]["name"].is_null());
  CHECK(json[1]["name"] == "van-1");
  CHECK(json[1]["allowed"] == true);
  const ProgramRun table = run_program({"keys", "list", "--keys", keys});
  CHECK_THAT(table.out, ContainsSubstring("van-1") && ContainsSubstring("public key"));
  const std::string own = file_content(keys + "/sensors/van-1.key");
  const std::string secret = own.substr(own.find("secret ") + 7, 40);
  REQUIRE(secret.size() == 40);
  CHECK(listed.out.find(secret) == std::string::npos);
  CHECK(table.out.find(secret) == std::string::npos);
}

TEST_CASE("keys command: what cannot be is refused with one sentence", "[app][keys]") {
  const TempFolder folder;
  const std::string keys = folder.path("keys");
  const auto refused = [&](std::vector<std::string> arguments, const char* says) {
    arguments.insert(arguments.end(), {"--keys", keys});
    const ProgramRun run = run_program(arguments);
    CAPTURE(arguments, run.out, run.err);
    CHECK(run.status == 2);
    CHECK(run.out.empty());
    CHECK_THAT(run.err, Catch::Matchers::StartsWith("cellwarden: ") && ContainsSubstring(says));
  };
  refused({"keys", "list"}, "cellwarden keys make server");
  refused({"keys", "make", "king"}, "king");
  refused({"keys", "make", "sensor"}, "name");
  refused({"keys", "make", "server", "x"}, "no name");
  refused({"keys", "make", "sensor", "../x"}, "../x");
  CHECK_FALSE(std::filesystem::exists(keys));
  REQUIRE(run_program({"keys", "make", "server", "--keys", keys}).status == 0);
  refused({"keys", "make", "server"}, "refuse to overwrite");
}
