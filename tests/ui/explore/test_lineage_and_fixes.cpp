// The Lineage tab and the sheet that mends a version, over real datasets and runs.
#include <array>
#include <filesystem>
#include <fstream>

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "core/artifact/artifact_store.h"
#include "core/dataset/datasets.h"
#include "core/dataset/engine.h"
#include "core/dataset/profile.h"
#include "core/store/workspace.h"
#include "core/track/experiments.h"
#include "core/track/logged_models.h"
#include "core/track/runs.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/explore/catalog.h"
#include "ui/explore/cell_table.h"
#include "ui/explore/fix_sheet.h"
#include "ui/explore/lineage_page.h"
#include "ui/explore/lineage_view.h"

namespace tatara::ui {
namespace {

constexpr int kWait = 60'000;

std::string census() {
  std::string csv = "id,city,amount\n";
  for (int i = 0; i < 120; ++i) {
    const char* cities[] = {" Kyoto", " Osaka", " ?"};
    csv += std::to_string(1000 + i * 7) + ',' + cities[i % 3] + ',' + std::to_string(i * i % 97) + '\n';
  }
  return csv;
}

struct Bench {
  Bench() : clock(*parseIso8601("2026-11-20T14:45:00Z")) {
    const std::filesystem::path root = folder.path().toStdString();
    store = *store::Store::open(*store::createWorkspace(root / "workspace"), {.clock = &clock});
  }
  dataset::Version add(const std::string& name, const std::string& csv) {
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / (name + ".csv");
    std::ofstream(file, std::ios::binary) << csv;
    const auto engine = *dataset::Engine::open();
    const auto added =
        dataset::addDataset(*store, artifact::ArtifactStore(store), *engine, {.file = file, .name = name});
    if (!added) {
      qFatal("%s", added.error().message.c_str());
    }
    return added->version;
  }
  dataset::Version fix(const dataset::Version& version, const std::string& words) {
    dataset::Recipe recipe;
    recipe.steps.push_back(*dataset::parseStep(words));
    const auto engine = *dataset::Engine::open();
    return dataset::applyRecipe(*store, artifact::ArtifactStore(store), *engine, version, recipe)->version;
  }
  std::shared_ptr<const dataset::Profile> profile(const dataset::Version& version) {
    const auto engine = *dataset::Engine::open();
    const auto table = *dataset::openVersion(*store, artifact::ArtifactStore(store), *engine, version);
    return std::make_shared<const dataset::Profile>(*dataset::makeProfile(dataset::sourceOf(table)));
  }
  // A run that read the version, so many of them.
  void runs(const dataset::Version& version, int count) {
    const Status written = store->write([&](store::Writer& writer) -> Status {
      const Timestamp now = clock.now();
      TATARA_ASSIGN(const auto experiment, track::createExperiment(writer, {.name = "rides"}, now));
      for (int i = 0; i < count; ++i) {
        const auto run = track::createRun(writer,
                                          {.experiment = experiment,
                                           .name = "run " + std::to_string(i + 1),
                                           .started = now - std::chrono::minutes(10 * (i + 1))},
                                          now);
        TATARA_TRY(run);
        track::DatasetInput input;
        input.dataset.name = version.name;
        input.dataset.digest = version.digest.substr(0, 32);
        input.dataset.sourceType = "local";
        input.tags = {{"mlflow.data.context", "training"}};
        TATARA_TRY(track::logInputs(writer, run->id, std::array{input}, {}));
        logged.push_back(*run);
      }
      return {};
    });
    if (!written) {
      qFatal("%s", written.error().message.c_str());
    }
  }
  std::vector<track::RunInfo> logged;
  QTemporaryDir folder;
  ManualClock clock;
  std::shared_ptr<store::Store> store;
};

}  // namespace

class LineageAndFixesTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void lineageShowsWhatCameOfAVersionAndOpensIt() {
    Bench bench;
    const auto first = bench.add("rides", census());
    const auto second = bench.fix(first, "trim city");
    bench.runs(second, 5);
    LineagePage page(bench.store);
    page.resize(1180, 520);
    page.show();
    QSignalSpy opened(&page, &LineagePage::opened);
    page.setVersion(second);
    page.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(page.settled(), kWait);
    const dataset::Lineage& lineage = page.view().lineage();
    QCOMPARE(lineage.nodes.size(), std::size_t{7});
    TATARA_GOLDEN(page, "explore/lineage");
    // By the keyboard: to what it was made of, and into it.
    page.view().setFocus();
    QTest::keyClick(&page.view(), Qt::Key_Left);
    QCOMPARE(lineage.nodes[static_cast<std::size_t>(page.view().current())].name, std::string("rides@1"));
    QTest::keyClick(&page.view(), Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    const Route route = opened[0][0].value<Route>();
    QVERIFY((std::get<DataRoute>(route) == DataRoute{QStringLiteral("rides"), 1, {}}));
    QTest::keyClick(&page.view(), Qt::Key_Home);
    QTest::keyClick(&page.view(), Qt::Key_Right);
    QTest::keyClick(&page.view(), Qt::Key_Down);
    QTest::keyClick(&page.view(), Qt::Key_Return);
    QVERIFY(std::holds_alternative<RunRoute>(opened[1][0].value<Route>()));
    page.showAs(1);
    QCOMPARE(page.table().rows(), 7);
    QVERIFY(page.table().tsv().contains(QStringLiteral("rides@1")));
  }

