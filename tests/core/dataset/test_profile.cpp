#include "core/dataset/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "core/base/seeded_random.h"
#include "core/dataset/frame.h"
#include "core/dataset/profile_report.h"
#include "core/dataset/table.h"
#include "core/stats/association.h"
#include "core/stats/radix_sort.h"
#include "tests/support/temp_folder.h"

namespace tatara::dataset {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
namespace fs = std::filesystem;

const char* const kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                               "July",    "August",   "September", "October", "November", "December"};

// A column of keys of which several are one double.
Column longKeys() {
  Column column;
  column.info = {.name = "id", .type = ColumnType::Integer};
  for (const std::int64_t key : {3, 1, 2, 2, 0, 4, 5, 6, 7, 8}) {
    column.wholes.push_back(kExactWholes + key);
    column.numbers.push_back(static_cast<double>(column.wholes.back()));
  }
  return column;
}

// An hourly table of rentals whose columns have names of their own; the defects are put in at places that the
// seed chooses.
struct Rentals {
  std::string csv;
  std::uint64_t fillers = 0;
  double gapFrom = 0;  // seconds
  std::uint64_t gapHours = 0;
};

Rentals makeRentals(std::uint64_t seed, bool defects) {
  SeededRandom random(seed);
  Rentals made;
  const int days = 150;
  const int firstDay = 14975 + static_cast<int>(random.below(300));
  const int gapStart = 24 * (20 + static_cast<int>(random.below(100))) + static_cast<int>(random.below(24));
  made.gapHours = defects ? 5 + random.below(40) : 0;
  made.gapFrom = firstDay * 86400.0 + gapStart * 3600.0;
  std::set<int> fillers;
  while (defects && fillers.size() < 40 + seed % 50) {
    fillers.insert(static_cast<int>(random.below(days * 24)));
  }
  made.csv = defects ? ",counter,day,month,hour,weather,temp,wind,guests,members,rented,month_name\n"
                     : "day,hour,weather,temp,wind,rented\n";
  int row = 0;
  for (int at = 0; at < days * 24; ++at) {
    if (defects && at >= gapStart && at < gapStart + static_cast<int>(made.gapHours)) {
      continue;
    }
    ++row;
    const double seconds = (firstDay + at / 24) * 86400.0;
    const std::string day = timeText(seconds);
    const int month = std::stoi(day.substr(5, 2));
    const int hour = at % 24;
    const bool filler = fillers.contains(at);
    made.fillers += filler ? 1 : 0;
    const double temp = std::round(1000 * (0.5 + 0.2 * std::sin(hour / 4.0) + 0.1 * random.normal())) / 1000;
    const auto guests = filler ? 0 : random.poisson(8 + 10 * std::abs(temp)) + 1;
    const auto members = filler ? 0 : random.poisson(40 + 60 * std::abs(std::sin(hour / 5.0))) + 1;
    const std::string weather = filler ? "NA" : std::to_string(1 + random.below(3));
    const std::string warm = filler ? "NA" : toText(temp);
    const std::string wind = filler ? "NA" : toText(std::round(10000 * random.uniform()) / 10000);
    if (defects) {
      made.csv += std::to_string(row) + "," + (filler ? toText(row - 0.5) : std::to_string(row)) + "," + day +
                  "," + std::to_string(month) + "," + std::to_string(hour) + "," + weather + "," + warm +
                  "," + wind + "," + std::to_string(guests) + "," + std::to_string(members) + "," +
                  std::to_string(guests + members) + "," + kMonths[month - 1] + "\n";
    } else {
      made.csv += day + "," + std::to_string(hour) + "," + weather + "," + warm + "," + wind + "," +
                  std::to_string(guests + members + static_cast<std::int64_t>(random.below(9))) + "\n";
    }
  }
  return made;
}

class ProfileTest : public ::testing::Test {
 protected:
  Profile profileOf(std::string_view csv, const ProfileOptions& options = {},
                    const OpenOptions& reading = {}) {
    std::ofstream(m_folder.path() / "data.csv", std::ios::binary) << csv;
    return profileOfFile(m_folder.path() / "data.csv", options, reading);
  }
  Profile profileOfFile(const fs::path& file, const ProfileOptions& options = {},
                        const OpenOptions& reading = {}) {
    const Table table = Table::open(*m_engine, file, reading).value();
    return makeProfile(sourceOf(table), options).value();
  }

