#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>
#include <zlib.h>
#include <zstd.h>

#include <fstream>

#include "core/dataset/table.h"
#include "core/sql/connection.h"
#include "tests/support/temp_folder.h"

namespace tatara::dataset {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

class SourcesTest : public ::testing::Test {
 protected:
  SourcesTest() { m_engine = Engine::open({.temporaryFolder = m_folder.path()}).value(); }

  fs::path write(const std::string& name, std::string_view bytes) {
    std::ofstream(m_folder.path() / name, std::ios::binary) << bytes;
    return m_folder.path() / name;
  }
  Result<Table> open(const fs::path& file, const OpenOptions& options = {}) {
    return Table::open(*m_engine, file, options);
  }
  // "name:type" of each column.
  static std::vector<std::string> shape(const Table& table) {
    std::vector<std::string> result;
    for (const auto& info : table.columns()) {
      result.push_back(info.name + ":" + std::string(toString(info.type)));
    }
    return result;
  }
  static Column read(const Table& table, const std::string& name) {
    const std::vector<std::string> wanted{name};
    return std::move(table.read(wanted).value().front());
  }

  tests::TempFolder m_folder;
  std::unique_ptr<Engine> m_engine;
};

fs::path writeWorkbook(const fs::path& file, const std::map<std::string, std::string>& parts) {
  int code = 0;
  zip_t* zip = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  for (const auto& [name, body] : parts) {
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, body.data(), body.size(), 0), ZIP_FL_OVERWRITE);
  }
  zip_close(zip);
  return file;
}

TEST_F(SourcesTest, PackedTextIsReadAsWhatItHolds) {
  const std::string text = "a,b\n1,x\n2,y\n";
  const fs::path gz = m_folder.path() / "t.csv.gz";
  gzFile out = gzopen(gz.c_str(), "wb");
  gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
  gzclose(out);
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  for (const fs::path& file : {gz, write("t.csv.zst", packed)}) {
    const auto table = open(file);
    ASSERT_TRUE(table) << table.error().message;
    EXPECT_THAT(shape(*table), ElementsAre("a:integer", "b:text"));
    EXPECT_EQ(table->rows(), 2u);
    EXPECT_THAT(table->reasons().front().english(), HasSubstr("Packed with"));
  }
}

TEST_F(SourcesTest, JsonLinesAndArraysGiveTheSameTable) {
  const std::string first = R"({"id": 1, "who": {"name": "Ada", "tags": ["x", 2]}, "ok": true})";
  const std::string second = R"({"id": 2.5, "when": "2024-01-31T10:00:00Z", "ok": null})";
  for (const fs::path& file : {write("l.jsonl", first + "\n" + second + "\n"),
                               write("a.json", "\xEF\xBB\xBF [" + first + ",\n" + second + "]")}) {
    const auto table = open(file);
    ASSERT_TRUE(table) << table.error().message;
    EXPECT_THAT(shape(*table),
                ElementsAre("id:real", "who.name:text", "who.tags:text", "ok:boolean", "when:time"));
    EXPECT_THAT(read(*table, "who.tags").categories, ElementsAre("[\"x\",2]"));
    EXPECT_EQ(table->find("ok")->missing, 1u);
    EXPECT_EQ(read(*table, "when").numbers[1], 1706695200);
  }
}

TEST_F(SourcesTest, ASqliteTableIsReadWithItsOwnValues) {
  const fs::path file = m_folder.path() / "shop.db";
  {
    const auto db = sql::Connection::open(file, {.access = sql::Access::Create}).value();
    ASSERT_TRUE(
        db->script("CREATE TABLE item(id INTEGER, price REAL, name TEXT, raw BLOB);"
                   "INSERT INTO item VALUES(1, 0.1, 'a', x'00ff'), (2, 1e-300, NULL, NULL);"
                   "CREATE TABLE other(x); INSERT INTO other VALUES(9);"));
  }
  const auto table = open(file);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_THAT(table->parts(), ElementsAre("item", "other"));
  EXPECT_EQ(table->find("id")->type, ColumnType::Integer);
  EXPECT_THAT(read(*table, "price").numbers, ElementsAre(0.1, 1e-300));
  ASSERT_EQ(table->rejectedCount(), 1u);
  EXPECT_EQ(table->rejected()[0].reason.english(), "is binary");
  OpenOptions other;
  other.part = "other";
  EXPECT_THAT(shape(open(file, other).value()), ElementsAre("x:integer"));
  other.part = "itme";
  EXPECT_THAT(open(file, other).error().message, HasSubstr("the nearest name is 'item'"));
}

