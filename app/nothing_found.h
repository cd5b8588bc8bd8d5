// Why a recording shows no cell: level, strongest carriers, what was searched, what to try.
#pragma once

#include "app/session.h"

#include <string>
#include <vector>

namespace cw::app {

/// Sentences for the warnings of an input, most telling first.
std::vector<std::string> why_nothing(const InputSearch& search);

} // namespace cw::app
