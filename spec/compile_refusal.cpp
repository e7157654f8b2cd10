#include "spec/compile_refusal.h"

#include "spec/schema.h"

namespace assay::spec {

Refusal compile_refusal(Compiling& compiling, SchemaCheck& check, const Json& declaration) {
  Refusal out;
  if (!compiling.expect(declaration, Json::Kind::object, "x-assay-refusal")) return out;
  compiling.only_members(declaration, {"pointer", "schema"}, "x-assay-refusal");
  const Json* pointer = member(declaration, "pointer");
  const Json* schema = member(declaration, "schema");
  if ((pointer == nullptr) == (schema == nullptr)) {
    compiling.error(declaration.mark, "x-assay-refusal needs a pointer or a schema",
                    "write {pointer: /error} or {schema: {…}}");
    return out;
  }
  if (pointer != nullptr) {
    if (!pointer->is_string() || !pointer->text().starts_with('/')) {
      compiling.error(pointer->mark, "`pointer` must be a JSON pointer below the root",
                      "write '/error'");
    }
    out.pointer = pointer->text();
  } else if (compiling.expect(*schema, Json::Kind::object, "`schema`")) {
    check.check(*schema);
    SchemaConverter converter(compiling, Direction::answer);
    out.schema = converter.finish(converter.convert(*schema));
  }
  return out;
}

}  // namespace assay::spec
