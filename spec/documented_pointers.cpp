#include "spec/documented_pointers.h"

#include <algorithm>
#include <set>

#include "spec/flatten.h"

namespace assay::spec {
namespace {

constexpr std::size_t kMostPointers = 4000;
constexpr std::size_t kDeepest = 24;

class Walk {
 public:
  explicit Walk(Compiling& compiling) : compiling_(compiling) {}

  void shape(const Shape& shape, const std::string& pointer) {
    for (const auto& [name, below] : shape.properties()) {
      const std::string at = pointer + "/" + escape_pointer(name);
      add(at);
      this->shape(below, at);
    }
    if (shape.item() != nullptr) {
      add(pointer + "/*");
      this->shape(*shape.item(), pointer + "/*");
    }
  }

  void schema(const Json& schema, const std::string& pointer, std::size_t depth) {
    if (depth > kDeepest || ++visits_ > kMostPointers || !schema.is_object()) return;
    const Flat flat = flatten(compiling_, schema);
    if (const Json* properties = member(flat.schema, "properties")) {
      for (const auto& [name, property] : properties->members()) {
        const std::string at = pointer + "/" + escape_pointer(name);
        add(at);
        this->schema(property, at, depth + 1);
      }
    }
    if (const Json* items = member(flat.schema, "items"); items != nullptr && items->is_object()) {
      add(pointer + "/*");
      this->schema(*items, pointer + "/*", depth + 1);
    }
    for (const char* name : {"anyOf", "oneOf"}) {
      const Json* parts = member(flat.schema, name);
      if (parts == nullptr) continue;
      for (const Json& part : parts->items()) this->schema(part, pointer, depth + 1);
    }
  }

  std::vector<std::string> take() { return std::move(found_); }

 private:
  void add(const std::string& pointer) {
    if (found_.size() <= kMostPointers && seen_.insert(pointer).second) found_.push_back(pointer);
  }

  Compiling& compiling_;
  std::size_t visits_ = 0;  // of schemas
  std::set<std::string> seen_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> documented_pointers(Compiling& compiling, const Shape& shape,
                                             const Json* schema) {
  Walk walk(compiling);
  walk.shape(shape, "");
  if (schema != nullptr) walk.schema(*schema, "", 0);
  return walk.take();
}

}  // namespace assay::spec
