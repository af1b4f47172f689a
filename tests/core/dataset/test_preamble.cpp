// What stands above a header and between the rows: titles, comments, and what a person says of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "core/base/random.h"
#include "core/dataset/table.h"
#include "tests/support/effort.h"

namespace tatara::dataset {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

class PreambleTest : public ::testing::Test {
 protected:
  PreambleTest() : m_folder(fs::temp_directory_path() / ("tatara-test-" + randomHex(8))) {
    fs::create_directories(m_folder);
    m_engine = Engine::open({.temporaryFolder = m_folder}).value();
  }
  ~PreambleTest() override {
    m_engine.reset();
    fs::remove_all(m_folder);
  }

  Result<Table> open(std::string_view bytes, const OpenOptions& options = {}) {
    const fs::path file = m_folder / "data.csv";
    std::ofstream(file, std::ios::binary) << bytes;
    return Table::open(*m_engine, file, options);
  }
  static std::vector<std::string> names(const Table& table) {
    std::vector<std::string> result;
    for (const auto& info : table.columns()) {
      result.push_back(info.name);
    }
    return result;
  }
  static std::string reasons(const Table& table) {
    std::string told;
    for (const text::Phrase& reason : table.reasons()) {
      told += reason.english() + "\n";
    }
    return told;
  }
  static OpenOptions skipping(std::uint64_t lines) {
    OpenOptions options;
    options.dialect.skipLines = lines;
    return options;
  }
  static OpenOptions without(const std::string& comment) {
    OpenOptions options;
    options.dialect.comment = comment;
    return options;
  }

