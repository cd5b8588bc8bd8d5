#include "sdr/source/sigmf_meta.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace cw::sdr {
namespace {

using Json = nlohmann::json;
using Error = tl::unexpected<std::string>;

// An index or size: SigMF wants integers, some writers put 0.0. Nothing if absent, an error if odd.
tl::expected<std::optional<std::uint64_t>, std::string> take_count(const Json& object,
                                                                   const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) {
    return std::nullopt;
  }
  constexpr double k_exact = 9007199254740992.0; // 2^53: beyond it a double has no odd integers
  if (found->is_number_unsigned()) {
    return found->get<std::uint64_t>();
  }
  if (found->is_number_float()) {
    const double value = found->get<double>();
    if (value >= 0 && value < k_exact && value == std::floor(value)) {
      return static_cast<std::uint64_t>(value);
    }
  }
  return Error(
      fmt::format("{} is not a whole number of 0 or more: correct it in the metadata", key));
}

tl::expected<std::optional<double>, std::string> take_hz(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) {
    return std::nullopt;
  }
  if (!found->is_number() || !std::isfinite(found->get<double>()) || found->get<double>() < 0) {
    return Error(fmt::format("{} is not a frequency in Hz: correct it in the metadata", key));
  }
  return found->get<double>();
}

tl::expected<SigmfCapture, std::string> take_capture(const Json& object) {
  if (!object.is_object()) {
    return Error("captures has an entry that is not an object: correct it in the metadata");
  }
  SigmfCapture capture;
  const auto start = take_count(object, "core:sample_start");
  const auto header = take_count(object, "core:header_bytes");
  const auto index = take_count(object, "core:global_index");
  const auto center = take_hz(object, "core:frequency");
  if (!start || !header || !index) {
    return Error(!start ? start.error() : !header ? header.error() : index.error());
  }
  if (!center) {
    return Error(center.error());
  }
  capture.sample_start = start->value_or(0);
  capture.header_bytes = header->value_or(0);
  capture.global_index = *index;
  capture.center_hz = *center;
  const auto datetime = object.find("core:datetime");
  if (datetime != object.end() && datetime->is_string()) {
    capture.start_unix_ns = parse_datetime(datetime->get_ref<const std::string&>());
  }
  return capture;
}

tl::expected<std::vector<SigmfCapture>, std::string> take_captures(const Json& root) {
  const auto list = root.find("captures");
  if (list != root.end() && !list->is_array()) {
    return Error("captures is not a list: correct it in the metadata");
  }
  std::vector<SigmfCapture> captures;
  for (const Json& entry : list == root.end() ? Json::array() : *list) {
    auto capture = take_capture(entry);
    if (!capture) {
      return Error(capture.error());
    }
    if (!captures.empty() && capture->sample_start < captures.back().sample_start) {
      return Error("captures are not in rising core:sample_start: sort them in the metadata");
    }
    captures.push_back(*capture);
  }
  if (captures.empty()) {
    captures.emplace_back(); // an empty list is legal and says nothing
  }
  return captures;
}

tl::expected<void, std::string> take_datatype(const Json& global, SigmfMeta& meta) {
  const auto datatype = global.find("core:datatype");
  if (datatype == global.end() || !datatype->is_string()) {
    return Error(
        "core:datatype is missing: add it to the metadata, as in \"core:datatype\": \"cu8\"");
  }
  meta.datatype = datatype->get<std::string>();
  const auto format = sample_format(meta.datatype);
  if (!format) {
    return Error(
        fmt::format("core:datatype {:.20} is not one of cu8, ci8, ci16_le, cf32_le: convert the "
                    "samples to one of these",
                    meta.datatype));
  }
  meta.format = *format;
  return {};
}

} // namespace

tl::expected<SigmfMeta, std::string> parse_sigmf_meta(std::string_view json) {
  const Json root = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!root.is_object()) {
    return Error("the metadata is not a JSON object: give the .sigmf-meta file its recorder wrote");
  }
  const auto global = root.find("global");
  if (global == root.end() || !global->is_object()) {
    return Error(
        "the metadata has no \"global\" object: give the .sigmf-meta file its recorder wrote");
  }
  SigmfMeta meta;
  if (const auto datatype = take_datatype(*global, meta); !datatype) {
    return Error(datatype.error());
  }
  const auto rate = take_hz(*global, "core:sample_rate");
  const auto channels = take_count(*global, "core:num_channels");
  const auto trailing = take_count(*global, "core:trailing_bytes");
  const auto captures = take_captures(root);
  if (!rate || !captures) {
    return Error(!rate ? rate.error() : captures.error());
  }
  if (!channels || !trailing) {
    return Error(!channels ? channels.error() : trailing.error());
  }
  if (channels->value_or(1) != 1) {
    return Error("the recording has several channels: split it into one file a channel");
  }
  meta.sample_rate_hz = *rate;
  meta.trailing_bytes = trailing->value_or(0);
  meta.captures = *captures;
  return meta;
}

} // namespace cw::sdr
