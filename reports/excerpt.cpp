#include "reports/excerpt.h"

namespace assay::reports {
namespace {

using spec::Json;

constexpr std::size_t kLargeObject = 8;
constexpr std::size_t kLine = 70;

bool shows_name(const Json& value) {
  if (value.is_string()) return value.text().find('<') != std::string::npos;
  return value.is_array() || value.is_object();
}

}  // namespace

std::set<std::string> subjects_of(const spec::Evidence& evidence) {
  std::set<std::string> out;
  for (const spec::Step& step : evidence.trial.steps) {
    for (const spec::StepField& field : step.fields) out.insert(field.name);
  }
  out.insert(evidence.trial.intent.fields.begin(), evidence.trial.intent.fields.end());
  const std::string& where = evidence.verdict.where;
  for (std::size_t at = 0; at < where.size();) {
    std::size_t end = where.find_first_of("/, ", at);
    if (end == std::string::npos) end = where.size();
    if (end > at) out.insert(where.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

Json excerpt(const Json& shown, const std::set<std::string>& subjects) {
  Json out = shown;
  for (Json& item : out.items()) item = excerpt(item, subjects);
  std::size_t left_out = 0;
  std::erase_if(out.members(), [&](Json::Member& member) {
    member.second = excerpt(member.second, subjects);
    const bool keep = shown.members().size() <= kLargeObject || subjects.contains(member.first) ||
                      shows_name(member.second);
    if (!keep) ++left_out;
    return !keep;
  });
  if (left_out != 0) out.set("…", Json::string(std::to_string(left_out) + " more"));
  return out;
}

std::string laid_out(const Json& value) {
  std::string line = spec::dump(value);
  return line.size() <= kLine ? line : spec::dump(value, 2);
}

}  // namespace assay::reports
