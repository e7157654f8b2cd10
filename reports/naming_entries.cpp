// What Naming knows: collected from the requests and answers of one trial.
#include "reports/naming.h"

#include <algorithm>
#include <cctype>

#include "reports/recognise.h"
#include "reports/text.h"
#include "spec/form.h"

namespace assay::reports {
namespace {

using spec::Exchange;
using spec::Json;

constexpr std::size_t kTellingLength =
    6;  // shorter values are no names: they would be found everywhere

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string encoded(const std::string& value, const spec::FormSpelling& spelling) {
  return spec::encode_form({{"", value, false}}, spelling).substr(1);
}

std::vector<std::string> spellings_of(const std::string& bytes) {
  std::vector<std::string> all{bytes,
                               encoded(bytes, {}),
                               encoded(bytes, {true, true, false, false}),
                               spec::percent_encode(bytes),
                               encoded(bytes, {true, false, true, true}),
                               encoded(bytes, {true, true, true, true})};
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::string last_token(std::string_view pointer) {
  std::string out;
  for (const char c : pointer.substr(pointer.rfind('/') + 1)) out += word_character(c) ? c : '_';
  return out.empty() || digit(out, 0) ? "value" + out : out;
}

std::string dotted(std::string pointer) {
  std::replace(pointer.begin(), pointer.end(), '/', '.');
  return pointer;
}

// "host:port" of an absolute URL.
std::string authority(std::string_view url) {
  const std::size_t start = url.find("://");
  if (start == std::string_view::npos) return {};
  url.remove_prefix(start + 3);
  return std::string(url.substr(0, url.find('/')));
}

bool literal_in(const spec::Trial& trial, const std::string& bytes) {
  for (const spec::Step& step : trial.steps) {
    for (const spec::StepField& field : step.fields) {
      const auto* literal = std::get_if<spec::Literal>(&field.value.source);
      if (literal != nullptr && field.value.before + literal->bytes + field.value.after == bytes) {
        return true;
      }
    }
  }
  return false;
}

// What the shell has to do to a variable to repeat a twist.
std::string twisted_shell(const std::string& variable, spec::Twist twist) {
  const std::string whole = "${" + variable + "}";
  const std::string beginning = "${" + variable + "%?}";
  const std::string local = "${" + variable + "%@*}";
  switch (twist) {
    case spec::Twist::none:
      return "$" + variable;
    case spec::Twist::one_character:
      return beginning + "x";
    case spec::Twist::beginning:
      return beginning;
    case spec::Twist::ending:
      return "${" + variable + "#?}";
    case spec::Twist::longer:
      return whole + "x";
    case spec::Twist::any_one:
      return beginning + "_";
    case spec::Twist::any_more:
      return beginning + "%";
    case spec::Twist::starred:
      return whole + "*";
    case spec::Twist::local_part:
      return local;
    case spec::Twist::other_end:
      return beginning + "x";
    case spec::Twist::other_domain:
      return local + "@example.org";
    case spec::Twist::tagged:
      return local + "+1@${" + variable + "#*@}";
    case spec::Twist::dotless:
      return "$(printf %s \"" + local + "\" | tr -d .)@${" + variable + "#*@}";
    case spec::Twist::upper_case:
      return "$(printf %s \"$" + variable + "\" | tr a-z A-Z)";
    case spec::Twist::other_case:
      return "$(printf %s \"$" + variable + "\" | tr a-zA-Z A-Za-z)";
    case spec::Twist::space_around:
      return " " + whole + " ";
  }
  return whole;
}

std::string twist_name(spec::Twist twist) {
  switch (twist) {
    case spec::Twist::none:
      return "";
    case spec::Twist::one_character:
      return ", one character changed";
    case spec::Twist::beginning:
      return " without its end";
    case spec::Twist::ending:
      return " without its beginning";
    case spec::Twist::longer:
      return ", longer";
    case spec::Twist::any_one:
      return ", \"_\" for one character";
    case spec::Twist::any_more:
      return ", \"%\" for its end";
    case spec::Twist::starred:
      return ", \"*\" behind it";
    case spec::Twist::local_part:
      return ", local part";
    case spec::Twist::other_end:
      return ", other end";
    case spec::Twist::other_domain:
      return ", other domain";
    case spec::Twist::tagged:
      return ", with a tag";
    case spec::Twist::dotless:
      return ", without its dots";
    case spec::Twist::upper_case:
      return ", upper case";
    case spec::Twist::other_case:
      return ", other case";
    case spec::Twist::space_around:
      return ", blanks around";
  }
  return "";
}

}  // namespace

Naming::Naming(const spec::Contract& contract, const spec::Evidence& evidence,
               std::string_view target, const spec::Evidence* again)
    : contract_(contract), trial_(evidence.trial), verdict_(evidence.verdict) {
  for (const spec::Step& step : trial_.steps) {
    for (const spec::StepField& field : step.fields) {
      if (const auto* literal = std::get_if<spec::Literal>(&field.value.source)) {
        literals_ += literal->bytes + '\n';
      }
    }
  }
  if (!evidence.exchanges.empty() && target.find("://") == std::string_view::npos) {
    const std::string own = authority(evidence.exchanges.front().request.url);
    if (!own.empty() && own != kStandIn)
      add({own, std::string(kStandIn), "", true, false, false, {}});
  }
  for (std::size_t i = 0; i < evidence.exchanges.size(); ++i) {
    const Exchange& exchange = evidence.exchanges[i];
    name_request(exchange, spec::find(trial_, exchange.step));
    const bool repeated = again != nullptr && i < again->exchanges.size() &&
                          again->exchanges[i].step == exchange.step;
    name_answer(exchange, repeated ? &again->exchanges[i] : nullptr);
  }
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.bytes.size() > b.bytes.size(); });
  whole_.clear();
  starting_.clear();
  for (std::size_t i = 0; i < entries_.size(); ++i) index(i);
}

