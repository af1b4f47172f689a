#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "core/base/number_text.h"
#include "core/base/random.h"
#include "core/crypto/digest.h"
#include "core/dataset/table.h"

namespace tatara::dataset {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace fs = std::filesystem;

class TableTest : public ::testing::Test {
 protected:
  TableTest() : m_folder(fs::temp_directory_path() / ("tatara-test-" + randomHex(8))) {
    fs::create_directories(m_folder);
    m_engine = Engine::open({.temporaryFolder = m_folder}).value();
  }
  ~TableTest() override {
    m_engine.reset();
    fs::remove_all(m_folder);
  }

  fs::path write(const std::string& name, std::string_view bytes) {
    std::ofstream(m_folder / name, std::ios::binary) << bytes;
    return m_folder / name;
  }
  Result<Table> open(std::string_view bytes, const OpenOptions& options = {}) {
    return Table::open(*m_engine, write("data.csv", bytes), options);
  }
  std::string errorOf(std::string_view bytes, const OpenOptions& options = {}) {
    const auto table = open(bytes, options);
    if (!table) {
      return table.error().message;
    }
    const Status fits = table->requireAllFit();
    return fits ? "no error" : fits.error().message;
  }
  static std::vector<std::string> names(const Table& table) {
    std::vector<std::string> result;
    for (const auto& info : table.columns()) {
      result.push_back(info.name);
    }
    return result;
  }
  static std::vector<std::string> types(const Table& table) {
    std::vector<std::string> result;
    for (const auto& info : table.columns()) {
      result.emplace_back(toString(info.type));
    }
    return result;
  }
  static Column read(const Table& table, const std::string& name) {
    const std::vector<std::string> wanted{name};
    return std::move(table.read(wanted).value().front());
  }

