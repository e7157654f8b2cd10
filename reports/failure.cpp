#include "reports/failure.h"

#include <algorithm>

#include "reports/curl.h"
#include "reports/excerpt.h"
#include "reports/naming.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

using spec::Evidence;
using spec::Exchange;
using spec::Finding;

constexpr std::size_t kTelling = 16;   // so many bytes of a body are enough to know it by
constexpr std::size_t kExcerpt = 160;  // characters of a body within a sentence

// The evidence that says it best.
const Evidence* best(const Finding& finding) {
  if (finding.smallest) return &*finding.smallest;
  return finding.first ? &*finding.first : nullptr;
}

// The trial sent once more, where that came out as before.
const Evidence* again(const Finding& finding) {
  return finding.repeated && !finding.flaky ? &*finding.repeated : nullptr;
}

std::string limited_lines(const std::string& text, std::size_t lines) {
  std::size_t at = 0, count = 0;
  while (count < lines && (at = text.find('\n', at)) != std::string::npos) ++at, ++count;
  if (count < lines) return text;
  const auto rest = static_cast<std::size_t>(std::count(
                        text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), '\n')) +
                    1;
  return text.substr(0, at) + "… " + counted(rest, "more line");
}

// Says what came back. `brief`: of a large answer only what the failure is about.
std::string answer_text(const Evidence& evidence, const Exchange& exchange, const Naming& naming,
                        const FailureStyle& style, bool brief) {
  const auto shortened = [&](const std::string& text) {
    return limited_lines(cut(printable(text), style.body_limit), style.body_lines);
  };
  if (const spec::Fault* fault = exchange.fault()) {
    const std::string kind(to_string(fault->kind));
    const std::string detail = one_line(naming.text(fault->detail));
    std::string out = "no whole answer: " + (detail.starts_with(kind) ? "" : kind);
    if (!detail.empty()) out += detail.starts_with(kind) ? detail : " (" + detail + ")";
    if (!fault->received.empty()) out.append("\n").append(shortened(naming.text(fault->received)));
    return out;
  }
  const spec::Answer& answer = *exchange.answer();
  std::string out = std::to_string(answer.status);
  if (const std::string* type = answer.header("Content-Type"))
    out.append(" ").append(one_line(*type, 60));
  if (const std::string* location = answer.header("Location")) {
    out += ", Location: " + one_line(naming.text(*location));
  }
  if (answer.body.empty()) return out + ", no body";
  if (!answer.json && !answer.json_error.empty() &&
      answer.media_type.find("json") != std::string::npos) {
    out += ", no JSON: " + one_line(answer.json_error);
  }
  out += '\n';
  if (const std::optional<spec::Json> json = naming.answer(exchange)) {
    out += shortened(laid_out(brief ? excerpt(*json, subjects_of(evidence)) : *json));
  } else {
    const std::string text = naming.text(answer.body);
    if (answer.cut) {
      const std::string shown(beginning(printable(text), style.body_limit));
      out += limited_lines(shown, style.body_lines) + "\n" +
             cut_line(answer.cut->size, answer.cut->fnv1a);
    } else {
      out += shortened(text);
    }
  }
  if (!answer.stray.empty()) {
    out += "\nfollowed by bytes that belong to no answer: " + one_line(naming.text(answer.stray));
  }
  return out;
}

std::string answers_text(const Evidence& evidence, const Naming& naming,
                         const FailureStyle& style) {
  const auto brief = [&](const Exchange& exchange) {
    return style.brief || exchange.step != evidence.verdict.step;
  };
  if (evidence.exchanges.size() == 1) {
    return answer_text(evidence, evidence.exchanges[0], naming, style,
                       brief(evidence.exchanges[0]));
  }
  std::string out;
  for (const Exchange& exchange : evidence.exchanges) {
    if (!out.empty()) out += '\n';
    const std::string number = std::to_string(exchange.step) + "  ";
    const std::string text =
        indented(answer_text(evidence, exchange, naming, style, brief(exchange)), number.size());
    out += number + text.substr(std::min(number.size(), text.size()));
  }
  return out;
}

