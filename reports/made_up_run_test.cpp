#include "reports/made_up_run_test.h"

#include <variant>

namespace assay::reports {
namespace {

using spec::Answer;
using spec::Exchange;
using spec::Finding;
using spec::Fresh;
using spec::Json;
using spec::Step;
using spec::Value;

Exchange exchange(int step, std::size_t operation, spec::Request request, int status,
                  const std::string& body) {
  Exchange out;
  out.step = step;
  out.operation = operation;
  out.request = std::move(request);
  Answer answer;
  answer.status = status;
  answer.headers = {{"Content-Type", "application/json"}};
  answer.media_type = "application/json";
  answer.body = body;
  auto parsed = spec::parse_json(body);
  if (auto* text = std::get_if<spec::JsonText>(&parsed)) {
    answer.json = text->value;
  } else {
    answer.json_error = std::get<spec::JsonError>(parsed).what;
  }
  out.outcome = std::move(answer);
  return out;
}

spec::Request post(const MadeUp& run, const std::string& path, const spec::Form& form) {
  spec::Request request;
  request.method = "POST";
  request.url = run.base + path;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.form = form;
  spec::Form sent{{"api_key", run.key, false}};
  sent.insert(sent.end(), form.begin(), form.end());
  request.body = spec::encode_form(sent);
  request.secrets = {run.key};
  request.names = {{run.key, "$ASSAY_API_KEY"}};
  return request;
}

Step step(int id, Step::Role role, std::size_t operation, std::vector<spec::StepField> fields) {
  Step out;
  out.id = id;
  out.role = role;
  out.operation = operation;
  out.fields = std::move(fields);
  return out;
}

spec::Evidence creation_and_read(const MadeUp& run, const std::string& chat) {
  spec::Evidence evidence;
  evidence.trial.steps = {step(1, Step::Role::setup, 0,
                               {{"email", Value::fresh(Fresh::Kind::email), false},
                                {"password", Value::fresh(Fresh::Kind::secret), false}}),
                          step(2, Step::Role::subject, 1, {{"id", Value::ref(1, "/id"), false}})};
  const std::string email = "u01." + run.token + "@example.com";
  spec::Request create = post(
      run, "/user/create", {{"email", email, false}, {"password", made_up_password(run), false}});
  create.names.push_back({run.token, "<run>"});
  create.secrets.push_back(made_up_password(run));
  spec::Request get = post(run, "/user/get", {{"id", run.id, false}});
  get.names.push_back({run.id, "<step1.id>"});
  evidence.exchanges = {exchange(1, 0, create, 200,
                                 R"({"id":")" + run.id + R"(","email":")" + email +
                                     R"(","created_at":")" + run.time + R"("})"),
                        exchange(2, 1, get, 200,
                                 R"({"id":")" + run.id + R"(","email":")" + email +
                                     R"(","enable_chat":)" + chat + R"(,"token":"tk-)" + run.token +
                                     R"(-secret","created_at":")" + run.time + R"("})")};
  evidence.verdict.kind = spec::Verdict::Kind::broken;
  evidence.verdict.step = 2;
  evidence.verdict.where = "answer to userGet, /enable_chat";
  evidence.verdict.expected = "true, the default, for the user " + run.id;
  evidence.verdict.got = chat;
  evidence.verdict.hint = "made at " + run.time;
  return evidence;
}

Finding finding(std::string_view pattern, std::size_t operation, Finding::Outcome outcome,
                std::string_view field = {}, std::string_view rule = {}) {
  Finding out;
  out.law = spec::make_law(pattern, operation, field, rule);
  out.outcome = outcome;
  out.trials = 4;
  out.requests = 9;
  out.duration = std::chrono::milliseconds(12);
  return out;
}

spec::Operation operation(const std::string& id, const std::string& path, spec::Action action) {
  spec::Operation out;
  out.id = id;
  out.method = "POST";
  out.path = path;
  out.media_type = "application/x-www-form-urlencoded";
  out.effect.action = action;
  out.effect.resource = 0;
  return out;
}

}  // namespace

std::string made_up_password(const MadeUp& run) {
  return "Pw01" + run.token + "X9";
}

spec::Contract made_up_contract() {
  spec::Contract contract;
  contract.title = "People API";
  contract.version = "1.0.0";
  contract.resources = {{"user",
                         {{"id", true, true, false}, {"email", false, true, true}},
                         {"active"},
                         {},
                         {},
                         spec::kNone,
                         {}}};
  spec::Operation create = operation("userCreate", "/user/create", spec::Action::create);
  create.effect.object = "";
  create.keys = {{"/id", "id", false, spec::Secrecy::open}};
  spec::Operation get = operation("userGet", "/user/get", spec::Action::read);
  get.effect.object = "";
  get.keys = {{"/id", "id", false, spec::Secrecy::open},
              {"/token", "", true, spec::Secrecy::redact}};
  spec::Operation list = operation("userList", "/user/list", spec::Action::list);
  list.effect.items = "/users";
  list.keys = {{"/users/*/id", "id", false, spec::Secrecy::open}};
  list.effect.paging =
      spec::Paging{"page_size", "page_number", "/page_size", "", "", "/total_records"};
  contract.operations = {create, get, list};
  contract.schemes = {{"api_key", spec::SecurityScheme::Kind::form, "api_key", "ASSAY_API_KEY",
                       spec::Secrecy::redact}};
  return contract;
}