  tests::TempFolder m_folder;
  std::unique_ptr<Engine> m_engine = Engine::open({.temporaryFolder = m_folder.path()}).value();
};

const Alert* find(const Profile& profile, AlertKind kind) {
  const Alert* found = nullptr;
  for (const Alert& alert : profile.alerts) {
    if (alert.kind == kind) {
      EXPECT_EQ(found, nullptr) << "told twice: " << alert.sentence.english();
      found = &alert;
    }
  }
  return found;
}

std::string sentences(const Profile& profile) {
  std::string all;
  for (const Alert& alert : profile.alerts) {
    all += std::string(toString(alert.kind)) + ": " + alert.sentence.english() + "\n";
  }
  return all;
}

TEST_F(ProfileTest, PlantedDefectsAreFoundWhereverTheyAreAndToldAsOneAlertApiece) {
  for (const std::uint64_t seed : {11, 12, 13, 14}) {
    const Rentals rentals = makeRentals(seed, true);
    const Profile profile = profileOf(rentals.csv);
    SCOPED_TRACE(sentences(profile));
    EXPECT_EQ(profile.target, "rented");
    const Alert* leak = find(profile, AlertKind::TargetLeak);
    ASSERT_NE(leak, nullptr);
    EXPECT_EQ(leak->sentence.english(), "guests + members = rented in every row");
    EXPECT_EQ(leak->severity, Severity::Error);
    EXPECT_THAT(leak->fix->columns, ElementsAre("guests", "members"));
    const Alert* recoding = find(profile, AlertKind::Recoding);
    ASSERT_NE(recoding, nullptr);
    EXPECT_THAT(recoding->columns, ElementsAre("month_name", "month"));
    const Alert* rows = find(profile, AlertKind::RowNumber);
    ASSERT_NE(rows, nullptr);
    EXPECT_THAT(rows->columns, ElementsAre("Unnamed: 0", "counter"));
    const Alert* gap = find(profile, AlertKind::TimeGap);
    ASSERT_NE(gap, nullptr);
    EXPECT_EQ(gap->rows, rentals.gapHours);
    EXPECT_EQ(profile.find("day")->time.gaps.at(0).first, rentals.gapFrom);
    EXPECT_EQ(profile.find("day")->time.gaps.at(0).steps, rentals.gapHours);
    const Alert* fillers = find(profile, AlertKind::FillerRows);
    ASSERT_NE(fillers, nullptr);
    EXPECT_EQ(fillers->rows, rentals.fillers);
    EXPECT_THAT(fillers->columns,
                UnorderedElementsAre("weather", "temp", "wind", "guests", "members", "rented"));
    EXPECT_EQ(profile.alerts.size(), 5u);
  }
}

TEST_F(ProfileTest, ACleanFileRaisesNoAlert) {
  for (const std::uint64_t seed : {21, 22, 23}) {
    EXPECT_EQ(sentences(profileOf(makeRentals(seed, false).csv)), "");
  }
  SeededRandom random(24);
  std::string csv = "customer_id,age,city,spent,note,joined,active,price\n";
  const char* const cities[] = {"Kyoto", "Osaka", "Nara", "Kobe"};
  for (int row = 0; row < 3000; ++row) {
    csv += "C" + std::to_string(10000 + row * 7 % 30011) + "," + std::to_string(18 + random.below(60)) + "," +
           cities[random.below(4)] + "," + toText(std::round(100 * std::exp(3 + random.normal())) / 100) +
           "," + (random.below(3) == 0 ? "" : "call back") + std::string(random.below(2), '!') + "," +
           timeText(86400.0 * static_cast<double>(15000 + random.below(900))) + "," +
           (random.below(2) == 0 ? "true" : "false") + "," + std::to_string(random.poisson(50)) + "\n";
  }
  const Profile profile = profileOf(csv);
  EXPECT_EQ(sentences(profile), "");
  EXPECT_EQ(profile.find("customer_id")->role, ColumnRole::Id);
  EXPECT_EQ(profile.find("joined")->role, ColumnRole::Time);
  EXPECT_EQ(profile.target, "price");
}

