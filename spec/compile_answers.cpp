#include "spec/compile_answers.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "spec/documented_pointers.h"
#include "spec/media_type.h"
#include "spec/schema.h"

namespace assay::spec {
namespace {

bool is_status(const std::string& status) {
  if (status == "default") return true;
  if (status.size() != 3 || status[0] < '1' || status[0] > '5') return false;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return (is_digit(status[1]) && is_digit(status[2])) || status.substr(1) == "XX" ||
         status.substr(1) == "xx";
}

bool is_success(const std::string& status) {
  return status.front() == '2' || status == "default";
}

// The name that a reference token stands for.
std::string unescaped(const std::string& token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool escape = token[i] == '~' && i + 1 < token.size();
    out += escape ? (token[++i] == '1' ? '/' : '~') : token[i];
  }
  return out;
}

// All values at a pointer with '*'.
void collect(const Json& value, std::string_view pointer, std::vector<const Json*>& out) {
  const std::size_t star = pointer.find("/*");
  const bool is_whole_token =
      star != std::string_view::npos && (star + 2 == pointer.size() || pointer[star + 2] == '/');
  if (!is_whole_token) {
    if (const Json* found = value.at_pointer(pointer)) out.push_back(found);
    return;
  }
  const Json* list = value.at_pointer(pointer.substr(0, star));
  if (list == nullptr) return;
  for (const Json& item : list->items()) collect(item, pointer.substr(star + 2), out);
}

// The names of keys that hold text other than a date, escaped as in a pointer.
void collect_undated(const Json& example, std::set<std::string, std::less<>>& out) {
  for (const Json& item : example.items()) collect_undated(item, out);
  for (const auto& [name, value] : example.members()) {
    if (value.is_string() && !is_date_time(value.text())) out.insert(escape_pointer(name));
    collect_undated(value, out);
  }
}

}  // namespace

AnswerCompiler::AnswerCompiler(Compiling& compiling, SchemaCheck& check,
                               const std::vector<Resource>& resources)
    : compiling_(compiling),
      check_(check),
      resources_(resources),
      of_document_(compiling, member(compiling.document(), "x-assay-keys")) {
  const Json* all = member(compiling.document(), "x-assay-resources");
  for (const Resource& resource : resources) {
    of_resources_.emplace_back(compiling, member(member(all, resource.name), "x-assay-keys"));
  }
}

void AnswerCompiler::compile(const std::vector<AnswerSource>& sources) {
  for (const AnswerSource& source : sources) read(source);
  for (const Answers& answers : answers_) learn(answers);
  for (Answers& answers : answers_) write(answers);
  warn_unused(of_document_);
  for (KeyRules& rules : of_resources_) warn_unused(rules);
}

void AnswerCompiler::read(const AnswerSource& source) {
  Answers& answers = answers_.emplace_back();
  answers.operation = source.operation;
  answers.node = source.node;
  const Json* responses = member(source.node, "responses");
  if (responses == nullptr) {
    compiling_.error(source.operation->mark,
                     "the operation " + source.operation->id + " documents no answers",
                     "add responses: {'200': …}");
    return;
  }
  if (!compiling_.expect(*responses, Json::Kind::object, "`responses`")) return;
  for (const auto& [status, value] : responses->members()) {
    if (status.starts_with("x-")) continue;
    if (!is_status(status)) {
      compiling_.error(name_mark(value), "'" + status + "' is no status",
                       "write '200', '4XX' or 'default'");
      continue;
    }
    const Json* response = compiling_.resolve(&value);
    if (response == nullptr) continue;
    if (compiling_.expect(*response, Json::Kind::object, "the answer " + status)) {
      read_response(status, *response, answers);
    }
  }
  const auto& compiled = source.operation->responses;
  if (std::none_of(compiled.begin(), compiled.end(),
                   [](const Response& one) { return is_success(one.status); })) {
    compiling_.warning(source.operation->mark,
                       "the operation " + source.operation->id + " documents no successful answer",
                       "add responses: {'200': …}; without, every answer is undocumented");
  }
  for (const Body& body : answers.bodies) {
    if (!body.is_success || !body.is_json) continue;
    for (const Json* example : body.examples) answers.shape.learn(*example);
    if (!resources_.empty()) continue;
    for (const Json* example : body.examples) collect_undated(*example, undated_);
  }
}

void AnswerCompiler::read_response(const std::string& status, const Json& response,
                                   Answers& answers) {
  Body body;
  body.response = answers.operation->responses.size();
  body.node = &response;
  body.is_success = is_success(status);
  answers.operation->responses.push_back({status, {}});
  const Json* content = member(response, "content");
  if (content == nullptr || !compiling_.expect(*content, Json::Kind::object, "`content`")) return;
  for (const auto& [media_type, value] : content->members()) {
    if (compiling_.expect(value, Json::Kind::object, "the content " + media_type)) {
      read_content(media_type, value, body, answers);
    }
  }
}

void AnswerCompiler::read_content(const std::string& media_type, const Json& content, Body body,
                                  Answers& answers) {
  Response& response = answers.operation->responses[body.response];
  Content compiled;
  compiled.media_type = bare_media_type(media_type);
  body.content = response.contents.size();
  body.is_json = is_json_media_type(compiled.media_type);
  body.schema = member(content, "schema");
  if (body.schema != nullptr) check_.check(*body.schema);
  if (const Json* example = content.find("example"); example != nullptr && !example->is_null()) {
    body.examples.push_back(body.is_json ? json_example(*example) : example);
  }
  if (const Json* examples = member(content, "examples");
      examples != nullptr && examples->is_object()) {
    for (const auto& [name, value] : examples->members()) {
      const Json* example = compiling_.resolve(&value);
      const Json* shown = member(example, "value");
      if (shown != nullptr) body.examples.push_back(body.is_json ? json_example(*shown) : shown);
    }
  }
  if (!body.examples.empty()) compiled.example = *body.examples.front();
  response.contents.push_back(std::move(compiled));
  answers.bodies.push_back(std::move(body));
}