// What the judge got. Where that repeats the beginning of an answer, it is told from the answer as
// it is shown: a beginning may end within a name.
std::string got(const Evidence& evidence, const Naming& naming) {
  const std::string& text = evidence.verdict.got;
  for (const Exchange& exchange : evidence.exchanges) {
    const spec::Answer* answer = exchange.answer();
    if (answer == nullptr || exchange.step != evidence.verdict.step ||
        answer->body.size() < kTelling)
      continue;
    const std::size_t at = text.find(answer->body.substr(0, kTelling));
    const std::optional<spec::Json> json = naming.answer(exchange);
    if (at == std::string::npos || !json) continue;
    return naming.text(text.substr(0, at)) +
           one_line(spec::dump(excerpt(*json, subjects_of(evidence))), kExcerpt);
  }
  return naming.text(text);
}

void add_verdict_line(const char* label, const std::string& named, const FailureStyle& style,
                      std::string& out) {
  if (named.empty()) return;
  const std::string shown = cut(printable(named), 4096);
  const std::string body = wrapped(shown, style.width, 10);
  out += label + body.substr(10) + '\n';
}

std::string how_found(const Finding& finding) {
  std::string out = finding.trials == 0 ? "Found in another law's trials, or before them"
                                        : "Found in " + counted(finding.trials, "trial");
  if (finding.shrinks != 0) out += ", made smaller in " + grouped(finding.shrinks) + " more";
  if (finding.flaky) return out + ". FLAKY: sent once more, it did not fail again.";
  return out + (finding.repeated ? "; sent once more, it failed again." : ".");
}

}  // namespace

std::string failure_message(const spec::Contract& contract, const Finding& finding,
                            std::string_view target) {
  const Evidence* evidence = best(finding);
  if (evidence == nullptr)
    return one_line(finding.note.empty() ? finding.law.sentence : finding.note);
  const Naming naming(contract, *evidence, target, again(finding));
  const spec::Verdict& verdict = evidence->verdict;
  std::string out = finding.flaky ? "flaky: " : "";
  if (!verdict.where.empty()) out += one_line(naming.text(verdict.where), 100) + ": ";
  out += "expected " + one_line(naming.text(verdict.expected), 120) + ", got " +
         one_line(got(*evidence, naming), 120);
  return out;
}

std::string failure_text(const spec::Contract& contract, const Finding& finding,
                         std::string_view target, const FailureStyle& style) {
  std::string out = wrapped(printable(finding.law.sentence), style.width, 0) + "\n\n";
  if (const Evidence* evidence = best(finding)) {
    const Naming naming(contract, *evidence, target, again(finding));
    const spec::Verdict& verdict = evidence->verdict;
    add_verdict_line("expected  ", naming.text(verdict.expected), style, out);
    add_verdict_line("got       ", got(*evidence, naming), style, out);
    add_verdict_line("where     ", naming.text(verdict.where), style, out);
    add_verdict_line("hint      ", naming.text(verdict.hint), style, out);
    if (!evidence->exchanges.empty()) {
      out += '\n';
      out += cut(curl_text(contract, *evidence, naming, style.width), 64u << 10);
      out += evidence->exchanges.size() == 1 ? "\n\nThe answer:\n" : "\n\nThe answers:\n";
      out += indented(answers_text(*evidence, naming, style), 2) + '\n';
    }
  }
  if (finding.flaky && finding.repeated && !finding.repeated->exchanges.empty()) {
    const Naming naming(contract, *finding.repeated, target);
    out += "\nSent once more, what came back was:\n";
    out += indented(answers_text(*finding.repeated, naming, style), 2) + '\n';
  }
  if (!finding.note.empty()) {
    out += '\n';
    out += wrapped(printable(finding.note), style.width, 0) + '\n';
  }
  out += '\n';
  out += how_found(finding);
  if (!finding.replay.empty()) out += "\nreplay: " + printable(finding.replay);
  return out;
}

std::string skip_message(const Finding& finding) {
  std::string out(sentence(finding.reason));
  if (!finding.note.empty()) out.append(" ").append(one_line(finding.note));
  return out;
}

}  // namespace assay::reports