TEST_F(ProfileTest, TheDefectsOfTheSharedBikesAreFiveAlerts) {
  const fs::path data = fs::path(std::getenv("TATARA_SHARED") ? std::getenv("TATARA_SHARED") : "") / "data";
  if (!fs::exists(data / "bike_sharing_hour.csv")) {
    GTEST_SKIP() << "../shared/data is absent; PlantedDefectsAreFound… is the twin";
  }
  const Profile profile = profileOfFile(data / "bike_sharing_hour.csv");
  SCOPED_TRACE(sentences(profile));
  EXPECT_EQ(profile.target, "cnt");
  EXPECT_EQ(profile.find("dteday")->role, ColumnRole::Time);
  EXPECT_EQ(profile.find("instant")->role, ColumnRole::Id);
  EXPECT_EQ(profile.find("hr2")->role, ColumnRole::Ignore);
  EXPECT_EQ(profile.find("hum")->role, ColumnRole::Feature);
  EXPECT_EQ(find(profile, AlertKind::TargetLeak)->sentence.english(),
            "casual + registered = cnt in every row");
  EXPECT_THAT(find(profile, AlertKind::Recoding)->fix->columns, ElementsAre("mnth2", "weekday2", "hr2"));
  EXPECT_THAT(find(profile, AlertKind::RowNumber)->columns, ElementsAre("Unnamed: 0", "X", "instant"));
  EXPECT_EQ(find(profile, AlertKind::TimeGap)->sentence.english(),
            "24 consecutive hours are missing: 2012-10-29 01:00 to 2012-10-30 00:00");
  EXPECT_EQ(find(profile, AlertKind::FillerRows)->rows, 141u);
  EXPECT_EQ(profile.alerts.size(), 5u);
}

TEST_F(ProfileTest, TheDefectsOfTheSharedCensusAreItsSpacesAndQuestionMarks) {
  const fs::path data = fs::path(std::getenv("TATARA_SHARED") ? std::getenv("TATARA_SHARED") : "") / "data";
  if (!fs::exists(data / "adult_census.csv")) {
    GTEST_SKIP() << "../shared/data is absent; SpacesAndQuestionMarks… is the twin";
  }
  const Profile profile = profileOfFile(data / "adult_census.csv");
  SCOPED_TRACE(sentences(profile));
  EXPECT_EQ(profile.target, "income");
  EXPECT_EQ(profile.find("workclass")->missing, 0u);
  EXPECT_EQ(profile.find("workclass")->distinct, 9u);
  const Alert* missing = find(profile, AlertKind::MissingWord);
  EXPECT_THAT(missing->fix->columns, ElementsAre("workclass", "occupation", "native-country"));
  EXPECT_THAT(missing->fix->values, ElementsAre(" ?"));
  EXPECT_EQ(missing->fix->kind, FixKind::MakeMissing);
  EXPECT_EQ(find(profile, AlertKind::Blanks)->fix->kind, FixKind::Trim);
  EXPECT_EQ(find(profile, AlertKind::Blanks)->columns.size(), 7u);
  EXPECT_EQ(profile.duplicateRows, 6054u);
  EXPECT_EQ(profile.alerts.size(), 2u);
}

TEST_F(ProfileTest, SpacesAndQuestionMarksAreFoundWithTheirFixesInTextAndAmongNumbers) {
  SeededRandom random(31);
  std::string csv = "age,job,pay\n";
  std::uint64_t marks = 0;
  for (int row = 0; row < 900; ++row) {
    const bool mark = random.below(12) == 0;
    marks += mark ? 1 : 0;
    csv += (random.below(60) == 0 ? "?" : std::to_string(20 + random.below(50))) +
           (mark ? ", ?," : ", clerk,") + (random.below(3) == 0 ? "high" : "low") + "\n";
  }
  const Profile profile = profileOf(csv);
  SCOPED_TRACE(sentences(profile));
  const Alert* missing = find(profile, AlertKind::MissingWord);
  ASSERT_NE(missing, nullptr);
  EXPECT_THAT(missing->columns, ElementsAre("age", "job"));
  EXPECT_THAT(missing->fix->values, UnorderedElementsAre("?", " ?"));
  EXPECT_EQ(profile.find("job")->top.at(1).count, marks);
  EXPECT_EQ(find(profile, AlertKind::Blanks)->rows, 900u);
  EXPECT_EQ(profile.find("age")->type, ColumnType::Integer);
}

