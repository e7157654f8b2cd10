// Media types, as far as a contract needs them.
#pragma once

#include <string>
#include <string_view>

namespace assay::spec {

inline constexpr std::string_view kFormMediaType = "application/x-www-form-urlencoded";

// "Application/JSON; charset=utf-8" -> "application/json".
std::string bare_media_type(std::string_view text);

// application/json, text/json and anything that ends with +json.
bool is_json_media_type(std::string_view bare);

}  // namespace assay::spec
