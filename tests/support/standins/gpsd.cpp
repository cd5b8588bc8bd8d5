// A gpsd that plays a track: enough of its JSON protocol (gpsd_json(5)) for libgps.
#include "tests/support/standins/control_file.h"
#include "tests/support/standins/gps_track.h"
#include "tests/support/standins/tcp_server.h"

#include <CLI/CLI.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <poll.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <exception>
#include <list>
#include <thread>

namespace {

using namespace cw::standins;
using Clock = std::chrono::steady_clock;

struct Stretch {
  double from = 0, to = 0;
};

struct Options {
  std::uint16_t port = 2947;
  std::string track_path, control_path;
  std::vector<double> from; ///< latitude, longitude
  double heading_deg = 0, speed_m_s = 0, alt_m = 100, error_m = 5, period_s = 1;
  std::vector<Stretch> no_fix, jumps; ///< a jump is (at, seconds)
  std::optional<double> epoch_s;
};

constexpr const char* k_device = "/dev/standin0";
volatile std::sig_atomic_t stop_asked = 0;

double unix_now_s() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string iso_time(double unix_s) {
  const double whole = std::floor(unix_s);
  const auto seconds = static_cast<std::time_t>(whole);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", utc, static_cast<int>((unix_s - whole) * 1000));
}

/// What the control lines add up to.
struct Told {
  bool no_fix = false, mute = false, down = false;
  double jump_s = 0;

  void apply(const std::string& line) {
    if (line == "nofix" || line == "fix") {
      no_fix = line == "nofix";
    } else if (line == "mute" || line == "unmute") {
      mute = line == "mute";
    } else if (line == "down" || line == "up") {
      down = line == "down";
    } else if (line.starts_with("jump ")) {
      jump_s += std::strtod(line.c_str() + 5, nullptr);
    } else if (!line.empty()) {
      fmt::print(stderr, "standin_gpsd does not know \"{}\"\n", line);
    }
  }
};

struct Client {
  explicit Client(Socket accepted) : socket(std::move(accepted)) {}

  Socket socket;
  std::string received;
  bool watching = false;

  bool say(std::string_view text) {
    const std::vector<std::uint8_t> octets(text.begin(), text.end());
    return socket.send(octets) == octets.size(); // who does not read is dropped
  }
};

class Gpsd {
public:
  Gpsd(const Options& options, GpsTrack track) : options_(options), track_(std::move(track)) {}