  fs::path m_folder;
  std::unique_ptr<Engine> m_engine;
};

TEST_F(PreambleTest, LinesThatBeginWithAHashAboveTheHeaderAreSkippedAndTold) {
  const auto table =
      open("# Source: the \"sea\", 2024\r\n#\r\n\r\n# units: cm\r\nday,level\r\n1,3.5\r\n2,4\r\n").value();
  EXPECT_THAT(names(table), ElementsAre("day", "level"));
  EXPECT_EQ(table.rows(), 2u);
  EXPECT_EQ(table.rejectedCount(), 0u);
  EXPECT_THAT(reasons(table),
              HasSubstr("Skipped: the first 4 lines ('# Source: the \"sea\", 2024' and on), marked by #"));
  EXPECT_EQ(table.place(1, "level"), "data.csv, line 7, column 'level'");
}

TEST_F(PreambleTest, ATitleAboveTheHeaderIsSkippedAndTold) {
  for (const char* title :
       {"Sales of March\n", "Sales of March,,,\n\nas of,2024-04-01,,\n", "\"Sales\nof March\"\n"}) {
    const auto table =
        open(std::string(title) + "id,shop,sold,price\n1,a,5,2.5\n2,b,6,2.5\n3,c,7,3\n").value();
    EXPECT_THAT(names(table), ElementsAre("id", "shop", "sold", "price")) << title;
    EXPECT_EQ(table.rows(), 3u) << title;
    EXPECT_EQ(table.rejectedCount(), 0u) << title;
    EXPECT_THAT(reasons(table), HasSubstr("), above the header")) << title;
  }
}

// Each of these is a table as it stands; what is taken for a title would be lost.
TEST_F(PreambleTest, NothingIsSkippedWhereItIsNotPlain) {
  for (const char* bytes : {
           "a,b\n1,2\n",                             // a header
           "x\nrow1,1\nrow2,2\n",                    // R's names of rows
           "1\n1,2,3\n4,5,6\n",                      // a short first record, no header
           "name,,score\nAnna,x,absent\nBob,y,3\n",  // names that are blank
           "#a,1\n#b,2\nc,3\nd,4\n",                 // tags in the first rows
           "#a,x\n#b,y\nc,z\n",                      //
           "#red\n#green\nblue\n",                   // a list of tags
           "#chrom,pos\n1,10\n2,20\n",               // a header that begins so
           "Anna,Berlin\nBob,Paris\n",               // words only
           "note\nall,words\nno,numbers\n",          // not plain: no numbers tell
       }) {
    const auto table = open(bytes).value();
    EXPECT_THAT(reasons(table), Not(HasSubstr("Skipped"))) << bytes;
  }
  EXPECT_THAT(names(open("#chrom,pos\n1,10\n2,20\n").value()), ElementsAre("#chrom", "pos"));
  // As genomes are written: the last of the lines names the columns.
  const auto variants = open("##format=4\n##source=x\n#chrom\tpos\n1\t10\n2\t20\n").value();
  EXPECT_THAT(names(variants), ElementsAre("#chrom", "pos"));
  EXPECT_EQ(variants.rows(), 2u);
}

TEST_F(PreambleTest, WhatIsToldWinsOverTheGuess) {
  const std::string bytes = "# note\nday,level\n1,3.5\n2,4\n";
  const auto none = open(bytes, skipping(0)).value();
  EXPECT_THAT(reasons(none), Not(HasSubstr("Skipped")));
  EXPECT_THAT(names(none), Contains("# note"));
  const auto two = open("a title,and more\nof it,too\nday,level\n1,3.5\n2,4\n", skipping(2)).value();
  EXPECT_THAT(names(two), ElementsAre("day", "level"));
  EXPECT_THAT(reasons(two), HasSubstr("Skipped: the first 2 lines ('a title,and more' and on), as told"));
  EXPECT_EQ(two.place(0, ""), "data.csv, line 4");
  const auto tooMany = open(bytes, skipping(4));
  ASSERT_FALSE(tooMany);
  EXPECT_EQ(tooMany.error().message,
            "data.csv has no line behind the first 4, which are to be skipped; skip fewer");
  EXPECT_EQ(tooMany.error().kind, ErrorKind::Parse);
}

TEST_F(PreambleTest, CommentsAreLeftOutWhereverTheyStandAndCounted) {
  const std::string bytes =
      "// exported\nday,level,note\n1,3.5,\"two\n// lines\"\n// broken sensor, 3, fields\n2,4,a // b\n"
      "//\n3,5,c\n// the end";
  const auto table = open(bytes, without("//")).value();
  EXPECT_EQ(table.rows(), 3u);
  EXPECT_EQ(table.rejectedCount(), 0u);
  EXPECT_EQ(table.find("level")->type, ColumnType::Real);
  EXPECT_THAT(table.read(std::vector<std::string>{"note"}).value()[0].categories,
              ElementsAre("a // b", "c", "two\n// lines"));
  EXPECT_THAT(reasons(table),
              HasSubstr("Comments: lines that begin with '//' are left out, as told; there are 4"));
  EXPECT_EQ(table.place(2, ""), "data.csv, line 8");
  // Without it they are rows, and listed as what does not fit.
  EXPECT_GT(open(bytes, skipping(1)).value().rejectedCount(), 0u);
}

TEST_F(PreambleTest, ASampleSaysThatItHasNotReadAllComments) {
  std::string bytes = "a,b\n";
  for (int row = 0; row < 400'000; ++row) {
    bytes += row % 100 == 0 ? "% note\n" : "1,2\n";
  }
  OpenOptions options = without("%");
  options.sampleRows = 1000;
  const auto table = open(bytes, options).value();
  ASSERT_FALSE(table.complete());
  EXPECT_THAT(reasons(table), AllOf(HasSubstr("are left out, as told;"), HasSubstr("of them so far")));
}

TEST_F(PreambleTest, LinesToSkipMayBeLongerThanWhatIsReadAtOnce) {
  std::string bytes = std::string(3 << 20, 'x') + "\r\n" + std::string(1 << 20, ',') + "\r" + "\"open\n";
  bytes += "day;level\n1;3,5\n2;4,5\n";
  const auto table = open(bytes, skipping(3)).value();
  EXPECT_THAT(names(table), ElementsAre("day", "level"));
  EXPECT_EQ(table.rows(), 2u);
  EXPECT_EQ(table.place(0, ""), "data.csv, line 5");
}

TEST_F(PreambleTest, TheCorrectionIsKeptAsJson) {
  OpenOptions options = skipping(3);
  options.dialect.comment = "#!";
  const auto again = openOptionsFromJson(toJsonText(options)).value();
  EXPECT_TRUE(again == options);
  EXPECT_EQ(again.dialect.skipLines, std::optional<std::uint64_t>(3));
  EXPECT_EQ(again.dialect.comment, std::optional<std::string>("#!"));
  EXPECT_FALSE(openOptionsFromJson("{\"skip_lines\": -1}").value().dialect.skipLines);
}

// Titles, blank lines and comments planted at random above and, told, between the rows of random tables: the
// table is the same as without them, and every line keeps its number.
TEST_F(PreambleTest, PlantedPreamblesLeaveTheTableAsItIs) {
  for (unsigned seed = 1; seed <= tests::effort(50U, 150U); ++seed) {
    std::mt19937 draw(seed);
    const auto below = [&](unsigned most) { return static_cast<std::size_t>(draw() % most); };
    const std::string end = std::vector<std::string>{"\n", "\r\n"}[below(2)];
    const char delimiter = ",;\t|"[below(4)];
    const std::size_t columns = 3 + below(5);
    const bool told = below(2) == 0;
    std::vector<std::string> lines(1);
    std::vector<std::string> expected;
    for (std::size_t i = 0; i < columns; ++i) {
      expected.push_back("name" + std::to_string(i));
      lines[0] += (i > 0 ? std::string(1, delimiter) : "") + expected.back();
    }
    const std::size_t rows = 5 + below(40);
    for (std::size_t row = 0; row < rows; ++row) {
      std::string line;
      for (std::size_t i = 0; i < columns; ++i) {
        line += i > 0 ? std::string(1, delimiter) : "";
        line += i == 1 ? "w" + std::to_string(below(9)) : std::to_string(below(1000));
      }
      lines.push_back(line);
    }
    std::string text;
    std::uint64_t line = 1;
    const bool hashes = below(2) == 0;
    const std::size_t above = 1 + below(4);
    for (std::size_t i = 0; i < above; ++i, ++line) {
      text += (hashes                   ? "# note "
               : i == 0 || below(3) > 0 ? "Report "
                                        : "") +
              std::string(i == 0 ? "1" : "") + end;
    }
    OpenOptions options;
    if (told) {
      options.dialect.skipLines = above;
      options.dialect.comment = "~";
    }
    std::vector<std::uint64_t> places;
    for (const std::string& one : lines) {
      if (told && below(4) == 0) {
        text += "~ a" + std::string(below(12), delimiter) + "\"" + end;
        ++line;
      }
      places.push_back(line++);
      text += one + end;
    }
    const auto table = open(text, options);
    ASSERT_TRUE(table) << seed << table.error().message;
    EXPECT_THAT(names(*table), ElementsAreArray(expected)) << seed << "\n" << text;
    ASSERT_EQ(table->rows(), rows) << seed << "\n" << text;
    EXPECT_EQ(table->rejectedCount(), 0u) << seed;
    EXPECT_THAT(reasons(*table), HasSubstr("Skipped: the first")) << seed;
    for (std::size_t row = 0; row < rows; ++row) {
      ASSERT_EQ(table->place(row, ""), "data.csv, line " + std::to_string(places[row + 1])) << seed;
    }
  }
}

}  // namespace
}  // namespace tatara::dataset
