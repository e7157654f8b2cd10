#include "runners/http_answer.h"

#include <gtest/gtest.h>

namespace assay::runners {
namespace {

using Kind = spec::Fault::Kind;
using State = AnswerParser::State;

struct Outcome {
  State state = State::more;
  int status = 0;
  std::string headers, body, rest, what;
  bool persistent = false;
  Kind kind = Kind::closed;
  bool operator==(const Outcome&) const = default;
};

Outcome outcome_of(AnswerParser& parser) {
  Outcome out;
  out.state = parser.state();
  out.status = parser.status();
  for (const auto& header : parser.headers()) out.headers += header.name + "=" + header.value + ";";
  out.body = parser.body();
  if (out.state == State::done) {
    out.rest = parser.rest();
    out.persistent = parser.persistent();
  }
  if (out.state == State::failed) {
    out.kind = parser.fault();
    out.what = parser.what();
  }
  return out;
}

Outcome parse(const std::string& bytes, bool ended = false, bool to_head = false,
              AnswerLimits limits = {}) {
  AnswerParser parser(to_head, limits);
  const State state = parser.feed(bytes);
  if (ended && state == State::more) parser.end_of_stream();
  return outcome_of(parser);
}

// As parse(), but a byte at a time: where the network cuts must not matter.
Outcome drip(const std::string& bytes, bool ended = false) {
  AnswerParser parser(false, {});
  for (char c : bytes) {
    if (parser.state() != State::more) break;
    parser.feed({&c, 1});
  }
  if (ended && parser.state() == State::more) parser.end_of_stream();
  return outcome_of(parser);
}

TEST(HttpAnswer, ReadsStatusHeadersInOrderWithRepetitionsAndTheBody) {
  const Outcome got = parse(
      "HTTP/1.1 201 Made it\r\nB: 2\r\na:  1 \r\nB:3\r\nX: %2F\r\nContent-Length: 2\r\n\r\nok");
  EXPECT_EQ(got.state, State::done);
  EXPECT_EQ(got.status, 201);
  EXPECT_EQ(got.headers, "B=2;a=1;B=3;X=%2F;Content-Length=2;");
  EXPECT_EQ(got.body, "ok");
  EXPECT_TRUE(got.persistent);
}

TEST(HttpAnswer, ABareLineFeedEndsALineToo) {
  const Outcome got = parse("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
  EXPECT_EQ(got.state, State::done);
  EXPECT_EQ(got.body, "ok");
}

TEST(HttpAnswer, AFoldedHeaderIsJoinedWithABlank) {
  EXPECT_EQ(parse("HTTP/1.1 204 \r\nA: 1\r\n\t 2\r\n\r\n").headers, "A=1 2;");
}

TEST(HttpAnswer, TheReasonMayBeMissing) {
  EXPECT_EQ(parse("HTTP/1.1 204\r\n\r\n").state, State::done);
}

TEST(HttpAnswer, InterimAnswersAreSkipped) {
  const Outcome got = parse(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.headers, "Content-Length=1;");
  EXPECT_EQ(got.body, "x");
}

TEST(HttpAnswer, SomeAnswersHaveNoBodyWhateverTheyAnnounce) {
  EXPECT_EQ(parse("HTTP/1.1 204 No\r\nContent-Length: 9\r\n\r\n").state, State::done);
  EXPECT_EQ(parse("HTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\n").state, State::done);
  EXPECT_EQ(parse("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", false, true).state, State::done);
  EXPECT_EQ(parse("HTTP/1.1 204 No\r\n\r\nbody").rest, "body");
}

TEST(HttpAnswer, ABodyWithoutLengthEndsWithTheConnection) {
  EXPECT_EQ(parse("HTTP/1.1 200 OK\r\n\r\nhello").state, State::more);
  const Outcome got = parse("HTTP/1.1 200 OK\r\n\r\nhello", true);
  EXPECT_EQ(got.state, State::done);
  EXPECT_EQ(got.body, "hello");
  EXPECT_FALSE(got.persistent);
}

TEST(HttpAnswer, ChunksMayHaveExtensionsAndTrailers) {
  const Outcome got = parse(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "5;a=\"b\"\r\nhello\r\n6 \r\n world\r\n000\r\nX-Sum: 9\r\n\r\nHTTP");
  EXPECT_EQ(got.state, State::done);
  EXPECT_EQ(got.body, "hello world");
  EXPECT_EQ(got.headers, "Transfer-Encoding=Chunked;");
  EXPECT_EQ(got.rest, "HTTP");
  EXPECT_TRUE(got.persistent);
}

TEST(HttpAnswer, ChunkedWinsOverAContentLengthAndEndsTheConnection) {
  const Outcome got = parse(
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2\r\nok\r\n0\r\n\r\n");
  EXPECT_EQ(got.body, "ok");
  EXPECT_FALSE(got.persistent);
}

TEST(HttpAnswer, TheConnectionPersistsAsTheStandardSays) {
  const std::string length = "Content-Length: 0\r\n\r\n";
  EXPECT_TRUE(parse("HTTP/1.1 200 OK\r\n" + length).persistent);
  EXPECT_FALSE(parse("HTTP/1.1 200 OK\r\nConnection: x, Close\r\n" + length).persistent);
  EXPECT_FALSE(parse("HTTP/1.0 200 OK\r\n" + length).persistent);
  EXPECT_TRUE(parse("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + length).persistent);
}

TEST(HttpAnswer, EqualContentLengthsAreOne) {
  EXPECT_EQ(parse("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\nContent-Length: 02\r\n\r\nok").body,
            "ok");
}

TEST(HttpAnswer, WhereTheBytesAreCutDoesNotMatter) {
  for (const std::string& bytes : {
           std::string(
               "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 5\r\n\r\nhello"),
           std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nT: "
                       "x\r\n\r\n"),
           std::string("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n"),
           std::string("HTTP/1.1 200 OK\r\n\r\nhello"),
           std::string("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello"),
           std::string("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Length: 8\r\n\r\n"),
       }) {
    EXPECT_EQ(parse(bytes, true), drip(bytes, true)) << bytes;
  }
}

struct Bad {
  const char* bytes;
  Kind kind;
  const char* what;
};

TEST(HttpAnswer, WhatIsWrongIsToldWithItsPlace) {
  const Bad cases[] = {
      {"", Kind::closed, "closed without an answer"},
      {"HTT", Kind::cut, "3 bytes of a status line"},
      {"HTTP/1.1 100 Continue\r\n\r\n", Kind::cut, "an interim answer 100 only"},
      {"HTTP/1.1 200 OK\r\nA: 1\r\nB", Kind::cut, "1 headers, not their end"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nhello, world", Kind::cut,
       "12 of 40 bytes of the body"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", Kind::cut,
       "3 of 5 bytes of a chunk, 3 of the body"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", Kind::cut,
       "5 bytes of the body, not the last chunk"},
      {"SSH-2.0-x", Kind::malformed, "no status line: \"SSH-2.0-x\""},
      {"\r\nHTTP/1.1 200 OK\r\n\r\n", Kind::malformed,
       "no status line: \"\\r\\nHTTP/1.1 200 OK\\r\\n\\r\\n\""},
      {"HTTP/2 200\r\n\r\n", Kind::malformed, "no status line: \"HTTP/2 200\""},
      {"HTTP/1.1 20 OK\r\n\r\n", Kind::malformed, "no status line: \"HTTP/1.1 20 OK\""},
      {"HTTP/1.1 2000 OK\r\n\r\n", Kind::malformed, "no status line: \"HTTP/1.1 2000 OK\""},
      {"HTTP/1.1 099 OK\r\n\r\n", Kind::malformed, "no status line: \"HTTP/1.1 099 OK\""},
      {"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", Kind::malformed,
       "a header without colon: \"no colon\""},
      {"HTTP/1.1 200 OK\r\nA : 1\r\n\r\n", Kind::malformed,
       "a header's name is no token: \"A : 1\""},
      {"HTTP/1.1 200 OK\r\n x\r\n\r\n", Kind::malformed, "a header begins with a blank: \" x\""},
      {"HTTP/1.1 200 OK\r\nA: 1\r2\r\n\r\n", Kind::malformed, "a bare CR in \"A: 1\\r2\""},
      {"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n", Kind::malformed,
       "Content-Length: \"abc\" is no number"},
      {"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", Kind::malformed,
       "Content-Length: \"-1\" is no number"},
      {"HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n", Kind::malformed,
       "Content-Length: \"\" is no number"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", Kind::malformed,
       "Content-Length is both 1 and 2"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000002\r\nhi\r\n0\r\n\r\n",
       Kind::cut, "9 of 4611686018427387904 bytes of a chunk, 9 of the body"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello\r\n0\r\n\r\n",
       Kind::malformed, "a chunk of 6 bytes goes on: \"\\n0\\r\\n\\r\\n\""},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", Kind::malformed,
       "no chunk size: \"zz\\r\\n\""},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5 5\r\n", Kind::malformed,
       "no chunk size: \"5 5\""},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n", Kind::malformed,
       "a chunk of 2 bytes goes on: \"llo\\r\\n\""},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", Kind::malformed,
       "Transfer-Encoding: chunked is not the last coding"},
  };
  for (const Bad& bad : cases) {
    const Outcome got = parse(bad.bytes, true);
    EXPECT_EQ(got.state, State::failed) << bad.bytes;
    EXPECT_EQ(got.kind, bad.kind) << bad.bytes;
    EXPECT_EQ(got.what, bad.what) << bad.bytes;
  }
}

TEST(HttpAnswer, ANulInAHeaderIsMalformed) {
  const Outcome got = parse(std::string("HTTP/1.1 200 OK\r\nA: 1\0002\r\n\r\n", 28));
  EXPECT_EQ(got.kind, Kind::malformed);
  EXPECT_EQ(got.what, "a NUL in \"A: 1\\x002\"");
}

TEST(HttpAnswer, TheLastChunkWithoutTheEndOfTheTrailersIsAWholeBody) {
  const Outcome got =
      parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n", true);
  EXPECT_EQ(got.state, State::done);
  EXPECT_FALSE(got.persistent);
}

TEST(HttpAnswer, LimitsAreKept) {
  AnswerLimits limits;
  limits.body_bytes = 4;
  const Outcome sized =
      parse("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", false, false, limits);
  EXPECT_EQ(sized.kind, Kind::endless);
  EXPECT_EQ(sized.what, "a body of more than 4 bytes");
  EXPECT_EQ(parse("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhell", false, false, limits).state,
            State::done);
  EXPECT_EQ(parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "ffffffffffffffffffff\r\nhello",
                  false, false, limits)
                .kind,
            Kind::endless);
  std::string many = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 10'001; ++i) many += "A: 1\r\n";
  EXPECT_EQ(parse(many).what, "more than 10000 headers");
  EXPECT_EQ(parse("HTTP/1.1 200 OK\r\nA: " + std::string(2u << 20, 'x')).what,
            "headers of more than 1048576 bytes");
}

}  // namespace
}  // namespace assay::runners
