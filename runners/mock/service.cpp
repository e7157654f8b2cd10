#include "runners/mock/service.h"

#include <algorithm>

#include "runners/mock/intake.h"
#include "runners/mock/rules.h"

namespace assay::runners::mock {
namespace {

using spec::Json;

// What stands at the pointer, within objects; the rest of the answer is empty.
Json wrapped(const std::string& pointer, Json value) {
  if (pointer.empty() || pointer[0] != '/') return value;
  const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
  std::string name = pointer.substr(1, end - 1);
  for (const auto& [from, to] : {std::pair{"~1", "/"}, std::pair{"~0", "~"}}) {
    for (std::size_t at = name.find(from); at != name.npos; at = name.find(from, at + 1))
      name.replace(at, 2, to);
  }
  Json out = Json::object();
  out.set(name, wrapped(pointer.substr(end), std::move(value)));
  return out;
}

// The members of a JSON object as form text.
spec::Form form_of_json(const std::string& body) {
  spec::Form form;
  const auto parsed = spec::parse_json(body);
  if (const auto* text = std::get_if<spec::JsonText>(&parsed)) {
    for (const auto& [name, value] : text->value.members()) {
      if (value.is_boolean()) {
        form.push_back({name, value.as_boolean() ? "true" : "false"});
      } else if (value.is_string() || value.is_number()) {
        form.push_back({name, value.text()});
      } else if (!value.is_null()) {
        form.push_back({name, spec::dump(value)});
      }
    }
  }
  return form;
}

}  // namespace

Service::Service(const spec::Contract& contract, const MockOptions& options, Performer::Clock clock)
    : plan_(contract),
      defect_(options.defect.empty() ? ActiveDefect() : ActiveDefect(contract, options.defect)),
      style_(options.refusal),
      gate_(plan_, options, defect_),
      performer_(plan_, defect_, std::move(clock)) {}

std::size_t Service::objects() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (std::size_t i = 0; i < plan_.resources().size(); ++i) count += performer_.store().size(i);
  return count;
}

spec::Form Service::form_of(const Gate::Route& route, const WireRequest& request) const {
  const OperationPlan& plan = *route.plan;
  spec::Form form;
  const bool json =
      request.body.starts_with('{') && (plan.operation->media_type.ends_with("json") ||
                                        defect_.hits(Bug::media_type_ignored, plan.index));
  if (!plan.operation->media_type.empty()) {
    // (A defect takes GET, whose form stands in the query.)
    const bool in_query = request.method == "GET" && request.body.empty();
    form = json ? form_of_json(request.body)
                : read_form(in_query ? request.query : request.body, plan, defect_);
  }
  const spec::Form query = request.query.empty() ? spec::Form() : spec::decode_form(request.query);
  for (const FieldPlan& field : plan.fields) {
    const std::string& name = field.field->name;
    const std::string* value = nullptr;
    std::string header;
    if (field.field->place == spec::Place::query) value = spec::find(query, name);
    if (field.field->place == spec::Place::path) value = spec::find(route.path_values, name);
    if (field.field->place == spec::Place::header) {
      header = request.header(name.c_str());
      if (!header.empty()) value = &header;
    }
    if (value != nullptr) form.push_back({name, *value});
  }
  return form;
}

WireReply Service::handle(const WireRequest& request) {
  const Gate::Route route = gate_.route(request);
  if (route.plan == nullptr) {
    WireReply reply = refusal(
        {route.status, route.status == 405 ? "Not with this method." : "There is nothing here."},
        nullptr);
    reply.allow = route.allow;
    return reply;
  }
  if (!gate_.right_media_type(*route.plan, request))
    return refusal({415, "Not in this media type."}, nullptr);
  try {
    Demand demand;
    demand.plan = route.plan;
    demand.form = form_of(route, request);
    if (const auto refused = gate_.check(demand, request)) return refusal(*refused, &demand);
    apply_rules(demand, defect_);
    std::variant<std::string, Refused> outcome;
    {
      const std::lock_guard lock(mutex_);
      outcome = performer_.perform(demand);
    }
    if (const auto* refused = std::get_if<Refused>(&outcome)) return refusal(*refused, &demand);
    WireReply reply;
    reply.status = route.plan->answer.status;
    reply.media_type = route.plan->answer.media_type;
    if (!reply.media_type.empty()) reply.body = std::move(std::get<std::string>(outcome));
    if (!defect_.is(Bug::none)) spoil(reply, *route.plan);
    return reply;
  } catch (const HungUp&) {
    WireReply reply;
    reply.ending = WireReply::Ending::hang_up;
    return reply;
  } catch (const Failed&) {
    WireReply reply;
    reply.status = 500;
    reply.media_type = "application/json";
    reply.body = "{\"code\":500,\"message\":\"Internal error\"}";
    return reply;
  }
}