  fs::path m_folder;
  std::unique_ptr<Engine> m_engine;
};

TEST_F(TableTest, TypesAreFoundByLookingAtEveryValue) {
  const auto table = open(
                         "id,price,ok,day,when,word,nothing\n"
                         "1,1.5,true,1/31/11,2011-01-31 10:00:00, a,\n"
                         "2,-2e3,False,2/1/11,2011-02-01T00:00:00Z,b,NA\n"
                         "3, 7 ,TRUE,12/25/12,2012-12-25,a,null\n")
                         .value();
  EXPECT_THAT(types(table), ElementsAre("integer", "real", "boolean", "time", "time", "text", "real"));
  EXPECT_EQ(table.rows(), 3u);
  EXPECT_THAT(read(table, "id").numbers, ElementsAre(1, 2, 3));
  EXPECT_THAT(read(table, "price").numbers, ElementsAre(1.5, -2000, 7));
  EXPECT_THAT(read(table, "ok").numbers, ElementsAre(1, 0, 1));
  EXPECT_THAT(read(table, "day").numbers, ElementsAre(1296432000, 1296518400, 1356393600));
  EXPECT_THAT(read(table, "when").numbers, ElementsAre(1296468000, 1296518400, 1356393600));
  const Column word = read(table, "word");
  EXPECT_THAT(word.categories, ElementsAre(" a", "a", "b"));  // blanks belong to the value
  EXPECT_THAT(word.codes, ElementsAre(0, 2, 1));
  EXPECT_EQ(table.find("nothing")->missing, 3u);
}

TEST_F(TableTest, TheDigestIsOfTheFileBytes) {
  const std::string bytes = "a,b\n1,2\n";
  EXPECT_EQ(open(bytes).value().digest(), crypto::sha256Hex(bytes));
}

TEST_F(TableTest, AColumnWithoutANameAndARepeatedOneAreNamedAsPandasNamesThem) {
  const auto table = open("\"\",a,a,a.1,\n1,2,3,4,5\n").value();
  EXPECT_THAT(names(table), ElementsAre("Unnamed: 0", "a", "a.2", "a.1", "Unnamed: 4"));
  std::string told;
  for (const text::Phrase& reason : table.reasons()) {
    told += reason.english() + "\n";
  }
  EXPECT_THAT(told, HasSubstr("Unnamed: 0"));
}

TEST_F(TableTest, DelimitersAreGuessedFromHowEvenlyTheySplit) {
  for (const char delimiter : {',', '\t', ';', '|'}) {
    std::string bytes = "name" + std::string(1, delimiter) + "text" + delimiter + "x\n";
    for (int i = 0; i < 50; ++i) {
      bytes += "n" + std::to_string(i) + delimiter + "\"one" + delimiter + " two, three; four\"" + delimiter +
               "1\n";
    }
    const auto table = open(bytes).value();
    EXPECT_THAT(names(table), ElementsAre("name", "text", "x")) << delimiter;
    EXPECT_EQ(table.rows(), 50u);
  }
  EXPECT_THAT(names(open("only\n1\n2\n").value()), ElementsAre("only"));
}

// As most of Europe writes them: the comma splits as evenly as the delimiter, and into more fields.
TEST_F(TableTest, DecimalCommasAreNotTakenForTheDelimiter) {
  for (const char* delimiter : {";", "\t", "|"}) {
    for (const std::string header : {"price?net", "price, net?per, year", "1,25?-2,5"}) {
      std::string text = header;
      for (int i = 0; i < 30; ++i) {
        text += "\n" + std::to_string(i) + ",5?-1." + std::to_string(100 + i) + ",25";
      }
      std::ranges::replace(text, '?', delimiter[0]);
      const auto table = open(text);
      ASSERT_TRUE(table) << table.error().message;
      EXPECT_THAT(types(*table), ElementsAre("real", "real")) << text.substr(0, 40);
      EXPECT_EQ(table->rows(), header[0] == '1' ? 31U : 30U) << header;
    }
  }
  // A list within a field is none of these.
  EXPECT_THAT(names(open("id,tags\n1,2;3\n2,4;5\n3,6;7\n").value()), ElementsAre("id", "tags"));
  EXPECT_THAT(names(open("id,at,x\n1,10:30|11:00,2\n2,10:45|11:15,3\n").value()),
              ElementsAre("id", "at", "x"));
  EXPECT_THAT(errorOf("\r\n\n\n"), HasSubstr("only blank lines"));
}

TEST_F(TableTest, AFileWithoutHeaderGetsNumberedNames) {
  const auto table = open("1,x,2.5\n2,y,3.5\n").value();
  EXPECT_THAT(names(table), ElementsAre("column_1", "column_2", "column_3"));
  EXPECT_EQ(table.rows(), 2u);
  OpenOptions told;
  told.dialect.header = true;
  EXPECT_EQ(open("1,x,2.5\n2,y,3.5\n", told).value().rows(), 1u);
}

TEST_F(TableTest, WindowsLineEndsQuotedLineBreaksAndMarksAreRead) {
  EXPECT_EQ(open("a,b\r\n1,x\r\n2,y\r\n").value().rows(), 2u);
  const auto table = open("\xEF\xBB\xBF\"a\",b\n1,\"two\nlines, and \"\"quotes\"\"\"\n2,y").value();
  EXPECT_THAT(names(table), ElementsAre("a", "b"));
  EXPECT_THAT(read(table, "b").categories, ElementsAre("two\nlines, and \"quotes\"", "y"));
}

TEST_F(TableTest, OtherCharacterSetsAreReadAsTheSameText) {
  // "ville,n\nOrléans,1\n" in three forms; the digest stays that of the bytes as they are.
  const std::string latin =
      "ville,n\nOrl\xE9"
      "ans,1\n";
  const auto fromLatin = open(latin).value();
  EXPECT_THAT(read(fromLatin, "ville").categories, ElementsAre("Orl\u00E9ans"));
  EXPECT_EQ(fromLatin.digest(), crypto::sha256Hex(latin));
  std::string little = "\xFF\xFE";
  std::string big = "\xFE\xFF";
  for (const char16_t unit : std::u16string(u"ville,n\nOrl\u00E9ans,1\n\U0001F600,2\n")) {
    little += {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
    big += {static_cast<char>(unit >> 8), static_cast<char>(unit & 0xFF)};
  }
  for (const auto& bytes : {little, big}) {
    EXPECT_THAT(read(open(bytes).value(), "ville").categories, ElementsAre("Orl\u00E9ans", "\U0001F600"));
  }
}

TEST_F(TableTest, ARaggedRowIsKeptAndNamedByItsLine) {
  std::string bytes = "a,b,c\n";
  for (int i = 0; i < 500; ++i) {
    bytes += i == 300 ? "1,2\n" : "1,\"x\ny\",3\n";
  }
  const auto table = open(bytes).value();
  EXPECT_EQ(table.rows(), 500u);
  ASSERT_EQ(table.rejectedCount(), 1u);
  EXPECT_EQ(table.rejected()[0].row, 300u);
  EXPECT_EQ(table.rejected()[0].text, "1,2");
  EXPECT_EQ(table.find("c")->missing, 1u);
  EXPECT_THAT(
      errorOf("a,b,c\n1,2,3\n1,2\n4,5,6\n"),
      "data.csv, line 3: the row has 2 fields where 3 are expected; correct it, or name the delimiter");
  EXPECT_THAT(errorOf("a,b,c\n1,2,3\n1,2,3\n4,5,6,7\n"),
              HasSubstr("data.csv, line 4: the row has 4 fields where 3"));
  EXPECT_THAT(errorOf(bytes), HasSubstr("data.csv, line 602"));  // the header, and 300 records of two lines
}

TEST_F(TableTest, TextAmongNumbersIsNamedByLineColumnAndWord) {
  std::string bytes = "age,name\n";
  for (int i = 0; i < 200; ++i) {
    bytes += i == 120 ? "abc,\"two\nlines\"\n" : std::to_string(i) + ",\"two\nlines\"\n";
  }
  EXPECT_THAT(errorOf(bytes),
              HasSubstr("data.csv, line 242, column 'age': 'abc' is no number, though 199 other"));
  OpenOptions asMissing;
  asMissing.alsoMissing = {"abc"};
  EXPECT_EQ(open(bytes, asMissing).value().find("age")->missing, 1u);
  OpenOptions asText;
  asText.textColumns = {"age"};
  EXPECT_EQ(open(bytes, asText).value().find("age")->type, ColumnType::Text);
}

TEST_F(TableTest, MissingColumnsAreAnsweredWithTheNearestName) {
  const auto table = open("count,temperature\n1,2\n").value();
  EXPECT_THAT(table.column("temprature").error().message,
              "data.csv has no column 'temprature'; the nearest name is 'temperature'");
  EXPECT_THAT(table.column("zzzzzzzzzzz").error().message, HasSubstr("it has count, temperature"));
}

TEST_F(TableTest, WhatIsNoTableIsRefusedInWords) {
  EXPECT_EQ(errorOf(""), "data.csv is empty");
  EXPECT_THAT(errorOf(std::string_view("a,b\n1,\0\n", 8)), HasSubstr("line 2: the file holds NUL bytes"));
  EXPECT_THAT(errorOf("PAR1 is how it begins"), HasSubstr("cut off"));
  EXPECT_THAT(errorOf("PAR1" + std::string(64, 'x') + "PAR1"), HasSubstr("damaged Parquet"));
  EXPECT_THAT(errorOf("a,b\n1,\"open\n2,x\n3,y\n"), HasSubstr("data.csv, line"));
  EXPECT_EQ(Table::open(*m_engine, m_folder / "absent.csv").error().kind, ErrorKind::NotFound);
  EXPECT_THAT(Table::open(*m_engine, m_folder).error().message, HasSubstr("is not a file"));
  EXPECT_EQ(open("a,b\n").value().rows(), 0u);
}

TEST_F(TableTest, NumbersSurviveBitForBit) {
  std::mt19937_64 random(20261121);
  std::string bytes = "x\n";
  std::vector<double> expected;
  for (int i = 0; i < 3000; ++i) {
    expected.push_back(std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 100));
    bytes += toText(expected.back()) + "\n";
  }
  EXPECT_EQ(read(open(bytes).value(), "x").numbers, expected);
}

TEST_F(TableTest, ParquetGivesTheSameColumnsAsTheCsvItWasMadeOf) {
  const fs::path csv =
      write("p.csv", "n,r,t,w,b\n1,0.5,2011-01-01 05:00:00,x,true\n2,NA,2011-01-02 06:30:00,,false\n");
  const fs::path parquet = m_folder / "p.parquet";
  ASSERT_TRUE(m_engine->run(
      "COPY (SELECT n::INTEGER AS n, TRY_CAST(r AS DOUBLE) AS r, t::TIMESTAMP AS t, w, b::BOOLEAN AS b, "
      "[1, 2] AS list FROM read_csv(" +
      quotedText(csv.string()) + ", all_varchar=true, header=true)) TO " + quotedText(parquet.string()) +
      " (FORMAT parquet)"));
  const auto left = Table::open(*m_engine, csv).value();
  const auto right = Table::open(*m_engine, parquet).value();
  EXPECT_THAT(types(right), ElementsAre("integer", "real", "time", "text", "boolean", "text"));
  for (const auto& info : left.columns()) {
    const Column a = read(left, info.name);
    const Column b = read(right, info.name);
    EXPECT_EQ(a.codes, b.codes) << info.name;
    EXPECT_EQ(a.categories, b.categories);
    EXPECT_EQ(a.info.missing, b.info.missing) << info.name;
    ASSERT_EQ(a.numbers.size(), b.numbers.size());
    for (std::size_t i = 0; i < a.numbers.size(); ++i) {
      EXPECT_TRUE(a.numbers[i] == b.numbers[i] || (std::isnan(a.numbers[i]) && std::isnan(b.numbers[i])))
          << info.name;
    }
  }
  EXPECT_THAT(read(right, "list").categories, ElementsAre("[1, 2]"));
}

TEST_F(TableTest, WhatIsNoSingleValueInParquetIsShownAsTextAndLongOnesStayApart) {
  const fs::path file = m_folder / "nested.parquet";
  ASSERT_TRUE(
      m_engine->run("COPY (SELECT {'a': i, 'b': [i]} AS pair, TIME '10:00:00' + to_minutes(i) AS clock, "
                    "'ab'::BLOB AS bytes, "
                    "range(1000) || [i] AS long FROM range(3) AS t(i)) TO " +
                    quotedText(file.string()) + " (FORMAT parquet)"));
  const auto table = Table::open(*m_engine, file).value();
  EXPECT_THAT(types(table), ElementsAre("text", "text", "text", "text"));
  EXPECT_THAT(read(table, "pair").categories,
              ElementsAre("{'a': 0, 'b': [0]}", "{'a': 1, 'b': [1]}", "{'a': 2, 'b': [2]}"));
  EXPECT_THAT(read(table, "clock").categories, ElementsAre("10:00:00", "10:01:00", "10:02:00"));
  EXPECT_THAT(read(table, "bytes").codes, ElementsAre(0, 0, 0));
  const Column lists = read(table, "long");
  EXPECT_EQ(lists.categories.size(), 3u);  // they differ in the last of a thousand values
  EXPECT_LT(lists.categories.front().size(), 250u);
  EXPECT_THAT(table.columns()[3].reason.english(), HasSubstr("shown as text"));
}

// 2^53 is where doubles begin to leave whole numbers out.
TEST_F(TableTest, WholeNumbersOf64BitsKeepEveryDigit) {
  const std::string bytes =
      "id,small,hash\n9007199254740993,1,18446744073709551615\n-9223372036854775807,2,18446744073709551614\n"
      ",3,1\n9223372036854775807,4,12345678901234567890\n9007199254740992,5,7\n";
  const auto table = open(bytes).value();
  EXPECT_THAT(types(table), ElementsAre("integer", "integer", "text"));
  const Column ids = read(table, "id");
  EXPECT_THAT(ids.wholes,
              ElementsAre(9007199254740993, -9223372036854775807, 0, 9223372036854775807, 9007199254740992));
  EXPECT_TRUE(ids.missing(2));
  EXPECT_EQ(ids.distinct(), 4u);
  EXPECT_THAT(read(table, "small").wholes, IsEmpty());
  EXPECT_THAT(table.columns()[2].reason.english(), HasSubstr("more digits than 64 bits hold"));
  EXPECT_EQ(read(table, "hash").categories.back(), "7");
  // With fractions beside them they are numbers, as large as a double says.
  EXPECT_THAT(types(open("x\n0.5\n18446744073709551615\n").value()), ElementsAre("real"));
}

TEST_F(TableTest, DecimalsOfParquetThatLoseDigitsAreCounted) {
  const fs::path file = m_folder / "decimals.parquet";
  ASSERT_TRUE(
      m_engine->run("COPY (SELECT (i / 4)::DECIMAL(18, 2) AS cents, (0.1 * i)::DECIMAL(38, 20) AS tenths, "
                    "'12345678901234567.89'::DECIMAL(38, 4) + i AS exact, NULL::DECIMAL(30, 3) AS none, "
                    "[1.5::DECIMAL(20, 2)] AS list FROM range(4) AS t(i)) TO " +
                    quotedText(file.string()) + " (FORMAT parquet)"));
  const auto table = Table::open(*m_engine, file).value();
  EXPECT_THAT(types(table), ElementsAre("real", "real", "real", "real", "text"));
  std::vector<std::uint64_t> rounded;
  for (const ColumnInfo& info : table.columns()) {
    rounded.push_back(info.rounded);
  }
  EXPECT_THAT(rounded, ElementsAre(0, 0, 4, 0, 0));
  EXPECT_EQ(table.columns()[2].reason.english(),
            "Parquet type DECIMAL(38,4); 4 have more digits than numbers keep and are rounded");
}

TEST_F(TableTest, WideWholeNumbersOfParquetAreIntegersWhereTheyFit) {
  const fs::path file = m_folder / "wide.parquet";
  ASSERT_TRUE(m_engine->run(
      "COPY (SELECT i::UBIGINT AS fits, 18446744073709551615::UBIGINT - i::UBIGINT AS beyond, "
      "(i * 10)::DECIMAL(18, 0) AS money, (i / 4)::DECIMAL(18, 2) AS cents, NULL::UBIGINT AS none, "
      "9007199254740993 + i AS id FROM range(4) AS t(i)) TO " +
      quotedText(file.string()) + " (FORMAT parquet)"));
  const auto table = Table::open(*m_engine, file).value();
  EXPECT_THAT(types(table), ElementsAre("integer", "text", "integer", "real", "integer", "integer"));
  EXPECT_THAT(read(table, "beyond").categories, ElementsAre("18446744073709551612", "18446744073709551613",
                                                            "18446744073709551614", "18446744073709551615"));
  EXPECT_THAT(read(table, "id").wholes,
              ElementsAre(9007199254740993, 9007199254740994, 9007199254740995, 9007199254740996));
}

TEST_F(TableTest, AScanGivesTypedRowsInTheOrderOfTheFile) {
  std::string bytes = "i,r,b,t,w\n";
  for (int row = 0; row < 5000; ++row) {
    const bool gap = row % 7 == 0;
    bytes += (gap ? "" : std::to_string(row)) + "," + (gap ? "nan" : toText(row / 4.0)) + "," +
             (row % 2 ? "true" : "False") + ",2020-01-01T00:00:" + (row % 60 < 10 ? "0" : "") +
             std::to_string(row % 60) + "," + (gap ? "NA" : " w" + std::to_string(row % 3)) + "\n";
  }
  const auto table = open(bytes).value();
  std::uint64_t next = 0;
  const std::vector<std::string> wanted{"w", "i", "r", "b", "t"};
  ASSERT_TRUE(table.scan(wanted, [&](const RowChunk& chunk) {
    EXPECT_EQ(chunk.firstRow, next);
    for (std::size_t at = 0; at < chunk.rows; ++at, ++next) {
      const bool gap = next % 7 == 0;
      for (const std::size_t column : {0u, 1u, 2u}) {
        EXPECT_EQ(chunk.columns[column].missing(at), gap);
      }
      if (!gap) {
        EXPECT_EQ(chunk.columns[0].texts[at], " w" + std::to_string(next % 3));
        EXPECT_EQ(chunk.columns[1].integers[at], static_cast<std::int64_t>(next));
        EXPECT_EQ(chunk.columns[2].reals[at], static_cast<double>(next) / 4);
      }
      EXPECT_EQ(chunk.columns[3].integers[at], next % 2 ? 1 : 0);
      EXPECT_EQ(chunk.columns[4].integers[at],
                1'577'836'800'000'000 + static_cast<std::int64_t>(next % 60) * 1'000'000);
    }
    return Status{};
  }));
  EXPECT_EQ(next, 5000u);
  const auto summed =
      m_engine->table("SELECT sum(i), count(r), min(t), count(DISTINCT w) FROM " + table.relation());
  EXPECT_THAT(summed.value().front(), ElementsAre("10710715", "4285", "2020-01-01 00:00:00", "3"));
}

TEST_F(TableTest, ACancelledReadSaysSo) {
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(Table::open(*m_engine, write("c.csv", "a\n1\n"), {}, source.get_token()).error().kind,
            ErrorKind::Cancelled);
}

TEST_F(TableTest, ARunningStatementIsInterrupted) {
  std::stop_source source;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    source.request_stop();
  });
  const auto started = std::chrono::steady_clock::now();
  const auto result =
      m_engine->table("SELECT count(*) FROM range(1000000) a, range(1000000) b", source.get_token());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(2));
}

