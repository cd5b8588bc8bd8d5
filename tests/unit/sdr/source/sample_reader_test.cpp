#include "sdr/source/sample_reader.h"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.h"

#include <sys/stat.h>

#include <filesystem>
#include <thread>
#include <vector>

using namespace cw::sdr;
using cw::test::TempFolder;

namespace {

std::string octets(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += static_cast<char>(i * 31 % 251);
  }
  return text;
}

struct Everything {
  std::vector<cf> samples;
  std::vector<std::size_t> starts; // where segments begin
};

Everything read_all(SampleReader& reader, std::size_t chunk) {
  const std::atomic<bool> stop = false;
  Everything all;
  std::vector<cf> buffer(chunk);
  for (;;) {
    const ReadResult result = reader.read(buffer, stop);
    if (result.samples == 0) {
      return all;
    }
    if (result.segment_start) {
      all.starts.push_back(all.samples.size());
    }
    all.samples.insert(all.samples.end(),
                       buffer.begin(),
                       buffer.begin() + static_cast<std::ptrdiff_t>(result.samples));
  }
}

Recording raw_recording(const std::string& path, SampleFormat format) {
  const auto recording = find_recording(path, {.format = format, .sample_rate_hz = 1e6});
  REQUIRE(recording);
  return *recording;
}

} // namespace

TEST_CASE("reader: the size of reads changes nothing, in any format", "[sdr][reader]") {
  const TempFolder folder;
  const std::string path = folder.write("x.raw", octets(8 * 5003));
  for (const SampleFormat format :
       {SampleFormat::cu8, SampleFormat::ci8, SampleFormat::ci16, SampleFormat::cf32}) {
    const Recording recording = raw_recording(path, format);
    auto whole_reader = SampleReader::open(recording);
    const Everything whole = read_all(*whole_reader, 100000);
    CHECK(whole.samples.size() == 8 * 5003 / bytes_per_sample(format));
    for (const std::size_t chunk : {1U, 997U, 4096U}) {
      auto reader = SampleReader::open(recording);
      CAPTURE(sample_format_name(format), chunk);
      CHECK(read_all(*reader, chunk).samples == whole.samples);
      CHECK(reader->counts().clipped == whole_reader->counts().clipped);
      CHECK(reader->error().empty());
    }
  }
}

TEST_CASE("reader: segments are read from where they lie, no read crosses one", "[sdr][reader]") {
  const TempFolder folder;
  Recording recording = raw_recording(folder.write("x.raw", octets(100)), SampleFormat::cu8);
  recording.segments.clear();
  recording.segments.resize(2);
  recording.segments[0].byte_offset = 4;
  recording.segments[0].samples = 10;
  recording.segments[1].byte_offset = 60;
  recording.segments[1].samples = 20;
  auto reader = SampleReader::open(recording);
  const Everything all = read_all(*reader, 64);
  CHECK(all.starts == std::vector<std::size_t>{0, 10});
  REQUIRE(all.samples.size() == 30);
  CHECK(all.samples[10].real() == Approx((60 * 31 % 251 - 127.5) / 127.5));
}

TEST_CASE("reader: a file that gets shorter keeps what came and says so", "[sdr][reader]") {
  const TempFolder folder;
  const std::string path = folder.write("x.raw", octets(2000));
  const Recording recording = raw_recording(path, SampleFormat::cu8);
  auto reader = SampleReader::open(recording);
  std::filesystem::resize_file(path, 1001);
  CHECK(read_all(*reader, 100).samples.size() == 500);
  CHECK_THAT(reader->error(), Catch::Matchers::ContainsSubstring("shorter while it was read"));
}

TEST_CASE("reader: a pipe is read to its end, cut samples put together", "[sdr][reader]") {
  const TempFolder folder;
  const std::string pipe = folder.path("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const std::string content = octets(4 * 3000 + 3);
  std::thread writer([&] {
    std::ofstream out(pipe, std::ios::binary);
    for (std::size_t at = 0; at < content.size(); at += 7) {
      out << content.substr(at, 7) << std::flush;
    }
  });
  const Recording recording = raw_recording(pipe, SampleFormat::ci16);
  CHECK(total_samples(recording) == k_until_end);
  auto reader = SampleReader::open(recording);
  const Everything from_pipe = read_all(*reader, 1024);
  writer.join();
  CHECK(reader->octets_left_over() == 3);
  auto from_file =
      SampleReader::open(raw_recording(folder.write("x.raw", content), SampleFormat::ci16));
  CHECK(from_pipe.samples == read_all(*from_file, 1024).samples);
}

TEST_CASE("reader: a pipe nobody writes to ends when told to stop", "[sdr][reader]") {
  const TempFolder folder;
  const std::string pipe = folder.path("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  std::fstream keeps_it_open(pipe, std::ios::in | std::ios::out | std::ios::binary);
  auto reader = SampleReader::open(raw_recording(pipe, SampleFormat::cu8));
  std::vector<cf> buffer(100);
  const std::atomic<bool> stop = true;
  CHECK(reader->read(buffer, stop).samples == 0);
}

TEST_CASE("reader: a file nobody may read is refused", "[sdr][reader]") {
  Recording recording;
  recording.data_path = "/nonexistent/x.raw";
  recording.segments.resize(1);
  CHECK_FALSE(SampleReader::open(recording));
}
