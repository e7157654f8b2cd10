#include "runners/mock/render.h"

#include <ctime>

namespace assay::runners::mock {
namespace {

using spec::Action;

// A number as JSON writes it: no leading zeros; 0 where the text is none.
std::string json_number(const std::string& text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t digits = at;
  if (text.find_first_not_of("0123456789.eE+-", at) != text.npos ||
      text.find_first_of("0123456789") == text.npos)
    return "0";
  while (at + 1 < text.size() && text[at] == '0' && text[at + 1] >= '0' && text[at + 1] <= '9')
    ++at;
  std::string out(digits, '-');
  out.append(text, at);
  return out;
}

// The same moment, a few seconds away.
std::string other_time(std::string time) {
  if (time.size() > 18) time[18] = static_cast<char>('0' + (time[18] - '0' + 3) % 10);
  return time;
}

class Writer {
 public:
  Writer(const Plan& plan, const OperationPlan& operation, const View& view,
         const ActiveDefect& defect)
      : operation_(operation),
        effect_(operation.operation->effect),
        resource_(effect_.resource == spec::kNone ? nullptr : &plan.resources()[effect_.resource]),
        view_(view),
        defect_(defect) {}

  std::string write() {
    out_.reserve(2048);
    value(operation_.answer.shape, view_.object, 0);
    if (!view_.extra.empty() && out_.ends_with('}')) out_.insert(out_.size() - 1, view_.extra);
    return std::move(out_);
  }

 private:
  bool hits(Bug bug) const { return defect_.hits(bug, operation_.index); }

  void value(const Shape& shape, const Object* object, std::size_t item) {
    if (shape.kind == Shape::Kind::leaf) {
      leaf(shape, object, item);
    } else if (shape.kind == Shape::Kind::object) {
      members(shape, object, item);
    } else {
      array(shape, object);
    }
  }

  void members(const Shape& shape, const Object* object, std::size_t item) {
    out_ += '{';
    bool first = true;
    for (const Shape& part : shape.parts) {
      if (hits(Bug::key_missing) && &part == &shape.parts.back() && part.of_object) continue;
      if (hits(Bug::false_key_missing) && part.type == Shape::Type::boolean &&
          text(part, object, item) == "false")
        continue;
      if (!first) out_ += ',';
      first = false;
      out_ += part.quoted;
      value(part, object, item);
    }
    out_ += '}';
  }

  void array(const Shape& shape, const Object* object) {
    if (shape.items && hits(Bug::empty_list_null) && view_.items.empty()) {
      out_ += "null";
      return;
    }
    if (shape.items && hits(Bug::single_item_bare) && view_.items.size() == 1)
      return value(shape.parts.front(), view_.items[0], 0);
    out_ += '[';
    if (!shape.parts.empty()) {
      if (shape.items) {
        for (std::size_t i = 0; i < view_.items.size(); ++i) {
          if (i > 0) out_ += ',';
          value(shape.parts.front(), view_.items[i], i);
        }
      } else {
        value(shape.parts.front(), object, 0);
      }
    }
    out_ += ']';
  }

  void leaf(const Shape& leaf, const Object* object, std::size_t item) {
    const std::string shown = text(leaf, object, item);
    switch (leaf.type) {
      case Shape::Type::null:
        out_ += "null";
        return;
      case Shape::Type::boolean:
        if (hits(Bug::boolean_as_number)) {
          out_ += shown == "true" ? '1' : '0';
        } else if (hits(Bug::second_item_type) && item == 1) {
          out_ += shown == "true" ? "\"true\"" : "\"false\"";
        } else {
          out_ += shown == "true" ? "true" : "false";
        }
        return;
      case Shape::Type::number:
        if (hits(Bug::number_as_text)) {
          append_json(out_, json_number(shown));
        } else {
          out_ += json_number(shown);
        }
        return;
      case Shape::Type::string:
        break;
    }
    if (hits(Bug::empty_as_null) && shown.empty()) {
      out_ += "null";
    } else if (leaf.time && hits(Bug::time_as_number)) {
      out_ += "1325376000";
    } else if (leaf.time && hits(Bug::time_without_zone)) {
      append_json(out_, shown.substr(0, 19));
    } else {
      append_json(out_, shown);
    }
  }

