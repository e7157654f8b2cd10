// "No false alarm", point by point: against a server that does just that, no law is broken, and
// what can't be judged is skipped with its reason. What a server may do with a request stands here,
// what it may answer in free_answer_test.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "runners/honest_test.h"

namespace assay::runners {
namespace {

using mock::WireReply;
using mock::WireRequest;
using spec::Reason;
using Outcome = spec::Finding::Outcome;

// The documented example of the operation's good answer.
WireReply example_of(const spec::Operation& operation) {
  WireReply reply;
  const spec::Content& content = operation.responses.front().contents.front();
  reply.media_type = content.media_type;
  reply.body = spec::dump(content.example);
  return reply;
}

// Answers what is valid with `answer`, and refuses the rest as the mock does. What the mock refuses
// for want of an object (404, 409) is valid.
Variant validating(std::function<WireReply(const spec::Operation&, const WireRequest&)> answer) {
  Variant variant;
  variant.after = [answer](const WireRequest& request, WireReply& reply) {
    const spec::Operation* operation = operation_of(request);
    const bool valid = accepted(reply) || reply.status == 404 || reply.status == 409;
    if (operation != nullptr && valid) reply = answer(*operation, request);
  };
  return variant;
}

TEST(NoFalseAlarm, ADocumentedExampleWhateverIsSent) {
  const SessionResult result = honest(validating(
      [](const spec::Operation& operation, const WireRequest&) { return example_of(operation); }));
  expect_skipped(result, "default/*", Reason::no_memory);
  expect_skipped(result, "state/*", Reason::no_memory);
  expect_skipped(result, "encode/text", Reason::no_memory);
  EXPECT_EQ(result.at("userAutocreate:accept/minimal").outcome, Outcome::held);
  EXPECT_EQ(result.at("userAutocreate:reject/type/enum").outcome, Outcome::held);
}

TEST(NoFalseAlarm, ADocumentedExampleEvenToWhatBreaksTheContract) {
  Variant variant;
  variant.instead = [](const WireRequest& request) -> std::optional<WireReply> {
    const spec::Operation* operation = operation_of(request);
    if (operation == nullptr) return std::nullopt;
    return example_of(*operation);
  };
  const SessionResult result = honest(std::move(variant));
  for (const char* laws : {"required/*", "reject/*", "depend/*", "protocol/*"})
    expect_skipped(result, laws, Reason::no_validation);
  expect_skipped(result, "auth/*", Reason::no_credential_check);
  expect_skipped(result, "state/*", Reason::no_memory);
  EXPECT_EQ(result.at("userAutocreate:accept/minimal").outcome, Outcome::held);
  EXPECT_EQ(result.summary.exit_status, 0);
}

TEST(NoFalseAlarm, WhatWasSentIsEchoedButNotKept) {
  const SessionResult result =
      honest(validating([](const spec::Operation& operation, const WireRequest& request) {
        WireReply reply = example_of(operation);
        const spec::Form form = spec::decode_form(request.body);
        change_objects(reply, [&](spec::Json& object) {
          for (const char* name : {"first_name", "last_name", "email"}) {
            const std::string* sent = spec::find(form, name);
            if (sent != nullptr && object.find(name)) object.set(name, spec::Json::string(*sent));
          }
        });
        return reply;
      }));
  expect_skipped(result, "state/delete", Reason::no_memory);
  expect_skipped(result, "state/unknown", Reason::no_memory);
}

TEST(NoFalseAlarm, AFieldThatNoAnswerReflects) {
  Variant variant;
  variant.after = [](const WireRequest&, WireReply& reply) {
    change_objects(reply, [](spec::Json& object) {
      if (object.find("enable_annotation") != nullptr)
        object.set("enable_annotation", spec::Json::boolean(false));
    });
  };
  const SessionResult result = honest(std::move(variant), {"default", "state", "encode"});
  expect_skipped(result, "default/enable_annotation", Reason::not_reflected);
  EXPECT_EQ(result.at("userAutocreate:default/disable_chat").outcome, Outcome::held);
}

TEST(NoFalseAlarm, CredentialsThatNobodyLooksAt) {
  Variant variant;
  variant.check_credentials = false;
  expect_skipped(honest(std::move(variant), {"auth", "accept", "privacy"}), "auth/*",
                 Reason::no_credential_check);
}

TEST(NoFalseAlarm, ABooleanIsReadFromManyWords) {
  static const std::map<std::string, std::string> kReadings{
      {"1", "true"},  {"TRUE", "true"},   {"True", "true"},   {"on", "true"},   {"yes", "true"},
      {"0", "false"}, {"FALSE", "false"}, {"False", "false"}, {"off", "false"}, {"no", "false"}};
  Variant variant;
  variant.before = [](WireRequest& request) {
    const spec::Operation* operation = operation_of(request);
    change_form(request, [&](spec::FormField& sent) {
      const spec::Field* field = operation ? operation->find(sent.name) : nullptr;
      const auto reading = kReadings.find(sent.value);
      if (field != nullptr && field->schema.type == spec::FieldSchema::Type::boolean &&
          reading != kReadings.end())
        sent.value = reading->second;
      return true;
    });
  };
  honest(std::move(variant), {"accept", "reject", "default", "robust"});
}

TEST(NoFalseAlarm, ANumberOutOfRangeIsVisiblyClamped) {
  Variant variant;
  variant.before = [](WireRequest& request) {
    change_form(request, [&](spec::FormField& sent) {
      if (sent.name != "page_size" && sent.name != "page_number") return true;
      char* end = nullptr;
      const double value = std::strtod(sent.value.c_str(), &end);
      if (sent.value.empty() || *end != '\0') return true;
      if (value < 1) sent.value = "1";
      if (value > 300 && sent.name == "page_size") sent.value = "300";
      return true;
    });
  };
  honest(std::move(variant), {"userList", "userPending"});
}

TEST(NoFalseAlarm, AnEmptyOptionalFieldCountsAsAbsent) {
  Variant variant;
  variant.before = [](WireRequest& request) {
    change_form(request, [](spec::FormField& sent) { return !sent.value.empty(); });
  };
  honest(std::move(variant));
}

TEST(NoFalseAlarm, AddressesAreFoldedToLowerCase) {
  Variant variant;
  variant.before = [](WireRequest& request) {
    change_form(request, [](spec::FormField& sent) {
      if (sent.name.ends_with("email")) {
        std::ranges::transform(sent.value, sent.value.begin(), [](unsigned char c) {
          return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
        });
      }
      return true;
    });
  };
  honest(std::move(variant));
}

// Refuses a form one of whose fields is unwelcome.
Variant refusing(std::function<bool(const spec::Operation&, const spec::FormField&)> unwelcome) {
  Variant variant;
  variant.instead = [unwelcome](const WireRequest& request) -> std::optional<WireReply> {
    const spec::Operation* operation = operation_of(request);
    if (operation == nullptr || request.method != operation->method) return std::nullopt;
    for (const spec::FormField& sent : spec::decode_form(request.body)) {
      if (unwelcome(*operation, sent)) return refusal(400);
    }
    return std::nullopt;
  };
  return variant;
}

TEST(NoFalseAlarm, ExoticTextIsRefused) {
  honest(refusing([](const spec::Operation&, const spec::FormField& sent) {
    const auto exotic = [](unsigned char c) {
      return c < 0x20 || c >= 0x7f ||
             std::string_view("&=+%;#\"'<>").find(static_cast<char>(c)) != std::string_view::npos;
    };
    const std::string& text = sent.value;
    return sent.name.ends_with("_name") && (std::ranges::any_of(text, exotic) || text.size() > 64 ||
                                            text.starts_with(' ') || text.ends_with(' '));
  }));
}

TEST(NoFalseAlarm, UndocumentedFieldsAreRefused) {
  honest(refusing([](const spec::Operation& operation, const spec::FormField& sent) {
    return operation.find(sent.name) == nullptr && sent.name != "api_key" &&
           sent.name != "api_secret";
  }));
}

TEST(NoFalseAlarm, AFieldThatStandsTwiceIsRefused) {
  Variant variant;
  variant.instead = [](const WireRequest& request) -> std::optional<WireReply> {
    std::map<std::string, int> seen;
    for (const spec::FormField& sent : spec::decode_form(request.body)) {
      if (++seen[sent.name] > 1) return refusal(400);
    }
    return std::nullopt;
  };
  honest(std::move(variant), {"robust", "encode", "accept"});
}

// A valid value that the server may turn down, or replace.
TEST(NoFalseAlarm, WhatThePlanDoesNotAllowIsTurnedDown) {
  honest(refusing([](const spec::Operation&, const spec::FormField& sent) {
    return (sent.name == "webinar_capacity" || sent.name == "large_capacity" ||
            sent.name == "meeting_capacity") &&
           sent.value != "0";
  }));
}

TEST(NoFalseAlarm, ANumberThatIsNotFreeIsReplaced) {
  Variant variant;
  variant.before = [](WireRequest& request) {
    change_form(request, [](spec::FormField& sent) {
      const bool valid = sent.name == "pmi" && sent.value.size() == 10 &&
                         sent.value.find_first_not_of("0123456789") == std::string::npos;
      if (valid) sent.value = "9876543210";
      return true;
    });
  };
  honest(std::move(variant), {"userUpdate", "state", "accept"});
}

// A session against a server of which some operations refuse everything.
SessionResult shut(std::function<bool(const spec::Operation&)> which, int status) {
  Variant variant;
  variant.after = [which, status](const WireRequest& request, WireReply& reply) {
    const spec::Operation* operation = operation_of(request);
    if (operation == nullptr || !which(*operation)) return;
    reply.status = status;
    reply.body = "{}";
  };
  VariantServer server(embedded_contract(), std::move(variant));
  SessionOptions options;
  options.url = server.url();
  options.cases = 2;
  options.jobs = 1;
  return run_session(embedded_contract(), options);
}

TEST(NoFalseAlarm, AnOperationThatIsNotThereIsToldOfThatOperationOnly) {
  const SessionResult result =
      shut([](const spec::Operation& operation) { return operation.id == "userGet"; }, 404);
  EXPECT_EQ(result.at("userGet:accept/minimal").outcome, Outcome::broken);
  for (const spec::Finding& finding : result.findings) {
    if (finding.outcome == Outcome::broken) {
      EXPECT_EQ(result.contract->operations[finding.law.operation].id, "userGet")
          << result.name_of(finding);
    }
  }
}

TEST(NoFalseAlarm, RefusalsOfEverythingMayBeForTheCredentials) {
  for (const int status : {400, 401, 403}) {
    const SessionResult result = shut([](const spec::Operation&) { return true; }, status);
    EXPECT_EQ(result.tell_broken(), "") << status;
    EXPECT_EQ(result.summary.exit_status, 4) << status;
    expect_skipped(result, "userAutocreate:accept/*", Reason::nothing_accepted);
  }
}

TEST(NoFalseAlarm, OthersUseTheServerTooAndMakeObjects) {
  Variant variant;
  variant.between = [](mock::Service& service, int number) {
    if (number % 7 != 0) return;
    WireRequest request;
    request.method = "POST";
    request.path = "/v1/user/" + std::string(number % 2 == 0 ? "autocreate" : "create");
    request.header = [](const char*) { return "application/x-www-form-urlencoded"; };
    spec::Form form{{"email", "stranger" + std::to_string(number) + "@example.com"},
                    {"type", "1"},
                    {"password", "Strangers-Password-1"}};
    for (const auto& [scheme, value] : session_credentials(embedded_contract()))
      form.push_back({scheme, value});
    request.body = spec::encode_form(form);
    EXPECT_EQ(service.handle(request).status, 200);
  };
  honest(std::move(variant), {"state/list", "state/total", "state/page"});
}

}  // namespace
}  // namespace assay::runners
