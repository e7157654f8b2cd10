#include "conformance/scene_for_tests.h"

#include <cstdint>

#include "spec/load.h"

namespace assay::conformance::testing {
namespace {

constexpr std::string_view kBook = R"(
openapi: 3.0.1
info: {title: Book, version: '1'}
x-assay-refusal: {pointer: /error}
x-assay-resources:
  person:
    keys:
      id: {made-by: server}
      email: {made-by: client, fold-case: true}
      pass: {made-by: server, unique: false}
    statuses: [active, inactive, deleted]
    gone: [deleted]
    constant: [id, created_at]
    clean-up: erase
    x-assay-keys:
      token: {volatile: true, secret: redact}
      pass: {volatile: true}
      seen_at: {volatile: true}
paths:
  /create:
    post:
      operationId: create
      x-assay-resource: {resource: person, action: create, sets: {status: active}, gives: {kind: a}}
      requestBody: &create
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [email]
              properties:
                email: {type: string, format: email}
                name: {type: string}
                note: {type: string}
                chat: {type: boolean, default: true}
                cloud: {type: boolean, default: false}
                auto: {type: boolean, default: false, x-assay-default: [{when: "cloud=='true'", value: true}]}
                rank: {type: integer, minimum: 1, maximum: 9}
                seats: {type: integer, default: 0, x-assay-may: [refuse, replace]}
      responses: &shown
        '200':
          description: ok
          content:
            application/json:
              schema: &person  # nothing is required, so that tests show only what they are about
                type: object
                properties:
                  id: {type: string}
                  email: {type: string}
                  name: {type: string, nullable: true}
                  note: {type: string}
                  chat: {type: boolean}
                  cloud: {type: boolean}
                  auto: {type: boolean}
                  rank: {type: integer, nullable: true}
                  seats: {type: integer}
                  created_at: {type: string}
                  picture: {type: string}
                  state: {type: integer}
                  token: {type: string}
                  pass: {type: string}
                  seen_at: {type: string}
  /get:
    post:
      operationId: get
      x-assay-resource: {resource: person, action: read, by: [id], requires: [active, inactive]}
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, required: [id], properties: {id: {type: string, minLength: 1}}}}}}
      responses: *shown
  /find:
    post:
      operationId: find
      x-assay-resource: {resource: person, action: read, by: [email], requires: [active], selects: {kind: kind}}
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, required: [email], properties: {email: {type: string, format: email}, kind: {type: string, default: a}}}}}}
      responses: *shown
  /update:
    post:
      operationId: update
      x-assay-resource: {resource: person, action: update, by: [id], requires: active}
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [id]
              properties:
                id: {type: string, minLength: 1}
                name: {type: string}
                note: {type: string}
                chat: {type: boolean, default: true}
                cloud: {type: boolean}
                auto: {type: boolean, x-assay-default: [{when: "cloud=='true'", value: true}]}
                rank: {type: integer, minimum: 1, maximum: 9}
      responses: &done {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}}
  /stop:
    post:
      operationId: stop
      x-assay-resource: {resource: person, action: act, by: [id], requires: active, sets: {status: inactive}, changes: [state]}
      requestBody: &by_id {content: {application/x-www-form-urlencoded: {schema: {type: object, required: [id], properties: {id: {type: string, minLength: 1}}}}}}
      responses: *done
  /draw:
    post:
      operationId: draw
      x-assay-resource: {resource: person, action: act, by: [id], requires: active, changes: [picture]}
      requestBody: *by_id
      responses: *done
  /revoke:
    post:
      operationId: revoke
      x-assay-resource: {resource: person, action: act, by: [id], requires: active, changes: [token]}
      requestBody: *by_id
      responses: *done
  /delete:
    post:
      operationId: delete
      x-assay-resource: {resource: person, action: remove, by: [id], requires: active, sets: {status: deleted}}
      requestBody: *by_id
      responses: *done
  /erase:
    post:
      operationId: erase
      x-dependencies: Or(id, email);
      x-assay-resource: {resource: person, action: remove, by: [id, email], wins: id, requires: active}
      requestBody: &by_any {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {id: {type: string}, email: {type: string, format: email}}}}}}
      responses: *done
  /list:
    post:
      operationId: list
      x-assay-resource:
        resource: person
        action: list
        shows: {items: /people, status: [active]}
        paging: {size: size, number: page, shows: {size: /size, number: /page, pages: /pages, total: /total}}
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                size: {type: integer, minimum: 1, maximum: 300, default: 30}
                page: {type: integer, minimum: 1, default: 1}
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                properties:
                  size: {type: integer}
                  page: {type: integer}
                  pages: {type: integer}
                  total: {type: integer}
                  people: {type: array, items: *person}
  /exists:
    post:
      operationId: exists
      x-assay-resource: {resource: person, action: exists, by: [email], shows: {flag: /there}}
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, required: [email], properties: {email: {type: string, format: email}}}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {there: {type: boolean}}}}}}}
  /check:
    post:
      operationId: check
      x-assay-resource: {resource: person, action: check, by: [pass], shows: {positive: /left}}
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, required: [pass], properties: {pass: {type: string, minLength: 1}}}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {left: {type: integer}}}}}}}
  /aide/set:
    post:
      operationId: aide_set
      x-assay-resource: {resource: person, action: act, by: [id], requires: active, sets: {relation: aide, field: aide}}
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, required: [id, aide], properties: {id: {type: string}, aide: {type: string, format: email, x-assay-reference: {resource: person, key: email, status: [active]}}}}}}}
      responses: *done
  /aide/clear:
    post:
      operationId: aide_clear
      x-assay-resource: {resource: person, action: act, by: [id], requires: active, clears: {relation: aide}}
      requestBody: *by_id
      responses: *done
  /aides:
    post:
      operationId: aides
      x-assay-resource: {resource: person, action: list, by: [id], requires: active, shows: {items: /people, relation: aide}, paging: {shows: {total: /total}}}
      requestBody: *by_id
      responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {total: {type: integer}, people: {type: array, items: *person}}}}}}}
)";

}  // namespace

