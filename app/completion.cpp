#include "app/manual.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace cw::app {
namespace {

// What options and arguments call the names of files they take.
constexpr std::array<std::string_view, 3> k_files = {"FILE", "DB", "DIR"};

struct Words {
  std::vector<std::string> options, with_file, with_value;
  bool takes_files = false;
};

Words words_of(const CLI::App& command) {
  Words words;
  for (const CLI::Option* option : command.get_options()) {
    const bool file = std::ranges::count(k_files, option->get_type_name()) > 0;
    words.takes_files = words.takes_files || (file && !option->nonpositional());
    if (option->get_group().empty()) {
      continue; // hidden
    }
    for (const std::string& name : option->get_lnames()) {
      words.options.push_back("--" + name);
      if (option->get_items_expected_max() > 0) {
        (file ? words.with_file : words.with_value).push_back("--" + name);
      }
    }
  }
  return words;
}

std::string pattern(const std::vector<std::string>& options) {
  return options.empty() ? "''" : fmt::format("{}", fmt::join(options, "|"));
}

/// One arm of the script's case, and those of the commands below it.
void append_arms(const CLI::App& command, const std::string& path, std::string& out) {
  const Words words = words_of(command);
  std::vector<std::string> commands;
  for (const CLI::App* sub : command.get_subcommands({})) {
    if (!sub->get_name().empty() && !sub->get_group().empty()) {
      commands.push_back(sub->get_name());
    }
  }
  out += fmt::format("    '{}')\n"
                     "      options='{}' commands='{}' files={}\n"
                     "      case $previous in {}) kind=file ;; {}) kind=value ;; esac ;;\n",
                     path,
                     fmt::join(words.options, " "),
                     fmt::join(commands, " "),
                     words.takes_files ? "yes" : "no",
                     pattern(words.with_file),
                     pattern(words.with_value));
  const std::string before = path.empty() ? "" : path + " ";
  for (const std::string& name : commands) {
    append_arms(*command.get_subcommand(name), before + name, out);
  }
}

constexpr const char* k_before =
    R"bash(# bash completion for {0}, made from its option tables by {0} --completion
_{1}() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} path='' i
  local options='' commands='' files=no kind=word
  # The commands among the words so far.
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path ${{COMP_WORDS[i]}}" in
{2}    esac
  done
  case $path in
)bash";

constexpr const char* k_after = R"bash(  esac
  [[ -n $commands && $word != -* ]] && options=''
  COMPREPLY=()
  if [[ $kind == file || ($kind == word && $files == yes && $word != -*) ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  elif [[ $kind == word ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$commands $options" -- "$word")
  fi
}}
complete -F _{1} {0}
)bash";

/// Lines that lengthen $path by a word which is a command after what $path is.
void append_paths(const CLI::App& command, const std::string& path, std::string& out) {
  for (const CLI::App* sub : command.get_subcommands({})) {
    if (!sub->get_name().empty() && !sub->get_group().empty()) {
      const std::string below = path.empty() ? sub->get_name() : path + " " + sub->get_name();
      out += fmt::format("      '{} {}') path='{}' ;;\n", path, sub->get_name(), below);
      append_paths(*sub, below, out);
    }
  }
}

} // namespace

std::string bash_completion(const CLI::App& program) {
  std::string function = program.get_name();
  std::ranges::replace(function, '-', '_');
  std::string paths, arms;
  append_paths(program, "", paths);
  append_arms(program, "", arms);
  return fmt::format(fmt::runtime(k_before), program.get_name(), function, paths) + arms +
         fmt::format(fmt::runtime(k_after), program.get_name(), function);
}

} // namespace cw::app
