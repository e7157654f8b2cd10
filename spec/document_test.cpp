#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "spec/load.h"

namespace assay::spec {
namespace {

// A directory of its own for each test, gone afterwards.
class Documents : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::temp_directory_path() /
                 ("assay-" + std::to_string(getpid()) + "-" + test->name());
    std::filesystem::create_directories(directory_);
    before_ = std::filesystem::current_path();
    std::filesystem::current_path(directory_);
  }
  void TearDown() override {
    std::filesystem::current_path(before_);
    std::filesystem::remove_all(directory_);
  }

  static void write(const std::string& name, std::string_view text) {
    std::filesystem::create_directories(std::filesystem::absolute(name).parent_path());
    std::ofstream(name, std::ios::binary) << text;
  }

  static std::string told(const LoadedDocument& loaded) {
    std::string out;
    for (const Complaint& complaint : loaded.complaints) {
      if (!out.empty()) out += '\n';
      out += to_string(complaint);
    }
    return out;
  }

  // The document as one line of JSON, or what is wrong.
  static std::string loaded(const std::string& document,
                            const std::vector<std::string>& overlays = {}) {
    std::vector<Source> sources;
    for (const std::string& overlay : overlays) sources.push_back({overlay, std::nullopt});
    const LoadedDocument result = load_document({document, std::nullopt}, sources);
    EXPECT_EQ(result.document.has_value(), !has_errors(result.complaints));
    std::string out = told(result);
    if (result.document && !out.empty()) out += '\n';
    if (result.document) out += dump(*result.document);
    return out;
  }

  // The document `text` with one overlay of these actions.
  static std::string overlaid(std::string_view text, const std::string& actions) {
    write("d.yaml", text);
    write("o.yaml", "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n" + actions);
    return loaded("d.yaml", {"o.yaml"});
  }

 private:
  std::filesystem::path directory_, before_;
};

TEST_F(Documents, TellWhyAFileCannotBeRead) {
  EXPECT_EQ(loaded("nope.yaml"), "nope.yaml: error: no such file; check the path");
  std::filesystem::create_directory("dir");
  EXPECT_EQ(loaded("dir"), "dir: error: this is a directory; name a file in it");
  if (geteuid() != 0) {
    write("secret.yaml", "a: 1");
    std::filesystem::permissions("secret.yaml", std::filesystem::perms::none);
    EXPECT_EQ(loaded("secret.yaml"),
              "secret.yaml: error: cannot be read: Permission denied; check its permissions");
  }
  write("list.yaml", "- 1");
  EXPECT_EQ(loaded("list.yaml"),
            "list.yaml:1:1: error: an OpenAPI document is a mapping; begin with 'openapi: 3.0.3'");
}

TEST_F(Documents, TellWhatIsWrongWithAllSourcesInOneGo) {
  write("d.yaml", "a: 1\na: 2\n");
  write("o1.yaml", "x: [");
  EXPECT_EQ(loaded("d.yaml", {"o1.yaml", "o2.yaml"}),
            "d.yaml:2:1: error: the key 'a' stands twice; remove one; the first is in line 1\n"
            "o1.yaml:1:4: error: the '[' that opens here is not closed; close it, or separate its "
            "parts by ','\n"
            "o2.yaml: error: no such file; check the path");
}

TEST_F(Documents, AreMergedWithOverlays) {
  EXPECT_EQ(overlaid("a: {b: 1, c: [1], d: {e: 1}}\n",
                     "- target: $.a\n  update: {b: 2, c: [2], d: {f: 2}, g: {h: 3}}\n"
                     "- target: $.a.c\n  update: 3\n"
                     "- target: $.a.c\n  update: {x: 4}\n"
                     "- target: $.a.c\n  update: [5, 6]\n"),
            R"({"a":{"b":2,"c":[1,2,3,{"x":4},5,6],"d":{"e":1,"f":2},"g":{"h":3}}})");
}