void Naming::index(std::size_t entry) {
  whole_.emplace(entries_[entry].bytes, entry);
  const auto begin_with = [&](const std::string& bytes) {
    if (bytes.empty()) return;
    std::vector<std::size_t>& known = starting_[bytes.substr(0, 2)];
    if (known.empty() || known.back() != entry) known.push_back(entry);
  };
  begin_with(entries_[entry].bytes);
  for (const std::string& spelling : entries_[entry].spellings) begin_with(spelling);
}

void Naming::add(Entry entry) {
  if (entry.bytes.empty()) return;
  if (const auto it = whole_.find(entry.bytes); it != whole_.end()) {
    Entry& known = entries_[it->second];
    if (!known.shell.empty() || entry.shell.empty() || !known.answers_only) return;
    known = std::move(entry);
    return index(it->second);
  }
  entries_.push_back(std::move(entry));
  index(entries_.size() - 1);
}

// A credential's variable, or what a step that spoils the credential makes of it.
std::string Naming::credential_shell(const std::string& variable, const spec::Step* step) const {
  if (step == nullptr) return variable;
  for (const spec::CredentialChange& change : step->credentials) {
    if (change.scheme >= contract_.schemes.size()) continue;
    if ("$" + contract_.schemes[change.scheme].variable != variable) continue;
    switch (change.how) {
      case spec::CredentialChange::How::absent:
      case spec::CredentialChange::How::empty:
      case spec::CredentialChange::How::exchanged:  // named as the one that it is
        break;
      case spec::CredentialChange::How::wrong:
        return "${wrong:-a-wrong-one}";
      case spec::CredentialChange::How::beginning:
        return "${" + variable.substr(1) + "%?}";
      case spec::CredentialChange::How::longer:
        return "${" + variable.substr(1) + "}x";
      case spec::CredentialChange::How::one_character:
        return "${" + variable.substr(1) + "%?}_";
      case spec::CredentialChange::How::first_character:
        return "_${" + variable.substr(1) + "#?}";
      case spec::CredentialChange::How::undefined:
        return "undefined";
      case spec::CredentialChange::How::wildcard:
        return "%";
      case spec::CredentialChange::How::other_case:
        return "$(printf %s \"" + variable + "\" | tr a-zA-Z A-Za-z)";
    }
  }
  return variable;
}

void Naming::name_request(const Exchange& exchange, const spec::Step* step) {
  const spec::Request& request = exchange.request;
  std::string token;
  for (const spec::BoundName& name : request.names) {
    if (name.name.starts_with("$")) {
      add({name.bytes, "<secret>", credential_shell(name.name, step), false, false, false,
           spellings_of(name.bytes)});
    } else if (name.name == "<run>") {
      token = name.bytes;
      add({token, "<run>", "$run", true, false, false, spellings_of(token)});
      add({upper(token),
           "<RUN>",
           "$(printf %s \"$run\" | tr a-z A-Z)",
           true,
           false,
           false,
           {upper(token)}});
      if (token.size() > 4) {
        const std::string stump = token.substr(0, token.size() - 1);
        add({stump, "<run, changed>", "${run%?}x", true, true, false, {stump}});
      }
    } else if (name.name.starts_with("<digits")) {
      const std::string variable = name.name.substr(1, name.name.size() - 2);
      add({name.bytes, name.name, "$" + variable, true, false, false, spellings_of(name.bytes)});
    }
  }
  if (step != nullptr) {
    std::size_t at = 0;
    for (const spec::StepField& field : step->fields) {
      const auto* ref = std::get_if<spec::Ref>(&field.value.source);
      while (at < request.form.size() && request.form[at].name != field.name) ++at;
      if (at == request.form.size()) break;
      const std::string& bytes = request.form[at++].value;
      if (ref == nullptr) continue;
      const std::string variable = last_token(ref->pointer) + std::to_string(ref->step);
      const bool known = std::any_of(taken_.begin(), taken_.end(), [&](const Taken& t) {
        return t.step == ref->step && t.pointer == ref->pointer;
      });
      if (!known) taken_.push_back({ref->step, ref->pointer, variable});
      const std::string_view value(bytes);
      const std::size_t extra = field.value.before.size() + field.value.after.size();
      const std::string core(value.substr(std::min(value.size(), field.value.before.size()),
                                          value.size() < extra ? 0 : value.size() - extra));
      add({core,
           "<step" + std::to_string(ref->step) + dotted(ref->pointer) +
               twist_name(field.value.twist) + ">",
           twisted_shell(variable, field.value.twist), false, false, false, spellings_of(core)});
    }
  }
  name_strangers(exchange, step);
  std::size_t count = 0;
  for (const std::string& secret : request.secrets) {
    if (secret.size() < 4 || literal_in(trial_, secret)) continue;
    const bool known = std::any_of(entries_.begin(), entries_.end(),
                                   [&](const Entry& e) { return e.bytes == secret; });
    const std::size_t at = token.empty() ? std::string::npos : secret.find(token);
    std::string shell = "${secret:-" + std::string("not-shown") + std::to_string(++count) + "}";
    if (at != std::string::npos) {
      shell = secret.substr(0, at) + "${run}" + secret.substr(at + token.size());
    }
    if (!known)
      add({secret, "<secret>", shell, at != std::string::npos, false, false, spellings_of(secret)});
  }
}

