// The tabs that hold two versions together, over real datasets: what they say, their states, their pictures.
#include <cmath>
#include <filesystem>
#include <fstream>

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "core/artifact/artifact_store.h"
#include "core/dataset/datasets.h"
#include "core/dataset/engine.h"
#include "core/store/workspace.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/explore/cell_table.h"
#include "ui/explore/compare_page.h"
#include "ui/explore/drift_page.h"

namespace tatara::ui {
namespace {

constexpr int kWait = 60'000;

// Hours of rentals. The later version is warmer, has a new column and 48 hours more, and mends two cells.
std::string rentals(int hours, bool later) {
  std::string csv = later ? "hour,season,temp,wind,rentals,operator\n" : "hour,season,temp,wind,rentals\n";
  const char* seasons[] = {"winter", "spring", "summer", "autumn"};
  for (int hour = 0; hour < hours; ++hour) {
    const double temp = 12 + 9 * std::sin(hour * 0.261) + (hour * 37 % 101) / 25.0 + (later ? 4 : 0);
    std::string rides = std::to_string(20 + hour * 131 % 377);
    if (later && (hour == 7 || hour == 30)) {
      rides = std::to_string(hour);
    }
    csv += std::to_string(1000 + hour) + ',' + seasons[(hour / 24 + (later && hour % 3 == 0 ? 1 : 0)) % 4] +
           ',' + std::to_string(temp).substr(0, 5) + ',' +
           (hour % 17 == 3 ? "" : std::to_string(hour * 7 % 23)) + ',' + rides +
           (later ? (hour % 2 == 0 ? ",north" : ",south") : "") + '\n';
  }
  return csv;
}

struct Bench {
  Bench() {
    const std::filesystem::path root = folder.path().toStdString();
    store = *store::Store::open(*store::createWorkspace(root / "workspace"));
  }
  void add(const std::string& name, const std::string& csv) {
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / (name + ".csv");
    std::ofstream(file, std::ios::binary) << csv;
    const auto engine = *dataset::Engine::open();
    const auto added =
        dataset::addDataset(*store, artifact::ArtifactStore(store), *engine, {.file = file, .name = name});
    if (!added) {
      qFatal("%s", added.error().message.c_str());
    }
  }
  void show(VersionDiff& diff, const std::string& name, std::int64_t number) {
    catalog = *loadCatalog(*store, {});
    diff.setVersions(catalog, findDataset(*catalog, name)->find(number)->version);
  }
  QTemporaryDir folder;
  std::shared_ptr<store::Store> store;
  CatalogPtr catalog;
};

int rowOf(const CellTable& table, const QString& name) {
  for (int row = 0; row < table.rows(); ++row) {
    if (table.cell(row, 0).text == name) {
      return row;
    }
  }
  return -1;
}

}  // namespace

class ComparePagesTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void nothingIsComparedBeforeItIsLookedAt() {
    Bench bench;
    bench.add("rides", rentals(100, false));
    bench.add("rides", rentals(100, true));
    VersionDiff diff(bench.store);
    bench.show(diff, "rides", 2);
    QCOMPARE(diff.state(), VersionDiff::State::Waiting);
    QCOMPARE(diff.otherName(), QStringLiteral("v1"));
    diff.want();
    QTRY_COMPARE_WITH_TIMEOUT(diff.state(), VersionDiff::State::Ready, kWait);
    // The catalog read again leaves what was compared.
    const ComparedPtr before = diff.compared();
    bench.show(diff, "rides", 2);
    QVERIFY(diff.compared() == before);
  }

  void oneVersionAloneSaysWhatToDo() {
    Bench bench;
    bench.add("rides", rentals(50, false));
    VersionDiff diff(bench.store);
    bench.show(diff, "rides", 1);
    ComparePage page(diff);
    page.resize(1180, 700);
    page.show();
    TATARA_GOLDEN(page, "explore/compare-alone");
  }

