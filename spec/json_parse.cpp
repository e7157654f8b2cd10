// The only file that includes nlohmann::json in spec. Text is read through its SAX parser into our
// own tree.
#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "spec/json.h"
#include "spec/json_places.h"

namespace assay::spec {
namespace {

// A float type wide enough for every number that anybody writes, so that 1E400 is no error; its
// text is what we keep.
using Parser = nlohmann::basic_json<std::map, std::vector, std::string, bool, std::int64_t,
                                    std::uint64_t, long double>;

// Lets the SAX handler know how far the lexer has read.
class Cursor {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Cursor(const char* at, const char** reached) : at_(at), reached_(reached) {}
  reference operator*() const { return *at_; }
  Cursor& operator++() {
    ++at_;
    if (reached_ != nullptr) *reached_ = at_;
    return *this;
  }
  friend bool operator==(const Cursor& a, const Cursor& b) { return a.at_ == b.at_; }
  friend bool operator!=(const Cursor& a, const Cursor& b) { return a.at_ != b.at_; }

 private:
  const char* at_;
  const char** reached_;
};

// nlohmann's text is "[json.exception.parse_error.101] parse error at line 1, column 2: syntax
// error while parsing value - invalid literal; last read: 'nux'; expected …": what people need
// comes after " - ", and without the text that was read, which may be of any length.
std::string plain(std::string text) {
  if (text.find("out_of_range.406") != std::string::npos) return "a number too large to hold";
  const std::size_t dash = text.find(" - ");
  if (dash != std::string::npos) text.erase(0, dash + 3);
  const std::size_t read = text.find("; last read: '");
  if (read != std::string::npos) {
    const std::size_t expected = text.rfind("'; expected ");
    const bool follows = expected != std::string::npos && expected > read;
    text.erase(read, follows ? expected + 1 - read : std::string::npos);
  }
  return text;
}

// How long the token is that an error text of nlohmann's calls unexpected. Its own idea of the
// token's text begins at the last string or number.
std::size_t length_of_token(std::string_view what, const std::string& token) {
  if (what.starts_with("unexpected string") || what.starts_with("unexpected number"))
    return token.size();
  if (what.starts_with("unexpected true") || what.starts_with("unexpected null")) return 4;
  if (what.starts_with("unexpected false")) return 5;
  return 1;
}

class Builder : public nlohmann::json_sax<Parser> {
 public:
  // With `source` (the text that is parsed) every value learns its place.
  Builder(const char* begin, const char* const* reached, std::size_t max_depth,
          std::size_t max_values, const SourceText* source = nullptr)
      : begin_(begin),
        reached_(reached),
        max_depth_(max_depth),
        max_values_(max_values),
        source_(source) {}

  bool null() override { return place(Json()); }
  bool boolean(bool value) override { return place(Json::boolean(value)); }
  bool number_integer(number_integer_t value) override {
    // Called for negative numbers only, so that 0 is "-0".
    return place(Json::number(value == 0 ? "-0" : std::to_string(value)));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return place(Json::number(std::to_string(value)));
  }
  bool number_float(number_float_t, const string_t& text) override {
    return place(Json::number(text));
  }
  bool string(string_t& text) override { return place(Json::string(std::move(text))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool key(string_t& name) override {
    keys_.back() = {std::move(name), next_token()};
    return true;
  }
  bool end_object() override {
    drop_repetitions(open_.back());
    return close();
  }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::detail::exception& error) override {
    std::string what = plain(error.what());
    // `position` is behind the token that doesn't belong there, or behind the byte that no token
    // may have.
    const std::size_t back = length_of_token(what, token);
    return fail(position < back ? 0 : position - back, std::move(what));
  }

  JsonText text;
  std::vector<RepeatedKey> repeated;
  JsonError error;

 private:
  std::size_t offset() const { return static_cast<std::size_t>(*reached_ - begin_); }

  bool fail(std::size_t at, std::string what) {
    error.offset = at;
    error.what = std::move(what);
    return false;
  }

  bool too_many() {
    return fail(offset() - 1, "more than " + std::to_string(max_values_) + " values");
  }

  bool open(Json container) {
    if (open_.size() >= max_depth_) {
      return fail(offset() - 1, "nested deeper than " + std::to_string(max_depth_));
    }
    if (++values_ > max_values_) return too_many();
    container.mark = next_token();
    open_.push_back(std::move(container));
    keys_.emplace_back();
    return true;
  }

  bool close() {
    Json done = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    next_token();
    return add(std::move(done));
  }

  bool place(Json value) {
    if (++values_ > max_values_) return too_many();
    value.mark = next_token();
    return add(std::move(value));
  }

  // The place of the token that has just been read.
  Mark next_token() {
    if (source_ == nullptr) return {};
    const std::string& text = source_->text();
    while (behind_ < text.size() && std::strchr(" \t\n,:", text[behind_]) != nullptr) ++behind_;
    const Mark mark = source_->mark_at(behind_);
    if (std::strchr("-0123456789", text[behind_]) != nullptr) {
      // The lexer reads one byte more than a number has.
      while (behind_ < text.size() && std::strchr("+-.eE0123456789", text[behind_]) != nullptr) {
        ++behind_;
      }
    } else {
      behind_ = offset();
    }
    return mark;
  }

  bool add(Json value) {
    if (open_.empty()) {
      text.value = std::move(value);
    } else if (Json& parent = open_.back(); parent.is_array()) {
      parent.items().push_back(std::move(value));
    } else {
      value.key_mark = keys_.back().mark;
      parent.members().emplace_back(std::move(keys_.back().name), std::move(value));
    }
    return true;
  }

  // The pointer to a member of the innermost open object.
  std::string pointer_to(std::string_view name) const {
    std::string pointer;
    for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
      pointer += '/';
      pointer += open_[i].is_array() ? std::to_string(open_[i].items().size())
                                     : escape_pointer(keys_[i].name);
    }
    return pointer + '/' + escape_pointer(name);
  }

