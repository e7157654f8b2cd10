#include "reports/curl.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <set>
#include <vector>

#include "reports/recognise.h"
#include "reports/text.h"
#include "spec/utf8.h"

namespace assay::reports {
namespace {

using spec::Exchange;
using Part = Naming::Part;
using Parts = std::vector<Part>;

constexpr std::size_t kLongRepetition = 120;
constexpr std::string_view kForm = "application/x-www-form-urlencoded";

bool alphanumeric(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// Bytes that neither a shell argument nor a terminal can carry as they are.
bool binary(std::string_view text) {
  return printable(text) != text || text.find('\n') != text.npos;
}

bool has_variable(const Parts& parts) {
  return std::any_of(parts.begin(), parts.end(), [](const Part& p) { return !p.shell.empty(); });
}

// Long repetitions become what makes them: $(printf '%300s' | sed 's/ /x/g').
Parts shortened(const Parts& parts) {
  Parts out;
  for (const Part& part : parts) {
    if (!part.shell.empty() || part.literal.size() < kLongRepetition) {
      out.push_back(part);
      continue;
    }
    const std::string_view text = part.literal;
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
      const Repetition found = repetition(text, at, kLongRepetition);
      const std::string_view unit = text.substr(at, found.unit);
      const bool fit = found.count != 0 && std::all_of(unit.begin(), unit.end(), [](char c) {
                         return alphanumeric(c) || c == '%' || c == '+' || c == '-' || c == '_';
                       });
      if (!fit) {
        plain += text[at++];
        continue;
      }
      if (!plain.empty()) out.push_back({plain, "", true});
      plain.clear();
      out.push_back({"",
                     "$(printf '%" + std::to_string(found.count) + "s' | sed 's/ /" +
                         std::string(unit) + "/g')",
                     true});
      at += found.unit * found.count;
    }
    if (!plain.empty()) out.push_back({plain, "", true});
  }
  return out;
}

// One shell word of parts: in double quotes where the shell has to fill something in.
std::string word(const Parts& raw) {
  const Parts parts = shortened(raw);
  if (!has_variable(parts)) {
    std::string all;
    for (const Part& part : parts) all += part.literal;
    return shell_word(all);
  }
  std::string out = "\"";
  for (const Part& part : parts) {
    if (!part.shell.empty()) {
      out += part.shell;
      continue;
    }
    for (const char c : part.literal) {
      if (c == '"' || c == '\\' || c == '$' || c == '`') out += '\\';
      out += c;
    }
  }
  return out + '"';
}

std::string octal(unsigned char c) {
  std::array<char, 8> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "\\%03o", c);
  return buffer.data();
}

// printf 'FORMAT' "$variable"…: any bytes at all.
std::string printf_command(const Parts& raw) {
  std::string format, arguments;
  for (const Part& part : shortened(raw)) {
    if (!part.shell.empty()) {
      format += "%s";
      arguments += " \"" + part.shell + '"';
      continue;
    }
    const std::string_view text = part.literal;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t length = spec::utf8_length(text, at);
      const char c = text[at];
      if (length == 0 || binary(text.substr(at, length))) {
        for (std::size_t i = 0; i < std::max<std::size_t>(length, 1); ++i) {
          format += octal(static_cast<unsigned char>(text[at + i]));
        }
      } else if (c == '%' || c == '\\') {
        format += c;
        format += c;
      } else if (c == '\'') {
        format += "\\047";
      } else {
        format.append(text.substr(at, length));
      }
      at += std::max<std::size_t>(length, 1);
    }
  }
  return "printf '" + format + "'" + arguments;
}

// The words of one curl command, and what feeds it.
struct Command {
  std::vector<std::string> words;
  std::string feed;  // "printf '…' |" or ""
};

void add_headers(const spec::Request& request, const Naming& naming, Command& command) {
  bool typed = false;
  for (const spec::Header& header : request.headers) {
    if (lower(header.name) == "content-type") {
      typed = true;
      if (header.value == kForm && !request.body.empty()) continue;
    }
    if (header.value.starts_with("Basic ") && lower(header.name) == "authorization") {
      const auto known =
          std::find_if(request.names.begin(), request.names.end(),
                       [](const spec::BoundName& n) { return n.name.starts_with("$"); });
      command.words.push_back("-u");
      command.words.push_back(known == request.names.end() ? "'<secret>'"
                                                           : word(naming.parts(known->bytes)));
      continue;
    }
    Parts parts = naming.parts(header.value);
    if (sensitive_header(header.name) && !has_variable(parts)) parts = {{"<secret>", "", true}};
    parts.insert(parts.begin(), {header.name + ": ", "", true});
    command.words.push_back("-H");
    command.words.push_back(word(parts));
  }
  if (!typed && !request.body.empty()) {
    command.words.push_back("-H");
    command.words.push_back("Content-Type:");
  }
}

