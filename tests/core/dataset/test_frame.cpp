#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <numeric>

#include "core/base/seeded_random.h"
#include "core/dataset/frame.h"
#include "tests/core/dataset/frame_fixture.h"
#include "tests/support/temp_folder.h"

namespace tatara::dataset {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

void writeTwentyThousand(const fs::path& file) {
  std::ofstream out(file);
  out << "a,b\n";
  for (int i = 0; i < 20'000; ++i) {
    out << i << ",w" << i % 100 << "\n";
  }
}

TEST(FrameTest, AFrameGivesBackEveryCellOfItsFile) {
  const FrameFixture fixture(
      "id,price,when,ok,word\n"
      "1,0.5,2026-01-02,true,pear\n"
      "900719925474099312,,2026-01-02 03:04:05,false,\"a\nb\"\n"
      ",-3,,,apple\n"
      "-7,1e300,1969-12-31 23:59:59.25,true,pear\n");
  const Frame& frame = *fixture.frame;
  ASSERT_EQ(frame.rows(), 4U);
  const auto cells = [&](std::size_t column) {
    std::vector<std::string> result;
    for (std::uint64_t row = 0; row < frame.rows(); ++row) {
      result.push_back(frame.missing(column, row) ? "–" : frame.text(column, row));
    }
    return result;
  };
  EXPECT_THAT(cells(0), ElementsAre("1", "900719925474099312", "–", "-7"));
  EXPECT_THAT(cells(1), ElementsAre("0.5", "–", "-3", "1e+300"));
  EXPECT_THAT(cells(2), ElementsAre("2026-01-02", "2026-01-02T03:04:05", "–", "1969-12-31T23:59:59.250000"));
  EXPECT_THAT(cells(3), ElementsAre("true", "false", "–", "true"));
  EXPECT_THAT(cells(4), ElementsAre("pear", "a\nb", "apple", "pear"));
  EXPECT_EQ(frame.entry(4, 0), "a\nb");  // sorted by bytes
  EXPECT_EQ(frame.code(4, 0), 2);
  EXPECT_TRUE(std::isnan(frame.number(0, 2)));
  EXPECT_EQ(frame.number(2, 0), 1767312000.0);
  const Column column = frame.read(4);
  EXPECT_THAT(column.categories, ElementsAre("a\nb", "apple", "pear"));
  EXPECT_THAT(column.codes, ElementsAre(2, 0, 1, 2));
  EXPECT_TRUE(frame.verify());
}

TEST(FrameTest, BinsOfWholeNumbersStandForOneValueEach) {
  const FrameFixture fixture("n\n3\n5\nNA\n3\n");
  const FrameColumn& column = fixture.frame->column(0);
  EXPECT_EQ(column.bins.kind, Bins::Kind::Values);
  EXPECT_EQ(column.bins.count, 3U);
  EXPECT_EQ(column.bins.first, 3);
  EXPECT_EQ(column.binCounts[0], 2U);
  EXPECT_EQ(column.binCounts[1], 0U);
  EXPECT_EQ(column.binCounts[2], 1U);
  EXPECT_EQ(column.binCounts[kMissingBin], 1U);
}

TEST(FrameTest, BinsOfCategoriesComeMostFrequentFirst) {
  std::string csv = "t\n";
  for (int i = 0; i < 300; ++i) {
    for (int k = 0; k < (i == 7 ? 9 : i == 3 ? 5 : 2); ++k) {
      csv += "w" + std::to_string(i) + "\n";
    }
  }
  const FrameFixture fixture(csv);
  const FrameColumn& column = fixture.frame->column(0);
  EXPECT_EQ(column.bins.kind, Bins::Kind::Categories);
  ASSERT_EQ(column.bins.count, kMostBins);
  EXPECT_EQ(fixture.frame->entry(0, column.bins.categories[0]), "w7");
  EXPECT_EQ(fixture.frame->entry(0, column.bins.categories[1]), "w3");
  EXPECT_EQ(column.binCounts[kOtherBin], 2U * (300 - kMostBins));
}

TEST(FrameTest, EveryBinCodeAgreesWithTheEdgesItIsBetween) {
  SeededRandom random(11);
  std::string csv = "x\n";
  for (int i = 0; i < 3000; ++i) {
    // Many values stand exactly on edges.
    const double value = i % 3 == 0 ? static_cast<double>(random.below(241)) / 10 : random.uniform(0, 24);
    csv += std::to_string(value) + "\n";
  }
  const FrameFixture fixture(csv + "0.0\n24\n");
  const Frame& frame = *fixture.frame;
  const Bins& bins = frame.column(0).bins;
  ASSERT_EQ(bins.kind, Bins::Kind::Ranges);
  for (std::uint64_t row = 0; row < frame.rows(); ++row) {
    const std::size_t bin = frame.binCodes(0)[row];
    const double value = frame.number(0, row);
    EXPECT_GE(value, bins.edge(bin));
    EXPECT_TRUE(value < bins.edge(bin + 1) || bin + 1 == bins.count) << value;
  }
}

// Else bars look like a comb: temperatures from 0.02 to 1 in steps of 0.02, each as often as the others, are
// bars of one height.
TEST(FrameTest, BarsHoldAsManyStepsOfTheGridOnWhichDecimalsStand) {
  std::string csv = "temp,half,many\n";
  for (int i = 0; i < 500; ++i) {
    csv += std::to_string((i % 50 + 1) * 0.02).substr(0, 4) + "," + (i % 2 == 0 ? "-0.5," : "1.5,") +
           std::to_string(i * i * 0.00137) + "\n";
  }
  const FrameFixture fixture(csv);
  const auto heights = [&](std::size_t index) {
    const FrameColumn& column = fixture.frame->column(index);
    std::vector<std::uint64_t> bars(40, 0);
    for (std::size_t i = 0; i < kMostBins; ++i) {
      bars[i / 6] += column.binCounts[i];
    }
    while (!bars.empty() && bars.back() == 0) {
      bars.pop_back();
    }
    return bars;
  };
  EXPECT_EQ(heights(0), std::vector<std::uint64_t>(25, 20)) << "two values in each of 25 bars";
  EXPECT_EQ(heights(1), (std::vector<std::uint64_t>{250, 250}));
  const FrameColumn& many = fixture.frame->column(2);
  EXPECT_EQ(many.bins.first, many.least);
  EXPECT_EQ(many.bins.last, many.greatest);
}

TEST(FrameTest, InfinitiesAndExtremeRangesAreBinned) {
  const FrameFixture fixture("x\n-1.7e308\n1.7e308\ninf\n-inf\n0\n");
  const Frame& frame = *fixture.frame;
  EXPECT_EQ(frame.column(0).finite, 3U);
  EXPECT_EQ(frame.binCodes(0)[0], 0);
  EXPECT_EQ(frame.binCodes(0)[1], kMostBins - 1);
  EXPECT_EQ(frame.binCodes(0)[2], kOtherBin);
  EXPECT_EQ(frame.binCodes(0)[4], kMostBins / 2);
  EXPECT_EQ(frame.text(0, 2), "Infinity");
}

TEST(FrameTest, ATableWithoutRowsMakesAFrameWithoutRows) {
  const FrameFixture fixture("a,b\n");
  EXPECT_EQ(fixture.frame->rows(), 0U);
  EXPECT_EQ(fixture.frame->columns().size(), 2U);
  EXPECT_TRUE(fixture.frame->verify());
}

TEST(FrameTest, LoadingTwiceReadsTheSourceOnce) {
  tests::TempFolder folder;
  std::ofstream(folder.path() / "a.csv") << "a\n1\n2\n";
  FrameRequest request{.folder = folder.path() / "cache" / "frames", .source = folder.path() / "a.csv"};
  const auto first = loadFrame(request);
  ASSERT_TRUE(first);
  request.digest = (*first)->digest();
  fs::remove(request.source);
  const auto second = loadFrame(request);
  ASSERT_TRUE(second);
  EXPECT_EQ((*second)->text(0, 1), "2");
}

TEST(FrameTest, ASourceThatChangedIsAConflict) {
  tests::TempFolder folder;
  std::ofstream(folder.path() / "a.csv") << "a\n1\n";
  const auto frame = loadFrame({.folder = folder.path() / "frames",
                                .source = folder.path() / "a.csv",
                                .digest = std::string(64, '0')});
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().kind, ErrorKind::Conflict);
  EXPECT_THAT(frame.error().message, HasSubstr("register it as a new version"));
}

