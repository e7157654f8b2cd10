#include <charconv>
#include <optional>

#include "spec/json_number.h"
#include "spec/json_path_query.h"
#include "spec/utf8.h"

namespace assay::spec {
namespace {

constexpr int kMaxNesting = 32;  // of filters in filters

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool name_first(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  out += text;
  return out += '\'';
}

// Recursive descent over RFC 9535's grammar. The first error ends it.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::variant<JsonPath::Query, PathError> parse() {
    try {
      skip_blanks();
      if (peek() != '$') fail(at_, "a JSONPath begins with '$'");
      JsonPath::Query query = take_query();
      skip_blanks();
      if (at_ != text_.size())
        fail(at_, "unexpected " + here_or_end(), "a step begins with '.', '..' or '['");
      return query;
    } catch (PathError& error) {
      return std::move(error);
    }
  }

 private:
  [[noreturn]] static void fail(std::size_t offset, std::string what, std::string hint = {}) {
    throw PathError{offset, std::move(what), std::move(hint)};
  }

  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool take(std::string_view token) {
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  void skip_blanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n') ++at_;
  }
  std::string here() const {
    const std::size_t length = utf8_length(text_, at_);
    return std::string(text_.substr(at_, length == 0 ? 1 : length));
  }
  std::string here_or_end() const { return at_ < text_.size() ? quoted(here()) : "the end"; }

  // '$' or '@' and what follows.
  JsonPath::Query take_query() {
    JsonPath::Query query;
    query.from_root = text_[at_++] == '$';
    while (true) {
      const std::size_t before = at_;
      skip_blanks();
      if (peek() == '[') {
        query.segments.push_back({false, take_bracket()});
      } else if (peek() == '.') {
        query.segments.push_back(take_dotted());
      } else {
        at_ = before;
        return query;
      }
    }
  }

  PathSegment take_dotted() {
    PathSegment segment;
    segment.descendants = take("..");
    if (!segment.descendants) take(".");
    if (segment.descendants && peek() == '[') {
      segment.selectors = take_bracket();
      return segment;
    }
    PathSelector selector;
    if (!take("*")) {
      selector.kind = PathSelector::Kind::name;
      selector.name = take_shorthand();
    }
    segment.selectors.push_back(std::move(selector));
    return segment;
  }

  std::string take_shorthand() {
    const std::size_t start = at_;
    if (!name_first(peek())) {
      fail(at_, "expected a name or '*' after '.', not " + here_or_end(),
           "other names stand in ['…']");
    }
    while (name_first(peek()) || digit(peek()) ||
           (peek() == '-' && (name_first(peek(1)) || digit(peek(1)))))
      ++at_;
    if (peek() == '(')
      fail(start, "the function " + quoted(text_.substr(start, at_ - start)) + " is not supported");
    return std::string(text_.substr(start, at_ - start));
  }

  std::vector<PathSelector> take_bracket() {
    ++at_;
    std::vector<PathSelector> selectors;
    do {
      skip_blanks();
      selectors.push_back(take_selector());
      skip_blanks();
    } while (take(","));
    if (!take("]")) fail(at_, "expected ',' or ']', not " + here_or_end());
    return selectors;
  }

  PathSelector take_selector() {
    PathSelector selector;
    if (take("*")) return selector;
    if (peek() == '\'' || peek() == '"') {
      selector.kind = PathSelector::Kind::name;
      selector.name = take_text();
    } else if (take("?")) {
      selector.kind = PathSelector::Kind::filter;
      selector.filter = std::make_shared<const PathFilter>(take_either());
    } else if (peek() == ':') {
      fail(at_, "slices are not supported", "name the indices");
    } else if (digit(peek()) || peek() == '-') {
      selector.kind = PathSelector::Kind::index;
      selector.index = take_index();
    } else if (peek() == '(') {
      fail(at_, "script expressions are not supported", "write a filter: [?@.name == 'x']");
    } else {
      fail(at_, "expected a name in quotes, an index, '*' or a filter, not " + here_or_end());
    }
    return selector;
  }

  std::int64_t take_index() {
    const std::size_t start = at_;
    if (peek() == '-') ++at_;
    while (digit(peek())) ++at_;
    const std::string_view number = text_.substr(start, at_ - start);
    std::int64_t index = 0;
    const auto result = std::from_chars(number.data(), number.data() + number.size(), index);
    const bool leading_zero =
        number.size() > 1 && (number[0] == '0' || number.substr(0, 2) == "-0");
    if (result.ec != std::errc() || leading_zero) fail(start, quoted(number) + " is no index");
    skip_blanks();
    if (peek() == ':') fail(at_, "slices are not supported", "name the indices");
    return index;
  }

  std::string take_text() {
    const std::size_t start = at_;
    const char quote = text_[at_++];
    std::string out;
    while (peek() != quote) {
      if (at_ >= text_.size()) fail(start, "the quote that opens here is not closed");
      if (peek() != '\\') {
        out += text_[at_++];
        continue;
      }
      ++at_;
      take_escape(quote, out);
    }
    ++at_;
    return out;
  }

  void take_escape(char quote, std::string& out) {
    const char c = peek();
    ++at_;
    switch (c) {
      case 'b':
        out += '\b';
        return;
      case 'f':
        out += '\f';
        return;
      case 'n':
        out += '\n';
        return;
      case 'r':
        out += '\r';
        return;
      case 't':
        out += '\t';
        return;
      case '/':
      case '\\':
        out += c;
        return;
      case 'u': {
        char32_t unit = take_hex();
        if (unit >= 0xD800 && unit < 0xDC00 && take("\\u")) {
          const char32_t low = take_hex();
          if (low < 0xDC00 || low > 0xDFFF) fail(at_, "an escape that is no character");
          unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }
        if (unit >= 0xD800 && unit < 0xE000) fail(at_, "an escape that is no character");
        append_utf8(unit, out);
        return;
      }
      default:
        if (c == quote) {
          out += c;
          return;
        }
        fail(at_ - 1, "unknown escape");
    }
  }

