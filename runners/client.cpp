#include "runners/client.h"

#include <httplib.h>
#include <unistd.h>

#include <functional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "runners/content_coding.h"
#include "runners/converse.h"
#include "runners/dial.h"
#include "runners/http_answer.h"
#include "runners/http_request.h"
#include "runners/tls.h"
#include "runners/wire.h"

namespace assay::runners {

using spec::Answer;
using spec::Fault;

namespace {

using Clock = std::chrono::steady_clock;

// What is to be done once a connection stands: true keeps it for the next request.
using Talk = std::function<bool(Wire&)>;

// One kept connection.
class Line {
 public:
  virtual ~Line() = default;

  // What was found on the kept connection; if it can't serve another request any more it is closed.
  virtual std::string check() = 0;

  struct Opened {
    bool fresh = false;   // a new connection was opened for this
    bool failed = false;  // … or could not be: `kind` and `what` say why; nothing was talked
    Fault::Kind kind = Fault::Kind::refused;
    std::string what;
  };
  virtual Opened run(const Talk& talk, Deadline deadline) = 0;

  virtual void close() = 0;
};

// httplib's client as the keeper of a socket (and of its TLS): it opens one when there is none,
// hands it over, and closes it when it is told to. It neither writes nor reads HTTP here.
template <class Base>
class LineOver final : public Line, private Base {
 public:
  LineOver(const std::string& host, int port)
      : Base(host, port), host_name_(host), dialer_(host, port) {
    this->set_keep_alive(true);
    if constexpr (kTls) trust_system_authorities(this->ssl_context());
  }

  std::string check() override {
    if (!this->socket_.is_open()) return {};
    std::string stray;
    bool ended = false;
    with_wire(this->socket_, [&](Wire& wire) {
      stray = stray_bytes(wire, {}, ended);
      return true;
    });
    if (ended || !stray.empty()) close();
    return stray;
  }

  Opened run(const Talk& talk, Deadline deadline) override {
    talk_ = &talk;
    deadline_ = deadline;
    opened_ = {};
    httplib::Request unused_request;
    httplib::Response unused_response;
    httplib::Error unused_error = httplib::Error::Success;
    this->send(unused_request, unused_response, unused_error);
    talk_ = nullptr;
    return std::move(opened_);
  }

  void close() override { this->stop(); }

 private:
  static constexpr bool kTls = std::is_same_v<Base, httplib::SSLClient>;
  using Socket = typename Base::Socket;

  bool create_and_connect_socket(Socket& socket, httplib::Error& error) override {
    opened_.fresh = true;
    const Dialed dialed = dialer_.dial(deadline_);
    if (dialed.descriptor < 0) {
      error = httplib::Error::Connection;
      return fail(dialed.kind, dialed.what);
    }
    if constexpr (kTls) {
      const Handshake handshake =
          shake_hands(this->ssl_context(), dialed.descriptor, host_name_, deadline_);
      if (handshake.ssl == nullptr) {
        ::close(dialed.descriptor);
        error = httplib::Error::SSLConnection;
        return fail(handshake.late ? Fault::Kind::timeout : Fault::Kind::refused, handshake.what);
      }
      socket.ssl = handshake.ssl;
    }
    socket.sock = dialed.descriptor;
    return true;
  }

  bool process_socket(const Socket& socket, std::function<bool(httplib::Stream&)>) override {
    return with_wire(socket, *talk_);
  }

  bool is_ssl() const override { return false; }  // the handshake is ours

  bool fail(Fault::Kind kind, const std::string& what) {
    opened_.failed = true;
    opened_.kind = kind;
    opened_.what = what;
    return false;
  }

  template <class Function>
  static bool with_wire(const Socket& socket, const Function& function) {
    if constexpr (kTls) {
      TlsWire wire(socket.ssl);
      return function(wire);
    } else {
      SocketWire wire(socket.sock);
      return function(wire);
    }
  }

