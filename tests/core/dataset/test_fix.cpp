#include "core/dataset/fix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/seeded_random.h"
#include "core/dataset/profile.h"
#include "tests/support/temp_folder.h"
#include "tests/support/temp_workspace.h"

namespace tatara::dataset {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

FixStep step(std::string_view line) {
  return parseStep(line).value();
}

TEST(FixStepTest, WordsAndJsonSayTheSame) {
  const char* const lines[] = {"trim city \"marital status\"",
                               "missing ? \"n a\" in city",
                               "drop columns X instant",
                               "drop rows where cnt = 0 and weathersit is missing",
                               "drop rows where \"a b\" >= -2.5 and c is present and d <> \"x y\"",
                               "drop duplicates",
                               "drop duplicates by id",
                               "times day as \"%m/%d/%y\"",
                               "times day",
                               "rename hum to humidity",
                               "rename \"to\" to \"in\"",
                               "type hr to text",
                               "fill hum with 0.5",
                               "fill hum with median",
                               "fill hum with \"median\"",
                               "scale temp by 0.01",
                               "scale temp by 100 where temp < 1"};
  for (const char* const line : lines) {
    const auto parsed = parseStep(line);
    ASSERT_TRUE(parsed) << line << ": " << parsed.error().message;
    EXPECT_EQ(stepText(*parsed), line);
    const Recipe recipe{"d@1", {*parsed}};
    const auto back = recipeFromJson(toJsonText(recipe));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, recipe) << line;
  }
  EXPECT_EQ(step("DROP ROWS WHERE \"a\" IS NULL AND \"b\" = 0"),
            step("drop rows where a is missing and b = 0"));
  EXPECT_EQ(step("{\"do\": \"trim\", \"columns\": [\"a\"]}"), step("trim a"));
}

TEST(FixStepTest, WhatIsNotUnderstoodIsSaidInWords) {
  const auto errorOf = [](std::string_view line) { return parseStep(line).error().message; };
  EXPECT_THAT(errorOf("polish city"), HasSubstr("begins with none of trim"));
  EXPECT_THAT(errorOf(""), HasSubstr("begins with none"));
  EXPECT_THAT(errorOf("trim"), HasSubstr("names no column"));
  EXPECT_THAT(errorOf("trim \"city"), HasSubstr("quote is not closed"));
  EXPECT_THAT(errorOf("type a to words"), HasSubstr("'words' is no type"));
  EXPECT_THAT(errorOf("scale a by much"), HasSubstr("'much' is no number"));
  EXPECT_THAT(errorOf("drop rows where a"), HasSubstr("ends after 'a'"));
  EXPECT_THAT(errorOf("drop rows where a ~ 3"), HasSubstr("'~' is no comparison"));
  EXPECT_THAT(errorOf("drop rows where a = 3 or b = 2"), HasSubstr("'or' is too much"));
  EXPECT_THAT(errorOf("{\"do\": \"trimm\"}"), HasSubstr("the nearest is 'trim'"));
  EXPECT_THAT(errorOf("{\"do\": \"trim\", \"sql\": \"x\"}"), HasSubstr("no 'sql'"));
  EXPECT_THAT(recipeFromJson("{\"steps\": 3}").error().message, HasSubstr("list of 'steps'"));
  EXPECT_EQ(recipeFromJson("{").error().kind, ErrorKind::Parse);
}

class FixTest : public ::testing::Test {
 protected:
  FixTest() : m_artifacts(m_workspace.share()) {
    m_engine = Engine::open({.temporaryFolder = m_folder.path()}).value();
  }

