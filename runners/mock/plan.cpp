#include "runners/mock/plan.h"

#include <algorithm>

namespace assay::runners::mock {
namespace {

using spec::Action;

void each_leaf(Shape& shape, auto&& visit) {
  if (shape.kind == Shape::Kind::leaf) visit(shape);
  for (Shape& part : shape.parts) each_leaf(part, visit);
}

bool makes_or_changes(const spec::Operation& operation) {
  return operation.effect.action == Action::create || operation.effect.action == Action::update;
}

int add(ResourcePlan& resource, const std::string& name) {
  const int known = resource.find(name);
  if (known != kNoAttribute) return known;
  AttributePlan attribute;
  attribute.name = name;
  resource.attributes.push_back(std::move(attribute));
  return static_cast<int>(resource.attributes.size()) - 1;
}

// The first text by which a field of the contract says what the attribute is when nobody sets it.
std::optional<std::string> resource_default(const spec::Contract& contract, std::size_t resource,
                                            const std::string& attribute, bool& set_by_field) {
  std::optional<std::string> found;
  for (const spec::Operation& operation : contract.operations) {
    if (operation.effect.resource != resource || !makes_or_changes(operation)) continue;
    for (const spec::Field& field : operation.fields) {
      if (operation.attribute_set_by(field.name) != attribute) continue;
      set_by_field = true;
      if (!found && field.default_value) found = field.default_value;
    }
  }
  return found;
}

}  // namespace

int ResourcePlan::find(std::string_view name) const {
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (attributes[i].name == name) return static_cast<int>(i);
  }
  return kNoAttribute;
}

const FieldPlan* OperationPlan::find(std::string_view field) const {
  const auto found = std::ranges::find_if(
      fields, [&](const FieldPlan& plan) { return plan.field->name == field; });
  return found == fields.end() ? nullptr : &*found;
}

Plan::Plan(const spec::Contract& contract) : contract_(contract) {
  for (const spec::Resource& resource : contract.resources) {
    ResourcePlan plan;
    plan.resource = &resource;
    for (std::size_t i = 0; i < resource.keys.size(); ++i) {
      plan.attributes[static_cast<std::size_t>(add(plan, resource.keys[i].name))].key =
          static_cast<int>(i);
    }
    resources_.push_back(std::move(plan));
  }
  for (std::size_t i = 0; i < contract.operations.size(); ++i) {
    OperationPlan plan;
    plan.operation = &contract.operations[i];
    plan.index = i;
    plan.answer = plan_answer(contract, contract.operations[i]);
    operations_.push_back(std::move(plan));
  }
  plan_fields();
  plan_attributes();
  plan_fillers();
}

void Plan::plan_fields() {
  for (OperationPlan& plan : operations_) {
    const spec::Operation& operation = *plan.operation;
    for (const spec::Field& field : operation.fields) {
      FieldPlan out;
      out.field = &field;
      out.key = operation.key_of(field.name);
      out.selector = operation.selector(field.name);
      if (!field.schema.pattern.empty()) out.pattern.emplace(field.schema.pattern);
      if (operation.effect.resource != spec::kNone && makes_or_changes(operation)) {
        ResourcePlan& resource = resources_[operation.effect.resource];
        std::string attribute = operation.attribute_set_by(field.name);
        // A creation's own key is an attribute too.
        if (attribute.empty() && operation.effect.action == Action::create && !out.key.empty())
          attribute = out.key;
        if (!attribute.empty()) out.attribute = add(resource, attribute);
      }
      if (out.attribute != kNoAttribute && operation.effect.action == Action::create &&
          field.default_value) {
        plan.defaults.emplace_back(out.attribute, *field.default_value);
      }
      plan.fields.push_back(std::move(out));
    }
  }
}

void Plan::plan_attributes() {
  for (OperationPlan& plan : operations_) {
    const std::size_t index = plan.operation->effect.resource;
    each_leaf(plan.answer.shape, [&](Shape& leaf) {
      if (leaf.source != Shape::Source::attribute) return;
      leaf.attribute_index = add(resources_[index], leaf.attribute);
    });
    if (index == spec::kNone) continue;
    for (const std::string& attribute : plan.operation->effect.changes)
      add(resources_[index], attribute);
  }
}

void Plan::plan_fillers() {
  for (std::size_t r = 0; r < resources_.size(); ++r) {
    for (std::size_t a = 0; a < resources_[r].attributes.size(); ++a) {
      AttributePlan& attribute = resources_[r].attributes[a];
      bool set_by_field = false, secret = false, volatile_ = false, time = false,
           blank_at_first = false, boolean = false;
      const auto default_value = resource_default(contract_, r, attribute.name, set_by_field);
      std::string example;
      for (OperationPlan& plan : operations_) {
        if (plan.operation->effect.resource != r) continue;
        each_leaf(plan.answer.shape, [&](Shape& leaf) {
          if (leaf.attribute_index != static_cast<int>(a) ||
              leaf.source != Shape::Source::attribute)
            return;
          time |= leaf.time;
          attribute.number |= leaf.type == Shape::Type::number;
          boolean |= leaf.type == Shape::Type::boolean;
          if (plan.operation->effect.action == Action::create && leaf.example.empty())
            blank_at_first = true;
          if (example.empty()) example = leaf.example;
          for (const spec::Key& key : plan.operation->keys) {
            if (key.pointer != leaf.pointer) continue;
            secret |= key.secrecy != spec::Secrecy::open;
            volatile_ |= key.is_volatile;
          }
        });
      }
      attribute.status = attribute.name == "status" && !set_by_field;
      attribute.changed = example;
      const bool made_key =
          attribute.key >= 0 &&
          resources_[r].resource->keys[static_cast<std::size_t>(attribute.key)].made_by_server;
      if (made_key || secret) {
        attribute.filler =
            attribute.number ? AttributePlan::Filler::digits : AttributePlan::Filler::token;
        attribute.fill = attribute.number ? "1000000000" : "";
      } else if (time) {
        attribute.filler = AttributePlan::Filler::time;
      } else if (default_value) {
        attribute.fill = *default_value;
      } else if (set_by_field) {
        if (attribute.number && example.size() >= 6) {
          attribute.filler = AttributePlan::Filler::digits;
          attribute.fill = example;
        } else {
          attribute.fill = boolean ? "false" : attribute.number ? "0" : "";
        }
      } else {
        attribute.fill = blank_at_first && !volatile_ ? "" : example;
      }
    }
  }
}

}  // namespace assay::runners::mock