// One column apiece, the defect at places that the seed chooses.
TEST_F(ProfileTest, SentinelsUnitJumpsNearDuplicatesAndTheirKinAreFound) {
  for (const std::uint64_t seed : {41, 42, 43}) {
    SeededRandom random(seed);
    const auto jump = static_cast<int>(300 + random.below(1400));
    std::string csv = "heat,weight,length,copy,same,mixed,code,y\n";
    for (int row = 0; row < 2000; ++row) {
      const double weight = 60 + 10 * random.normal();
      const double length = 5 + random.uniform();
      const bool millimetres = random.below(40) == 0;
      const double heat = 15 + 8 * random.normal();
      csv +=
          (random.below(50) == 0 ? "-999" : toText(heat)) + "," +
          toText(row >= jump ? weight * 2.2046226 : weight) + "," +
          toText(millimetres ? 1000 * length : length) + "," + toText(2 * length + 1e-4 * random.normal()) +
          ",7," +
          (random.below(3) == 0 ? "n" + std::to_string(random.below(9)) : std::to_string(random.below(50))) +
          ",k" + std::to_string(random.below(1500)) + "," + (random.below(50) == 0 ? "yes" : "no") + "\n";
    }
    const Profile profile = profileOf(csv);
    SCOPED_TRACE(sentences(profile));
    ASSERT_NE(find(profile, AlertKind::Sentinel), nullptr);
    EXPECT_EQ(find(profile, AlertKind::Sentinel)->fix->values, std::vector<std::string>{"-999"});
    std::set<std::string> jumping;
    for (const Alert& alert : profile.alerts) {
      if (alert.kind == AlertKind::UnitJump) {
        jumping.insert(alert.columns.front());
        if (alert.columns.front() == "weight") {
          EXPECT_NEAR(static_cast<double>(alert.firstRows.at(0)), jump, 25);
        }
      }
    }
    EXPECT_THAT(jumping, UnorderedElementsAre("weight", "length"));
    EXPECT_THAT(find(profile, AlertKind::Constant)->columns, ElementsAre("same"));
    EXPECT_THAT(find(profile, AlertKind::MixedTypes)->columns, ElementsAre("mixed"));
    EXPECT_THAT(find(profile, AlertKind::HighCardinality)->columns, ElementsAre("code"));
    EXPECT_THAT(find(profile, AlertKind::Imbalance)->columns, ElementsAre("y"));
  }
}

TEST_F(ProfileTest, NearAndEqualColumnsAreToldOnce) {
  SeededRandom random(51);
  std::string csv = "a,b,c,y\n";
  for (int row = 0; row < 500; ++row) {
    const double a = random.normal();
    csv += toText(a) + "," + toText(3 * a + 1e-3 * random.normal()) + "," + toText(a) + "," +
           std::to_string(random.below(9)) + "\n";
  }
  const Profile profile = profileOf(csv);
  SCOPED_TRACE(sentences(profile));
  EXPECT_THAT(profile.equalColumns, ElementsAre(ElementsAre("a", "c")));
  EXPECT_EQ(profile.alerts.size(), 3u);  // a and c; a and b; b and c
}

TEST_F(ProfileTest, RepeatedRowsAreCountedAndToldOnlyWhereChanceCannotMakeThem) {
  SeededRandom random(61);
  std::string csv = "a,b,y\n";
  std::string last;
  for (int row = 0; row < 400; ++row) {
    if (row % 100 != 99) {
      last = toText(random.normal()) + "," + toText(random.uniform()) + "," +
             std::to_string(random.below(4)) + "\n";
    }
    csv += last;
  }
  const Profile profile = profileOf(csv);
  EXPECT_EQ(profile.duplicateRows, 4u);
  ASSERT_NE(find(profile, AlertKind::DuplicateRows), nullptr);
  EXPECT_EQ(find(profile, AlertKind::DuplicateRows)->rows, 4u);
}

