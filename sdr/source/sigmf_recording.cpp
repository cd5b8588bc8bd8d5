#include "sdr/source/sigmf_recording.h"

#include "sdr/source/contradictions.h"
#include "sdr/source/file_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace cw::sdr {
namespace {

using Error = tl::unexpected<std::string>;

// Metadata of hours with an annotation a burst stays far below this.
constexpr std::size_t k_max_meta_octets = 64U << 20U;

// More than days at any rate: a hole of which nobody can know the length.
constexpr std::uint64_t k_max_lost = 1'000'000'000'000'000;

// How many samples are missing between two captures on one frequency; 0 if nobody says.
std::uint64_t lost_between(const SigmfCapture& before, const SigmfCapture& after, double rate_hz) {
  const std::uint64_t stored = after.sample_start - before.sample_start;
  if (before.global_index && after.global_index) {
    const std::uint64_t passed =
        *after.global_index - std::min(*before.global_index, *after.global_index);
    return passed > stored && passed - stored < k_max_lost ? passed - stored : 0;
  }
  if (before.start_unix_ns && after.start_unix_ns) {
    const auto passed_ns = static_cast<double>(*after.start_unix_ns - *before.start_unix_ns);
    const double lost = passed_ns * 1e-9 * rate_hz - static_cast<double>(stored);
    return lost > 0.5 && lost < static_cast<double>(k_max_lost)
               ? static_cast<std::uint64_t>(std::llround(lost))
               : 0;
  }
  return 0;
}

bool continues(const SigmfCapture& before, const SigmfCapture& after) {
  const std::uint64_t stored = after.sample_start - before.sample_start;
  return after.header_bytes == 0 && before.center_hz == after.center_hz && before.global_index &&
         after.global_index && *after.global_index >= *before.global_index &&
         *after.global_index - *before.global_index == stored;
}

// A part the user may not have named; `why` is a sentence of read_head().
Error part_error(const char* part, std::string_view why) {
  constexpr std::string_view k_it = "it ";
  return Error(why.starts_with(k_it) ? fmt::format("its {} {}", part, why.substr(k_it.size()))
                                     : fmt::format("its {} cannot be read, {}", part, why));
}

std::uint64_t subtract(std::uint64_t from, std::uint64_t what) {
  return from - std::min(from, what);
}

} // namespace

tl::expected<void, std::string>
lay_out_captures(const SigmfMeta& meta, std::uint64_t data_octets, Recording& recording) {
  const std::uint64_t width = bytes_per_sample(meta.format);
  const std::uint64_t octets = subtract(data_octets, meta.trailing_bytes);
  std::uint64_t headers = 0; // octets before this capture that are no samples
  const SigmfCapture* before = nullptr;
  std::uint64_t next_start = 0;
  for (std::size_t i = 0; i < meta.captures.size(); ++i) {
    const SigmfCapture& capture = meta.captures[i];
    headers =
        capture.header_bytes > octets ? octets : std::min(octets, headers + capture.header_bytes);
    const std::uint64_t there = (octets - headers) / width; // samples, as if no header followed
    next_start = i + 1 < meta.captures.size() ? meta.captures[i + 1].sample_start : there;
    if (capture.sample_start >= there) {
      recording.warnings.push_back(
          fmt::format("capture {} begins at sample {}, but the file ends at {}",
                      i,
                      capture.sample_start,
                      there));
      break;
    }
    Segment segment;
    segment.samples = std::min(next_start, there) - capture.sample_start;
    if (segment.samples == 0) {
      continue;
    }
    if (before != nullptr && continues(*before, capture)) {
      recording.segments.back().samples += segment.samples;
      continue;
    }
    segment.byte_offset = headers + capture.sample_start * width;
    segment.center_hz = capture.center_hz;
    segment.start_unix_ns = capture.start_unix_ns;
    segment.retuned = before == nullptr || before->center_hz != capture.center_hz;
    segment.lost_before =
        segment.retuned ? 0 : lost_between(*before, capture, recording.sample_rate_hz);
    recording.segments.push_back(segment);
    before = &capture;
  }
  recording.captures = static_cast<std::uint32_t>(meta.captures.size());
  if (recording.segments.empty()) {
    return Error("its captures lie outside the data file: give the .sigmf-data that belongs to it");
  }
  if ((octets - headers) % width != 0) {
    recording.warnings.push_back(fmt::format(
        "the last {} octets are no whole sample and were left out", (octets - headers) % width));
  }
  return {};
}

tl::expected<Recording, std::string> sigmf_recording(const std::filesystem::path& base,
                                                     const RecordingHints& hints) {
  const std::string meta_path = base.string() + ".sigmf-meta";
  Recording recording;
  recording.data_path = base.string() + ".sigmf-data";
  const auto meta_file = read_head(meta_path, k_max_meta_octets);
  if (!meta_file) {
    return part_error(".sigmf-meta", meta_file.error());
  }
  const auto data_file = read_head(recording.data_path, 1);
  if (!data_file) {
    return part_error(".sigmf-data", data_file.error());
  }
  if (!meta_file->size || !data_file->size) {
    return Error("its two parts are not plain files: copy them to disk");
  }
  const auto meta = parse_sigmf_meta(
      {reinterpret_cast<const char*>(meta_file->octets.data()), meta_file->octets.size()});
  if (!meta) {
    return Error(meta.error());
  }
  recording.format = meta->format;
  recording.datatype = meta->datatype;
  recording.sample_rate_hz = meta->sample_rate_hz.value_or(hints.sample_rate_hz.value_or(0));
  if (const auto laid_out = lay_out_captures(*meta, *data_file->size, recording); !laid_out) {
    return Error(laid_out.error());
  }
  RecordingHints file_says = {.format = meta->format, .sample_rate_hz = meta->sample_rate_hz};
  for (Segment& segment : recording.segments) {
    if (segment.center_hz && (!file_says.center_hz || file_says.center_hz == hints.center_hz)) {
      file_says.center_hz = segment.center_hz; // of several the one that says otherwise
    }
    segment.center_hz = segment.center_hz ? segment.center_hz : hints.center_hz;
  }
  for (std::string& sentence : contradictions(hints, file_says)) {
    recording.warnings.push_back(std::move(sentence));
  }
  return recording;
}

} // namespace cw::sdr
