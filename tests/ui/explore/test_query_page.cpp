// The Query tab: statements, errors, history and results that become versions.
#include <QFile>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "core/artifact/artifact_store.h"
#include "core/dataset/engine.h"
#include "core/store/workspace.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/explore/query_chart.h"
#include "ui/explore/query_editor.h"
#include "ui/explore/query_forms.h"
#include "ui/explore/query_page.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kWait = 60'000;

struct Bench {
  Bench() : store(*store::Store::open(*store::createWorkspace(folder.path().toStdString() + "/space"), {})) {
    const std::filesystem::path file = folder.filePath(QStringLiteral("sales.csv")).toStdString();
    std::ofstream out(file);
    out << "city,day,amount\n";
    for (int i = 0; i < 300; ++i) {
      out << (i % 3 == 0   ? "Kyoto"
              : i % 3 == 1 ? "Osaka"
                           : "Nara")
          << ",2024-01-" << (i % 28 < 9 ? "0" : "") << i % 28 + 1 << ',' << i * i % 97 << '\n';
    }
    out.close();
    const auto engine = *dataset::Engine::open();
    dataset::NewVersion request;
    request.file = file;
    request.name = "sales";
    const auto added = dataset::addDataset(*store, artifact::ArtifactStore(store), *engine, request);
    Q_ASSERT(added);
    const std::filesystem::path other = folder.filePath(QStringLiteral("towns.csv")).toStdString();
    std::ofstream(other) << "town,people\nKyoto,1450\nOsaka,2700\nKobe,1500\n";
    request.file = other;
    request.name = "towns";
    const auto towns = dataset::addDataset(*store, artifact::ArtifactStore(store), *engine, request);
    Q_ASSERT(towns);
    catalog = *loadCatalog(*store, {});
  }
  std::unique_ptr<QueryPage> page() const {
    auto made = std::make_unique<QueryPage>(store);
    made->resize(1000, 560);
    made->setCatalog(catalog, QStringLiteral("sales"), 1);
    made->show();
    return made;
  }
  static bool run(QueryPage& page, const QString& sql) {
    page.editor().setPlainText(sql);
    page.run();
    return QTest::qWaitFor([&] { return page.settled(); }, kWait);
  }

  QTemporaryDir folder;
  std::shared_ptr<store::Store> store;
  CatalogPtr catalog;
};

// How long it took differs from run to run.
void settleWords(QueryPage& page) {
  static const QRegularExpression time(QStringLiteral("[0-9]+([.][0-9]+)? ?(ms|s|ミリ秒|秒)"));
  for (Label* label : page.findChildren<Label*>()) {
    label->setText(QString(label->text()).replace(time, QStringLiteral("12 ms")));
  }
}

const Bench& bench() {
  static const Bench made;
  return made;
}

}  // namespace

