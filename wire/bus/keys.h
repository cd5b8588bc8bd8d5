// CURVE keys: who may talk to a detector from outside its machine.
//
// One folder, the same layout everywhere; a machine has only its part of it.
//
//   KEYS/server.key            the detector's key pair, mode 0600: never leaves the detector
//   KEYS/server.pub            its public half: every sensor and client needs a copy
//   KEYS/sensors/NAME.key      a sensor's key pair, mode 0600: move it to that sensor
//   KEYS/clients/NAME.key      a client's (status, map): move it to that client
//   KEYS/allowed/sensors/NAME.pub, KEYS/allowed/clients/NAME.pub
//                              whom the detector lets in: delete a file to lock its owner out
//
// A file is text: comment lines, "public" and 40 characters Z85, in .key files "secret" and 40
// more. A sensor's key is good for the sensor of that name alone, and for nothing that a client
// does.
#pragma once

#include "wire/bus/endpoint.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cw::wire::bus {

enum class Role : std::uint8_t { server, sensor, client };

/// Both Z85, 40 characters. secret_key is never in an error text.
struct KeyPair {
  std::string public_key, secret_key;
};

/// What a detector needs. The list of allowed keys is read again while it runs.
struct ServerKeys {
  KeyPair own;
  std::string folder;
};

/// What a sensor or a client needs.
struct PeerKeys {
  KeyPair own;
  std::string server_public_key;
};

struct AllowedKey {
  Role role = Role::sensor;
  std::string name;
  std::string public_key;
};

struct KeyEntry {
  Role role = Role::server;
  std::string name; ///< empty for the server
  std::string public_key;
  bool has_secret = false; ///< its key pair is in this folder
  bool allowed = false;    ///< the detector with this folder lets it in
};

/// Makes a key pair and its files: the server's, or a peer's with its line in the allowed list.
/// Makes the folders (0700). Never overwrites. Returns the paths written.
Result<std::vector<std::string>>
make_key(const std::string& folder, Role role, const std::string& name = {});

/// Errors  no such file, readable by others than its owner, damaged: one sentence with the path
///         and the command that makes one.
Result<ServerKeys> read_server_keys(const std::string& folder);
Result<PeerKeys> read_peer_keys(const std::string& folder, Role role, const std::string& name);

/// Whom the detector lets in. A damaged file is an error, so that nobody is locked out silently.
Result<std::vector<AllowedKey>> read_allowed_keys(const std::string& folder);

/// Everything in the folder, server first, then by role and name.
Result<std::vector<KeyEntry>> list_keys(const std::string& folder);

} // namespace cw::wire::bus