  char32_t take_hex() {
    const std::string_view digits = text_.substr(at_, 4);
    unsigned value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 4 || result.ptr != digits.data() + 4)
      fail(at_, "expected four hexadecimal digits");
    at_ += 4;
    return value;
  }

  PathFilter take_either() {
    return take_joined("||", PathFilter::Kind::either, &Parser::take_both);
  }
  PathFilter take_both() { return take_joined("&&", PathFilter::Kind::both, &Parser::take_basic); }

  PathFilter take_joined(std::string_view token, PathFilter::Kind kind,
                         PathFilter (Parser::*take_part)()) {
    PathFilter joined;
    joined.kind = kind;
    do {
      skip_blanks();
      joined.parts.push_back((this->*take_part)());
      skip_blanks();
    } while (take(token));
    if (joined.parts.size() > 1) return joined;
    PathFilter only = std::move(joined.parts.front());
    return only;
  }

  PathFilter take_basic() {
    if (++nesting_ > kMaxNesting) fail(at_, "filters are nested too deeply");
    PathFilter filter = take_basic_part();
    --nesting_;
    return filter;
  }

  PathFilter take_basic_part() {
    if (peek() == '!' && peek(1) != '=') {
      ++at_;
      skip_blanks();
      PathFilter negation;
      negation.kind = PathFilter::Kind::negation;
      const std::size_t start = at_;
      negation.parts.push_back(take_basic());
      if (negation.parts.front().kind == PathFilter::Kind::compare && text_[start] != '(') {
        fail(start, "'!' cannot stand before a comparison", "put the comparison in parentheses");
      }
      return negation;
    }
    if (take("(")) {
      PathFilter inner = take_either();
      if (!take(")")) fail(at_, "expected ')', not " + here_or_end());
      return inner;
    }
    return take_comparison();
  }

  PathFilter take_comparison() {
    const std::size_t start = at_;
    PathFilter filter;
    filter.left = take_operand();
    skip_blanks();
    const std::size_t at_operator = at_;
    if (!take_operator(filter.comparison)) {
      if (filter.left.is_literal)
        fail(start, "a literal alone is no condition", "compare it with something");
      filter.query = std::move(filter.left.query);
      return filter;
    }
    filter.kind = PathFilter::Kind::compare;
    skip_blanks();
    if (at_ >= text_.size()) fail(at_operator, "nothing to compare with");
    const std::size_t start_right = at_;
    filter.right = take_operand();
    require_singular(filter.left, start);
    require_singular(filter.right, start_right);
    return filter;
  }

  bool take_operator(PathFilter::Comparison& comparison) {
    using Comparison = PathFilter::Comparison;
    if (take("==")) return comparison = Comparison::equal, true;
    if (take("!=")) return comparison = Comparison::not_equal, true;
    if (take("<=")) return comparison = Comparison::less_equal, true;
    if (take(">=")) return comparison = Comparison::greater_equal, true;
    if (take("<")) return comparison = Comparison::less, true;
    if (take(">")) return comparison = Comparison::greater, true;
    if (peek() == '=') {
      const bool regex = peek(1) == '~';
      fail(at_, regex ? "the operator '=~' is not supported" : "the operator '=' is unknown",
           regex ? "" : "write '=='");
    }
    return false;
  }

  static void require_singular(const PathOperand& operand, std::size_t offset) {
    for (const PathSegment& segment : operand.query.segments) {
      const PathSelector& first = segment.selectors.front();
      const bool one =
          first.kind == PathSelector::Kind::name || first.kind == PathSelector::Kind::index;
      if (segment.descendants || segment.selectors.size() > 1 || !one) {
        fail(offset, "a comparison needs a path to one value", "use names and indices only");
      }
    }
  }

  PathOperand take_operand() {
    PathOperand operand;
    const char c = peek();
    if (c == '@' || c == '$') {
      operand.is_literal = false;
      operand.query = take_query();
    } else if (c == '\'' || c == '"') {
      operand.literal = Json::string(take_text());
    } else if (digit(c) || c == '-') {
      operand.literal = take_number();
    } else {
      operand.literal = take_word();
    }
    return operand;
  }

  Json take_number() {
    const std::size_t start = at_;
    while (digit(peek()) || peek() == '-' || peek() == '+' || peek() == '.' || peek() == 'e' ||
           peek() == 'E')
      ++at_;
    std::string number(text_.substr(start, at_ - start));
    if (!is_json_number(number)) fail(start, quoted(number) + " is no number");
    return Json::number(std::move(number));
  }

  Json take_word() {
    const std::size_t start = at_;
    while (name_first(peek()) || digit(peek())) ++at_;
    const std::string word(text_.substr(start, at_ - start));
    if (word == "true" || word == "false") return Json::boolean(word == "true");
    if (word == "null") return Json();
    if (!word.empty() && peek() == '(')
      fail(start, "the function " + quoted(word) + " is not supported");
    if (word.empty()) fail(start, "expected a path or a literal, not " + here_or_end());
    fail(start, quoted(word) + " is neither a path nor a literal",
         "a path begins with '@' or '$'; text stands in quotes");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int nesting_ = 0;
};

}  // namespace

std::variant<JsonPath::Query, PathError> parse_path_query(std::string_view text) {
  return Parser(text).parse();
}

}  // namespace assay::spec
