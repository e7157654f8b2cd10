#include "spec/yaml_layout.h"

#include <algorithm>

namespace assay::spec {
namespace {

bool blank(char c) {
  return c == ' ' || c == '\t';
}

class Scanner {
 public:
  Scanner(std::string_view text, std::size_t max_depth) : text_(text), max_depth_(max_depth) {}

  YamlLayout scan() {
    for (std::size_t start = 0; start < text_.size() && !layout_.too_deep;) {
      const std::size_t newline = text_.find('\n', start);
      end_ = newline == std::string_view::npos ? text_.size() : newline;
      scan_line(start);
      start = end_ + 1;
    }
    if (quote_ != 0) layout_.open_quote = quote_at_;
    return std::move(layout_);
  }

 private:
  char at(std::size_t i) const { return i < end_ ? text_[i] : '\n'; }
  bool ends_token(std::size_t i) const { return i >= end_ || blank(text_[i]); }

  void scan_line(std::size_t start) {
    if (quote_ != 0) {
      scan_from(after_quote(start));
      return;
    }
    std::size_t i = start;
    while (at(i) == ' ') ++i;
    const std::size_t indent = i - start;
    std::size_t content = i;
    while (content < end_ && blank(text_[content])) ++content;
    if (content == end_) return;  // nothing on the line
    if (in_block_) {
      if (!block_indent_ && indent > header_indent_) block_indent_ = indent;
      if (block_indent_ && indent >= *block_indent_) return;
      in_block_ = false;
    }
    if (at(content) == '#') return;
    if (content != i && depth_ == 0) layout_.tabs.push_back(i);
    line_indent_ = indent;
    scan_from(content);
  }

  // Goes through the tokens of a line from `i`, where one may begin.
  void scan_from(std::size_t i) {
    while (i < end_ && !layout_.too_deep) {
      const char c = text_[i];
      if (blank(c)) {
        ++i;
      } else if (c == '#' && (i == 0 || blank(text_[i - 1]) || text_[i - 1] == '\n')) {
        return;
      } else if (c == '"' || c == '\'') {
        quote_ = c;
        quote_at_ = i;
        i = after_quote(i + 1);
      } else if (c == '[' || c == '{') {
        if (++depth_ > max_depth_) layout_.too_deep = i;
        ++i;
      } else if (depth_ > 0 && (c == ']' || c == '}' || c == ',')) {
        if (c != ',') --depth_;
        ++i;
      } else if ((c == '|' || c == '>') && depth_ == 0) {
        in_block_ = true;
        block_indent_.reset();
        header_indent_ = line_indent_;
        return;
      } else if (c == '&' || c == '!') {
        while (!ends_token(i)) ++i;
      } else if ((c == '-' || c == '?' || c == ':') && ends_token(i + 1)) {
        ++i;
      } else if (c == ':' && depth_ > 0) {
        ++i;
      } else {
        i = after_plain(i);
      }
    }
  }

  // Past the quote that closes, or the line's end if that comes first.
  std::size_t after_quote(std::size_t i) {
    for (; i < end_; ++i) {
      if (quote_ == '"' && text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote_) {
        if (quote_ == '\'' && at(i + 1) == '\'') {
          ++i;
        } else {
          quote_ = 0;
          return i + 1;
        }
      }
    }
    return end_;
  }

  // Past a plain scalar: to its ':' or to what ends it.
  std::size_t after_plain(std::size_t i) const {
    for (; i < end_; ++i) {
      const char c = text_[i];
      if (c == ':' && ends_token(i + 1)) return i;
      if (c == '#' && blank(text_[i - 1])) return i;
      if (depth_ > 0 && (c == ',' || c == '[' || c == ']' || c == '{' || c == '}')) return i;
    }
    return end_;
  }

  std::string_view text_;
  std::size_t max_depth_;
  std::size_t end_ = 0;  // of the line
  std::size_t depth_ = 0;
  char quote_ = 0;
  std::size_t quote_at_ = 0;
  bool in_block_ = false;  // in a block scalar
  std::optional<std::size_t> block_indent_;
  std::size_t header_indent_ = 0;
  std::size_t line_indent_ = 0;
  YamlLayout layout_;
};

}  // namespace

YamlLayout scan_yaml_layout(std::string_view text, std::size_t max_depth) {
  return Scanner(text, max_depth).scan();
}

}  // namespace assay::spec