  // Of members of one name the last is kept, where the first stood.
  void drop_repetitions(Json& object) {
    std::vector<Json::Member>& members = object.members();
    const auto repetitions = repeated_members(members);
    if (repetitions.empty()) return;
    std::vector<bool> drop(members.size(), false);
    for (const auto& [first, again] : repetitions) {
      const std::string pointer = pointer_to(members[first].first);
      if (text.duplicate_keys.empty() || text.duplicate_keys.back() != pointer)
        text.duplicate_keys.push_back(pointer);
      repeated.push_back(
          {members[first].first, members[first].second.key_mark, members[again].second.key_mark});
      drop[again] = true;
    }
    for (const auto& [first, again] : repetitions)
      members[first].second = std::move(members[again].second);
    std::vector<Json::Member> kept;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (!drop[i]) kept.push_back(std::move(members[i]));
    }
    members = std::move(kept);
  }

  struct Key {
    std::string name;
    Mark mark;
  };

  const char* begin_;
  const char* const* reached_;
  std::size_t max_depth_, max_values_;
  const SourceText* source_;
  std::size_t values_ = 0;
  std::size_t behind_ = 0;  // the offset behind the last token
  std::vector<Json> open_;
  std::vector<Key> keys_;  // of the member that is being read in each of them
};

bool run(std::string_view text, const char*& reached, Builder& builder) {
  const char* end = text.data() + text.size();
  if (Parser::sax_parse(Cursor(text.data(), &reached), Cursor(end, nullptr), &builder)) return true;
  builder.error.offset = std::min(builder.error.offset, text.size());
  return false;
}

}  // namespace

std::variant<JsonText, JsonError> parse_json(std::string_view text, std::size_t max_depth,
                                             std::size_t max_values) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF")
    return JsonError{0, "a byte order mark before the value"};
  // The parser takes it for the end of the text.
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
    return JsonError{nul, "a NUL byte"};
  const char* reached = text.data();
  Builder builder(text.data(), &reached, max_depth, max_values);
  if (run(text, reached, builder)) return std::move(builder.text);
  return std::move(builder.error);
}

bool closes_brackets(std::string_view text) {
  std::vector<bool> open;  // true: '{'
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      open.push_back(c == '{');
    } else if (c == ']' || c == '}') {
      if (open.empty() || open.back() != (c == '}')) return false;
      open.pop_back();
    }
  }
  return open.empty() && !in_string;
}

std::variant<PlacedJson, JsonError> parse_placed_json(const SourceText& text,
                                                      std::size_t max_depth) {
  const char* reached = text.text().data();
  Builder builder(reached, &reached, max_depth, std::numeric_limits<std::size_t>::max(), &text);
  if (!run(text.text(), reached, builder)) return std::move(builder.error);
  return PlacedJson{std::move(builder.text.value), std::move(builder.repeated)};
}

std::vector<std::pair<std::size_t, std::size_t>> repeated_members(
    const std::vector<Json::Member>& members) {
  std::vector<std::size_t> order(members.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const int by_name = members[a].first.compare(members[b].first);
    return by_name != 0 ? by_name < 0 : a < b;
  });
  std::vector<std::pair<std::size_t, std::size_t>> repetitions;
  for (std::size_t first = 0, i = 1; i < order.size(); ++i) {
    if (members[order[i]].first == members[order[first]].first) {
      repetitions.emplace_back(order[first], order[i]);
    } else {
      first = i;
    }
  }
  return repetitions;
}

}  // namespace assay::spec
