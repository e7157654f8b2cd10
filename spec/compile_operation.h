// Compiling the operations of a document: method, path, fields, credentials, dependencies and
// effects; all but their answers. Internal to spec.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "spec/compile_security.h"
#include "spec/compiling.h"
#include "spec/contract.h"
#include "spec/schema_check.h"

namespace assay::spec {

struct CompiledOperation {
  Operation operation;
  const Json* node = nullptr;  // the operation object in the document
};

class OperationCompiler {
 public:
  OperationCompiler(Compiling& compiling, SchemaCheck& check, SecurityCompiler& security,
                    const std::vector<SecurityScheme>& schemes,
                    const std::vector<Resource>& resources);

  // All operations in document order, without those that assay has no requests for (with a
  // warning).
  std::deque<CompiledOperation> compile();

 private:
  void compile_path(const std::string& path, const Json& item);
  void compile_one(const std::string& method, const std::string& path, const Json& item,
                   const Json& node);
  void name(const Json& node, Operation& out);
  void compile_security(const Json& node, Operation& out);
  void drop_credentials(Operation& out);
  void compile_dependencies(const Json& node, Operation& out);
  void check_conditions(const Operation& out);

  Compiling& compiling_;
  SchemaCheck& check_;
  SecurityCompiler& security_;
  const std::vector<SecurityScheme>& schemes_;
  const std::vector<Resource>& resources_;
  std::map<std::string, Mark> ids_;
  std::deque<CompiledOperation> out_;
};

}  // namespace assay::spec