TEST(FrameTest, OtherOptionsMakeAnotherFrame) {
  OpenOptions options;
  options.alsoMissing = {"x"};
  EXPECT_NE(frameFile("f", "d", options), frameFile("f", "d", {}));
}

// Every cut and every changed byte of header and directory is found when the file is opened.
TEST(FrameTest, ACutOrChangedFileIsNamedCorruptAndBuiltAgain) {
  const FrameFixture fixture("a,b\n1,x\n2,y\n3,x\n");
  const fs::path file = fixture.frame->file();
  std::ifstream input(file, std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(input)), {});
  const auto openWith = [&](const std::string& bytes) {
    std::ofstream(file.string() + ".bad", std::ios::binary) << bytes;
    return openFrame(file.string() + ".bad");
  };
  SeededRandom random(5);
  for (int i = 0; i < 60; ++i) {
    const auto cut = openWith(whole.substr(0, random.below(whole.size())));
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().kind, ErrorKind::Corrupt);
  }
  for (int i = 0; i < 150; ++i) {
    std::string bytes = whole;
    const std::size_t at = random.below(bytes.size());
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
    const auto opened = openWith(bytes);
    if (!opened) {
      EXPECT_EQ(opened.error().kind, ErrorKind::Corrupt);
      continue;
    }
    // A byte in a part: never a read outside, and verify finds it unless it lies in unused padding.
    for (std::uint64_t row = 0; row < 3; ++row) {
      (*opened)->text(0, row);
      (*opened)->text(1, row);
    }
    const bool same = (*opened)->verify().has_value();
    for (std::uint64_t row = 0; same && row < 3; ++row) {
      EXPECT_EQ((*opened)->text(1, row), fixture.frame->text(1, row));
    }
  }
  fs::resize_file(file, whole.size() - 1);
  ASSERT_FALSE(openFrame(file));
  const auto again = loadFrame({.folder = file.parent_path(), .source = fixture.source()});
  ASSERT_TRUE(again);
  EXPECT_EQ((*again)->text(1, 1), "y");
}

