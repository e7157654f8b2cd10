// What yaml-cpp's parser says, in words that help.
#pragma once

#include <string>

namespace assay::spec {

struct Wording {
  std::string what, hint;
};

Wording reworded(const std::string& message);

}  // namespace assay::spec
