#include "runners/bind.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "runners/body_in.h"
#include "runners/twist.h"
#include "spec/json.h"

namespace assay::runners {
namespace {

using spec::Contract;
using spec::CredentialChange;
using spec::Exchange;
using spec::Field;
using spec::Fresh;
using spec::Place;
using spec::Request;
using spec::SecurityScheme;
using spec::Step;
using spec::StepField;
using spec::Value;

constexpr std::size_t kLongestRef = 64 * 1024;  // of a value that is sent back

// FNV-1a, finished with the mixer of splitmix64 so that near inputs give far outputs.
std::uint64_t hash(std::string_view text, std::uint64_t seed) {
  std::uint64_t h = 14695981039346656037ull ^ seed;
  for (const unsigned char c : text) h = (h ^ c) * 1099511628211ull;
  h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9ull;
  h = (h ^ (h >> 27)) * 0x94d049bb133111ebull;
  return h ^ (h >> 31);
}

std::string two_digits(int n) {
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";
  const auto u = static_cast<unsigned>(n < 0 ? 0 : n);
  return {kDigits[u / 36 % 36], kDigits[u % 36]};
}

// Everything that binding one request needs; collects the request as it goes.
class Builder {
 public:
  Builder(const Binding& binding, const Step& step, std::string_view token,
          std::span<const Exchange> earlier)
      : binding_(binding),
        operation_(binding.contract->operations[step.operation]),
        step_(step),
        token_(token),
        earlier_(earlier) {}

  std::variant<Request, std::string> build(
      const std::vector<std::pair<std::string, std::string>>& paging) {
    request_.method = step_.method.value_or(operation_.method);
    path_ = operation_.path;
    add_credentials();
    for (const StepField& field : step_.fields) {
      const bool paged = std::any_of(paging.begin(), paging.end(),
                                     [&](const auto& p) { return p.first == field.name; });
      if (paged) continue;
      std::optional<std::string> bytes = resolve(field.value, may_harm());
      if (!bytes) return failure_;
      place({field.name, std::move(*bytes), field.raw});
    }
    for (const auto& [name, value] : paging) place({name, value, false});
    order_credentials(body_, body_credentials_);
    order_credentials(query_, query_credentials_);
    if (step_.path_suffix) {
      std::optional<std::string> suffix = resolve(*step_.path_suffix, false);
      if (!suffix) return failure_;
      path_ += *suffix;
    }
    finish();
    return std::move(request_);
  }

 private:
  // A near miss that hits could do harm to the object that it hits.
  bool may_harm() const {
    const spec::Action action = operation_.effect.action;
    return action == spec::Action::update || action == spec::Action::remove ||
           action == spec::Action::act;
  }

  std::optional<std::string> resolve(const Value& value, bool harmful) {
    std::string bytes;
    if (const auto* literal = std::get_if<spec::Literal>(&value.source)) {
      bytes = literal->bytes;
    } else if (const auto* fresh = std::get_if<Fresh>(&value.source)) {
      bytes = fresh_value(*fresh, token_);
      if (fresh->kind == Fresh::Kind::digits) {
        name(bytes, "<digits" + std::to_string(fresh->n) + ">");
      } else {
        name(std::string(token_), "<run>");
      }
    } else {
      const auto& ref = std::get<spec::Ref>(value.source);
      const spec::Json* shown = shown_by(ref);
      if (shown == nullptr || shown->text().empty()) {
        failure_ = "step " + std::to_string(ref.step) + " shows no " +
                   (ref.pointer.empty() ? "value" : ref.pointer);
        return std::nullopt;
      }
      if (shown->text().size() > kLongestRef) {
        failure_ = "step " + std::to_string(ref.step) + " shows a value of " +
                   std::to_string(shown->text().size()) + " bytes for " + ref.pointer;
        return std::nullopt;
      }
      bytes = shown->text();
      std::string called = "<step" + std::to_string(ref.step) + ref.pointer + ">";
      std::replace(called.begin(), called.end(), '/', '.');
      name(bytes, called);
    }
    if (harmful && std::holds_alternative<spec::Ref>(value.source)) {
      return value.before + harmlessly_twisted(std::move(bytes), value.twist) + value.after;
    }
    return value.before + twisted(std::move(bytes), value.twist) + value.after;
  }

