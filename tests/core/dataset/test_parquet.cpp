#include "core/dataset/parquet.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temp_workspace.h"

namespace tatara::dataset {
namespace {

class ParquetTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Engine::open();
    ASSERT_TRUE(opened) << opened.error().message;
    m_engine = std::move(*opened);
  }
  KnownText text(const std::string& rows) const {
    const auto file = m_folder.path() / "in.csv";
    std::ofstream(file, std::ios::binary) << "name,count,value\n" << rows;
    return {file, {{"name"}, {"count", ColumnKind::Integer}, {"value", ColumnKind::Real}}, rows.size()};
  }
  std::filesystem::path out() const { return m_folder.path() / "out.parquet"; }
  std::vector<std::vector<std::string>> read(const std::string& columns) {
    return m_engine->table("SELECT " + columns + " FROM read_parquet(" + quotedText(out().string()) + ")")
        .value();
  }

  tests::TempFolder m_folder;
  std::unique_ptr<Engine> m_engine;
};

TEST_F(ParquetTest, EveryValueComesBackAsWhatItIs) {
  ASSERT_TRUE(writeParquet(*m_engine,
                           text("0.10,9223372036854775807,nan\n\"\",,-inf\n,-1,5e-324\n"
                                "\"two\nlines, \"\"quoted\"\"\",0,\nnull,1,0.1\n"),
                           out()));
  const auto rows = read("name, name IS NULL, count, count IS NULL, value, value IS NULL");
  const std::vector<std::vector<std::string>> wanted = {
      {"0.10", "false", "9223372036854775807", "false", "nan", "false"},
      {"", "false", "", "true", "-inf", "false"},
      {"", "true", "-1", "false", "5e-324", "false"},
      {"two\nlines, \"quoted\"", "false", "0", "false", "", "true"},
      {"null", "false", "1", "false", "0.1", "false"}};
  EXPECT_EQ(rows, wanted);
}

TEST_F(ParquetTest, ATableWithoutRowsHasItsColumns) {
  ASSERT_TRUE(writeParquet(*m_engine, text(""), out()));
  EXPECT_TRUE(read("name, count, value").empty());
}

TEST_F(ParquetTest, ARowMayBeLongerThanTheReaderExpectsByItself) {
  const std::string letters(9'000'000, 'x');
  ASSERT_TRUE(writeParquet(*m_engine, text(letters + ",1,2\n"), out()));
  EXPECT_EQ(read("length(name)"), (std::vector<std::vector<std::string>>{{"9000000"}}));
}

TEST_F(ParquetTest, WhatIsNoNumberIsRefusedAndAFileThatIsThereStays) {
  EXPECT_FALSE(writeParquet(*m_engine, text("a,many,1\n"), out()));
  std::filesystem::remove(out());
  std::ofstream(out()) << "mine";
  EXPECT_EQ(writeParquet(*m_engine, text("a,1,1\n"), out()).error().kind, ErrorKind::AlreadyExists);
}

}  // namespace
}  // namespace tatara::dataset
