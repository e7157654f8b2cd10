#include "runners/mock/object.h"

#include <algorithm>

namespace assay::runners::mock {
namespace {

std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

std::uint64_t seed_of(const std::string& name, std::uint64_t serial, int version) {
  std::uint64_t seed = 0xcbf29ce484222325ULL;
  for (unsigned char c : name) seed = (seed ^ c) * 0x100000001b3ULL;
  return mixed(seed ^ mixed(serial) ^ mixed(static_cast<std::uint64_t>(version) << 32));
}

std::string made_digits(const std::string& name, std::uint64_t serial, int version,
                        std::size_t count) {
  std::uint64_t state = seed_of(name, serial, version);
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    state = mixed(state);
    out += static_cast<char>(i == 0 ? '1' + state % 9 : '0' + state % 10);
  }
  return out;
}

std::string changed_text(const AttributePlan& attribute, const Object& object, int version) {
  if (attribute.number) return made_digits(attribute.name, object.serial, version, 6);
  if (attribute.changed == "true" || attribute.changed == "false")
    return version % 2 == 1 ? "true" : "false";
  return attribute.changed + "-" + made_token(attribute.name, object.serial, version, 8);
}

}  // namespace

void Object::set(int attribute, std::string text) {
  for (auto& [known, value] : values) {
    if (known != attribute) continue;
    value = std::move(text);
    return;
  }
  values.emplace_back(attribute, std::move(text));
}

const std::string* Object::find(int attribute) const {
  for (const auto& [known, value] : values) {
    if (known == attribute) return &value;
  }
  return nullptr;
}

int Object::version(int attribute) const {
  for (const auto& [known, count] : versions) {
    if (known == attribute) return count;
  }
  return 0;
}

void Object::change(int attribute) {
  for (auto& [known, count] : versions) {
    if (known == attribute) {
      ++count;
      return;
    }
  }
  versions.emplace_back(attribute, 1);
}

std::string made_token(const std::string& name, std::uint64_t serial, int version,
                       std::size_t length) {
  static constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::uint64_t state = seed_of(name, serial, version), digits = 0;
  std::string out;
  for (std::size_t i = 0; i < length; ++i) {
    if (i % 10 == 0) digits = state = mixed(state);
    out += kLetters[digits % kLetters.size()];
    digits /= kLetters.size();
  }
  return out;
}

std::string text_of(const ResourcePlan& resource, const Object& object, int attribute) {
  const AttributePlan& plan = resource.attributes[static_cast<std::size_t>(attribute)];
  if (plan.status) {
    if (!plan.number) return object.status;
    const auto& statuses = resource.resource->statuses;
    return std::to_string(std::ranges::find(statuses, object.status) - statuses.begin());
  }
  if (const std::string* set = object.find(attribute)) return *set;
  if (object.creation != nullptr) {
    for (const auto& [known, text] : object.creation->defaults) {
      if (known == attribute) return text;
    }
  }
  const int version = object.version(attribute);
  switch (plan.filler) {
    case AttributePlan::Filler::token: {
      const bool id =
          plan.key >= 0 && resource.resource->keys[static_cast<std::size_t>(plan.key)].unique;
      return made_token(plan.name, object.serial, version, id ? 22 : 43);
    }
    case AttributePlan::Filler::digits:
      return made_digits(plan.name, object.serial, version, plan.fill.size());
    case AttributePlan::Filler::time:
      return object.created;
    case AttributePlan::Filler::text:
      break;
  }
  return version == 0 ? plan.fill : changed_text(plan, object, version);
}

}  // namespace assay::runners::mock
