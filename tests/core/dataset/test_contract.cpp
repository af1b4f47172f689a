#include "core/dataset/contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "core/base/number_text.h"
#include "core/base/seeded_random.h"
#include "core/dataset/contracts.h"
#include "core/dataset/table.h"
#include "tests/support/temp_folder.h"
#include "tests/support/temp_workspace.h"

namespace tatara::dataset {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class ContractTest : public ::testing::Test {
 protected:
  ContractTest() { m_engine = Engine::open({.temporaryFolder = m_folder.path()}).value(); }

  fs::path write(std::string_view csv) {
    const fs::path file = m_folder.path() / "data.csv";
    std::ofstream(file, std::ios::binary) << csv;
    return file;
  }
  Contract infer(std::string_view csv, Timestamp now = fromUnixMillis(1'800'000'000'000)) {
    const Table table = Table::open(*m_engine, write(csv)).value();
    const ColumnSource source = sourceOf(table);
    const Profile profile = makeProfile(source, {.relations = false}).value();
    return inferContract(source, profile, {.dataset = "d", .from = "d@1", .now = now}).value();
  }
  ContractReport check(const Contract& contract, std::string_view csv,
                       Timestamp now = fromUnixMillis(1'800'000'000'000)) {
    const Table table = Table::open(*m_engine, write(csv)).value();
    return checkContract(contract, sourceOf(table), now).value();
  }

  tests::TempFolder m_folder;
  std::unique_ptr<Engine> m_engine;
};

std::string brokenOf(const ContractReport& report) {
  std::string text;
  for (const RuleResult& one : report.results) {
    if (!one.holds) {
      text += one.rule + (one.column.empty() ? "" : "." + one.column) + " ";
    }
  }
  return text;
}

// Rows of every kind of column, so that each rule is inferred.
using Rows = std::vector<std::vector<std::string>>;
Rows makeRows(std::uint64_t seed, int count = 400) {
  SeededRandom random(seed);
  Rows rows{{"id", "day", "hour", "city", "code", "amount", "level", "maybe"}};
  for (int i = 0; i < count; ++i) {
    const int day = i / 24;
    const char* const cities[] = {"Kyoto", "Osaka", "Nara"};
    rows.push_back({std::to_string(5000 + i),
                    "2026-0" + std::to_string(1 + day / 28) + "-" + (day % 28 < 9 ? "0" : "") +
                        std::to_string(1 + day % 28),
                    std::to_string(i % 24), cities[random.below(3)],
                    "AB-" + std::to_string(100 + random.below(900)), toText(random.uniform(1, 100)),
                    std::to_string(random.below(5)), random.below(10) ? toText(random.normal()) : ""});
  }
  return rows;
}
std::string textOf(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += (i ? "," : "") + row[i];
    }
    text += "\n";
  }
  return text;
}

const RuleResult* find(const ContractReport& report, std::string_view rule, std::string_view column) {
  const auto found = std::ranges::find_if(
      report.results, [&](const RuleResult& one) { return one.rule == rule && one.column == column; });
  return found == report.results.end() ? nullptr : &*found;
}

TEST_F(ContractTest, HoldsOnTheVersionItWasInferredFrom) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const std::string csv = textOf(makeRows(seed, seed % 2 ? 400 : 30));
    const Contract contract = infer(csv);
    const ContractReport report = check(contract, csv);
    EXPECT_EQ(brokenOf(report), "");
    EXPECT_GT(report.results.size(), 20u);
    const auto read = contractFromYaml(toYaml(contract));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(toYaml(*read), toYaml(contract));
    EXPECT_EQ(brokenOf(check(*read, csv)), "");
  }
}

TEST_F(ContractTest, HoldsOnAnotherDrawOfTheSame) {
  const Contract contract = infer(textOf(makeRows(1)));
  EXPECT_EQ(brokenOf(check(contract, textOf(makeRows(2)))), "");
}