TEST_F(TableTest, TheEngineLoadsNoExtensionAndItsConfigurationStays) {
  EXPECT_FALSE(m_engine->run("INSTALL httpfs"));
  EXPECT_FALSE(m_engine->run("SELECT * FROM read_csv('https://example.org/a.csv')"));
  EXPECT_FALSE(m_engine->run("SET autoinstall_known_extensions = true"));
}

TEST_F(TableTest, AnyBytesEndInAWholeTableOrASentence) {
  // A sound file, damaged a little or a lot by a seeded hand.
  std::mt19937 random(20261121);
  std::string sound = "name,\"a \"\"b\"\"\",n,when\n";
  for (int i = 0; i < 40; ++i) {
    sound += "w" + std::to_string(i % 5) + ",\"x, y\"," + std::to_string(i) + ",2024-01-0" +
             std::to_string(1 + i % 9) + "\n";
  }
  const std::string_view marks("\"\",\n\r\t;|\0\xFF\xC3\xE2 '\\9-", 18);
  std::size_t opened = 0;
  for (int round = 0; round < 50; ++round) {
    std::string bytes = sound;
    for (unsigned i = 0; i < 1 + random() % (round < 25 ? 3 : 60); ++i) {
      const std::size_t at = random() % bytes.size();
      switch (random() % 3) {
        case 0:
          bytes[at] = marks[random() % marks.size()];
          break;
        case 1:
          bytes.insert(at, 1, marks[random() % marks.size()]);
          break;
        default:
          bytes.resize(std::max<std::size_t>(1, at));
      }
    }
    const auto table = open(bytes);
    if (!table) {
      EXPECT_FALSE(table.error().message.empty());
      EXPECT_NE(table.error().kind, ErrorKind::Internal) << table.error().message;
      continue;
    }
    ++opened;
    const auto columns = table->read(names(*table));
    ASSERT_TRUE(columns) << columns.error().message;
    for (const auto& column : *columns) {
      EXPECT_EQ(column.rows(), table->rows());
    }
  }
  EXPECT_GT(opened, 8u);
}