  // The value of the last exchange of that step whose answer has it.
  const spec::Json* shown_by(const spec::Ref& ref) const {
    for (auto it = earlier_.rbegin(); it != earlier_.rend(); ++it) {
      if (it->step != ref.step) continue;
      const spec::Answer* answer = it->answer();
      if (answer == nullptr || !answer->json) continue;
      if (const spec::Json* value = answer->json->at_pointer(ref.pointer)) return value;
    }
    return nullptr;
  }

  void name(std::string bytes, std::string called) {
    for (const spec::BoundName& known : request_.names) {
      if (known.bytes == bytes) return;
    }
    request_.names.push_back({std::move(bytes), std::move(called)});
  }

  void place(spec::FormField field) {
    const Field* known = operation_.find(field.name);
    if (known != nullptr && known->secrecy != spec::Secrecy::open && field.value.size() >= 4) {
      request_.secrets.push_back(field.value);
      if (known->secrecy == spec::Secrecy::write_only) request_.write_only.push_back(field.value);
    }
    request_.form.push_back(field);
    switch (known == nullptr ? Place::body : known->place) {
      case Place::body:
        body_.push_back(std::move(field));
        break;
      case Place::query:
        query_.push_back(std::move(field));
        break;
      case Place::header:
        request_.headers.push_back({field.name, field.value});
        break;
      case Place::cookie:
        add_cookie(field.name, field.value);
        break;
      case Place::path: {
        const std::string hole = "{" + field.name + "}";
        if (const std::size_t at = path_.find(hole); at != std::string::npos) {
          path_.replace(at, hole.size(), spec::percent_encode(field.value));
        }
        break;
      }
    }
  }

  void add_cookie(const std::string& name, const std::string& value) {
    for (spec::Header& header : request_.headers) {
      if (header.name != "Cookie") continue;
      header.value += "; " + name + "=" + value;
      return;
    }
    request_.headers.push_back({"Cookie", name + "=" + value});
  }

  void add_credentials() {
    for (const spec::Header& header : binding_.headers) request_.headers.push_back(header);
    if (operation_.security.empty()) return;
    const std::vector<std::size_t>& needed = operation_.security.front();
    for (std::size_t k = 0; k < needed.size(); ++k) {
      const std::size_t index = needed[k];
      const std::size_t next = needed[(k + 1) % needed.size()];
      const SecurityScheme& scheme = binding_.contract->schemes[index];
      const SecurityScheme* origin = &scheme;  // whose credential it is
      std::string value = credential(index);
      bool sent = !value.empty();
      for (const CredentialChange& change : step_.credentials) {
        if (change.scheme != index) continue;
        switch (change.how) {
          case CredentialChange::How::absent:
            sent = false;
            break;
          case CredentialChange::How::empty:
            value.clear();
            sent = true;
            break;
          case CredentialChange::How::wrong:
            value = fresh_value({Fresh::Kind::secret, 35}, token_);
            sent = true;
            break;
          case CredentialChange::How::beginning:
            if (!value.empty()) value.pop_back();
            break;
          case CredentialChange::How::longer:
            value += 'x';
            break;
          case CredentialChange::How::one_character:
            value = twisted(std::move(value), spec::Twist::one_character);
            break;
          case CredentialChange::How::wildcard:
            value = "%";
            break;
          case CredentialChange::How::undefined:
            value = "undefined";
            break;
          case CredentialChange::How::first_character:
            if (!value.empty()) value.front() = value.front() == 'x' ? 'y' : 'x';
            break;
          case CredentialChange::How::other_case:
            value = in_other_case(std::move(value));
            break;
          case CredentialChange::How::exchanged:
            if (credential(next) == value) {  // of both the same: a wrong one it must be
              value = fresh_value({Fresh::Kind::secret, 35}, token_);
            } else {
              origin = &binding_.contract->schemes[next];
              value = credential(next);
            }
            break;
        }
      }
      if (sent) add_credential(scheme, *origin, value);
    }
  }

  std::string credential(std::size_t index) const {
    return index < binding_.credentials.size() ? binding_.credentials[index] : std::string();
  }

  void add_credential(const SecurityScheme& scheme, const SecurityScheme& origin,
                      const std::string& value) {
    if (!value.empty()) {
      request_.secrets.push_back(value);
      if (origin.secrecy == spec::Secrecy::write_only) request_.write_only.push_back(value);
      request_.names.push_back({value, "$" + origin.variable});
    }
    switch (scheme.kind) {
      case SecurityScheme::Kind::form:
        body_.push_back({scheme.parameter, value});
        ++body_credentials_;
        break;
      case SecurityScheme::Kind::query:
        query_.push_back({scheme.parameter, value});
        ++query_credentials_;
        break;
      case SecurityScheme::Kind::header:
        request_.headers.push_back({scheme.parameter, value});
        break;
      case SecurityScheme::Kind::cookie:
        add_cookie(scheme.parameter, value);
        break;
      case SecurityScheme::Kind::basic:
        request_.headers.push_back({"Authorization", "Basic " + base64(value)});
        break;
      case SecurityScheme::Kind::bearer:
        request_.headers.push_back({"Authorization", "Bearer " + value});
        break;
    }
  }