void add_form(std::string_view body, const Naming& naming, Command& command) {
  for (std::size_t at = 0; at <= body.size();) {
    std::size_t end = body.find('&', at);
    if (end == std::string_view::npos) end = body.size();
    const std::string_view pair = body.substr(at, end - at);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const Parts value = naming.parts(pair.substr(std::min(equals + 1, pair.size())));
    Parts all = naming.parts(pair.substr(0, equals));
    if (equals < pair.size()) all.push_back({"=", "", true});
    all.insert(all.end(), value.begin(), value.end());
    // A lone variable whose value the form may have to encode is left to curl to encode.
    const bool encode =
        value.size() == 1 && !value[0].exact && !value[0].shell.empty() &&
        std::all_of(pair.begin(), pair.begin() + static_cast<std::ptrdiff_t>(equals),
                    [](char c) { return alphanumeric(c) || c == '_' || c == '-'; });
    command.words.push_back(encode ? "--data-urlencode" : "-d");
    command.words.push_back(word(all));
    at = end + 1;
  }
}

void add_body(const spec::Request& request, const Naming& naming, Command& command) {
  const std::string& body = request.body;
  if (body.empty()) return;
  const bool plain_pairs = body.front() != '&' && body.back() != '&' && body.front() != '@' &&
                           body.find("&&") == std::string::npos &&
                           body.find("&@") == std::string::npos;
  const bool form =
      std::any_of(request.headers.begin(), request.headers.end(), [](const spec::Header& h) {
        return lower(h.name) == "content-type" && h.value.starts_with(kForm);
      });
  if (binary(body)) {
    command.feed = printf_command(naming.parts(body));
    command.words.push_back("--data-binary");
    command.words.push_back("@-");
  } else if (form && plain_pairs) {
    add_form(body, naming, command);
  } else {
    command.words.push_back("--data-raw");
    command.words.push_back(word(naming.parts(body)));
  }
}

Command command_for(const spec::Request& request, const Naming& naming, bool show_status) {
  Command command;
  command.words = {"curl", show_status ? "-i" : "-s"};
  const std::string usual = request.body.empty() ? "GET" : "POST";
  if (request.method == "HEAD") {
    command.words.push_back("--head");
  } else if (request.method != usual) {
    command.words.push_back("-X");
    command.words.push_back(shell_word(request.method));
  }
  command.words.push_back(word(naming.parts(request.url)));
  add_headers(request, naming, command);
  add_body(request, naming, command);
  return command;
}

// The words in lines of at most `width` columns where they fit; an option stays with its value.
std::string folded(const std::string& start, const Command& command, const std::string& end,
                   std::size_t width) {
  std::string out = start;
  if (!command.feed.empty()) out += command.feed + " | ";
  std::size_t column = spec::count_code_points(out);
  const std::vector<std::string>& words = command.words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string unit = words[i];
    const bool takes_value =
        unit == "-H" || unit == "-d" || unit == "-X" || unit == "-u" || unit.starts_with("--data");
    if (takes_value && i + 1 < words.size()) unit += ' ' + words[++i];
    if (i + 1 == words.size()) unit += end;
    const std::size_t length = spec::count_code_points(unit);
    if (out.size() != start.size() && !out.ends_with("| ") && column + length + 3 > width) {
      out += " \\\n    ";
      column = 4;
    } else if (out.size() != start.size() && out.back() != ' ') {
      out += ' ';
      ++column;
    }
    out += unit;
    column += length;
  }
  return out;
}

std::string jq_path(std::string_view pointer) {
  std::string out;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string token(pointer.substr(0, pointer.find('/')));
    pointer.remove_prefix(token.size());
    const bool index = !token.empty() && std::all_of(token.begin(), token.end(),
                                                     [](char c) { return c >= '0' && c <= '9'; });
    const bool plain =
        !token.empty() && !index &&
        std::all_of(token.begin(), token.end(), [](char c) { return alphanumeric(c) || c == '_'; });
    if (index) {
      if (out.empty()) out += '.';
      out.append("[").append(token).append("]");
    } else {
      out += plain ? "." + token : ".[\"" + token + "\"]";
    }
  }
  return out.empty() ? "." : out;
}