TEST_F(SourcesTest, TimesOfParquetThatAreNoneAreListedWithRowAndText) {
  const fs::path file = m_folder.path() / "far.parquet";
  ASSERT_TRUE(
      m_engine->run("COPY (SELECT CASE range WHEN 7 THEN TIMESTAMP 'infinity' ELSE TIMESTAMP '2024-01-01' "
                    "END AS t, CASE range WHEN 3 "
                    "THEN DATE '5877642-06-24' ELSE DATE '2024-01-01' END AS d FROM range(10)) TO " +
                    quotedText(file.string()) + " (FORMAT parquet)"));
  const auto table = open(file);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->rejectedCount(), 2u);
  ASSERT_EQ(table->rejected().size(), 2u);
  EXPECT_EQ(table->rejected()[0].row, 3u);
  EXPECT_EQ(table->rejected()[0].column, "d");
  EXPECT_EQ(table->rejected()[0].text, "5877642-06-24");
  EXPECT_EQ(table->rejected()[1].text, "infinity");
  EXPECT_EQ(table->find("t")->missing, 1u);
}

TEST_F(SourcesTest, AFolderAsSparkWritesItHasItsPartitionsAsColumns) {
  const fs::path folder = m_folder.path() / "sales";
  for (const std::string year : {"2023", "2024"}) {
    fs::create_directories(folder / ("year=" + year) / "city=S%C3%A3o Paulo");
    ASSERT_TRUE(m_engine->run(
        "COPY (SELECT range AS n FROM range(" + std::string(year == "2023" ? "2" : "3") + ")) TO " +
        quotedText((folder / ("year=" + year) / "city=S%C3%A3o Paulo" / "part-0.snappy.parquet").string()) +
        " (FORMAT parquet)"));
    std::ofstream(folder / ("year=" + year) / "_SUCCESS") << "";
    std::ofstream(folder / ("year=" + year) / ".part-0.crc") << "crc";
  }
  const auto table = open(folder);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_THAT(shape(*table), ElementsAre("n:integer", "city:text", "year:integer"));
  EXPECT_EQ(table->rows(), 5u);
  EXPECT_THAT(read(*table, "city").categories, ElementsAre("São Paulo"));
  EXPECT_THAT(table->reasons().front().english(), HasSubstr("partitions"));
  fs::remove_all(folder / "year=2023");
  EXPECT_NE(open(folder).value().digest(), table->digest());
}

TEST_F(SourcesTest, ATitleAboveTheHeaderOfASheetIsSkipped) {
  const auto text = [](const std::string& place, const std::string& words) {
    return "<c r='" + place + "' t='inlineStr'><is><t>" + words + "</t></is></c>";
  };
  const auto number = [](const std::string& place, const std::string& value) {
    return "<c r='" + place + "'><v>" + value + "</v></c>";
  };
  const fs::path file = writeWorkbook(
      m_folder.path() / "report.xlsx",
      {{"xl/workbook.xml",
        "<workbook xmlns:r='urn:r'><sheets><sheet name='S' sheetId='1' r:id='rId1'/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>"},
       {"xl/worksheets/sheet1.xml",
        "<worksheet><sheetData><row r='1'>" + text("A1", "Sales of March") + "</row><row r='3'>" +
            text("A3", "city") + text("B3", "sold") + text("C3", "price") + "</row><row r='4'>" +
            text("A4", "Oslo") + number("B4", "5") + number("C4", "2.5") + "</row><row r='5'>" +
            text("A5", "Rome") + number("B5", "6") + number("C5", "3") + "</row></sheetData></worksheet>"}});
  const auto reasons = [](const Table& table) {
    std::string told;
    for (const text::Phrase& reason : table.reasons()) {
      told += reason.english() + "\n";
    }
    return told;
  };
  const auto table = open(file);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_THAT(shape(*table), ElementsAre("city:text", "sold:integer", "price:real"));
  EXPECT_EQ(table->rows(), 2u);
  EXPECT_EQ(table->place(0, ""), "report.xlsx, line 4");
  EXPECT_THAT(reasons(*table),
              HasSubstr("Skipped: the first 2 lines ('Sales of March' and on), above the header"));
  OpenOptions told;
  told.dialect.skipLines = 3;
  const auto rows = open(file, told);
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(rows->place(0, ""), "report.xlsx, line 4");
  EXPECT_THAT(reasons(*rows), HasSubstr("as told"));
  told.dialect.skipLines = 9;
  EXPECT_THAT(open(file, told).error().message, HasSubstr("no line behind the first 9"));
}

