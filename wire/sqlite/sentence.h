// SQLite's result codes as sentences for people.
#pragma once

#include <string>

namespace cw::sqlite {

/// What happened, to what, and what to do. `detail` is used where the code says too little.
std::string sentence(const std::string& name, int code, const char* detail);

} // namespace cw::sqlite