  std::string text(const Shape& leaf, const Object* object, std::size_t item) const {
    switch (leaf.source) {
      case Shape::Source::literal:
        return leaf.example;
      case Shape::Source::now:
        return view_.now;
      case Shape::Source::size:
        return std::to_string(hits(Bug::size_not_shown) ? default_size() : view_.size);
      case Shape::Source::number:
        return std::to_string(hits(Bug::number_not_shown) ? 1 : view_.number);
      case Shape::Source::pages:
        return std::to_string(view_.pages);
      case Shape::Source::total:
        return std::to_string(view_.total +
                              (hits(Bug::total_alternates) && view_.count % 2 == 1 ? 1 : 0));
      case Shape::Source::flag:
        return view_.flag ? "true" : "false";
      case Shape::Source::positive:
        return std::to_string(view_.positive);
      case Shape::Source::attribute:
        break;
    }
    if (object == nullptr || resource_ == nullptr) return leaf.example;
    if (leaf.blank) return "";
    const std::string honest = text_of(*resource_, *object, leaf.attribute_index);
    return defect_.is(Bug::none) ? honest : spoilt(leaf, *object, item, honest);
  }

  std::int64_t default_size() const {
    const FieldPlan* field = effect_.paging ? operation_.find(effect_.paging->size_field) : nullptr;
    return field != nullptr && field->field->default_value
               ? std::stoll(*field->field->default_value)
               : 30;
  }

  // A text that somebody may set, and that is neither key nor time.
  bool plain_text(const Shape& leaf) const {
    const AttributePlan& attribute =
        resource_->attributes[static_cast<std::size_t>(leaf.attribute_index)];
    return leaf.type == Shape::Type::string && attribute.key < 0 &&
           attribute.filler == AttributePlan::Filler::text && !leaf.time && attribute.fill.empty();
  }

  std::string spoilt(const Shape& leaf, const Object& object, std::size_t item,
                     std::string honest) const {
    const AttributePlan& attribute =
        resource_->attributes[static_cast<std::size_t>(leaf.attribute_index)];
    const bool boolean = leaf.type == Shape::Type::boolean;
    const std::string other = honest == "true" ? "false" : "true";
    if (!leaf.of_object) return honest;
    if (boolean) {
      const bool unset = object.find(leaf.attribute_index) == nullptr;
      if (hits(Bug::default_wrong_when_read) && unset && honest == "true") return other;
      if (hits(Bug::default_wrong_in_list) && unset) return other;
      if (hits(Bug::list_stands_still)) return "true";
      if (hits(Bug::create_answer_differs) && attribute.name == defect_.field()) return other;
      if (hits(Bug::boolean_alternates) && view_.count % 2 == 1) return other;
      return stale(leaf, object, honest);
    }
    if (attribute.status && hits(Bug::status_hidden))
      return attribute.number ? "0" : resource_->resource->statuses.front();
    if (leaf.attribute == "id" && hits(Bug::other_id_shown))
      return made_token("other", object.serial, 0, 22);
    if (leaf.time && hits(Bug::creation_moves)) return other_time(honest);
    if (!plain_text(leaf)) return honest;
    if (hits(Bug::text_alternates) && view_.count % 2 == 1) return honest + "*";
    if (hits(Bug::list_second_value) && item == 1)
      return text_of(*resource_, *view_.items[0], leaf.attribute_index);
    if (hits(Bug::neighbour_shown) && view_.neighbour != nullptr) {
      return text_of(*resource_, *view_.neighbour, leaf.attribute_index);
    }
    return stale(leaf, object, honest);
  }

  std::string stale(const Shape& leaf, const Object& object, const std::string& honest) const {
    if (!hits(Bug::second_reader_stale)) return honest;
    Object first = object;
    first.values = object.first_values;
    return text_of(*resource_, first, leaf.attribute_index);
  }

  const OperationPlan& operation_;
  const spec::Effect& effect_;
  const ResourcePlan* resource_;
  const View& view_;
  const ActiveDefect& defect_;
  std::string out_;
};

}  // namespace

std::string render(const Plan& plan, const OperationPlan& operation, const View& view,
                   const ActiveDefect& defect) {
  return Writer(plan, operation, view, defect).write();
}

void append_json(std::string& out, const std::string& text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[c & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

std::string time_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text, length};
}

}  // namespace assay::runners::mock