  fs::path write(std::string_view csv) {
    const fs::path file = m_folder.path() / "data.csv";
    std::ofstream(file, std::ios::binary) << csv;
    return file;
  }
  // The rows after the steps, "1|x;2|;".
  std::string rowsAfter(std::string_view csv, std::initializer_list<std::string_view> lines) {
    const Table table = Table::open(*m_engine, write(csv)).value();
    Recipe recipe;
    for (const std::string_view line : lines) {
      recipe.steps.push_back(step(line));
    }
    const auto sql = recipeSql(recipe, table.columns(), table.relation(Table::Order::OfFile));
    if (!sql) {
      return sql.error().message;
    }
    const auto rows = m_engine->table("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (" + *sql + ")");
    if (!rows) {
      return rows.error().message;
    }
    std::string text;
    for (const auto& row : *rows) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        text += (i ? "|" : "") + row[i];
      }
      text += ";";
    }
    return text;
  }
  Version add(std::string_view csv) {
    return addDataset(m_workspace.store(), m_artifacts, *m_engine, {.file = write(csv), .name = "d"})
        .value()
        .version;
  }
  Result<Added> apply(const Version& version, const Recipe& recipe) {
    return applyRecipe(m_workspace.store(), m_artifacts, *m_engine, version, recipe);
  }

  tests::TempWorkspace m_workspace;
  tests::TempFolder m_folder;
  artifact::ArtifactStore m_artifacts;
  std::unique_ptr<Engine> m_engine;
};

TEST_F(FixTest, EachStepDoesWhatItSays) {
  const std::string csv =
      "id,city,n,day\n1, Kyoto ,5,1/31/11\n2,?,0,2/1/11\n3,Nara,-999,2/2/11\n1, Kyoto ,5,1/31/11\n";
  const std::string days[] = {"2011-01-31 00:00:00", "2011-02-01 00:00:00", "2011-02-02 00:00:00"};
  EXPECT_EQ(rowsAfter(csv, {"drop columns day", "trim city"}), "1|Kyoto|5;2|?|0;3|Nara|-999;1|Kyoto|5;");
  EXPECT_EQ(rowsAfter(csv, {"drop columns day", "missing ? in city", "missing -999 in n"}),
            "1| Kyoto |5;2||0;3|Nara|;1| Kyoto |5;");
  EXPECT_EQ(rowsAfter(csv, {"drop duplicates", "drop columns city n"}),
            "1|" + days[0] + ";2|" + days[1] + ";3|" + days[2] + ";");
  EXPECT_EQ(rowsAfter(csv, {"drop duplicates by city", "drop columns city day"}), "1|5;2|0;3|-999;");
  EXPECT_EQ(rowsAfter(csv, {"drop rows where city = Kyoto", "drop columns day"}), "2|?|0;3|Nara|-999;");
  EXPECT_EQ(rowsAfter(csv, {"drop rows where day >= 2011-02-01", "drop columns day city"}), "1|5;1|5;");
  EXPECT_EQ(rowsAfter(csv, {"missing 0 in n", "drop rows where n < 0", "drop columns day city"}),
            "1|5;2|;1|5;");
  EXPECT_EQ(rowsAfter(csv, {"missing -999 in n", "fill n with median", "drop columns day city"}),
            "1|5.0;2|0.0;3|5.0;1|5.0;");
  EXPECT_EQ(rowsAfter(csv, {"missing -999 in n", "fill n with 7", "drop columns day city"}),
            "1|5;2|0;3|7;1|5;");
  EXPECT_EQ(rowsAfter(csv, {"scale n by 0.5 where n > 0", "drop columns day city"}),
            "1|2.5;2|0.0;3|-999.0;1|2.5;");
  EXPECT_EQ(
      rowsAfter(csv, {"rename n to \"a \"\"b\"", "drop columns day city id", "type \"a \"\"b\" to text"}),
      "5;0;-999;5;");
  EXPECT_EQ(rowsAfter(csv, {"type day to text", "times day", "drop columns id city n"}),
            days[0] + ";" + days[1] + ";" + days[2] + ";" + days[0] + ";");
  EXPECT_EQ(rowsAfter("t\n31.12.2026 5h\nsoon\n", {"times t as \"%d.%m.%Y %Hh\""}), "2026-12-31 05:00:00;;");
  EXPECT_EQ(rowsAfter("t\n 5 \n5.5\nx\n7\n", {"type t to integer"}), "5;;;7;");
  EXPECT_EQ(rowsAfter("t\n 5 \n.5e1\nx\nnan\n", {"type t to real"}), "5.0;5.0;;;");
  EXPECT_EQ(rowsAfter("t\nTrue \nno\nfalse\n", {"type t to boolean"}), "true;;false;");
}

