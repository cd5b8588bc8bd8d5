#include "app/block_files.h"

#include "wire/codec/block_json.h"
#include "wire/codec/gsmtap_writer.h"

#include <utility>

namespace cw::app {

tl::expected<BlockFiles, std::string> BlockFiles::create(const std::string& json_path,
                                                         const std::string& pcap_path,
                                                         std::int64_t start_unix_ns) {
  BlockFiles files;
  files.start_unix_ns_ = start_unix_ns;
  const auto open = [](const std::string& path, std::optional<OutputFile>& file) -> std::string {
    if (path.empty()) {
      return {};
    }
    auto opened = OutputFile::create(path);
    if (!opened) {
      return opened.error();
    }
    file.emplace(std::move(*opened));
    return {};
  };
  for (const auto& [path, file] :
       {std::pair(&json_path, &files.json_), std::pair(&pcap_path, &files.pcap_)}) {
    if (std::string error = open(*path, *file); !error.empty()) {
      return tl::unexpected(std::move(error));
    }
  }
  if (files.pcap_) {
    wire::append_pcapng_head(files.line_);
    files.pcap_->write(files.line_);
  }
  return files;
}

void BlockFiles::add(const wire::GsmBlock& block, std::string_view sensor) {
  if (json_) {
    line_.clear();
    wire::append_block_line(line_, block, sensor);
    json_->write(line_);
  }
  if (pcap_) {
    line_.clear();
    wire::append_gsmtap_packet(line_, block, start_unix_ns_);
    pcap_->write(line_);
  }
}

std::vector<std::string> BlockFiles::close() {
  std::vector<std::string> errors;
  for (std::optional<OutputFile>* file : {&json_, &pcap_}) {
    if (!*file) {
      continue;
    }
    if (const auto closed = (*file)->close(); !closed) {
      errors.push_back(closed.error());
    }
    file->reset();
  }
  return errors;
}

} // namespace cw::app
