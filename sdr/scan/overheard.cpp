#include "sdr/scan/overheard.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <string_view>

namespace cw::sdr {
namespace {

std::mutex& one_at_a_time() {
  static std::mutex mutex;
  return mutex;
}

int divert(int descriptor, std::FILE* file) {
  const int as_it_was = ::dup(descriptor);
  if (as_it_was >= 0) {
    ::dup2(::fileno(file), descriptor);
  }
  return as_it_was;
}

void bring_back(int as_it_was, int descriptor) {
  if (as_it_was >= 0) {
    ::dup2(as_it_was, descriptor);
    ::close(as_it_was);
  }
}

void show_our_own(std::string_view words) {
  while (!words.empty()) {
    const std::string_view line = words.substr(0, words.find('\n'));
    words.remove_prefix(line.size() == words.size() ? line.size() : line.size() + 1);
    if (line.starts_with("cellwarden: ")) {
      fmt::print(stderr, "{}\n", line);
    }
  }
}

} // namespace

Overheard::Overheard(Listen listen) : alone_(one_at_a_time()), kept_(std::tmpfile()) {
  if (!kept_) {
    return;
  }
  std::fflush(stdout);
  stderr_ = divert(STDERR_FILENO, kept_.get());
  stdout_ = listen == Listen::to_stdout_too ? divert(STDOUT_FILENO, kept_.get()) : -1;
}

Overheard::~Overheard() {
  const std::string heard = words();
  if (stdout_ >= 0) {
    std::fflush(stdout);
  }
  bring_back(stdout_, STDOUT_FILENO);
  bring_back(stderr_, STDERR_FILENO);
  show_our_own(heard);
}

std::string Overheard::words() const {
  std::string text;
  std::array<char, 4096> part{};
  while (kept_ != nullptr && text.size() < 16 * part.size()) {
    const ssize_t octets =
        ::pread(::fileno(kept_.get()), part.data(), part.size(), static_cast<off_t>(text.size()));
    if (octets <= 0) {
      break;
    }
    text.append(part.data(), static_cast<std::size_t>(octets));
  }
  return text;
}

} // namespace cw::sdr