TEST_F(ProfileTest, DriftAgainstTheVersionBeforeIsToldForTheColumnsThatMoved) {
  const auto make = [](std::uint64_t seed, double shift) {
    SeededRandom random(seed);
    std::string csv = "a,b,word,y\n";
    for (int row = 0; row < 1500; ++row) {
      csv += toText(random.normal() + shift) + "," + toText(random.normal()) + "," +
             (random.below(shift > 0 ? 9 : 2) == 0 ? "x" : "z") + "," + std::to_string(random.below(30)) +
             "\n";
    }
    return csv;
  };
  const Profile before = profileOf(make(1, 0));
  const Profile kept = profileFromJson(toJson(before)).value();
  EXPECT_EQ(find(profileOf(make(2, 0), {.previous = &kept}), AlertKind::Drift), nullptr);
  const Profile after = profileOf(make(3, 1), {.previous = &kept});
  ASSERT_NE(find(after, AlertKind::Drift), nullptr);
  EXPECT_THAT(find(after, AlertKind::Drift)->columns, ElementsAre("a", "word"));

  // From the rows of the version before, as the comparison of versions has it.
  const fs::path file = m_folder.path() / "before.csv";
  std::ofstream(file, std::ios::binary) << make(1, 0);
  const Table table = Table::open(*m_engine, file).value();
  const ColumnSource rows = sourceOf(table);
  EXPECT_EQ(find(profileOf(make(2, 0), {.previousRows = &rows}), AlertKind::Drift), nullptr);
  const Profile moved = profileOf(make(3, 1), {.previousRows = &rows});
  ASSERT_NE(find(moved, AlertKind::Drift), nullptr);
  EXPECT_THAT(find(moved, AlertKind::Drift)->columns, ElementsAre("a", "word"));
}

TEST_F(ProfileTest, JsonReadsBackAsItWasWritten) {
  const Profile profile = profileOf(makeRentals(71, true).csv);
  const std::string text = text::toJson(toJson(profile));
  const Profile back = profileFromJson(text::parseJson(text).value()).value();
  EXPECT_EQ(text::toJson(toJson(back)), text);
  EXPECT_EQ(back.find("day")->min, profile.find("day")->min);
}

TEST_F(ProfileTest, DecimalsThatLoseDigitsAreToldAndThoseThatKeepThemAreNot) {
  std::string csv = "paid,printed,short,big\n";
  for (int row = 0; row < 40; ++row) {
    const double value = 0.1 + row / 3.0;
    char printed[64];
    std::snprintf(printed, sizeof printed, "%.18e", value);
    csv += "12345678901234567." + std::to_string(10 + row) + "," + printed + ",0." + std::to_string(row) +
           "00000000000000000," + (row == 7 ? "1234567890123456789012.5" : "1.5") + "\n";
  }
  const Profile profile = profileOf(csv);
  const Alert* alert = find(profile, AlertKind::Rounded);
  ASSERT_NE(alert, nullptr);
  EXPECT_THAT(alert->columns, ElementsAre("paid", "big"));
  EXPECT_EQ(alert->severity, Severity::Information);
  EXPECT_EQ(alert->sentence.english(),
            "41 values of paid and big have more digits than numbers keep (about 16) and are rounded");
  EXPECT_THAT(profile.find("big")->typeReason.english(),
              HasSubstr("; 1 has more digits than numbers keep and is rounded"));
}

TEST_F(ProfileTest, AKeptProfileCanBeToldInAnyLanguage) {
  const Profile profile = profileOf(makeRentals(71, true).csv);
  const text::Json kept = keptJson(profile);
  const Profile back = profileFromJson(text::parseJson(text::toJson(kept)).value()).value();
  EXPECT_EQ(text::toJson(toJson(back)), text::toJson(toJson(profile)));
  // Told by a language that has one word for everything, nothing of the English is left.
  const auto foreign = [](const text::Phrase& phrase) {
    return phrase.told([](const std::string&) { return std::string("¤"); });
  };
  ASSERT_GE(back.alerts.size(), 5U);
  for (const Alert& alert : back.alerts) {
    EXPECT_EQ(foreign(alert.sentence), "¤") << alert.sentence.english();
    EXPECT_EQ(foreign(alert.badge), "¤") << alert.badge.english();
    EXPECT_TRUE(!alert.fix || foreign(alert.fix->label) == "¤") << alert.fix->label.english();
  }
  for (const ColumnProfile& column : back.columns) {
    EXPECT_EQ(foreign(column.typeReason), "¤") << column.name;
    EXPECT_EQ(foreign(column.roleReason), "¤") << column.name;
  }
}

