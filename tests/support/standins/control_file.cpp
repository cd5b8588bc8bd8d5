#include "tests/support/standins/control_file.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

namespace cw::standins {

std::vector<std::string>
appended_lines(const std::filesystem::path& path, std::uintmax_t& read, std::string& rest) {
  std::error_code error;
  const std::uintmax_t size = path.empty() ? 0 : std::filesystem::file_size(path, error);
  if (error || size <= read) {
    return {};
  }
  std::ifstream in(path, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(read));
  const std::string added{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  read += added.size();
  rest += added;
  std::vector<std::string> lines;
  for (std::size_t end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
    lines.push_back(rest.substr(0, end));
    rest.erase(0, end + 1);
  }
  return lines;
}

ControlFile::ControlFile(std::filesystem::path path) : path_(std::move(path)) {
  poll();
}

ControlEvents ControlFile::poll() {
  ControlEvents events;
  for (const std::string& line : appended_lines(path_, read_, rest_)) {
    apply(line, events);
  }
  return events;
}

void ControlFile::apply(const std::string& line, ControlEvents& events) {
  struct Word {
    std::string_view name;
    bool ControlState::*state;
    bool value;
  };
  static constexpr Word k_words[] = {{"busy", &ControlState::busy, true},
                                     {"free", &ControlState::busy, false},
                                     {"forbid", &ControlState::forbidden, true},
                                     {"permit", &ControlState::forbidden, false},
                                     {"stick", &ControlState::stuck, true},
                                     {"unstick", &ControlState::stuck, false},
                                     {"deaf", &ControlState::deaf, true},
                                     {"hear", &ControlState::deaf, false},
                                     {"replug", &ControlState::unplugged, false}};
  std::istringstream in(line);
  std::string word;
  std::string argument;
  in >> word >> argument;
  for (const Word& known : k_words) {
    if (known.name == word) {
      state_.*known.state = known.value;
      return;
    }
  }
  const double number = std::strtod(argument.c_str(), nullptr);
  if (word == "unplug") {
    state_.unplugs += state_.unplugged ? 0 : 1;
    state_.unplugged = true;
    state_.silent = argument == "silent";
  } else if (word == "on" || word == "off") {
    state_.on_air[argument] = word == "on";
  } else if (word == "lose") {
    events.lose_samples += static_cast<std::uint64_t>(number);
  } else if (word == "stall") {
    events.stall_ms += number;
  } else if (word == "ppm") {
    state_.ppm = number;
  } else if (!word.empty() && word.front() != '#') {
    fmt::print(stderr, "{}: stand-in does not know \"{}\"\n", path_.string(), line);
  }
}

} // namespace cw::standins
