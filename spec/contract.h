// Contract: the compiled document: operations with their fields and documented answers, resources,
// credentials, and how a refusal looks. Immutable after loading, outlives everything, and may be
// read from any thread. Only `load_contract` (spec/load.h) makes one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/complaint.h"
#include "spec/dependency.h"
#include "spec/json.h"

namespace assay::spec {

inline constexpr std::size_t kNone = static_cast<std::size_t>(-1);

enum class Place { body, query, path, header, cookie };

// Who may see a value. `redact`: never printed, never stored. `write_only`: must never come back in
// an answer either.
enum class Secrecy { open, redact, write_only };

// What the contract says of a field's value. On a form every value is text; enum members and bounds
// are kept as text.
struct FieldSchema {
  enum class Type { any, string, boolean, integer, number, array, object };
  Type type = Type::any;
  std::vector<std::string> enumeration;   // form text of each member; empty: no enum
  std::string format;                     // "" none; "email", "date-time", …
  std::string pattern;                    // "" none; ECMA-262 as written
  bool pattern_checkable = true;          // false: RE2 can't run it; its laws are skipped
  std::optional<std::size_t> min_length;  // in code points
  std::optional<std::size_t> max_length;
  std::optional<std::string> minimum;  // decimal text
  std::optional<std::string> maximum;
  bool exclusive_minimum = false;
  bool exclusive_maximum = false;
  std::optional<std::string> multiple_of;
  bool nullable = false;
  Json json_schema;  // the whole schema as JSON Schema (draft 7 subset; see Content::schema)
};

// Where a field's value comes from: a key of an object of a resource (x-assay-reference).
struct Reference {
  std::size_t resource = kNone;
  std::string key;                    // "id", "email", "zpk": shown by a reader or by the creation
  std::vector<std::string> statuses;  // the object must be in one of these; empty: in the status
                                      // that the operation requires
};

// x-assay-default: the field's default where a condition on the other fields holds (the first that
// holds counts).
struct ConditionalDefault {
  Predicate when;
  std::string when_text;
  std::string value;
};

struct Field {
  std::string name;
  Place place = Place::body;
  FieldSchema schema;
  bool required = false;
  std::optional<std::string> default_value;  // as form text
  std::vector<ConditionalDefault> conditional_defaults;
  Secrecy secrecy = Secrecy::open;
  std::optional<Reference> reference;
  bool no_source = false;  // x-assay-reference: none. Never sent; its laws are skipped
  bool may_refuse =
      false;  // x-assay-may: a valid value (other than the default) may be turned down
  bool may_replace = false;  // … or stored as another one
  std::vector<std::string>
      samples;  // x-assay-sample: values known to be good; if there are any, accept uses only them
  std::string description;
  Mark mark;
};

// One value in an answer of an operation.
struct Key {
  std::string pointer;    // RFC 6901 with '*' for every item of an array: "/users/*/token"
  std::string attribute;  // the resource attribute that it shows; "" none
  bool is_volatile = false;
  Secrecy secrecy = Secrecy::open;
};

// One documented body of an answer.
struct Content {
  std::string media_type;  // lower case, without parameters
  // JSON Schema (draft 7), self-contained: referenced schemas stand in its "definitions"; null:
  // anything. `nullable`, boolean `exclusiveMinimum`, `readOnly`/`writeOnly` are already
  // translated. `format` and `pattern` are left in for the judge to check itself. An inferred date
  // has the format "assay-date-time": RFC 3339 with or without fraction, 'Z' or offset.
  Json schema;
  bool inferred = false;  // from an example
  Json example;           // null: none
};

struct Response {
  std::string status;  // "200", "2XX", "default"
  std::vector<Content> contents;
  bool matches(int code) const;
};

// What an operation does to a resource (x-assay-resource).
enum class Action {
  none,
  create,  // makes an object
  read,    // shows one object
  list,    // shows many
  update,  // sets attributes from its fields
  remove,  // ends an object
  exists,  // tells whether an object exists
  check,   // tells whether a value taken from an object is still good
  act,     // anything else on one object: its fields set no attributes
};

inline bool changes_something(Action action) {
  return action == Action::create || action == Action::update || action == Action::remove ||
         action == Action::act;
}

struct KeyField {
  std::string field;  // of the operation
  std::string key;    // of the resource
};

// A field that only says which object is meant (userDelete.type, login_type): its value follows
// from the object.
struct Selector {
  std::string field;
  std::vector<std::pair<std::string, std::string>> by_status;  // status -> value; empty: by `given`
  std::string given;  // the property that the creation gave the object
};

struct RelationEffect {
  std::string name;   // "assistant"
  std::string field;  // the field that names the other object; "" when clearing all
};

// How a list operation pages.
struct Paging {
  std::string size_field, number_field;                    // "" none
  std::string size_key, number_key, pages_key, total_key;  // pointers in the answer; "" none
};

struct Effect {
  Action action = Action::none;
  std::size_t resource = kNone;
  std::vector<KeyField> by;  // the fields that name the object
  std::string wins;  // the field that wins if several are given and disagree; "": not documented
  std::vector<std::string> requires_status;  // the object must be in one of these
  std::vector<std::pair<std::string, std::string>>
      requires_given;       // … and have been given these (login_type, '101')
  std::string sets_status;  // "" unchanged
  std::vector<std::pair<std::string, std::string>>
      gives;  // creation: properties of the new object (not shown anywhere)
  std::vector<Selector> selectors;
  std::optional<RelationEffect> sets_relation, clears_relation;
  std::vector<std::string> changes;  // attributes that must differ afterwards
  std::vector<std::pair<std::string, std::string>>
      sets;  // field -> attribute, where the names differ ("" none)
  // What the answer shows:
  std::optional<std::string> object;      // pointer to the one object
  std::optional<std::string> items;       // pointer to an array of objects
  std::vector<std::string> shows_status;  // list: the statuses of the objects that it contains
  std::string shows_relation;  // list: the objects related by this to the one named by `by`
  std::string flag;            // exists: pointer to the boolean
  std::string positive;        // check: pointer to a number that is above 0 while the value is good
  std::optional<Paging> paging;
  Mark mark;
};

// How a refusal looks besides 4xx.
struct Refusal {
  std::optional<std::string> pointer;  // must be present in the answer
  Json schema;                         // or: the answer satisfies this JSON Schema; null: none
};

struct Operation {
  std::string id;      // operationId, or "post /path" where there is none
  std::string method;  // upper case
  std::string path;    // as in the document, with {names}
  std::string summary;
  std::string media_type;  // of the request body; "" no body
  bool body_required = false;
  std::vector<Field> fields;
  std::vector<Response> responses;
  std::vector<Key> keys;
  std::vector<Dependency> dependencies;
  Effect effect;
  std::vector<std::vector<std::size_t>>
      security;                     // alternatives, each a set of schemes; empty: none needed
  bool unsent_credentials = false;  // credentials are needed, and none of them can be sent
  std::optional<Refusal> refusal;   // the operation's own declaration; else the contract's
  Mark mark;

