// Naming: shows what was sent and answered by name rather than by bytes: what a run made up
// (`<run>`), what a server made
// (`<step1.id>`), secrets (`<secret>`) and times (`<time>`). Two runs with one seed so give the
// same text, and no secret is printed. One Naming serves one Evidence; const and safe from any
// thread.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "spec/contract.h"
#include "spec/finding.h"

namespace assay::reports {

class Naming {
 public:
  // `target`: as RunInfo has it; where it isn't a URL (the embedded mock, whose port is any free
  // one), requests are shown as sent to kStandIn.
  // `again`: the same trial sent once more, if it was; what then came out otherwise is the server's
  // own making.
  Naming(const spec::Contract& contract, const spec::Evidence& evidence, std::string_view target,
         const spec::Evidence* again = nullptr);

  static constexpr std::string_view kStandIn = "127.0.0.1:4010";
  // Of a list's objects so many are named, and so many shown besides the one at fault.
  static constexpr std::size_t kMostListed = 200;
  static constexpr std::size_t kMostShown = 6;

  // Any text: a verdict's sentences, the detail of a fault, a body that is no JSON.
  std::string text(std::string_view bytes) const;

  // An answer's JSON; objects of a list that the trial has nothing to do with are left out.
  // nullopt: its body is no JSON, or not such that the tree would show it as it is (duplicate
  // keys).
  std::optional<spec::Json> answer(const spec::Exchange& exchange) const;

  // A piece of a request for a shell: literal bytes, or what the shell puts in their place.
  struct Part {
    std::string literal;
    std::string shell;  // "$run", "${id1%?}x"; "": literal
    bool exact = true;  // false: the value may hold characters that a form must encode
  };
  std::vector<Part> parts(std::string_view bytes) const;

  // A value that a later step takes from an answer: "id1" from step 1, pointer "/id".
  struct Taken {
    int step = 0;
    std::string pointer;
    std::string variable;
  };
  const std::vector<Taken>& taken() const { return taken_; }

 private:
  struct Entry {
    std::string bytes;
    std::string shown;  // "<run>"
    std::string shell;  // ""; no variable: `shown` is what a shell gets too
    bool exact = true;
    bool stump = false;                  // the letter or digit that follows belongs to it
    bool answers_only = false;           // never in a request
    std::vector<std::string> spellings;  // the bytes as forms and URLs write them
  };

  void add(Entry entry);
  std::string credential_shell(const std::string& variable, const spec::Step* step) const;
  void name_request(const spec::Exchange& exchange, const spec::Step* step);
  void name_strangers(const spec::Exchange& exchange, const spec::Step* step);
  void name_answer(const spec::Exchange& exchange, const spec::Exchange* again);
  void name_keys(const spec::Exchange& exchange, const spec::Json& value,
                 const std::string& pointer, const spec::Json* again, bool stranger);
  const Entry* match(std::string_view text, std::size_t at, bool request,
                     std::size_t& length) const;
  const Entry* whole(std::string_view text) const;
  spec::Json renamed(const spec::Json& value, const spec::Operation& operation,
                     const std::string& pointer) const;
  bool concerns(const spec::Json& value) const;

  const spec::Contract& contract_;
  const spec::Trial& trial_;
  const spec::Verdict& verdict_;
  // Where to look for what begins with two bytes, so that a list of thousands is soon told.
  void index(std::size_t entry);
  std::vector<Entry> entries_;  // longest first
  // By the first two bytes (the only one, if there are no more), in that order.
  std::map<std::string, std::vector<std::size_t>, std::less<>> starting_;
  std::unordered_map<std::string, std::size_t> whole_;  // by all bytes
  std::vector<Taken> taken_;
  std::string literals_;  // what the trial itself says, for telling our dates from the server's
};

}  // namespace assay::reports