// Also what the two programs of the next test run, each with this folder in its environment.
TEST(FrameTest, AFrameOfTwentyThousandRowsVerifies) {
  const char* given = std::getenv("TATARA_TEST_FRAME_FOLDER");
  tests::TempFolder own;
  const fs::path folder = given ? fs::path(given) : own.path();
  if (!given) {
    writeTwentyThousand(folder / "a.csv");
  }
  const auto frame = loadFrame({.folder = folder / "frames", .source = folder / "a.csv"});
  ASSERT_TRUE(frame);
  EXPECT_TRUE((*frame)->verify());
  EXPECT_EQ((*frame)->rows(), 20'000U);
  EXPECT_EQ((*frame)->text(1, 101), "w1");
}

TEST(FrameTest, TwoProgramsThatBuildTheSameFrameAtOnceBothSucceed) {
  const tests::TempFolder folder;
  writeTwentyThousand(folder.path() / "a.csv");
  ::setenv("TATARA_TEST_FRAME_FOLDER", folder.path().c_str(), 1);
  std::string program = "/proc/self/exe";
  std::string filter = "--gtest_filter=FrameTest.AFrameOfTwentyThousandRowsVerifies";
  char* arguments[] = {program.data(), filter.data(), nullptr};
  pid_t children[2];
  for (pid_t& child : children) {
    ASSERT_EQ(::posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments, environ), 0);
  }
  ::unsetenv("TATARA_TEST_FRAME_FOLDER");
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path() / "frames"), {}), 1);
}

TEST(FrameTest, ACancelledBuildLeavesNothingBehind) {
  tests::TempFolder folder;
  std::ofstream(folder.path() / "a.csv") << "a\n1\n2\n";
  auto engine = Engine::open().value();
  const auto table = Table::open(*engine, folder.path() / "a.csv");
  ASSERT_TRUE(table);
  std::stop_source stop;
  stop.request_stop();
  const auto frame = buildFrame(*table, folder.path() / "f" / "x.frame", {}, stop.get_token());
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().kind, ErrorKind::Cancelled);
  EXPECT_TRUE(fs::is_empty(folder.path() / "f"));
}

TEST(FrameTest, TimesAreWrittenAsShortAsTheyAre) {
  EXPECT_EQ(timeText(0), "1970-01-01");
  EXPECT_EQ(timeText(-1), "1969-12-31T23:59:59");
  EXPECT_EQ(timeText(1.5), "1970-01-01T00:00:01.500000");
}

}  // namespace
}  // namespace tatara::dataset