TEST_F(ContractTest, EachPlantedViolationIsFoundWithColumnRowAndValue) {
  const Contract contract = infer(textOf(makeRows(3)));
  struct Planted {
    std::size_t column;
    std::string value;
    std::string rule;
    std::string told;  // the value as it is read
  };
  const Planted planted[] = {
      {2, "24", "range", "24"},     {3, "Kobe", "allowed", "Kobe"},  {4, "ab1", "patterns", "ab1"},
      {5, "-3.5", "range", "-3.5"}, {5, "900", "range", "900"},      {5, "lots", "misfits", "lots"},
      {6, "-1", "range", "-1"},     {2, "", "missing", "(missing)"}, {3, "", "missing", "(missing)"}};
  SeededRandom random(9);
  for (const Planted& one : planted) {
    Rows rows = makeRows(3);
    const std::size_t row = 1 + random.below(rows.size() - 1);
    rows[row][one.column] = one.value;
    const ContractReport report = check(contract, textOf(rows));
    const RuleResult* const found = find(report, one.rule, rows[0][one.column]);
    ASSERT_NE(found, nullptr) << one.rule;
    EXPECT_FALSE(found->holds) << one.rule << " " << one.value;
    ASSERT_EQ(found->offenders.size(), 1u);
    EXPECT_EQ(found->offenders[0].row, row - 1);
    EXPECT_EQ(found->offenders[0].value, one.told);
    EXPECT_THAT(found->found.english(), HasSubstr(rows[0][one.column]));
  }
}

TEST_F(ContractTest, WhatWasExpectedAndFoundCanBeToldInAnyLanguage) {
  const Contract contract = infer(textOf(makeRows(3)));
  Rows rows = makeRows(3);
  rows[4][2] = "24";
  rows[5][3] = "Kobe";
  rows[6][5] = "";
  const ContractReport report = check(contract, textOf(rows));
  ASSERT_GE(report.broken(), 3u);
  const auto foreign = [](const text::Phrase& phrase) {
    return phrase.told([](const std::string&) { return std::string("¤"); });
  };
  for (const RuleResult& one : report.results) {
    EXPECT_EQ(foreign(one.expected), "¤") << one.expected.english();
    EXPECT_EQ(foreign(one.found), one.holds ? "" : "¤") << one.found.english();
  }
  EXPECT_EQ(foreign(brokenPhrase(report)), "¤");
}

TEST_F(ContractTest, RepeatedKeysAndIdsAreFound) {
  const Contract contract = infer(textOf(makeRows(3)));
  EXPECT_EQ(contract.key, (std::vector<std::string>{"day", "hour"}));
  Rows rows = makeRows(3);
  rows[200] = rows[77];
  const ContractReport report = check(contract, textOf(rows));
  const RuleResult* const key = find(report, "key", "");
  ASSERT_NE(key, nullptr);
  ASSERT_EQ(key->offenders.size(), 1u);
  EXPECT_EQ(key->offenders[0].row, 199u);
  EXPECT_EQ(key->offenders[0].value, rows[77][1] + ", " + rows[77][2]);
  const RuleResult* const regular = find(report, "regular", "day");
  ASSERT_NE(regular, nullptr);
  EXPECT_FALSE(regular->holds);
}

TEST_F(ContractTest, AbsentColumnsFewRowsAndShiftsAreFound) {
  const Contract contract = infer(textOf(makeRows(3)));
  Rows fewer = makeRows(3);
  fewer.resize(150);
  EXPECT_THAT(brokenOf(check(contract, textOf(fewer))), HasSubstr("rows "));
  Rows shifted = makeRows(3);
  for (std::size_t row = 1; row < shifted.size(); ++row) {
    shifted[row][5] = toText(90 + static_cast<double>(row % 10));
    shifted[row][3] = "Nara";
  }
  EXPECT_EQ(brokenOf(check(contract, textOf(shifted))), "distribution.city distribution.amount ");
  Rows without = makeRows(3);
  for (auto& row : without) {
    row.erase(row.begin() + 3);
  }
  EXPECT_EQ(brokenOf(check(contract, textOf(without))), "required.city ");
  Contract strict = contract;
  strict.extraColumns = false;
  strict.columns.erase(strict.columns.begin() + 3);
  const ContractReport report = check(strict, textOf(makeRows(3)));
  EXPECT_EQ(brokenOf(report), "extra_columns ");
  EXPECT_EQ(report.results[0].found.english(), "city is not named");
}

