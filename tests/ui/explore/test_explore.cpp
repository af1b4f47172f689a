#include <cmath>
#include <filesystem>
#include <fstream>

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QUndoStack>

#include "core/artifact/artifact_store.h"
#include "core/dataset/datasets.h"
#include "core/dataset/engine.h"
#include "core/dataset/table.h"
#include "core/store/workspace.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "tests/ui/explore/explore_fixture.h"
#include "ui/base/phrase_text.h"
#include "ui/command/action_registry.h"
#include "ui/explore/catalog.h"
#include "ui/explore/column_text.h"
#include "ui/explore/data_view.h"
#include "ui/explore/explore_panel.h"
#include "ui/explore/import_sheet.h"
#include "ui/explore/profile_page.h"
#include "ui/explore/query_editor.h"
#include "ui/explore/query_page.h"
#include "ui/explore/rows_page.h"
#include "ui/shell/preferences.h"
#include "ui/shell/run_draft.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/label.h"
#include "ui/widget/toast.h"

using namespace tatara;
using namespace tatara::ui;
using namespace tatara::ui::explore_tests;

namespace {

QString goldenOf(const QImage& picture, const char* name) {
  return test::compareGolden(picture, QString::fromLatin1(name));
}

}  // namespace

class ExploreTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void wholeNumbersGetABarEachWhereThereAreFew() {
    dataset::ColumnProfile column;
    column.type = dataset::ColumnType::Integer;
    column.count = 6;
    column.distinct = 3;
    for (int i = 0; i <= 10; ++i) {
      column.edges.push_back(1 + i * 0.3);
    }
    column.counts = {2, 0, 0, 1, 0, 0, 0, 0, 0, 3};  // 1, 1, 2, 4, 4, 4
    const ColumnBars bars = barsOf(column);
    QCOMPARE(bars.bars.size(), std::size_t{4});
    QCOMPARE(bars.bars[0].count, 2.0);
    QCOMPARE(bars.bars[1].count, 1.0);
    QCOMPARE(bars.bars[2].count, 0.0);
    QCOMPARE(bars.bars[3].count, 3.0);
    QCOMPARE(barRangeText(bars, 3), QStringLiteral("4"));
  }

  void aSecondClickOnABarTakesTheBrushOffAndUndoBringsItBack() {
    QUndoStack undo;
    BrushModel model(undo);
    DataBrush brush;
    brush.key = "cnt";
    dataset::RangeCondition range;
    range.column = "cnt";
    range.greatest = 10;
    brush.filter = dataset::Filter(range);
    model.toggle(brush);
    QCOMPARE(model.brushes().size(), std::size_t{1});
    model.toggle(brush);
    QVERIFY(model.empty());
    undo.undo();
    QVERIFY(model.find("cnt") != nullptr);
    undo.undo();
    QVERIFY(model.empty());
  }

  void whatIsSaidOfDataIsJapaneseInTheJapaneseWindow() {
    setLanguage(Language::Japanese);
    std::string csv = "row,key_id,when,casual,member,cnt,season,season2,flag,word,odd,length,same\n";
    for (int i = 0; i < 400; ++i) {
      const bool filler = i % 40 == 7;
      const int season = i / 50;
      const int casual = filler ? 0 : i * 7 % 91 + 1;
      const int member = filler ? 0 : i * 13 % 83 + 1;
      const int hour = i < 200 ? i : i + 30;
      csv += std::to_string(i) + ',' + std::to_string(i % 390) + ',' +
             toIso8601(*parseIso8601("2024-01-01T00:00:00Z") + std::chrono::hours(hour)) + ',' +
             std::to_string(casual) + ',' + std::to_string(member) + ',' + std::to_string(casual + member) +
             ',' + std::to_string(season) + ",s" + std::to_string(season) + ',' + (i % 2 ? "yes" : "no") +
             (filler       ? ","
              : i % 9 == 0 ? ", ?"
                           : ", calm") +
             ',' + (i % 3 ? "7" : "many") + ',' + std::to_string((i * 37 % 211 + 50) * (i < 200 ? 1 : 1000)) +
             ",1\n";
    }
    const Fixture fixture;
    const auto engine = *dataset::Engine::open();
    const auto table = *dataset::Table::open(*engine, fixture.file("odd.csv", csv), {});
    const dataset::Profile profile = *makeProfile(dataset::sourceOf(table));
    static const QRegularExpression japanese(QStringLiteral("[\u3041-\u30ff\u4e00-\u9fff]"));
    static const QRegularExpression english(QStringLiteral("\\b(the|is|are|of|in|its|all|row|missing)\\b"));
    const auto told = [](const text::Phrase& phrase) {
      const QString words = phraseText(phrase);
      return words.contains(japanese) && !words.contains(english);
    };
    QVERIFY2(profile.alerts.size() >= 6, qPrintable(QString::number(profile.alerts.size())));
    for (const dataset::Alert& alert : profile.alerts) {
      QVERIFY2(told(alert.sentence), qPrintable(phraseText(alert.sentence)));
      QVERIFY2(told(alert.badge), qPrintable(phraseText(alert.badge)));
    }
    for (const dataset::ColumnProfile& column : profile.columns) {
      QVERIFY2(told(column.typeReason), qPrintable(phraseText(column.typeReason)));
      QVERIFY2(told(column.roleReason), qPrintable(phraseText(column.roleReason)));
    }
    for (const text::Phrase& reason : table.reasons()) {
      QVERIFY2(told(reason), qPrintable(phraseText(reason)));
    }
  }

  void withoutADatasetThePanelSaysWhatToDo() {
    const Fixture fixture;
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    const QString difference = goldenOf(shown.picture(), "explore/empty");
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
  }

  void theProfileLooksAsInTheMockup() {
    const Fixture fixture;
    fixture.add(fixture.file("rides.csv", ridesCsv(60, 1)), "rides");
    fixture.add(fixture.file("rides2.csv", ridesCsv(90, 2)), "rides");
    for (const auto& [mode, tongue, name] :
         {std::tuple{ThemeMode::Light, Language::English, "explore/many"},
          std::tuple{ThemeMode::Dark, Language::Japanese, "explore/many-dark-ja"}}) {
      applyTheme(*qApp, mode);
      setLanguage(tongue);
      Shown shown(fixture.store);
      QVERIFY(shown.settle());
      const QString difference = goldenOf(shown.picture(), name);
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
    Shown small(fixture.store, {1280, 720});
    QVERIFY(small.settle());
    const QString difference = goldenOf(small.picture(), "explore/small");
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
  }

  void aBrushCountsItsRowsAndUndoTakesItBack() {
    const Fixture fixture;
    fixture.add(fixture.file("rides.csv", ridesCsv(30, 1)), "rides");
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    VersionFeed& feed = shown.panel.feed();
    QVERIFY(feed.frame());
    const auto& columns = feed.profile()->columns;
    const auto season = std::ranges::find(columns, "season", &dataset::ColumnProfile::name);
    QVERIFY(season != columns.end());
    const auto index = static_cast<std::size_t>(season - columns.begin());
    const ColumnBars bars = feed.bars(index);
    QCOMPARE(bars.bars.size(), std::size_t{1});  // a month is all winter
    const auto holiday = static_cast<std::size_t>(
        std::ranges::find(columns, "holiday", &dataset::ColumnProfile::name) - columns.begin());
    const ColumnBars two = feed.bars(holiday);
    QCOMPARE(two.bars.size(), std::size_t{2});
    auto brush = brushOf("holiday", two, 1);
    QVERIFY(brush);
    shown.panel.brushes().set(*brush);
    QTRY_VERIFY_WITH_TIMEOUT(!feed.brushing(), kWait);
    QCOMPARE(feed.brushed().rows, std::uint64_t{48});
    QCOMPARE(feed.bars(holiday).bars[0].shown, 0.0);
    QCOMPARE(feed.bars(holiday).bars[1].shown, 48.0);
    QVERIFY(shown.settle());
    // The statistics are those of the rows inside, exactly.
    QVERIFY(!feed.stale());
    const dataset::Frame& frame = *feed.frame();
    const std::size_t rides = *frame.find("rides");
    double sum = 0;
    double count = 0;
    for (std::uint64_t row = 0; row < frame.rows(); ++row) {
      if (feed.brushed().selection.contains(row)) {
        sum += frame.number(rides, row);
        ++count;
      }
    }
    const dataset::ColumnProfile* exact = feed.shownProfile()->find("rides");
    QCOMPARE(feed.shownProfile()->rows, std::uint64_t{48});
    QCOMPARE(count, 48.0);
    QVERIFY(std::abs(exact->mean - sum / count) < 1e-12 * exact->mean);
    QCOMPARE(exact->alerts.size(), feed.profile()->find("rides")->alerts.size());
    QVERIFY(feed.shownProfile()->pearson.values != feed.profile()->pearson.values);
    QCOMPARE(brush->label, QStringLiteral("holiday = 1"));
    const QString difference = goldenOf(shown.picture(), "explore/brushed");
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
    shown.undo.undo();
    QCOMPARE(feed.brushed().rows, std::uint64_t{720});
    QVERIFY(feed.shownProfile() == feed.profile());
  }

  void aBrushThatIsCancelledLeavesTheStatisticsMarkedAsOld() {
    const Fixture fixture;
    fixture.add(fixture.file("rides.csv", ridesCsv(30, 1)), "rides");
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    VersionFeed& feed = shown.panel.feed();
    DataBrush brush;
    brush.key = "casual";
    dataset::RangeCondition range;
    range.column = "casual";
    range.least = 4;
    brush.filter = dataset::Filter(range);
    bool cancelled = false;
    connect(&feed, &VersionFeed::statisticsChanged, this, [&] {
      if (feed.following()) {
        cancelled = true;
        feed.cancel();
      }
    });
    shown.panel.brushes().set(brush);
    QTRY_VERIFY_WITH_TIMEOUT(cancelled, kWait);
    QVERIFY(!feed.following());
    QVERIFY(feed.stale());
    shown.panel.brushes().clear();
    QVERIFY(!feed.stale());
  }

  void aRoleIsKeptAndTheProfileFollowsIt() {
    const Fixture fixture;
    const dataset::Version version = fixture.add(fixture.file("rides.csv", ridesCsv(20, 1)), "rides");
    QVERIFY(setRole(*fixture.store, version.dataset, "temp", dataset::ColumnRole::Target));
    QVERIFY(setRole(*fixture.store, version.dataset, "rides", dataset::ColumnRole::Target));
    const auto options = profileOptions(*fixture.store, version.dataset);
    QVERIFY(options);
    QVERIFY(options->target == std::optional<std::string>("rides"));
    QCOMPARE(options->roles.size(), std::size_t{1});  // the target before went back to its guess
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QCOMPARE(shown.panel.feed().profile()->target, std::string("rides"));
  }

  void theQuerySheetStandsInItsTab() {
    const Fixture fixture;
    fixture.add(fixture.file("rides.csv", ridesCsv(30, 1)), "rides");
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    shown.panel.open(DataRoute{QStringLiteral("rides"), 1, QStringLiteral("query")});
    auto* page = shown.panel.findChild<QueryPage*>();
    QVERIFY(page && page->isVisible());
    page->editor().setPlainText(QStringLiteral(
        "-- Demand by season and weather\nSELECT weather, count(*) AS hours, sum(rides) AS rides,\n"
        "  avg(temp) AS temp\nFROM rides\nWHERE NOT (weather = 'fog')\nGROUP BY weather\nORDER BY weather"));
    page->run();
    QVERIFY(shown.settle());
    QVERIFY(page->result());
    page->editor().clearFocus();
    // How long it took differs from run to run.
    for (Label* label : page->findChildren<Label*>()) {
      if (label->text().contains(QStringLiteral(" rows in "))) {
        label->setText(QStringLiteral("3 rows"));
      }
    }
    QTest::qWait(700);
    const QString difference = goldenOf(shown.picture(), "explore/query");
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
  }

  void aViewFromAFileOpensOnTheNewestVersion() {
    const Fixture fixture;
    fixture.add(fixture.file("rides.csv", ridesCsv(20, 1)), "rides");
    fixture.add(fixture.file("rides2.csv", ridesCsv(30, 2)), "rides");
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    shown.panel.open(DataRoute{QStringLiteral("rides"), 1, {}});
    QVERIFY(shown.settle());
    DataView view;
    view.name = "Holidays";
    view.dataset = "rides";
    view.tab = QStringLiteral("rows");
    dataset::RangeCondition range{.column = "holiday", .least = 1};
    view.brushes = {{"holiday", dataset::Filter(range), QStringLiteral("holiday 1"), {}},
                    {"gone", dataset::Filter(dataset::MissingCondition{"gone"}), {}, {}}};
    view.sort = ProfileTable::Field::Mean;
    view.order = ProfileTable::Order::Descending;
    view.rows.order = {{"rides", true}};
    view.rows.columns = {{"rides", 140, true, false, false}};
    const auto file = fixture.file("holidays.tatara-view", toJsonText(view));
    shown.panel.takeViewFile(QString::fromStdString(file.string()));
    QTRY_COMPARE_WITH_TIMEOUT(toText(shown.panel.current()), QStringLiteral("data/rides@2/rows"), kWait);
    QVERIFY(shown.settle());
    QCOMPARE(shown.panel.brushes().brushes().size(), std::size_t{1});
    QTRY_COMPARE_WITH_TIMEOUT(shown.panel.feed().brushed().rows, std::uint64_t{48}, kWait);
    auto* rows = shown.panel.findChild<RowsPage*>();
    QVERIFY(rows->look().order == view.rows.order);
    // It is kept under its name, too.
    QTRY_VERIFY_WITH_TIMEOUT(shown.views.of("data").size() == 1, kWait);
    shown.panel.brushes().clear();
    shown.panel.open(DataRoute{QStringLiteral("rides"), 1, {}});
    QVERIFY(shown.settle());
    shown.panel.open(ViewRoute{QStringLiteral("data"), shown.views.of("data").front().id});
    QVERIFY(shown.settle());
    QCOMPARE(toText(shown.panel.current()), QStringLiteral("data/rides@2/rows"));
    QCOMPARE(shown.panel.brushes().brushes().size(), std::size_t{1});
  }

  void aFileThatIsGoneIsSaidWithRetry() {
    const Fixture fixture;
    const auto path = fixture.file("gone.csv", ridesCsv(3, 1));
    fixture.add(path, "gone", dataset::Keeping::Reference);
    std::filesystem::remove(path);
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QVERIFY(shown.panel.feed().failure());
    QVERIFY(shown.panel.feed().failure()->kind == ErrorKind::NotFound);
  }

  void oneColumnIsEnough() {
    const Fixture fixture;
    fixture.add(fixture.file("one.csv", "x\n1\n2\n2\n5\n"), "one");
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    const QString difference = goldenOf(shown.picture(), "explore/one");
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
  }

  void columnsThatAreNotComputedYetAreGreyBars() {
    auto profile = std::make_shared<dataset::Profile>();
    profile->rows = 10;
    for (const char* name : {"a", "b", "c"}) {
      dataset::ColumnProfile column;
      column.name = name;
      column.type = dataset::ColumnType::Real;
      column.count = column.distinct = 10;
      column.min = 0;
      column.max = 1;
      column.mean = column.median = 0.5;
      column.sd = 0.25;
      column.edges = {0, 0.25, 0.5, 0.75, 1};
      column.counts = {1, 4, 3, 2};
      profile->columns.push_back(column);
    }
    ProfileTable table;
    table.resize(800, 120);
    table.setProfile(profile, {true, true, false});
    table.setBars({barsOf(profile->columns[0]), barsOf(profile->columns[1]), {}}, false);
    TATARA_GOLDEN(table, "explore/loading");
  }

  void theImportSheetShowsTypesAndWhatDoesNotFit() {
    const Fixture fixture;
    std::string csv = "id;when;price\n";
    for (int i = 0; i < 60; ++i) {
      csv += std::to_string(i) + ";2024-03-" + (i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1) + ';' +
             (i == 20 ? "dear" : std::to_string(i * 3)) + '\n';
    }
    QWidget window;
    window.resize(1000, 800);
    window.show();
    ImportSheet sheet(fixture.store, QString::fromStdString(fixture.file("prices.csv", csv).string()),
                      &window);
    sheet.show();
    QVERIFY(QTest::qWaitFor([&] { return sheet.settled(); }, kWait));
    QTest::qWait(50);
    TATARA_GOLDEN(sheet, "explore/import");
  }
  void theImportSheetHasRoomForItsJapaneseWords() {
    applyTheme(*qApp, ThemeMode::Dark);
    setLanguage(Language::Japanese);
    const Fixture fixture;
    const auto file =
        fixture.file("tide.csv", "Harbour office;;\n\nday;level;gate\n1;3,5;a\n2;4;b\n3;4,25;a\n");
    QWidget window;
    window.resize(1280, 720);
    window.show();
    ImportSheet sheet(fixture.store, QString::fromStdString(file.string()), &window);
    sheet.show();
    QTRY_VERIFY_WITH_TIMEOUT(sheet.settled(), kWait);
    QVERIFY2(sheet.height() <= window.height(), qPrintable(QString::number(sheet.height())));
    TATARA_GOLDEN(sheet, "explore/import-dark-ja");
  }

  void whatStandsAboveAHeaderIsToldAndCanBeCorrected() {
    const Fixture fixture;
    const auto file = fixture.file("tide.csv", "# Harbour\nday,level\n1,3.5\n// broken, 1, 2\n2,4\n");
    ImportSheet sheet(fixture.store, QString::fromStdString(file.string()), nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(sheet.settled(), kWait);
    const auto says = [&](const QString& words) {
      return std::ranges::any_of(sheet.findChildren<Label*>(),
                                 [&](const Label* label) { return label->text().contains(words); });
    };
    QVERIFY(says(QStringLiteral("Skipped: the first line ('# Harbour'), marked by #")));
    QVERIFY(says(QStringLiteral("3 rows, 2 columns")));
    auto* lines = sheet.findChild<QSpinBox*>();
    QCOMPARE(lines->text(), QStringLiteral("Guessed"));
    lines->setValue(0);
    QTRY_VERIFY_WITH_TIMEOUT(sheet.settled(), kWait);
    QVERIFY(!says(QStringLiteral("Skipped")));
    lines->setValue(1);
    QTRY_VERIFY_WITH_TIMEOUT(sheet.settled(), kWait);
    QVERIFY(says(QStringLiteral("Skipped: the first line ('# Harbour'), as told")));
    for (QLineEdit* field : sheet.findChildren<QLineEdit*>()) {
      if (field->toolTip().startsWith(QStringLiteral("Lines that begin with this"))) {
        QTest::keyClicks(field, QStringLiteral("//"));
        Q_EMIT field->editingFinished();
      }
    }
    QTRY_VERIFY_WITH_TIMEOUT(sheet.settled(), kWait);
    QVERIFY(says(QStringLiteral("2 rows, 2 columns")));
    QVERIFY(says(QStringLiteral("lines that begin with '//' are left out, as told; there are 1")));
    std::optional<dataset::Added> added;
    connect(&sheet, &ImportSheet::added, this, [&](const dataset::Added& one) { added = one; });
    for (QPushButton* button : sheet.findChildren<QPushButton*>()) {
      if (button->text() == QStringLiteral("Import")) {
        button->click();
      }
    }
    QTRY_VERIFY_WITH_TIMEOUT(added.has_value(), kWait);
    QCOMPARE(added->version.rows, std::uint64_t{2});
    QCOMPARE(added->version.rejected, std::uint64_t{0});
    QVERIFY(added->version.options.dialect.skipLines == std::optional<std::uint64_t>(1));
    QVERIFY(added->version.options.dialect.comment == std::optional<std::string>("//"));
  }

  void whatIsCorrectedInTheImportSheetIsKept() {
    const Fixture fixture;
    std::string csv = "when;price;word\n";
    for (int row = 0; row < 40; ++row) {
      csv += std::to_string(1 + row % 12) + "/02/2024;" + std::to_string(row) + ",125;'" +
             (row == 3 ? "gone" : "it; is") + "'\n";
    }
    ImportSheet sheet(fixture.store, QString::fromStdString(fixture.file("corrected.csv", csv).string()),
                      nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(sheet.settled(), kWait);
    const auto choose = [&](const QString& word) {
      for (QComboBox* box : sheet.findChildren<QComboBox*>()) {
        if (const int at = box->findText(word); at >= 0 && box->isVisibleTo(&sheet)) {
          box->setCurrentIndex(at);
          Q_EMIT box->activated(at);
          return QTest::qWaitFor([&] { return sheet.settled(); }, kWait);
        }
      }
      return false;
    };
    QVERIFY(choose(QStringLiteral("Single (')")));
    QVERIFY(choose(QStringLiteral("Semicolon")));
    const QList<QLineEdit*> fields = sheet.findChildren<QLineEdit*>();
    const auto at = std::ranges::find_if(
        fields, [](const QLineEdit* field) { return field->placeholderText().startsWith(QLatin1Char('?')); });
    QVERIFY(at != fields.end());
    QLineEdit* missing = *at;
    QTest::keyClicks(missing, QStringLiteral("gone, lost"));
    QTest::keyClick(missing, Qt::Key_Tab);
    Q_EMIT missing->editingFinished();
    QTRY_VERIFY_WITH_TIMEOUT(sheet.settled(), kWait);
    QVERIFY(choose(QStringLiteral("time, day first")));
    auto* table = sheet.findChild<QTableWidget*>();
    QCOMPARE(table->rowCount(), 3);
    const auto boxOf = [&](int row) { return table->cellWidget(row, 1)->findChild<QComboBox*>(); };
    QCOMPARE(boxOf(0)->currentText(), QStringLiteral("time, day first"));
    sheet.grab();  // lays out
    const auto edge = [&](int row, QPoint point) { return boxOf(row)->mapTo(table, point).y(); };
    QVERIFY2(edge(0, boxOf(0)->rect().bottomLeft()) + 2 < edge(1, {}), "boxes of two rows touch");
    std::optional<dataset::Added> added;
    connect(&sheet, &ImportSheet::added, this, [&](const dataset::Added& one) { added = one; });
    for (QPushButton* button : sheet.findChildren<QPushButton*>()) {
      if (button->text() == QStringLiteral("Import")) {
        button->click();
      }
    }
    QTRY_VERIFY_WITH_TIMEOUT(added.has_value(), kWait);
    const dataset::OpenOptions& kept = added->version.options;
    QVERIFY(kept.dialect.quote == std::optional('\''));
    QVERIFY(kept.dialect.delimiter == std::optional(';'));
    QVERIFY((kept.alsoMissing == std::vector<std::string>{"gone", "lost"}));
    QVERIFY(kept.types.size() == 1 && kept.types[0].dayFirst);
    QCOMPARE(added->version.columns[0].timeFormat, std::string("%d/%m/%Y"));
    QCOMPARE(added->version.columns[2].missing, std::uint64_t{1});
    const auto rows = *openRows(fixture.store, added->version, {}, {});
    QCOMPARE(rows->read(2).categories, std::vector<std::string>{"it; is"});
  }
};

TATARA_UI_TEST_MAIN(ExploreTest)
#include "test_explore.moc"
