#include "runners/mock/performer.h"

#include <algorithm>

namespace assay::runners::mock {
namespace {

using spec::Action;

// A whole number of a form; what is beyond 15 digits counts as very large.
std::int64_t whole(const std::string& text) {
  if (text.size() > 15) return text.starts_with('-') ? 0 : 1'000'000'000'000'000;
  return std::stoll(text);
}

const Shape* first_boolean(const Shape& shape) {
  if (shape.kind == Shape::Kind::leaf) {
    const bool fits =
        shape.type == Shape::Type::boolean && shape.source == Shape::Source::attribute;
    return fits ? &shape : nullptr;
  }
  for (const Shape& part : shape.parts) {
    if (const Shape* found = first_boolean(part)) return found;
  }
  return nullptr;
}

}  // namespace

std::variant<std::string, Refused> Performer::perform(const Demand& demand) {
  if (demand.refused) {
    after_refusal(demand);
    return *demand.refused;
  }
  const spec::Effect& effect = demand.plan->operation->effect;
  switch (effect.action) {
    case Action::create:
      return create(demand);
    case Action::list:
      return list(demand);
    case Action::exists:
      return exists(demand);
    case Action::check:
      return check(demand);
    case Action::read:
    case Action::update:
    case Action::remove:
    case Action::act:
      if (!effect.by.empty()) return on_one(demand);
      break;
    case Action::none:
      break;
  }
  View view;
  return answer(demand, view);
}

std::string Performer::answer(const Demand& demand, View& view) {
  view.now = clock_();
  view.count = answers_++;
  if (hits(demand, Bug::password_shown)) {
    if (const std::string* text = demand.find(defect_.field())) {
      append_json(view.extra += ",", defect_.field());
      append_json(view.extra += ":", *text);
    }
  }
  if (hits(demand, Bug::credential_shown)) {
    for (const auto& [name, value] : demand.credentials) {
      append_json(view.extra += ",", name);
      append_json(view.extra += ":", value);
    }
  }
  if (hits(demand, Bug::neighbour_shown) && view.object != nullptr)
    view.neighbour = store_.before(*view.object);
  return render(plan_, *demand.plan, view, defect_);
}

std::variant<std::string, Refused> Performer::create(const Demand& demand) {
  if (auto refused = taken(demand, nullptr)) return *refused;
  if (auto refused = bad_reference(demand)) return *refused;
  const spec::Effect& effect = demand.plan->operation->effect;
  const auto& statuses = resource_of(demand).resource->statuses;
  const std::string status = !effect.sets_status.empty() ? effect.sets_status
                             : statuses.empty()          ? ""
                                                         : statuses.front();
  Object& object = store_.add(*demand.plan, status, clock_());
  store_fields(demand, object);
  store_conditional(demand, object);
  if (defect_.is(Bug::second_reader_stale)) object.first_values = object.values;
  store_.index(object);
  evict(demand, object);
  View view;
  view.object = &object;
  return answer(demand, view);
}

std::variant<std::string, Refused> Performer::on_one(const Demand& demand) {
  Found found = named(demand);
  const bool nothing_named = std::ranges::none_of(
      demand.plan->operation->effect.by,
      [&](const spec::KeyField& by) { return demand.find(by.field) != nullptr; });
  View view;
  if (found.refused) {
    const bool taken_all_the_same = (hits(demand, Bug::unknown_taken) && found.object == nullptr) ||
                                    (hits(demand, Bug::dependency_empty_taken) && nothing_named);
    if (!taken_all_the_same) return *found.refused;
    return answer(demand, view);
  }
  if (auto refused = bad_reference(demand)) return *refused;
  Object& object = *found.object;
  view.object = &object;
  std::string body;
  switch (demand.plan->operation->effect.action) {
    case Action::update: {
      if (auto refused = taken(demand, &object)) return *refused;
      Object* newest =
          hits(demand, Bug::update_hits_newest) ? store_.newest(object.resource) : nullptr;
      update(demand, newest != nullptr ? *newest : object);
      return answer(demand, view);
    }
    case Action::act:
      act(demand, object);
      return answer(demand, view);
    case Action::remove:
      body = answer(demand, view);
      remove(demand, object);
      return body;
    default:
      break;
  }
  body = answer(demand, view);
  const Shape* boolean = first_boolean(demand.plan->answer.shape);
  if (hits(demand, Bug::read_writes) && boolean != nullptr) {
    const std::string text = text_of(resource_of(demand), object, boolean->attribute_index);
    object.set(boolean->attribute_index, text == "true" ? "false" : "true");
  }
  return body;
}

std::variant<std::string, Refused> Performer::list(const Demand& demand) {
  const spec::Effect& effect = demand.plan->operation->effect;
  View view;
  std::vector<Object*> own;
  const std::vector<Object*>* objects = &own;
  if (!effect.shows_relation.empty()) {
    const Found found = named(demand);
    const bool skipped = hits(demand, Bug::dependency_empty_taken) && found.object == nullptr;
    if (found.refused && !skipped) return *found.refused;
    view.object = found.object;
    if (found.object != nullptr) {
      for (const auto& [name, serial] : found.object->relations) {
        Object* other = name == effect.shows_relation ? store_.find(serial) : nullptr;
        if (other != nullptr && !other->removed) own.push_back(other);
      }
    }
  } else if (effect.resource == spec::kNone) {
    return answer(demand, view);
  } else if (effect.shows_status.size() == 1 && defect_.is(Bug::none)) {
    objects = &store_.in_status(effect.resource, effect.shows_status.front());
  } else {
    for (Object* object : store_.all(effect.resource)) {
      const bool fits =
          effect.shows_status.empty() || hits(demand, Bug::list_other_status) ||
          std::ranges::find(effect.shows_status, object->status) != effect.shows_status.end();
      if (fits && !object->unlisted &&
          (!object->removed || hits(demand, Bug::removed_still_listed)))
        own.push_back(object);
    }
  }
  if (hits(demand, Bug::list_omits_newest) && !own.empty()) own.pop_back();

  const auto count = static_cast<std::int64_t>(objects->size());
  view.size = std::max<std::int64_t>(count, 1);
  if (effect.paging && !effect.paging->size_field.empty()) {
    const FieldPlan* field = demand.plan->find(effect.paging->size_field);
    const std::string* sent = demand.find(effect.paging->size_field);
    const std::int64_t by_default =
        field != nullptr && field->field->default_value ? whole(*field->field->default_value) : 30;
    view.size = sent == nullptr || hits(demand, Bug::size_ignored) ? by_default : whole(*sent);
    if (hits(demand, Bug::size_capped)) view.size = std::min<std::int64_t>(view.size, 100);
    if (sent == nullptr && hits(demand, Bug::default_size)) view.size = by_default * 2 / 3;
    const std::string* number = demand.find(effect.paging->number_field);
    if (number != nullptr) view.number = whole(*number);
  }
  view.total = count;
  view.pages = hits(demand, Bug::pages_rounded_down)
                   ? count / std::max<std::int64_t>(1, view.size)
                   : (count + view.size - 1) / std::max<std::int64_t>(1, view.size);
  const std::int64_t number =
      hits(demand, Bug::number_ignored) ? 1 : std::max<std::int64_t>(1, view.number);
  std::int64_t begin =
      number - 1 > count / std::max<std::int64_t>(1, view.size) ? count : (number - 1) * view.size;
  if (number > 1 && begin > 0 && hits(demand, Bug::page_overlaps)) --begin;
  if (number > 1 && hits(demand, Bug::page_skips)) ++begin;
  for (std::int64_t i = begin; i < count && i - begin < view.size; ++i) {
    view.items.push_back((*objects)[static_cast<std::size_t>(i)]);
  }
  if (hits(demand, Bug::total_off_by_one) || hits(demand, Bug::relation_total)) ++view.total;
  if (hits(demand, Bug::total_of_page)) view.total = static_cast<std::int64_t>(view.items.size());
  return answer(demand, view);
}

std::variant<std::string, Refused> Performer::exists(const Demand& demand) {
  View view;
  for (const spec::KeyField& by : demand.plan->operation->effect.by) {
    const std::string* text = demand.find(by.field);
    if (text == nullptr || look_up(demand, by.key, *text) == nullptr) continue;
    view.flag = !hits(demand, Bug::name_stays_gone) || gone_keys_.count(*text) == 0;
  }
  if (hits(demand, Bug::exists_always)) view.flag = true;
  if (hits(demand, Bug::exists_never)) view.flag = false;
  return answer(demand, view);
}

std::variant<std::string, Refused> Performer::check(const Demand& demand) {
  View view;
  view.positive = 7187;
  for (const spec::KeyField& by : demand.plan->operation->effect.by) {
    const std::string* text = demand.find(by.field);
    if (text != nullptr) view.object = look_up(demand, by.key, *text);
  }
  if (hits(demand, Bug::check_never)) view.positive = 0;
  if (view.object == nullptr && !hits(demand, Bug::check_always)) {
    return Refused{404, "It is not known, or no longer good."};
  }
  return answer(demand, view);
}

}  // namespace assay::runners::mock
