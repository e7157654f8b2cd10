// The texts that the program carries in itself; spec/embed.cmake makes the source that has them.
#pragma once

#include <string_view>

namespace assay::spec {

std::string_view embedded_document_text();
std::string_view embedded_overlay_text();

}  // namespace assay::spec