TEST_F(ContractTest, AColumnOfAnotherTypeNamesTheValuesThatAreNot) {
  const Contract contract = infer(textOf(makeRows(3)));
  Rows rows = makeRows(3);
  for (std::size_t row = 1; row < rows.size(); row += 5) {
    rows[row][6] = "high";
  }
  const ContractReport report = check(contract, textOf(rows));
  const RuleResult* const type = find(report, "type", "level");
  ASSERT_NE(type, nullptr);
  EXPECT_FALSE(type->holds);
  EXPECT_EQ(type->rows, 80u);
  EXPECT_EQ(type->offenders[0].row, 0u);
  EXPECT_EQ(type->offenders[0].value, "high");
}

TEST_F(ContractTest, FreshnessIsInferredForFreshDataAndBrokenWithTime) {
  const std::string csv = "t,v\n2026-01-01,1\n2026-01-02,2\n2026-01-03,3\n";
  const Timestamp then = fromUnixMillis(1'767'571'200'000);  // 2026-01-05
  const Contract contract = infer(csv, then);
  ASSERT_TRUE(contract.freshness);
  EXPECT_EQ(contract.freshness->days, 4);
  EXPECT_EQ(brokenOf(check(contract, csv, then)), "");
  EXPECT_EQ(brokenOf(check(contract, csv, then + Millis(3 * 86'400'000ll))), "freshness.t ");
  EXPECT_FALSE(infer(csv).freshness);  // a year later
}

TEST(ContractTextTest, WhatIsWrongIsSaidWithLineAndColumn) {
  const auto errorOf = [](std::string_view yaml) { return contractFromYaml(yaml).error().message; };
  const std::string head = "contract: 1\ncolumns:\n";
  EXPECT_THAT(errorOf(head + "  - name: a\n    tipe: text\n"),
              HasSubstr("no key 'tipe'; the nearest is 'type' (line 4, column 5)"));
  EXPECT_THAT(errorOf(head + "  - name: a\n    type: words\n"), HasSubstr("(line 4, column 5)"));
  EXPECT_THAT(errorOf(head + "  - name: a\n  - name: b\n    min: low\n"),
              HasSubstr("'min' has to be a number"));
  EXPECT_THAT(errorOf(head + "  - name: a\n    missing: 1.5\n"), HasSubstr("from 0 to 1"));
  EXPECT_THAT(errorOf(head + "  - name: a\n    min: 5\n    max: 3\n"), HasSubstr("above 'max' (line 4"));
  EXPECT_THAT(errorOf(head + "  - name: a\n  - name: a\n"), HasSubstr("there twice (line 4"));
  EXPECT_THAT(errorOf(head + "  - type: text\n"), HasSubstr("needs a 'name' (line 3"));
  EXPECT_THAT(errorOf(head + "  - name: a\n    allowed: [x, 3]\n"),
              HasSubstr("put it in quotes (line 4, column 18)"));
  EXPECT_THAT(errorOf(head + "  - name: a\n    type: time\n    min: soon\n"), HasSubstr("a time such as"));
  EXPECT_THAT(errorOf(head + "  - name: a\n    distribution: {cuts: [3, 2], counts: [1]}\n"),
              HasSubstr("ascending"));
  EXPECT_THAT(errorOf(head + "  - name: a\n    regular: {gaps: 2}\n"), HasSubstr("needs 'seconds'"));
  EXPECT_THAT(errorOf("contract: 2\n"), HasSubstr("contract: 1"));
  EXPECT_THAT(errorOf("- a\n"), HasSubstr("has to be a mapping, not a list"));
  EXPECT_THAT(errorOf(""), HasSubstr("has to be a mapping"));
  EXPECT_THAT(errorOf("contract: 1\nrows: {min: -1}\n"), HasSubstr("(line 2, column 8)"));
  EXPECT_THAT(errorOf("contract: [1\n"), HasSubstr("line 2"));
}

