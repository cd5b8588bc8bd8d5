#include "tests/unit/app/program.h"

#include "tests/support/child_environment.h"
#include "tests/support/temp_folder.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

namespace cw::test {
namespace {

void redirect(const std::string& path, int flags, int to) {
  const int fd = ::open(path.c_str(), flags, 0600);
  if (fd < 0 || ::dup2(fd, to) < 0) {
    ::_exit(125);
  }
}

} // namespace

ProgramRun run_program(const std::vector<std::string>& arguments,
                       const std::string& standard_input,
                       const std::string& stdout_path) {
  const TempFolder folder;
  const std::string in = folder.write("in", standard_input);
  const std::string out = stdout_path.empty() ? folder.write("out", "") : stdout_path;
  const std::string err = folder.write("err", "");
  std::vector<std::string> words = {CW_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  const ChildEnvironment environment({"HOME=" + folder.path("home")});
  const pid_t child = ::fork();
  if (child < 0) {
    throw std::runtime_error("cannot start a process");
  }
  if (child == 0) {
    redirect(in, O_RDONLY, STDIN_FILENO);
    redirect(out, O_WRONLY, STDOUT_FILENO);
    redirect(err, O_WRONLY, STDERR_FILENO);
    ::execve(argv[0], argv.data(), environment.get());
    ::_exit(126);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ProgramRun run;
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  run.out = stdout_path.empty() ? file_content(out) : "";
  run.err = file_content(err);
  if (std::filesystem::exists(folder.path("home"))) {
    run.err += "the program wrote to the user's home\n";
  }
  return run;
}

} // namespace cw::test
