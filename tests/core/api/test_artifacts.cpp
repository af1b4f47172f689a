#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include <thread>

#include "core/api/internal/uploads.h"
#include "core/base/log.h"
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
  const std::string picture = std::string(kFiles) + "2/dog%25step%2523%25timestamp%251795354213138%25g1.png";
  EXPECT_EQ(raw("PUT", picture, "dots").body, "{}");
  EXPECT_EQ(raw("GET", picture).body, "dots");
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

class ResumedUploadTest : public ArtifactApiTest {
 protected:
  tests::RawResponse piece(std::string_view range, std::string_view bytes,
                           const std::string& path = "1/big") {
    return raw("PUT", kFiles + path, bytes, "Content-Range: " + std::string(range) + "\r\n");
  }
  // Sends the head of a piece and a part of its body, and goes.
  void breakOff(std::string_view range, std::size_t announced, const std::string& bytes) {
    tests::RawClient client(port());
    client.send("PUT " + std::string(kFiles) + "1/big HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port()) +
                "\r\nContent-Range: " + std::string(range) +
                "\r\nContent-Length: " + std::to_string(announced) + "\r\n\r\n" + bytes);
  }
  // How far the upload came, once the server noticed that whoever sent it left; `before` is where it stood
  // when what broke off was sent, which the server may not have begun to read.
  std::uint64_t offset(std::uint64_t total, std::optional<std::uint64_t> before = std::nullopt) {
    for (int i = 0; i < 200; ++i) {
      const auto told = piece("bytes */" + std::to_string(total), "");
      const std::uint64_t came = told.status == 202 ? std::stoull(told.field("upload-offset")) : 0;
      if (told.status == 202 && came != before) {
        return came;
      }
      EXPECT_TRUE(told.status == 409 || told.status == 202) << told.body;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ADD_FAILURE() << "the broken upload is never let go";
    return 0;
  }
};

TEST_F(ResumedUploadTest, AFileMayComeInPieces) {
  EXPECT_EQ(piece("bytes */10", "").field("upload-offset"), "0");
  const auto first = piece("bytes 0-3/10", "0123");
  EXPECT_EQ(first.status, 202);
  EXPECT_EQ(first.field("upload-offset"), "4");
  EXPECT_EQ(raw("GET", std::string(kFiles) + "1/big").status, 404) << "half a file has no name";
  EXPECT_EQ(piece("bytes 4-4/10", "4").status, 202);
  const auto last = piece("bytes 5-9/10", "56789");
  EXPECT_EQ(last.status, 200);
  EXPECT_EQ(last.body, "{}");
  EXPECT_EQ(raw("GET", std::string(kFiles) + "1/big").body, "0123456789");
  EXPECT_EQ(piece("bytes */10", "").field("upload-offset"), "0") << "it is over";
}

TEST_F(ResumedUploadTest, WhatBrokeOffGoesOnWhereItStopped) {
  std::string bytes(3'000'000, 'x');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<char>('a' + i * 7919 % 26);
  }
  const std::string total = std::to_string(bytes.size());
  breakOff("bytes 0-2999999/" + total, bytes.size(), bytes.substr(0, 1'700'000));
  const std::uint64_t came = offset(bytes.size(), 0);
  EXPECT_GT(came, 1'000'000u) << "what arrived counts";
  ASSERT_LE(came, 1'700'000u);
  EXPECT_EQ(piece("bytes " + std::to_string(came) + "-2999999/" + total, bytes.substr(came)).status, 200);
  EXPECT_EQ(raw("GET", std::string(kFiles) + "1/big").body, bytes);
}

