#include "spec/source_text.h"

#include <algorithm>

#include "spec/utf8.h"

namespace assay::spec {
namespace {

std::string hex(unsigned byte) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  return {kDigits[byte >> 4], kDigits[byte & 15]};
}

bool is_control(char c) {
  const unsigned char byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n') || byte == 0x7F;
}

}  // namespace

SourceText::SourceText(std::string_view text, std::uint32_t file, std::string name)
    : file_(file), name_(std::move(name)) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  text_.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\r') {
      if (at + 1 == text.size() || text[at + 1] != '\n') text_ += '\n';
    } else {
      text_ += text[at];
    }
  }
  line_starts_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    line_starts_.push_back(at + 1);
  }
}

Mark SourceText::mark_at(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  Mark mark;
  mark.file = file_;
  mark.line = static_cast<std::uint32_t>(after - line_starts_.begin());
  mark.column = static_cast<std::uint32_t>(offset - *(after - 1) + 1);
  return mark;
}

Complaint SourceText::error_at(const Mark& mark, std::string what, std::string hint) const {
  return {Severity::error, name_, mark.line, mark.column, std::move(what), std::move(hint)};
}

std::optional<Complaint> SourceText::not_text() const {
  const auto control = std::find_if(text_.begin(), text_.end(), is_control);
  const std::size_t invalid = first_invalid_utf8(text_).value_or(text_.size());
  const std::size_t at = std::min(invalid, static_cast<std::size_t>(control - text_.begin()));
  if (at == text_.size()) return std::nullopt;
  const unsigned byte = static_cast<unsigned char>(text_[at]);
  if (at == invalid)
    return error_at(mark_at(at), "the byte 0x" + hex(byte) + " is not UTF-8",
                    "save the file as UTF-8");
  return error_at(mark_at(at), "control character U+00" + hex(byte),
                  byte == 0 ? "save the file as UTF-8 text"
                            : "remove it, or write it as an escape in double quotes");
}

}  // namespace assay::spec