// The defects of the shared bike_sharing_hour.csv, planted by a seeded generator: an unnamed first column,
// quoted text, m/d/yy dates, words beside numbers for the same thing, and filler rows with NA.
std::string messyBikes(unsigned seed, int rows) {
  std::mt19937 random(seed);
  std::string bytes = "\"\",\"X\",\"dteday\",\"hr\",\"weathersit\",\"temp\",\"cnt\",\"weekday2\"\n";
  static const char* const kDays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                      "Thursday", "Friday", "Saturday"};
  for (int i = 0; i < rows; ++i) {
    const int day = i / 24;
    const bool filler = random() % 120 == 0;
    bytes += "\"" + std::to_string(i + 1) + "\"," + (filler ? "NA" : std::to_string(i + 1)) + ",\"" +
             std::to_string(1 + day / 28 % 12) + "/" + std::to_string(1 + day % 28) + "/11\"," +
             std::to_string(i % 24) + "," + (filler ? "NA" : std::to_string(1 + random() % 3)) + "," +
             (filler ? "NA" : toText(static_cast<double>(random() % 100) / 100)) + "," +
             (filler ? "0" : std::to_string(random() % 900)) + ",\"" + kDays[day % 7] + "\"\n";
  }
  return bytes;
}

TEST_F(TableTest, AMessyFileOfPlantedDefectsIsTypedAsItIs) {
  const auto table = open(messyBikes(11, 4800)).value();
  EXPECT_THAT(names(table),
              ElementsAre("Unnamed: 0", "X", "dteday", "hr", "weathersit", "temp", "cnt", "weekday2"));
  EXPECT_THAT(types(table),
              ElementsAre("integer", "integer", "time", "integer", "integer", "real", "integer", "text"));
  EXPECT_EQ(table.rows(), 4800u);
  EXPECT_GT(table.find("X")->missing, 10u);
  EXPECT_EQ(table.find("X")->missing, table.find("weathersit")->missing);
  EXPECT_EQ(read(table, "weekday2").categories.size(), 7u);
}