TEST_F(ResumedUploadTest, AHalfSentFileGoesOnAfterTheServerWasStarted) {
  std::string bytes(2'000'000, 'x');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<char>('a' + i * 7919 % 26);
  }
  ASSERT_EQ(piece("bytes 0-3/2000000", bytes.substr(0, 4)).status, 202);
  ASSERT_EQ(piece("bytes 0-1/9", "xy", "1/other").status, 202);
  breakOff("bytes 4-1999999/2000000", 1'999'996, bytes.substr(4, 1'500'000));
  const std::uint64_t came = offset(bytes.size(), 4);
  EXPECT_GT(came, 1'000'000u);
  serve({});
  EXPECT_EQ(piece("bytes */2000000", "").field("upload-offset"), std::to_string(came));
  EXPECT_EQ(piece("bytes */11", "").field("upload-offset"), "0") << "another length is another file";
  const auto gap = piece("bytes 1999999-1999999/2000000", "z");
  EXPECT_EQ(gap.status, 409);
  EXPECT_NE(gap.body.find("byte " + std::to_string(came)), std::string::npos) << gap.body;
  EXPECT_EQ(piece("bytes " + std::to_string(came) + "-1999999/2000000", bytes.substr(came)).status, 200);
  EXPECT_EQ(raw("GET", std::string(kFiles) + "1/big").body, bytes);
  EXPECT_EQ(piece("bytes 2-8/9", "zzzzzzz", "1/other").status, 200);
  EXPECT_EQ(raw("GET", std::string(kFiles) + "1/other").body, "xyzzzzzzz");
  EXPECT_TRUE(std::filesystem::is_empty(workspace.workspace().artifactFolder() / "uploads"));
}

TEST_F(ResumedUploadTest, OnlyBytesThatAreSafelyOnDiskCountAfterACrash) {
  ASSERT_EQ(piece("bytes 0-3/10", "0123").status, 202);
  const std::filesystem::path folder = workspace.workspace().artifactFolder() / "uploads";
  server.reset();
  std::filesystem::path data;
  std::filesystem::path state;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    (file.path().extension() == ".state" ? state : data) = file.path();
  }
  ASSERT_FALSE(data.empty() || state.empty());
  // As a loss of power may leave it: the file is longer than what was synced of it.
  std::ofstream(data, std::ios::app | std::ios::binary) << std::string(3, '\0');
  serve({});
  EXPECT_EQ(piece("bytes */10", "").field("upload-offset"), "4");
  EXPECT_EQ(piece("bytes 4-4/10", "4").status, 202);
  // Shorter than it should be, and a state that is none: never more than is there.
  server.reset();
  std::filesystem::resize_file(data, 2);
  serve({});
  EXPECT_EQ(piece("bytes */10", "").field("upload-offset"), "2");
  EXPECT_EQ(piece("bytes 2-9/10", "cdefghij").status, 200);
  EXPECT_EQ(raw("GET", std::string(kFiles) + "1/big").body, "01cdefghij");
  ASSERT_EQ(piece("bytes 0-3/10", "0123").status, 202);
  server.reset();
  std::filesystem::resize_file(state, 5);
  serve({});
  EXPECT_EQ(piece("bytes */10", "").field("upload-offset"), "0");
  EXPECT_EQ(piece("bytes 0-9/10", "0123456789").status, 200);
}