TEST_F(Documents, LoseWhatOverlaysRemove) {
  EXPECT_EQ(overlaid("a: [{n: 1}, {n: 2}, {n: 3}]\nb: {c: {d: 1}, e: text}\n",
                     "- target: $.a[?@.n != 2]\n  remove: true\n  update: {ignored: 1}\n"
                     "- target: $.b.c\n  remove: true\n- target: $.b.e\n  remove: true\n"
                     "- target: $.b\n  remove: false\n  update: {c: new}\n"),
            R"({"a":[{"n":2}],"b":{"c":"new"}})");
  EXPECT_EQ(overlaid("a: {a: {a: 1}}\nb: 1", "- {target: $..a, remove: true}"), R"({"b":1})");
}

TEST_F(Documents, AreOverlaidAtManyNestedTargets) {
  EXPECT_EQ(overlaid("a: {a: {a: {}}}", "- target: $..a\n  update: {x: 1, y: 2, z: 3}"),
            R"({"a":{"a":{"a":{"x":1,"y":2,"z":3},"x":1,"y":2,"z":3},"x":1,"y":2,"z":3}})");
  EXPECT_EQ(overlaid("a: [[1], [2]]", "- target: $..[?@[0]]\n  update: 9"),
            R"({"a":[[1,9],[2,9],9]})");
}

TEST_F(Documents, KeepThePlacesOfWhatOverlaysBring) {
  overlaid("a: {b: 1}", "- target: $.a\n  update:\n    b: 2\n    c: 3\n");
  const LoadedDocument result = load_document({"d.yaml", std::nullopt}, {{"o.yaml", std::nullopt}});
  ASSERT_TRUE(result.document);
  EXPECT_EQ(result.files, (std::vector<std::string>{"d.yaml", "o.yaml"}));
  const Mark b = result.document->at_pointer("/a/b")->mark;
  EXPECT_EQ(b.file, 1u);
  EXPECT_EQ(b.line, 6u);
  EXPECT_EQ(b.column, 8u);
  EXPECT_EQ(result.document->at_pointer("/a")->mark.file, 0u);
}

TEST_F(Documents, WarnOfTargetsThatSelectNothing) {
  EXPECT_EQ(
      overlaid("a: 1", "- target: $.b\n  update: {c: 1}\n- target: $\n"),
      "o.yaml:4:11: warning: the target '$.b' selects nothing; check it against the document\n"
      "o.yaml:6:11: warning: the action changes nothing; give it an 'update' or 'remove: true'\n"
      R"({"a":1})");
}

TEST_F(Documents, TellAllThatIsWrongWithAnOverlay) {
  write("d.yaml", "a: {b: text, c: 1}");
  write("o.yaml",
        "overlay: 2.0.0\ninfo: {title: T}\nextra: 1\nactions:\n"
        "- target: $.a[0:1]\n  update: {}\n"
        "- target: $.a\n  updat: {}\n"
        "- target: $.a.b\n  update: {}\n"
        "- target: $.a\n  update: 5\n"
        "- target: $\n  remove: true\n"
        "- target: $.a\n  remove: yes\n"
        "- update: {}\n"
        "- text\n");
  EXPECT_EQ(
      loaded("d.yaml", {"o.yaml"}),
      "o.yaml:1:10: error: overlay version '2.0.0' is not known; known: 1.0.0\n"
      "o.yaml:2:1: error: 'info' needs a 'version', as text\n"
      "o.yaml:3:1: error: unknown key 'extra' in an overlay; known: overlay, info, extends, "
      "actions\n"
      "o.yaml:5:11: error: target '$.a[0:1]', character 6: slices are not supported; name the "
      "indices\n"
      "o.yaml:7:11: warning: the action changes nothing; give it an 'update' or 'remove: true'\n"
      "o.yaml:8:3: error: unknown key 'updat' in an action; did you mean 'update'?\n"
      "o.yaml:9:11: error: the target is a text, which cannot be updated; select what contains it, "
      "and update that\n"
      "o.yaml:12:11: error: the target is a mapping, but the update is a number; make it a "
      "mapping, too\n"
      "o.yaml:13:11: error: the whole document cannot be removed\n"
      "o.yaml:15:11: warning: the action changes nothing; give it an 'update' or 'remove: true'\n"
      "o.yaml:16:11: error: 'remove' must be true or false\n"
      "o.yaml:17:3: error: the action has no 'target'; give it a JSONPath: $.paths['/users'].get\n"
      "o.yaml:18:3: error: an action is a mapping, not a text; give it a 'target' and an 'update' "
      "or 'remove: true'");
  write("o.yaml", "openapi: 3.0.0");
  EXPECT_EQ(
      loaded("d.yaml", {"o.yaml"}),
      "o.yaml:1:1: error: unknown key 'openapi' in an overlay; known: overlay, info, extends, "
      "actions\n"
      "o.yaml:1:1: error: this is no overlay: it has no 'overlay' key; begin with 'overlay: "
      "1.0.0'\n"
      "o.yaml:1:1: error: the overlay needs an 'info' mapping; give it a title and a version\n"
      "o.yaml:1:1: error: the overlay has no 'actions'; list at least one");
}

