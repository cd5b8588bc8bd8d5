#include "app/file_input.h"

#include "wire/codec/block_json.h"
#include "wire/codec/gsmtap_reader.h"
#include "wire/codec/packet_reader.h"

#include <fmt/format.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <utility>

namespace cw::app {
namespace {

constexpr std::size_t k_chunk = 64;

} // namespace

std::optional<std::string_view> LineReader::read() {
  for (;;) {
    in_->getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    const auto count = static_cast<std::size_t>(in_->gcount()); // with the end, if there was one
    if (in_->good()) {
      return std::string_view(buffer_.data(), count - 1);
    }
    if (in_->eof() || in_->bad()) {
      return count == 0 ? std::nullopt : std::optional(std::string_view(buffer_.data(), count));
    }
    ++too_long_;
    in_->clear();
    in_->ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
}

std::string sensor_name_of(const std::string& path) {
  std::string name = path == "-" ? "stdin" : std::filesystem::path(path).filename().string();
  for (char& c : name) {
    c = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' ? c : '-';
  }
  return name.substr(0, 64);
}

void FileInput::Shared::complain(std::string sentence) {
  const std::lock_guard lock(mutex);
  complaints.push_back(std::move(sentence));
}

bool FileInput::Shared::push(const wire::GsmBlock& block) {
  chunk.push_back({sensor, block});
  const bool more_at_once = chunk.size() < k_chunk && in->rdbuf()->in_avail() > 0;
  return more_at_once || flush();
}

bool FileInput::Shared::flush() {
  return !abandoned.load() && queue->push(chunk);
}

void FileInput::Shared::read_gsmtap() {
  auto reader = wire::PacketReader::open(*in);
  if (!reader) {
    return complain(fmt::format("cannot use {}: {}", path, reader.error()));
  }
  wire::GsmtapCounts counts;
  for (;;) {
    const auto packet = reader->next();
    if (!packet) {
      complain(fmt::format("reading {}: {}", path, packet.error()));
    }
    if (!packet || !*packet) {
      break;
    }
    if (auto block = wire::gsmtap_block(**packet, counts)) {
      block->t_s = static_cast<double>((*packet)->unix_ns) * 1e-9;
      if (!push(*block)) {
        return;
      }
    }
  }
  if (counts.blocks == 0) {
    complain(fmt::format("{}: no GSM block in it: capture UDP port 4729 where a receiver sends "
                         "GSMTAP to",
                         path));
  } else if (counts.other_packets + counts.cut > 0) {
    complain(fmt::format("{}: {} packets without GSMTAP of GSM and {} that were cut are left out",
                         path,
                         counts.other_packets,
                         counts.cut));
  }
}

void FileInput::Shared::read_lines() {
  LineReader lines(*in);
  wire::BlockLineReader reader;
  std::uint64_t number = 0;
  std::uint64_t refused = 0;
  std::string first;
  while (const auto line = lines.read()) {
    ++number;
    const auto block = reader.read(*line);
    if (!block) {
      first = refused++ == 0 ? fmt::format("line {}: {}", number, block.error()) : first;
    } else if (!push(*block)) {
      return;
    }
  }
  if (in->bad()) {
    complain(fmt::format("reading {}: the file cannot be read any further: check the disk", path));
  }
  if (refused > 0) {
    complain(fmt::format("{}: {} lines are no blocks and are left out; {}", path, refused, first));
  }
  if (lines.too_long() > 0) {
    complain(fmt::format("{}: {} lines are too long to be blocks", path, lines.too_long()));
  }
}

tl::expected<std::unique_ptr<FileInput>, std::string>
FileInput::open(const std::string& path, FileKind kind, std::shared_ptr<BlockQueue> queue) {
  auto shared = std::make_shared<Shared>();
  shared->path = path == "-" ? "stdin" : path;
  shared->sensor = sensor_name_of(path);
  shared->queue = std::move(queue);
  shared->in = &std::cin;
  if (path == "-") {
    std::ios::sync_with_stdio(false); // nobody else reads it, and octet by octet it is slow
  } else {
    shared->file = std::make_unique<std::ifstream>(path, std::ios::binary);
    shared->in = shared->file.get();
    if (!*shared->in || std::filesystem::is_directory(path)) {
      return tl::unexpected(fmt::format("cannot read {}: no such file or no permission", path));
    }
  }
  std::unique_ptr<FileInput> input(new FileInput(shared));
  input->thread_ = std::thread([shared, kind] {
    kind == FileKind::gsmtap ? shared->read_gsmtap() : shared->read_lines();
    shared->flush();
    shared->ended.store(true);
  });
  return input;
}

FileInput::~FileInput() {
  shared_->abandoned.store(true);
  if (shared_->ended.load()) {
    thread_.join();
  } else {
    thread_.detach(); // it waits for somebody to type
  }
}

std::vector<std::string> FileInput::take_complaints() {
  const std::lock_guard lock(shared_->mutex);
  return std::exchange(shared_->complaints, {});
}

} // namespace cw::app