const spec::Contract& book() {
  static const spec::Contract contract = [] {
    spec::LoadedContract loaded = spec::load_contract({"book.yaml", std::string(kBook)}, {});
    std::string all;
    for (const spec::Complaint& complaint : loaded.complaints) all += to_string(complaint) + "\n";
    if (!loaded.contract) throw std::logic_error(all);
    return std::move(*loaded.contract);
  }();
  return contract;
}

Sent literal(std::string name, std::string bytes) {
  return {std::move(name), bytes, spec::Value::literal(bytes)};
}
Sent fresh(std::string name, std::string bytes) {
  return {std::move(name), std::move(bytes), spec::Value::fresh(spec::Fresh::Kind::name)};
}
Sent ref(std::string name, std::string bytes, int step, std::string pointer) {
  return {std::move(name), std::move(bytes), spec::Value::ref(step, std::move(pointer))};
}
Sent twisted(std::string name, std::string bytes, spec::Twist twist) {
  spec::Value value = spec::Value::ref(1, "/id");
  value.twist = twist;
  return {std::move(name), std::move(bytes), std::move(value)};
}

spec::Json json(std::string_view text) {
  auto parsed = spec::parse_json(text);
  if (!std::holds_alternative<spec::JsonText>(parsed))
    throw std::logic_error("no JSON: " + std::string(text));
  return std::get<spec::JsonText>(std::move(parsed)).value;
}

Scene& Scene::step(std::string_view operation, std::vector<Sent> fields, int status,
                   std::string_view body, Role role) {
  const spec::Operation* of = book().find(operation);
  if (of == nullptr) throw std::logic_error("no operation " + std::string(operation));
  spec::Step step;
  step.id = static_cast<int>(trial.steps.size()) + 1;
  step.role = role;
  step.operation = book().index_of(*of);
  for (const Sent& sent : fields) step.fields.push_back({sent.name, sent.value});
  trial.steps.push_back(std::move(step));
  return again(std::move(fields), status, body);
}

Scene& Scene::again(std::vector<Sent> fields, int status, std::string_view body) {
  spec::Exchange exchange;
  exchange.step = last().id;
  exchange.operation = last().operation;
  const spec::Operation& of = book().operations[exchange.operation];
  exchange.request.method = of.method;
  exchange.request.url = "http://127.0.0.1" + of.path;
  exchange.request.headers = {{"Content-Type", of.media_type}};
  for (const Sent& sent : fields) exchange.request.form.push_back({sent.name, sent.bytes});
  spec::Answer answer;
  answer.status = status;
  answer.headers = {{"Content-Type", "application/json"}};
  answer.media_type = "application/json";
  answer.body = body;
  if (!body.empty()) answer.json = json(body);
  exchange.outcome = std::move(answer);
  exchanges.push_back(std::move(exchange));
  return *this;
}

Scene& Scene::fault(std::string_view operation, std::vector<Sent> fields, spec::Fault::Kind kind,
                    Role role) {
  step(operation, std::move(fields), 200, "", role);
  spec::Fault fault;
  fault.kind = kind;
  exchanges.back().outcome = fault;
  return *this;
}

Scene& Scene::expect(spec::Intent::Expect expected, int subject) {
  trial.intent.expect = expected;
  trial.intent.subject = subject == 0 ? last().id : subject;
  return *this;
}

Scene& Scene::model(std::vector<spec::Aspect> aspects, std::vector<std::string> fields) {
  trial.intent.aspects = std::move(aspects);
  trial.intent.fields = std::move(fields);
  return expect(spec::Intent::Expect::model);
}

Facts keeping() {
  Facts facts;
  facts.memory = true;
  facts.checks_credentials = true;
  for (std::size_t i = 0; i < book().operations.size(); ++i) {
    facts.accepted.insert(i);
    for (const char* name : {"email", "name", "note", "chat", "cloud", "auto", "rank", "seats"}) {
      facts.reflects.emplace(i, name);
    }
  }
  return facts;
}

spec::Verdict judged(const Scene& scene, std::string_view pattern, std::string_view operation,
                     const Facts& facts, std::string_view field, std::string_view rule) {
  Judge judge(book());
  const spec::Law law =
      spec::make_law(pattern, book().index_of(*book().find(operation)), field, rule);
  return judge.judge(law, facts, scene.trial, scene.exchanges);
}

std::string told(const spec::Verdict& verdict) {
  if (verdict.kind == spec::Verdict::Kind::held) return "held";
  if (verdict.kind == spec::Verdict::Kind::unobservable)
    return std::string(to_string(verdict.reason));
  return "broken: " + verdict.where + " | " + verdict.expected + " | " + verdict.got +
         (verdict.hint.empty() ? "" : " | " + verdict.hint);
}

}  // namespace assay::conformance::testing
