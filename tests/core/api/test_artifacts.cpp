#include <gtest/gtest.h>

#include "tests/core/api/fixture.h"

namespace tatara::api {
namespace {

constexpr const char* kFiles = "/api/2.0/mlflow-artifacts/artifacts/";

class ArtifactApiTest : public ApiTest {
 protected:
  tests::RawResponse raw(std::string_view method, const std::string& target, std::string_view body = {},
                         std::string_view fields = "") {
    return tests::ask(port(), method, target, body, fields);
  }
};

TEST_F(ArtifactApiTest, AFileIsPutListedReadAndDeleted) {
  EXPECT_EQ(raw("PUT", std::string(kFiles) + "1/x/a.txt", "hi", "Content-Type: anything\r\n").body, "{}");
  EXPECT_EQ(raw("PUT", std::string(kFiles) + "1/x/sub/b.bin", std::string(3'000'000, 'b')).body, "{}");
  EXPECT_EQ(ask("GET", "/api/2.0/mlflow-artifacts/artifacts?path=1/x").text,
            R"({"files":[{"path":"a.txt","is_dir":false,"file_size":2},{"path":"sub","is_dir":true}]})");
  const auto file = raw("GET", std::string(kFiles) + "1/x/a.txt");
  EXPECT_EQ(file.body, "hi");
  EXPECT_EQ(file.field("x-content-type-options"), "nosniff");
  EXPECT_NE(file.field("content-disposition").find("attachment"), std::string::npos);
  EXPECT_EQ(raw("GET", std::string(kFiles) + "1/x/sub/b.bin").body.size(), 3'000'000u);
  EXPECT_EQ(raw("PUT", std::string(kFiles) + "1/x/a.txt", "other").body, "{}") << "overwriting is allowed";
  EXPECT_EQ(raw("GET", std::string(kFiles) + "1/x/a.txt").body, "other");
  const auto missing = ask("GET", std::string(kFiles) + "1/x/none");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.code(), "RESOURCE_DOES_NOT_EXIST");
  EXPECT_EQ(ask("GET", "/api/2.0/mlflow-artifacts/artifacts?path=no/such").text, "{}");
  EXPECT_EQ(raw("DELETE", std::string(kFiles) + "1/x").body, "{}");
  EXPECT_EQ(ask("GET", "/api/2.0/mlflow-artifacts/artifacts?path=1/x").text, "{}");
}

TEST_F(ArtifactApiTest, NamesOutsideAsciiAndWithBlanksSurvive) {
  const std::string target = std::string(kFiles) + "1/%E8%A1%A8%20100%25.csv";
  EXPECT_EQ(raw("PUT", target, "a,b").body, "{}");
  EXPECT_EQ(raw("GET", target).body, "a,b");
  EXPECT_EQ(*ask("GET", "/api/2.0/mlflow-artifacts/artifacts?path=1")["files"].items()[0]["path"].asString(),
            "表 100%.csv");
}

TEST_F(ArtifactApiTest, PartsOfAFileAndKnownFilesAreServed) {
  raw("PUT", std::string(kFiles) + "f", "0123456789");
  const auto part = raw("GET", std::string(kFiles) + "f", "", "Range: bytes=2-4\r\n");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "234");
  EXPECT_EQ(part.field("content-range"), "bytes 2-4/10");
  EXPECT_EQ(raw("GET", std::string(kFiles) + "f", "", "Range: bytes=20-\r\n").status, 416);
  const std::string tag = part.field("etag");
  EXPECT_EQ(raw("GET", std::string(kFiles) + "f", "", "If-None-Match: " + tag + "\r\n").status, 304);
  EXPECT_EQ(raw("HEAD", std::string(kFiles) + "f").field("content-length"), "10");
}

TEST_F(ArtifactApiTest, AnEmptyFileIsAFile) {
  EXPECT_EQ(raw("PUT", std::string(kFiles) + "empty", "").body, "{}");
  const auto read = raw("GET", std::string(kFiles) + "empty");
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.body, "");
}

TEST_F(ArtifactApiTest, AnUploadThatBreaksOffLeavesNothing) {
  {
    tests::RawClient client(port());
    client.send("PUT " + std::string(kFiles) + "half HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port()) +
                "\r\nContent-Length: 1000000\r\n\r\n" + std::string(600'000, 'h'));
  }
  EXPECT_EQ(raw("GET", std::string(kFiles) + "half").status, 404);
  EXPECT_EQ(ask("GET", "/api/2.0/mlflow-artifacts/artifacts").text, "{}");
}

TEST_F(ArtifactApiTest, MultipartIsDeclinedInTheWordsThatMakeClientsFallBack) {
  const auto upload =
      ask("POST", "/api/2.0/mlflow-artifacts/mpu/create/a", R"({"path": "a", "num_parts": 2})");
  EXPECT_EQ(upload.status, 501);
  EXPECT_EQ(upload.message(), "Multipart upload is not supported for the current artifact repository");
  EXPECT_EQ(ask("GET", "/api/2.0/mlflow-artifacts/presigned/a").status, 501);
}

TEST_F(ArtifactApiTest, ARunsArtifactsAreListedAndFetchedByRun) {
  const std::string run = createRun();
  raw("PUT", std::string(kFiles) + "0/" + run + "/artifacts/model/MLmodel", "flavors: {}");
  const auto list = get("artifacts/list?run_id=" + run);
  EXPECT_EQ(*list["root_uri"].asString(), "mlflow-artifacts:/0/" + run + "/artifacts");
  EXPECT_EQ(*list["files"].items()[0]["path"].asString(), "model");
  const auto deeper = get("artifacts/list?run_id=" + run + "&path=model");
  EXPECT_EQ(*deeper["files"].items()[0]["path"].asString(), "model/MLmodel");
  EXPECT_EQ(raw("GET", "/get-artifact?run_id=" + run + "&path=model/MLmodel").body, "flavors: {}");
  expectInvalid(get("artifacts/list?run_id=" + run + "&path=.."), "Invalid path");
}

TEST_F(ArtifactApiTest, WithoutServingThereIsNoProxy) {
  Options options;
  options.serveArtifacts = false;
  options.artifactRoot = "file:///data/artifacts";
  serve(options);
  EXPECT_EQ(raw("PUT", std::string(kFiles) + "a", "x").status, 404);
  const auto made = post("experiments/create", R"({"name": "elsewhere"})");
  const std::string id = *made["experiment_id"].asString();
  EXPECT_EQ(*get("experiments/get?experiment_id=" + id)["experiment"]["artifact_location"].asString(),
            "file:///data/artifacts/" + id);
}

}  // namespace
}  // namespace tatara::api