  void loggedModelsOpenTheirRunAndModelVersionsTheirPage() {
    Bench bench;
    const auto version = bench.add("rides", census());
    bench.runs(version, 1);
    const Status written = bench.store->write([&](store::Writer& writer) -> Status {
      const Timestamp now = bench.clock.now();
      const track::RunInfo& run = bench.logged.front();
      TATARA_ASSIGN(const auto model,
                    track::createLoggedModel(
                        writer, {.experiment = run.experiment, .name = "m", .sourceRun = run.id}, now));
      const track::LoggedModelLink link{model.id, 0};
      TATARA_TRY(track::logOutputs(writer, run.id, std::span(&link, 1)));
      TATARA_TRY(
          writer.sql().script("INSERT INTO registered_model(model_key, name, created_ms, updated_ms) "
                              "VALUES(1, 'fares/city', 0, 0);"
                              "INSERT INTO model_version(model_key, version, source, created_ms, updated_ms) "
                              "VALUES(1, 1, '', 0, 0)"));
      TATARA_TRY(writer.sql().run(
          "INSERT INTO edge VALUES('logged_model', ?, 'model_version', 'fares/city/1', 'registered', '', 0)",
          model.id));
      return {};
    });
    QVERIFY2(written, written ? "" : written.error().message.c_str());
    LineagePage page(bench.store);
    page.setVersion(version);
    page.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(page.settled(), kWait);
    const std::vector<dataset::LineageNode>& nodes = page.view().lineage().nodes;
    int seen = 0;
    for (std::size_t place = 0; place < nodes.size(); ++place) {
      if (nodes[place].kind == dataset::LineageKind::LoggedModel) {
        const auto route = page.routeOf(place);
        QVERIFY(route && std::holds_alternative<RunRoute>(*route));
        QCOMPARE(std::get<RunRoute>(*route).tab, QStringLiteral("artifacts"));
        ++seen;
      } else if (nodes[place].kind == dataset::LineageKind::ModelVersion) {
        QVERIFY((page.routeOf(place) == Route(ModelRoute{QStringLiteral("fares/city"), 1, {}})));
        ++seen;
      }
    }
    QCOMPARE(seen, 2);
  }

  void lineageInTheDarkAsATable() {
    applyTheme(*qApp, ThemeMode::Dark);
    setLanguage(Language::Japanese);
    Bench bench;
    const auto first = bench.add("rides", census());
    bench.fix(first, "trim city");
    LineagePage page(bench.store);
    page.resize(1000, 300);
    page.show();
    page.setVersion(first);
    page.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(page.settled(), kWait);
    TATARA_GOLDEN(page, "explore/lineage-dark-ja");
  }

  void aVersionThatNobodyUsedSaysSo() {
    Bench bench;
    LineagePage page(bench.store);
    page.resize(900, 360);
    page.show();
    page.setVersion(bench.add("rides", census()));
    page.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(page.settled(), kWait);
    TATARA_GOLDEN(page, "explore/lineage-alone");
  }

  void theSheetShowsWhatTheProposedStepsChange() {
    Bench bench;
    const auto version = bench.add("sales", census());
    const auto profile = bench.profile(version);
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < profile->alerts.size(); ++i) {
      if (profile->alerts[i].kind == dataset::AlertKind::Blanks) {
        chosen.push_back(i);
      }
    }
    QCOMPARE(chosen.size(), std::size_t{1});
    QWidget window;
    window.resize(1000, 800);
    window.show();
    FixSheet sheet(bench.store, version, profile, chosen, &window);
    sheet.show();
    QTRY_VERIFY_WITH_TIMEOUT(sheet.settled(), kWait);
    QCOMPARE(sheet.recipe().steps.size(), std::size_t{1});
    QCOMPARE(sheet.samples().rows(), 40);
    QCOMPARE(sheet.samples().cell(0, 2).full, QStringLiteral(" Kyoto"));
    QCOMPARE(sheet.samples().cell(0, 3).full, QStringLiteral("Kyoto"));
    QVERIFY(sheet.code(true).contains(QStringLiteral("df[\"city\"].str.strip")));
    QVERIFY(sheet.code(false).contains(QStringLiteral("trim(\"city\"")));
    TATARA_GOLDEN(sheet, "explore/fix");
    QVERIFY(!sheet.addStep(QStringLiteral("polish city")));
    QVERIFY(sheet.addStep(QStringLiteral("drop rows where amount < 10")));
    QTRY_VERIFY_WITH_TIMEOUT(sheet.settled(), kWait);
    QVERIFY(sheet.samples().cell(sheet.samples().rows() - 1, 3).badge.has_value());
    QSignalSpy made(&sheet, &FixSheet::made);
    sheet.submit();
    QTRY_COMPARE_WITH_TIMEOUT(made.count(), 1, kWait);
    const auto added = made[0][0].value<dataset::Added>();
    QCOMPARE(added.version.version, 2);
    QVERIFY(added.version.rows < 120);
  }

  void noStepMakesNoVersion() {
    Bench bench;
    const auto version = bench.add("sales", census());
    QWidget window;
    FixSheet sheet(bench.store, version, nullptr, {}, &window);
    QTRY_VERIFY_WITH_TIMEOUT(sheet.settled(), kWait);
    QSignalSpy made(&sheet, &FixSheet::made);
    sheet.submit();
    QVERIFY(sheet.settled());
    QVERIFY(sheet.addStep(QStringLiteral("missing nowhere in city")));
    QTRY_VERIFY_WITH_TIMEOUT(sheet.settled(), kWait);
    sheet.submit();  // changes nothing
    QVERIFY(sheet.settled());
    QVERIFY(sheet.addStep(QStringLiteral("trim amount")));  // a number has no blanks
    QTRY_VERIFY_WITH_TIMEOUT(sheet.settled(), kWait);
    sheet.submit();
    QVERIFY(sheet.settled());
    QCOMPARE(made.count(), 0);
  }
};

}  // namespace tatara::ui

TATARA_UI_TEST_MAIN(tatara::ui::LineageAndFixesTest)
#include "test_lineage_and_fixes.moc"
