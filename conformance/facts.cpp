#include "conformance/facts.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "conformance/following.h"
#include "conformance/judge.h"
#include "conformance/model_index.h"
#include "conformance/reading.h"
#include "conformance/shown.h"

namespace assay::conformance {
namespace {

using spec::Action;
using spec::Json;
using spec::kNone;

struct Setting {
  std::size_t writer = kNone;
  const spec::Field* field = nullptr;
  const std::string* text = nullptr;
  bool fresh = false;
};

struct Thing {
  std::size_t number = 0;  // in the order of creation, over all runs
  std::size_t resource = 0;
  std::vector<std::string> keys;  // of all names
  std::vector<Setting> settings;  // by attribute
};

bool is_fresh(const spec::Step* step, const std::string& name) {
  return step != nullptr &&
         std::any_of(step->fields.begin(), step->fields.end(), [&](const spec::StepField& given) {
           return given.name == name && std::holds_alternative<spec::Fresh>(given.value.source);
         });
}

}  // namespace

class FactFinder::Impl {
 public:
  explicit Impl(const spec::Contract& contract) : index_(contract) {}

  void add(const ProbeRun& run) {
    ++run_;
    std::map<std::pair<std::size_t, std::string>, std::size_t> ids;  // of this run: how often
    std::size_t made = 0;
    for (const spec::Exchange& exchange : run.exchanges) {
      if (exchange.operation >= index_.operations.size()) continue;
      add(run, exchange, ids, made);
    }
    // Two creations alive together that got one id.
    for (const auto& [id, count] : ids) {
      if (count > 1 && count == made) one_id_together_ = true;
      if (count < made) several_ids_ = true;
    }
    things_.clear();  // their texts are the run's
  }

  Facts facts() const {
    Facts facts;
    facts.distinct_objects = several_ids_ || !(one_id_together_ || (all_ids_equal() && !repeated_));
    facts.memory = repeated_ && facts.distinct_objects;
    for (const auto& [who, pairs] : pairs_) {
      if (follows(pairs)) facts.reflects.emplace(std::get<0>(who), std::get<1>(who));
    }
    add_still(facts);
    add_unfollowed(facts);
    facts.accepted = accepted_;
    std::set_difference(refused_.begin(), refused_.end(), accepted_.begin(), accepted_.end(),
                        std::inserter(facts.shut, facts.shut.end()));
    for (const auto& [sent, times] : texts_) {
      const auto& [operation, name, text] = sent;
      const spec::Field* field = index_.operations[operation].operation->find(name);
      if (times > 1 && field != nullptr && field->default_value != text)
        facts.taken_twice.emplace(operation, name);
    }
    for (const std::size_t operation : accepted_) {
      if (wrong_refused_.count(operation) != 0) facts.checks_credentials = true;
    }
    facts.shared_keys = shared_keys_;
    facts.every_path_unknown = answers_ > 0 && unknown_ == answers_;
    facts.undeclared_refusal = undeclared_refusal_;
    facts.validates = facts.memory || refusals_ > 0 || invalid_taken_ == 0;
    return facts;
  }

 private:
  bool lacks_a_required_field(const spec::Exchange& exchange) const {
    const std::vector<spec::Field>& fields =
        index_.operations[exchange.operation].operation->fields;
    return std::any_of(fields.begin(), fields.end(), [&](const spec::Field& field) {
      return field.required && spec::find(exchange.request.form, field.name) == nullptr;
    });
  }

  bool documents(std::size_t reader, const std::string& attribute) const {
    const OperationIndex& operation = index_.operations[reader];
    const std::size_t at = index_.resources[operation.operation->effect.resource].find(attribute);
    return std::any_of(
        operation.columns.begin(), operation.columns.end(),
        [&](const Column& column) { return column.documented && column.attribute == at; });
  }

  bool is_key(std::size_t reader, const std::string& attribute) const {
    const std::vector<AttributeIndex>& attributes =
        index_.resources[index_.operations[reader].operation->effect.resource].attributes;
    return std::any_of(attributes.begin(), attributes.end(), [&](const AttributeIndex& known) {
      return known.name == attribute && known.key != kNone;
    });
  }

  // An attribute that one reader follows and that another, which follows the object's fresh texts,
  // shows always alike: it is kept, and shown wrong.
  void add_still(Facts& facts) const {
    std::set<std::pair<std::size_t, std::string>> still;
    for (const auto& [who, pairs] : pairs_) {
      const auto& [reader, attribute, writer] = who;
      if (facts.reflected(reader, attribute) || !stands_still(pairs)) continue;
      if (!documents(reader, attribute)) continue;
      const auto by_itself = [&](const auto& other) {
        return std::get<0>(other.first) == reader && std::get<2>(other.first) == writer &&
               !is_key(reader, std::get<1>(other.first)) && follows_fresh(other.second);
      };
      const auto elsewhere = [&](const auto& other) {
        return std::get<0>(other.first) != reader && std::get<1>(other.first) == attribute &&
               std::get<2>(other.first) == writer && follows(other.second);
      };
      if (std::any_of(pairs_.begin(), pairs_.end(), by_itself) &&
          std::any_of(pairs_.begin(), pairs_.end(), elsewhere))
        still.emplace(reader, attribute);
    }
    facts.reflects.merge(still);
  }

