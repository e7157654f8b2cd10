// What the user asked for, understood and checked. Plain data.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "runners/client.h"
#include "runners/command_line.h"
#include "runners/mock/mock.h"
#include "spec/exchange.h"
#include "spec/load.h"

namespace assay::runners {

// The name by which --overlay means the overlay that the program carries in itself.
inline constexpr std::string_view kEmbeddedOverlay = "zoom-user";

struct DocumentOptions {
  std::string document;               // "": the embedded one, and its overlay before all others
  std::vector<std::string> overlays;  // files, or kEmbeddedOverlay
  spec::Source source() const;
  std::vector<spec::Source> overlay_sources() const;
};

struct RunOptions {
  DocumentOptions documents;
  std::optional<std::string> url;
  std::optional<Target> target;    // of `url`
  std::vector<std::string> junit;  // files
  std::vector<std::string> only, skip;
  std::optional<std::uint64_t> seed;
  std::size_t cases = 20;
  std::size_t jobs = 2;
  std::size_t max_shrinks = 200;
  std::vector<spec::Header> headers;
  std::chrono::milliseconds timeout{10'000};
  std::string run_id;  // "": a random one
  std::string defect;
  mock::RefusalStyle refusal = mock::RefusalStyle::http;
  std::string config;  // the file that some of this came from; for the replay line
  bool fail_fast = false;
  bool plan = false;
  bool quiet = false;
};

struct MockCommandOptions {
  DocumentOptions documents;
  std::string host = "127.0.0.1";
  int port = 4010;
  mock::RefusalStyle refusal = mock::RefusalStyle::http;
  std::string defect;
  bool list_defects = false;
};

struct ContractOptions {
  DocumentOptions documents;
};

struct LawsOptions {
  bool list = false;
};

// What is wrong, a line each: "--cases: 'x' is no whole number from 1 to 1000000".
using UsageErrors = std::vector<std::string>;

std::variant<RunOptions, UsageErrors> run_options(const RawValues& values);
std::variant<MockCommandOptions, UsageErrors> mock_options(const RawValues& values);
ContractOptions contract_options(const RawValues& values);
LawsOptions laws_options(const RawValues& values);

// The command line's values, and for options that it doesn't give those of the configuration file.
RawValues merged(const RawValues& line, const RawValues& config);

}  // namespace assay::runners
