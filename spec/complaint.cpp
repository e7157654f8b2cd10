#include "spec/complaint.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace assay::spec {

std::string to_string(const Complaint& complaint) {
  std::string out;
  if (!complaint.file.empty()) {
    out += complaint.file;
    if (complaint.line != 0) {
      out += ':' + std::to_string(complaint.line);
      if (complaint.column != 0) out += ':' + std::to_string(complaint.column);
    }
    out += ": ";
  }
  out += complaint.severity == Severity::error ? "error: " : "warning: ";
  out += complaint.what;
  if (!complaint.hint.empty()) out += "; " + complaint.hint;
  return out;
}

bool has_errors(const std::vector<Complaint>& complaints) {
  return std::any_of(complaints.begin(), complaints.end(),
                     [](const Complaint& c) { return c.severity == Severity::error; });
}

void tidy(std::vector<Complaint>& complaints) {
  std::map<std::string, std::size_t> rank;
  for (const Complaint& complaint : complaints) rank.emplace(complaint.file, rank.size());
  const auto place = [&](const Complaint& c) {
    return std::make_tuple(rank.at(c.file), c.line, c.column);
  };
  std::stable_sort(complaints.begin(), complaints.end(),
                   [&](const Complaint& a, const Complaint& b) { return place(a) < place(b); });
  std::vector<Complaint> kept;
  for (Complaint& complaint : complaints) {
    bool repeated = false;
    for (auto k = kept.rbegin(); !repeated && k != kept.rend() && place(*k) == place(complaint);
         ++k) {
      repeated = k->severity == complaint.severity && k->what == complaint.what &&
                 k->hint == complaint.hint;
    }
    if (!repeated) kept.push_back(std::move(complaint));
  }
  complaints = std::move(kept);
}

}  // namespace assay::spec