  // Documented attributes that no reader follows, though they were sent in several ways.
  void add_unfollowed(Facts& facts) const {
    std::set<std::string> followed;
    for (const auto& [reader, attribute] : facts.reflects) followed.insert(attribute);
    for (const auto& [who, pairs] : pairs_) {
      const auto& [reader, attribute, writer] = who;
      const bool several = std::any_of(pairs.begin(), pairs.end(), [&](const Shown& one) {
        return one.text != pairs.front().text;
      });
      if (several && followed.count(attribute) == 0 && documents(reader, attribute) &&
          index_.operations[reader].operation->effect.action != Action::create)
        facts.unfollowed.insert(attribute);
    }
  }

  bool all_ids_equal() const { return all_ids_.size() == 1 && creations_ > 1; }

  void add(const ProbeRun& run, const spec::Exchange& exchange,
           std::map<std::pair<std::size_t, std::string>, std::size_t>& ids, std::size_t& made) {
    const spec::Step* step = spec::find(run.trial, exchange.step);
    const Reception reception = receive(*index_.contract, exchange);
    if (const spec::Answer* answer = exchange.answer()) {
      ++answers_;
      if (answer->status == 404) ++unknown_;
      undeclared_refusal_ |= looks_like_refusal(*index_.contract, exchange);
    }
    if (reception == Reception::refused) ++refusals_;
    if (step != nullptr && !step->credentials.empty()) {
      if (reception == Reception::refused) wrong_refused_.insert(exchange.operation);
      return;
    }
    if (step != nullptr && (step->method || step->path_suffix || step->media_type || step->body))
      return;
    if (lacks_a_required_field(exchange)) {
      if (reception == Reception::accepted) ++invalid_taken_;
      return;
    }
    if (reception == Reception::refused) refused_.insert(exchange.operation);
    if (reception != Reception::accepted) return;
    accepted_.insert(exchange.operation);
    for (const spec::FormField& sent : exchange.request.form)
      ++texts_[{exchange.operation, sent.name, is_fresh(step, sent.name) ? "" : sent.value}];
    const OperationIndex& operation = index_.operations[exchange.operation];
    const spec::Effect& effect = operation.operation->effect;
    if (effect.resource == kNone) return;
    const Json* answer = exchange.answer()->json ? &*exchange.answer()->json : nullptr;
    const Json* shown = answer == nullptr ? nullptr : answer->at_pointer(operation.shown_at);
    switch (effect.action) {
      case Action::create: {
        Thing thing;
        thing.number = ++made_;
        thing.resource = effect.resource;
        thing.settings.resize(index_.resources[effect.resource].attributes.size());
        set(thing, exchange, step);
        if (shown != nullptr) take_keys(thing, operation, *shown, ids, made);
        things_.push_back(std::move(thing));
        if (shown != nullptr) see(things_.back(), exchange, *shown);
        break;
      }
      case Action::update:
        if (Thing* thing = named(exchange)) set(*thing, exchange, step);
        break;
      case Action::read:
        if (shown == nullptr || !operation.shows_object) break;
        if (Thing* thing = named(exchange)) {
          remember(exchange, *shown);
          see(*thing, exchange, *shown);
        }
        break;
      case Action::list:
        if (shown == nullptr || !operation.shows_items) break;
        for (const Json& item : shown->items()) {
          if (Thing* thing = shown_as(operation, item)) {
            remember(exchange, item);
            see(*thing, exchange, item);
          }
        }
        break;
      default:
        break;
    }
  }

  // The attributes that the form sets, and the keys among them.
  void set(Thing& thing, const spec::Exchange& exchange, const spec::Step* step) {
    const OperationIndex& operation = index_.operations[exchange.operation];
    for (const FieldIndex& field : operation.fields) {
      if (field.attribute == kNone) continue;
      const std::string* text = spec::find(exchange.request.form, field.field->name);
      if (text == nullptr) continue;
      Setting setting{exchange.operation, field.field, text, is_fresh(step, field.field->name)};
      if (setting.fresh) fresh_.insert(*text);
      if (index_.resources[thing.resource].attributes[field.attribute].key != kNone) {
        thing.keys.push_back(*text);
      }
      thing.settings[field.attribute] = setting;
    }
  }

  void take_keys(Thing& thing, const OperationIndex& operation, const Json& shown,
                 std::map<std::pair<std::size_t, std::string>, std::size_t>& ids,
                 std::size_t& made) {
    const ResourceIndex& resource = index_.resources[thing.resource];
    operation.each_shown(shown, [&](const Column& column, const Json& value) {
      const std::size_t k = resource.attributes[column.attribute].key;
      const auto text = scalar_text(value);
      if (k == kNone || !text || text->empty()) return;
      const spec::ResourceKey& key = resource.resource->keys[k];
      if (!key.unique) return;
      if (!key.made_by_server) return;
      thing.keys.push_back(*text);
      ++made;
      ++creations_;
      ++ids[{thing.resource, *text}];
      all_ids_.insert(*text);
    });
  }