WireReply Service::refusal(const Refused& refused, const Demand* demand) const {
  std::string message = refused.message;
  if (demand != nullptr) {
    const std::size_t operation = demand->plan->index;
    if (defect_.hits(Bug::password_in_refusal, operation))
      message.append(" ").append(spec::encode_form(demand->form));
    if (defect_.hits(Bug::credential_in_refusal, operation)) {
      for (const auto& [name, value] : demand->credentials)
        message.append(" ").append(name).append("=").append(value);
    }
    if (defect_.hits(Bug::stack_trace, operation)) {
      message +=
          "\njava.lang.IllegalStateException: refused"
          "\n\tat com.example.api.UserController.remove(UserController.java:142)"
          "\n\tat com.example.api.Dispatcher.dispatch(Dispatcher.java:57)";
    }
  }
  Json error = Json::object();
  error.set("code", Json::number(static_cast<std::int64_t>(refused.status)));
  error.set("message", Json::string(message));
  WireReply reply;
  reply.media_type = "application/json";
  reply.status = refused.status;
  const bool of_http = refused.status == 404 && demand == nullptr;
  const spec::Refusal* declared = demand != nullptr && demand->plan->operation->refusal
                                      ? &*demand->plan->operation->refusal
                                      : &plan_.contract().refusal;
  if (style_ == RefusalStyle::http || of_http || refused.status == 405 || refused.status == 415) {
    reply.body = spec::dump(error);
  } else if (declared->pointer) {
    reply.status = 200;
    reply.body = spec::dump(wrapped(*declared->pointer, std::move(error)));
  } else if (!declared->schema.is_null()) {
    reply.status = 200;
    reply.body = spec::dump(example_of(declared->schema, declared->schema));
  } else {
    reply.body = spec::dump(error);
  }
  return reply;
}

// Malformed answers.
void Service::spoil(WireReply& reply, const OperationPlan& plan) const {
  const auto hits = [&](Bug bug) { return defect_.hits(bug, plan.index); };
  std::string& body = reply.body;
  const bool object = body.size() > 2 && body.front() == '{' && body.back() == '}';
  if (hits(Bug::wrong_status)) reply.status = 202;
  if (hits(Bug::wrong_media_type)) reply.media_type = "text/html";
  if (hits(Bug::no_body)) body.clear();
  if (hits(Bug::two_documents)) body += body;
  if (hits(Bug::trailing_comma) && object) body.insert(body.size() - 1, 1, ',');
  if (hits(Bug::duplicate_key) && object) {
    std::string again(1, ',');
    again.append(body, 1, body.find(':') - 1).append(":null");
    body.insert(body.size() - 1, again);
  }
  if (hits(Bug::bad_utf8_answer) && object) body.insert(body.size() - 1, ",\"note\":\"\xff\xfe\"");
  if (hits(Bug::nan_number)) {
    for (std::size_t at = body.find(':'); at != body.npos; at = body.find(':', at + 1)) {
      if (at + 1 >= body.size() || body[at + 1] < '0' || body[at + 1] > '9') continue;
      body.replace(at + 1, body.find_first_of(",}", at) - at - 1, "NaN");
      break;
    }
  }
  if (hits(Bug::answer_cut)) reply.ending = WireReply::Ending::cut;
  if (hits(Bug::chunk_missing)) reply.ending = WireReply::Ending::chunk_missing;
  if (hits(Bug::stray_bytes)) reply.ending = WireReply::Ending::stray;
  if (hits(Bug::lying_encoding)) reply.encoding = "gzip";
}

}  // namespace assay::runners::mock
