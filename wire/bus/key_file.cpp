#include "wire/bus/key_file.h"

#include <fmt/format.h>
#include <zmq.h>

#include <array>
#include <fstream>
#include <optional>

namespace cw::wire::bus {
namespace {

namespace fs = std::filesystem;
using Error = tl::unexpected<std::string>;

constexpr std::size_t k_z85 = 40;
constexpr std::size_t k_octets = 32;
constexpr std::uintmax_t k_max_file = 4096;
constexpr auto k_others = fs::perms::group_all | fs::perms::others_all;
constexpr auto k_owner = fs::perms::owner_read | fs::perms::owner_write;
constexpr auto k_readable = k_owner | fs::perms::group_read | fs::perms::others_read;

// zmq_z85_decode() reads by table without looking whether a character has a place in it.
bool valid_z85(const std::string& text) {
  constexpr std::string_view k_alphabet =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
      "XYZ.-:+=^!/*?&<>()[]{}@%$#";
  std::array<std::uint8_t, k_octets> octets{};
  return text.size() == k_z85 && text.find_first_not_of(k_alphabet) == std::string::npos &&
         zmq_z85_decode(octets.data(), text.c_str()) != nullptr;
}

// "public" and the key behind one space, if the line is that.
void take_line(const std::string& line, std::string_view name, std::string& key) {
  if (line.size() == name.size() + 1 + k_z85 && line.starts_with(name) &&
      line[name.size()] == ' ') {
    key = line.substr(name.size() + 1);
  }
}

bool belongs_together(const KeyPair& keys) {
  std::array<char, k_z85 + 1> made{};
  return zmq_curve_public(made.data(), keys.secret_key.c_str()) == 0 &&
         keys.public_key == std::string(made.data());
}

Result<void> write_text(const fs::path& path, const std::string& text, fs::perms mode) {
  std::error_code error;
  std::ofstream file(path, std::ios::trunc);
  // The mode before the content; the folder keeps others out until then.
  fs::permissions(path, mode, error);
  if (!error) {
    file << text;
    file.close();
  }
  if (error || !file) {
    std::error_code ignored;
    fs::remove(path, ignored);
    return Error(
        fmt::format("cannot write {}: check the folder's permissions and the disk", path.string()));
  }
  return {};
}

} // namespace

Result<void> write_key_file(const fs::path& path, const KeyPair& keys, const std::string& comment) {
  std::error_code error;
  if (fs::exists(path, error) || error) {
    return Error(fmt::format("refuse to overwrite {}: delete it first if its key is to be replaced",
                             path.string()));
  }
  const bool secret = !keys.secret_key.empty();
  std::string text = fmt::format("# {}\npublic {}\n", comment, keys.public_key);
  if (secret) {
    text += fmt::format("secret {}\n", keys.secret_key);
  }
  fs::path beside = path;
  beside += ".new";
  if (auto written = write_text(beside, text, secret ? k_owner : k_readable); !written) {
    return written;
  }
  fs::rename(beside, path, error);
  if (error) {
    return Error(fmt::format("cannot write {}: {}", path.string(), error.message()));
  }
  return {};
}

Result<KeyPair> read_key_file(const fs::path& path, bool secret) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::is_regular_file(status)) {
    return Error(fmt::format("no key at {}: make one with `cellwarden keys make`, or copy it there",
                             path.string()));
  }
  if (secret && (status.permissions() & k_others) != fs::perms::none) {
    return Error(fmt::format(
        "refuse to use {}: others may read it; chmod 600 {}", path.string(), path.string()));
  }
  std::ifstream file(path);
  if (!file || fs::file_size(path, error) > k_max_file || error) {
    return Error(fmt::format("cannot read {}: check its permissions", path.string()));
  }
  KeyPair keys;
  for (std::string line; std::getline(file, line);) {
    take_line(line, "public", keys.public_key);
    take_line(line, "secret", keys.secret_key);
  }
  const bool good = valid_z85(keys.public_key) &&
                    (!secret || (valid_z85(keys.secret_key) && belongs_together(keys)));
  if (!good) {
    return Error(fmt::format("cannot use {}: it is no key file, or damaged; make it again with "
                             "`cellwarden keys make`",
                             path.string()));
  }
  return keys;
}

} // namespace cw::wire::bus
