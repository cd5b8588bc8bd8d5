#include "sdr/evidence/evidence_writer.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace cw::sdr {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// ISO 8601 as SigMF wants it.
std::string datetime(double unix_s) {
  const auto whole = static_cast<std::time_t>(std::floor(unix_s));
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06.0f}Z",
                     fmt::gmtime(whole),
                     (unix_s - std::floor(unix_s)) * 1e6 - 0.5);
}

std::string file_name(const std::string& text) {
  std::string name = text;
  for (char& c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    c = plain || c == '.' || c == '_' ? c : '-';
  }
  return name.substr(0, 100);
}

Json metadata(const EvidenceConfig& config,
              const wire::Notice& notice,
              const std::vector<IqStretch>& stretches,
              double rate_hz) {
  Json meta;
  meta["global"] = {
      {"core:datatype", "ci8"},
      {"core:sample_rate", rate_hz},
      {"core:version", "1.0.0"},
      {"core:recorder", "cellwarden"},
      {"core:hw", config.source},
      {"core:description",
       fmt::format("samples around alert {} of sensor {}", notice.alert_id, config.sensor)}};
  meta["captures"] = Json::array();
  meta["annotations"] = Json::array();
  std::uint64_t sample = 0;
  for (const IqStretch& stretch : stretches) {
    const std::uint64_t count = stretch.values.size() / 2;
    meta["captures"].push_back({{"core:sample_start", sample},
                                {"core:frequency", stretch.center_hz},
                                {"core:datetime", datetime(stretch.start_s)}});
    const bool holds_carrier =
        notice.carrier_hz && std::abs(*notice.carrier_hz - stretch.center_hz) < rate_hz / 2;
    if (holds_carrier) {
      meta["annotations"].push_back({{"core:sample_start", sample},
                                     {"core:sample_count", count},
                                     {"core:freq_lower_edge", *notice.carrier_hz - 100e3},
                                     {"core:freq_upper_edge", *notice.carrier_hz + 100e3},
                                     {"core:label", notice.alert_id},
                                     {"core:comment", notice.summary}});
    }
    sample += count;
  }
  return meta;
}

tl::expected<void, std::string> write_whole(const fs::path& path, const std::string& octets) {
  const fs::path part = path.string() + ".part";
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  file.write(octets.data(), static_cast<std::streamsize>(octets.size()));
  file.close();
  std::error_code failed;
  if (file) {
    fs::rename(part, path, failed);
  }
  if (!file || failed) {
    std::error_code ignored;
    fs::remove(part, ignored);
    return tl::unexpected(
        fmt::format("cannot write {}: is the disk full, or the folder not yours?", path.string()));
  }
  return {};
}

} // namespace

void EvidenceWriter::make_room(std::uint64_t octets) const {
  struct Kept {
    fs::file_time_type time;
    fs::path path;
    std::uint64_t size;
  };
  std::vector<Kept> kept;
  std::uint64_t sum = octets;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(config_.folder, ignored)) {
    const bool ours = entry.path().extension() == ".sigmf-data";
    if (ours && entry.is_regular_file(ignored)) {
      kept.push_back({entry.last_write_time(ignored), entry.path(), entry.file_size(ignored)});
      sum += kept.back().size;
    }
  }
  std::ranges::sort(kept, {}, &Kept::time);
  for (const Kept& one : kept) {
    if (sum <= config_.limit_octets) {
      return;
    }
    fs::path meta = one.path;
    fs::remove(meta.replace_extension(".sigmf-meta"), ignored);
    fs::remove(one.path, ignored);
    sum -= one.size;
  }
}

tl::expected<std::string, std::string> EvidenceWriter::write(
    const wire::Notice& notice, const std::vector<IqStretch>& stretches, double rate_hz) {
  std::string octets;
  for (const IqStretch& stretch : stretches) {
    octets.append(reinterpret_cast<const char*>(stretch.values.data()), stretch.values.size());
  }
  if (octets.empty()) {
    return tl::unexpected(fmt::format(
        "no samples are kept of the time of alert {}: --evidence-seconds says how long they are",
        notice.alert_id));
  }
  std::error_code failed;
  fs::create_directories(config_.folder, failed);
  make_room(octets.size());
  const fs::path base =
      fs::path(config_.folder) / (file_name(notice.alert_id) + "-" + file_name(config_.sensor));
  const fs::path meta = base.string() + ".sigmf-meta";
  if (const auto data = write_whole(base.string() + ".sigmf-data", octets); !data) {
    return tl::unexpected(data.error());
  }
  const std::string text = metadata(config_, notice, stretches, rate_hz)
                               .dump(1, ' ', false, Json::error_handler_t::replace);
  if (const auto written = write_whole(meta, text + "\n"); !written) {
    fs::remove(base.string() + ".sigmf-data", failed);
    return tl::unexpected(written.error());
  }
  return meta.string();
}

} // namespace cw::sdr
