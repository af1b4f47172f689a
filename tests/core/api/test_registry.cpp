#include <gtest/gtest.h>

#include "tests/core/api/fixture.h"

namespace tatara::api {
namespace {

class RegistryApiTest : public ApiTest {
 protected:
  std::string createVersion(const std::string& source, const std::string& rest = "") {
    const auto made =
        post("model-versions/create", R"({"name": "rm", "source": ")" + source + "\"" + rest + "}");
    const std::string* version = made["model_version"]["version"].asString();
    return version ? *version : made.text;
  }
};

TEST_F(RegistryApiTest, AModelIsMadeFoundRenamedAndDeleted) {
  const auto made = post("registered-models/create",
                         R"({"name": "rm", "description": "d", "tags": [{"key": "a", "value": "b"}]})");
  EXPECT_EQ(*made["registered_model"]["name"].asString(), "rm");
  const auto again = post("registered-models/create", R"({"name": "rm"})");
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(again.code(), "RESOURCE_ALREADY_EXISTS");
  EXPECT_EQ(again.message(), "Registered Model (name=rm) already exists.");
  expectInvalid(post("registered-models/create", R"({"name": "a/b"})"),
                "Invalid model name 'a/b'. Names cannot contain '/' or ':'.");
  expectInvalid(post("registered-models/create", R"({"name": ""})"),
                "Missing value for required parameter 'name'");
  const auto missing = get("registered-models/get?name=zz");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.message(), "Registered Model with name=zz not found");
  EXPECT_EQ(createVersion("mlflow-artifacts:/b"), "1");
  EXPECT_EQ(ask("PATCH", "/api/2.0/mlflow/registered-models/update", R"({"name": "rm", "description": "e"})")
                .status,
            200);
  const auto renamed = post("registered-models/rename", R"({"name": "rm", "new_name": "rn"})");
  EXPECT_EQ(*renamed["registered_model"]["description"].asString(), "e");
  EXPECT_EQ(renamed["registered_model"]["latest_versions"].items().size(), 1u);
  EXPECT_EQ(get("model-versions/get?name=rn&version=1").status, 200);
  EXPECT_EQ(ask("DELETE", "/api/2.0/mlflow/registered-models/delete", R"({"name": "rn"})").text, "{}");
  EXPECT_EQ(get("registered-models/get?name=rn").status, 404);
}

TEST_F(RegistryApiTest, APromptHasAWordForItsSourceAndNothingElseMayHave) {
  post("registered-models/create", R"({"name": "rm"})");
  const auto tags = [](const std::string& is, const std::string& more = "") {
    return R"(, "tags": [{"key": "mlflow.prompt.is_prompt", "value": ")" + is + "\"}" + more + "]";
  };
  const std::string text = R"(, {"key": "mlflow.prompt.text", "value": "Hello {{name}}"})";
  EXPECT_EQ(createVersion("dummy-source", tags("true", text)), "1");
  EXPECT_EQ(createVersion("prompt-template", tags("True")), "2");
  const auto read = get("model-versions/get?name=rm&version=1")["model_version"];
  EXPECT_EQ(*read["source"].asString(), "dummy-source");
  EXPECT_EQ(*read["tags"].items().back()["value"].asString(), "Hello {{name}}");
  const auto asked = [&](const std::string& source, const std::string& rest) {
    return post("model-versions/create", R"({"name": "rm", "source": ")" + source + "\"" + rest + "}");
  };
  for (const std::string source : {"/etc/passwd", "mlflow-artifacts:/a", "dummy-source/../x"}) {
    expectInvalid(asked(source, tags("true")),
                  "Invalid prompt source: '" + source + "'. Prompt sources must use an MLflow placeholder.");
  }
  EXPECT_EQ(asked("dummy-source", "").status, 400);
  EXPECT_EQ(
      asked("dummy-source", tags("true", R"(, {"key": "mlflow.prompt.is_prompt", "value": "false"})")).status,
      400);
}

TEST_F(RegistryApiTest, VersionNumbersAreNeverUsedAgain) {
  post("registered-models/create", R"({"name": "rm"})");
  EXPECT_EQ(createVersion("mlflow-artifacts:/a"), "1");
  EXPECT_EQ(ask("DELETE", "/api/2.0/mlflow/model-versions/delete", R"({"name": "rm", "version": "1"})").text,
            "{}");
  const auto gone = get("model-versions/get?name=rm&version=1");
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(gone.message(), "Model Version (name=rm, version=1) not found");
  EXPECT_EQ(createVersion("mlflow-artifacts:/b"), "2");
  const auto read = get("model-versions/get?name=rm&version=2")["model_version"];
  EXPECT_EQ(*read["status"].asString(), "READY");
  EXPECT_EQ(*read["current_stage"].asString(), "None");
  EXPECT_EQ(*get("model-versions/get-download-uri?name=rm&version=2")["artifact_uri"].asString(),
            "mlflow-artifacts:/b");
  EXPECT_EQ(post("model-versions/create", R"({"name": "zz", "source": "mlflow-artifacts:/a"})").status, 404);
}

