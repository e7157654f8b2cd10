#include "runners/body_in.h"

#include <string_view>

#include "spec/json.h"
#include "spec/media_type.h"

namespace assay::runners {

std::optional<std::string> body_in(const std::string& media_type, const spec::Form& form) {
  const std::string bare = spec::bare_media_type(media_type);
  if (spec::is_json_media_type(bare)) {
    spec::Json out = spec::Json::object();
    for (const spec::FormField& field : form) out.set(field.name, spec::Json::string(field.value));
    return spec::dump(out);
  }
  constexpr std::string_view kBoundary = "boundary=";
  const std::size_t at = media_type.find(kBoundary);
  if (bare != "multipart/form-data" || at == std::string::npos) return std::nullopt;
  const std::string line = "--" + media_type.substr(at + kBoundary.size());
  std::string out;
  for (const spec::FormField& field : form) {
    out += line;
    out += "\r\nContent-Disposition: form-data; name=\"" + field.name + "\"\r\n\r\n";
    out += field.value + "\r\n";
  }
  return out + line + "--\r\n";
}

}  // namespace assay::runners
