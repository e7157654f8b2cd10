#include "spec/finding.h"

namespace assay::spec {

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::not_reflected:
      return "not-reflected";
    case Reason::no_memory:
      return "no-memory";
    case Reason::no_source:
      return "no-source";
    case Reason::setup:
      return "setup";
    case Reason::nothing_accepted:
      return "nothing-accepted";
    case Reason::no_credential_check:
      return "no-credential-check";
    case Reason::no_validation:
      return "no-validation";
    case Reason::rate_limited:
      return "rate-limited";
    case Reason::held_back:
      return "held-back";
    case Reason::target_gone:
      return "target-gone";
    case Reason::not_shown:
      return "not-shown";
  }
  return "";
}

std::string_view sentence(Reason reason) {
  switch (reason) {
    case Reason::not_reflected:
      return "No answer of the target shows this field, whatever is sent.";
    case Reason::no_memory:
      return "The target keeps nothing of what it is sent.";
    case Reason::no_source:
      return "A value that the request needs has no source in this contract.";
    case Reason::setup:
      return "What the trial needs first was refused.";
    case Reason::nothing_accepted:
      return "The target refuses even the valid request, so that a refusal shows nothing.";
    case Reason::no_credential_check:
      return "The target does not look at credentials.";
    case Reason::no_validation:
      return "The target keeps nothing of what it is sent, and checks none of it.";
    case Reason::rate_limited:
      return "The target asked us to wait too often.";
    case Reason::held_back:
      return "The run ended before it was tried.";
    case Reason::target_gone:
      return "The target had gone away before.";
    case Reason::not_shown:
      return "No answer showed whether it holds.";
  }
  return "";
}

std::string_view to_string(Finding::Outcome outcome) {
  switch (outcome) {
    case Finding::Outcome::held:
      return "held";
    case Finding::Outcome::broken:
      return "broken";
    case Finding::Outcome::skipped:
      return "skipped";
    case Finding::Outcome::error:
      return "error";
  }
  return "";
}

}  // namespace assay::spec
