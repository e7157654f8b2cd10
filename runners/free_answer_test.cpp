// "No false alarm", point by point: what a server may answer as it likes.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "runners/honest_test.h"

namespace assay::runners {
namespace {

using mock::WireReply;
using mock::WireRequest;
using spec::Json;

// A variant whose good answers are changed, object by object.
Variant showing(std::function<void(const spec::Operation&, Json&)> change) {
  Variant variant;
  variant.after = [change](const WireRequest& request, WireReply& reply) {
    const spec::Operation* operation = operation_of(request);
    if (operation == nullptr || !accepted(reply)) return;
    change_objects(reply, [&](Json& object) { change(*operation, object); });
  };
  return variant;
}

bool creates(const spec::Operation& operation) {
  return operation.effect.action == spec::Action::create;
}

// Gives the mock's ids another form, and knows them again.
class Uuids {
 public:
  std::string of(const std::string& id) {
    std::string& uuid = uuids_[id];
    if (uuid.empty()) {
      char text[40];
      std::snprintf(text, sizeof text, "%08zx-1b2c-4d3e-8f90-a1b2c3d4e5f6",
                    0x5eed0000 + ids_.size());
      uuid = text;
      ids_[uuid] = id;
    }
    return uuid;
  }
  const std::string* id_of(const std::string& uuid) const {
    const auto found = ids_.find(uuid);
    return found == ids_.end() ? nullptr : &found->second;
  }