  std::string host_name_;
  Dialer dialer_;
  const Talk* talk_ = nullptr;
  Deadline deadline_;
  Opened opened_;
};

std::string seconds(std::chrono::milliseconds time) {
  const auto tenths = (time.count() + 50) / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

Fault fault(Fault::Kind kind, std::string detail) {
  Fault result;
  result.kind = kind;
  result.detail = std::move(detail);
  return result;
}

Fault fault_of(const Conversation& talked, const AnswerParser& parser, const std::string& request,
               const ClientLimits& limits) {
  Fault result;
  switch (talked.end) {
    case Conversation::End::late:
      result = fault(Fault::Kind::timeout, parser.progress() + " after " + seconds(limits.timeout));
      break;
    case Conversation::End::reset:
      result = fault(Fault::Kind::reset, talked.received == 0 ? "reset without an answer"
                                                              : "reset after " + parser.progress());
      break;
    case Conversation::End::broken:
    case Conversation::End::answered:
      result = fault(parser.fault(), parser.what());
      break;
  }
  if (!talked.sent_all) {
    result.detail +=
        "; not the whole request of " + std::to_string(request.size()) + " bytes was taken";
  }
  result.status = parser.status();
  return result;
}

// Undoes the codings, the last one first. A fault if one of them lies.
std::variant<std::string, Fault> decoded(std::string body, const std::vector<std::string>& codings,
                                         bool unknown_is_fault, std::size_t cap) {
  for (auto coding = codings.rbegin(); coding != codings.rend(); ++coding) {
    if (*coding == "identity") continue;
    if (!is_known_coding(*coding)) {
      if (unknown_is_fault) {
        return fault(Fault::Kind::malformed, "unknown Transfer-Encoding " + quote_bytes(*coding));
      }
      break;
    }
    Decoded result = decode(*coding, body, cap);
    if (result.state == Decoded::State::lying) {
      return fault(Fault::Kind::malformed, "encoded as " + *coding + ": " + result.what);
    }
    if (result.state == Decoded::State::too_large) {
      return fault(Fault::Kind::endless,
                   "a body of more than " + std::to_string(cap) + " bytes once decoded");
    }
    body = std::move(result.bytes);
  }
  return body;
}

void read_json(Answer& answer) {
  if (answer.body.empty()) return;
  auto parsed = spec::parse_json(answer.body);
  if (auto* text = std::get_if<spec::JsonText>(&parsed)) {
    answer.json = std::move(text->value);
    answer.duplicate_keys = std::move(text->duplicate_keys);
  } else {
    const auto& error = std::get<spec::JsonError>(parsed);
    const bool too_deep = error.what.starts_with("nested deeper");
    answer.json_error = "byte " + std::to_string(error.offset) + ": " +
                        (too_deep && !spec::closes_brackets(answer.body)
                             ? "a bracket or a string that is not closed"
                             : error.what);
  }
}

std::variant<Answer, Fault> answer_of(AnswerParser& parser, std::size_t cap) {
  auto body = decoded(std::move(parser.body()), parser.transfer_codings(), true, cap);
  if (auto* text = std::get_if<std::string>(&body)) {
    body =
        decoded(std::move(*text), header_items(parser.headers(), "Content-Encoding"), false, cap);
  }
  if (auto* wrong = std::get_if<Fault>(&body)) {
    wrong->status = parser.status();
    return std::move(*wrong);
  }
  Answer answer;
  answer.status = parser.status();
  answer.headers = std::move(parser.headers());
  answer.body = std::get<std::string>(std::move(body));
  const auto types = header_items(answer.headers, "Content-Type");
  if (!types.empty()) answer.media_type = types.front();
  read_json(answer);
  return answer;
}

bool asks_to_close(const spec::Request& request) {
  for (const std::string& option : header_items(request.headers, "Connection")) {
    if (option == "close") return true;
  }
  return false;
}

}  // namespace

struct Client::Impl {
  Target target;
  ClientLimits limits;
  std::string origin, authority, base_url;
  std::unique_ptr<Line> line;

  // "" or why the request can't be sent; `path` is its request target.
  std::string path_of(const spec::Request& request, std::string_view& path) const {
    const std::string_view url = request.url;
    const std::string_view after =
        url.starts_with(base_url) ? url.substr(base_url.size()) : std::string_view("-");
    if (!after.empty() && after.front() != '/' && after.front() != '?') {
      return "the url " + quote_bytes(url.substr(0, url.find('?'))) + " is not under " + base_url;
    }
    path = url.substr(origin.size());
    return request_problem(request, path);
  }

  // The talk on an open connection; true: it may be used again.
  bool talk(Wire& wire, const spec::Request& request, const std::string& text, Deadline deadline,
            Reply& reply) const {
    AnswerLimits answer_limits;
    answer_limits.body_bytes = limits.body_cap;
    AnswerParser parser(request.method == "HEAD", answer_limits);
    Conversation talked = converse(wire, text, parser, deadline);
    reply.nothing_received = talked.received == 0;
    if (talked.end != Conversation::End::answered) {
      Fault wrong = fault_of(talked, parser, text, limits);
      wrong.received = std::move(talked.first_bytes);
      reply.outcome = std::move(wrong);
      return false;
    }
    bool keep = parser.persistent() && talked.sent_all && !asks_to_close(request);
    reply.outcome = answer_of(parser, limits.body_cap);
    // As late as possible, so that what follows the answer has had time to come.
    bool ended = false;
    const std::string stray = stray_bytes(wire, parser.rest(), ended);
    keep = keep && !ended && stray.empty();
    if (auto* answer = std::get_if<Answer>(&reply.outcome)) {
      answer->stray = stray;
    } else {
      std::get<Fault>(reply.outcome).received = std::move(talked.first_bytes);
    }
    return keep;
  }
};

Client::Client(const Target& target, const ClientLimits& limits) : impl_(std::make_unique<Impl>()) {
  impl_->target = target;
  impl_->limits = limits;
  impl_->authority = target.authority();
  impl_->origin = target.scheme + "://" + impl_->authority;
  impl_->base_url = target.url();
  if (target.scheme == "https") {
    impl_->line = std::make_unique<LineOver<httplib::SSLClient>>(target.host, target.port);
  } else {
    impl_->line = std::make_unique<LineOver<httplib::ClientImpl>>(target.host, target.port);
  }
}

Client::~Client() = default;

Client::Reply Client::send(const spec::Request& request) {
  Reply reply;
  std::string_view path;
  if (std::string problem = impl_->path_of(request, path); !problem.empty()) {
    reply.outcome = fault(Fault::Kind::unsent, std::move(problem));
    reply.nothing_received = true;
    return reply;
  }
  const std::string text = request_bytes(request, path, impl_->authority, "assay/" ASSAY_VERSION);
  const auto start = Clock::now();
  const Deadline deadline = start + impl_->limits.timeout;
  reply.late_stray = impl_->line->check();
  const Talk talk = [&](Wire& wire) { return impl_->talk(wire, request, text, deadline, reply); };
  Line::Opened opened = impl_->line->run(talk, deadline);
  reply.reused_connection = !opened.fresh;
  if (opened.failed) {
    reply.outcome = fault(opened.kind, std::move(opened.what));
    reply.nothing_received = true;
  }
  reply.duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
  return reply;
}

void Client::take_at_most(std::chrono::milliseconds timeout) {
  impl_->limits.timeout = timeout;
}

void Client::reconnect() {
  impl_->line->close();
}

}  // namespace assay::runners