TEST_F(FixTest, AStepThatDoesNotSuitItsColumnIsSaidInWords) {
  const std::string csv = "id,city\n1,Kyoto\n2,Nara\n";
  EXPECT_THAT(rowsAfter(csv, {"trim id"}), HasSubstr("id is of type integer and has no blanks"));
  EXPECT_THAT(rowsAfter(csv, {"trim cty"}), HasSubstr("the nearest name is 'city'"));
  EXPECT_THAT(rowsAfter(csv, {"drop columns city", "trim city"}), HasSubstr("no column 'city' at this step"));
  EXPECT_THAT(rowsAfter(csv, {"drop columns id city"}), HasSubstr("No column would be left"));
  EXPECT_THAT(rowsAfter(csv, {"rename id to city"}), HasSubstr("already a column 'city'"));
  EXPECT_THAT(rowsAfter(csv, {"missing x in id"}), HasSubstr("'x' is no number"));
  EXPECT_THAT(rowsAfter(csv, {"fill city with median"}), HasSubstr("has no median"));
  EXPECT_THAT(rowsAfter(csv, {"fill id with 0.5"}), HasSubstr("no whole number"));
  EXPECT_THAT(rowsAfter(csv, {"type id to time"}), HasSubstr("cannot become time"));
  EXPECT_THAT(rowsAfter(csv, {"times city as \"%Q\""}), HasSubstr("'%Q' is not understood"));
  EXPECT_THAT(rowsAfter(csv, {"drop rows where city < x"}), HasSubstr("compared by = and <> only"));
  EXPECT_THAT(rowsAfter(csv, {"scale city by 2"}), HasSubstr("has no numbers"));
}

TEST_F(FixTest, NamesAndValuesNeverBecomeCode) {
  const std::string csv = "\"a\"\"; DROP TABLE x; --\",b\n'); DROP,1\nz,2\n";
  EXPECT_EQ(rowsAfter(csv, {"missing \"'); DROP\" in \"a\"\"; DROP TABLE x; --\""}), "|1;z|2;");
  const Table table = Table::open(*m_engine, write("a,b\n\"x\"\"]; import os\",1\ny,2\n")).value();
  const auto code = recipePandas({"", {step("missing 'x\"]; import os' in a")}}, table, "f\".csv");
  ASSERT_TRUE(code);
  EXPECT_THAT(*code, HasSubstr("isin([\"x\\\"]; import os\"])"));
  EXPECT_THAT(*code, HasSubstr("pd.read_csv(\"f\\\".csv\")"));
}

// Each of these is run by pandas itself in tests/interop_profile/check_fix.py.
TEST_F(FixTest, PandasIsToldHowTheFileWasRead) {
  const auto code = [&](const std::string& csv, const OpenOptions& options = {}) {
    return pandasReading(Table::open(*m_engine, write(csv), options).value(), "f.csv");
  };
  EXPECT_EQ(code("a,b\n1,x\n"), "df = pd.read_csv(\"f.csv\")\n");
  EXPECT_THAT(
      code("Sales of March;;;\n\nid;shop;sold;price\n1;a;5;2,5\n2;b;6;1.002,25\n"),
      AllOf(HasSubstr("df = pd.read_csv(\"f.csv\", sep=\";\", skiprows=2)\n"),
            HasSubstr("df[\"price\"] = pd.to_numeric(df[\"price\"].astype(\"string\").str.replace(r\""),
            HasSubstr("found[1].replace(\".\", \"\"), regex=True).str.replace(\".\", \"?\", "
                      "regex=False).str.replace(\",\", \".\", regex=False)")));
  OpenOptions told;
  told.dialect.quote = '\'';
  told.dialect.encoding = "WINDOWS-1252";
  told.alsoMissing = {"-"};
  EXPECT_EQ(code("1|'x|y'\n2|-\n", told),
            "df = pd.read_csv(\"f.csv\", sep=\"|\", quotechar=\"'\", header=None, "
            "names=[\"column_1\", \"column_2\"], na_values=[\"-\"], encoding=\"WINDOWS-1252\")\n");
  EXPECT_EQ(code("x,y\nr1,1,2.5\nr2,2,3.5\n"),
            "df = pd.read_csv(\"f.csv\", header=0, names=[\"Unnamed: 0\", \"x\", \"y\"])\n");
  OpenOptions comments;
  comments.dialect.comment = "//";
  EXPECT_EQ(
      code("a,b\n// no row\n1,x\n", comments),
      "import io\n\nwith open(\"f.csv\", newline=\"\") as lines:\n    text = \"\".join(line for line in "
      "lines if not line.startswith(\"//\"))\ndf = pd.read_csv(io.StringIO(text))\n");
}

