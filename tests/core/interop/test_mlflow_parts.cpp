#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "core/interop/internal/folder.h"
#include "core/interop/internal/mlflow_metric_line.h"
#include "core/interop/internal/mlflow_trace.h"
#include "core/interop/internal/mlflow_uri.h"
#include "tests/support/temp_folder.h"

namespace tatara::interop::internal {
namespace {

namespace fs = std::filesystem;

void writePart(const fs::path& file, std::string_view text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

TEST(MetricLineTest, EveryFormThatMlflowEverWroteIsRead) {
  const auto three = parseMetricLine("1754589330270 2.25 -7", MetricOwner::Run);
  EXPECT_EQ(three->point.timestamp, 1754589330270);
  EXPECT_EQ(three->point.value, 2.25);
  EXPECT_EQ(three->point.step, -7);
  EXPECT_EQ(parseMetricLine("5 1e-3", MetricOwner::Run)->point.step, 0);
  const auto five = parseMetricLine("5 0.5 9 train abc123", MetricOwner::Run);
  EXPECT_EQ(five->point.step, 9);
  EXPECT_EQ(five->datasetName, "train");
  EXPECT_EQ(five->datasetDigest, "abc123");
  const auto model = parseMetricLine("5 0.5 9 0123456789abcdef\r", MetricOwner::LoggedModel);
  EXPECT_EQ(model->run, "0123456789abcdef");
  EXPECT_EQ(parseMetricLine("5 0.5 9 run name digest", MetricOwner::LoggedModel)->datasetDigest, "digest");
  EXPECT_TRUE(std::isnan(parseMetricLine("5 nan 0", MetricOwner::Run)->point.value));
  EXPECT_EQ(parseMetricLine("5 -inf 0", MetricOwner::Run)->point.value, -HUGE_VAL);
}

TEST(MetricLineTest, WhatCannotBeReadIsNamed) {
  for (const auto& [line, word] :
       {std::pair("x 1 2", "timestamp"), std::pair("1 two 3", "value"), std::pair("1 2 3.5", "step"),
        std::pair("1", "1 fields"), std::pair("1 2 3 4", "4 fields"),
        std::pair("1 2 3 4 5 6 7 8", "7 fields")}) {
    const auto parsed = parseMetricLine(line, MetricOwner::Run);
    ASSERT_FALSE(parsed.has_value()) << line;
    EXPECT_EQ(parsed.error().kind, ErrorKind::Parse);
    EXPECT_NE(parsed.error().message.find(word), std::string::npos) << parsed.error().message;
  }
  EXPECT_FALSE(parseMetricLine("1 2 3", MetricOwner::LoggedModel).has_value());
}

std::string joined(const ForeignUri& uri) {
  std::string text = uri.scheme + ":";
  for (const std::string& part : uri.parts) {
    text += "|" + part;
  }
  return text;
}

TEST(ForeignUriTest, PathsOfEveryMachineAreTakenApart) {
  EXPECT_EQ(joined(parseForeignUri("file:///C:/Users/a%20b/mlruns/1/r/artifacts")),
            "file:|Users|a b|mlruns|1|r|artifacts");
  EXPECT_EQ(joined(parseForeignUri("file:C:/x/mlruns/0/r/artifacts")), "file:|x|mlruns|0|r|artifacts");
  EXPECT_EQ(joined(parseForeignUri("C:\\x\\mlruns\\0\\r\\artifacts")), "file:|x|mlruns|0|r|artifacts");
  EXPECT_EQ(joined(parseForeignUri("./mlruns/0/r/artifacts")), "file:|mlruns|0|r|artifacts");
  EXPECT_EQ(joined(parseForeignUri("mlflow-artifacts://host:5000/1/r/artifacts")),
            "mlflow-artifacts:|1|r|artifacts");
  EXPECT_EQ(joined(parseForeignUri("S3://bucket/1/r/artifacts?x#y")), "s3:|1|r|artifacts");
  EXPECT_EQ(joined(parseForeignUri("models:/m-12/sub")), "models:|m-12|sub");
  EXPECT_TRUE(parseForeignUri("s3://bucket/x").remote());
  EXPECT_FALSE(parseForeignUri("/data/x").remote());
}

TEST(ForeignUriTest, APathThatClimbsIsNoPath) {
  for (const char* uri : {"file:///a/../../etc", "file:///a/%2e%2e/etc", "..\\..\\etc", "file:///a/%00/b"}) {
    EXPECT_TRUE(parseForeignUri(uri).parts.empty()) << uri;
  }
}

TEST(ForeignUriTest, TheOwnerOfAnArtifactPathIsThePartBeforeArtifacts) {
  const auto path = ownedPathOf(parseForeignUri("file:///old/mlruns/1/abc/artifacts/model/data"));
  EXPECT_EQ(path->owner, "abc");
  EXPECT_EQ(path->rest, "model/data");
  EXPECT_FALSE(ownedPathOf(parseForeignUri("file:///etc/passwd")).has_value());
  EXPECT_FALSE(ownedPathOf(parseForeignUri("artifacts")).has_value());
}

TEST(ForeignUriTest, ArtifactsAreFoundByTheEndOfThePathAndOnlyBeneathTheRoots) {
  tests::TempFolder folder;
  writePart(folder.path() / "store/7/abc/artifacts/a.txt", "x");
  writePart(folder.path() / "outside/abc/artifacts/secret.txt", "x");
  fs::create_directory_symlink(folder.path() / "outside/abc", folder.path() / "store/link");
  std::vector<Folder> roots;
  roots.push_back(std::move(*Folder::open(folder.path() / "store", "store")));
  EXPECT_TRUE(
      findArtifacts(roots, parseForeignUri("file:///C:/old/mlruns/7/abc/artifacts"), "abc").has_value());
  const std::string outside = "file://" + (folder.path() / "outside/abc/artifacts").string();
  EXPECT_FALSE(findArtifacts(roots, parseForeignUri(outside), "abc").has_value());
  EXPECT_FALSE(findArtifacts(roots, parseForeignUri("file:///x/link/artifacts"), "link").has_value());
  EXPECT_FALSE(
      findArtifacts(roots, parseForeignUri("file:///C:/old/mlruns/7/abc/artifacts"), "other").has_value());
}

TEST(FolderTest, NoLinkIsFollowedAndNoNameLeadsOut) {
  tests::TempFolder folder;
  writePart(folder.path() / "in/a", "text");
  writePart(folder.path() / "secret", "secret");
  fs::create_symlink("../secret", folder.path() / "in/link");
  fs::create_directory_symlink("..", folder.path() / "in/up");
  ASSERT_EQ(mkfifo((folder.path() / "in/pipe").c_str(), 0600), 0);
  const Folder in = *Folder::open(folder.path() / "in", "in");
  EXPECT_EQ(*in.read("a", 100), "text");
  EXPECT_EQ(in.read("a", 3).error().kind, ErrorKind::InvalidArgument);
  EXPECT_EQ(in.read("none", 3).error().kind, ErrorKind::NotFound);
  for (const char* name : {"link", "../secret", "..", ".", "", "/etc/passwd", "pipe"}) {
    EXPECT_EQ(in.read(name, 100).error().kind, ErrorKind::InvalidArgument) << name;
    EXPECT_FALSE(in.find(name).has_value()) << name;
  }
  EXPECT_FALSE(in.find("up").has_value());
  const auto items = *in.list();
  ASSERT_EQ(items.size(), 4U);
  EXPECT_EQ(items[0].kind, Folder::Kind::File);
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_EQ(items[i].kind, Folder::Kind::Other) << items[i].name;
  }
}

TEST(FolderTest, ALongFileStreamsWhole) {
  tests::TempFolder folder;
  std::string bytes(3'500'000, 'x');
  bytes[3'000'000] = 'y';
  writePart(folder.path() / "big", bytes);
  const Folder in = *Folder::open(folder.path(), "in");
  std::string streamed;
  ASSERT_TRUE(in.stream("big", [&](std::string_view piece) {
                  streamed += piece;
                  return Status();
                }).has_value());
  EXPECT_EQ(streamed, bytes);
  const auto stopped =
      in.stream("big", [](std::string_view) { return Status(makeError(ErrorKind::Cancelled, "no")); });
  EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
}

TEST(MlflowUriTest, WhatLiesBelowAPlaceIsFoundHoweverThePlaceIsWritten) {
  using Parts = std::vector<std::string>;
  EXPECT_EQ(partsBelow("file:///home/ana/ml/1/r", "/home/ana/ml"), (Parts{"1", "r"}));
  EXPECT_EQ(partsBelow("/home/ana/ml/1", "file:///home/ana/ml/"), (Parts{"1"}));
  EXPECT_EQ(partsBelow("C:\\old\\ml\\1", "C:/old/ml"), (Parts{"1"}));
  EXPECT_EQ(partsBelow("s3://bucket/ml/a%20b", "s3://bucket/ml"), (Parts{"a b"}));
  EXPECT_EQ(partsBelow("s3://bucket/ml", "s3://bucket/ml"), Parts{});
  for (const auto& [uri, from] :
       std::vector<std::pair<std::string, std::string>>{{"/home/ana/mlx/1", "/home/ana/ml"},
                                                        {"s3://bucket/mlx", "s3://bucket/ml"},
                                                        {"s3://other/ml/1", "s3://bucket/ml"},
                                                        {"file:///a/../b", "/a"},
                                                        {"s3://bucket/ml/../../x", "s3://bucket/ml"},
                                                        {"s3://bucket/ml/%2e%2e/x", "s3://bucket/ml"},
                                                        {"/a", ""},
                                                        {"/a/b", "s3://a"}}) {
    EXPECT_EQ(partsBelow(uri, from), std::nullopt) << uri << " below " << from;
  }
}

// Two spans as MLflow 3 writes them, then one as MLflow 2 does.
TEST(MlflowTraceTest, AFileOfSpansIsToldInTheFormOfMlflow2ForTheIdThatTheServerGave) {
  const auto made = spanFileOfMlflow2(
      R"({"spans":[
        {"trace_id":"AAECAwQFBgcICQoLDA0ODw==","span_id":"ABEiM0RVZnc=","parent_span_id":null,"name":"root",
         "start_time_unix_nano":1700000000000000001,"end_time_unix_nano":1700000001000000002,
         "events":[{"name":"e","time_unix_nano":1700000000500000000,"attributes":{"a":1}}],
         "status":{"code":"STATUS_CODE_ERROR","message":"why"},
         "attributes":{"mlflow.traceRequestId":"\"tr-old\"","mlflow.spanInputs":"{\"q\":1}","n":"2"}},
        {"trace_id":"AAECAwQFBgcICQoLDA0ODw==","span_id":"iJmqu8zd7v8=","parent_span_id":"ABEiM0RVZnc=",
         "name":"child","start_time_unix_nano":1,"end_time_unix_nano":2,"events":[],
         "status":{"code":"STATUS_CODE_UNSET","message":""},"attributes":{}}]})",
      "abc");
  ASSERT_TRUE(made) << made.error().message;
  const text::Json file = *text::parseJson(*made);
  const text::Json& root = file["spans"].items().at(0);
  EXPECT_EQ(root["context"]["span_id"], text::Json("0x0011223344556677"));
  EXPECT_EQ(root["context"]["trace_id"], text::Json("0x000102030405060708090a0b0c0d0e0f"));
  EXPECT_TRUE(root["parent_id"].isNull());
  EXPECT_EQ(root["start_time"], text::Json(std::int64_t{1'700'000'000'000'000'001}));
  EXPECT_EQ(root["status_code"], text::Json("ERROR"));
  EXPECT_EQ(root["status_message"], text::Json("why"));
  EXPECT_EQ(root["attributes"]["mlflow.traceRequestId"], text::Json("\"abc\""));
  EXPECT_EQ(root["attributes"]["n"], text::Json("2"));
  EXPECT_EQ(root["events"].items().at(0)["timestamp"], text::Json(std::int64_t{1'700'000'000'500'000}));
  EXPECT_EQ(file["request"], text::Json("{\"q\":1}"));
  EXPECT_TRUE(file["response"].isNull());
  const text::Json& child = file["spans"].items().at(1);
  EXPECT_EQ(child["parent_id"], text::Json("0x0011223344556677"));
  EXPECT_EQ(child["status_code"], text::Json("UNSET"));

  const auto again = spanFileOfMlflow2(*made, "other");
  ASSERT_TRUE(again);
  const text::Json other = *text::parseJson(*again);
  EXPECT_EQ(other["spans"].items().at(0)["attributes"]["mlflow.traceRequestId"], text::Json("\"other\""));
  EXPECT_EQ(other["spans"].items().at(0)["context"], root["context"]);
  EXPECT_FALSE(spanFileOfMlflow2("no JSON", "abc"));
}

TEST(MlflowTraceTest, MetadataForMlflow2HasPreviewsOfAtMostItsLength) {
  track::Trace trace;
  trace.metadata = {{"mlflow.trace_schema.version", "3"}, {"mlflow.traceInputs", "said"}};
  trace.requestPreview = "other";
  for (int i = 0; i < 300; ++i) {
    trace.responsePreview += "ö";
  }
  const auto pairs = metadataOfMlflow2(trace);
  ASSERT_EQ(pairs.size(), 3U);
  EXPECT_EQ(pairs[0].value, "said");
  EXPECT_EQ(pairs[1].value, "2");
  EXPECT_EQ(pairs[2].key, "mlflow.traceOutputs");
  EXPECT_EQ(pairs[2].value.size(), 247U * 2 + 3);
  EXPECT_TRUE(pairs[2].value.ends_with("ö..."));
}

}  // namespace
}  // namespace tatara::interop::internal