TEST_F(ProfileTest, WhatIsNoProfileIsRefusedInWords) {
  for (const char* text : {"null", "[]", "{}", "{\"columns\": 3}", "{\"rows\": -1}"}) {
    EXPECT_EQ(profileFromJson(text::parseJson(text).value()).error().kind, ErrorKind::Parse) << text;
  }
  text::Json json = toJson(profileOf("a,b\n1,2\n3,4\n"));
  json.find("pearson")->find("values")->asArray()->pop_back();
  EXPECT_THAT(profileFromJson(json).error().message, HasSubstr("not square"));
}

TEST_F(ProfileTest, EmptyAndTinyTablesHaveAProfile) {
  EXPECT_EQ(profileOf("a,b\n").rows, 0u);
  const Profile one = profileOf("a,b\n1,x\n");
  EXPECT_EQ(one.find("a")->count, 1u);
  EXPECT_TRUE(std::isnan(one.find("a")->sd));
  const Profile gone = profileOf("a,b\n1,\n2,\n");
  EXPECT_EQ(gone.find("b")->count, 0u);
  EXPECT_TRUE(std::isnan(gone.find("b")->min));
}

TEST_F(ProfileTest, AStopEndsItAndProgressCountsEveryColumn) {
  const std::string csv = makeRentals(81, true).csv;
  std::ofstream(m_folder.path() / "data.csv", std::ios::binary) << csv;
  const Table table = Table::open(*m_engine, m_folder.path() / "data.csv").value();
  std::stop_source stop;
  std::size_t told = 0;
  const auto stopped = makeProfile(
      sourceOf(table), {}, [&](const ProfileProgress&) { stop.request_stop(); }, stop.get_token());
  EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
  ASSERT_TRUE(
      makeProfile(sourceOf(table), {}, [&](const ProfileProgress& at) { told += at.column ? 1 : 0; }));
  EXPECT_EQ(told, table.columns().size());
}

TEST_F(ProfileTest, AFrameGivesTheSameProfileAsItsTable) {
  std::ofstream(m_folder.path() / "data.csv", std::ios::binary) << makeRentals(91, true).csv;
  const Table table = Table::open(*m_engine, m_folder.path() / "data.csv").value();
  const auto frame = buildFrame(table, m_folder.path() / "data.frame").value();
  EXPECT_EQ(text::toJson(toJson(makeProfile(sourceOf(frame)).value())),
            text::toJson(toJson(makeProfile(sourceOf(table)).value())));
}

TEST_F(ProfileTest, TheReportIsToldInAnyLanguage) {
  const Profile profile = profileOf(makeRentals(5, true).csv);
  const std::string html =
      reportHtml(profile, {.title = "rentals",
                           .query = "q",
                           .digest = "d",
                           .made = fromUnixMillis(0),
                           .personal = {"guests"},
                           .language = "ja",
                           .tell = [](const text::Phrase& phrase) {
                             return phrase.told([](const std::string&) { return std::string("<¤>"); });
                           }});
  EXPECT_THAT(html, HasSubstr("<html lang=\"ja\">"));
  EXPECT_THAT(html, HasSubstr("<h2>&lt;¤&gt;</h2>"));
  for (const char* english : {"Alerts", "Columns", "Median", "Values", "Data behind", "Personal data",
                              "rows, ", "predictive power", "integer", "feature", "Exclude"}) {
    EXPECT_THAT(html, Not(HasSubstr(english))) << english;
  }
}