// Values that no step explains: a request of the clean-up says which object it removes.
void Naming::name_strangers(const Exchange& exchange, const spec::Step* step) {
  for (const spec::BoundName& name : exchange.request.names) {
    if (name.name.starts_with("<step")) {
      add({name.bytes, name.name, "", false, false, false, spellings_of(name.bytes)});
    }
  }
  if (step != nullptr || exchange.operation >= contract_.operations.size()) return;
  for (const spec::KeyField& by : contract_.operations[exchange.operation].effect.by) {
    if (const std::string* value = spec::find(exchange.request.form, by.field)) {
      add({*value, "<" + by.key + ">", "", false, false, false, spellings_of(*value)});
    }
  }
}

void Naming::name_answer(const Exchange& exchange, const Exchange* again) {
  const spec::Answer* answer = exchange.answer();
  if (answer == nullptr || !answer->json || exchange.operation >= contract_.operations.size())
    return;
  const spec::Answer* other = again == nullptr ? nullptr : again->answer();
  name_keys(exchange, *answer->json, "", other != nullptr && other->json ? &*other->json : nullptr,
            false);
}

// Names what the server made: keys of resources, volatile values, and what it made otherwise when
// asked again; each by where it was shown first. `stranger`: the object is another trial's.
void Naming::name_keys(const Exchange& exchange, const Json& value, const std::string& pointer,
                       const Json* again, bool stranger) {
  const spec::Operation& operation = contract_.operations[exchange.operation];
  std::size_t index = 0, named = 0;
  const bool list = operation.effect.items && pointer == *operation.effect.items;
  for (const Json& item : value.items()) {
    const std::size_t at = index++;
    if (list && (named >= kMostListed || !concerns(item))) continue;  // somebody else's
    if (list) ++named;
    const Json* other =
        again != nullptr && !list && at < again->items().size() ? &again->items()[at] : nullptr;
    name_keys(exchange, item, pointer + '/' + std::to_string(at), other, stranger);
  }
  stranger = stranger ||
             std::any_of(value.members().begin(), value.members().end(), [&](const auto& member) {
               return made_up_address(member.second.text()) && !concerns(member.second);
             });
  for (const auto& [name, member] : value.members()) {
    name_keys(exchange, member, pointer + '/' + spec::escape_pointer(name),
              again == nullptr ? nullptr : again->find(name), stranger);
  }
  if (!value.is_string() && !value.is_number()) return;
  bool made = stranger && value.text().size() >= kTellingLength;
  for (const spec::Key& key : operation.keys) {
    if (!pointer_fits(key.pointer, pointer)) continue;
    made = made || (key.is_volatile && value.text().size() >= 4);
    if (operation.effect.resource == spec::kNone) continue;
    const spec::ResourceKey* resource_key =
        contract_.resources[operation.effect.resource].find(key.attribute);
    made = made || (resource_key != nullptr && resource_key->made_by_server);
  }
  const spec::Effect& effect = operation.effect;
  if (!made && effect.resource != spec::kNone && effect.object) {
    for (const spec::ResourceKey& key : contract_.resources[effect.resource].keys) {
      made = made || (key.made_by_server && pointer == *effect.object + '/' + key.name);
    }
  }
  made = made || (again != nullptr && again->kind() == value.kind() &&
                  value.text().size() >= kTellingLength && again->text() != value.text() &&
                  !concerns(value));
  if (!made || time_length(value.text(), 0) == value.text().size()) return;
  add({value.text(),
       "<step" + std::to_string(exchange.step) + dotted(pointer) + ">",
       "",
       true,
       false,
       true,
       {}});
}

}  // namespace assay::reports
