#include "conformance/secret_forms.h"

#include <algorithm>
#include <cctype>
#include <cstdint>

#include "spec/form.h"
#include "spec/json.h"

namespace assay::conformance {
namespace {

std::string base64(std::string_view bytes, std::string_view last_two) {
  std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  alphabet += last_two;
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) out += alphabet[bits >> (count - 6) & 63];
  }
  return out;  // without the last character, which depends on what follows
}

// The characters that the secret has in the base64 of any text in which it begins `before` bytes
// (of three) into a group.
std::string base64_core(const std::string& secret, std::size_t before, std::string_view last_two) {
  const std::string encoded = base64(std::string(before, '\0') + secret, last_two);
  const std::size_t foreign = before == 0 ? 0 : before + 1;  // characters that hold others' bits
  return encoded.substr(std::min(foreign, encoded.size()));
}

std::string lower_hex(std::string percent_encoded) {
  for (std::size_t i = 0; i + 2 < percent_encoded.size(); ++i) {
    if (percent_encoded[i] != '%') continue;
    for (std::size_t k = i + 1; k <= i + 2; ++k) {
      percent_encoded[k] =
          static_cast<char>(std::tolower(static_cast<unsigned char>(percent_encoded[k])));
    }
  }
  return percent_encoded;
}

std::string form_encoded(const std::string& text) {
  const std::string pair = spec::encode_form({{"", text, false}});
  return pair.substr(pair.find('=') + 1);
}

std::string json_escaped(const std::string& text) {
  const std::string quoted = spec::dump(spec::Json::string(text));
  return quoted.substr(1, quoted.size() - 2);
}

std::string in_hex(std::string_view bytes, std::string_view digits) {
  std::string out;
  for (const char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

}  // namespace

SecretForms::SecretForms(std::string secret) : secret_(std::move(secret)) {
  if (secret_.size() < kShortest) return;
  if (secret_.size() < kLong) {
    forms_.push_back({"as it stands", '"' + json_escaped(secret_) + '"'});
    return;
  }
  const auto add = [&](std::string_view words, std::string bytes) {
    const bool known = std::any_of(forms_.begin(), forms_.end(),
                                   [&](const Form& form) { return form.bytes == bytes; });
    if (!known) forms_.push_back({words, std::move(bytes)});
  };
  add("as it stands", secret_);
  add("escaped as in JSON", json_escaped(secret_));
  add("percent-encoded", spec::percent_encode(secret_));
  add("percent-encoded", lower_hex(spec::percent_encode(secret_)));
  add("percent-encoded", form_encoded(secret_));
  add("in hexadecimal", in_hex(secret_, "0123456789abcdef"));
  add("in hexadecimal", in_hex(secret_, "0123456789ABCDEF"));
  for (const std::string_view last_two : {"+/", "-_"}) {
    for (std::size_t before = 0; before < 3; ++before) {
      add("in base64", base64_core(secret_, before, last_two));
    }
  }
}

std::string_view SecretForms::found_in(std::string_view text) const {
  if (secret_.size() >= kShortest && text == secret_) return "as it stands";
  for (const Form& form : forms_) {
    if (text.size() >= form.bytes.size() && text.find(form.bytes) != std::string_view::npos) {
      return form.words;
    }
  }
  return {};
}

}  // namespace assay::conformance
