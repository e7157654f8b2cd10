#include "reports/console.h"

#include <algorithm>

#include "reports/failure.h"
#include "reports/naming.h"
#include "reports/text.h"
#include "spec/utf8.h"

namespace assay::reports {
namespace {

using spec::Finding;

constexpr std::chrono::milliseconds kRedraw{100};
constexpr std::size_t kBodyLimit = 4096;
constexpr std::size_t kBodyLines = 40;

// How much there is to read before one sees what is wrong: requests first; then a law that is about
// the field in question comes before one that met it by chance.
std::size_t cost_of(const spec::Operation& operation, const spec::Law& law,
                    const spec::Evidence& evidence) {
  const std::string& where = evidence.verdict.where;
  const std::string key = where.substr(where.rfind('/') + 1);
  const bool about = std::find(law.fields.begin(), law.fields.end(), key) != law.fields.end();
  const bool blamed = evidence.verdict.blamed == operation.id;
  return 4 * evidence.exchanges.size() + (about ? 0 : 2) + (blamed ? 0 : 1);
}

// What one broken law has in common with others that show the same fault: the operation that
// changed what it must not; or the place and what was there. "": nothing.
std::string common_place(const spec::Verdict& verdict) {
  if (!verdict.blamed.empty()) return "changed by " + verdict.blamed;
  return verdict.where.find(", /") == std::string::npos ? "" : verdict.where + '\n' + verdict.got;
}

}  // namespace

std::string exit_meaning(int status) {
  switch (status) {
    case 0:
      return "every law that could be judged held";
    case 1:
      return "a law was broken";
    case 2:
      return "the command line, the configuration or the contract is wrong";
    case 3:
      return "the target could not be reached or went away";
    case 4:
      return "nothing was tested";
    case 130:
      return "interrupted";
    default:
      return "";
  }
}

Console::Console(std::ostream& out, const ConsoleStyle& style) : out_(out), style_(style) {}

std::string Console::painted(const std::string& text, Paint paint) const {
  if (!style_.color) return text;
  const char* code = "";
  switch (paint) {
    case Paint::good:
      code = "\x1b[32m";
      break;
    case Paint::bad:
      code = "\x1b[31;1m";
      break;
    case Paint::pale:
      code = "\x1b[2m";
      break;
    case Paint::strong:
      code = "\x1b[1m";
      break;
  }
  return code + text + "\x1b[0m";
}

void Console::clear_line() {
  if (line_drawn_) out_ << "\r\x1b[K";
  line_drawn_ = false;
}

void Console::run_started(const RunInfo& info, const spec::Contract& contract) {
  info_ = info;
  contract_ = &contract;
  name_width_ = 9;
  for (const spec::Operation& operation : contract.operations) {
    name_width_ = std::max(name_width_, spec::count_code_points(operation.id));
  }
  name_width_ = std::min(name_width_, style_.width > 60 ? style_.width - 50 : 10);
  std::string title =
      one_line(contract.title.empty() ? "a contract without a title" : contract.title);
  if (!contract.version.empty()) title.append(" ").append(one_line(contract.version, 30));
  const bool named = info.target.find("://") == std::string::npos;
  out_ << wrapped("assay " + info.assay_version + ": " + title +
                      (named ? " against the " : " against ") + one_line(info.target),
                  style_.width, 0)
       << '\n';
  out_ << "seed " << info.seed << ", " << counted(info.planned_laws, "law") << ", "
       << counted(info.cases, "case") << " each, " << counted(info.jobs, "job") << '\n';
  if (named) {
    out_ << wrapped("(requests are shown as to " + std::string(Naming::kStandIn) +
                        ": `assay mock --port 4010` takes them)",
                    style_.width, 0)
         << '\n';
  }
  out_ << '\n';
  out_.flush();
}

void Console::progress(const Progress& progress) {
  if (!style_.live) return;
  if (last_drawn_.count() >= 0 && progress.elapsed - last_drawn_ < kRedraw) return;
  last_drawn_ = progress.elapsed;
  std::string line = grouped(progress.laws_done) + " of " + counted(progress.laws_planned, "law") +
                     ", " + grouped(progress.broken) + " broken, " +
                     counted(progress.trials, "trial") + ", " + seconds(progress.elapsed);
  line = one_line(line, style_.width - 1);
  clear_line();
  out_ << line;
  out_.flush();
  line_drawn_ = true;
}

void Console::operation_started(const spec::Operation&) {
  count_ = {};
  briefs_.clear();
}

void Console::law_judged(const spec::Operation& operation, const Finding& finding) {
  count_.duration += finding.duration;
  switch (finding.outcome) {
    case Finding::Outcome::held:
      ++count_.held;
      return;
    case Finding::Outcome::skipped:
      ++count_.skipped;
      return;
    case Finding::Outcome::error:
      ++count_.errors;
      briefs_.push_back(painted("error", Paint::bad) + "   " + one_line(finding.law.id) +
                        (finding.note.empty() ? "" : ": " + one_line(finding.note)));
      return;
    case Finding::Outcome::broken:
      break;
  }
  ++count_.broken;
  briefs_.push_back(painted(finding.flaky ? "FLAKY " : "BROKEN", Paint::bad) + "  " +
                    one_line(finding.law.id));
  Detail detail;
  detail.operation = printable(operation.id);
  detail.law = printable(finding.law.id);
  detail.all = {{detail.operation, detail.law}};
  detail.message = failure_message(*contract_, finding, info_.target);
  if (const spec::Evidence* evidence = finding.smallest ? &*finding.smallest : nullptr) {
    detail.place = common_place(evidence->verdict);
    detail.cost = cost_of(operation, finding.law, *evidence);
  }
  FailureStyle style;
  style.body_limit = kBodyLimit;
  style.body_lines = kBodyLines;
  style.brief = true;
  style.width = style_.width - 2;
  detail.text =
      painted((finding.flaky ? "FLAKY  " : "BROKEN  ") + detail.operation + "  " + detail.law,
              Paint::bad) +
      "\n" + indented(failure_text(*contract_, finding, info_.target, style), 2) + "\n";
  add(std::move(detail));
}

void Console::add(Detail detail) {
  const auto known = std::find_if(details_.begin(), details_.end(), [&](const Detail& other) {
    return !detail.place.empty() && other.place == detail.place;
  });
  if (known == details_.end()) {
    details_.push_back(std::move(detail));
    return;
  }
  known->all.push_back(detail.all.front());
  if (detail.cost < known->cost) {
    detail.all = std::move(known->all);
    *known = std::move(detail);
  }
}

void Console::operation_finished(const spec::Operation& operation) {
  clear_line();
  const auto column = [&](std::size_t n, const char* word, Paint paint) {
    const std::string text = padded_left(grouped(n), 5) + " " + word;
    return n == 0 ? painted(text, Paint::pale) : painted(text, paint);
  };
  out_ << padded(one_line(operation.id, name_width_), name_width_)
       << column(count_.held, "held", Paint::good) << column(count_.broken, "broken", Paint::bad)
       << column(count_.skipped, "skipped", Paint::strong);
  if (count_.errors != 0)
    out_ << column(count_.errors, count_.errors == 1 ? "error" : "errors", Paint::bad);
  out_ << "  " << seconds(count_.duration) << '\n';
  for (const std::string& brief : briefs_) out_ << "    " << brief << '\n';
  out_.flush();
}

// The laws that found the same as the one that is told, a line for each operation.
std::string Console::also_text(const Detail& detail, std::size_t width) {
  std::string out =
      "  The same was found there by " + counted(detail.all.size() - 1, "more law") + ":\n";
  std::string line;
  for (std::size_t i = 0; i < detail.all.size(); ++i) {
    const auto& [operation, law] = detail.all[i];
    const bool begins = i == 0 || detail.all[i - 1].first != operation;
    if (begins && !line.empty()) out += wrapped(line, width, 4) + '\n';
    if (begins) line.clear();
    if (operation == detail.operation && law == detail.law) continue;
    line += (line.empty() ? operation + "  " : ", ") + law;
  }
  return line.empty() ? out : out + wrapped(line, width, 4) + '\n';
}

void Console::print_details() {
  const std::size_t told = std::min(details_.size(), style_.details);
  for (std::size_t i = 0; i < told; ++i) {
    out_ << '\n' << details_[i].text;
    if (details_[i].all.size() > 1) out_ << '\n' << also_text(details_[i], style_.width);
  }
  if (told == details_.size()) return;
  out_ << '\n'
       << counted(details_.size() - told, "more broken law")
       << ", in short (a report has them in full):\n";
  for (std::size_t i = told; i < details_.size(); ++i) {
    const Detail& detail = details_[i];
    std::string line = detail.operation + "  " + detail.law + ": " + detail.message;
    if (detail.all.size() > 1)
      line += " (and " + counted(detail.all.size() - 1, "more law") + " with the same)";
    out_ << wrapped(line, style_.width, 2) << '\n';
  }
}

void Console::print_counts(const RunSummary& summary) {
  const std::size_t laws = summary.held + summary.broken + summary.skipped + summary.errors;
  out_ << counted(laws, "law") << ": "
       << painted(grouped(summary.held) + " held", summary.held ? Paint::good : Paint::pale) << ", "
       << painted(grouped(summary.broken) + " broken", summary.broken ? Paint::bad : Paint::pale)
       << ", " << grouped(summary.skipped) << " skipped";
  if (summary.errors != 0) {
    out_ << ", " << painted(counted(summary.errors, "error"), Paint::bad);
  }
  out_ << '\n'
       << counted(summary.trials, "trial") << ", " << counted(summary.requests, "request") << " in "
       << seconds(summary.duration) << '\n';
}

void Console::print_reasons(const RunSummary& summary) {
  if (summary.reasons.empty()) return;
  out_ << "\nSkipped, because\n";
  for (const auto& [reason, count] : summary.reasons) {
    const std::string name =
        padded_left(grouped(count), 5) + "  " + padded(to_string(reason), 20) + " ";
    const std::string text = wrapped(sentence(reason), style_.width, name.size());
    out_ << name << text.substr(std::min(text.size(), name.size())) << '\n';
  }
}

void Console::run_finished(const RunSummary& summary) {
  clear_line();
  print_details();
  out_ << '\n';
  print_counts(summary);
  print_reasons(summary);
  if (!summary.warnings.empty()) out_ << '\n';
  for (const std::string& warning : summary.warnings) {
    out_ << wrapped("warning: " + printable(warning), style_.width, 0) << '\n';
  }
  if (!summary.target_gone.empty()) {
    out_ << '\n'
         << wrapped("The target went away: " + printable(summary.target_gone), style_.width, 0)
         << '\n';
  }
  const std::string meaning = exit_meaning(summary.exit_status);
  out_ << '\n'
       << painted("exit " + std::to_string(summary.exit_status),
                  summary.exit_status == 0 ? Paint::good : Paint::bad)
       << (meaning.empty() ? "" : ": ") << meaning << '\n';
  out_.flush();
}

std::string Console::failure() const {
  return out_.good() ? "" : "cannot write to the console";
}

}  // namespace assay::reports
