#include "spec/infer.h"

#include <algorithm>

namespace assay::spec {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The text matches where '0' stands for any digit.
bool looks_like(std::string_view text, std::string_view picture) {
  if (text.size() != picture.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (picture[i] == '0' ? !is_digit(text[i]) : text[i] != picture[i]) return false;
  }
  return true;
}

int number(std::string_view two_digits) {
  return (two_digits[0] - '0') * 10 + (two_digits[1] - '0');
}

Json typed(std::string_view type) {
  Json out = Json::object();
  out.set("type", Json::string(std::string(type)));
  return out;
}

class Writer {
 public:
  explicit Writer(const Hints& hints) : hints_(hints) {}

  // `types` is `own` or wider.
  Json write(const Shape& own, const Shape& types, const std::string& pointer) {
    if (hints_.given) {
      if (const Json* given = hints_.given(pointer)) return *given;
    }
    const Shape* wider = hints_.types ? hints_.types(pointer) : nullptr;
    const Shape& all = wider == nullptr ? types : *wider;
    const std::string_view type = all.type();
    if (type.empty()) return Json::object();
    Json out = typed(type);
    if (type == "object") write_object(own, all, pointer, out);
    if (type == "array" && own.item() != nullptr) {
      const Shape& item = all.item() == nullptr ? *own.item() : *all.item();
      out.set("items", write(*own.item(), item, pointer + "/*"));
    }
    if (all.is_date_time() && !is_undated(pointer))
      out.set("format", Json::string("assay-date-time"));
    return out;
  }

 private:
  bool is_undated(const std::string& pointer) const {
    return hints_.undated && hints_.undated(pointer.substr(pointer.find_last_of('/') + 1));
  }

  void write_object(const Shape& own, const Shape& all, const std::string& pointer, Json& out) {
    Json properties = Json::object();
    Json required = Json::array();
    for (const auto& [name, shape] : own.properties()) {
      const Shape* known = all.property(name);
      properties.set(name, write(shape, known == nullptr ? shape : *known,
                                 pointer + "/" + escape_pointer(name)));
      if (own.always_has(name)) required.items().push_back(Json::string(name));
    }
    if (!properties.members().empty()) out.set("properties", std::move(properties));
    if (!required.items().empty()) out.set("required", std::move(required));
  }

  const Hints& hints_;
};

}  // namespace

bool is_date_time(std::string_view text) {
  constexpr std::string_view kPicture = "0000-00-00T00:00:00";
  if (text.size() <= kPicture.size()) return false;
  std::string head(text.substr(0, kPicture.size()));
  if (head[10] == 't' || head[10] == ' ') head[10] = 'T';
  if (!looks_like(head, kPicture)) return false;
  const int month = number(head.substr(5, 2)), day = number(head.substr(8, 2));
  const int hour = number(head.substr(11, 2)), minute = number(head.substr(14, 2)),
            second = number(head.substr(17, 2));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
    return false;
  std::string_view rest = text.substr(kPicture.size());
  if (rest.front() == '.') {
    std::size_t end = 1;
    while (end < rest.size() && is_digit(rest[end])) ++end;
    if (end == 1) return false;
    rest.remove_prefix(end);
  }
  if (rest == "Z" || rest == "z") return true;
  return looks_like(rest, "+00:00") || looks_like(rest, "-00:00");
}

void Shape::learn(const Json& example) {
  switch (example.kind()) {
    case Json::Kind::null:
      ++count_.null;
      break;
    case Json::Kind::boolean:
      ++count_.boolean;
      break;
    case Json::Kind::number:
      ++count_.number;
      break;
    case Json::Kind::string:
      ++count_.string;
      if (spec::is_date_time(example.text())) ++count_.date_time;
      break;
    case Json::Kind::array:
      ++count_.array;
      for (const Json& item : example.items()) {
        if (item_ == nullptr) item_ = std::make_unique<Shape>();
        item_->learn(item);
      }
      break;
    case Json::Kind::object:
      ++count_.object;
      for (const auto& [name, value] : example.members()) grow(name)->learn(value);
      break;
  }
}

Shape* Shape::grow(std::string_view name) {
  for (std::size_t i = 0; i < properties_.size(); ++i) {
    if (properties_[i].first != name) continue;
    ++present_[i];
    return &properties_[i].second;
  }
  properties_.emplace_back(name, Shape());
  present_.push_back(1);
  return &properties_.back().second;
}

const Shape* Shape::property(std::string_view name) const {
  for (const auto& [known, shape] : properties_) {
    if (known == name) return &shape;
  }
  return nullptr;
}

std::string_view Shape::type() const {
  const std::size_t all =
      count_.null + count_.boolean + count_.number + count_.string + count_.array + count_.object;
  if (all == 0 || count_.null > 0) return {};
  if (count_.boolean == all) return "boolean";
  if (count_.number == all) return "number";
  if (count_.string == all) return "string";
  if (count_.array == all) return "array";
  if (count_.object == all) return "object";
  return {};
}

bool Shape::is_date_time() const {
  return count_.date_time > 0 && type() == "string" && count_.date_time == count_.string;
}

bool Shape::always_has(std::string_view name) const {
  for (std::size_t i = 0; i < properties_.size(); ++i) {
    if (properties_[i].first == name) return present_[i] == count_.object;
  }
  return false;
}

Json schema_of(const Shape& own, const Hints& hints) {
  return Writer(hints).write(own, own, "");
}

}  // namespace assay::spec
