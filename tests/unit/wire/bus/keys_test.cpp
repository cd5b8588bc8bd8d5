#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"
#include "wire/bus/keys.h"

#include <algorithm>
#include <filesystem>

using namespace cw::wire::bus;
using Catch::Matchers::ContainsSubstring;
using cw::test::file_content;
using cw::test::TempFolder;

namespace fs = std::filesystem;

namespace {

constexpr auto k_owner_only = fs::perms::owner_read | fs::perms::owner_write;

fs::perms mode(const std::string& path) {
  return fs::status(path).permissions();
}

} // namespace

TEST_CASE("keys: made, read, listed, with modes that keep others out", "[bus][keys]") {
  const TempFolder folder;
  const std::string keys = folder.path("keys");
  REQUIRE(make_key(keys, Role::server));
  const auto made = make_key(keys, Role::sensor, "van-1");
  REQUIRE(made);
  CHECK(*made ==
        std::vector<std::string>{keys + "/sensors/van-1.key", keys + "/allowed/sensors/van-1.pub"});
  REQUIRE(make_key(keys, Role::client, "anna"));
  CHECK(mode(keys + "/server.key") == k_owner_only);
  CHECK(mode(keys + "/sensors/van-1.key") == k_owner_only);
  CHECK(mode(keys) == fs::perms::owner_all);
  CHECK(file_content(keys + "/server.pub").find("secret") == std::string::npos);

  const auto server = read_server_keys(keys);
  const auto sensor = read_peer_keys(keys, Role::sensor, "van-1");
  REQUIRE(server);
  REQUIRE(sensor);
  CHECK(sensor->server_public_key == server->own.public_key);
  CHECK(sensor->own.secret_key.size() == 40);
  const auto allowed = read_allowed_keys(keys);
  REQUIRE(allowed);
  REQUIRE(allowed->size() == 2);
  CHECK((*allowed)[0].name == "van-1");
  CHECK((*allowed)[0].public_key == sensor->own.public_key);

  const auto list = list_keys(keys);
  REQUIRE(list);
  REQUIRE(list->size() == 3);
  CHECK((*list)[0].role == Role::server);
  CHECK((*list)[1].name == "van-1");
  CHECK((*list)[1].has_secret);
  CHECK((*list)[1].allowed);
  fs::remove(keys + "/sensors/van-1.key"); // moved to the sensor
  CHECK_FALSE((*list_keys(keys))[1].has_secret);
}

TEST_CASE("keys: nothing is overwritten", "[bus][keys]") {
  const TempFolder folder;
  REQUIRE(make_key(folder.path("keys"), Role::server));
  const std::string before = file_content(folder.path("keys/server.key"));
  const auto again = make_key(folder.path("keys"), Role::server);
  REQUIRE_FALSE(again);
  CHECK_THAT(again.error(), ContainsSubstring("server.key"));
  CHECK(file_content(folder.path("keys/server.key")) == before);
  // A half that is left over: no pair is made whose other half is another's.
  REQUIRE(make_key(folder.path("keys"), Role::sensor, "a"));
  fs::remove(folder.path("keys/sensors/a.key"));
  CHECK_FALSE(make_key(folder.path("keys"), Role::sensor, "a"));
  CHECK_FALSE(fs::exists(folder.path("keys/sensors/a.key")));
}

TEST_CASE("keys: what is missing, open to others or damaged is refused, without the key",
          "[bus][keys]") {
  const TempFolder folder;
  const std::string keys = folder.path("keys");
  CHECK_THAT(read_server_keys(keys).error(), ContainsSubstring("cellwarden keys make"));
  CHECK_THAT(list_keys(keys).error(), ContainsSubstring("cellwarden keys make server"));
  REQUIRE(make_key(keys, Role::server));
  fs::permissions(keys + "/server.key", fs::perms::group_read, fs::perm_options::add);
  CHECK_THAT(read_server_keys(keys).error(), ContainsSubstring("chmod 600"));
  fs::permissions(keys + "/server.key", k_owner_only);
  const std::string good = file_content(keys + "/server.key");
  const std::size_t secret = good.find("secret ") + 7;
  for (const std::size_t at : {secret, secret + 20, secret + 39, good.find("public ") + 8}) {
    std::string bad = good;
    bad[at] = bad[at] == 'A' ? 'B' : 'A';
    folder.write("keys/server.key", bad);
    const auto read = read_server_keys(keys);
    CAPTURE(at);
    if (!read) { // the last bits of a key do not all count
      CHECK_THAT(read.error(), ContainsSubstring("server.key"));
      CHECK(read.error().find(good.substr(secret, 20)) == std::string::npos);
    }
  }
  for (std::size_t length = 0; length + 1 < good.size(); ++length) {
    folder.write("keys/server.key", good.substr(0, length));
    CHECK_FALSE(read_server_keys(keys));
  }
  folder.write("keys/server.key", std::string(1 << 20, '#'));
  CHECK_FALSE(read_server_keys(keys));
  std::string not_z85 = good;
  not_z85[secret] = '\xFF';
  folder.write("keys/server.key", not_z85);
  CHECK_FALSE(read_server_keys(keys));
}

TEST_CASE("keys: a name that is a path is refused", "[bus][keys]") {
  const TempFolder folder;
  for (const char* name : {"", "../x", "a/b", ".hidden", "a b"}) {
    CAPTURE(name);
    CHECK_FALSE(make_key(folder.path("keys"), Role::sensor, name));
    CHECK_FALSE(read_peer_keys(folder.path("keys"), Role::sensor, name));
  }
}