Finding MadeUp::default_broken() const {
  Finding out = finding("default/F", 0, Finding::Outcome::broken, "enable_chat");
  out.first = out.smallest = out.repeated = creation_and_read(*this, "false");
  out.shrinks = 12;
  out.replay = "assay run --seed 7 --only userCreate:default/enable_chat";
  return out;
}

Finding MadeUp::robust_broken() const {
  Finding out = finding("robust", 1, Finding::Outcome::broken);
  spec::Evidence evidence;
  Step odd = step(1, Step::Role::subject, 1, {});
  odd.body = std::string("id=it's 5%\0\xff", 12);
  evidence.trial.steps = {odd};
  spec::Request request = post(*this, "/user/get", {});
  request.body = *odd.body;
  evidence.exchanges = {exchange(
      1, 1, request, 500, "<h1>\x1b[31mOops\x1b[0m \xff</h1>]]>\r\n at main.c:3\xef\xbf\xbf")};
  evidence.verdict.kind = spec::Verdict::Kind::broken;
  evidence.verdict.step = 1;
  evidence.verdict.where = "answer to userGet";
  evidence.verdict.expected = "no 5xx";
  evidence.verdict.got = "500";
  out.smallest = evidence;
  out.replay = "assay run --seed 7 --only userGet:robust";
  return out;
}

Finding MadeUp::list_flaky() const {
  Finding out = finding("state/list", 2, Finding::Outcome::broken);
  spec::Evidence evidence = creation_and_read(*this, "true");
  evidence.trial.steps[1] = step(2, Step::Role::subject, 2, {});
  const std::string mine = R"({"id":")" + id + R"(","email":"u01.)" + token + R"(@example.com"})";
  const std::string other =
      R"({"id":"somebody-)" + token.substr(0, 3) + R"(","email":"else@example.com"})";
  evidence.exchanges[1] =
      exchange(2, 2, post(*this, "/user/list", {}), 200,
               R"({"total_records":)" + std::to_string(token.size() + time.size()) +
                   R"(,"users":[)" + other + "]}");
  evidence.verdict.where = "answer to userList, /users";
  evidence.verdict.expected = "the user " + id;
  evidence.verdict.got = "no such user";
  evidence.verdict.hint.clear();
  out.smallest = evidence;
  evidence.exchanges[1] = exchange(2, 2, post(*this, "/user/list", {}), 200,
                                   R"({"total_records":1,"users":[)" + other + "," + mine + "]}");
  out.repeated = evidence;
  out.flaky = true;
  out.replay = "assay run --seed 7 --only userList:state/list";
  return out;
}

void MadeUp::play(const spec::Contract& contract, Report& report) const {
  RunInfo info;
  info.assay_version = "0.1.0";
  info.target = "embedded mock";
  info.seed = 7;
  info.run_id = token.substr(0, 6);
  info.cases = 20;
  info.jobs = 2;
  info.document = "people.yaml";
  info.overlays = {"people.overlay.yaml"};
  info.planned_laws = 7;
  report.run_started(info, contract);
  report.progress({3, 7, 1, 1234, std::chrono::milliseconds(400)});

  report.operation_started(contract.operations[0]);
  report.law_judged(contract.operations[0], finding("accept/minimal", 0, Finding::Outcome::held));
  report.law_judged(contract.operations[0], default_broken());
  Finding skipped = finding("auth/wrong", 0, Finding::Outcome::skipped);
  skipped.reason = spec::Reason::no_credential_check;
  report.law_judged(contract.operations[0], skipped);
  report.operation_finished(contract.operations[0]);

  report.operation_started(contract.operations[1]);
  report.law_judged(contract.operations[1],
                    finding("required/F/absent", 1, Finding::Outcome::held, "id"));
  report.law_judged(contract.operations[1], robust_broken());
  report.operation_finished(contract.operations[1]);

  report.operation_started(contract.operations[2]);
  report.law_judged(contract.operations[2], list_flaky());
  Finding error = finding("steady", 2, Finding::Outcome::error);
  error.note = "nobody listens any more";
  report.law_judged(contract.operations[2], error);
  report.operation_finished(contract.operations[2]);

  RunSummary summary;
  summary.trials = 1240;
  summary.requests = 3456;
  summary.held = 2;
  summary.broken = 3;
  summary.skipped = 1;
  summary.errors = 1;
  summary.reasons = {{spec::Reason::no_credential_check, 1}};
  summary.warnings = {
      "3 objects could not be removed: userPermanentdelete answered 403 to each of them, whatever "
      "was tried"};
  summary.target_gone = "connection refused";
  summary.duration = std::chrono::milliseconds(2340);
  summary.exit_status = 1;
  report.run_finished(summary);
}

}  // namespace assay::reports
