// AnswerShape: the keys of one operation's documented answer, in their order, and where the value
// of each comes from. Made once from the example (or, without one, from the schema); immutable
// afterwards.
#pragma once

#include <string>
#include <vector>

#include "spec/contract.h"

namespace assay::runners::mock {

struct Shape {
  enum class Kind { object, array, leaf };
  enum class Type { null, boolean, number, string };
  enum class Source {
    literal,    // as the example has it
    attribute,  // of the object
    now,        // the time of the answer
    size,
    number,
    pages,
    total,     // of a list
    flag,      // does it exist?
    positive,  // is it still good?
  };

  Kind kind = Kind::leaf;
  std::string name;          // the member's name, if it is one
  std::string quoted;        // "\"name\":", or ""
  std::string pointer;       // with '*' for the items of an array
  std::vector<Shape> parts;  // an object's members; an array's one kind of item (or none)
  bool items = false;        // an array: of the objects of the list
  bool of_object = false;    // a leaf: of an object that is shown
  Type type = Type::string;
  Source source = Source::literal;
  std::string attribute;  // Source::attribute, and its index in ResourcePlan::attributes
  int attribute_index = -1;
  bool blank = false;  // always shown empty: a volatile value that the example doesn't show
  bool time = false;
  std::string example;  // text of the example's value
};

// Is the text an RFC 3339 date and time?
bool looks_like_time(const std::string& text);

// The answer that the operation documents for success: its status, media type and shape.
struct AnswerPlan {
  int status = 200;
  std::string media_type;  // "" no body
  Shape shape;
};

AnswerPlan plan_answer(const spec::Contract& contract, const spec::Operation& operation);

// An instance of a JSON Schema, as simple as possible. `root` holds the definitions.
spec::Json example_of(const spec::Json& schema, const spec::Json& root, int depth = 0);

}  // namespace assay::runners::mock