TEST_F(RegistryApiTest, AliasesMoveAndReservedOnesAreRefused) {
  post("registered-models/create", R"({"name": "rm"})");
  createVersion("mlflow-artifacts:/a");
  createVersion("mlflow-artifacts:/b");
  const auto set = [&](const std::string& alias, const std::string& version) {
    return post("registered-models/alias",
                R"({"name": "rm", "alias": ")" + alias + R"(", "version": ")" + version + "\"}");
  };
  expectInvalid(set("v1", "1"), "Version alias name 'v1' is reserved.");
  expectInvalid(set("Latest", "1"), "'latest' alias name (case insensitive) is reserved.");
  expectInvalid(get("registered-models/alias?name=rm&alias=zz"), "Registered model alias zz not found.");
  const std::string target = "/api/2.0/mlflow/registered-models/alias";
  EXPECT_EQ(ask("DELETE", target, R"({"name": "rm", "alias": "zz"})").text, "{}");
  EXPECT_EQ(set("champion", "1").text, "{}");
  EXPECT_EQ(set("champion", "2").text, "{}");
  const auto found = get("registered-models/alias?name=rm&alias=champion")["model_version"];
  EXPECT_EQ(*found["version"].asString(), "2");
  EXPECT_EQ(*found["aliases"].items()[0].asString(), "champion");
  EXPECT_EQ(*get("registered-models/alias?name=rm&alias=latest")["model_version"]["version"].asString(), "2");
  EXPECT_EQ(ask("DELETE", target, R"({"name": "rm", "alias": "champion"})").text, "{}");
  EXPECT_EQ(get("registered-models/alias?name=rm&alias=champion").status, 400);
}

TEST_F(RegistryApiTest, StagesMoveAndArchive) {
  post("registered-models/create", R"({"name": "rm"})");
  createVersion("mlflow-artifacts:/a");
  createVersion("mlflow-artifacts:/b");
  const auto move = [&](const char* version, const char* stage, const char* archive) {
    return post("model-versions/transition-stage", std::string(R"({"name": "rm", "version": ")") + version +
                                                       R"(", "stage": ")" + stage +
                                                       R"(", "archive_existing_versions": )" + archive + "}");
  };
  EXPECT_EQ(*move("1", "production", "false")["model_version"]["current_stage"].asString(), "Production");
  EXPECT_EQ(*move("2", "Production", "true")["model_version"]["current_stage"].asString(), "Production");
  EXPECT_EQ(*get("model-versions/get?name=rm&version=1")["model_version"]["current_stage"].asString(),
            "Archived");
  expectInvalid(
      move("1", "foo", "false"),
      "Invalid Model Version stage: foo. Value must be one of None, Staging, Production, Archived.");
  const auto latest =
      post("registered-models/get-latest-versions", R"({"name": "rm", "stages": ["Production"]})");
  ASSERT_EQ(latest["model_versions"].items().size(), 1u);
  EXPECT_EQ(get("registered-models/get-latest-versions?name=rm")["model_versions"].items().size(), 2u);
}

TEST_F(RegistryApiTest, ModelsAndVersionsAreSearched) {
  post("registered-models/create", R"({"name": "rm", "tags": [{"key": "team", "value": "x"}]})");
  post("registered-models/create", R"({"name": "other"})");
  createVersion("mlflow-artifacts:/a", R"(, "tags": [{"key": "q", "value": "high"}])");
  createVersion("mlflow-artifacts:/b");
  EXPECT_EQ(get("registered-models/search")["registered_models"].items().size(), 2u);
  EXPECT_EQ(*get("registered-models/search?max_results=1")["registered_models"].items()[0]["name"].asString(),
            "other");
  EXPECT_EQ(get("registered-models/search?filter=tags.team+%3D+'x'")["registered_models"].items().size(), 1u);
  EXPECT_EQ(get("registered-models/search?filter=name+ILIKE+'R%25'")["registered_models"].items().size(), 1u);
  EXPECT_EQ(get("registered-models/search?filter=tags.%60mlflow.prompt.is_prompt%60+!%3D+'true'")
                ["registered_models"]
                    .items()
                    .size(),
            2u);
  expectInvalid(get("registered-models/search?max_results=1001"),
                "Invalid value \"1001\" for parameter 'max_results' supplied:  Hint");
  const auto versions = get("model-versions/search?filter=name%3D'rm'")["model_versions"];
  ASSERT_EQ(versions.items().size(), 2u);
  EXPECT_EQ(get("model-versions/search?filter=tags.q%3D'high'")["model_versions"].items().size(), 1u);
  EXPECT_EQ(*get("model-versions/search?order_by=version_number+ASC")["model_versions"]
                 .items()[0]["version"]
                 .asString(),
            "1");
}

