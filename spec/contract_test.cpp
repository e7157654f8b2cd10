// What a compiled contract says: fields, credentials, effects, keys.
#include "spec/contract.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "spec/loaded_text.h"

namespace assay::spec {
namespace {

using testing::contract_of;
using testing::document_with;

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (const std::string& one : all) out += (out.empty() ? "" : " ") + one;
  return out;
}

TEST(Response, MatchesItsStatus) {
  EXPECT_TRUE((Response{"200", {}}.matches(200)));
  EXPECT_FALSE((Response{"200", {}}.matches(201)));
  EXPECT_TRUE((Response{"2XX", {}}.matches(204)));
  EXPECT_FALSE((Response{"2XX", {}}.matches(400)));
  EXPECT_TRUE((Response{"default", {}}.matches(500)));
}

TEST(Contract, FieldsHaveTheirRulesAsFormText) {
  const Contract contract = contract_of(
      document_with("                flag: {type: boolean, default: true}\n"
                    "                size: {type: integer, minimum: 1, maximum: 300, "
                    "exclusiveMaximum: true, default: 30}\n"
                    "                kind: {type: string, enum: [a, '1'], minLength: 1, format: "
                    "email, pattern: '^[a1]'}\n"
                    "                made: {type: string, readOnly: true}\n"
                    "                price: {type: number, enum: [1.10, 2], multipleOf: 0.1}\n"
                    "              required: [kind]\n"));
  const Operation& operation = contract.operations.at(0);
  ASSERT_EQ(operation.fields.size(), 4u);  // what is readOnly is never sent
  EXPECT_EQ(operation.find("flag")->default_value, "true");
  const Field& size = *operation.find("size");
  EXPECT_EQ(size.schema.maximum, "300");
  EXPECT_TRUE(size.schema.exclusive_maximum);
  EXPECT_FALSE(size.required);
  const Field& kind = *operation.find("kind");
  EXPECT_TRUE(kind.required);
  EXPECT_EQ(joined(kind.schema.enumeration), "a 1");
  EXPECT_EQ(kind.schema.min_length, 1u);
  EXPECT_EQ(kind.schema.format, "email");
  EXPECT_EQ(joined(operation.find("price")->schema.enumeration), "1.10 2");
  EXPECT_EQ(operation.media_type, "application/x-www-form-urlencoded");
}

TEST(Contract, AMaximumLengthThatNoTextReachesIsNoRule) {
  const Contract contract = contract_of(
      document_with("                name: {type: string, maxLength: 4000000000}\n", ""));
  EXPECT_EQ(contract.operations.at(0).find("name")->schema.max_length, std::nullopt);
}

TEST(Contract, ReferencesAndAllOfAreMerged) {
  const Contract contract = contract_of(document_with(
      "                name: {$ref: '#/components/schemas/Name', x-assay-secret: redact}\n", "",
      "components: {schemas: {Name: {allOf: [{type: string, maxLength: 9}, {maxLength: 5, "
      "minLength: 2}]}}}\n"));
  const Field& name = *contract.operations.at(0).find("name");
  EXPECT_EQ(name.schema.max_length, 5u);
  EXPECT_EQ(name.schema.min_length, 2u);
  EXPECT_EQ(name.secrecy, Secrecy::redact);
}

TEST(Contract, ParametersHaveTheirPlacesAndThePathsOwnCount) {
  const Contract contract = contract_of(R"(openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://{host}/v1', variables: {host: {default: example.com}}}]
paths:
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: q, in: query, schema: {type: string}}
    get:
      parameters:
        - {name: q, in: query, required: true, schema: {type: integer}}
        - {name: X-Trace, in: header, schema: {type: string}}
        - $ref: '#/components/parameters/Session'
      responses: {'200': {description: ok}}
components:
  parameters:
    Session: {name: session, in: cookie, schema: {type: string}}
)");
  const Operation& operation = contract.operations.at(0);
  EXPECT_EQ(operation.id, "get /things/{id}");
  EXPECT_EQ(operation.method, "GET");
  EXPECT_EQ(operation.find("id")->place, Place::path);
  EXPECT_TRUE(operation.find("q")->required);
  EXPECT_EQ(operation.find("X-Trace")->place, Place::header);
  EXPECT_EQ(operation.find("session")->place, Place::cookie);
  EXPECT_EQ(joined(contract.servers), "https://example.com/v1");
}

