// Lists: pages and contents.
#include <algorithm>
#include <map>
#include <utility>

#include "conformance/model.h"
#include "conformance/reading.h"
#include "conformance/shown.h"

namespace assay::conformance {
namespace {

using spec::Aspect;
using spec::Json;

bool contains(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

const Json* at(const Json& answer, const std::string& pointer) {
  return pointer.empty() ? nullptr : answer.at_pointer(pointer);
}

std::optional<std::int64_t> integer_at(const Json* answer, const std::string& pointer) {
  const Json* value = answer == nullptr ? nullptr : at(*answer, pointer);
  return value == nullptr ? std::nullopt : shown_integer(*value);
}

std::string count_of(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " object" : " objects");
}

// By whichever of the two counts.
bool beyond_the_last(std::optional<std::int64_t> number, std::optional<std::int64_t> size,
                     std::optional<std::int64_t> pages, std::optional<std::int64_t> total) {
  if (!number || *number <= 1) return false;
  return (pages && *number > *pages) || (total && size && (*number - 1) * *size >= *total);
}

}  // namespace

// The number that the field asks for, by its default if it is left out; nullopt where it is free.
std::optional<std::int64_t> Model::requested(const Sent& sent, const std::string& field) const {
  const OperationIndex& index = index_.operations[sent.operation];
  const auto f = index.by_name.find(field);
  if (f == index.by_name.end() || sent.times[f->second] > 1) return std::nullopt;
  const spec::Field& declared = *index.fields[f->second].field;
  const std::string* text = sent.values[f->second];
  if (text == nullptr) text = declared.default_value ? &*declared.default_value : nullptr;
  if (text == nullptr || text->empty() || !satisfies(declared.schema, *text)) return std::nullopt;
  return shown_integer(Json::string(*text));
}

void Model::list(At first, At last) {
  const Sent sent = read_request(first);
  const spec::Effect& effect = operation(sent.operation).effect;
  const Reception reception = receive(*index_.contract, exchanges_[first]);
  std::size_t host = kNone;
  if (!effect.by.empty()) {
    use(sent, reception);
    const Named named = name(sent);
    if (outlook(sent, named).expected != Outlook::Expected::accepted) return;
    host = named.object;
  } else if (reception == Reception::refused &&
             (!effect.paging || requested(sent, effect.paging->number_field).value_or(1) <= 1)) {
    judge_turned_down(sent);
  }
  if (reception != Reception::accepted || sent.odd || !facts_.memory || !effect.items) return;
  At end = first;
  while (end < last && receive(*index_.contract, exchanges_[end]) == Reception::accepted) {
    judge_page(read_request(end), end);
    ++end;
  }
  if (end > first && end < last && receive(*index_.contract, exchanges_[end]) == Reception::refused)
    judge_refused_page(read_request(end), end);
  judge_contents(sent, first, end, host);
}

void Model::judge_refused_page(const Sent& sent, At page) {
  const spec::Effect& effect = operation(sent.operation).effect;
  if (!effect.paging || sent.odd) return;
  const auto size = requested(sent, effect.paging->size_field);
  const auto number = requested(sent, effect.paging->number_field);
  const auto total = integer_at(json(page - 1), effect.paging->total_key);
  const auto pages = integer_at(json(page - 1), effect.paging->pages_key);
  if (!size || !number || !total || beyond_the_last(number, size, pages, total)) return;
  Mismatch mismatch;
  mismatch.where = answer_to(page, "");
  mismatch.expected = "page " + std::to_string(*number) + " of " + std::to_string(*total) + " by " +
                      std::to_string(*size);
  mismatch.got = got(page);
  mismatch.attribute = effect.paging->number_field;
  mismatch.key = "refuses a page";
  report(bit(Aspect::paged), page, std::move(mismatch));
}

void Model::judge_page(const Sent& sent, At page) {
  const spec::Effect& effect = operation(sent.operation).effect;
  const Json* answer = json(page);
  const Json* items = answer == nullptr ? nullptr : answer->at_pointer(*effect.items);
  if (items == nullptr || !effect.paging) return;
  const spec::Paging& paging = *effect.paging;
  const auto count = static_cast<std::int64_t>(items->items().size());
  const auto total = integer_at(answer, paging.total_key);
  const auto size = requested(sent, paging.size_field);
  const auto number = requested(sent, paging.number_field);
  const auto tell = [&](Aspects aspects, const std::string& pointer, const std::string& field,
                        std::string expected, std::string got) {
    Mismatch mismatch;
    mismatch.where = answer_to(page, pointer);
    mismatch.expected = std::move(expected);
    mismatch.got = std::move(got);
    mismatch.attribute = field;
    mismatch.key = pointer;
    report(aspects, page, std::move(mismatch));
  };
  if (paging.size_field.empty() && paging.number_field.empty()) {
    if (!total) return;
    if (*total == count) return note(bit(Aspect::totals), nullptr);
    return tell(bit(Aspect::totals), paging.total_key, "",
                std::to_string(count) + ", for so many are shown", std::to_string(*total));
  }
  if (effect.by.empty() && total) see_total(sent, page, number == 1 && size && count < *size);
  const auto pages = integer_at(answer, paging.pages_key);
  if (beyond_the_last(number, size, pages, total)) return;

  const auto compare_number = [&](const std::optional<std::int64_t>& wanted,
                                  const std::string& field, const std::string& pointer) {
    const Json* value = at(*answer, pointer);
    if (!wanted || value == nullptr) return;
    if (shown_integer(*value) == wanted) return note(bit(Aspect::paged), &field);
    const auto f = index_.operations[sent.operation].by_name.find(field);
    const bool left_out = sent.values[f->second] == nullptr;
    tell(bit(Aspect::paged), pointer, field,
         std::to_string(*wanted) +
             (left_out ? ", the default of " + field + ", which " : ", as sent to ") +
             operation_in(page) + (left_out ? " left out" : ""),
         quote(*value));
  };
  compare_number(size, paging.size_field, paging.size_key);
  compare_number(number, paging.number_field, paging.number_key);
  if (!size) return;
  if (count > *size) {
    return tell(bit(Aspect::paged), *effect.items, paging.size_field,
                "at most " + count_of(static_cast<std::size_t>(*size)),
                count_of(static_cast<std::size_t>(count)));
  }
  if (!total) return;
  if (number) {
    const std::int64_t left = std::max<std::int64_t>(0, *total - (*number - 1) * *size);
    const std::int64_t wanted = std::min(left, *size);
    if (count != wanted) {
      tell(bit(Aspect::totals) | bit(Aspect::paged), *effect.items, paging.size_field,
           count_of(static_cast<std::size_t>(wanted)) + ": page " + std::to_string(*number) +
               " of " + std::to_string(*total) + " by " + std::to_string(*size),
           count_of(static_cast<std::size_t>(count)));
    } else {
      note(bit(Aspect::totals) | bit(Aspect::paged), &paging.size_field);
    }
  }
  const Json* shown_pages = at(*answer, paging.pages_key);
  if (*total > 0 && shown_pages != nullptr && (pages || shown_pages->is_number())) {
    const std::int64_t wanted = (*total + *size - 1) / *size;
    const Aspects aspects = bit(Aspect::totals) | bit(Aspect::paged);
    if (pages == wanted) return note(aspects, nullptr);
    tell(aspects, paging.pages_key, "",
         std::to_string(wanted) + ": " + std::to_string(*total) + " by " + std::to_string(*size),
         quote(*shown_pages));
  }
}

void Model::judge_contents(const Sent& sent, At first, At last, std::size_t host) {
  const spec::Effect& effect = operation(sent.operation).effect;
  std::map<std::size_t, std::vector<std::pair<At, std::size_t>>> places;
  std::int64_t shown = 0;
  bool steady = true;  // nobody added or removed anything meanwhile, as far as the total tells
  std::optional<std::int64_t> total, pages;
  for (At page = first; page < last; ++page) {
    const Json* answer = json(page);
    const Json* items = answer == nullptr ? nullptr : answer->at_pointer(*effect.items);
    if (items == nullptr || !items->is_array()) return;
    shown += static_cast<std::int64_t>(items->items().size());
    if (effect.paging) {
      const auto now = integer_at(answer, effect.paging->total_key);
      if (page > first && now != total) steady = false;
      total = now;
      pages = integer_at(answer, effect.paging->pages_key);
    }
    for (std::size_t i = 0; i < items->items().size(); ++i) {
      const std::size_t o = identify(sent.operation, items->items()[i]);
      if (o != kNone) places[o].emplace_back(page, i);
    }
  }
  bool complete = true;
  if (effect.paging && !effect.paging->number_field.empty()) {
    const auto begin = requested(sent, effect.paging->number_field);
    const auto size = requested(sent, effect.paging->size_field);
    const auto walked = static_cast<std::int64_t>(last - first);
    const bool whole = (pages && walked >= *pages) || (total && shown >= *total) ||
                       (size && shown < walked * *size);
    complete = begin == 1 && steady && whole;
  }
  for (std::size_t o = 0; o < objects_.size(); ++o) {
    if (objects_[o].resource != effect.resource) continue;
    const auto found = places.find(o);
    judge_member(sent, o,
                 found == places.end() ? std::vector<std::pair<At, std::size_t>>{} : found->second,
                 complete, first, last, host);
  }
}

void Model::judge_member(const Sent& sent, std::size_t o,
                         const std::vector<std::pair<At, std::size_t>>& found, bool complete,
                         At first, At last, std::size_t host) {
  const Object& object = objects_[o];
  const spec::Effect& effect = operation(sent.operation).effect;
  const spec::Resource& resource = *resource_of(object).resource;
  if (object.life == Object::Life::unsure) return;
  const bool removed = object.life == Object::Life::removed;
  if (!removed && !object.status) return;
  const bool gone = removed || (contains(resource.gone, *object.status) &&
                                !contains(effect.shows_status, *object.status));
  enum class Must { in, out, free } must = Must::free;
  Aspects aspects = bit(Aspect::listed);
  std::string why = object_text(object);
  if (gone) {
    must = Must::out;
    aspects |= bit(Aspect::gone);
    why += " was removed by " + operation_in(object.ended);
  } else if (host != kNone && !effect.shows_relation.empty()) {
    aspects = bit(Aspect::related);
    must = Must::out;
    const Relation* last_word = nullptr;
    for (const Relation& relation : objects_[host].relations) {
      if (relation.name != effect.shows_relation) continue;
      if (relation.target == o || (relation.target == kNone && last_word == nullptr))
        last_word = &relation;
    }
    if (last_word == nullptr) {
      why += " was never related to " + object_text(objects_[host]);
    } else if (last_word->state == Relation::State::unknown ||
               object.status_since > last_word->since) {
      must = Must::free;
    } else {
      must = last_word->state == Relation::State::yes ? Must::in : Must::out;
      why += (must == Must::in ? " was related by " : " is no longer related since ") +
             operation_in(last_word->since);
    }
  } else if (!effect.shows_status.empty()) {
    must = contains(effect.shows_status, *object.status) ? Must::in : Must::out;
    why += " is " + *object.status;
  }
  if (must == Must::free) return;
  if (object.conflict != kNone) aspects |= bit(Aspect::precedence);
  const auto place = [&](std::size_t i) {
    return *effect.items + "/" + std::to_string(found[i].second);
  };
  Mismatch mismatch;
  mismatch.key = *effect.items;
  if (must == Must::out) {
    if (found.empty()) {
      if (complete) note(aspects, nullptr);
      return;
    }
    mismatch.where = answer_to(found[0].first, place(0));
    mismatch.expected = "not to be listed: " + why;
    mismatch.got = quote(json(found[0].first)->at_pointer(*effect.items)->items()[found[0].second]);
    return report(aspects, found[0].first, std::move(mismatch));
  }
  const bool several = last - first > 1;
  if (several) aspects |= bit(Aspect::paged);
  if (found.empty()) {
    if (!complete) return;
    std::size_t count = 0;
    for (At page = first; page < last; ++page) {
      count += json(page)->at_pointer(*effect.items)->items().size();
    }
    mismatch.where = answer_to(first, *effect.items);
    mismatch.expected = "to be listed: " + why;
    mismatch.got = count_of(count) +
                   (several ? " on " + std::to_string(last - first) + " pages" : "") +
                   ", without it";
    return report(aspects, first, std::move(mismatch));
  }
  if (found.size() > 1 && (complete || found[0].first == found[1].first)) {
    mismatch.where = answer_to(found[1].first, place(1));
    mismatch.expected = "each object once";
    mismatch.got = object_text(object) + " again";
    if (several)
      mismatch.got += ", on page " + std::to_string(found[1].first - first + 1) + " of the walk";
    report(aspects | bit(Aspect::paged), found[1].first, std::move(mismatch));
  } else {
    note(aspects, nullptr);
  }
  Sent page = sent;
  page.at = found[0].first;
  compare(page, o, json(page.at)->at_pointer(*effect.items)->items()[found[0].second], place(0),
          false);
}

}  // namespace assay::conformance