TEST(ContractTextTest, HostileYamlIsBounded) {
  std::string bomb = "contract: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) {
      bomb += (k ? ", " : "") + before;
    }
    bomb += "]\n";
  }
  EXPECT_EQ(contractFromYaml(bomb).error().kind, ErrorKind::Parse);
  EXPECT_EQ(contractFromYaml("contract: " + std::string(5000, '[')).error().kind, ErrorKind::Parse);
  EXPECT_EQ(contractFromYaml(std::string(9u << 20, 'a')).error().kind, ErrorKind::Parse);
  EXPECT_EQ(contractFromYaml("contract: \xff\n").error().kind, ErrorKind::Parse);
}

TEST(ContractTextTest, JUnitEscapesWhatTheDataHolds) {
  ContractReport report;
  report.results.push_back({.rule = "allowed",
                            .column = "a<b>",
                            .expected = "x & y",
                            .holds = false,
                            .found = "\"q\"",
                            .rows = 1,
                            .offenders = {{7, "<script>\x01"}}});
  report.results.push_back({.rule = "rows", .column = {}, .expected = "1", .found = {}, .offenders = {}});
  const std::string xml = toJUnit(report, "s&s");
  EXPECT_THAT(xml, HasSubstr("tests=\"2\" failures=\"1\""));
  EXPECT_THAT(xml, HasSubstr("classname=\"a&lt;b&gt;\""));
  EXPECT_THAT(xml, HasSubstr("row 7: &lt;script&gt; \n"));
  EXPECT_THAT(xml, HasSubstr("classname=\"s&amp;s\""));
}

class ContractsTest : public ContractTest {
 protected:
  ContractsTest() : m_artifacts(m_workspace.share()) {}
  Result<Added> add(std::string_view csv) {
    return addDataset(m_workspace.store(), m_artifacts, *m_engine, {.file = write(csv), .name = "d"});
  }
  Status keep(DatasetId id, std::string_view yaml) {
    return m_workspace.store().write(
        [&](store::Writer& writer) { return saveContract(writer, id, yaml, fromUnixMillis(1)); });
  }
  tests::TempWorkspace m_workspace;
  artifact::ArtifactStore m_artifacts;
};

TEST_F(ContractsTest, ANewVersionIsCheckedAndRefusedOnlyWhenTheContractSaysSo) {
  const auto first = add("a\n1\n2\n").value();
  EXPECT_FALSE(first.contract);
  const DatasetId id = first.version.dataset;
  EXPECT_EQ(keep(id, "contract: 1\ncolumns: [{name: a, max: high}]").error().kind, ErrorKind::Parse);
  ASSERT_TRUE(keep(id, "contract: 1  # mine\ncolumns: [{name: a, max: 5}]\n"));
  EXPECT_FALSE(add("a\n1\n2\n").value().contract);  // known
  EXPECT_TRUE(add("a\n1\n3\n").value().contract->holds());
  const auto broken = add("a\n1\n9\n").value();
  EXPECT_TRUE(broken.isNew);
  ASSERT_TRUE(broken.contract);
  EXPECT_THAT(brokenPhrase(*broken.contract).english(),
              HasSubstr("1 rule of 2 is broken: a has 1 value out of range (at most 5)"));
  ASSERT_TRUE(keep(id, "contract: 1\nrefuse: true\ncolumns: [{name: a, max: 5}]\n"));
  const auto refused = add("a\n1\n8\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Conflict);
  EXPECT_THAT(refused.error().message, HasSubstr("The contract of d refuses this"));
  const auto versions =
      m_workspace.store().read([&](sql::Connection& connection) { return loadVersions(connection, id); });
  EXPECT_EQ(versions->size(), 3u);
  const auto removed =
      m_workspace.store().writeFor([&](store::Writer& writer) { return removeContract(writer, id); });
  EXPECT_TRUE(removed.value());
  EXPECT_TRUE(add("a\n1\n8\n"));
}

}  // namespace
}  // namespace tatara::dataset