TEST_F(FixTest, ANewVersionKeepsItsRecipeAndTheNextIsMadeByTheSame) {
  const Version first = add("id,city\n1,?\n2, Nara\n3,Kyoto\n");
  const Recipe recipe{"", {step("missing ? in city"), step("trim city"), step("drop rows where id = 3")}};
  const auto fixed = apply(first, recipe);
  ASSERT_TRUE(fixed) << fixed.error().message;
  EXPECT_TRUE(fixed->isNew);
  EXPECT_EQ(fixed->version.version, 2);
  EXPECT_EQ(fixed->version.rows, 2u);
  EXPECT_EQ(fixed->version.columns[1].missing, 1u);
  EXPECT_EQ(fixed->version.source, "d@1 through 3 steps");
  const auto kept = recipeFromJson(fixed->version.madeBy);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->of, "d@1");
  EXPECT_EQ(kept->steps, recipe.steps);
  // The source stays as it was.
  EXPECT_EQ(openVersion(m_workspace.store(), m_artifacts, *m_engine, first)->rows(), 3u);

  const Version next = add("id,city\n3,Kyoto\n4,?\n5,Osaka \n6,Uji\n");
  const auto again = apply(next, *kept);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->version.version, 4);
  EXPECT_EQ(again->version.rows, 3u);
  const auto table = openVersion(m_workspace.store(), m_artifacts, *m_engine, again->version);
  ASSERT_TRUE(table);
  const std::vector<std::string> names{"city"};
  EXPECT_THAT(table->read(names).value()[0].categories, ElementsAre("Osaka", "Uji"));
  EXPECT_EQ(apply(next, {}).error().kind, ErrorKind::InvalidArgument);
  // Other columns than the recipe knows.
  EXPECT_THAT(apply(add("id,town\n1,x\n"), *kept).error().message, HasSubstr("no column 'city'"));
}

TEST_F(FixTest, AVersionIsComparedWithTheLastOneOfItsKind) {
  const auto comparable = [&](const Version& version) {
    const auto found = m_workspace.store().read(
        [&](sql::Connection& connection) { return comparableVersion(connection, version); });
    return found.value() ? found.value()->version : 0;
  };
  const Recipe recipe{"", {step("trim a")}};
  const Version first = add("a,b\n x,1\ny,2\n");
  const Version mended = apply(first, recipe)->version;
  const Version second = add("a,b\n x,1\nz,2\n");
  const Version mendedAgain = apply(second, recipe)->version;
  const Version otherwise = apply(second, {"", {step("drop columns b")}})->version;
  EXPECT_EQ(comparable(first), 0);
  EXPECT_EQ(comparable(mended), 0);
  EXPECT_EQ(comparable(second), first.version);
  EXPECT_EQ(comparable(mendedAgain), mended.version);
  EXPECT_EQ(comparable(otherwise), 0);
}