  void changesAreCountedByKeyAndAColumnListsItsOwn() {
    Bench bench;
    bench.add("rides", rentals(400, false));
    bench.add("rides", rentals(448, true));
    VersionDiff diff(bench.store);
    bench.show(diff, "rides", 2);
    ComparePage page(diff);
    page.resize(1180, 700);
    page.show();
    diff.want();
    QTRY_VERIFY_WITH_TIMEOUT(page.settled(), kWait);
    QCOMPARE(diff.compared()->diff.rows.key, std::vector<std::string>{"hour"});
    QCOMPARE(diff.compared()->diff.rows.added, std::uint64_t{48});
    const int rides = rowOf(page.columns(), QStringLiteral("rentals"));
    QCOMPARE(page.columns().cell(rides, 3).text, QStringLiteral("2"));
    TATARA_GOLDEN(page, "explore/compare");
    page.columns().selectRow(rides);
    QCOMPARE(page.cells().rows(), 2);
    QCOMPARE(page.cells().cell(0, 1).text, QStringLiteral("1007"));
    QCOMPARE(page.cells().cell(0, 4).text, QStringLiteral("7"));
    QVERIFY(page.columns().tsv().contains(QStringLiteral("operator\tadded\ttext\t\n")));
  }

  void rowsThatCameAreShownInTheDark() {
    applyTheme(*qApp, ThemeMode::Dark);
    setLanguage(Language::Japanese);
    Bench bench;
    bench.add("rides", rentals(400, false));
    bench.add("rides", rentals(448, true));
    VersionDiff diff(bench.store);
    bench.show(diff, "rides", 2);
    ComparePage page(diff);
    page.resize(1000, 560);
    page.show();
    diff.want();
    QTRY_VERIFY_WITH_TIMEOUT(page.settled(), kWait);
    page.showRows(ComparePage::Rows::Added);
    QTRY_VERIFY_WITH_TIMEOUT(page.settled(), kWait);
    QCoreApplication::processEvents();
    TATARA_GOLDEN(page, "explore/compare-added-dark-ja");
  }

  void anotherKeyAndWholeRowsCompareAnew() {
    Bench bench;
    bench.add("rides", rentals(120, false));
    bench.add("rides", rentals(130, true));
    VersionDiff diff(bench.store);
    bench.show(diff, "rides", 2);
    diff.want();
    QTRY_COMPARE_WITH_TIMEOUT(diff.state(), VersionDiff::State::Ready, kWait);
    diff.setKey(std::nullopt);
    QTRY_COMPARE_WITH_TIMEOUT(diff.state(), VersionDiff::State::Ready, kWait);
    QVERIFY(diff.compared()->diff.rows.key.empty());
    QCOMPARE(diff.compared()->diff.rows.changed, std::uint64_t{0});
    diff.setKey(std::vector<std::string>{"season"});
    QTRY_COMPARE_WITH_TIMEOUT(diff.state(), VersionDiff::State::Ready, kWait);
    QVERIFY(diff.compared()->diff.rows.repeatedAfter > 0);
    QMenu menu;
    diff.fillKeyMenu(menu);
    const auto checked =
        std::ranges::count_if(menu.actions(), [](QAction* action) { return action->isChecked(); });
    QCOMPARE(checked, 1);
  }

  void cancellingSaysSoAndComparesAgainWhenAsked() {
    Bench bench;
    bench.add("rides", rentals(100, false));
    bench.add("rides", rentals(100, true));
    VersionDiff diff(bench.store);
    bench.show(diff, "rides", 2);
    DriftPage page(diff);
    diff.want();
    QCOMPARE(diff.state(), VersionDiff::State::Running);
    diff.cancel();
    QCOMPARE(diff.state(), VersionDiff::State::Cancelled);
    QVERIFY(page.settled());
    diff.retry();
    QTRY_COMPARE_WITH_TIMEOUT(diff.state(), VersionDiff::State::Ready, kWait);
    QTRY_VERIFY_WITH_TIMEOUT(page.settled(), kWait);
  }

  void aKeyThatIsNoColumnIsAnErrorWithRetry() {
    Bench bench;
    bench.add("rides", rentals(60, false));
    bench.add("rides", rentals(60, true));
    VersionDiff diff(bench.store);
    bench.show(diff, "rides", 2);
    diff.setKey(std::vector<std::string>{"operator"});  // the version before has none
    QTRY_COMPARE_WITH_TIMEOUT(diff.state(), VersionDiff::State::Failed, kWait);
    ComparePage page(diff);
    page.resize(900, 400);
    page.show();
    TATARA_GOLDEN(page, "explore/compare-error");
  }

