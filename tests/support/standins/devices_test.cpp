// The stand-ins as a receiver meets them: SoapySDR, rtl_tcp, libgps.
#include "tests/support/catch.hpp"
#include "tests/support/standins/child_process.h"
#include "tests/support/standins/gps_track.h"
#include "tests/support/temp_folder.h"

#include <SoapySDR/Device.hpp>
#include <SoapySDR/Errors.hpp>
#include <SoapySDR/Formats.hpp>
#include <SoapySDR/Modules.hpp>
#include <arpa/inet.h>
#include <gps.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <complex>
#include <cstring>
#include <fstream>
#include <memory>
#include <thread>

namespace {

using namespace cw::standins;

constexpr const char* k_scene =
    R"({"v": 1, "cells": [{"arfcn": 62, "bsic": 42, "level_db": -50}]})";

/// A scene and a control file, and the args that name them; samples come as fast as asked for.
struct Folder {
  cw::test::TempFolder folder;
  std::string scene = folder.write("scene.json", k_scene);

  SoapySDR::Kwargs args(const SoapySDR::Kwargs& more = {}) const {
    static const std::string failed = SoapySDR::loadModule(CW_SOAPY_MODULE);
    REQUIRE(failed.empty());
    SoapySDR::Kwargs args = {{"driver", "cwstandin"},
                             {"scene", scene},
                             {"control", folder.path("control")},
                             {"speed", "0"}};
    args.insert(more.begin(), more.end());
    return args;
  }
  void tell(const std::string& line) const {
    std::ofstream(folder.path("control"), std::ios::app) << line << '\n';
  }
};

struct Unmake {
  void operator()(SoapySDR::Device* device) const { SoapySDR::Device::unmake(device); }
};
using DevicePtr = std::unique_ptr<SoapySDR::Device, Unmake>;

DevicePtr make(const SoapySDR::Kwargs& args) {
  return DevicePtr(SoapySDR::Device::make(args));
}

struct Stream {
  SoapySDR::Device& device;
  SoapySDR::Stream* stream;
  std::vector<std::complex<float>> samples = std::vector<std::complex<float>>(16'384);
  long long time_ns = 0;

  explicit Stream(SoapySDR::Device& of)
      : device(of), stream(of.setupStream(SOAPY_SDR_RX, SOAPY_SDR_CF32)) {
    device.activateStream(stream);
  }
  ~Stream() { device.closeStream(stream); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  int read(long timeout_us = 100'000) {
    void* buffers[] = {samples.data()};
    int flags = 0;
    return device.readStream(stream, buffers, samples.size(), flags, time_ns, timeout_us);
  }
  double read_power() {
    double sum = 0;
    const int count = read();
    REQUIRE(count > 0);
    for (int i = 0; i < count; ++i) {
      sum += static_cast<double>(std::norm(samples[static_cast<std::size_t>(i)]));
    }
    return sum / count;
  }
  /// Until a read fails; the control file is looked at now and then.
  int read_until_error() {
    int result = read();
    for (int tries = 0; result > 0 && tries < 100'000; ++tries) {
      result = read();
    }
    return result;
  }
};

std::string error_of_make(const SoapySDR::Kwargs& args) {
  try {
    make(args);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

class Client {
public:
  explicit Client(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    REQUIRE(::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  }
  ~Client() { ::close(fd_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void command(std::uint8_t number, std::uint32_t argument) const {
    std::array<std::uint8_t, 5> octets = {number};
    argument = htonl(argument);
    std::memcpy(octets.data() + 1, &argument, 4);
    REQUIRE(::send(fd_, octets.data(), octets.size(), 0) == 5);
  }
  /// Fewer if the other end closes.
  std::vector<std::uint8_t> read(std::size_t count) const {
    std::vector<std::uint8_t> octets(count);
    const ssize_t got = ::recv(fd_, octets.data(), count, MSG_WAITALL);
    octets.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return octets;
  }

private:
  int fd_;
};

} // namespace

TEST_CASE("soapy: the stand-in is enumerated, and gone while it is unplugged", "[standins]") {
  const Folder folder;
  const auto found = SoapySDR::Device::enumerate(folder.args());
  REQUIRE(found.size() == 1);
  CHECK(found[0].at("serial") == "00000001");
  folder.tell("unplug");
  CHECK(SoapySDR::Device::enumerate(folder.args()).empty());
  folder.tell("replug");
  CHECK(SoapySDR::Device::enumerate(folder.args()).size() == 1);
}

TEST_CASE("soapy: rate, frequency and gain are honoured like an RTL-SDR's", "[standins]") {
  const Folder folder;
  const DevicePtr device = make(folder.args());
  device->setSampleRate(SOAPY_SDR_RX, 0, 2.4e6);
  CHECK(device->getSampleRate(SOAPY_SDR_RX, 0) == 2.4e6);
  CHECK_THROWS(device->setSampleRate(SOAPY_SDR_RX, 0, 5e6));
  device->setFrequency(SOAPY_SDR_RX, 0, 947e6);
  CHECK(device->getFrequency(SOAPY_SDR_RX, 0) == 947e6);
  CHECK_THROWS(device->setFrequency(SOAPY_SDR_RX, 0, 2.4e9));
  device->setGain(SOAPY_SDR_RX, 0, 30);
  CHECK(device->getGain(SOAPY_SDR_RX, 0) == Approx(29.7));
  CHECK(device->getNumChannels(SOAPY_SDR_TX) == 0);
}

TEST_CASE("soapy: a stream hears the cell where it is", "[standins]") {
  const Folder folder;
  const DevicePtr device = make(folder.args());
  device->setSampleRate(SOAPY_SDR_RX, 0, 2.4e6);
  device->setGain(SOAPY_SDR_RX, 0, 29.7);
  device->setFrequency(SOAPY_SDR_RX, 0, 947e6);
  Stream stream(*device);
  stream.read(); // the tuner settles
  CHECK(10 * std::log10(stream.read_power()) == Approx(-20.3).margin(0.3));
  device->setFrequency(SOAPY_SDR_RX, 0, 940e6);
  stream.read();
  CHECK(10 * std::log10(stream.read_power()) < -45);
}

TEST_CASE("soapy: lost samples are an overflow and a step in the time stamps", "[standins]") {
  const Folder folder;
  const DevicePtr device = make(folder.args());
  device->setSampleRate(SOAPY_SDR_RX, 0, 2e6);
  Stream stream(*device);
  REQUIRE(stream.read() == 16'384);
  const long long before_ns = stream.time_ns;
  REQUIRE(stream.read() == 16'384);
  CHECK(stream.time_ns - before_ns == 8'192'000);
  folder.tell("lose 100000");
  int reads = 0;
  int result = 0;
  while ((result = stream.read()) > 0) {
    ++reads;
  }
  CHECK(result == SOAPY_SDR_OVERFLOW);
  REQUIRE(stream.read() > 0);
  CHECK(stream.time_ns - before_ns == (reads + 2) * 8'192'000LL + 50'000'000);
}

TEST_CASE("soapy: a stream of an unplugged device ends, and only a new device has another",
          "[standins]") {
  const Folder folder;
  const DevicePtr device = make(folder.args());
  Stream stream(*device);
  REQUIRE(stream.read() > 0);
  folder.tell("unplug");
  CHECK(stream.read_until_error() == SOAPY_SDR_STREAM_ERROR);
  CHECK(error_of_make(folder.args({{"serial", "00000001"}, {"again", "1"}})) ==
        "rtlsdr_get_index_by_serial(00000001) - -3");
  folder.tell("replug");
  CHECK(stream.read() == SOAPY_SDR_STREAM_ERROR);
  const DevicePtr again = make(folder.args({{"again", "2"}}));
  Stream stream_again(*again);
  CHECK(stream_again.read() > 0);
}

TEST_CASE("soapy: busy and forbidden devices say what SoapyRTLSDR says", "[standins]") {
  const Folder folder;
  CHECK(error_of_make(folder.args({{"fault", "busy"}})) == "Unable to open RTL-SDR device");
  CHECK(error_of_make(folder.args({{"fault", "forbid"}})) == "Unable to open RTL-SDR device");
  CHECK(SoapySDR::Device::enumerate(folder.args({{"fault", "absent"}})).empty());
}

TEST_CASE("soapy: a stuck tuner says it tuned", "[standins]") {
  const Folder folder;
  const DevicePtr device = make(folder.args({{"fault", "stick"}}));
  device->setSampleRate(SOAPY_SDR_RX, 0, 2.4e6);
  device->setFrequency(SOAPY_SDR_RX, 0, 947e6);
  CHECK(device->getFrequency(SOAPY_SDR_RX, 0) == 947e6);
  Stream stream(*device);
  CHECK(10 * std::log10(stream.read_power()) < -45);
}

TEST_CASE("soapy: in real time samples come when they are made, and wait no longer than the "
          "buffer is",
          "[standins]") {
  const Folder folder;
  SoapySDR::Kwargs args = folder.args({{"bufflen", "65536"}, {"buffers", "8"}});
  args.insert_or_assign("speed", std::string(1, '1')); // g++ 12 warns wrongly of assigning "1"
  const DevicePtr device = make(args);
  device->setSampleRate(SOAPY_SDR_RX, 0, 2.4e6);
  Stream stream(*device);
  CHECK(stream.read() == 16'384);
  // The one test whose matter is that time passes: 15 transfers, into a buffer of eight.
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK(stream.read() == SOAPY_SDR_OVERFLOW);
}

TEST_CASE("rtl_tcp: a client gets the header, then what it tuned to", "[standins]") {
  const Folder folder;
  const ChildProcess server(CW_RTL_TCP, {"--scene", folder.scene, "--port", "0", "--speed", "4"});
  const Client client(server.port());
  const std::vector<std::uint8_t> header = client.read(12);
  CHECK(header == std::vector<std::uint8_t>{'R', 'T', 'L', '0', 0, 0, 0, 5, 0, 0, 0, 29});
  client.command(0x02, 2'400'000);
  client.command(0x03, 1);
  client.command(0x04, 297);
  client.command(0x01, 947'000'000);
  const auto power = [&] {
    double sum = 0;
    const std::vector<std::uint8_t> octets = client.read(1U << 17U);
    for (const std::uint8_t octet : octets) {
      sum += std::pow((octet - 128) / 128.0, 2);
    }
    return 10 * std::log10(2 * sum / static_cast<double>(octets.size()));
  };
  double last = power();
  for (int tries = 0; tries < 50 && std::abs(last + 20.3) > 0.5; ++tries) {
    last = power();
  }
  CHECK(last == Approx(-20.3).margin(0.5));
}

TEST_CASE("rtl_tcp: it closes when told to, and may be no rtl_tcp at all", "[standins]") {
  const Folder folder;
  const ChildProcess server(CW_RTL_TCP,
                            {"--scene",
                             folder.scene,
                             "--port",
                             "0",
                             "--magic",
                             "HTTP",
                             "--close-after",
                             "0.2",
                             "--speed",
                             "4"});
  const Client client(server.port());
  const std::vector<std::uint8_t> all = client.read(std::size_t{1} << 26U);
  REQUIRE(all.size() > 12);
  CHECK(std::string(all.begin(), all.begin() + 4) == "HTTP");
}

namespace {

/// Reads through libgps until a report satisfies.
template <class Wanted>
bool read_until(gps_data_t& gps, const Wanted& wanted) {
  for (int reports = 0; reports < 200; ++reports) {
    if (!gps_waiting(&gps, 5'000'000) || gps_read(&gps, nullptr, 0) < 0) {
      return false;
    }
    if ((gps.set & MODE_SET) != 0 && wanted(gps)) {
      return true;
    }
  }
  return false;
}

} // namespace

TEST_CASE("gpsd: libgps reads the track, the time without a fix and the jump", "[standins]") {
  const cw::test::TempFolder folder;
  const ChildProcess server(CW_GPSD,
                            {"--port",
                             "0",
                             "--from",
                             "48.5,11.25",
                             "--heading",
                             "90",
                             "--speed",
                             "20",
                             "--period",
                             "0.02",
                             "--control",
                             folder.path("control")});
  gps_data_t gps{};
  REQUIRE(gps_open("127.0.0.1", std::to_string(server.port()).c_str(), &gps) == 0);
  REQUIRE(gps_stream(&gps, WATCH_ENABLE | WATCH_JSON, nullptr) == 0);
  REQUIRE(read_until(gps, [](const gps_data_t& data) { return data.fix.mode == MODE_3D; }));
  CHECK(gps.fix.latitude == Approx(48.5));
  CHECK(gps.fix.longitude == Approx(11.25).margin(0.01));
  CHECK(gps.fix.speed == Approx(20));
  CHECK(gps.fix.track == Approx(90));
  CHECK(gps.fix.eph == Approx(5));
  const auto tell = [&](const std::string& line) {
    std::ofstream(folder.path("control"), std::ios::app) << line << '\n';
  };
  const time_t before = gps.fix.time.tv_sec;
  tell("nofix");
  CHECK(read_until(gps, [](const gps_data_t& data) { return data.fix.mode == MODE_NO_FIX; }));
  tell("fix");
  tell("jump 7200");
  CHECK(read_until(gps, [&](const gps_data_t& data) {
    return data.fix.mode == MODE_3D && data.fix.time.tv_sec >= before + 7200;
  }));
  tell("down");
  CHECK_FALSE(read_until(gps, [](const gps_data_t&) { return false; }));
  gps_close(&gps);
}

TEST_CASE("gpsd: a track has straight lines between its points", "[standins]") {
  const auto track = GpsTrack::parse("# a comment\n10,48,11,500\n20,48.001,11,510\n");
  REQUIRE(track);
  CHECK(track->at(0).at.lat_deg == 48);
  CHECK(track->at(15).at.lat_deg == Approx(48.0005));
  CHECK(track->at(15).at.alt_m == Approx(505));
  CHECK(track->at(15).speed_m_s == Approx(11.12).epsilon(0.001));
  CHECK(track->at(15).climb_m_s == Approx(1));
  CHECK(track->at(99).at.lat_deg == Approx(48.001));
  CHECK(track->at(99).speed_m_s == 0);
  CHECK_FALSE(GpsTrack::parse("1,2\n"));
  CHECK_FALSE(GpsTrack::parse("2,48,11\n1,48,11\n"));
  CHECK_FALSE(GpsTrack::parse(""));
}
