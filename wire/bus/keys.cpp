#include "wire/bus/keys.h"

#include "wire/bus/key_file.h"
#include "wire/name.h"

#include <fmt/format.h>
#include <zmq.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <tuple>

namespace cw::wire::bus {
namespace {

namespace fs = std::filesystem;
using Error = tl::unexpected<std::string>;

constexpr std::size_t k_max_peers = 10'000;

std::string plural(Role role) {
  return role == Role::sensor ? "sensors" : "clients";
}

fs::path key_path(const fs::path& folder, Role role, const std::string& name) {
  return role == Role::server ? folder / "server.key" : folder / plural(role) / (name + ".key");
}

fs::path public_path(const fs::path& folder, Role role, const std::string& name) {
  return role == Role::server ? folder / "server.pub"
                              : folder / "allowed" / plural(role) / (name + ".pub");
}

Result<KeyPair> new_pair() {
  std::array<char, 41> public_key{};
  std::array<char, 41> secret_key{};
  if (zmq_curve_keypair(public_key.data(), secret_key.data()) != 0) {
    return Error("cannot make keys: this libzmq was built without CURVE; install Debian's libzmq5");
  }
  return KeyPair{.public_key = public_key.data(), .secret_key = secret_key.data()};
}

// Only ours are made 0700: a folder that was there stays as its owner wants it.
Result<void> make_folder(const fs::path& path) {
  std::error_code error;
  if (fs::create_directories(path, error)) {
    fs::permissions(path, fs::perms::owner_all, error);
  }
  if (error) {
    return Error(fmt::format("cannot make the folder {}: {}", path.string(), error.message()));
  }
  return {};
}

std::string comment(Role role, const std::string& name, bool secret) {
  const char* const kind = role == Role::server   ? "detector"
                           : role == Role::sensor ? "sensor"
                                                  : "client";
  return fmt::format("Cellwarden {} key of the {}{}{}{}",
                     secret ? "SECRET" : "public",
                     kind,
                     name.empty() ? "" : " ",
                     name,
                     secret ? ": never show it, never send it in the clear" : "");
}

/// Paths in `folder` that end in `ending`, with what stands before it; sorted.
std::map<std::string, fs::path> files_of(const fs::path& folder, std::string_view ending) {
  std::map<std::string, fs::path> files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().stem().string();
    if (it->path().extension() == ending && valid_name(name) && files.size() < k_max_peers) {
      files.emplace(name, it->path());
    }
  }
  return files;
}

void add_entry(std::vector<KeyEntry>& entries, const KeyEntry& entry) {
  const auto same = [&](const KeyEntry& other) {
    return std::tie(other.role, other.name, other.public_key) ==
           std::tie(entry.role, entry.name, entry.public_key);
  };
  const auto found = std::find_if(entries.begin(), entries.end(), same);
  if (found == entries.end()) {
    entries.push_back(entry);
  } else {
    found->has_secret = found->has_secret || entry.has_secret;
    found->allowed = found->allowed || entry.allowed;
  }
}

struct KeyFile {
  Role role = Role::server;
  std::string name;
  fs::path path;
  bool secret = false;
};

std::vector<KeyFile> key_files(const fs::path& folder) {
  std::vector<KeyFile> all;
  std::error_code ignored;
  for (const bool secret : {true, false}) {
    const fs::path server =
        secret ? key_path(folder, Role::server, {}) : public_path(folder, Role::server, {});
    if (fs::exists(server, ignored)) {
      all.push_back({.role = Role::server, .name = {}, .path = server, .secret = secret});
    }
    const fs::path peers = secret ? folder : folder / "allowed";
    for (const Role role : {Role::sensor, Role::client}) {
      for (const auto& [name, path] : files_of(peers / plural(role), secret ? ".key" : ".pub")) {
        all.push_back({.role = role, .name = name, .path = path, .secret = secret});
      }
    }
  }
  return all;
}

} // namespace

Result<std::vector<std::string>>
make_key(const std::string& folder, Role role, const std::string& name) {
  if (role != Role::server && !valid_name(name)) {
    return Error(fmt::format("cannot name a key '{}': give 1 to 64 of A-Z a-z 0-9 . _ -, the first "
                             "no dot",
                             name.substr(0, 100)));
  }
  const fs::path secret_path = key_path(folder, role, name);
  const fs::path shown_path = public_path(folder, role, name);
  const auto pair = new_pair();
  if (!pair) {
    return Error(pair.error());
  }
  for (const fs::path& made :
       {fs::path(folder), secret_path.parent_path(), shown_path.parent_path()}) {
    if (auto done = make_folder(made); !done) {
      return Error(done.error());
    }
  }
  if (auto done = write_key_file(secret_path, *pair, comment(role, name, true)); !done) {
    return Error(done.error());
  }
  const KeyPair shown{.public_key = pair->public_key, .secret_key = {}};
  if (auto done = write_key_file(shown_path, shown, comment(role, name, false)); !done) {
    std::error_code ignored;
    fs::remove(secret_path, ignored); // a pair whose other half is somebody else's is of no use
    return Error(done.error());
  }
  return std::vector<std::string>{secret_path.string(), shown_path.string()};
}

Result<ServerKeys> read_server_keys(const std::string& folder) {
  auto own = read_key_file(key_path(folder, Role::server, {}), /*secret=*/true);
  if (!own) {
    return Error(own.error());
  }
  return ServerKeys{.own = *std::move(own), .folder = folder};
}

Result<PeerKeys> read_peer_keys(const std::string& folder, Role role, const std::string& name) {
  if (role == Role::server || !valid_name(name)) {
    return Error(
        fmt::format("no key can be named '{}'; see `cellwarden keys list`", name.substr(0, 100)));
  }
  auto own = read_key_file(key_path(folder, role, name), /*secret=*/true);
  if (!own) {
    return Error(own.error());
  }
  auto server = read_key_file(public_path(folder, Role::server, {}), /*secret=*/false);
  if (!server) {
    return Error(server.error());
  }
  return PeerKeys{.own = *std::move(own), .server_public_key = server->public_key};
}

Result<std::vector<AllowedKey>> read_allowed_keys(const std::string& folder) {
  std::vector<AllowedKey> allowed;
  for (const Role role : {Role::sensor, Role::client}) {
    for (const auto& [name, path] : files_of(fs::path(folder) / "allowed" / plural(role), ".pub")) {
      const auto key = read_key_file(path, /*secret=*/false);
      if (!key) {
        return Error(key.error());
      }
      allowed.push_back({.role = role, .name = name, .public_key = key->public_key});
    }
  }
  return allowed;
}

Result<std::vector<KeyEntry>> list_keys(const std::string& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return Error(fmt::format(
        "no folder {}: make keys with `cellwarden keys make server --keys {}`", folder, folder));
  }
  std::vector<KeyEntry> entries;
  for (const KeyFile& file : key_files(folder)) {
    const auto key = read_key_file(file.path, file.secret);
    if (!key) {
      return Error(key.error());
    }
    add_entry(entries,
              {.role = file.role,
               .name = file.name,
               .public_key = key->public_key,
               .has_secret = file.secret,
               .allowed = !file.secret && file.role != Role::server});
  }
  std::stable_sort(entries.begin(), entries.end(), [](const KeyEntry& a, const KeyEntry& b) {
    return std::tie(a.role, a.name) < std::tie(b.role, b.name);
  });
  return entries;
}

} // namespace cw::wire::bus
