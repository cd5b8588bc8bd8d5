// From SigMF metadata and the size of the data file to segments of samples.
#pragma once

#include "sdr/source/recording.h"
#include "sdr/source/sigmf_meta.h"

#include <filesystem>

namespace cw::sdr {

/// Input   the common base name of NAME.sigmf-meta and NAME.sigmf-data.
/// Errors  one sentence without the path.
tl::expected<Recording, std::string> sigmf_recording(const std::filesystem::path& base,
                                                     const RecordingHints& hints);

/// Lays the captures over a data file of `data_octets`. Sets segments, captures and warnings.
tl::expected<void, std::string>
lay_out_captures(const SigmfMeta& meta, std::uint64_t data_octets, Recording& recording);

} // namespace cw::sdr
