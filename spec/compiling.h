// Compiling: what every step from document to Contract shares: the document, `$ref`, and where
// complaints go. Internal to spec; used by one thread, and only while a contract is being loaded.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/complaint.h"
#include "spec/json.h"

namespace assay::spec {

class Compiling {
 public:
  Compiling(const Json& document, const std::vector<std::string>& files,
            std::vector<Complaint>& complaints)
      : document_(document), files_(files), complaints_(complaints) {}

  const Json& document() const { return document_; }

  void error(const Mark& mark, std::string what, std::string hint = {});
  void warning(const Mark& mark, std::string what, std::string hint = {});

  // `node` itself, or what its `$ref`s lead to. nullptr if they lead nowhere or in a circle
  // (load_document has complained of that), or for nullptr.
  const Json* resolve(const Json* node);

  // True if the value is of that kind; else complains: "`servers` must be a list, not a string".
  bool expect(const Json& value, Json::Kind kind, const std::string& name);

  // A text, number or boolean as text; complains of anything else.
  std::optional<std::string> text(const Json& value, const std::string& name);

  // A text or a list of texts, each with its place; complains of anything else.
  using Texts = std::vector<std::pair<std::string, Mark>>;
  Texts texts(const Json& value, const std::string& name);

  // Complains of each member of `object` that is not among `known`, with a suggestion.
  void only_members(const Json& object, std::initializer_list<std::string_view> known,
                    const std::string& name);

  // "there is no field 'idd' in userGet; did you mean 'id'?" as an error.
  void unknown(const Mark& mark, const std::string& what, const std::string& name,
               const std::string& where, const std::vector<std::string>& known);

 private:
  void complain(Severity severity, const Mark& mark, std::string what, std::string hint);

  const Json& document_;
  const std::vector<std::string>& files_;
  std::vector<Complaint>& complaints_;
};

// The member's value; nullptr if there is none, if it is null, or if `object` is no object (or
// nullptr).
const Json* member(const Json* object, std::string_view name);
const Json* member(const Json& object, std::string_view name);

// Where a member's name stands, or (where that is not known) its value.
const Mark& name_mark(const Json& value);

// What a form would carry: a text as it is, a number's text, "true" or "false"; nullopt for
// anything else.
std::optional<std::string> form_text(const Json& value);

bool is_reference(const Json& node);  // an object with a textual `$ref`

}  // namespace assay::spec
