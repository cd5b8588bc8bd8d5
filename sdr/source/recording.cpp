#include "sdr/source/recording.h"

#include "sdr/source/contradictions.h"
#include "sdr/source/file_head.h"
#include "sdr/source/file_name_hints.h"
#include "sdr/source/sigmf_recording.h"
#include "sdr/source/wav_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace cw::sdr {
namespace {

namespace fs = std::filesystem;
using Error = tl::unexpected<std::string>;
using Result = tl::expected<Recording, std::string>;

Error unusable(const std::string& path, const std::string& why) {
  return Error(fmt::format("cannot use {}: {}", path, why));
}

// Seconds from the first sample: by the recorder's clock where the receiver was retuned and the
// metadata tells the time, else by counting samples.
void set_start_times(Recording& recording) {
  const std::optional<std::int64_t> began = recording.segments.front().start_unix_ns;
  double end_s = 0;
  for (Segment& segment : recording.segments) {
    segment.start_s = end_s + static_cast<double>(segment.lost_before) / recording.sample_rate_hz;
    if (segment.retuned && began && segment.start_unix_ns) {
      const auto passed_ns = static_cast<double>(*segment.start_unix_ns - *began);
      segment.start_s = std::max(end_s, passed_ns * 1e-9);
    }
    end_s = segment.start_s + static_cast<double>(segment.samples) / recording.sample_rate_hz;
  }
}

// Rate and frequency are asked of every kind of file at the end, so that each kind only says what
// it knows.
Result checked(Recording recording) {
  const std::string& path = recording.path;
  const double rate = recording.sample_rate_hz;
  if (rate == 0) {
    return unusable(path, "its sample rate is not known: give --rate, as in --rate 2.4M");
  }
  if (rate < k_min_rate_hz || rate > k_max_rate_hz) {
    return unusable(
        path,
        fmt::format("its sample rate of {:g} Hz is outside 270.833 kHz to 61.44 MHz: correct "
                    "the rate or resample the recording",
                    rate));
  }
  for (const Segment& segment : recording.segments) {
    if (segment.center_hz && !is_possible_center(*segment.center_hz)) {
      return unusable(path,
                      fmt::format("its centre frequency of {:g} Hz is outside 1 MHz to 6 GHz: "
                                  "correct it or leave it out",
                                  *segment.center_hz));
    }
  }
  set_start_times(recording);
  return recording;
}

// Raw samples with nothing around them, in a file or coming through a pipe.
Result raw_recording(const FileHead& file, const RecordingHints& hints, const FileNameHints& name) {
  Recording recording;
  recording.path = recording.data_path = file.path;
  const auto format = hints.format ? hints.format : name.format;
  if (!format) {
    return unusable(
        file.path,
        "what it holds is not known: give --format cu8, ci8, ci16 or cf32 and --rate, or a "
        "SigMF or WAV file");
  }
  recording.format = *format;
  recording.datatype = sample_format_name(*format);
  recording.sample_rate_hz = hints.sample_rate_hz.value_or(name.sample_rate_hz.value_or(0));
  Segment segment;
  segment.center_hz = hints.center_hz ? hints.center_hz : name.center_hz;
  segment.samples = k_until_end;
  if (file.size) {
    const std::size_t width = bytes_per_sample(*format);
    segment.samples = *file.size / width;
    if (segment.samples == 0) {
      return unusable(file.path, "it holds less than one sample: record it again");
    }
    if (*file.size % width != 0) {
      recording.warnings.push_back(fmt::format(
          "the last {} octets are no whole sample and were left out", *file.size % width));
    }
  }
  if (!hints.center_hz && name.center_hz) {
    recording.warnings.push_back(
        fmt::format("centre frequency {:.6g} MHz taken from the file name", *name.center_hz / 1e6));
  }
  recording.segments.push_back(segment);
  return checked(std::move(recording));
}

Result wav_recording(const FileHead& file, const RecordingHints& hints, const FileNameHints& name) {
  const auto wav = parse_wav_header(file.octets);
  if (!wav) {
    return unusable(file.path, wav.error());
  }
  Recording recording;
  recording.path = recording.data_path = file.path;
  recording.format = wav->format;
  recording.datatype = fmt::format("wav/{}", sample_format_name(wav->format));
  recording.sample_rate_hz = wav->sample_rate_hz;
  const std::uint64_t size = file.size.value_or(0);
  const std::uint64_t there = size - std::min(size, wav->data_offset);
  std::uint64_t octets = wav->data_bytes;
  if (octets > there || octets == 0 || octets == UINT32_MAX) {
    // Recorders write the size last, and 32 bits overflow after 4 GiB.
    recording.warnings.emplace_back(
        "the WAV header does not say how long the file is: read to its end");
    octets = there;
  }
  const std::size_t width = bytes_per_sample(wav->format);
  if (octets < width) {
    return unusable(file.path, "it holds less than one sample: record it again");
  }
  if (octets % width != 0) {
    recording.warnings.push_back(
        fmt::format("the last {} octets are no whole sample and were left out", octets % width));
  }
  Segment segment;
  segment.byte_offset = wav->data_offset;
  segment.samples = octets / width;
  segment.center_hz = wav->center_hz    ? wav->center_hz
                      : hints.center_hz ? hints.center_hz
                                        : name.center_hz;
  recording.segments.push_back(segment);
  for (std::string& sentence : contradictions(
           hints, {.sample_rate_hz = wav->sample_rate_hz, .center_hz = wav->center_hz})) {
    recording.warnings.push_back(std::move(sentence));
  }
  return checked(std::move(recording));
}

bool is_sigmf(const fs::path& path) {
  const std::string ending = path.extension().string();
  return ending == ".sigmf-meta" || ending == ".sigmf-data";
}

} // namespace

tl::expected<Recording, std::string> find_recording(const std::string& path,
                                                    const RecordingHints& hints) {
  const fs::path given(path);
  std::error_code failed;
  const bool base_name = !fs::exists(given, failed) && fs::exists(path + ".sigmf-meta", failed);
  if (is_sigmf(given) || base_name) {
    const auto named = base_name ? FileHead() : read_head(path, 1);
    if (!named) {
      return unusable(path, named.error());
    }
    auto recording =
        sigmf_recording(base_name ? given : fs::path(given).replace_extension(), hints);
    if (!recording) {
      return unusable(path, recording.error());
    }
    recording->path = path;
    return checked(std::move(*recording));
  }
  if (given.extension() == ".sigmf") {
    return unusable(path,
                    "it is a SigMF archive: unpack it with tar and give the .sigmf-meta file");
  }
  const auto file = read_head(path, k_wav_head_octets);
  if (!file) {
    return unusable(path, file.error());
  }
  const FileNameHints name = file_name_hints(given.filename().string());
  // A format from the user means raw samples, whatever they look like.
  if (!hints.format && (looks_like_wav(file->octets) || given.extension() == ".wav")) {
    return wav_recording(*file, hints, name);
  }
  return raw_recording(*file, hints, name);
}

bool is_possible_center(double hz) noexcept {
  return hz >= k_min_center_hz && hz <= k_max_center_hz;
}

std::uint64_t total_samples(const Recording& recording) noexcept {
  std::uint64_t sum = 0;
  for (const Segment& segment : recording.segments) {
    if (segment.samples == k_until_end) {
      return k_until_end;
    }
    sum += segment.samples;
  }
  return sum;
}

} // namespace cw::sdr
