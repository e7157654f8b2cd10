#include "runners/variant_server_test.h"

#include <algorithm>
#include <cctype>

#include "runners/session_test.h"

namespace assay::runners {
namespace {

mock::MockOptions mock_options(const spec::Contract& contract, const Variant& variant) {
  mock::MockOptions options;
  options.refusal = variant.refusal;
  options.defect = variant.defect;
  options.check_credentials = variant.check_credentials;
  options.credentials = session_credentials(contract);
  return options;
}

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

mock::WireRequest parsed(const std::string& text) {
  mock::WireRequest request;
  const std::size_t head = std::min(text.find("\r\n\r\n"), text.size());
  const std::size_t blank = text.find(' ');
  const std::string target = text.substr(blank + 1, text.find(' ', blank + 1) - blank - 1);
  const std::size_t mark = std::min(target.find('?'), target.size());
  request.method = text.substr(0, blank);
  request.path = target.substr(0, mark);
  if (mark < target.size()) request.query = target.substr(mark + 1);
  if (head + 4 <= text.size()) request.body = text.substr(head + 4);
  request.header = [lines = text.substr(0, head)](const char* name) {
    const std::size_t at = lower_case(lines).find("\r\n" + lower_case(name) + ": ");
    if (at == std::string::npos) return std::string();
    const std::size_t begin = lines.find(": ", at) + 2;
    return lines.substr(begin, std::min(lines.find("\r\n", begin), lines.size()) - begin);
  };
  return request;
}

void visit(spec::Json& value, const std::function<void(spec::Json&)>& change) {
  for (spec::Json& item : value.items()) visit(item, change);
  for (auto& [name, member] : value.members()) visit(member, change);
  if (value.is_object()) change(value);
}

}  // namespace

VariantServer::VariantServer(const spec::Contract& contract, Variant variant)
    : variant_(std::move(variant)),
      service_(contract, mock_options(contract, variant_), variant_.clock),
      base_(mock::base_path_of(contract)),
      server_([this](Peer& peer) { serve(peer); }) {}

std::string VariantServer::url() const {
  return server_.url() + base_;
}

std::vector<std::string> VariantServer::bodies() const {
  const std::lock_guard lock(mutex_);
  return bodies_;
}

void VariantServer::serve(Peer& peer) {
  for (std::string text; !(text = peer.request()).empty();) {
    mock::WireRequest request = parsed(text);
    const int number = ++count_;
    {
      const std::lock_guard lock(mutex_);
      bodies_.push_back(request.body);
    }
    if (variant_.between) variant_.between(service_, number);
    if (variant_.before) variant_.before(request);
    std::optional<mock::WireReply> reply;
    if (variant_.instead) reply = variant_.instead(request);
    if (!reply) reply = service_.handle(request);
    if (variant_.after) variant_.after(request, *reply);
    if (variant_.write) {
      if (!variant_.write(peer, *reply, number)) return;
    } else {
      peer.send(http_text(*reply));
    }
  }
}

std::string http_text(const mock::WireReply& reply, std::string_view headers) {
  std::string out = "HTTP/1.1 " + std::to_string(reply.status) + " Said\r\n";
  if (!reply.media_type.empty()) out += "Content-Type: " + reply.media_type + "\r\n";
  if (!reply.allow.empty()) out += "Allow: " + reply.allow + "\r\n";
  out += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
  return out.append(headers).append("\r\n").append(reply.body);
}

const spec::Operation* operation_of(const mock::WireRequest& request) {
  const spec::Contract& contract = embedded_contract();
  const std::string base = mock::base_path_of(contract);
  for (const spec::Operation& operation : contract.operations) {
    if (request.path == base + operation.path) return &operation;
  }
  return nullptr;
}

void change_form(mock::WireRequest& request, const std::function<bool(spec::FormField&)>& change) {
  const spec::Form before = spec::decode_form(request.body);
  spec::Form after;
  for (spec::FormField field : before) {
    if (change(field)) after.push_back(std::move(field));
  }
  if (after != before) request.body = spec::encode_form(after);
}

void change_objects(mock::WireReply& reply, const std::function<void(spec::Json&)>& change) {
  auto text = spec::parse_json(reply.body);
  auto* json = std::get_if<spec::JsonText>(&text);
  if (json == nullptr) return;
  visit(json->value, change);
  reply.body = spec::dump(json->value);
}

mock::WireReply refusal(int status) {
  mock::WireReply reply;
  reply.status = status;
  reply.media_type = "application/json";
  reply.body = R"({"message":"no"})";
  return reply;
}

}  // namespace assay::runners