TEST_F(SourcesTest, AWorkbookGivesTextsNumbersFlagsAndDates) {
  const fs::path file = writeWorkbook(
      m_folder.path() / "book.xlsx",
      {{"xl/workbook.xml",
        "<workbook xmlns:r='urn:r'><sheets><sheet name='Sales' sheetId='1' r:id='rId1'/>"
        "<sheet name='Empty' sheetId='2' r:id='rId2'/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/>"
        "<Relationship Id='rId2' Target='/xl/worksheets/sheet2.xml'/></Relationships>"},
       {"xl/styles.xml",
        "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy&quot;y&quot;'/></numFmts>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/></cellXfs></styleSheet>"},
       {"xl/sharedStrings.xml", "<sst><si><t>city</t></si><si><r><t>Os</t></r><r><t>lo</t></r></si></sst>"},
       {"xl/worksheets/sheet1.xml",
        "<worksheet><sheetData>"
        "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2' t='inlineStr'><is><t>n</t></is></c>"
        "<c r='C2' t='str'><v>ok</v></c><c r='E2' t='str'><v>day</v></c></row>"
        "<row r='3'><c r='A3' t='s'><v>1</v></c><c r='B3'><v>1.5</v></c><c r='C3' t='b'><v>1</v></c>"
        "<c r='E3' s='1'><v>45322.5</v></c></row>"
        "<row r='7'><c r='A7' t='s'><v>1</v></c><c r='C7' t='b'><v>0</v></c><c r='E7' "
        "s='2'><v>1</v></c></row>"
        "</sheetData></worksheet>"},
       {"xl/worksheets/sheet2.xml", "<worksheet><sheetData/></worksheet>"}});
  const auto table = open(file);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_THAT(shape(*table), ElementsAre("city:text", "n:real", "ok:boolean", "Unnamed: 3:real", "day:time"));
  EXPECT_THAT(read(*table, "city").categories, ElementsAre("Oslo"));
  EXPECT_THAT(read(*table, "day").numbers,
              ElementsAre(1706702400, -2208988800));  // 2024-01-31 12:00, 1900-01-01
  EXPECT_EQ(table->find("n")->missing, 1u);
  EXPECT_EQ(table->place(1, "n"), "book.xlsx, line 7, column 'n'");
  OpenOptions empty;
  empty.part = "Empty";
  EXPECT_THAT(open(file, empty).error().message, HasSubstr("sheet 'Empty' is empty"));
}

TEST_F(SourcesTest, AFileNamedAsParquetThatIsNoneIsNotTakenForText) {
  const auto table = open(write("rows.parquet", "a,b\n1,2\n"));
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().kind, ErrorKind::Parse);
  EXPECT_THAT(table.error().message, HasSubstr("rows.parquet does not begin as a Parquet file does"));
}

TEST_F(SourcesTest, JapaneseTextWithoutAMarkIsRecognised) {
  // "都市,数\n東京とかな,1\n" in Shift-JIS.
  const std::string bytes =
      "\x93\x73\x8E\x73,\x90\x94\n\x93\x8C\x8B\x9E\x82\xC6\x82\xA9\x82\xC8,1\n\x82\xC9\x82\xD9\x82\xF1,2\n";
  const auto table = open(write("j.csv", bytes));
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_THAT(shape(*table), ElementsAre("\u90FD\u5E02:text", "\u6570:integer"));
  EXPECT_THAT(table->reasons().front().english(), HasSubstr("CP932"));
}

TEST_F(SourcesTest, JapaneseWithoutKanaIsToldFromAccentedLetters) {
  const auto charactersOf = [&](const std::string& bytes) {
    const auto table = open(write("c.csv", bytes));
    return table ? table->reasons().front().english() : table.error().message;
  };
  // "名前,値\n太郎,1\n花子,2\n" in Shift-JIS and in EUC-JP.
  EXPECT_THAT(charactersOf("\x96\xBC\x91\x4F,\x92\x6C\n\x91\xBE\x98\x59,1\n\x89\xD4\x8E\x71,2\n"),
              HasSubstr("CP932"));
  EXPECT_THAT(charactersOf("\xCC\xBE\xC1\xB0,\xC3\xCD\n\xC2\xC0\xCF\xBA,1\n\xB2\xD6\xBB\xD2,2\n"),
              HasSubstr("EUC-JP"));
  // "Männer", "créée" and "aînée", "it’s" and "don’t", "ação" in Windows-1252: each pair is a kanji
  // elsewhere.
  for (const char* words : {"M\xE4nner,1\nh\xE4ufig,2\n",
                            "cr\xE9\xE9"
                            "e,1\na\xEEn\xE9"
                            "e,2\n",
                            "it\x92s,1\ndon\x92t,2\n",
                            "a\xE7\xE3o,1\nop\xE7\xF5"
                            "es,2\n"}) {
    EXPECT_THAT(charactersOf(std::string("w,n\n") + words), HasSubstr("WINDOWS-1252"));
  }
}