// Its last byte arrived, the end of its request did not: nothing is left to send, so that asking ends it.
TEST_F(ResumedUploadTest, AnUploadThatBrokeOffAfterItsLastByteIsEndedByAsking) {
  const std::string bytes(256 * 1024, 'e');  // what the server hands on at once
  for (const bool again : {false, true}) {
    const std::string path = again ? "1/after" : "1/before";
    {
      tests::RawClient client(port());
      client.send("PUT " + std::string(kFiles) + path +
                  " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port()) +
                  "\r\nContent-Range: bytes 0-262143/262144\r\nTransfer-Encoding: chunked\r\n\r\n40000\r\n" +
                  bytes + "\r\n");
      EXPECT_EQ(client.receive(std::chrono::milliseconds(300)).status, 0) << "its end is awaited";
    }
    if (again) {
      serve({});
    }
    tests::RawResponse told;
    for (int i = 0; i < 200 && told.status != 200; ++i) {
      told = piece("bytes */262144", "", path);
      ASSERT_TRUE(told.status == 409 || told.status == 202 || told.status == 200) << told.body;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_EQ(told.body, "{}");
    EXPECT_EQ(raw("GET", kFiles + path).body, bytes);
    EXPECT_EQ(piece("bytes */262144", "", path).field("upload-offset"), "0") << "it is over";
  }
}

TEST_F(ResumedUploadTest, ABodyThatIsTooLongLetsItsUploadGo) {
  tests::RawClient client(port());
  const std::string head = "PUT " + std::string(kFiles) +
                           "1/big HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port()) +
                           "\r\nContent-Range: ";
  client.send(head + "bytes 0-3/10\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n0\r\n\r\n");
  EXPECT_EQ(client.receive().status, 400);
  client.send(head + "bytes 0-3/10\r\nContent-Length: 4\r\n\r\n0123");
  EXPECT_EQ(client.receive().status, 202) << "over the same connection, which holds nothing back";
}

TEST_F(ResumedUploadTest, APlaceThatDoesNotFitIsNamed) {
  ASSERT_EQ(piece("bytes 0-3/10", "0123").status, 202);
  const auto gap = piece("bytes 6-9/10", "6789");
  EXPECT_EQ(gap.status, 409);
  EXPECT_NE(gap.body.find("byte 4"), std::string::npos) << gap.body;
  EXPECT_EQ(piece("bytes 4-9/11", "456789").status, 409) << "another length is another file";
  EXPECT_EQ(piece("bytes 0-1/10", "ab").status, 202) << "beginning anew";
  EXPECT_EQ(piece("bytes 2-9/10", "cdefghij").status, 200);
  EXPECT_EQ(raw("GET", std::string(kFiles) + "1/big").body, "abcdefghij");
}

TEST_F(ResumedUploadTest, WhatIsNoRangeIsRefusedAndNothingIsKept) {
  for (const char* range : {"", "bytes", "bytes 0-3", "bytes 0-3/*", "bytes 3-0/10", "bytes 0-10/10",
                            "bytes -3/10", "bytes 0-/10", "bytes a-b/c", "items 0-3/10", "bytes */0",
                            "bytes 0-3/0", "bytes 0-3/99999999999999999999"}) {
    EXPECT_EQ(piece(range, "0123").status, 400) << range;
  }
  EXPECT_EQ(piece("bytes 0-3/10", "01234").status, 400) << "more bytes than announced";
  EXPECT_EQ(piece("bytes */10", "0").status, 400);
  EXPECT_EQ(piece("bytes 0-3/10", "0123", "../x").status, 400);
  EXPECT_EQ(offset(10), 0u);
}

TEST_F(ResumedUploadTest, ManyUploadsThatNobodyEndsMakeRoomForOthers) {
  for (std::size_t i = 0; i < Uploads::kMost + 3; ++i) {
    ASSERT_EQ(piece("bytes 0-0/2", "a", "many/" + std::to_string(i)).status, 202) << i;
  }
  EXPECT_EQ(piece("bytes */2", "", "many/0").field("upload-offset"), "0") << "the oldest went";
  EXPECT_EQ(piece("bytes 1-1/2", "b", "many/" + std::to_string(Uploads::kMost)).status, 200);
}

TEST_F(ArtifactApiTest, MultipartIsDeclinedInTheWordsThatMakeClientsFallBack) {
  log::setLevel(log::Level::Info);
  testing::internal::CaptureStderr();
  const auto upload =
      ask("POST", "/api/2.0/mlflow-artifacts/mpu/create/a", R"({"path": "a", "num_parts": 2})");
  const std::string logged = testing::internal::GetCapturedStderr();
  log::setLevel(log::Level::Warning);
  EXPECT_EQ(upload.status, 501);
  EXPECT_NE(logged.find("info"), std::string::npos) << logged;
  EXPECT_EQ(logged.find("error"), std::string::npos) << "a client's question is no fault: " << logged;
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
