#include "spec/embedded.h"

#include "spec/load.h"

namespace assay::spec {

Source embedded_document() {
  return {"zoom-user.yaml (embedded)", std::string(embedded_document_text())};
}

Source embedded_overlay() {
  return {"zoom-user.overlay.yaml (embedded)", std::string(embedded_overlay_text())};
}

}  // namespace assay::spec
