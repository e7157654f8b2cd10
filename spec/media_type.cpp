#include "spec/media_type.h"

#include <cctype>

namespace assay::spec {

std::string bare_media_type(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, text.find(';'))) {
    if (c != ' ' && c != '\t')
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

bool is_json_media_type(std::string_view bare) {
  return bare == "application/json" || bare == "text/json" || bare.ends_with("+json");
}

}  // namespace assay::spec
