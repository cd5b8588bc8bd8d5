// Files that hold one key or a pair. Inside wire/bus only.
#pragma once

#include "wire/bus/keys.h"

#include <filesystem>

namespace cw::wire::bus {

/// Written beside and renamed, mode 0600 with a secret, else 0644. Never over an existing file.
Result<void>
write_key_file(const std::filesystem::path& path, const KeyPair& keys, const std::string& comment);

/// With `secret` a pair is needed that only its owner may read. Errors name the path, never a key.
Result<KeyPair> read_key_file(const std::filesystem::path& path, bool secret);

} // namespace cw::wire::bus
