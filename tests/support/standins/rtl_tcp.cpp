// An rtl_tcp server that plays a scene: cu8, the commands a receiver gives, and faults on request.
#include "tests/support/standins/live_tuner.h"
#include "tests/support/standins/tcp_server.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <exception>
#include <thread>

namespace {

using namespace cw::standins;
using Clock = std::chrono::steady_clock;

struct Options {
  LiveTunerSpec tuner;
  std::uint16_t port = 1234;
  std::string magic = "RTL0";
  double close_after_s = 1e12, stall_after_s = 1e12;
};

// Tenths of a dB, as an R820T has them.
constexpr std::array<int, 29> k_gains = {0,   9,   14,  27,  37,  77,  87,  125, 144, 157,
                                         166, 197, 207, 229, 254, 280, 297, 328, 338, 364,
                                         372, 386, 402, 421, 434, 439, 445, 480, 496};
constexpr std::uint32_t k_r820t = 5;
constexpr std::size_t k_most_pending = std::size_t{8} << 20U; // a slower client loses samples

volatile std::sig_atomic_t stop_asked = 0;

void append_be32(std::vector<std::uint8_t>& octets, std::uint32_t value) {
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    octets.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

class Connection {
public:
  Connection(Socket socket, const Options& options, std::unique_ptr<LiveTuner> tuner)
      : socket_(std::move(socket)), options_(options), tuner_(std::move(tuner)), samples_(16'384) {
    pending_.assign(options.magic.begin(), options.magic.end());
    append_be32(pending_, k_r820t);
    append_be32(pending_, static_cast<std::uint32_t>(k_gains.size()));
    tuner_->set_rate(2.048e6);
    tuner_->tune(100e6);
    tuner_->set_automatic_gain(true);
    tuner_->start();
  }

  /// False once it is over.
  bool work() {
    const double open_s = std::chrono::duration<double>(Clock::now() - opened_).count();
    if (open_s >= options_.close_after_s || !socket_.receive(received_)) {
      return false;
    }
    take_commands();
    const Read read = tuner_->read(samples_, std::chrono::milliseconds(10));
    if (read.result == ReadResult::gone) {
      return false;
    }
    if (read.result == ReadResult::samples && open_s < options_.stall_after_s &&
        pending_.size() < k_most_pending) {
      append_samples(read.samples);
    }
    return send();
  }

private:
  void append_samples(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      pending_.push_back(static_cast<std::uint8_t>(samples_[i].real() * 128 + 128));
      pending_.push_back(static_cast<std::uint8_t>(samples_[i].imag() * 128 + 128));
    }
  }

  bool send() {
    while (!pending_.empty()) {
      const std::optional<std::size_t> sent = socket_.send(pending_);
      if (!sent) {
        return false;
      }
      if (*sent == 0) {
        break;
      }
      pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(*sent));
    }
    return true;
  }

  void take_commands() {
    while (received_.size() >= 5) {
      std::uint32_t argument = 0;
      for (std::size_t i = 1; i < 5; ++i) {
        argument = argument << 8U | static_cast<std::uint8_t>(received_[i]);
      }
      obey(static_cast<std::uint8_t>(received_[0]), argument);
      received_.erase(0, 5);
    }
  }

  void obey(std::uint8_t command, std::uint32_t argument) {
    switch (command) {
    case 0x01: tuner_->tune(argument); break;
    case 0x02: tuner_->set_rate(argument); break;
    case 0x03: tuner_->set_automatic_gain(argument == 0); break;
    case 0x04: set_gain(static_cast<int>(argument)); break;
    case 0x05: tuner_->set_correction(static_cast<std::int32_t>(argument)); break;
    case 0x0d: set_gain(k_gains.at(std::min<std::size_t>(argument, k_gains.size() - 1))); break;
    default: break; // what a tuner without these parts would do: 0x08 is the demodulator's own AGC
    }
  }

  void set_gain(int tenths) {
    const int nearest =
        *std::ranges::min_element(k_gains, {}, [&](int gain) { return std::abs(gain - tenths); });
    tuner_->set_gain(nearest / 10.0);
  }

  Socket socket_;
  const Options& options_;
  std::unique_ptr<LiveTuner> tuner_;
  Clock::time_point opened_ = Clock::now();
  std::string received_;
  std::vector<std::uint8_t> pending_;
  std::vector<cf> samples_;
};

int serve(const Options& options) {
  TcpServer server;
  ControlFile control(options.tuner.control_path);
  std::uint16_t port = options.port;
  std::optional<Connection> connection;
  while (stop_asked == 0) {
    control.poll();
    if (control.state().unplugged) {
      server.close();
    } else if (!server.listening()) {
      if (!server.listen(port)) {
        return 1;
      }
      port = server.port();
    }
    if (connection && !connection->work()) {
      connection.reset();
    }
    if (connection) {
      continue;
    }
    if (Socket socket = server.accept()) {
      auto tuner = LiveTuner::open(options.tuner);
      if (!tuner) {
        fmt::print(stderr, "standin_rtl_tcp: {}\n", tuner.error());
        return 2;
      }
      connection.emplace(std::move(socket), options, std::move(*tuner));
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  return 0;
}

int run(int argc, char** argv) {
  CLI::App app("plays a scene as rtl_tcp does");
  Options options;
  app.add_option("--scene", options.tuner.scene_path)->required();
  app.add_option("--port", options.port);
  app.add_option("--control", options.tuner.control_path);
  app.add_option("--epoch", options.tuner.epoch_s);
  app.add_option("--speed", options.tuner.speed)->check(CLI::PositiveNumber);
  app.add_option("--magic", options.magic);
  app.add_option("--close-after", options.close_after_s);
  app.add_option("--stall-after", options.stall_after_s);
  CLI11_PARSE(app, argc, argv);
  if (const auto scene = read_scene(options.tuner.scene_path); !scene) {
    fmt::print(stderr, "standin_rtl_tcp: {}\n", scene.error());
    return 2;
  }
  std::signal(SIGTERM, [](int) { stop_asked = 1; });
  std::signal(SIGINT, [](int) { stop_asked = 1; });
  return serve(options);
}

} // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fputs("standin_rtl_tcp: ", stderr);
    std::fputs(error.what(), stderr);
    std::fputs("\n", stderr);
    return 1;
  }
}
