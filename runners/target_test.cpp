#include <gtest/gtest.h>

#include "runners/client.h"

namespace assay::runners {
namespace {

TEST(Target, KeepsSchemeHostPortAndPath) {
  const auto target = std::get<Target>(parse_target("HTTP://LocalHost:4010/v1/"));
  EXPECT_EQ(target.scheme, "http");
  EXPECT_EQ(target.host, "localhost");
  EXPECT_EQ(target.port, 4010);
  EXPECT_EQ(target.base_path, "/v1");
  EXPECT_TRUE(target.loopback);
  EXPECT_EQ(target.url(), "http://localhost:4010/v1");
}

TEST(Target, LeavesOutTheSchemesOwnPort) {
  EXPECT_EQ(std::get<Target>(parse_target("https://api.zoom.us:443/v1")).url(),
            "https://api.zoom.us/v1");
  EXPECT_EQ(std::get<Target>(parse_target("http://a/")).url(), "http://a");
  EXPECT_EQ(std::get<Target>(parse_target("https://a:80")).url(), "https://a:80");
}

TEST(Target, KnowsLoopback) {
  for (const char* url : {"http://127.0.0.1", "http://127.9.9.9:1", "http://[::1]:5",
                          "http://x.localhost", "http://[::ffff:127.0.0.1]"}) {
    EXPECT_TRUE(std::get<Target>(parse_target(url)).loopback) << url;
  }
  for (const char* url : {"http://10.0.0.1", "http://localhost.example", "http://[::2]",
                          "http://127.0.0.1.example", "http://notlocalhost"}) {
    EXPECT_FALSE(std::get<Target>(parse_target(url)).loopback) << url;
  }
}

TEST(Target, AnIpv6AddressKeepsItsBracketsInTheUrlOnly) {
  const auto target = std::get<Target>(parse_target("http://[::1]:4010"));
  EXPECT_EQ(target.host, "::1");
  EXPECT_EQ(target.url(), "http://[::1]:4010");
}

TEST(Target, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"127.0.0.1:4010", "127.0.0.1:4010: no scheme; write http://127.0.0.1:4010"},
      {"ftp://a", "ftp://a: the scheme must be http or https"},
      {"http://", "http://: it names no host"},
      {"http://:80", "http://:80: it names no host"},
      {"http://a:0", "http://a:0: its port must be a number from 1 to 65535"},
      {"http://a:65536", "http://a:65536: its port must be a number from 1 to 65535"},
      {"http://a:", "http://a:: its port must be a number from 1 to 65535"},
      {"http://u:p@a/",
       "the target: credentials don't belong in its URL; set them in the environment"},
      {"http://a/?key=1", "http://a/: a target has no query ('?')"},
      {"http://a/#x", "http://a/: a target has no fragment ('#')"},
      {"http://a b/", "http://a b/: a URL has no blanks, control or non-ASCII characters"},
      {"http://::1:80", "http://::1:80: an IPv6 address stands in brackets: http://[::1]:4010"},
      {"http://[::1", "http://[::1: its host has no closing bracket"},
      {"http://[x]", "http://[x]: x is no IPv6 address"},
      {"http://a%20b", "http://a%20b: a%20b is no host name"},
  };
  for (const auto& [url, what] : cases) {
    const auto result = parse_target(url);
    ASSERT_TRUE(std::holds_alternative<std::string>(result)) << url;
    EXPECT_EQ(std::get<std::string>(result), what);
  }
}

}  // namespace
}  // namespace assay::runners
