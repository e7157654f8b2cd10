// The model's words.
#include <utility>

#include "conformance/model.h"
#include "conformance/wording.h"

namespace assay::conformance {

std::string Model::operation_in(At at) const {
  return operation(exchanges_[at].operation).id + " in step " + std::to_string(exchanges_[at].step);
}

void Model::blame(Mismatch& mismatch, At at) const {
  mismatch.hint = operation_in(at) + " must not have changed it";
  mismatch.blamed = operation(exchanges_[at].operation).id;
}

std::string Model::answer_to(At at, const std::string& pointer) const {
  return conformance::answer_to(*index_.contract, exchanges_[at], pointer);
}

std::string Model::object_text(const Object& object) const {
  return "the " + resource_of(object).resource->name + " created in step " +
         std::to_string(exchanges_[object.created].step);
}

std::string Model::got(At at) const {
  return describe(exchanges_[at]);
}

bool Model::wants(Aspects aspects, const std::string* attribute) const {
  if ((aspects & question_.aspects) == 0) return false;
  return attribute == nullptr || attribute->empty() || question_.attributes.empty() ||
         question_.attributes.count(*attribute) != 0;
}

void Model::report(Aspects aspects, At at, Mismatch mismatch) {
  if (!facts_.memory || !wants(aspects, &mismatch.attribute)) return;
  mismatch.aspects = aspects;
  mismatch.at = at;
  mismatches_.push_back(std::move(mismatch));
}

void Model::note(Aspects aspects, const std::string* attribute) {
  if (wants(aspects, attribute)) observed_ |= aspects & question_.aspects;
}

}  // namespace assay::conformance