TEST_F(TableTest, TheSharedFilesAreReadAsTheyAre) {
  const fs::path data = fs::path(std::getenv("TATARA_SHARED") ? std::getenv("TATARA_SHARED") : "") / "data";
  if (!fs::exists(data / "bike_sharing_hour.csv")) {
    GTEST_SKIP() << "../shared/data is absent; AMessyFileOfPlantedDefectsIsTypedAsItIs is the twin";
  }
  const auto bikes = Table::open(*m_engine, data / "bike_sharing_hour.csv").value();
  EXPECT_EQ(bikes.rows(), 17520u);
  EXPECT_EQ(bikes.columns().size(), 22u);
  EXPECT_EQ(bikes.columns()[0].name, "Unnamed: 0");
  EXPECT_EQ(bikes.find("dteday")->type, ColumnType::Time);
  EXPECT_EQ(bikes.find("weathersit")->missing, 141u);
  EXPECT_EQ(bikes.find("hr2")->type, ColumnType::Text);
  const auto census = Table::open(*m_engine, data / "adult_census.csv").value();
  EXPECT_EQ(census.rows(), 32561u);
  EXPECT_EQ(census.find("age")->type, ColumnType::Integer);
  EXPECT_THAT(read(census, "income").categories, ElementsAre(" <=50K", " >50K"));
  EXPECT_EQ(census.find("workclass")->missing, 0u);  // its " ?" is a value until a person says otherwise
}

}  // namespace
}  // namespace tatara::dataset