  const Field* find(std::string_view name) const;  // nullptr: none
  // The selector on that field, or nullptr.
  const Selector* selector(std::string_view field) const;
  // The resource key that the field selects the object by, or "".
  std::string_view key_of(std::string_view field) const;
  // The resource attribute that the field sets (create and update only; not keys it selects by, not
  // selectors), or "".
  std::string attribute_set_by(std::string_view field) const;
};

struct ResourceKey {
  std::string name;
  bool made_by_server = false;
  bool unique = true;
  bool fold_case = false;  // equal whatever the case (addresses)
};

struct Resource {
  std::string name;
  std::vector<ResourceKey> keys;
  std::vector<std::string> statuses;
  std::vector<std::string> gone;      // statuses in which no reader shows the object
  std::vector<std::string> constant;  // attributes that never change (id, created_at)
  std::size_t clean_up = kNone;       // the operation that removes an object
  Mark mark;
  const ResourceKey* find(std::string_view name) const;
};

struct SecurityScheme {
  enum class Kind { form, header, query, cookie, basic, bearer };
  std::string name;
  Kind kind = Kind::header;
  std::string parameter;  // the name of the field, header, query parameter or cookie
  std::string variable;   // the environment variable: "ASSAY_API_KEY"
  Secrecy secrecy = Secrecy::redact;
};

struct Contract {
  std::string title;
  std::string version;
  std::vector<std::string> servers;
  std::vector<std::string> files;  // Mark::file is an index into these
  std::vector<Operation> operations;
  std::vector<Resource> resources;
  std::vector<SecurityScheme> schemes;
  Refusal refusal;
  Json document;  // with its overlays applied

  const Operation* find(std::string_view operation_id) const;
  std::size_t index_of(const Operation& operation) const;
};

}  // namespace assay::spec
