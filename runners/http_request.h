// One HTTP/1.1 request as bytes (RFC 9112). Pure: no sockets, no clock. Nothing is escaped, sorted
// or corrected: what the request says is what goes out, and what can't go out as it stands (a
// header value with a line end) is refused.
#pragma once

#include <string>
#include <string_view>

#include "spec/exchange.h"

namespace assay::runners {

// "" or why the request can't be written without becoming another one: `header "X-A" contains a
// line end`.
std::string request_problem(const spec::Request& request, std::string_view path);

// Head and body. `path` is the request target ("/v1/user/get?x=1"; "" becomes "/"), `authority` the
// Host. Host, User-Agent and Accept are added unless given; Content-Length is added if there is a
// body or the method usually has one, unless the request sets it (or Transfer-Encoding) itself.
std::string request_bytes(const spec::Request& request, std::string_view path,
                          std::string_view authority, std::string_view user_agent);

// True if the text is a token (RFC 9110 section 5.6.2): a method, the name of a header.
bool is_token(std::string_view text);

// Equal but for the case of ASCII letters.
bool equal_fold(std::string_view a, std::string_view b);

// Bytes for a message: in quotes, cut after 60 bytes, everything unprintable as \xNN.
std::string quote_bytes(std::string_view bytes);

}  // namespace assay::runners
