// Render: the documented answer of an operation, filled with what was done.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runners/mock/defects.h"
#include "runners/mock/object.h"

namespace assay::runners::mock {

// What an answer is about. The objects must live until it is written.
struct View {
  const Object* object = nullptr;     // the one that the request named or made
  const Object* neighbour = nullptr;  // the one made before it (a defect shows it)
  std::vector<const Object*> items;   // of a list
  std::int64_t size = 0, number = 1, pages = 0, total = 0;
  bool flag = false;
  std::int64_t positive = 0;
  std::string now;
  std::uint64_t count = 0;  // of answers so far
  std::string extra;        // members that a defect adds: ",\"a\":1"
};

std::string render(const Plan& plan, const OperationPlan& operation, const View& view,
                   const ActiveDefect& defect);

// JSON text of a string that is well-formed UTF-8.
void append_json(std::string& out, const std::string& text);

// The time now, RFC 3339, UTC.
std::string time_now();

}  // namespace assay::runners::mock
