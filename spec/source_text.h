// SourceText: a text that a person wrote, ready to be parsed, and the way from its offsets to lines
// and columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/complaint.h"
#include "spec/json.h"

namespace assay::spec {

class SourceText {
 public:
  // Drops a leading byte order mark and makes every line end a single '\n'. `file` goes into the
  // marks, `name` into the complaints.
  SourceText(std::string_view text, std::uint32_t file, std::string name);

  const std::string& text() const { return text_; }
  const std::string& name() const { return name_; }
  std::uint32_t file() const { return file_; }

  Mark mark_at(std::size_t offset) const;
  Complaint error_at(const Mark& mark, std::string what, std::string hint = {}) const;

  // What makes this no text at all: bytes that are not UTF-8, control characters.
  std::optional<Complaint> not_text() const;

 private:
  std::string text_;
  std::uint32_t file_;
  std::string name_;
  std::vector<std::size_t> line_starts_;
};

}  // namespace assay::spec
