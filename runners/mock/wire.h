// What travels between the door (server.cpp) and the mock behind it: a request as it came, and the
// answer to give. Plain values; each belongs to the thread that handles the connection.
#pragma once

#include <functional>
#include <string>

namespace assay::runners::mock {

struct WireRequest {
  std::string method;
  std::string path;                                     // decoded, without the query
  std::string query;                                    // raw, after the '?'
  std::string body;                                     // raw
  std::function<std::string(const char* name)> header;  // "" where there is none
};

struct WireReply {
  int status = 200;
  std::string media_type;  // "" no body
  std::string body;
  std::string allow;                                                // of a 405
  std::string encoding;                                             // Content-Encoding; "" none
  enum class Ending { whole, cut, chunk_missing, stray, hang_up };  // all but `whole` are defects
  Ending ending = Ending::whole;
};

}  // namespace assay::runners::mock
