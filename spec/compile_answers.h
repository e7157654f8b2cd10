// Compiling the documented answers of all operations: their schemas (declared, or inferred from
// examples) and their keys. Internal to spec.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "spec/compile_keys.h"
#include "spec/compiling.h"
#include "spec/contract.h"
#include "spec/infer.h"
#include "spec/schema_check.h"

namespace assay::spec {

// One operation, and where its answers stand in the document.
struct AnswerSource {
  Operation* operation = nullptr;
  const Json* node = nullptr;  // the operation object
};

class AnswerCompiler {
 public:
  AnswerCompiler(Compiling& compiling, SchemaCheck& check, const std::vector<Resource>& resources);

  // Fills in `responses` and `keys` of all operations. Effects must be there already. The
  // operations must stay where they are.
  void compile(const std::vector<AnswerSource>& sources);

 private:
  // One documented body.
  struct Body {
    std::size_t response = 0, content = 0;
    const Json* node = nullptr;    // of the response: for its x-assay-keys
    const Json* schema = nullptr;  // declared; nullptr: none
    std::vector<const Json*> examples;
    bool is_success = false;
    bool is_json = false;
  };
  struct Answers {
    Operation* operation = nullptr;
    const Json* node = nullptr;
    std::vector<Body> bodies;
    Shape shape;  // of all examples of success
  };

  void read(const AnswerSource& source);
  void read_response(const std::string& status, const Json& response, Answers& answers);
  void read_content(const std::string& media_type, const Json& content, Body body,
                    Answers& answers);
  const Json* json_example(const Json& example);
  void learn(const Answers& answers);
  void write(Answers& answers);
  KeyLayers layers(const Answers& answers, KeyRules& of_response, KeyRules& of_operation);
  void write_schema(Answers& answers, const Body& body, KeyLayers& layers);
  void write_keys(Answers& answers, const Body& body, KeyLayers& layers);
  void warn_unused(KeyRules& rules);

  Compiling& compiling_;
  SchemaCheck& check_;
  const std::vector<Resource>& resources_;
  KeyRules of_document_;
  std::vector<KeyRules> of_resources_;
  std::map<std::size_t, Shape> shapes_;  // of each resource, from all answers that show it
  // Without any resource: the keys that some example of success shows with text that is no date.
  std::set<std::string, std::less<>> undated_;
  std::deque<Answers> answers_;
  std::deque<Json> parsed_;  // examples that stood in the document as text
};

}  // namespace assay::spec