TEST_F(FixTest, APreviewCountsAndShowsWhatWouldChange) {
  const Table table =
      Table::open(*m_engine, write("id,city,n\n1, Kyoto ,5\n2,?,0\n3,Nara,-999\n4, Nara,7\n5,Nara,x\n"
                                   "6,Nara,1\n7,Nara,1\n8,Nara,1\n9,Nara,1\n10,Nara,1\n11,Nara,1\n"
                                   "12,Nara,1\n13,Nara,1\n14,Nara,1\n15,Nara,1\n16,Nara,1\n17,Nara,1\n"
                                   "18,Nara,1\n19,Nara,1\n20,Nara,1\n21,Nara,1\n22,Nara,1\n23,Nara,1\n"))
          .value();
  Recipe recipe;
  for (const char* line : {"trim city", "missing ? in city", "rename city to town", "drop rows where n < 0",
                           "scale n by 1", "drop columns id"}) {
    recipe.steps.push_back(step(line));
  }
  const auto preview = previewRecipe(*m_engine, table, recipe, 2);
  ASSERT_TRUE(preview) << preview.error().message;
  EXPECT_EQ(preview->rowsBefore, 23u);
  EXPECT_EQ(preview->rowsAfter, 22u);
  EXPECT_THAT(preview->columnsAfter, ::testing::ElementsAre("town", "n"));
  ASSERT_EQ(preview->columns.size(), 3u);
  EXPECT_EQ(preview->columns[0].after, "");
  EXPECT_EQ(preview->columns[1].after, "town");
  EXPECT_EQ(preview->columns[1].changed, 3u);
  EXPECT_EQ(preview->columns[1].emptied, 1u);
  EXPECT_EQ(preview->columns[2].changed, 0u) << "a number that became a real of the same value";
  EXPECT_EQ(preview->columns[2].typeAfter, ColumnType::Real);
  EXPECT_EQ(preview->changedCells(), 3u);
  ASSERT_EQ(preview->samples.size(), 3u);
  EXPECT_EQ(preview->samples[0].row, 0u);
  EXPECT_EQ(preview->samples[0].before[0], " Kyoto ");
  EXPECT_EQ(preview->samples[0].after[0], "Kyoto");
  EXPECT_EQ(preview->samples[1].after[0], std::nullopt);
  EXPECT_TRUE(preview->samples[2].dropped);
  EXPECT_EQ(preview->samples[2].row, 2u);
  EXPECT_EQ(previewRecipe(*m_engine, table, recipe)->samples.size(), 0u);
}

TEST_F(FixTest, WhatAlertsProposeMendsWhatTheySaw) {
  SeededRandom random(3);
  std::string csv = "city,temp,cnt,level\n";
  for (int i = 0; i < 600; ++i) {
    const char* const cities[] = {" Kyoto", " Osaka", " ?"};
    const bool filler = i % 40 == 7;
    csv += std::string(cities[random.below(3)]) + "," + (filler ? "NA" : std::to_string(random.below(30))) +
           "," + std::to_string(filler ? 0 : 1 + random.below(500)) + "," +
           (i % 50 == 3 ? "-999" : std::to_string(random.below(100))) + "\n";
  }
  const Table table = Table::open(*m_engine, write(csv)).value();
  const Profile profile = makeProfile(sourceOf(table)).value();
  Recipe recipe;
  std::vector<std::string> kinds;
  for (const Alert& alert : profile.alerts) {
    if (alert.fix) {
      const auto steps = stepsOf(*alert.fix);
      ASSERT_TRUE(steps) << alert.sentence.english() << ": " << steps.error().message;
      recipe.steps.insert(recipe.steps.end(), steps->begin(), steps->end());
      kinds.emplace_back(toString(alert.kind));
    }
  }
  EXPECT_THAT(kinds, ::testing::UnorderedElementsAre("filler_rows", "missing_word", "sentinel", "blanks"));
  const auto fixed = apply(add(csv), recipe);
  ASSERT_TRUE(fixed) << fixed.error().message;
  EXPECT_EQ(fixed->version.rows, 585u);
  const Table after = openVersion(m_workspace.store(), m_artifacts, *m_engine, fixed->version).value();
  EXPECT_TRUE(makeProfile(sourceOf(after))->alerts.empty());
}

}  // namespace
}  // namespace tatara::dataset