  // Moves the credentials, which are the first `count` fields, to where the step wants them.
  void order_credentials(spec::Form& form, std::size_t count) const {
    const auto at = [&](std::size_t k) { return form.begin() + static_cast<std::ptrdiff_t>(k); };
    if (step_.credential_order.reversed) std::reverse(form.begin(), at(count));
    const std::size_t after = std::min(step_.credential_order.after, form.size() - count);
    std::rotate(form.begin(), at(count), at(count + after));
  }

  static std::string base64(std::string_view bytes) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
      std::uint32_t group = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
      }
      for (std::size_t k = 0; k < 4; ++k) {
        out += i + k <= bytes.size() ? kAlphabet[group >> (18 - 6 * k) & 63] : '=';
      }
    }
    return out;
  }

  void finish() {
    const bool has_form = !operation_.media_type.empty() || !body_.empty();
    if (step_.body) {
      request_.body = *step_.body;
    } else if (has_form) {
      const std::optional<std::string> other = body_in(step_.media_type.value_or(""), body_);
      request_.body = other ? *other : spec::encode_form(body_, step_.spelling);
    }
    if (step_.media_type ? !step_.media_type->empty()
                         : has_form && !(step_.body && step_.body->empty())) {
      request_.headers.push_back(
          {"Content-Type", step_.media_type.value_or("application/x-www-form-urlencoded")});
    }
    // A method without a customary body carries the fields in the query too: whichever place a
    // server reads, it finds them.
    const bool bodiless =
        request_.method == "GET" || request_.method == "DELETE" || request_.method == "HEAD";
    if (step_.method && bodiless && !step_.body)
      query_.insert(query_.end(), body_.begin(), body_.end());
    request_.url = binding_.base_url + path_;
    if (!query_.empty()) request_.url += "?" + spec::encode_form(query_, step_.spelling);
  }

  const Binding& binding_;
  const spec::Operation& operation_;
  const Step& step_;
  std::string_view token_;
  std::span<const Exchange> earlier_;
  Request request_;
  std::string path_;
  spec::Form body_, query_;
  std::size_t body_credentials_ = 0, query_credentials_ = 0;  // how many they begin with
  std::string failure_;
};

}  // namespace

std::string Identity::token() const {
  constexpr std::string_view kLetters =
      "abcdefghijkmnpqrstuvwxyz23456789";  // 32, none that look alike
  const std::string text =
      run_id + '\n' + law + '\n' + std::to_string(trial) + '\n' + std::to_string(attempt);
  const std::uint64_t bits = hash(text, 0x9e3779b97f4a7c15ull);
  std::string out;
  for (int i = 0; i < 12; ++i) out += kLetters[bits >> (5 * i) & 31];
  return out;
}

std::string fresh_value(const Fresh& fresh, std::string_view token) {
  const std::string n = two_digits(fresh.n);
  switch (fresh.kind) {
    case Fresh::Kind::email:  // every other one with a hyphen
      return "u" + n + "." + std::string(token) + (fresh.n % 2 == 0 ? "-b" : "") + "@example.com";
    case Fresh::Kind::name:
      return "n" + n + std::string(token);
    case Fresh::Kind::secret:
      return "Pw" + n + std::string(token) + "X9";
    case Fresh::Kind::id:
      return "x" + n + std::string(token);
    case Fresh::Kind::word:
      return "w" + n + std::string(token);
    case Fresh::Kind::digits: {
      std::uint64_t bits = hash(token, static_cast<std::uint64_t>(fresh.n) + 1);
      return std::to_string(2'000'000'000ull + bits % 7'000'000'000ull);
    }
  }
  return {};
}

std::variant<Request, std::string> bind(
    const Binding& binding, const Step& step, std::string_view token,
    std::span<const Exchange> earlier,
    const std::vector<std::pair<std::string, std::string>>& paging) {
  return Builder(binding, step, token, earlier).build(paging);
}

}  // namespace assay::runners
