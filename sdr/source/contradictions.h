// Hints that a file contradicts.
#pragma once

#include "sdr/source/recording.h"

#include <string>
#include <vector>

namespace cw::sdr {

/// Hints are for what a file does not say; what it says wins. One sentence for each hint that says
/// otherwise, so that the user hears of it.
std::vector<std::string> contradictions(const RecordingHints& hints,
                                        const RecordingHints& file_says);

} // namespace cw::sdr