std::string_view role_name(spec::Step::Role role, const spec::Operation* operation) {
  switch (role) {
    case spec::Step::Role::setup:
      return "set-up";
    case spec::Step::Role::subject:
      return "in question";
    case spec::Step::Role::observe:
      return operation != nullptr && changes_something(operation->effect.action) ? "then" : "look";
  }
  return "";
}

// Assignments of the variables that the text uses: run, digits1, digits2, …
std::vector<std::string> assignments(const std::string& text) {
  std::vector<std::string> out;
  const auto uses = [&](const std::string& name) {
    return text.find("$" + name) != std::string::npos ||
           text.find("${" + name) != std::string::npos;
  };
  if (uses("run")) out.push_back("run=r$(date +%s)x");
  for (int n = 1; n <= 9; ++n) {
    const std::string name = "digits" + std::to_string(n);
    if (uses(name))
      out.push_back(name + "=$(date +%s | sed 's/^./" + std::to_string(n + 1) + "/')");
  }
  return out;
}

std::string script(const spec::Contract& contract, const spec::Evidence& evidence,
                   const Naming& naming, std::size_t width) {
  std::string out;
  std::set<int> handed_on;
  for (const Exchange& exchange : evidence.exchanges) {
    const spec::Step* step = spec::find(evidence.trial, exchange.step);
    if (!out.empty()) out += '\n';
    out += "# " + std::to_string(exchange.step);
    const spec::Operation* operation = exchange.operation < contract.operations.size()
                                           ? &contract.operations[exchange.operation]
                                           : nullptr;
    if (operation != nullptr) out += " " + operation->id;
    if (step != nullptr) out += " (" + std::string(role_name(step->role, operation)) + ")";
    // A walk over the pages of a list is one step and several exchanges.
    const auto same = [&](const Exchange& other) { return other.step == exchange.step; };
    const auto pages = std::count_if(evidence.exchanges.begin(), evidence.exchanges.end(), same);
    if (pages > 1) {
      out += ", " + std::to_string(std::count_if(evidence.exchanges.data(), &exchange + 1, same)) +
             " of " + std::to_string(pages);
    }
    if (exchange.step == evidence.verdict.step) {
      const bool last =
          std::count_if(&exchange, evidence.exchanges.data() + evidence.exchanges.size(), same) ==
          1;
      if (last) out += pages > 1 ? ": the answers show it" : ": its answer shows it";
    }
    out += '\n';
    if (exchange.fault() != nullptr && exchange.fault()->kind == spec::Fault::Kind::unsent) {
      out += "# not sent: " + one_line(naming.text(exchange.fault()->detail));
      continue;
    }
    std::vector<const Naming::Taken*> taken;
    for (const Naming::Taken& value : naming.taken()) {
      if (value.step == exchange.step) taken.push_back(&value);
    }
    if (!handed_on.insert(exchange.step).second) taken.clear();
    const Command command = command_for(exchange.request, naming, taken.empty());
    if (taken.empty()) {
      out += folded("", command, "", width);
    } else if (taken.size() == 1) {
      out += folded(taken[0]->variable + "=$(", command,
                    " | jq -r " + shell_word(jq_path(taken[0]->pointer)) + ")", width);
    } else {
      const std::string answer = "answer" + std::to_string(exchange.step);
      out += folded(answer + "=$(", command, ")", width);
      for (const Naming::Taken* value : taken) {
        out += "\n" + value->variable + "=$(printf %s \"$" + answer + "\" | jq -r " +
               shell_word(jq_path(value->pointer)) + ")";
      }
    }
  }
  return out;
}

}  // namespace

std::string shell_word(std::string_view text) {
  const bool plain =
      !text.empty() && text[0] != '~' && std::all_of(text.begin(), text.end(), [](char c) {
        return alphanumeric(c) || std::string_view("_./:@%+=,-").find(c) != std::string_view::npos;
      });
  if (plain) return std::string(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string curl_text(const spec::Contract& contract, const spec::Evidence& evidence,
                      const Naming& naming, std::size_t width) {
  if (evidence.exchanges.empty()) return {};
  if (evidence.exchanges.size() == 1) {
    const Command command = command_for(evidence.exchanges[0].request, naming, true);
    std::string start;
    for (const std::string& assignment : assignments(folded("", command, "", width)))
      start += assignment + "; ";
    return printable(folded(start, command, "", width));
  }
  std::string out = script(contract, evidence, naming, width);
  std::string start;
  for (const std::string& assignment : assignments(out)) start += assignment + '\n';
  return printable(start + out);
}

bool sensitive_header(std::string_view name) {
  const std::string low = lower(name);
  for (const std::string_view word : {"auth", "cookie", "key", "token", "secret", "password"}) {
    if (low.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace assay::reports
