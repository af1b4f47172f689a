#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>

#include "core/dataset/contracts.h"
#include "core/dataset/query.h"
#include "core/dataset/table.h"
#include "tests/support/ui_test.h"
#include "tests/ui/explore/explore_fixture.h"
#include "ui/explore/catalog.h"
#include "ui/explore/group_view.h"
#include "ui/explore/import_sheet.h"
#include "ui/explore/plots_page.h"
#include "ui/explore/query_editor.h"
#include "ui/explore/query_page.h"
#include "ui/explore/rejected_sheet.h"
#include "ui/widget/states.h"

using namespace tatara;
using namespace tatara::ui;
using namespace tatara::ui::explore_tests;

class ExploreTabsTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void theFirstRowsAreProfiledBeforeAllAreRead() {
    const Fixture fixture;
    std::string csv = "n,word\n";
    for (int row = 0; row < 400'000; ++row) {
      csv += std::to_string(row % 1000) + (row % 3 == 0 ? ",a\n" : ",b\n");
    }
    fixture.add(fixture.file("long.csv", csv), "long");
    Shown shown(fixture.store);
    VersionFeed& feed = shown.panel.feed();
    std::string sample;
    bool before = false;
    connect(&feed, &VersionFeed::profileChanged, this, [&] {
      if (sample.empty() && !feed.profile()->sample.empty()) {
        sample = feed.profile()->sample;
        before = !feed.frame() && feed.known().size() == 2 && feed.known()[0];
      }
    });
    QVERIFY(shown.settle());
    QCOMPARE(sample, std::string("the first 20,000 rows"));
    QVERIFY(before);
    QVERIFY(feed.profile()->sample.empty());
    QCOMPARE(feed.profile()->find("n")->count, std::uint64_t{400'000});
  }

  void plotsBeginWithWhatIsToBeLearned() {
    const Fixture fixture;
    std::string csv = "id,size,weight,price\n";
    for (int row = 0; row < 60; ++row) {
      csv += std::to_string(row + 1) + "," + std::to_string(row * 7 % 50) + "," +
             std::to_string(row * 3 % 11 / 2.0) + "," + std::to_string(row * 5 % 37) + "\n";
    }
    const dataset::Version version = fixture.add(fixture.file("houses.csv", csv), "houses");
    QVERIFY(setRole(*fixture.store, version.dataset, "price", dataset::ColumnRole::Target));
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    shown.panel.open(DataRoute{QStringLiteral("houses"), 1, QStringLiteral("plots")});
    QVERIFY(shown.settle());
    auto* plots = shown.panel.findChild<PlotsPage*>();
    QCOMPARE(plots->choice().x, std::string("price"));
    auto* kind = plots->findChild<QComboBox*>();
    kind->setCurrentIndex(static_cast<int>(PlotKind::Scatter));
    QCOMPARE(plots->choice().x, std::string("weight"));
    QCOMPARE(plots->choice().y, std::string("price"));
    // What a person chose stays, whatever the roles become.
    plots->setChoice({.kind = PlotKind::Histogram, .x = "size"});
    plots->setRoles({{"price", dataset::ColumnRole::Ignore}});
    QCOMPARE(plots->choice().x, std::string("size"));
  }

  void everyTabBecomesAReportAndPersonalValuesStayOut() {
    const Fixture fixture;
    const dataset::Version first = fixture.add(fixture.file("rides.csv", ridesCsv(12, 1)), "rides");
    fixture.add(fixture.file("rides2.csv", ridesCsv(14, 2)), "rides");
    for (const bool personal : {false, true}) {
      if (personal) {
        QVERIFY(fixture.store->write([&](store::Writer& writer) {
          return dataset::setColumnNote(writer, first.dataset,
                                        {.name = "weather", .description = {}, .personal = true, .role = {}},
                                        kNow);
        }));
      }
      Shown shown(fixture.store, {1000, 560});  // a large picture takes long to pack
      QVERIFY(shown.settle());
      int tab = 0;
      for (const char* name : {"", "rows", "plots", "drift", "compare", "lineage", "query"}) {
        shown.panel.open(DataRoute{QStringLiteral("rides"), 2, QString::fromLatin1(name)});
        if (QByteArray(name) == "query") {
          auto* page = shown.panel.findChild<QueryPage*>();
          page->editor().setPlainText(
              QStringLiteral("SELECT weather AS w, count(*) AS n FROM rides GROUP BY 1"));
          page->run();
        } else if (QByteArray(name) == "plots") {
          shown.panel.findChild<PlotsPage*>()->setChoice({.kind = PlotKind::Bar, .x = "weather"});
        }
        QVERIFY(shown.settle());
        const auto file = fixture.file(std::to_string(tab++) + (personal ? "p" : "") + ".html", "");
        shown.panel.writeTabReport(QString::fromStdString(file.string()));
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::file_size(file) > 0, kWait);
        std::ifstream in(file);
        const std::string html((std::istreambuf_iterator<char>(in)), {});
        QVERIFY2(html.find("rides@2") != std::string::npos, name);
        QVERIFY2(html.find("<td class=n>") != std::string::npos || QByteArray(name) == "lineage", name);
        const bool quotes = html.find(">rain<") != std::string::npos;
        const bool shows = QByteArray(name) == "rows" || QByteArray(name) == "plots" ||
                           QByteArray(name) == "compare" || QByteArray(name) == "query";
        QVERIFY2(quotes == (shows && !personal), name);
        const bool picture = html.find("<img") != std::string::npos;
        const bool plain = QByteArray(name) == "lineage" || QByteArray(name) == "drift";
        QVERIFY2(picture || (personal && !plain), name);
        shown.panel.pinTab();
      }
      const auto whole = fixture.file(personal ? "wholep.html" : "whole.html", "");
      shown.panel.writePinned(QString::fromStdString(whole.string()));
      QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::file_size(whole) > 0, kWait);
      std::ifstream in(whole);
      const std::string html((std::istreambuf_iterator<char>(in)), {});
      for (const char* title :
           {"Profile", "Rows", "Plots", "Drift", "Compare versions", "Lineage", "Query"}) {
        QVERIFY2(html.find(std::string("<h1>rides@2: ") + title) != std::string::npos, title);
      }
    }
  }

  void theStatementOfAHeatMapGivesItsNumbers() {
    const Fixture fixture;
    fixture.add(fixture.file("rides.csv", ridesCsv(20, 1)), "rides");
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    const FramePtr frame = shown.panel.feed().frame();
    const auto choices = groupChoices(*shown.panel.feed().profile(), *frame);
    const auto named = [&](const QString& name) {
      return *std::ranges::find(choices, name, &GroupChoice::name);
    };
    dataset::RangeCondition range{.column = "temp", .least = 0};
    const dataset::Filter filter(range);
    const dataset::Selection selection = *dataset::select(*frame, filter);
    for (const auto kind : {dataset::Measure::Kind::Mean, dataset::Measure::Kind::Quantile,
                            dataset::Measure::Kind::Deviation, dataset::Measure::Kind::Count}) {
      HeatRequest request{named(QStringLiteral("weather")),
                          named(QStringLiteral("hour of time")),
                          {kind, *frame->find("rides"), 0.5},
                          QStringLiteral("value")};
      if (kind == dataset::Measure::Kind::Count) {
        request.measure.column = dataset::kEveryRow;
      }
      const auto answer = heatAndSeries(frame, request, std::nullopt, selection, {});
      QVERIFY(answer && answer->heat);
      const std::string sql = heatQuery(*frame, request, filter, "rides", RowsFormat::Sql);
      auto query = *dataset::Query::open({{"rides", frame}});
      const auto result = query->run(sql, {});
      QVERIFY2(result.value.has_value(), sql.c_str());
      std::uint64_t compared = 0;
      for (std::size_t row = 0; row < result.value->rows; ++row) {
        const auto& columns = result.value->columns;
        const qsizetype up = answer->heat->rows.indexOf(QString::fromStdString(columns[0].text(row)));
        const auto hour = std::ranges::find(answer->columnKeys, columns[1].number(row));
        QVERIFY(up >= 0 && hour != answer->columnKeys.end());
        const auto at = static_cast<std::size_t>(up) * answer->columnKeys.size() +
                        static_cast<std::size_t>(hour - answer->columnKeys.begin());
        const double drawn = answer->heat->values[at];
        const double asked = columns[2].missing[row] ? NAN : columns[2].number(row);
        QVERIFY2(std::isnan(drawn) == std::isnan(asked) &&
                     (std::isnan(drawn) || std::abs(drawn - asked) <= 1e-9 * std::max(1.0, std::abs(drawn))),
                 sql.c_str());
        ++compared;
      }
      QVERIFY2(compared > 40, std::to_string(compared).c_str());
    }
    const std::string pandas = heatQuery(*frame,
                                         {named(QStringLiteral("weather")),
                                          named(QStringLiteral("hour of time")),
                                          {dataset::Measure::Kind::Mean, *frame->find("rides"), 0.5},
                                          {}},
                                         {}, "rides", RowsFormat::Pandas);
    QCOMPARE(pandas,
             std::string("df.groupby([df[\"weather\"], df[\"time\"].dt.hour])[\"rides\"].mean().unstack()"));
    QCOMPARE(correlationQuery(*frame, {"temp", "rides"}, false, {}, "rides", RowsFormat::Sql),
             std::string("SELECT\n  corr(\"temp\", \"rides\") AS \"temp, rides\"\nFROM \"rides\";"));
  }

  void whatDoesNotFitIsListedWithLineAndText() {
    const Fixture fixture;
    const auto path = fixture.file("odd.csv", "a,b\n1,2\nabc,3\n4,\"x\"\n");
    const auto engine = *dataset::Engine::open();
    dataset::NewVersion request;
    request.file = path;
    request.name = "odd";
    request.options.types = {{"a", dataset::ColumnType::Integer}, {"b", dataset::ColumnType::Integer}};
    const auto added =
        dataset::addDataset(*fixture.store, artifact::ArtifactStore(fixture.store), *engine, request);
    QVERIFY(added);
    QCOMPARE(added->version.rejected, std::uint64_t{2});
    RejectedSheet sheet(fixture.store, added->version, nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(sheet.settled(), kWait);
    QCOMPARE(sheet.table().rowCount(), 2);
    QCOMPARE(sheet.table().item(0, 0)->text(), QStringLiteral("3"));
    QCOMPARE(sheet.table().item(0, 2)->text(), QStringLiteral("a"));
    QCOMPARE(sheet.table().item(0, 3)->text(), QStringLiteral("abc"));
    QVERIFY(sheet.tsv().contains(QStringLiteral("4\t3\tb\tx\t")));
  }

  void aReferencedFileThatChangedIsSaidInTheHeader() {
    const Fixture fixture;
    const auto path = fixture.file("far.csv", ridesCsv(3, 1));
    fixture.add(path, "far", dataset::Keeping::Reference);
    {
      Shown shown(fixture.store);
      QVERIFY(shown.settle());
      for (const auto* button : shown.panel.findChildren<QAbstractButton*>()) {
        QVERIFY(button->accessibleName() != QStringLiteral("file changed"));
      }
    }
    std::ofstream(path, std::ios::app) << "2024-02-01T00:00:00Z,winter,0,clear,1,2,3,4,7\n";
    Shown shown(fixture.store);
    const auto said = [&] {
      return std::ranges::any_of(
          shown.panel.findChildren<QAbstractButton*>(), [](const QAbstractButton* button) {
            return button->isVisible() && button->accessibleName() == QStringLiteral("file changed");
          });
    };
    QTRY_VERIFY_WITH_TIMEOUT(said(), kWait);
  }

  void aBrokenContractIsSaidWhenItIsImported() {
    const Fixture fixture;
    const dataset::Version version = fixture.add(fixture.file("n.csv", "a\n1\n2\n"), "n");
    QVERIFY(fixture.store->write([&](store::Writer& writer) {
      return dataset::saveContract(writer, version.dataset, "contract: 1\ncolumns: [{name: a, max: 5}]\n",
                                   kNow);
    }));
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    const auto path = fixture.file("m.csv", "a\n1\n9\n");
    shown.panel.takeFile(QString::fromStdString(path.string()));
    auto* sheet = shown.panel.findChild<ImportSheet*>();
    QVERIFY(sheet);
    QPushButton* import = nullptr;
    for (QPushButton* button : sheet->findChildren<QPushButton*>()) {
      import = button->text() == QStringLiteral("Import") ? button : import;
    }
    QVERIFY(import);
    QTRY_VERIFY_WITH_TIMEOUT(import->isEnabled(), kWait);
    sheet->findChild<QLineEdit*>()->setText(QStringLiteral("n"));
    import->click();
    const auto said = [&] {
      return std::ranges::any_of(shown.window.findChildren<QWidget*>(), [](const QWidget* widget) {
        return widget->accessibleName().contains(QStringLiteral("a has 1 value out of range (at most 5)"));
      });
    };
    QTRY_VERIFY_WITH_TIMEOUT(said(), kWait);
  }

  void anErrorOfTheCoreIsJapaneseInTheJapaneseWindow() {
    const Fixture fixture;
    const auto engine = *dataset::Engine::open();
    const auto error = dataset::Table::open(*engine, fixture.file("a.csv", "%PDF-1.4 nothing")).error();
    QCOMPARE(errorText(error),
             QStringLiteral("a.csv is a PDF document; a table in it has to be exported as CSV first"));
    setLanguage(Language::Japanese);
    QCOMPARE(errorText(error),
             QStringLiteral("a.csv は PDF 文書です。中の表を先に CSV に書き出してください"));
    const auto line =
        dataset::Table::open(*engine, fixture.file("b.json", "{\"a\": 1}\n{\"a\": [}\n")).error();
    QVERIFY2(errorText(line).contains(QStringLiteral("2 行目")), qPrintable(errorText(line)));
  }
};

TATARA_UI_TEST_MAIN(ExploreTabsTest)
#include "test_explore_tabs.moc"