TEST_F(SourcesTest, BytesThatAreNoUtf8FarBehindTheSampleAreStillRead) {
  std::string bytes = "w,n\n";
  for (int row = 0; row < 60'000; ++row) {
    bytes += (row == 59'000 ? "Orl\xE9"
                              "ans"
                            : "plain") +
             ("," + std::to_string(row)) + "\n";
  }
  const auto table = open(write("late.csv", bytes));
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_THAT(read(*table, "w").categories, ElementsAre("Orl\u00E9ans", "plain"));
  OpenOptions told;
  told.dialect.encoding = "utf-8";
  EXPECT_THAT(open(write("late.csv", bytes), told).error().message, HasSubstr("late.csv, line 59002"));
}

TEST_F(SourcesTest, DecimalCommasAndBothOrdersOfDatesAreRead) {
  const auto table = open(write(
      "d.csv", "x;d;m\n1,5;31.1.2024;1/31/2024\n1.234,25;1.2.2024;2/1/2024\n-3;2.2.2024 14:05;13/2/2024\n"));
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_THAT(shape(*table), ElementsAre("x:real", "d:time", "m:time"));
  EXPECT_THAT(read(*table, "x").numbers, ElementsAre(1.5, 1234.25, -3));
  EXPECT_EQ(table->find("d")->timeFormat.substr(0, 8), "%d.%m.%Y");
  EXPECT_THAT(table->find("m")->reason.english(), HasSubstr("the other way round"));
  EXPECT_THAT(read(*table, "m").numbers, ElementsAre(1706659200, 1706745600, 1707782400));
}

TEST_F(SourcesTest, ATypeThatTheSampleSuggestsIsGivenUpWhenTheWholeSaysOtherwise) {
  std::string bytes = "a,b,c,d\n";
  for (int row = 0; row < 30'000; ++row) {
    const bool late = row > 20'000;
    bytes += (late ? "1.5," : "1,") + std::string(late ? "word," : "2,") + (late ? "2024-01-01," : ",") +
             (row == 29'000 ? "oops\n" : "7\n");
  }
  const auto table = open(write("late.csv", bytes)).value();
  EXPECT_THAT(shape(table), ElementsAre("a:real", "b:text", "c:time", "d:integer"));
  EXPECT_EQ(read(table, "a").numbers[29'999], 1.5);
  EXPECT_THAT(read(table, "b").categories, ElementsAre("2", "word"));
  EXPECT_EQ(table.find("c")->missing, 20'001u);
  EXPECT_EQ(table.rejectedCount(), 1u);
  ASSERT_EQ(table.rejected().size(), 1u);
  EXPECT_EQ(table.rejected()[0].line, 29'002u);
  EXPECT_EQ(table.rejected()[0].text, "oops");
  EXPECT_EQ(table.find("d")->rejected, 1u);
}

TEST_F(SourcesTest, ASampleSaysThatItIsOne) {
  std::string bytes = "a,b\n";
  for (int row = 0; row < 400'000; ++row) {
    bytes += std::to_string(row) + ",0123456789\n";
  }
  OpenOptions options;
  options.sampleRows = 1000;
  const auto table = open(write("big.csv", bytes), options).value();
  EXPECT_FALSE(table.complete());
  EXPECT_GE(table.rows(), 1000u);
  EXPECT_LT(table.rows(), 400'000u);
  EXPECT_GT(table.estimatedRows(), 200'000u);
  EXPECT_LT(table.estimatedRows(), 800'000u);
  EXPECT_TRUE(table.digest().empty());
}

TEST_F(SourcesTest, OptionsComeBackFromTheirJson) {
  OpenOptions options;
  options.dialect = {';', false, "CP932", '\''};
  options.decimal = ',';
  options.alsoMissing = {"-", "\"q\""};
  options.textColumns = {"zip"};
  options.types = {{"when", ColumnType::Time, true}};
  options.part = "Sheet 1";
  EXPECT_EQ(openOptionsFromJson(toJsonText(options)).value(), options);
  EXPECT_EQ(toJsonText(OpenOptions{}), "{}");
}

}  // namespace
}  // namespace tatara::dataset