TEST_F(Documents, AnOverlayCannotFillTheMemory) {
  write("d.yaml", "a: {g: {}}\n");
  std::string doubling = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n";
  for (int i = 0; i < 40; ++i) {
    doubling += "- {target: '$..[?@.g]', update: {n" + std::to_string(i) + ": {g: 1}}}\n";
  }
  write("o.yaml", doubling);
  const std::string told = loaded("d.yaml", {"o.yaml"});
  EXPECT_NE(told.find(":12: error: with this update the overlay adds more than 250000 values; "
                      "select less"),
            std::string::npos)
      << told;
  EXPECT_EQ(told.find("adds more than"), told.rfind("adds more than")) << told;
  std::string deeper = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n";
  for (int i = 0; i < 20; ++i) {
    std::string update = "{g: 1}";
    for (int k = 0; k < 200; ++k) update = "{g" + std::to_string(i) + ": " + update + "}";
    deeper += "- {target: '$..[?@.g]', update: " + update + "}\n";
  }
  write("o.yaml", deeper);
  EXPECT_NE(loaded("d.yaml", {"o.yaml"}).find("may nest deeper than 512"), std::string::npos);
}

TEST_F(Documents, BringInTheFilesThatTheyReferTo) {
  write("api/d.yaml", "a: {$ref: 'parts/b.yaml#/x'}\nc: {$ref: '#/a'}\nd: {z: 1}\n");
  write("api/parts/b.yaml",
        "x: {$ref: '#/y'}\ny: {$ref: '../../more/c.json'}\nw: {$ref: '../d.yaml#/d'}\n");
  write("more/c.json", R"({"p": {"$ref": "../api/parts/b.yaml#/w"}})");
  EXPECT_EQ(
      loaded("api/d.yaml"),
      R"({"a":{"$ref":"#/x-assay-files/api_parts_b.yaml/x"},"c":{"$ref":"#/a"},"d":{"z":1},"x-assay-files":{)"
      R"("api_parts_b.yaml":{"x":{"$ref":"#/x-assay-files/api_parts_b.yaml/y"},)"
      R"("y":{"$ref":"#/x-assay-files/more_c.json"},"w":{"$ref":"#/d"}},)"
      R"("more_c.json":{"p":{"$ref":"#/x-assay-files/api_parts_b.yaml/w"}}}})");
}

TEST_F(Documents, BringInFilesThatOverlaysReferTo) {
  write("b.yaml", "x: {$ref: 'd.yaml#/a'}\ny: 1");
  EXPECT_EQ(
      overlaid("a: {}\nc: {$ref: 'b.yaml#/x'}",
               "- target: $.a\n  update: {l: {$ref: 'b.yaml#/y'}, m: {$ref: '#/a'}}"),
      R"({"a":{"l":{"$ref":"#/x-assay-files/b.yaml/y"},"m":{"$ref":"#/a"}},"c":{"$ref":"#/x-assay-files/b.yaml/x"},)"
      R"("x-assay-files":{"b.yaml":{"x":{"$ref":"#/a"},"y":1}}})");
}

TEST_F(Documents, TellReferencesThatLeadNowhere) {
  write("b.yaml", "x: 1\n\ty: 2");
  write("d.yaml",
        "components:\n  schemas:\n    User: {type: object}\n"
        "a: {$ref: '#/components/schemas/Usr'}\n"
        "b: {$ref: 'nope.yaml#/x'}\n"
        "c: {$ref: 'https://example.org/x.yaml'}\n"
        "d: {$ref: 'b.yaml'}\n"
        "e: {$ref: '#User'}\n"
        "f: {$ref: 'nope.yaml#/y'}\n");
  EXPECT_EQ(loaded("d.yaml"),
            "d.yaml:4:11: error: $ref '#/components/schemas/Usr' leads nowhere: there is no 'Usr'; "
            "did you mean 'User'?\n"
            "d.yaml:5:11: error: $ref to 'nope.yaml': no such file; check the path\n"
            "d.yaml:6:11: error: $ref 'https://example.org/x.yaml' would have to be fetched, which "
            "is never done; save it "
            "beside the document and refer to the file\n"
            "d.yaml:8:11: error: $ref '#User' is no JSON pointer; begin it with '#/'\n"
            "b.yaml:2:1: error: tab used for indentation; use blanks");
}

TEST_F(Documents, TellReferencesInACircleOnce) {
  write("d.yaml", "a: {$ref: '#/b'}\nb: {$ref: '#/c'}\nc: {$ref: '#/b'}\nd: {$ref: '#/d'}\n");
  EXPECT_EQ(loaded("d.yaml"),
            "d.yaml:2:11: error: $ref in a circle: #/c -> #/b -> #/c; let one of them be a value\n"
            "d.yaml:4:11: error: $ref in a circle: #/d -> #/d; let one of them be a value");
  write("d.yaml", "a: {$ref: 'b.yaml#/a'}");
  write("b.yaml", "a: {$ref: 'd.yaml#/a'}");
  EXPECT_NE(loaded("d.yaml").find("in a circle"), std::string::npos);
}

TEST_F(Documents, MayHoldRecursiveSchemasAndReferencesAsData) {
  const std::string recursive = "s: {properties: {next: {$ref: '#/s'}, $ref: {type: string}}}\n";
  write("d.yaml", recursive +
                      "e: {example: {$ref: '#/nowhere'}, properties: {example: {$ref: '#/s'}}}\n" +
                      "x: {examples: {one: {value: {$ref: 'no.yaml'}}}}\n~1 %: {y: 1}\nz: {$ref: "
                      "'#/~01%20%25'}\n");
  EXPECT_EQ(loaded("d.yaml").substr(0, 5), R"({"s":)");
}

TEST_F(Documents, EmbeddedContractLoadsWithItsOverlay) {
  const LoadedDocument result = load_document(embedded_document(), {embedded_overlay()});
  EXPECT_EQ(told(result), "");
  ASSERT_TRUE(result.document);
  EXPECT_EQ(result.document->find("paths")->members().size(), 20u);
  std::vector<Complaint> complaints;
  EXPECT_EQ(parse_yaml(to_yaml(*result.document), 0, "again.yaml", complaints), result.document);
}

TEST_F(Documents, VendorsOriginalLoadsWithTheSameOverlay) {
  const std::string original =
      std::string(ASSAY_SOURCE_DIR) + "/../shared/specs/zoom-user-original.yml";
  if (!std::filesystem::exists(original)) GTEST_SKIP() << "../shared is not here";
  const auto start = std::chrono::steady_clock::now();
  const LoadedDocument result = load_document({original, std::nullopt}, {embedded_overlay()});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(told(result), "");
  EXPECT_TRUE(result.document);
  RecordProperty("milliseconds", static_cast<int>(took.count() * 1000));
}

}  // namespace
}  // namespace assay::spec
