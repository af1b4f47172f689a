#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <thread>

#include "core/artifact/artifact_store.h"
#include "core/base/seeded_random.h"
#include "core/interop/internal/event_state.h"
#include "core/interop/internal/hparams.h"
#include "core/interop/tensorboard.h"
#include "core/text/json.h"
#include "core/track/experiments.h"
#include "core/track/histograms.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "tests/core/interop/event_writer.h"
#include "tests/support/temp_workspace.h"

namespace tatara::interop {
namespace {

namespace fs = std::filesystem;
using namespace made;

constexpr int kFloat = 1;
constexpr int kDouble = 2;
constexpr int kInt32 = 3;
constexpr int kString = 7;
constexpr int kInt64 = 9;
constexpr int kBFloat16 = 14;
constexpr int kHalf = 19;

template <typename T>
std::string raw(std::initializer_list<T> values) {
  std::string bytes;
  for (const T value : values) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  return bytes;
}

class TensorboardImportTest : public testing::Test {
 protected:
  fs::path root() const { return m_folder.path() / "logs"; }
  fs::path file(const std::string& run, const std::string& name = "events.out.tfevents.1.host") const {
    return root() / run / name;
  }

  Result<ImportReport> tryBring() { return importTensorboard(m_workspace.share(), {.folder = root()}); }
  ImportReport bring() {
    auto report = tryBring();
    EXPECT_TRUE(report.has_value()) << report.error().message << " " << report.error().detail;
    return report ? *report : ImportReport();
  }

  track::Run load(const std::string& name) {
    auto found = m_workspace.store().read([&](sql::Connection& c) -> Result<std::optional<track::Run>> {
      TATARA_ASSIGN(const auto id, track::findRunByPrefix(c, name));
      return id ? track::findRun(c, *id) : Result<std::optional<track::Run>>(std::nullopt);
    });
    EXPECT_TRUE(found && *found) << name;
    return found && *found ? **found : track::Run();
  }
  std::vector<series::Point> points(const std::string& run, std::string_view key) {
    const auto id = load(run).info.key;
    return m_workspace.store()
        .read([&](sql::Connection& c) { return track::loadSeries(c, id, key); })
        .value();
  }
  std::vector<double> values(const std::string& run, std::string_view key) {
    std::vector<double> result;
    for (const series::Point& point : points(run, key)) {
      result.push_back(point.value);
    }
    return result;
  }
  std::vector<std::string> files(const std::string& run) {
    const auto root = artifact::rootPathOf(load(run).info.artifactUri).value();
    const auto listed =
        m_workspace.store()
            .read([&](sql::Connection& c) { return artifact::ArtifactStore::listAll(c, root); })
            .value();
    std::vector<std::string> paths;
    for (const auto& one : listed) {
      paths.push_back(one.path.substr(root.size() + 1));
    }
    return paths;
  }
  std::string content(const std::string& run, const std::string& path) {
    const auto root = artifact::rootPathOf(load(run).info.artifactUri).value();
    return artifact::ArtifactStore(m_workspace.share()).readAll(root + "/" + path, 1 << 20).value();
  }

  static bool tells(const ImportReport& report, std::string_view word) {
    return std::any_of(report.skipped.begin(), report.skipped.end(),
                       [&](const Skipped& one) {
                         return one.reason.find(word) != std::string::npos ||
                                one.place.find(word) != std::string::npos;
                       }) ||
           std::any_of(report.notes.begin(), report.notes.end(),
                       [&](const std::string& note) { return note.find(word) != std::string::npos; });
  }

