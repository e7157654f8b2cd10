#include "runners/command_line.h"

#include <CLI/CLI.hpp>
#include <array>

namespace assay::runners {
namespace {

constexpr std::array kCommands{CommandKind::run, CommandKind::mock, CommandKind::contract,
                               CommandKind::laws};

std::string unknown(const std::string& argument, const std::vector<std::string>& known,
                    const std::string& what) {
  const std::string name = argument.substr(0, argument.find('='));
  const std::string meant = similar_name(name, known);
  return "unknown " + what + ' ' + name +
         (meant.empty() ? std::string() : "; did you mean " + meant + "?");
}

// What CLI11 left over.
std::string complaint(const std::vector<std::string>& left, CommandKind kind) {
  for (const std::string& argument : left) {
    if (argument.size() < 2 || argument[0] != '-' || argument == "--") continue;
    std::vector<std::string> known{"--help"};
    for (const OptionRow& row : options_of(kind)) known.push_back("--" + std::string(row.name));
    return unknown(argument, known, "option");
  }
  if (kind == CommandKind::none) {
    std::vector<std::string> known;
    for (const CommandKind command : kCommands) known.emplace_back(to_string(command));
    return unknown(left.front(), known, "command");
  }
  if (kind == CommandKind::laws) return "'" + left.front() + "': this command takes no document";
  return "'" + left.front() +
         "': there can be only one document; overlays are given with --overlay";
}

void add_options(CLI::App& app, CommandKind kind, RawValues& values) {
  for (const OptionRow& row : options_of(kind)) {
    const std::string name(row.name);
    if (row.takes == Takes::nothing) {
      app.add_flag_callback("--" + name, [&values, name] { values[name] = {RawValue{}}; });
      continue;
    }
    // Every option may be given often here, so that giving one twice gets our own message.
    app.add_option("--" + name, CLI::callback_t([&values, name](const CLI::results_t& given) {
                     for (const std::string& text : given) values[name].push_back({text, ""});
                     return true;
                   }))
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->allow_extra_args(false);
  }
  if (kind == CommandKind::laws) return;
  app.add_option("DOCUMENT", CLI::callback_t([&values](const CLI::results_t& given) {
                   values["document"] = {{given.at(0), ""}};
                   return true;
                 }))
      ->expected(1);
}

}  // namespace

std::variant<Invocation, std::string> parse_command_line(
    const std::vector<std::string>& arguments) {
  Invocation invocation;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  app.add_flag("-h,--help", invocation.help);
  app.add_flag("--version", invocation.version);
  for (const CommandKind kind : kCommands) {
    CLI::App* command = app.add_subcommand(std::string(to_string(kind)));
    command->set_help_flag();
    command->allow_extras();
    command->add_flag("-h,--help", invocation.help);
    add_options(*command, kind, invocation.values);
    command->callback([&invocation, kind] { invocation.kind = kind; });
  }
  app.require_subcommand(0, 1);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string what = error.what();
    return what.substr(0, what.find(':')) + " needs a value";
  } catch (const CLI::ConversionError& error) {
    // A flag that is given a value: "Could not convert: --plan = yes".
    const std::string what = error.what();
    const std::size_t name = what.find("--");
    if (name == std::string::npos) return what;
    return what.substr(name, what.find_first_of(" =", name) - name) + " takes no value";
  } catch (const CLI::ParseError& error) {
    return std::string(error.what());
  }
  if (invocation.help) return invocation;
  for (const CLI::App* command : app.get_subcommands()) {
    if (const auto left = command->remaining(); !left.empty())
      return complaint(left, invocation.kind);
  }
  if (const auto left = app.remaining(); !left.empty()) return complaint(left, invocation.kind);
  for (const OptionRow& row : options_of(invocation.kind)) {
    const auto given = invocation.values.find(row.name);
    if (given != invocation.values.end() && row.takes == Takes::one && given->second.size() > 1) {
      return "--" + std::string(row.name) + " is given twice";
    }
  }
  return invocation;
}

}  // namespace assay::runners
