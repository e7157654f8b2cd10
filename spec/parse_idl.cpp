// The parser of IDL (spec/dependency.h): a scanner and recursive descent.
#include <cctype>
#include <optional>
#include <utility>

#include "spec/dependency.h"

namespace assay::spec {
namespace {

constexpr std::size_t kDeepest = 200;

struct Token {
  enum class Kind { name, text, number, symbol, end };
  Kind kind = Kind::end;
  std::string text;  // a name, a literal's contents, a number, or the symbol
  std::size_t offset = 0;
};

std::string shown(const Token& token) {
  if (token.kind == Token::Kind::end) return "the end";
  if (token.kind == Token::Kind::text) return "the text '" + token.text + "'";
  return "'" + token.text + "'";
}

bool begins_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_';
}
bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == ':';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // All tokens with an end token last, or the first error.
  std::variant<std::vector<Token>, IdlError> scan() {
    while (true) {
      skip_blanks();
      if (at_ >= text_.size()) break;
      if (auto error = next()) return *error;
    }
    tokens_.push_back({Token::Kind::end, "", text_.size()});
    return std::move(tokens_);
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size()) {
      if (std::isspace(static_cast<unsigned char>(text_[at_]))) {
        ++at_;
      } else if (text_.substr(at_, 2) == "//") {
        const std::size_t end = text_.find('\n', at_);
        at_ = end == std::string_view::npos ? text_.size() : end;
      } else {
        break;
      }
    }
  }

  void add(Token::Kind kind, std::string text, std::size_t length) {
    tokens_.push_back({kind, std::move(text), at_});
    at_ += length;
  }

  std::optional<IdlError> next() {
    const char c = text_[at_];
    if (c == '\'' || c == '"') return quoted(c);
    if (c == '[') return bracketed();
    if (begins_name(c)) {
      std::size_t end = at_;
      while (end < text_.size() && in_name(text_[end])) ++end;
      add(Token::Kind::name, std::string(text_.substr(at_, end - at_)), end - at_);
      return std::nullopt;
    }
    if (is_digit(c) ||
        (c == '-' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]) && begins_value())) {
      std::size_t end = at_ + 1;
      while (end < text_.size() && (is_digit(text_[end]) || text_[end] == '.')) ++end;
      add(Token::Kind::number, std::string(text_.substr(at_, end - at_)), end - at_);
      return std::nullopt;
    }
    for (const std::string_view symbol :
         {"==", "!=", "<=", ">=", "<", ">", "=", "(", ")", ",", ";", "|"}) {
      if (text_.substr(at_, symbol.size()) == symbol) {
        add(Token::Kind::symbol, std::string(symbol), symbol.size());
        return std::nullopt;
      }
    }
    if (c == '+' || c == '-' || c == '*' || c == '/') {
      return IdlError{at_, std::string("arithmetic ('") + c + "') is not supported",
                      c == '-' ? "compare fields with values or with other fields; a name with a "
                                 "'-' is written [a-b]"
                               : "compare fields with values or with other fields"};
    }
    return IdlError{at_, "unexpected character " + printable(),
                    "see x-dependencies in spec/extensions.md"};
  }

  std::string printable() const {
    const auto byte = static_cast<unsigned char>(text_[at_]);
    if (byte >= 0x20 && byte < 0x7f) return std::string("'") + text_[at_] + "'";
    constexpr char kHex[] = "0123456789ABCDEF";
    return std::string("0x") + kHex[byte >> 4] + kHex[byte & 15];
  }

  // A '-' directly after a comparison or '|' begins a number.
  bool begins_value() const {
    if (tokens_.empty() || tokens_.back().kind != Token::Kind::symbol) return false;
    const std::string& symbol = tokens_.back().text;
    return symbol != ")" && symbol != ";" && symbol != "," && symbol != "(";
  }

  std::optional<IdlError> quoted(char quote) {
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) {
      return IdlError{at_, "the text that begins here doesn't end",
                      std::string("close it with ") + quote};
    }
    add(Token::Kind::text, std::string(text_.substr(at_ + 1, end - at_ - 1)), end - at_ + 1);
    return std::nullopt;
  }

  std::optional<IdlError> bracketed() {
    std::size_t depth = 0;
    for (std::size_t end = at_; end < text_.size(); ++end) {
      if (text_[end] == '[') ++depth;
      if (text_[end] == ']' && --depth == 0) {
        if (end == at_ + 1)
          return IdlError{at_, "'[]' names no field",
                          "write the field's name between the brackets"};
        add(Token::Kind::name, std::string(text_.substr(at_ + 1, end - at_ - 1)), end - at_ + 1);
        return std::nullopt;
      }
    }
    return IdlError{at_, "the name that begins here doesn't end", "close it with ]"};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

class Parser {
 public:
  Parser(std::string_view source, std::vector<Token> tokens)
      : source_(source), tokens_(std::move(tokens)) {}

  std::variant<std::vector<Dependency>, IdlError> statements() {
    std::vector<Dependency> out;
    while (peek().kind != Token::Kind::end) {
      if (take_symbol(";")) continue;
      const std::size_t start = peek().offset;
      auto rule = statement();
      if (!rule) return error_;
      const std::size_t end = peek().offset;
      if (peek().kind != Token::Kind::end && !take_symbol(";")) {
        return unexpected("';', AND or OR", "every statement ends with ';'");
      }
      out.push_back({trimmed(source_.substr(start, end - start)), std::move(*rule), place(start)});
    }
    return out;
  }

  std::variant<Predicate, IdlError> predicate() {
    auto rule = either();
    if (!rule) return error_;
    take_symbol(";");
    if (peek().kind != Token::Kind::end)
      return unexpected("the end", "one predicate stands here alone");
    return std::move(*rule);
  }

 private:
  const Token& peek() const { return tokens_[at_]; }
  bool is_symbol(std::string_view symbol) const {
    return peek().kind == Token::Kind::symbol && peek().text == symbol;
  }
  bool take_symbol(std::string_view symbol) {
    if (!is_symbol(symbol)) return false;
    ++at_;
    return true;
  }
  // A bracketed name is never a keyword, but who calls a field [AND] …
  bool is_word(std::string_view word) const {
    return peek().kind == Token::Kind::name && peek().text == word && source_[peek().offset] != '[';
  }
  bool take_word(std::string_view word) {
    if (!is_word(word)) return false;
    ++at_;
    return true;
  }

  IdlError unexpected(const std::string& expected, std::string hint) {
    error_ = {peek().offset, "expected " + expected + ", not " + shown(peek()), std::move(hint)};
    return error_;
  }
  std::optional<Predicate> fail(const std::string& expected, std::string hint) {
    unexpected(expected, std::move(hint));
    return std::nullopt;
  }

  static std::string trimmed(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
      text.remove_suffix(1);
    return std::string(text);
  }

  Mark place(std::size_t offset) const {
    Mark mark;
    mark.line = 1;
    for (std::size_t i = 0; i < offset; ++i) mark.line += source_[i] == '\n' ? 1 : 0;
    mark.column = static_cast<std::uint32_t>(offset + 1);
    return mark;
  }

  static Predicate combined(Predicate::Kind kind, Predicate a, Predicate b) {
    Predicate out;
    out.kind = kind;
    out.parts.push_back(std::move(a));
    out.parts.push_back(std::move(b));
    return out;
  }

  std::optional<Predicate> statement() {
    if (take_word("IF")) {
      auto condition = either();
      if (!condition) return std::nullopt;
      if (!take_word("THEN")) return fail("THEN, AND or OR", "write IF p THEN q;");
      auto consequence = either();
      if (!consequence) return std::nullopt;
      return combined(Predicate::Kind::implies, std::move(*condition), std::move(*consequence));
    }
    auto rule = either();
    if (rule && rule->kind == Predicate::Kind::compare && !rule->other_field.empty()) {
      Predicate a, b;
      a.field = rule->field;
      b.field = rule->other_field;
      return combined(Predicate::Kind::implies,
                      combined(Predicate::Kind::both, std::move(a), std::move(b)),
                      std::move(*rule));
    }
    return rule;
  }

  std::optional<Predicate> either() { return chain("OR", Predicate::Kind::either, &Parser::both); }
  std::optional<Predicate> both() { return chain("AND", Predicate::Kind::both, &Parser::clause); }

  std::optional<Predicate> chain(std::string_view word, Predicate::Kind kind,
                                 std::optional<Predicate> (Parser::*operand)()) {
    auto first = (this->*operand)();
    if (!first || !is_word(word)) return first;
    Predicate out;
    out.kind = kind;
    out.parts.push_back(std::move(*first));
    while (take_word(word)) {
      auto next = (this->*operand)();
      if (!next) return std::nullopt;
      out.parts.push_back(std::move(*next));
    }
    return out;
  }

  std::optional<Predicate> clause() {
    if (depth_ >= kDeepest) return fail("fewer parentheses", "this is nested too deeply");
    ++depth_;
    auto out = take_word("NOT") ? negated() : positive();
    --depth_;
    return out;
  }

  std::optional<Predicate> negated() {
    auto inner = clause();
    if (!inner) return std::nullopt;
    Predicate out;
    out.kind = Predicate::Kind::negation;
    out.parts.push_back(std::move(*inner));
    return out;
  }

  std::optional<Predicate> positive() {
    if (take_symbol("(")) {
      auto inner = either();
      if (!inner) return std::nullopt;
      if (!take_symbol(")")) return fail("')', AND or OR", "close the parenthesis");
      return inner;
    }
    if (peek().kind != Token::Kind::name) {
      return fail("a field's name",
                  "a predicate is a field, a comparison, a function or a parenthesis");
    }
    if (tokens_[at_ + 1].kind == Token::Kind::symbol && tokens_[at_ + 1].text == "(" &&
        source_[peek().offset] != '[') {
      return function();
    }
    for (const std::string_view word : {"IF", "THEN", "AND", "OR", "NOT", "LIKE"}) {
      if (is_word(word))
        return fail("a field's name",
                    "a field of that name is written [" + std::string(word) + "]");
    }
    Predicate out;
    out.field = peek().text;
    ++at_;
    return compared(std::move(out));
  }

  std::optional<Predicate> function() {
    static constexpr std::pair<std::string_view, Predicate::Kind> kFunctions[] = {
        {"Or", Predicate::Kind::any_of},
        {"OnlyOne", Predicate::Kind::one_of},
        {"AllOrNone", Predicate::Kind::all_or_none},
        {"ZeroOrOne", Predicate::Kind::zero_or_one},
    };
    for (const auto& [name, kind] : kFunctions) {
      if (!take_word(name)) continue;
      take_symbol("(");
      Predicate out;
      out.kind = kind;
      do {
        auto part = either();
        if (!part) return std::nullopt;
        out.parts.push_back(std::move(*part));
      } while (take_symbol(","));
      if (!is_symbol(")")) return fail("',' or ')'", "close the list of " + std::string(name));
      if (out.parts.size() < 2)
        return fail("',' and another predicate", std::string(name) + " takes at least two");
      take_symbol(")");
      return out;
    }
    error_ = {peek().offset, "there is no function '" + peek().text + "'",
              "the functions are Or, OnlyOne, AllOrNone and ZeroOrOne"};
    return std::nullopt;
  }

  std::optional<Predicate> compared(Predicate out) {
    static constexpr std::pair<std::string_view, Predicate::Comparison> kComparisons[] = {
        {"==", Predicate::Comparison::equal},     {"=", Predicate::Comparison::equal},
        {"!=", Predicate::Comparison::not_equal}, {"<=", Predicate::Comparison::less_equal},
        {"<", Predicate::Comparison::less},       {">=", Predicate::Comparison::greater_equal},
        {">", Predicate::Comparison::greater},
    };
    if (is_word("LIKE"))
      return fail("a comparison",
                  "LIKE is not supported; a pattern belongs into the field's schema");
    for (const auto& [symbol, comparison] : kComparisons) {
      if (!take_symbol(symbol)) continue;
      out.kind = Predicate::Kind::compare;
      out.comparison = comparison;
      return operand(std::move(out));
    }
    return out;
  }

  std::optional<Predicate> operand(Predicate out) {
    const bool is_boolean = is_word("true") || is_word("false");
    if (peek().kind == Token::Kind::name && !is_boolean) {
      out.other_field = peek().text;
      ++at_;
      if (is_symbol("|"))
        return fail("the end of the comparison", "write the alternatives as texts: a=='x'|'y'");
      return out;
    }
    do {
      const bool literal = peek().kind == Token::Kind::text || peek().kind == Token::Kind::number ||
                           is_word("true") || is_word("false");
      if (!literal)
        return fail("a value", "a text in quotes, a number, true, false or a field's name");
      out.values.push_back(peek().text);
      ++at_;
    } while (take_symbol("|"));
    return out;
  }

  std::string_view source_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  IdlError error_;
};

}  // namespace

std::variant<std::vector<Dependency>, IdlError> parse_idl(std::string_view text) {
  auto tokens = Scanner(text).scan();
  if (auto* error = std::get_if<IdlError>(&tokens)) return *error;
  return Parser(text, std::get<std::vector<Token>>(std::move(tokens))).statements();
}

std::variant<Predicate, IdlError> parse_predicate(std::string_view text) {
  auto tokens = Scanner(text).scan();
  if (auto* error = std::get_if<IdlError>(&tokens)) return *error;
  return Parser(text, std::get<std::vector<Token>>(std::move(tokens))).predicate();
}

}  // namespace assay::spec
