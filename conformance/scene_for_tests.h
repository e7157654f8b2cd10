// For tests: a small contract with one resource, and a script of steps with the answers they got.
#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "conformance/facts.h"
#include "conformance/judge.h"
#include "spec/contract.h"
#include "spec/exchange.h"
#include "spec/finding.h"
#include "spec/json.h"
#include "spec/law.h"
#include "spec/trial.h"

namespace assay::conformance::testing {

// The contract of a small address book. Loaded once.
const spec::Contract& book();

// A field of a step: its bytes, and where they come from.
struct Sent {
  std::string name;
  std::string bytes;
  spec::Value value;
};
Sent literal(std::string name, std::string bytes);
Sent fresh(std::string name, std::string bytes);
Sent ref(std::string name, std::string bytes, int step, std::string pointer = "/id");
Sent twisted(std::string name, std::string bytes, spec::Twist twist);

spec::Json json(std::string_view text);

// The steps of a trial and what came back; ids count from 1.
class Scene {
 public:
  using Role = spec::Step::Role;
  // An answer with that status and JSON text ("" no body).
  Scene& step(std::string_view operation, std::vector<Sent> fields, int status,
              std::string_view body, Role role = Role::subject);
  Scene& again(std::vector<Sent> fields, int status,
               std::string_view body);  // another page of the last step
  Scene& fault(std::string_view operation, std::vector<Sent> fields, spec::Fault::Kind kind,
               Role role = Role::subject);
  spec::Step& last() { return trial.steps.back(); }

  Scene& expect(spec::Intent::Expect expected, int subject = 0);
  Scene& model(std::vector<spec::Aspect> aspects, std::vector<std::string> fields = {});

  spec::Trial trial;
  std::vector<spec::Exchange> exchanges;
};

// A target that keeps everything, every reader of which shows every attribute.
Facts keeping();

// The verdict of a fresh judge; `operation` is the law's.
spec::Verdict judged(const Scene& scene, std::string_view pattern, std::string_view operation,
                     const Facts& facts = keeping(), std::string_view field = {},
                     std::string_view rule = {});

// "held", "not-reflected" … or "broken: where | expected | got | hint".
std::string told(const spec::Verdict& verdict);

}  // namespace assay::conformance::testing