  void driftLooksFirstAtWhatShiftedMost() {
    Bench bench;
    bench.add("rides", rentals(400, false));
    bench.add("rides", rentals(448, true));
    for (const auto& [mode, tongue, size, name] :
         {std::tuple{ThemeMode::Light, Language::English, QSize(1180, 740), "explore/drift"},
          std::tuple{ThemeMode::Dark, Language::Japanese, QSize(1000, 560), "explore/drift-dark-ja"}}) {
      applyTheme(*qApp, mode);
      setLanguage(tongue);
      VersionDiff diff(bench.store);
      bench.show(diff, "rides", 2);
      DriftPage page(diff);
      page.resize(size);
      page.show();
      diff.want();
      QTRY_VERIFY_WITH_TIMEOUT(page.settled(), kWait);
      QVERIFY(page.plot().overlay());
      double before = 0;
      double after = 0;
      for (const ShiftOverlay::Bar& bar : page.plot().overlay()->bars) {
        before += bar.before;
        after += bar.after;
      }
      // Every row is in a bar.
      QCOMPARE(before + page.plot().overlay()->missingBefore * (page.plot().overlay()->ranges ? 1 : 0),
               400.0);
      QCOMPARE(after + page.plot().overlay()->missingAfter * (page.plot().overlay()->ranges ? 1 : 0), 448.0);
      QTest::qWait(200);
      const QString difference = test::compareGolden(page.grab().toImage(), QString::fromLatin1(name));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
  }

  void textsAreDrawnAsPairsOfBars() {
    Bench bench;
    bench.add("rides", rentals(400, false));
    bench.add("rides", rentals(448, true));
    VersionDiff diff(bench.store);
    bench.show(diff, "rides", 2);
    DriftPage page(diff);
    page.resize(1180, 740);
    page.show();
    diff.want();
    QTRY_VERIFY_WITH_TIMEOUT(page.settled(), kWait);
    page.selectColumn(QStringLiteral("season"));
    QTRY_VERIFY_WITH_TIMEOUT(page.settled(), kWait);
    QVERIFY(!page.plot().overlay()->ranges);
    QCOMPARE(page.plot().table().rows(), page.plot().overlay()->bars.size());
    QTest::qWait(200);
    TATARA_GOLDEN(page, "explore/drift-texts");
  }

  void anotherDatasetMayBeComparedWith() {
    Bench bench;
    bench.add("rides", rentals(100, false));
    bench.add("live", rentals(80, true));
    VersionDiff diff(bench.store);
    bench.show(diff, "rides", 1);
    QCOMPARE(diff.state(), VersionDiff::State::Alone);
    diff.choose(findDataset(*bench.catalog, "live")->versions.front().version);
    QCOMPARE(diff.otherName(), QStringLiteral("live v1"));
    QTRY_COMPARE_WITH_TIMEOUT(diff.state(), VersionDiff::State::Ready, kWait);
    QCOMPARE(diff.compared()->diff.rowsBefore, std::uint64_t{80});
  }

  void aTableSortsByNumbersAndCopiesWhatIsMarked() {
    CellTable table(QStringLiteral("t"));
    const auto row = [](const QString& name, double value) {
      return std::vector<TableCell>{
          {.text = name},
          {.text = QString::number(value, 'f', 1), .full = QString::number(value), .order = value}};
    };
    table.setContent(
        {{.title = QStringLiteral("name"), .sortsByText = true},
         {.title = QStringLiteral("x"), .right = true}},
        {row(QStringLiteral("b"), 10.25), row(QStringLiteral("a"), 9.5), row(QStringLiteral("c"), NAN)});
    table.sortBy(1, Qt::AscendingOrder);
    QCOMPARE(table.tsv(), QStringLiteral("name\tx\na\t9.5\nb\t10.25\nc\tnan\n"));
    table.sortBy(1, Qt::DescendingOrder);
    QVERIFY(table.tsv().endsWith(QStringLiteral("c\tnan\n")));
    table.selectRow(1);
    QCOMPARE(table.currentRow(), 1);
    QCOMPARE(table.currentIndex().row(), 1);
    QSignalSpy opened(&table, &CellTable::rowOpened);
    QTest::keyClick(&table, Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("name\tx\n")));
  }
};

}  // namespace tatara::ui

TATARA_UI_TEST_MAIN(tatara::ui::ComparePagesTest)
#include "test_compare_pages.moc"
