// The embedded mock: an HTTP server that behaves as the contract and its declarations say, driven
// by them and not by hand-written routes. It includes only spec/, has its own validation and its
// own state, and shares no judgement with the rest. A *defect* makes it break one promise. The only
// file with httplib's server is server.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/contract.h"

namespace assay::runners::mock {

enum class RefusalStyle {
  http,
  envelope
};  // a 4xx, or 200 with what the contract declares as its refusal

// One row of the catalogue of defects.
struct Defect {
  std::string_view id;      // "create-ignores-default"
  std::string_view family;  // of the law that must catch it: "default"
  std::string_view
      law;  // a selector (spec::selects) of the laws that may be broken by it: "default/*"
  std::string_view sentence;  // what is wrong
};

std::span<const Defect> defect_catalogue();

struct MockOptions {
  RefusalStyle refusal = RefusalStyle::http;
  std::string defect;  // an id of the catalogue; "" honest
  std::string host = "127.0.0.1";
  int port = 0;  // 0: any free one
  bool check_credentials = true;
  std::vector<std::pair<std::string, std::string>> credentials;  // scheme name -> the right value
};

class Mock {
 public:
  // The contract must outlive the mock. An unknown defect throws std::invalid_argument.
  Mock(const spec::Contract& contract, MockOptions options);
  ~Mock();  // stops
  Mock(const Mock&) = delete;
  Mock& operator=(const Mock&) = delete;

  // Starts to listen and to answer in threads of its own. "" or what went wrong ("port 4010 is
  // taken").
  std::string start();
  int port() const;
  std::string url()
      const;    // "http://127.0.0.1:PORT" + the path of the contract's first server ("/v1")
  void wait();  // until stop() is called from elsewhere
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::runners::mock
