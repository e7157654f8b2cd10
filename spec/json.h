// Json: one value tree for everything that has the shape of JSON: contract documents, examples,
// schemas, answers.
//
// Objects keep the order of their members, numbers keep the text they were written with, and a
// value that came from a file knows where it stood. A plain value type: copy it freely; const
// access from several threads is safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace assay::spec {

// Where a value stood. `file` is an index into the list of files of whoever loaded it; line and
// column count from 1 (columns in bytes); line 0 means "nowhere": the value was made by the program
// or came from the network.
struct Mark {
  std::uint32_t file = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool known() const { return line != 0; }
};

class Json {
 public:
  enum class Kind { null, boolean, number, string, array, object };
  using Member = std::pair<std::string, Json>;

  Json() = default;
  static Json boolean(bool value);
  static Json number(std::string text);  // `text` must be a JSON number; it is kept as it is
  static Json number(std::int64_t value);
  static Json string(std::string text);
  static Json array(std::vector<Json> items = {});
  static Json object(std::vector<Member> members = {});

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::null; }
  bool is_boolean() const { return kind_ == Kind::boolean; }
  bool is_number() const { return kind_ == Kind::number; }
  bool is_string() const { return kind_ == Kind::string; }
  bool is_array() const { return kind_ == Kind::array; }
  bool is_object() const { return kind_ == Kind::object; }

  bool as_boolean() const { return boolean_; }  // false unless a boolean
  const std::string& text() const {
    return text_;
  }                          // a string's contents or a number's text; else ""
  double as_double() const;  // a number's value; 0 unless a number
  std::optional<std::int64_t> as_integer()
      const;                // only for a number with an integral value that fits (1.0 does)
  bool is_integer() const;  // a number whose value is integral, of any size

  const std::vector<Json>& items() const { return items_; }  // an array's items; else empty
  std::vector<Json>& items() { return items_; }
  const std::vector<Member>& members() const {
    return members_;
  }  // an object's members in order; else empty
  std::vector<Member>& members() { return members_; }

  const Json* find(std::string_view key) const;  // the first member of that name, or nullptr
  Json* find(std::string_view key);
  void set(std::string_view key,
           Json value);  // replaces the member of that name or appends one (null becomes an object)
  bool erase(std::string_view key);  // true if there was one

  // RFC 6901. "" is this value. nullptr where the pointer leads nowhere.
  const Json* at_pointer(std::string_view pointer) const;

  Mark mark;      // where the value stands
  Mark key_mark;  // where the member's name stands, for a member of an object

  // Equal as JSON: numbers by value (1 == 1.0, big integers exactly), objects whatever their order.
  // Marks don't count.
  friend bool operator==(const Json& a, const Json& b);

 private:
  Kind kind_ = Kind::null;
  bool boolean_ = false;
  std::string text_;
  std::vector<Json> items_;
  std::vector<Member> members_;
};

// "a text", "a list", "a mapping", …: what messages call a value of that kind. The terms are
// YAML's.
std::string kind_name(Json::Kind kind);

// JSON text. indent < 0: on one line. Invalid UTF-8 is replaced by U+FFFD; never throws.
std::string dump(const Json& value, int indent = -1);

struct JsonError {
  std::size_t offset = 0;  // bytes from the start
  std::string what;        // "expected ':'", "nested deeper than 256", "text after the value"
};

// Whether every '[' and '{' outside the strings of the text is closed by its own kind, however
// deep: what is nested too deep to be read may be JSON all the same.
bool closes_brackets(std::string_view text);

struct JsonText {
  Json value;
  std::vector<std::string>
      duplicate_keys;  // JSON pointers of members that stand twice (the last one is kept)
};

// Parses JSON text (RFC 8259; a leading BOM is an error). Rejects text after the value and nesting
// deeper than `max_depth` (bounded so that nothing that recurses over the tree can overflow the
// stack), and more than `max_values` values: each takes some 150 bytes, however short its text.
std::variant<JsonText, JsonError> parse_json(std::string_view text, std::size_t max_depth = 256,
                                             std::size_t max_values = 300'000);

// RFC 6901 escaping of one reference token.
std::string escape_pointer(std::string_view token);

}  // namespace assay::spec