  tests::TempFolder m_folder;
  tests::TempWorkspace m_workspace;
};

TEST_F(TensorboardImportTest, EveryEncodingOfAScalarIsTheSameNumber) {
  write(file("a"),
        records({version(), scalar("simple", 2, 1, 0.5F),
                 tensorEvent("float", "scalars", 2, 1, tensor(kFloat, {}).number(5, 0.5F)),
                 tensorEvent("packed", "scalars", 2, 1, tensor(kFloat, {}).bytes(5, raw({0.5F}))),
                 tensorEvent("raw", "scalars", 2, 1, tensor(kFloat, {}).bytes(4, raw({0.5F}))),
                 tensorEvent("double", "scalars", 2, 1, tensor(kDouble, {}).number(6, 0.1)),
                 tensorEvent("one", "scalars", 2, 1, tensor(kDouble, {1}).bytes(4, raw({0.1}))),
                 tensorEvent("half", "scalars", 2, 1, tensor(kHalf, {}).varint(13, 0x3800)),
                 tensorEvent("tiny", "scalars", 2, 1, tensor(kHalf, {}).bytes(4, raw<std::uint16_t>({1}))),
                 tensorEvent("brain", "scalars", 2, 1, tensor(kBFloat16, {}).varint(13, 0x3f00)),
                 tensorEvent("int", "scalars", 2, 1, tensor(kInt32, {}).varint(7, ~std::uint64_t{0})),
                 tensorEvent("long", "scalars", 2, 1, tensor(kInt64, {}).varint(10, 1ULL << 40)),
                 tensorEvent("absent", "scalars", 2, 1, tensor(kFloat, {}))}));
  const ImportReport report = bring();
  EXPECT_EQ(report.points, 12);
  EXPECT_TRUE(report.skipped.empty());
  for (const char* key : {"simple", "float", "packed", "raw", "half", "brain"}) {
    EXPECT_EQ(values("a", key), std::vector{0.5}) << key;
  }
  EXPECT_EQ(values("a", "double"), std::vector{0.1});
  EXPECT_EQ(values("a", "one"), std::vector{0.1});
  EXPECT_EQ(values("a", "tiny"), std::vector{std::ldexp(1.0, -24)});
  EXPECT_EQ(values("a", "int"), std::vector{-1.0});
  EXPECT_EQ(values("a", "long"), std::vector{std::ldexp(1.0, 40)});
  EXPECT_EQ(values("a", "absent"), std::vector{0.0});
}

TEST_F(TensorboardImportTest, MetadataOfATagsFirstValueHoldsForTheOthersAlsoInALaterImport) {
  write(file("."),
        records({version(), tensorEvent("loss", "scalars", 2, 1, tensor(kFloat, {}).number(5, 1.F)),
                 tensorEvent("h", "histograms", 2, 1, tensor(kFloat, {0, 3}))}));
  bring();
  write(file("."),
        records({tensorEvent("loss", "", 3, 2, tensor(kFloat, {}).number(5, 2.F)),
                 tensorEvent("h", "", 3, 2, tensor(kFloat, {1, 3}).bytes(4, raw({0.F, 1.F, 7.F})))}),
        std::ios::app);
  const ImportReport report = bring();
  EXPECT_EQ(report.points, 1);
  EXPECT_EQ(report.histograms, 1);
  EXPECT_EQ(report.runs.already, 1);
  EXPECT_EQ(values("logs", "loss"), (std::vector{1.0, 2.0}));
}

TEST_F(TensorboardImportTest, AnImportRepeatedBringsNothingAndOneAfterMoreWasWrittenBringsThat) {
  write(file("a"), records({version(), scalar("x", 2, 1, 1)}));
  EXPECT_EQ(bring().points, 1);
  EXPECT_EQ(bring().points, 0);
  m_workspace.reopen();
  const std::string more = records({scalar("x", 3, 2, 2)});
  write(file("a"), more.substr(0, more.size() - 3), std::ios::app);
  const ImportReport cut = bring();
  EXPECT_EQ(cut.points, 0);
  EXPECT_TRUE(tells(cut, "ends in the middle of a record"));
  write(file("a"), more.substr(more.size() - 3), std::ios::app);
  EXPECT_EQ(bring().points, 1);
  EXPECT_EQ(values("a", "x"), (std::vector{1.0, 2.0}));
  EXPECT_EQ(toUnixMillis(*load("a").info.ended), 3000);
  EXPECT_EQ(toUnixMillis(load("a").info.started), 1000);
}

TEST_F(TensorboardImportTest, TwoImportsAtOnceBringEverythingOnceBetweenThem) {
  constexpr int kRuns = 12;
  constexpr int kPoints = 50;
  const auto name = [](int run) { return std::string(1, static_cast<char>('a' + run)) + "-run"; };
  for (int run = 0; run < kRuns; ++run) {
    std::string log;
    internal::putRecord(log, version());
    for (int step = 0; step < kPoints; ++step) {
      internal::putRecord(log, scalar("loss", 1 + step, step, static_cast<float>(step)));
    }
    write(file(name(run)), log);
  }
  auto other = store::Store::open(m_workspace.workspace());
  ASSERT_TRUE(other);
  Result<ImportReport> second = ImportReport();
  std::thread beside([&] { second = importTensorboard(*other, {.folder = root()}); });
  const auto first = tryBring();
  beside.join();
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(first->points + second->points, kRuns * kPoints);
  for (int run = 0; run < kRuns; ++run) {
    EXPECT_EQ(points(name(run), "loss").size(), static_cast<std::size_t>(kPoints));
  }
}

TEST_F(TensorboardImportTest, ARestartDropsWhatWasLoggedFromItsStepOn) {
  write(file("a", "events.out.tfevents.1"),
        records({version(), scalar("x", 2, 1, 1), scalar("x", 3, 2, 2), scalar("x", 4, 3, 3),
                 tensorEvent("h", "histograms", 4, 3, tensor(kFloat, {1, 3}).bytes(4, raw({0.F, 1.F, 7.F}))),
                 tensorEvent("note", "text", 4, 3, tensor(kString, {}).bytes(8, "late")),
                 tensorEvent("note", "text", 4, 1, tensor(kString, {}).bytes(8, "early"))}));
  write(file("a", "events.out.tfevents.2"), records({version(), restart(5, 2), scalar("x", 6, 2, 20)}));
  const ImportReport report = bring();
  EXPECT_EQ(report.dropped, 4);
  EXPECT_TRUE(tells(report, "took back"));
  EXPECT_EQ(values("a", "x"), (std::vector{1.0, 20.0}));
  EXPECT_EQ(files("a"), std::vector<std::string>{"tensorboard/text/note/0000000001-4000.md"});
}

TEST_F(TensorboardImportTest, ARestartInALaterImportDropsWhatIsStored) {
  std::string bytes = records({version()});
  for (int step = 0; step < 3000; ++step) {
    internal::putRecord(bytes, scalar("long", 2 + step, step, static_cast<float>(step)));
    if (step % 100 == 0) {
      internal::putRecord(bytes, scalar("short", 2 + step, step, static_cast<float>(step)));
      internal::putRecord(bytes, tensorEvent("h", "histograms", 2 + step, step,
                                             tensor(kFloat, {1, 3}).bytes(4, raw({0.F, 1.F, 7.F}))));
      internal::putRecord(bytes,
                          tensorEvent("note", "text", 2 + step, step, tensor(kString, {}).bytes(8, "t")));
    }
  }
  write(file("a", "tfevents.1"), bytes);
  EXPECT_EQ(bring().dropped, 0);
  write(file("a", "tfevents.2"), records({version(), restart(4000, 2000), scalar("long", 4001, 2000, -1)}));
  const ImportReport report = bring();
  EXPECT_EQ(report.dropped, 1000 + 3 * 10);
  const auto left = points("a", "long");
  ASSERT_EQ(left.size(), 2001U);
  EXPECT_EQ(left.back().value, -1);
  EXPECT_EQ(left[1999].value, 1999);
  EXPECT_EQ(points("a", "short").size(), 20U);
  EXPECT_EQ(files("a").size(), 20U);
  const track::Run run = load("a");
  ASSERT_EQ(run.metrics.size(), 2U);
  EXPECT_EQ(run.metrics[0].points, 2001);
  EXPECT_EQ(run.metrics[0].max, 1999);
  EXPECT_EQ(run.metrics[0].min, -1);
  const auto histograms =
      m_workspace.store().read([&](sql::Connection& c) { return track::loadHistogramKeys(c, run.info.key); });
  EXPECT_EQ(histograms->front().count, 20);
  EXPECT_EQ(histograms->front().lastStep, 1900);
}

TEST_F(TensorboardImportTest, InFilesOfTheFirstEventVersionAStepThatGoesBackDropsThatTagsLaterPoints) {
  write(file("a"), records({scalar("x", 2, 1, 1), scalar("x", 3, 5, 5), scalar("y", 3, 5, 6),
                            scalar("x", 4, 2, 2), scalar("x", 5, 6, 7)}));
  const ImportReport report = bring();
  EXPECT_EQ(report.dropped, 1);
  EXPECT_EQ(values("a", "x"), (std::vector{1.0, 2.0, 7.0}));
  EXPECT_EQ(values("a", "y"), std::vector{6.0});
}

TEST_F(TensorboardImportTest, FoldersAreRunsAndOneBelowAnotherIsItsChild) {
  write(file("."), records({version(), scalar("x", 2, 1, 1)}));
  write(file("train/deep"), records({version(), scalar("x", 2, 1, 2)}));
  fs::create_directories(root() / "empty");
  fs::create_directory_symlink(root() / "train", root() / "linked");
  write(root() / "events.out.tfevents.9.profile-empty", "not an event file");
  const ImportReport report = bring();
  EXPECT_EQ(report.runs.brought, 2);
  EXPECT_TRUE(report.skipped.empty());
  const track::Run parent = load("logs");
  const track::Run child = load("train/deep");
  EXPECT_TRUE(std::find(child.tags.begin(), child.tags.end(),
                        track::KeyValue{std::string(track::tag::kParentRunId), parent.info.id.value()}) !=
              child.tags.end());
  EXPECT_EQ(child.info.status, track::RunStatus::Finished);
}

TEST_F(TensorboardImportTest, HistogramsOfBothKindsKeepTheirBucketsWithoutEmptyOnesAtTheEnds) {
  constexpr double kMost = std::numeric_limits<double>::max();
  WireWriter histogram;
  histogram.number(1, -1.5).number(2, 3.5).number(3, 4.0);
  histogram.bytes(6, raw({-2.0, 0.0, 1.0, kMost, kMost})).bytes(7, raw({0.0, 1.0, 0.0, 3.0, 0.0}));
  write(file("a"),
        records({version(), summaryEvent(2, 1, WireWriter().bytes(1, "w").bytes(5, histogram.message())),
                 tensorEvent("v", "histograms", 2, 1,
                             tensor(kDouble, {2, 3}).bytes(4, raw({0.0, 0.1, 5.0, 0.1, 0.3, 6.0})))}));
  EXPECT_EQ(bring().histograms, 2);
  const auto run = load("a").info.key;
  const auto of = [&](const char* key) {
    return m_workspace.store()
        .read([&](sql::Connection& c) { return track::loadHistograms(c, run, key); })
        .value();
  };
  ASSERT_EQ(of("w").size(), 1U);
  EXPECT_EQ(of("w")[0].lefts, (std::vector{-1.5, 0.0, 1.0}));
  EXPECT_EQ(of("w")[0].rights, (std::vector{0.0, 1.0, 3.5}));
  EXPECT_EQ(of("w")[0].counts, (std::vector{1.0, 0.0, 3.0}));
  EXPECT_EQ(of("w")[0].timestamp, 2000);
  EXPECT_EQ(of("v")[0].rights, (std::vector{0.1, 0.3}));
}

TEST_F(TensorboardImportTest, ImagesTextAudioCurvesMeshesAndGraphsAreFiles) {
  const std::string png = "\x89PNG and so on";
  WireWriter image;
  image.varint(1, 2).varint(2, 3).bytes(4, png);
  write(file("a"),
        records(
            {version(), summaryEvent(2, 1, WireWriter().bytes(1, "old/image").bytes(4, image.message())),
             tensorEvent("new", "images", 2, 1,
                         tensor(kString, {4}).bytes(8, "3").bytes(8, "2").bytes(8, png).bytes(8, "GIF89a")),
             tensorEvent("sound", "audio", 2, 1, tensor(kString, {1, 2}).bytes(8, "RIFF").bytes(8, "label")),
             tensorEvent("say", "text", 2, 1, tensor(kString, {2}).bytes(8, "a").bytes(8, "b")),
             tensorEvent("pr", "pr_curves", 2, 1,
                         tensor(kFloat, {6, 1}).bytes(4, raw({1.F, 2.F, 3.F, 4.F, 0.5F, 0.25F}))),
             tensorEvent("m_VERTEX", "mesh", 2, 1, tensor(kFloat, {1, 1, 3}).bytes(4, raw({1.F, 2.F, 3.F}))),
             event(2, 0, WireWriter().bytes(4, "graph"))}));
  const ImportReport report = bring();
  EXPECT_TRUE(report.skipped.empty());
  EXPECT_EQ(
      files("a"),
      (std::vector<std::string>{
          "tensorboard/audio/sound/0000000001-2000.wav", "tensorboard/graph.pb",
          "tensorboard/images/new/0000000001-2000-0.png", "tensorboard/images/new/0000000001-2000-1.gif",
          "tensorboard/images/old/image/0000000001-2000.png", "tensorboard/mesh/m_VERTEX/0000000001-2000.npy",
          "tensorboard/pr_curves/pr/0000000001-2000.json", "tensorboard/text/say/0000000001-2000.json"}));
  EXPECT_EQ(content("a", "tensorboard/images/old/image/0000000001-2000.png"), png);
  EXPECT_EQ(content("a", "tensorboard/audio/sound/0000000001-2000.wav"), "RIFF");
  const auto curve = text::parseJson(content("a", "tensorboard/pr_curves/pr/0000000001-2000.json"));
  EXPECT_EQ((*curve)["recall"].items().front().asNumber(), 0.25);
  const std::string npy = content("a", "tensorboard/mesh/m_VERTEX/0000000001-2000.npy");
  EXPECT_EQ(npy.size() % 64, 12U);
  EXPECT_NE(npy.find("'shape': (1,1,3,)"), std::string::npos);
}

TEST_F(TensorboardImportTest, HyperparametersAreParametersAndTheirEndIsTheRunsEnd) {
  const auto hparams = [](const char* tag, const std::string& content) {
    return summaryEvent(2, 0, WireWriter().bytes(1, tag).bytes(9, metadata("hparams", content)));
  };
  write(file("a"),
        records(
            {version(),
             hparams("_hparams_/session_start_info",
                     internal::makeHparamsStart({{"lr", "0.1"}, {"opt", "adam"}, {"nesterov", "true"}}, 1)),
             hparams("_hparams_/session_end_info", internal::makeHparamsEnd(track::RunStatus::Failed, 3))}));
  bring();
  const track::Run run = load("a");
  EXPECT_EQ(run.params, (std::vector<track::KeyValue>{{"lr", "0.1"}, {"nesterov", "true"}, {"opt", "adam"}}));
  EXPECT_EQ(run.info.status, track::RunStatus::Failed);
}

TEST_F(TensorboardImportTest, TagsThatAreNoKeysBecomeKeysAndStayApart) {
  write(file("a"), records({version(), scalar("loss (a)", 2, 1, 1), scalar("loss [a]", 2, 1, 2),
                            scalar("../../etc", 2, 1, 3), scalar("//a//b/", 2, 1, 4), scalar("", 2, 1, 5),
                            scalar("\xff", 2, 1, 6), scalar("損失", 2, 1, 7)}));
  const ImportReport report = bring();
  EXPECT_EQ(report.skippedInAll, 1);
  EXPECT_EQ(values("a", "loss _a_"), std::vector{1.0});
  EXPECT_EQ(values("a", "loss _a__2"), std::vector{2.0});
  EXPECT_EQ(values("a", "__/__/etc"), std::vector{3.0});
  EXPECT_EQ(values("a", "a/b"), std::vector{4.0});
  EXPECT_EQ(values("a", "_"), std::vector{5.0});
  EXPECT_EQ(values("a", "損失"), std::vector{7.0});
}

TEST_F(TensorboardImportTest, DamagedDataIsPassedOverAndADamagedLengthEndsTheFile) {
  std::string bytes = records({version(), scalar("x", 2, 1, 1)});
  const std::size_t second = bytes.size();
  bytes += records({scalar("x", 3, 2, 2), scalar("x", 4, 3, 3)});
  bytes[second + 12] = static_cast<char>(bytes[second + 12] ^ 1);
  const std::size_t fourth = bytes.size();
  bytes += records({scalar("x", 5, 4, 4), scalar("x", 6, 5, 5)});
  bytes[fourth] = static_cast<char>(bytes[fourth] ^ 1);
  write(file("a"), bytes);
  const ImportReport report = bring();
  EXPECT_EQ(values("a", "x"), (std::vector{1.0, 3.0}));
  EXPECT_EQ(report.skippedInAll, 2);
  EXPECT_TRUE(tells(report, "byte " + std::to_string(second)));
  EXPECT_TRUE(tells(report, "byte " + std::to_string(fourth)));
}

TEST_F(TensorboardImportTest, ARunDeletedHereIsLeftAloneAndAPurgedOneComesAnew) {
  write(file("a"), records({version(), scalar("x", 2, 1, 1)}));
  bring();
  const track::RunId id = load("a").info.id;
  ASSERT_TRUE(m_workspace.store().write(
      [&](store::Writer& w) { return track::deleteRun(w, id, fromUnixMillis(1)); }));
  write(file("a"), records({scalar("x", 3, 2, 2)}), std::ios::app);
  const ImportReport report = bring();
  EXPECT_EQ(report.points, 0);
  EXPECT_TRUE(tells(report, "deleted here"));
  const track::RunId ids[] = {id};
  ASSERT_TRUE(m_workspace.store().writeFor([&](store::Writer& w) { return track::purgeRuns(w, ids); }));
  EXPECT_EQ(bring().points, 2);
}

TEST_F(TensorboardImportTest, AFolderWithoutEventFilesIsSaidToBeOne) {
  EXPECT_EQ(tryBring().error().kind, ErrorKind::NotFound);
  fs::create_directories(root());
  EXPECT_EQ(tryBring().error().kind, ErrorKind::Parse);
}

TEST_F(TensorboardImportTest, AWatchedFolderIsFollowedAndItsRunsEndWithTheWatching) {
  fs::create_directories(root());
  std::stop_source stop;
  Status status;
  std::thread watcher([&] {
    status = watchTensorboard(m_workspace.share(), {.folder = root(), .stop = stop.get_token()},
                              [&](const ImportReport& report) {
                                if (report.runs.brought == 0 && report.points == 0) {
                                  write(file("a"), records({version(), scalar("x", 2, 1, 1)}));
                                } else if (report.runs.brought == 1) {
                                  EXPECT_EQ(load("a").info.status, track::RunStatus::Running);
                                  write(file("a"), records({scalar("x", 3, 2, 2)}), std::ios::app);
                                } else {
                                  stop.request_stop();
                                }
                              });
  });
  watcher.join();
  EXPECT_TRUE(status) << (status ? "" : status.error().message);
  EXPECT_EQ(values("a", "x"), (std::vector{1.0, 2.0}));
  EXPECT_EQ(load("a").info.status, track::RunStatus::Finished);
}

// Whatever bytes a file has: the import ends, and a second one brings nothing more.
TEST_F(TensorboardImportTest, MutatedFilesNeverEndAnImport) {
  WireWriter image;
  image.varint(1, 2).varint(2, 3).bytes(4, "GIF89a");
  WireWriter histogram;
  histogram.number(1, -1.5).bytes(6, raw({0.0, 1.0})).bytes(7, raw({1.0, 2.0}));
  const std::vector<std::string> messages = {
      version(),
      scalar("x", 2, 1, 1),
      tensorEvent("loss", "scalars", 2, 1, tensor(kFloat, {}).bytes(5, raw({0.5F}))),
      tensorEvent("h", "histograms", 2, 1, tensor(kFloat, {1, 3}).bytes(4, raw({0.F, 1.F, 7.F}))),
      summaryEvent(2, 1, WireWriter().bytes(1, "w").bytes(5, histogram.message())),
      summaryEvent(2, 1, WireWriter().bytes(1, "i").bytes(4, image.message())),
      tensorEvent("n", "images", 2, 1, tensor(kString, {3}).bytes(8, "3").bytes(8, "2").bytes(8, "GIF8")),
      summaryEvent(2, 0,
                   WireWriter().bytes(1, "p").bytes(
                       9, metadata("hparams", internal::makeHparamsStart({{"lr", "0.1"}}, 1)))),
      restart(3, 100)};
  SeededRandom random(20);
  for (int round = 0; round < 100; ++round) {
    std::string bytes;
    for (std::string message : messages) {
      for (std::uint64_t i = random.below(4); i > 0 && !message.empty(); --i) {
        const std::size_t at = random.below(message.size());
        switch (random.below(4)) {
          case 0:
            message[at] = static_cast<char>(random.next());
            break;
          case 1:
            message.resize(at);
            break;
          case 2:
            message.insert(at, 1 + random.below(9), '\xff');  // a lying length
            break;
          default:
            message.insert(at, message.substr(at));
        }
      }
      internal::putRecord(bytes, message);
    }
    if (random.below(2) == 0) {
      bytes[random.below(bytes.size())] = static_cast<char>(random.next());
    }
    bytes.resize(bytes.size() - random.below(20));
    write(file("r" + std::to_string(round)), bytes);
  }
  const auto first = tryBring();
  ASSERT_TRUE(first) << first.error().message << first.error().detail;
  EXPECT_GT(first->points, 50);
  const auto second = tryBring();
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second->points, 0);
  EXPECT_EQ(second->runs.brought, 0);
}

}  // namespace
}  // namespace tatara::interop
