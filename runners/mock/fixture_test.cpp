#include "runners/mock/fixture.h"

#include <stdexcept>

#include "spec/load.h"

namespace assay::runners::mock::testing {

const spec::Contract& contract() {
  static const spec::Contract loaded = [] {
    auto result = spec::load_contract(spec::embedded_document(), {spec::embedded_overlay()});
    if (!result.contract) throw std::runtime_error(spec::to_string(result.complaints.front()));
    return std::move(*result.contract);
  }();
  return loaded;
}

std::string address(const char* name, int number) {
  return std::string(name).append(std::to_string(number)).append("@example.com");
}

MockOptions options(std::string defect, RefusalStyle style) {
  MockOptions out;
  out.defect = std::move(defect);
  out.refusal = style;
  out.credentials = {{"api_key", "key-4711-key-4711"}, {"api_secret", "Secret-4711-Secret"}};
  return out;
}

WireRequest request(const std::string& operation, const std::string& body) {
  WireRequest out;
  out.method = "POST";
  out.path = "/v1" + contract().find(operation)->path;
  out.body = body;
  out.header = [](const char* name) {
    return std::string_view(name) == "Content-Type" ? "application/x-www-form-urlencoded" : "";
  };
  return out;
}

Client::Client(std::string defect, RefusalStyle style)
    : service_(contract(), options(std::move(defect), style),
               [] { return "2026-01-02T03:04:05Z"; }) {}

std::string Client::Answer::at(std::string_view pointer) const {
  const spec::Json* value = json.at_pointer(pointer);
  if (value == nullptr) return "none";
  return value->is_string() ? value->text() : spec::dump(*value);
}

Client::Answer Client::send(WireRequest request) {
  Answer answer;
  answer.reply = service_.handle(request);
  const auto parsed = spec::parse_json(answer.reply.body);
  if (const auto* text = std::get_if<spec::JsonText>(&parsed)) answer.json = text->value;
  return answer;
}

Client::Answer Client::post(const std::string& operation, const std::string& body) {
  return send(request(operation, body));
}

Client::Answer Client::ask(const std::string& operation, const Fields& fields) {
  spec::Form form;
  for (const auto& [name, value] : fields) form.push_back({name, value});
  const std::string body = spec::encode_form(form);
  return post(operation, body.empty() ? credentials() : body + "&" + credentials());
}

std::string Client::create(const std::string& email, const Fields& more,
                           const std::string& operation) {
  Fields fields{{"email", email}, {"type", "1"}};
  if (operation == "userAutocreate") fields.emplace_back("password", "Pass-word-4711-word");
  fields.insert(fields.end(), more.begin(), more.end());
  return ask(operation, fields).at("/id");
}

}  // namespace assay::runners::mock::testing
