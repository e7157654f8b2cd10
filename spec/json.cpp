// The only file that includes nlohmann::json in spec. Text is read through its SAX parser into our
// own tree.
#include "spec/json.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <stdexcept>

#include "spec/json_number.h"

namespace assay::spec {
namespace {

bool equal_objects(const Json& a, const Json& b) {
  if (a.members().size() != b.members().size()) return false;
  const auto sorted = [](const Json& object) {
    std::vector<const Json::Member*> members;
    members.reserve(object.members().size());
    for (const Json::Member& member : object.members()) members.push_back(&member);
    std::sort(members.begin(), members.end(), [](auto* x, auto* y) { return x->first < y->first; });
    return members;
  };
  const auto left = sorted(a), right = sorted(b);
  return std::equal(left.begin(), left.end(), right.begin(),
                    [](auto* x, auto* y) { return *x == *y; });
}

}  // namespace

Json Json::boolean(bool value) {
  Json json;
  json.kind_ = Kind::boolean;
  json.boolean_ = value;
  return json;
}

Json Json::number(std::string text) {
  if (!is_json_number(text)) throw std::logic_error("not a JSON number: " + text);
  Json json;
  json.kind_ = Kind::number;
  json.text_ = std::move(text);
  return json;
}

Json Json::number(std::int64_t value) {
  return number(std::to_string(value));
}

Json Json::string(std::string text) {
  Json json;
  json.kind_ = Kind::string;
  json.text_ = std::move(text);
  return json;
}

Json Json::array(std::vector<Json> items) {
  Json json;
  json.kind_ = Kind::array;
  json.items_ = std::move(items);
  return json;
}

Json Json::object(std::vector<Member> members) {
  Json json;
  json.kind_ = Kind::object;
  json.members_ = std::move(members);
  return json;
}

double Json::as_double() const {
  if (!is_number()) return 0;
  double value = 0;
  const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
  if (error == std::errc::result_out_of_range) {
    const bool huge = JsonNumber(text_).magnitude() > 0;
    value = huge ? std::numeric_limits<double>::infinity() : 0;
    return text_[0] == '-' ? -value : value;
  }
  return value;
}

std::optional<std::int64_t> Json::as_integer() const {
  if (!is_number()) return std::nullopt;
  return JsonNumber(text_).as_integer();
}

bool Json::is_integer() const {
  return is_number() && JsonNumber(text_).is_integer();
}

const Json* Json::find(std::string_view key) const {
  for (const Member& member : members_) {
    if (member.first == key) return &member.second;
  }
  return nullptr;
}

Json* Json::find(std::string_view key) {
  return const_cast<Json*>(static_cast<const Json*>(this)->find(key));
}

void Json::set(std::string_view key, Json value) {
  if (is_null()) kind_ = Kind::object;
  if (!is_object()) throw std::logic_error("only an object has members");
  if (Json* there = find(key)) {
    *there = std::move(value);
  } else {
    members_.emplace_back(key, std::move(value));
  }
}

bool Json::erase(std::string_view key) {
  const auto at = std::find_if(members_.begin(), members_.end(),
                               [&](const Member& member) { return member.first == key; });
  if (at == members_.end()) return false;
  members_.erase(at);
  return true;
}

const Json* Json::at_pointer(std::string_view pointer) const {
  const Json* at = this;
  while (!pointer.empty()) {
    if (pointer[0] != '/') return nullptr;
    pointer.remove_prefix(1);
    const std::string_view raw = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(raw.size());
    std::string token;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] != '~') {
        token += raw[i];
        continue;
      }
      ++i;
      if (i == raw.size() || (raw[i] != '0' && raw[i] != '1')) return nullptr;
      token += raw[i] == '0' ? '~' : '/';
    }
    if (at->is_object()) {
      at = at->find(token);
    } else if (at->is_array()) {
      std::size_t index = 0;
      const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
      const bool whole = error == std::errc() && end == token.data() + token.size();
      if (!whole || (token.size() > 1 && token[0] == '0') || index >= at->items_.size())
        return nullptr;
      at = &at->items_[index];
    } else {
      return nullptr;
    }
    if (at == nullptr) return nullptr;
  }
  return at;
}

bool operator==(const Json& a, const Json& b) {
  if (a.kind_ != b.kind_) return false;
  switch (a.kind_) {
    case Json::Kind::null:
      return true;
    case Json::Kind::boolean:
      return a.boolean_ == b.boolean_;
    case Json::Kind::number:
      return a.text_ == b.text_ || JsonNumber(a.text_) == JsonNumber(b.text_);
    case Json::Kind::string:
      return a.text_ == b.text_;
    case Json::Kind::array:
      return a.items_ == b.items_;
    case Json::Kind::object:
      return equal_objects(a, b);
  }
  return false;
}

std::string kind_name(Json::Kind kind) {
  switch (kind) {
    case Json::Kind::null:
      return "null";
    case Json::Kind::boolean:
      return "a boolean";
    case Json::Kind::number:
      return "a number";
    case Json::Kind::string:
      return "a text";
    case Json::Kind::array:
      return "a list";
    case Json::Kind::object:
      return "a mapping";
  }
  return "null";
}

std::string escape_pointer(std::string_view token) {
  std::string out;
  for (const char c : token) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace assay::spec