  int run() {
    const double began_s = options_.epoch_s.value_or(unix_now_s());
    std::uint16_t port = options_.port;
    Clock::time_point next = Clock::now();
    while (stop_asked == 0) {
      for (const std::string& line : appended_lines(options_.control_path, read_, rest_)) {
        told_.apply(line);
      }
      if (told_.down) {
        server_.close();
        clients_.clear();
      } else if (!server_.listening()) {
        if (!server_.listen(port)) {
          return 1;
        }
        port = server_.port();
      }
      serve_clients();
      if (Clock::now() >= next) {
        next += std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double>(options_.period_s));
        const double now_s = unix_now_s();
        report(now_s - began_s, now_s);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return 0;
  }

private:
  void serve_clients() {
    while (Socket socket = server_.accept()) {
      Client& client = clients_.emplace_back(std::move(socket));
      client.say(
          R"({"class":"VERSION","release":"3.22","rev":"3.22","proto_major":3,"proto_minor":14})"
          "\r\n");
    }
    clients_.remove_if(
        [](Client& client) { return !client.socket.receive(client.received) || !answer(client); });
  }

  /// Requests end with a semicolon or a line.
  static bool answer(Client& client) {
    for (std::size_t end = client.received.find_first_of(";\n"); end != std::string::npos;
         end = client.received.find_first_of(";\n")) {
      const std::string request = client.received.substr(0, end);
      client.received.erase(0, end + 1);
      if (request.starts_with("?WATCH")) {
        if (request.find("\"enable\":") != std::string::npos) {
          client.watching = request.find("\"enable\":true") != std::string::npos;
        }
        if (!client.say(fmt::format(
                R"({{"class":"DEVICES","devices":[{{"class":"DEVICE","path":"{}","driver":"NMEA0183","activated":"{}","flags":1,"native":0,"bps":9600,"parity":"N","stopbits":1,"cycle":1.00}}]}})"
                "\r\n"
                R"({{"class":"WATCH","enable":{},"json":true,"nmea":false,"raw":0,"scaled":false,"timing":false,"split24":false,"pps":false}})"
                "\r\n",
                k_device,
                iso_time(unix_now_s()),
                client.watching))) {
          return false;
        }
      }
    }
    return client.received.size() < 4096;
  }

  void report(double t_s, double now_s) {
    bool fix = !told_.no_fix;
    double unix_s = now_s + told_.jump_s;
    for (const Stretch& stretch : options_.no_fix) {
      fix = fix && !(t_s >= stretch.from && t_s < stretch.to);
    }
    for (const Stretch& jump : options_.jumps) {
      unix_s += t_s >= jump.from ? jump.to : 0;
    }
    if (told_.mute) {
      return;
    }
    const std::string text = tpv(fix, t_s, unix_s) + sky(fix, unix_s);
    clients_.remove_if([&](Client& client) { return client.watching && !client.say(text); });
  }

  std::string tpv(bool fix, double t_s, double unix_s) const {
    const std::string head =
        fmt::format(R"({{"class":"TPV","device":"{}","mode":{},"time":"{}","ept":0.005)",
                    k_device,
                    fix ? 3 : 1,
                    iso_time(unix_s));
    if (!fix) {
      return head + "}\r\n";
    }
    const TrackFix at = track_.at(t_s);
    return head +
           fmt::format(
               R"(,"lat":{:.9f},"lon":{:.9f},"altHAE":{:.3f},"altMSL":{:.3f},"alt":{:.3f},"epx":{:.3f},"epy":{:.3f},"epv":{:.3f},"eph":{:.3f},"track":{:.4f},"speed":{:.3f},"climb":{:.3f}}})"
               "\r\n",
               at.at.lat_deg,
               at.at.lon_deg,
               at.at.alt_m,
               at.at.alt_m,
               at.at.alt_m,
               options_.error_m / std::sqrt(2.0),
               options_.error_m / std::sqrt(2.0),
               1.5 * options_.error_m,
               options_.error_m,
               at.course_deg,
               at.speed_m_s,
               at.climb_m_s);
  }

  static std::string sky(bool fix, double unix_s) {
    std::string satellites;
    for (int prn = 1; prn <= 8; ++prn) {
      satellites +=
          fmt::format(R"({}{{"PRN":{},"gnssid":0,"svid":{},"el":{},"az":{},"ss":{},"used":{}}})",
                      prn == 1 ? "" : ",",
                      prn,
                      prn,
                      8.0 * prn + 10,
                      44.0 * prn,
                      fix ? 30.0 + prn : 12.0,
                      fix);
    }
    return fmt::format(
        R"({{"class":"SKY","device":"{}","time":"{}","hdop":1.1,"vdop":1.4,"pdop":1.8,"nSat":8,"uSat":{},"satellites":[{}]}})"
        "\r\n",
        k_device,
        iso_time(unix_s),
        fix ? 8 : 0,
        satellites);
  }

  const Options& options_;
  GpsTrack track_;
  TcpServer server_;
  std::list<Client> clients_;
  Told told_;
  std::uintmax_t read_ = 0;
  std::string rest_;
};

/// "A,B" into its two numbers.
void add_pairs(CLI::App& app, const std::string& name, std::vector<Stretch>& to) {
  app.add_option_function<std::vector<std::string>>(
      name, [&to](const std::vector<std::string>& texts) {
        for (const std::string& text : texts) {
          const std::size_t comma = text.find(',');
          if (comma == text.npos) {
            throw CLI::ValidationError("wanted two numbers, A,B: " + text);
          }
          to.push_back({std::atof(text.c_str()), std::atof(text.c_str() + comma + 1)});
        }
      });
}

int run(int argc, char** argv) {
  CLI::App app("plays a track as gpsd does");
  Options options;
  app.add_option("--port", options.port);
  CLI::Option* track = app.add_option("--track", options.track_path);
  app.add_option("--from", options.from, "LAT,LON")->delimiter(',')->expected(2)->excludes(track);
  app.add_option("--heading", options.heading_deg);
  app.add_option("--speed", options.speed_m_s, "m/s");
  app.add_option("--alt", options.alt_m);
  app.add_option("--error", options.error_m);
  app.add_option("--period", options.period_s)->check(CLI::PositiveNumber);
  app.add_option("--control", options.control_path);
  app.add_option("--epoch", options.epoch_s);
  add_pairs(app, "--no-fix", options.no_fix);
  add_pairs(app, "--jump", options.jumps);
  CLI11_PARSE(app, argc, argv);
  TrackPoint start{.lat_deg = 52.5, .lon_deg = 13.4, .alt_m = options.alt_m};
  if (options.from.size() == 2) {
    start.lat_deg = options.from[0];
    start.lon_deg = options.from[1];
  }
  tl::expected<GpsTrack, std::string> way =
      options.track_path.empty() ? GpsTrack::line(start, options.heading_deg, options.speed_m_s)
                                 : GpsTrack::read(options.track_path);
  if (!way) {
    fmt::print(stderr, "standin_gpsd: {}\n", way.error());
    return 2;
  }
  std::signal(SIGTERM, [](int) { stop_asked = 1; });
  std::signal(SIGINT, [](int) { stop_asked = 1; });
  return Gpsd(options, std::move(*way)).run();
}

} // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fputs("standin_gpsd: ", stderr);
    std::fputs(error.what(), stderr);
    std::fputs("\n", stderr);
    return 1;
  }
}