TEST_F(RegistryApiTest, WhatTheOrderOfVersionsLeavesOpenIsByNameThenTheNewest) {
  for (const char* name : {"zinc", "Amber", "moss"}) {
    ASSERT_EQ(post("registered-models/create", R"({"name": ")" + std::string(name) + "\"}").status, 200);
    for (int i = 0; i < 2; ++i) {
      ASSERT_EQ(
          post("model-versions/create", R"({"name": ")" + std::string(name) + R"(", "source": "s3://x/y"})")
              .status,
          200);
    }
  }
  const auto told = [&](const std::string& order) {
    std::string all;
    const auto found = get("model-versions/search?order_by=" + order);
    for (const text::Json& version : found["model_versions"].items()) {
      all += *version["name"].asString() + *version["version"].asString() + " ";
    }
    return all;
  };
  EXPECT_EQ(told("version_number+ASC"), "Amber1 moss1 zinc1 Amber2 moss2 zinc2 ");
  EXPECT_EQ(told("name+DESC"), "zinc2 zinc1 moss2 moss1 Amber2 Amber1 ");
}

TEST_F(RegistryApiTest, TagsAndDescriptionsOfVersions) {
  post("registered-models/create", R"({"name": "rm"})");
  createVersion("mlflow-artifacts:/a");
  const std::string which = R"({"name": "rm", "version": "1")";
  EXPECT_EQ(post("model-versions/set-tag", which + R"(, "key": "k", "value": "v"})").text, "{}");
  EXPECT_EQ(
      ask("PATCH", "/api/2.0/mlflow/model-versions/update", which + R"(, "description": "text"})").status,
      200);
  auto read = get("model-versions/get?name=rm&version=1")["model_version"];
  EXPECT_EQ(*read["description"].asString(), "text");
  EXPECT_EQ(read["tags"].items().size(), 1u);
  EXPECT_EQ(ask("DELETE", "/api/2.0/mlflow/model-versions/delete-tag", which + R"(, "key": "k"})").text,
            "{}");
  expectInvalid(post("model-versions/set-tag",
                     which + R"(, "key": "k", "value": ")" + std::string(100'001, 'x') + "\"}"),
                "exceeds the maximum length");
  expectInvalid(get("model-versions/get?name=rm&version=one"), "must be an integer, got 'one'");
}

TEST_F(RegistryApiTest, SourcesResolveToWhereTheFilesAre) {
  post("registered-models/create", R"({"name": "rm"})");
  const std::string run = createRun();
  const auto model = post("logged-models", R"({"experiment_id": "0", "source_run_id": ")" + run + "\"}");
  const std::string modelId = *model["model"]["info"]["model_id"].asString();
  createVersion("models:/" + modelId, R"(, "model_id": ")" + modelId + "\"");
  createVersion("models:/rm/1");
  createVersion("runs:/" + run + "/model");
  const auto uri = [&](const char* version) {
    return *get(std::string("model-versions/get-download-uri?name=rm&version=") + version)["artifact_uri"]
                .asString();
  };
  EXPECT_EQ(uri("1"), "mlflow-artifacts:/0/models/" + modelId + "/artifacts");
  EXPECT_EQ(uri("2"), uri("1"));
  EXPECT_EQ(uri("3"), "mlflow-artifacts:/0/" + run + "/artifacts/model");
  EXPECT_EQ(*get("model-versions/get?name=rm&version=1")["model_version"]["model_id"].asString(), modelId);
}

TEST_F(RegistryApiTest, ALoggedModelSaysWhichVersionsWereMadeFromIt) {
  post("registered-models/create", R"({"name": "rm"})");
  const auto made = post("logged-models", R"({"experiment_id": "0"})");
  const std::string model = *made["model"]["info"]["model_id"].asString();
  const auto tags = [&] { return get("logged-models/" + model)["model"]["info"]["tags"]; };
  const std::string of = R"(, "model_id": ")" + model + "\"";
  createVersion("models:/" + model, of);
  createVersion("runs:/" + createRun() + "/model");
  createVersion("models:/" + model, of);
  ASSERT_EQ(tags().items().size(), 1U);
  EXPECT_EQ(*tags().items()[0]["key"].asString(), "mlflow.modelVersions");
  EXPECT_EQ(*tags().items()[0]["value"].asString(),
            R"([{"name": "rm", "version": 1}, {"name": "rm", "version": 3}])");
  // What a person wrote there is left alone.
  ask("PATCH", "/api/2.0/mlflow/logged-models/" + model + "/tags",
      R"({"tags": [{"key": "mlflow.modelVersions", "value": "mine"}]})");
  createVersion("models:/" + model, of);
  EXPECT_EQ(*tags().items()[0]["value"].asString(), "mine");
}

}  // namespace
}  // namespace tatara::api