class QueryPageTest final : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void aFreshSheetAsksForTheOpenDataset() {
    const auto page = bench().page();
    QCOMPARE(page->editor().toPlainText(), QStringLiteral("SELECT *\nFROM \"sales\"\nLIMIT 100"));
    const QStringList offered = page->editor().offered();
    QVERIFY(offered.contains(QStringLiteral("amount")));
    QVERIFY(offered.contains(QStringLiteral("\"sales@1\"")));
    QVERIFY(offered.contains(QStringLiteral("SELECT")));
  }

  void aStatementGivesRowsAPlanAndAChart() {
    const auto page = bench().page();
    QVERIFY(Bench::run(*page,
                       QStringLiteral("SELECT city, sum(amount) AS total FROM sales GROUP BY 1 ORDER BY 1")));
    QVERIFY(page->result());
    QCOMPARE(page->result()->rows, std::uint64_t{3});
    QVERIFY(page->csv().startsWith(QStringLiteral("city,total\nKyoto,")));
    QVERIFY(page->pandas().contains(QStringLiteral("df = pd.read_csv(")));
    QVERIFY(page->pandas().contains(QStringLiteral("connection.register(\"sales\", df)\n")));
    page->showAs(1);
    page->editor().clearFocus();
    // How long it took differs from run to run.
    for (Label* label : page->findChildren<Label*>()) {
      if (label->text().contains(QStringLiteral(" rows in "))) {
        label->setText(QStringLiteral("3 rows"));
      }
    }
    QTest::qWait(50);
    TATARA_GOLDEN(*page, "explore/query-chart");
    page->showAs(2);
    QVERIFY(
        !page->findChild<QPlainTextEdit*>(QString(), Qt::FindChildrenRecursively)->toPlainText().isEmpty());
  }

  void anErrorSaysLineAndColumnAndIsUnderlined() {
    applyTheme(*qApp, ThemeMode::Dark);
    setLanguage(Language::Japanese);
    const auto page = bench().page();
    QVERIFY(Bench::run(*page, QStringLiteral("SELECT city, -- 都市\n  amont * 2\nFROM sales")));
    QVERIFY(!page->result());
    const auto marks = page->editor().extraSelections();
    QCOMPARE(marks.size(), 1);
    QCOMPARE(marks.front().cursor.selectedText(), QStringLiteral("amont"));
    page->editor().clearFocus();
    QTest::qWait(50);
    TATARA_GOLDEN(*page, "explore/query-error-dark-ja");
  }

  void filesAreOutOfReach() {
    const auto page = bench().page();
    QVERIFY(Bench::run(*page, QStringLiteral("SELECT * FROM '%1/sales.csv'").arg(bench().folder.path())));
    QVERIFY(!page->result());
    QVERIFY(Bench::run(*page, QStringLiteral("COPY sales TO '%1/out.csv'").arg(bench().folder.path())));
    QVERIFY(!QFile::exists(bench().folder.filePath(QStringLiteral("out.csv"))));
  }

  void aRunningStatementIsCancelled() {
    const auto page = bench().page();
    page->editor().setPlainText(QStringLiteral(
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3"));
    page->run();
    QVERIFY(!page->settled());
    QTest::qWait(100);
    page->cancel();
    QVERIFY(page->settled());
    QVERIFY(Bench::run(*page, QStringLiteral("SELECT 1")));
    QVERIFY(page->result());
  }

  void groupsNeedNoSql() {
    const auto page = bench().page();
    page->askBy(1);
    page->groups().setChoice({{"day", dataset::GroupBy::Part::Weekday}}, dataset::GroupBy{"city"},
                             {{dataset::Aggregate::Kind::Sum, "amount"}});
    QTRY_VERIFY_WITH_TIMEOUT(page->settled(), kWait);
    QVERIFY(page->result());
    QCOMPARE(page->result()->rows, std::uint64_t{7});
    QCOMPARE(page->result()->columns.size(), std::size_t{4});
    QCOMPARE(page->result()->columns[1].name, std::string("Kyoto"));
    double sum = 0;
    for (std::size_t row = 0; row < 7; ++row) {
      for (std::size_t column = 1; column < 4; ++column) {
        const double cell = page->result()->columns[column].number(row);
        sum += std::isnan(cell) ? 0 : cell;
      }
    }
    double wanted = 0;
    for (int i = 0; i < 300; ++i) {
      wanted += i * i % 97;
    }
    QCOMPARE(sum, wanted);
    settleWords(*page);
    TATARA_GOLDEN(*page, "explore/query-groups");
    // What the form asked stands in the sheet.
    QVERIFY(page->editor().toPlainText().contains(QStringLiteral("isodow(\"day\")")));
    page->setFilter(QStringLiteral("\"amount\" > 90"));
    page->groups().setChoice({{"city"}}, std::nullopt, {{}});
    QTRY_VERIFY_WITH_TIMEOUT(page->settled(), kWait);
    QVERIFY(page->ran().contains(QStringLiteral("WHERE \"amount\" > 90")));
  }

  void aJoinCountsAndShowsWhatHasNoPartner() {
    applyTheme(*qApp, ThemeMode::Dark);
    setLanguage(Language::Japanese);
    const auto page = bench().page();
    page->askBy(2);
    page->join().chooseRight(findDataset(*bench().catalog, "towns")->versions.front().version);
    page->join().setKeys({{"city", "town"}});
    QTRY_VERIFY_WITH_TIMEOUT(page->settled() && page->join().counts(), kWait);
    const JoinCounts counts = *page->join().counts();
    QCOMPARE(counts.leftWith, std::uint64_t{200});
    QCOMPARE(counts.leftWithout, std::uint64_t{100});
    QCOMPARE(counts.rightWithout, std::uint64_t{1});
    QCOMPARE(page->result()->rows, std::uint64_t{300});
    settleWords(*page);
    TATARA_GOLDEN(*page, "explore/query-join-dark-ja");
    Q_EMIT page->join().unmatchedAsked(dataset::JoinSide::Right);
    QTRY_VERIFY_WITH_TIMEOUT(page->settled(), kWait);
    QCOMPARE(page->result()->rows, std::uint64_t{1});
    QCOMPARE(page->result()->columns[0].text(0), std::string("Kobe"));
    page->join().setKind(dataset::JoinRequest::Kind::Inner);
    QTRY_VERIFY_WITH_TIMEOUT(page->settled(), kWait);
    QCOMPARE(page->result()->rows, std::uint64_t{200});
  }

  void whatRanIsKeptForTheNextTime() {
    {
      const auto page = bench().page();
      QVERIFY(QTest::qWaitFor([&] { return page->settled(); }, kWait));
      QVERIFY(Bench::run(*page, QStringLiteral("SELECT 41 + 1")));
    }
    const auto page = bench().page();
    QVERIFY(QTest::qWaitFor([&] { return page->settled(); }, kWait));
    QCOMPARE(page->history().value(0), QStringLiteral("SELECT 41 + 1"));
  }

  void aResultBecomesAVersion() {
    const auto page = bench().page();
    QVERIFY(Bench::run(*page,
                       QStringLiteral("SELECT city, avg(amount) AS mean FROM sales GROUP BY 1 ORDER BY 1")));
    QSignalSpy saved(page.get(), &QueryPage::saved);
    page->saveAs(QStringLiteral("by city"));
    QVERIFY(QTest::qWaitFor([&] { return page->settled(); }, kWait));
    QCOMPARE(saved.count(), 1);
    const CatalogPtr catalog = *loadCatalog(*bench().store, {});
    const CatalogDataset* made = findDataset(*catalog, "by city");
    QVERIFY(made);
    QCOMPARE(made->versions.front().version.rows, std::uint64_t{3});
    QVERIFY(made->versions.front().version.source.starts_with("SELECT city"));
  }
};

}  // namespace tatara::ui

TATARA_UI_TEST_MAIN(tatara::ui::QueryPageTest)
#include "test_query_page.moc"
