#include "runners/command_line.h"

#include <gtest/gtest.h>

namespace assay::runners {
namespace {

Invocation parsed(const std::vector<std::string>& arguments) {
  auto result = parse_command_line(arguments);
  if (const auto* error = std::get_if<std::string>(&result)) ADD_FAILURE() << *error;
  return std::holds_alternative<Invocation>(result) ? std::get<Invocation>(result) : Invocation{};
}

std::string error(const std::vector<std::string>& arguments) {
  auto result = parse_command_line(arguments);
  const auto* text = std::get_if<std::string>(&result);
  return text == nullptr ? "no error" : *text;
}

std::vector<std::string> texts(const Invocation& invocation, const std::string& name) {
  std::vector<std::string> out;
  if (const auto it = invocation.values.find(name); it != invocation.values.end()) {
    for (const RawValue& value : it->second) out.push_back(value.text);
  }
  return out;
}

using Texts = std::vector<std::string>;

TEST(CommandLine, TakesValuesAsTheyAre) {
  const Invocation run = parsed({"run", "zoom.yml", "--header", "X-List: [a,b]",
                                 "--header=X-Empty:", "--cases", "010", "--seed=-1"});
  EXPECT_EQ(run.kind, CommandKind::run);
  EXPECT_EQ(texts(run, "document"), Texts{"zoom.yml"});
  EXPECT_EQ(texts(run, "header"), (Texts{"X-List: [a,b]", "X-Empty:"}));
  EXPECT_EQ(texts(run, "cases"), Texts{"010"});
  EXPECT_EQ(texts(run, "seed"), Texts{"-1"});
}

TEST(CommandLine, OptionsThatMayBeRepeatedTakeOneValueEach) {
  const Invocation run = parsed({"run", "--overlay", "a.yml", "zoom.yml", "--overlay", "b.yml",
                                 "--only", "x", "--only", "y"});
  EXPECT_EQ(texts(run, "overlay"), (Texts{"a.yml", "b.yml"}));
  EXPECT_EQ(texts(run, "document"), Texts{"zoom.yml"});
  EXPECT_EQ(texts(run, "only"), (Texts{"x", "y"}));
}

TEST(CommandLine, KnowsItsCommandsAndFlags) {
  EXPECT_EQ(parsed({}).kind, CommandKind::none);
  EXPECT_TRUE(parsed({"--version"}).version);
  EXPECT_TRUE(parsed({"--help"}).help);
  const Invocation help = parsed({"mock", "--help"});
  EXPECT_TRUE(help.help);
  EXPECT_EQ(help.kind, CommandKind::mock);
  EXPECT_EQ(texts(parsed({"mock", "--list-defects"}), "list-defects"), Texts{""});
  EXPECT_EQ(parsed({"laws", "--list"}).kind, CommandKind::laws);
}

TEST(CommandLine, SuggestsWhatWasMeant) {
  EXPECT_EQ(error({"run", "--num-case", "3"}), "unknown option --num-case; did you mean --cases?");
  EXPECT_EQ(error({"run", "--repot=junit=x"}), "unknown option --repot; did you mean --report?");
  EXPECT_EQ(error({"rnu"}), "unknown command rnu; did you mean run?");
  EXPECT_EQ(error({"run", "--frobnicate"}), "unknown option --frobnicate");
  EXPECT_EQ(error({"--cases", "3"}), "unknown option --cases");
}

TEST(CommandLine, SaysWhatIsMissingOrTooMuch) {
  EXPECT_EQ(error({"run", "--cases"}), "--cases needs a value");
  EXPECT_EQ(error({"run", "--cases", "1", "--cases", "2"}), "--cases is given twice");
  EXPECT_EQ(error({"run", "a.yml", "b.yml"}),
            "'b.yml': there can be only one document; overlays are given with --overlay");
  EXPECT_EQ(error({"laws", "a.yml"}), "'a.yml': this command takes no document");
}

}  // namespace
}  // namespace assay::runners