 private:
  std::map<std::string, std::string> ids_, uuids_;
};

TEST(FreeAnswer, IdsAreUuids) {
  for (const mock::RefusalStyle style : {mock::RefusalStyle::http, mock::RefusalStyle::envelope}) {
    Uuids uuids;
    Variant variant;
    variant.refusal = style;
    variant.before = [&](WireRequest& request) {
      change_form(request, [&](spec::FormField& sent) {
        if (sent.name != "id") return true;
        const std::string* id = uuids.id_of(sent.value);
        sent.value = id != nullptr ? *id : sent.value.empty() ? "" : "nobody";
        return true;
      });
    };
    variant.after = [&](const WireRequest&, WireReply& reply) {
      change_objects(reply, [&](Json& object) {
        if (const Json* id = object.find("id"); id != nullptr && id->is_string())
          object.set("id", Json::string(uuids.of(id->text())));
      });
    };
    honest(std::move(variant));
  }
}

TEST(FreeAnswer, VolatileKeysChangeAtEveryRead) {
  int reads = 0;
  honest(showing([&](const spec::Operation&, Json& object) {
    ++reads;
    for (const char* name : {"token", "zak"}) {
      const Json* value = object.find(name);
      if (value != nullptr && !value->text().empty())
        object.set(name, Json::string("token-at-read-" + std::to_string(reads)));
    }
    if (object.find("lastLoginTime") != nullptr)
      object.set("lastLoginTime", Json::string(reads % 3 == 0 ? "" : "2026-05-05T05:05:05Z"));
    if (object.find("expire_in") != nullptr && object.find("expire_in")->as_double() > 0)
      object.set("expire_in", Json::number(std::int64_t{7200 - reads % 100}));
  }));
}

TEST(FreeAnswer, DatesHaveAFractionOrAnOffset) {
  for (const char* now : {"2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.5+02:00"}) {
    Variant variant;
    variant.clock = [now] { return now; };
    honest(std::move(variant), {"shape", "state", "steady", "accept"});
  }
}

TEST(FreeAnswer, MoreKeysInAnotherOrder) {
  honest(showing([](const spec::Operation&, Json& object) {
    std::ranges::reverse(object.members());
    object.set("undocumented", Json::array({Json::number(std::int64_t{1}), Json()}));
  }));
}

TEST(FreeAnswer, ACreationShowsNothingWhereAReadShowsTheValue) {
  const SessionResult result = honest(showing([](const spec::Operation& operation, Json& object) {
    for (const char* name : {"dept", "first_name", "last_name"}) {
      if (creates(operation) && object.find(name) != nullptr) object.set(name, Json::string(""));
    }
  }));
  EXPECT_EQ(result.at("userAutocreate:state/read").outcome, spec::Finding::Outcome::held);
}

TEST(FreeAnswer, AWholeNumberOfTheExampleIsAFraction) {
  honest(showing([](const spec::Operation&, Json& object) {
           if (object.find("expire_in") != nullptr && object.find("expire_in")->as_double() > 0)
             object.set("expire_in", Json::number("1799.5"));
         }),
         {"shape", "state/good", "userCheckzpk"});
}

TEST(FreeAnswer, AKeyThatNeedNotBeUniqueIsSharedByAll) {
  Variant variant = showing([](const spec::Operation&, Json& object) {
    if (object.find("zpk") != nullptr) object.set("zpk", Json::string("Sh4redByA11OfThem"));
  });
  variant.instead = [](const WireRequest& request) -> std::optional<WireReply> {
    if (("&" + request.body + "&").find("&zpk=Sh4redByA11OfThem&") == std::string::npos)
      return std::nullopt;
    WireReply reply;
    reply.media_type = "application/json";
    reply.body = R"({"expire_in":7187})";
    return reply;
  };
  honest(std::move(variant), {"state/good", "userCheckzpk:state/sequence"});
}

TEST(FreeAnswer, ListsComeInAnyOrder) {
  honest(showing([](const spec::Operation& operation, Json& object) {
           Json* users = object.find("users");
           if (users != nullptr && operation.effect.action == spec::Action::list)
             std::ranges::reverse(users->items());
         }),
         {"userList", "userPending", "state/list", "state/page", "state/relation"});
}

TEST(FreeAnswer, PagesOfNothing) {
  for (const std::int64_t pages : {0, 1}) {
    honest(showing([pages](const spec::Operation&, Json& object) {
             const Json* total = object.find("total_records");
             if (object.find("page_count") != nullptr && total != nullptr && total->text() == "0")
               object.set("page_count", Json::number(pages));
           }),
           {"userList", "userPending", "state/total", "state/page"});
  }
}

TEST(FreeAnswer, APageBeyondTheLastIsRefused) {
  Variant variant;
  variant.after = [](const WireRequest& request, WireReply& reply) {
    const spec::Operation* operation = operation_of(request);
    if (operation == nullptr || operation->effect.action != spec::Action::list) return;
    const auto parsed = spec::parse_json(reply.body);
    const auto* text = std::get_if<spec::JsonText>(&parsed);
    if (text == nullptr || text->value.find("users") == nullptr) return;
    const Json* number = text->value.find("page_number");
    if (number != nullptr && number->as_integer() > 1 && text->value.find("users")->items().empty())
      reply = refusal(404);
  };
  honest(std::move(variant), {"userList", "userPending", "state/list", "state/page"});
}

TEST(FreeAnswer, OtherMethodsAreRefusedInAnyWay) {
  for (const int status : {405, 501, 404, 400, 403}) {
    Variant variant;
    variant.instead = [status](const WireRequest& request) -> std::optional<WireReply> {
      if (request.method == "POST") return std::nullopt;
      return refusal(status);  // without Allow
    };
    honest(std::move(variant), {"protocol", "shape", "robust"});
  }
}

TEST(FreeAnswer, RefusalsHaveAnyStatusAndBody) {
  int count = 0;
  Variant variant;
  variant.after = [&](const WireRequest&, WireReply& reply) {
    if (accepted(reply)) return;
    static constexpr int kStatuses[] = {400, 404, 409, 422, 418, 403};
    reply = refusal(kStatuses[++count % 6]);
    if (count % 3 == 0) reply.media_type = "application/problem+json";
    if (count % 3 == 1) reply.media_type = "text/html", reply.body = "<h1>No</h1>";
    if (count % 4 == 1) reply.media_type.clear(), reply.body.clear();
  };
  honest(std::move(variant));
}

TEST(FreeAnswer, TheMediaTypeHasParameters) {
  Variant variant;
  variant.after = [](const WireRequest&, WireReply& reply) {
    if (accepted(reply)) reply.media_type = "Application/JSON; charset=\"UTF-8\"";
  };
  honest(std::move(variant), {"shape", "accept/minimal", "state/read"});
}

}  // namespace
}  // namespace assay::runners