// An example that is JSON written as a text is taken for what it says.
const Json* AnswerCompiler::json_example(const Json& example) {
  if (!example.is_string()) return &example;
  auto parsed = parse_json(example.text());
  auto* text = std::get_if<JsonText>(&parsed);
  if (text == nullptr || !(text->value.is_object() || text->value.is_array())) return &example;
  return &parsed_.emplace_back(std::move(text->value));
}

void AnswerCompiler::learn(const Answers& answers) {
  const Effect& effect = answers.operation->effect;
  for (const std::string& pointer : shown_objects(effect)) {
    for (const Body& body : answers.bodies) {
      if (!body.is_success || !body.is_json) continue;
      for (const Json* example : body.examples) {
        std::vector<const Json*> objects;
        collect(*example, pointer, objects);
        for (const Json* object : objects) shapes_[effect.resource].learn(*object);
      }
    }
  }
}

void AnswerCompiler::write(Answers& answers) {
  KeyRules of_operation(compiling_, member(answers.node, "x-assay-keys"));
  std::map<const Json*, KeyRules> of_responses;
  for (const Body& body : answers.bodies) {
    if (of_responses.count(body.node) == 0) {
      of_responses.emplace(body.node, KeyRules(compiling_, member(body.node, "x-assay-keys")));
    }
    KeyLayers all = layers(answers, of_responses.at(body.node), of_operation);
    if (body.is_success && body.is_json) write_keys(answers, body, all);
    write_schema(answers, body, all);
  }
  warn_unused(of_operation);
  for (auto& [node, rules] : of_responses) warn_unused(rules);
}

KeyLayers AnswerCompiler::layers(const Answers& answers, KeyRules& of_response,
                                 KeyRules& of_operation) {
  KeyLayers out;
  out.add(&of_response);
  out.add(&of_operation);
  const Effect& effect = answers.operation->effect;
  for (const std::string& pointer : shown_objects(effect))
    out.add(&of_resources_[effect.resource], pointer);
  out.add(&of_document_);
  return out;
}

void AnswerCompiler::write_schema(Answers& answers, const Body& body, KeyLayers& layers) {
  Content& content = answers.operation->responses[body.response].contents[body.content];
  SchemaConverter converter(compiling_, Direction::answer);
  if (body.schema != nullptr) {
    content.schema = converter.finish(converter.convert(*body.schema));
    return;
  }
  if (body.examples.empty() || !body.is_json) return;
  const std::vector<std::string> shown = shown_objects(answers.operation->effect);
  const auto resource = shapes_.find(answers.operation->effect.resource);
  std::map<std::string, Json> given;
  Hints hints;
  hints.types = [&](const std::string& pointer) -> const Shape* {
    if (pointer.empty() && body.is_success &&
        std::find(shown.begin(), shown.end(), pointer) == shown.end()) {
      return &answers.shape;
    }
    if (!body.is_success || resource == shapes_.end()) return nullptr;
    return std::find(shown.begin(), shown.end(), pointer) == shown.end() ? nullptr
                                                                         : &resource->second;
  };
  hints.undated = [&](std::string_view name) { return undated_.contains(name); };
  hints.given = [&](const std::string& pointer) -> const Json* {
    const KeyRule rule = layers.rule_for(pointer);
    if (rule.schema == nullptr) return nullptr;
    check_.check(*rule.schema);
    return &given.insert_or_assign(pointer, converter.convert(*rule.schema)).first->second;
  };
  Shape own;
  for (const Json* example : body.examples) own.learn(*example);
  content.schema = converter.finish(schema_of(own, hints));
  content.inferred = true;
}

void AnswerCompiler::write_keys(Answers& answers, const Body& body, KeyLayers& layers) {
  std::vector<Key>& keys = answers.operation->keys;
  const std::vector<std::string> shown = shown_objects(answers.operation->effect);
  Shape own;
  for (const Json* example : body.examples) own.learn(*example);
  for (const std::string& pointer : documented_pointers(compiling_, own, body.schema)) {
    const auto known = [&](std::string_view other) {
      return std::find_if(keys.begin(), keys.end(),
                          [&](const Key& key) { return key.pointer == other; });
    };
    if (known(pointer) != keys.end()) continue;
    const KeyRule rule = layers.rule_for(pointer);
    Key key;
    key.pointer = pointer;
    const std::string parent = pointer.substr(0, pointer.find_last_of('/'));
    const auto holder = known(parent);
    const bool inherits = holder != keys.end();
    key.is_volatile = rule.is_volatile.value_or(inherits && holder->is_volatile);
    key.secrecy = rule.secrecy.value_or(inherits ? holder->secrecy : Secrecy::open);
    if (rule.attribute) {
      key.attribute = *rule.attribute;
    } else if (std::find(shown.begin(), shown.end(), parent) != shown.end()) {
      key.attribute = unescaped(pointer.substr(parent.size() + 1));
    }
    keys.push_back(std::move(key));
  }
}

void AnswerCompiler::warn_unused(KeyRules& rules) {
  for (const KeyRule& rule : rules.rules()) {
    if (rule.used) continue;
    compiling_.warning(rule.mark, "no documented answer has the key '" + rule.name + "'",
                       "it says nothing; check its name");
  }
}

}  // namespace assay::spec
