#include "app/manual.h"

#include "app/output_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <vector>

namespace cw::app {
namespace {

bool has_a_name(const CLI::App* app) {
  return !app->get_name().empty() && !app->get_group().empty(); // hidden ones have no group
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  });
  return text;
}

/// "cellwarden scan" is on the page cellwarden-scan.
std::string page_of(std::string name) {
  std::ranges::replace(name, ' ', '-');
  return name;
}

std::string roff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool line_begins = out.empty() || out.back() == '\n';
    out += c == '\\'                                ? "\\e"
           : c == '-'                               ? "\\-"
           : (c == '.' || c == '\'') && line_begins ? std::string("\\&") + c
                                                    : std::string(1, c);
  }
  return out;
}

std::string bold(const std::string& text) {
  return "\\fB" + roff(text) + "\\fR";
}

std::string italic(const std::string& text) {
  return "\\fI" + roff(text) + "\\fR";
}

std::string option_names(const CLI::Option& option) {
  std::string names;
  const auto add = [&names](const std::string& name) {
    names += (names.empty() ? "" : ", ") + bold(name);
  };
  for (const std::string& name : option.get_snames()) {
    add("-" + name);
  }
  for (const std::string& name : option.get_lnames()) {
    add("--" + name);
  }
  const std::string type = option.get_type_name();
  const bool takes_value = option.get_items_expected_max() > 0 && !type.empty();
  const bool positional = names.empty();
  names += positional ? italic(type.empty() ? option.get_name() : type) : "";
  return names + (takes_value && !positional ? " " + italic(type) : "");
}

std::string options(const CLI::App& command) {
  std::string out;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_group().empty()) {
      continue; // hidden
    }
    const std::string usual = option->get_default_str();
    out += fmt::format(".TP\n{}\n{}{}\n",
                       option_names(*option),
                       roff(option->get_description()),
                       usual.empty() ? "" : roff(" (default: " + usual + ")"));
  }
  return out;
}

std::string synopsis(const CLI::App& command, const std::string& name) {
  std::string out = fmt::format("{} [{}]", bold(name), italic("OPTION"));
  for (const CLI::Option* option : command.get_options()) {
    if (option->nonpositional() || option->get_group().empty()) {
      continue;
    }
    const std::string shown = italic(option->get_type_name());
    out += option->get_required() ? fmt::format(" {}...", shown) : fmt::format(" [{}...]", shown);
  }
  if (!command.get_subcommands(has_a_name).empty()) {
    out += fmt::format(" {} ...", italic("COMMAND"));
  }
  return out + "\n";
}

/// "Example:\n  cellwarden rules": the lines behind the first, as they are.
std::string examples(const CLI::App& command) {
  const std::string footer = command.get_footer();
  const std::size_t first_end = footer.find('\n');
  return first_end == std::string::npos
             ? ""
             : fmt::format(".PP\n.nf\n{}\n.fi\n", roff(footer.substr(first_end + 1)));
}

std::string commands(const CLI::App& command, const std::string& name, bool have_pages) {
  std::string out;
  for (const CLI::App* sub : command.get_subcommands(has_a_name)) {
    const std::string full = name + " " + sub->get_name();
    if (have_pages) {
      out += fmt::format(".TP\n{}(1)\n{}\n", bold(page_of(full)), roff(sub->get_description()));
    } else {
      out += fmt::format(".SS {}\n{}.PP\n{}\n{}{}",
                         roff(full),
                         synopsis(*sub, full),
                         roff(sub->get_description()),
                         options(*sub),
                         examples(*sub));
    }
  }
  return out.empty() ? out : ".SH COMMANDS\n" + out;
}

constexpr const char* k_after_options = R"(.SH EXIT STATUS
.TP
0
done; no alert at or above \fB\-\-fail\-on\fR
.TP
1
something failed while working; what was done until then has been written
.TP
2
the call or the input is unusable; stderr says what is wrong and what to do
.TP
3
done; an alert reached \fB\-\-fail\-on\fR
.SH FILES
Paths below \fI/var/lib/cellwarden\fR and \fI/run/cellwarden\fR are for root and for services; for other users they are below
\fI~/.local/state/cellwarden\fR and \fI$XDG_RUNTIME_DIR/cellwarden\fR.
)";

std::string page(const CLI::App& command,
                 const std::string& name,
                 const std::string& version,
                 bool have_pages) {
  const std::string shown = examples(command);
  return fmt::format(".\\\" Made from the option tables by {} \\-\\-manual.\n"
                     ".TH {} 1 \"\" \"Cellwarden {}\" \"Cellwarden\"\n"
                     ".SH NAME\n{} \\- {}\n.SH SYNOPSIS\n{}.SH OPTIONS\n{}{}{}{}",
                     name.substr(0, name.find(' ')),
                     roff(upper(page_of(name))),
                     version,
                     roff(page_of(name)),
                     roff(command.get_description()),
                     synopsis(command, name),
                     options(command),
                     commands(command, name, have_pages),
                     shown.empty() ? "" : ".SH EXAMPLES\n" + shown,
                     k_after_options);
}

void write_page(const std::string& folder, const std::string& name, const std::string& text) {
  auto file = OutputFile::create(fmt::format("{}/{}.1", folder, page_of(name)));
  if (!file) {
    throw CLI::ValidationError(file.error());
  }
  file->write(text);
  if (const auto closed = file->close(); !closed) {
    throw CLI::ValidationError(closed.error());
  }
}

void write_manual(const CLI::App& program, const std::string& version, const std::string& folder) {
  const std::string& name = program.get_name();
  write_page(folder, name, page(program, name, version, true));
  for (const CLI::App* command : program.get_subcommands(has_a_name)) {
    const std::string full = name + " " + command->get_name();
    write_page(folder, full, page(*command, full, version, false));
  }
}

} // namespace

void add_manual_options(CLI::App& program, const std::string& version) {
  program
      .add_option_function<std::string>("--manual",
                                        [&program, version](const std::string& folder) {
                                          write_manual(program, version, folder);
                                          throw CLI::Success();
                                        })
      ->group("");
  program
      .add_flag_callback("--completion",
                         [&program] {
                           if (const auto written = write_stdout(bash_completion(program));
                               !written) {
                             throw CLI::ValidationError(written.error());
                           }
                           throw CLI::Success();
                         })
      ->group("");
}

} // namespace cw::app
