#include "sdr/scan/gps_client.h"

#include <gps.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <thread>

namespace cw::sdr {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int k_wait_us = 200'000;
constexpr std::chrono::seconds k_stale(3);   // of a fix
constexpr std::chrono::seconds k_silent(10); // of gpsd, which speaks every second
constexpr std::chrono::milliseconds k_retry(3000);

wire::Position position_of(const gps_data_t& data) {
  const auto known = [](double value) {
    return std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
  };
  wire::Position pos;
  pos.lat_deg = data.fix.latitude;
  pos.lon_deg = data.fix.longitude;
  pos.alt_m = data.fix.mode >= MODE_3D ? known(data.fix.altHAE) : std::nullopt;
  pos.speed_mps = known(data.fix.speed);
  pos.hdop = known(data.dop.hdop);
  return pos;
}

} // namespace

struct GpsClient::Inside {
  Inside(const std::string& address, LiveClock& live_clock) : clock(live_clock) {
    const std::size_t colon = address.rfind(':');
    host = address.empty() ? "localhost" : address.substr(0, colon);
    port = colon == std::string::npos ? DEFAULT_GPSD_PORT : address.substr(colon + 1);
    thread = std::thread([this] { run(); });
  }
  ~Inside() {
    stop.store(true);
    thread.join();
  }

  void run() {
    while (!stop.load()) {
      gps_data_t data{};
      if (::gps_open(host.c_str(), port.c_str(), &data) == 0) {
        (void)::gps_stream(&data, WATCH_ENABLE | WATCH_JSON, nullptr);
        listen(data);
        (void)::gps_close(&data);
      }
      {
        const std::scoped_lock lock(mutex);
        answers = false;
        fix.reset();
      }
      for (auto waited = std::chrono::milliseconds(0); waited < k_retry && !stop.load();
           waited += std::chrono::milliseconds(100)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
      }
    }
  }

  void listen(gps_data_t& data) {
    auto heard = Clock::now();
    while (!stop.load() && Clock::now() - heard < k_silent) {
      if (!::gps_waiting(&data, k_wait_us)) {
        continue;
      }
      if (::gps_read(&data, nullptr, 0) < 0) {
        return;
      }
      heard = Clock::now();
      take(data);
    }
  }

  void take(const gps_data_t& data) {
    const std::scoped_lock lock(mutex);
    answers = true;
    mode = data.fix.mode;
    const bool good =
        mode >= MODE_2D && std::isfinite(data.fix.latitude) && std::isfinite(data.fix.longitude);
    if (!good) {
      fix.reset();
      return;
    }
    fix = position_of(data);
    fixed_at = Clock::now();
    if ((data.set & TIME_SET) != 0 && data.fix.time.tv_sec > 0) {
      clock.set_right(static_cast<double>(data.fix.time.tv_sec) +
                      static_cast<double>(data.fix.time.tv_nsec) * 1e-9);
    }
  }

  LiveClock& clock;
  std::string host, port;
  mutable std::mutex mutex;
  bool answers = false;
  int mode = MODE_NOT_SEEN;
  std::optional<wire::Position> fix;
  Clock::time_point fixed_at{};
  std::atomic<bool> stop{false};
  std::thread thread;
};

GpsClient::GpsClient(const std::string& address, LiveClock& clock)
    : inside_(std::make_unique<Inside>(address, clock)) {}

GpsClient::~GpsClient() = default;

std::optional<wire::Position> GpsClient::position() const {
  const std::scoped_lock lock(inside_->mutex);
  const bool fresh = inside_->fix && Clock::now() - inside_->fixed_at < k_stale;
  return fresh ? inside_->fix : std::nullopt;
}

std::string GpsClient::state() const {
  if (position()) {
    const std::scoped_lock lock(inside_->mutex);
    return inside_->mode >= MODE_3D ? "3D fix" : "2D fix";
  }
  const std::scoped_lock lock(inside_->mutex);
  return inside_->answers ? "no fix" : "no gpsd";
}

} // namespace cw::sdr