TEST(Contract, CredentialsInTheFormAreNoFields) {
  const std::string form =
      "                api_key: {type: string}\n"
      "                name: {type: string}\n"
      "              required: [api_key]\n";
  const std::string schemes =
      "components: {securitySchemes: {apiKey: {type: apiKey, in: header, name: api_key, "
      "x-assay-in: form}, "
      "web: {type: http, scheme: basic}}}\n";
  const Contract with =
      contract_of(document_with(form, "", schemes + "security: [{apiKey: [], web: []}]\n"));
  EXPECT_EQ(with.operations.at(0).find("api_key"), nullptr);
  ASSERT_EQ(with.operations.at(0).security.size(), 1u);
  EXPECT_EQ(with.operations.at(0).security[0].size(), 2u);
  EXPECT_EQ(with.schemes.at(0).variable, "ASSAY_API_KEY");
  EXPECT_EQ(with.schemes.at(0).kind, SecurityScheme::Kind::form);
  EXPECT_EQ(with.schemes.at(1).kind, SecurityScheme::Kind::basic);
  const Contract without = contract_of(document_with(form, "", schemes));
  EXPECT_NE(without.operations.at(0).find("api_key"), nullptr);
}

TEST(Contract, OneAlternativeOfNothingMeansThatNoneIsNeeded) {
  const Contract contract = contract_of(
      document_with("                name: {type: string}\n", "      security: [{}, {key: []}]\n",
                    "components: {securitySchemes: {key: {type: apiKey, in: query, name: k}}}\n"));
  EXPECT_TRUE(contract.operations.at(0).security.empty());
}

TEST(Contract, AlternativesOfRequiredListsAreDependencies) {
  const Contract contract =
      contract_of(document_with("                id: {type: string}\n"
                                "                email: {type: string}\n"
                                "              anyOf: [{required: [id]}, {required: [email]}]\n"));
  ASSERT_EQ(contract.operations.at(0).dependencies.size(), 1u);
  EXPECT_EQ(contract.operations.at(0).dependencies[0].text, "Or(id, email)");
  EXPECT_FALSE(holds(contract.operations.at(0).dependencies[0].rule, {}));
}

