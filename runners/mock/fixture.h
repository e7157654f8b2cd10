// For tests: the embedded contract and a mock behind it that is asked without a socket.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runners/mock/service.h"
#include "spec/form.h"
#include "spec/json.h"

namespace assay::runners::mock::testing {

const spec::Contract& contract();

MockOptions options(std::string defect = {}, RefusalStyle style = RefusalStyle::http);

using Fields = std::vector<std::pair<std::string, std::string>>;

// Asks one mock, with the right credentials unless told otherwise.
class Client {
 public:
  explicit Client(std::string defect = {}, RefusalStyle style = RefusalStyle::http);

  struct Answer {
    WireReply reply;
    spec::Json json;
    bool ok() const {
      return reply.status >= 200 && reply.status < 300 && json.find("error") == nullptr;
    }
    std::string at(
        std::string_view pointer) const;  // text of a value; "none" where there is nothing
  };

  Answer ask(const std::string& operation, const Fields& fields);
  Answer send(WireRequest request);
  // With the body as it stands.
  Answer post(const std::string& operation, const std::string& body);

  // Makes a user; the id.
  std::string create(const std::string& email, const Fields& more = {},
                     const std::string& operation = "userAutocreate");

  std::size_t objects() const { return service_.objects(); }
  static std::string credentials() {
    return "api_key=key-4711-key-4711&api_secret=Secret-4711-Secret";
  }

 private:
  Service service_;
};

// "u7@example.com"
std::string address(const char* name, int number);

WireRequest request(const std::string& operation, const std::string& body);

}  // namespace assay::runners::mock::testing
