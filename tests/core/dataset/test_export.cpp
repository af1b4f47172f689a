#include "core/dataset/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "tests/support/temp_folder.h"

namespace tatara::dataset {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class ExportTest : public ::testing::Test {
 protected:
  ExportTest() { m_engine = Engine::open({.temporaryFolder = m_folder.path()}).value(); }

  Table open(const fs::path& file) { return Table::open(*m_engine, file).value(); }
  // Every value as text, row after row.
  static std::vector<std::vector<std::string>> values(const Table& table) {
    std::vector<std::string> names;
    for (const auto& info : table.columns()) {
      names.push_back(info.name + ":" + std::string(toString(info.type)));
    }
    std::vector<std::vector<std::string>> rows{names};
    std::vector<std::string> wanted;
    for (const auto& info : table.columns()) {
      wanted.push_back(info.name);
    }
    const Status read = table.scan(wanted, [&](const RowChunk& chunk) {
      for (std::size_t row = 0; row < chunk.rows; ++row) {
        auto& to = rows.emplace_back();
        for (const auto& column : chunk.columns) {
          to.push_back(column.missing(row) ? "<missing>" : valueText(column, row));
        }
      }
      return Status{};
    });
    EXPECT_TRUE(read);
    return rows;
  }

  tests::TempFolder m_folder;
  std::unique_ptr<Engine> m_engine;
};

TEST_F(ExportTest, WhatIsWrittenReadsBackAsTheSameTableInEveryForm) {
  std::mt19937 random(20261121);
  const std::vector<std::string> words{"plain",
                                       "\"two, fields\"",
                                       "\"a \"\"quote\"\"\"",
                                       "\"line\nend\"",
                                       "\" blank \"",
                                       "\"tab\tinside\"",
                                       "日本語",
                                       "NA",
                                       ""};
  std::string text = "whole,real,flag,when,\"a, \"\"word\"\"\"\n";
  for (int row = 0; row < 700; ++row) {
    text += std::to_string(static_cast<int>(random()) / 7) + "," +
            (row % 11 == 0 ? ""
                           : std::to_string(random()) + "." + std::to_string(random()) + "e-" +
                                 std::to_string(random() % 30)) +
            "," + (row % 3 == 0 ? "true" : "false") + ",2024-0" + std::to_string(1 + random() % 9) +
            "-11 10:20:30." + std::to_string(100000 + random() % 899999) + "," +
            words[random() % words.size()] + "\n";
  }
  const fs::path file = m_folder.path() / "t.csv";
  std::ofstream(file, std::ios::binary) << text;
  const Table table = open(file);
  const auto expected = values(table);
  ASSERT_EQ(expected.size(), 701u);
  for (const char* name : {"again.csv", "again.tsv", "again.jsonl", "again.parquet"}) {
    const fs::path to = m_folder.path() / name;
    const Status written = exportRows(*m_engine, table, to);
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(values(open(to)), expected) << name;
  }
}

TEST_F(ExportTest, AnEmptyValueAloneInItsRowIsStillARow) {
  const fs::path file = m_folder.path() / "t.csv";
  std::ofstream(file, std::ios::binary) << "a,b\nx,1\n,2\ny,3\n";
  const Table table = open(file);
  const fs::path to = m_folder.path() / "a.csv";
  ASSERT_TRUE(exportRows(*m_engine, table, to, {.columns = {"a"}}));
  EXPECT_EQ(open(to).rows(), 3u);
}

TEST_F(ExportTest, AFileThatIsThereStaysUnlessToldOtherwise) {
  const fs::path file = m_folder.path() / "t.csv";
  std::ofstream(file, std::ios::binary) << "a\n1\n";
  const Table table = open(file);
  EXPECT_THAT(exportRows(*m_engine, table, file).error().message, HasSubstr("already a file"));
  const fs::path other = m_folder.path() / "o.jsonl";
  std::ofstream(other) << "old";
  ASSERT_TRUE(exportRows(*m_engine, table, other, {.replace = true}));
  EXPECT_EQ(open(other).rows(), 1u);
  EXPECT_EQ(exportRows(*m_engine, table, m_folder.path() / "o.xml").error().kind, ErrorKind::InvalidArgument);
  EXPECT_EQ(exportRows(*m_engine, table, m_folder.path() / "absent" / "o.csv").error().kind,
            ErrorKind::NotFound);
}

TEST_F(ExportTest, ACancelledExportLeavesNothing) {
  const fs::path file = m_folder.path() / "t.csv";
  std::ofstream(file, std::ios::binary) << "a\n1\n";
  const Table table = open(file);
  std::stop_source stop;
  stop.request_stop();
  for (const char* name : {"o.csv", "o.parquet"}) {
    EXPECT_EQ(exportRows(*m_engine, table, m_folder.path() / name, {}, stop.get_token()).error().kind,
              ErrorKind::Cancelled);
  }
  for (const auto& entry : fs::directory_iterator(m_folder.path())) {
    EXPECT_EQ(entry.path().filename().string().find("o."), std::string::npos) << entry.path();
  }
}

}  // namespace
}  // namespace tatara::dataset