TEST(Contract, TheNearerDeclarationOfAKeyWinsMemberByMember) {
  const Contract contract = contract_of(R"(openapi: 3.0.3
info: {title: T, version: '1'}
x-assay-keys: {token: {secret: redact, volatile: true}}
x-assay-resources:
  thing:
    keys: {id: {made-by: server}}
    x-assay-keys: {/url: {attribute: address}, id: {attribute: null}}
paths:
  /list:
    post:
      x-assay-keys: {/things/*/token: {volatile: false}, stamp: {volatile: true}}
      x-assay-resource: {resource: thing, action: list, shows: {items: /things}}
      responses: {'200': {description: ok, content: {application/json: {example:
        {total: 1, url: u, things: [{id: x, url: u, token: t, stamp: {at: 1}}]}}}}}
)");
  std::string all;
  for (const Key& key : contract.operations.at(0).keys) {
    all += key.pointer + "=" + key.attribute + (key.is_volatile ? "~" : "") +
           (key.secrecy == Secrecy::redact ? "!" : "") + " ";
  }
  EXPECT_EQ(all,
            "/total= /url= /things= /things/*= /things/*/id= /things/*/url=address "
            "/things/*/token=token! "
            "/things/*/stamp=stamp~ /things/*/stamp/at=~ ");
}

TEST(Contract, TheEmbeddedContractHasAllItsDeclarations) {
  const LoadedContract loaded = load_contract(embedded_document(), {embedded_overlay()});
  for (const Complaint& complaint : loaded.complaints) ADD_FAILURE() << to_string(complaint);
  ASSERT_TRUE(loaded.contract);
  const Contract& contract = *loaded.contract;
  ASSERT_EQ(contract.operations.size(), 20u);
  for (const Operation& operation : contract.operations) {
    EXPECT_NE(operation.effect.action, Action::none) << operation.id;
    EXPECT_EQ(operation.security.size(), 1u) << operation.id;
    EXPECT_EQ(operation.find("api_key"), nullptr) << operation.id;
    ASSERT_FALSE(operation.responses.empty()) << operation.id;
    EXPECT_TRUE(operation.responses[0].contents.at(0).inferred) << operation.id;
  }
  ASSERT_EQ(contract.resources.size(), 1u);
  EXPECT_EQ(contract.operations.at(contract.resources[0].clean_up).id, "userPermanentdelete");
  EXPECT_EQ(contract.refusal.pointer, "/error");
  const Operation& create = *contract.find("userAutocreate");
  EXPECT_EQ(create.attribute_set_by("first_name"), "first_name");
  EXPECT_EQ(create.find("enable_auto_recording")->conditional_defaults.size(), 1u);
  EXPECT_EQ(create.find("password")->secrecy, Secrecy::write_only);
  EXPECT_TRUE(create.find("group_id")->no_source);
  const Operation& remove = *contract.find("userDelete");
  EXPECT_NE(remove.selector("type"), nullptr);
  EXPECT_EQ(remove.key_of("id"), "id");
  EXPECT_EQ(remove.attribute_set_by("type"), "");
  const Operation& get = *contract.find("userGet");
  const Json& properties = *get.responses[0].contents[0].schema.find("properties");
  EXPECT_EQ(dump(*properties.find("created_at")),
            R"({"type":"string","format":"assay-date-time"})");
  EXPECT_EQ(dump(*properties.find("lastLoginTime")), R"({"type":"string"})");
  EXPECT_EQ(contract.index_of(get), static_cast<std::size_t>(&get - contract.operations.data()));
}

TEST(Contract, TheVendorsDocumentsLoadWithNoMoreThanWarnings) {
  const std::filesystem::path specs =
      std::filesystem::path(ASSAY_SOURCE_DIR) / ".." / "shared" / "specs";
  if (!std::filesystem::exists(specs)) GTEST_SKIP() << "no ../shared here";
  for (const auto& [name, operations] :
       {std::pair{"user", 20u}, std::pair{"group", 15u}, std::pair{"meeting", 8u}}) {
    const std::string path = (specs / ("zoom-" + std::string(name) + "-original.yml")).string();
    const LoadedContract loaded = load_contract({path, {}}, {});
    ASSERT_TRUE(loaded.contract) << path;
    EXPECT_EQ(loaded.contract->operations.size(), operations) << path;
    ASSERT_EQ(loaded.complaints.size(), 2u) << path;
    EXPECT_EQ(to_string(loaded.complaints[0]),
              path +
                  ":19:5: warning: the security scheme 'api_key' is not defined; define it in "
                  "components.securitySchemes; without, it is not sent");
    EXPECT_TRUE(loaded.contract->operations.front().unsent_credentials);
  }
  const LoadedContract overlaid =
      load_contract({(specs / "zoom-user-original.yml").string(), {}}, {embedded_overlay()});
  for (const Complaint& complaint : overlaid.complaints) ADD_FAILURE() << to_string(complaint);
  ASSERT_TRUE(overlaid.contract);
  EXPECT_FALSE(overlaid.contract->operations.front().unsent_credentials);
}

}  // namespace
}  // namespace assay::spec