TEST_F(ProfileTest, ManyColumnsAreRelatedWhereverTheirRanksLie) {
  // More ranks than are held in memory.
  constexpr std::size_t kRows = 26'000;
  constexpr std::size_t kColumns = 40;
  SeededRandom random(3);
  std::vector<Column> columns(kColumns);
  for (std::size_t i = 0; i < kColumns; ++i) {
    columns[i].info = {.name = "c" + std::to_string(i), .type = ColumnType::Real};
    for (std::size_t row = 0; row < kRows; ++row) {
      const double own = std::round(random.normal() * 50) / 10;
      const double value = i > 0 && i % 3 == 0 ? columns[i - 1].numbers[row] + own : own;
      columns[i].numbers.push_back(random.below(60) == 0 ? kUndefined : value);
    }
  }
  const Profile profile = makeProfile(sourceOf(columns), {.target = ""}).value();
  ASSERT_EQ(profile.spearman.columns.size(), kColumns);
  for (const auto& [i, k] :
       {std::pair<std::size_t, std::size_t>{2, 3}, {0, 39}, {17, 18}, {21, 20}, {5, 5}}) {
    const auto x = stats::denseRanks(columns[i].numbers);
    const auto y = stats::denseRanks(columns[k].numbers);
    EXPECT_DOUBLE_EQ(profile.spearman.at(i, k),
                     stats::spearman(x.ranks, x.distinct.size(), y.ranks, y.distinct.size()));
    EXPECT_DOUBLE_EQ(profile.pearson.at(i, k), stats::pearson(columns[i].numbers, columns[k].numbers));
  }
  EXPECT_GT(profile.spearman.at(2, 3), 0.5);
}

TEST_F(ProfileTest, AColumnOfMoreValuesThanAreHeldHasItsMostFrequentOnes) {
  Column column;
  column.info = {.name = "id", .type = ColumnType::Integer};
  for (int i = 0; i < 70'000; ++i) {
    column.numbers.push_back(i);
  }
  for (int again = 0; again < 3; ++again) {
    column.numbers.push_back(69'999);
    column.numbers.push_back(again < 2 ? 7 : 8);
  }
  const ColumnProfile id = makeProfile(sourceOf(std::vector<Column>{column})).value().columns[0];
  EXPECT_EQ(id.distinct, 70'000u);
  ASSERT_EQ(id.top.size(), 20u);
  EXPECT_EQ(id.top[0].number, 69'999);
  EXPECT_EQ(id.top[0].count, 4u);
  EXPECT_EQ(id.top[1].number, 7);
  EXPECT_EQ(id.top[1].count, 3u);
  EXPECT_EQ(id.top[2].number, 8);
  EXPECT_EQ(id.top[3].number, 0);  // of equal counts the smaller value
  EXPECT_EQ(id.top[19].number, 18);
}

TEST_F(ProfileTest, TheReportEscapesTheDataAndKeepsPersonalValuesOut) {
  std::string csv = "name,<b>x</b>,y\n";
  for (int row = 0; row < 60; ++row) {
    csv += "Secret" + std::to_string(row % 7) + ",<script>alert(" + std::to_string(row % 3) + ")</script>," +
           std::to_string(row % 5) + "\n";
  }
  const Profile profile = profileOf(csv);
  const std::string html = reportHtml(profile, {.title = "a & b",
                                                .query = "SELECT '<'",
                                                .digest = "ab",
                                                .made = fromUnixMillis(0),
                                                .personal = {"name"}});
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<b>x")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(0)"));
  EXPECT_THAT(html, HasSubstr("a &amp; b"));
  EXPECT_THAT(html, Not(HasSubstr("Secret")));
  EXPECT_THAT(html, Not(HasSubstr("src=")));
  EXPECT_THAT(html, Not(HasSubstr("href=")));
  EXPECT_THAT(html, Not(HasSubstr("://")));
  EXPECT_THAT(html, HasSubstr("<svg"));
}

TEST(WholeNumberTest, BeyondDoublesTheyAreCountedOneByOne) {
  const auto profile = makeProfile(sourceOf(std::vector<Column>{longKeys()})).value();
  const ColumnProfile& id = profile.columns[0];
  EXPECT_EQ(id.distinct, 9u);
  EXPECT_EQ(profile.duplicateRows, 1u);
  ASSERT_EQ(id.top.size(), 9u);
  EXPECT_EQ(id.top[0].text, "9007199254740994");
  EXPECT_EQ(id.top[0].count, 2u);
  // Every digit comes through JSON, there and back.
  const text::Json json = toJson(profile);
  EXPECT_EQ(json["columns"].items()[0]["top"].items()[3]["value"].asInt(), kExactWholes + 3);
  EXPECT_EQ(profileFromJson(json).value().columns[0].top[3].text, "9007199254740995");
}

}  // namespace
}  // namespace tatara::dataset