  Thing* named(const spec::Exchange& exchange) {
    const spec::Effect& effect = index_.operations[exchange.operation].operation->effect;
    for (const spec::KeyField& by : effect.by) {
      const std::string* value = spec::find(exchange.request.form, by.field);
      if (value == nullptr) continue;
      for (std::size_t i = things_.size(); i-- > 0;) {
        const auto& keys = things_[i].keys;
        if (things_[i].resource == effect.resource &&
            std::find(keys.begin(), keys.end(), *value) != keys.end()) {
          return &things_[i];
        }
      }
    }
    return nullptr;
  }

  Thing* shown_as(const OperationIndex& operation, const Json& item) {
    Thing* found = nullptr;
    const std::size_t resource = operation.operation->effect.resource;
    operation.each_shown(item, [&](const Column& column, const Json& value) {
      if (found != nullptr || index_.resources[resource].attributes[column.attribute].key == kNone)
        return;
      const auto text = scalar_text(value);
      if (!text || text->empty()) return;
      for (Thing& thing : things_) {
        const bool mine =
            std::any_of(thing.keys.begin(), thing.keys.end(),
                        [&](const std::string& key) { return equal_ignoring_case(key, *text); });
        if (thing.resource == resource && mine) found = &thing;
      }
    });
    return found;
  }

  // A reader that repeats a text of this probe, other than one it was just given, has a memory.
  void remember(const spec::Exchange& exchange, const Json& shown) {
    index_.operations[exchange.operation].each_shown(
        shown, [&](const Column& column, const Json& value) {
          if (repeated_ || column.is_volatile || !column.documented || !value.is_string() ||
              value.text().size() < 6)
            return;
          for (const spec::FormField& own : exchange.request.form) {
            if (equal_ignoring_case(own.value, value.text())) return;
          }
          repeated_ = std::any_of(fresh_.begin(), fresh_.end(), [&](const std::string& text) {
            return equal_ignoring_case(text, value.text());
          });
        });
  }

  void see(const Thing& thing, const spec::Exchange& exchange, const Json& shown) {
    const ResourceIndex& resource = index_.resources[thing.resource];
    index_.operations[exchange.operation].each_shown(
        shown, [&](const Column& column, const Json& value) {
          const AttributeIndex& attribute = resource.attributes[column.attribute];
          if (attribute.key != kNone && !resource.resource->keys[attribute.key].unique) {
            const std::string text = scalar_text(value).value_or("");
            const auto holder =
                holders_.try_emplace({thing.resource, attribute.name, text}, thing.number).first;
            if (!text.empty() && holder->second != thing.number)
              shared_keys_.emplace(thing.resource, attribute.name);
          }
          const Setting& setting = thing.settings[column.attribute];
          if (column.is_volatile || setting.text == nullptr) return;
          pairs_[{exchange.operation, attribute.name, setting.writer}].push_back(
              {setting.field, *setting.text, setting.fresh, value, run_});
        });
  }

  ModelIndex index_;
  std::vector<Thing> things_;  // of the run at hand
  std::set<std::string> fresh_;
  std::map<std::tuple<std::size_t, std::string, std::size_t>, std::vector<Shown>>
      pairs_;  // reader, attribute, writer
  std::map<std::tuple<std::size_t, std::string, std::string>, std::size_t>
      texts_;  // operation, field, text ("": a fresh one): how often it was accepted
  std::map<std::tuple<std::size_t, std::string, std::string>, std::size_t>
      holders_;  // resource, key that need not be unique, value: the first object shown with it
  std::set<std::pair<std::size_t, std::string>> shared_keys_;
  std::size_t made_ = 0, run_ = 0;
  std::set<std::size_t> accepted_, refused_, wrong_refused_;
  std::set<std::string> all_ids_;
  std::size_t creations_ = 0, answers_ = 0, unknown_ = 0;
  std::size_t refusals_ = 0, invalid_taken_ = 0;
  bool undeclared_refusal_ = false;
  bool repeated_ = false, one_id_together_ = false, several_ids_ = false;
};

FactFinder::FactFinder(const spec::Contract& contract) : impl_(std::make_unique<Impl>(contract)) {}
FactFinder::~FactFinder() = default;

void FactFinder::add(const ProbeRun& run) {
  impl_->add(run);
}

Facts FactFinder::facts() const {
  return impl_->facts();
}

Facts settle_facts(const spec::Contract& contract, const std::vector<ProbeRun>& runs) {
  FactFinder finder(contract);
  for (const ProbeRun& run : runs) finder.add(run);
  return finder.facts();
}

}  // namespace assay::conformance
