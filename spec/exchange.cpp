#include "spec/exchange.h"

#include <algorithm>

namespace assay::spec {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_but_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

const std::string* Answer::header(std::string_view name) const {
  for (const Header& candidate : headers) {
    if (equal_but_case(candidate.name, name)) return &candidate.value;
  }
  return nullptr;
}

std::string_view to_string(Fault::Kind kind) {
  switch (kind) {
    case Fault::Kind::refused:
      return "refused";
    case Fault::Kind::timeout:
      return "timeout";
    case Fault::Kind::closed:
      return "closed";
    case Fault::Kind::reset:
      return "reset";
    case Fault::Kind::cut:
      return "cut";
    case Fault::Kind::malformed:
      return "malformed";
    case Fault::Kind::endless:
      return "endless";
    case Fault::Kind::unsent:
      return "unsent";
  }
  return "";
}

}  // namespace assay::spec
