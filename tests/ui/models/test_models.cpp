#include <array>
#include <fstream>

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTemporaryDir>
#include <QToolButton>
#include <QUndoStack>

#include "core/artifact/artifact_store.h"
#include "core/infer/runner.h"
#include "core/registry/registry.h"
#include "core/track/experiments.h"
#include "core/track/logged_models.h"
#include "core/track/runs.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "tests/ui/models/models_fixture.h"
#include "ui/base/error_text.h"
#include "ui/base/language.h"
#include "ui/base/utf8.h"
#include "ui/command/action_registry.h"
#include "ui/models/model_page.h"
#include "ui/models/models_data.h"
#include "ui/models/models_panel.h"
#include "ui/models/version_page.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/badge.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"
#include "ui/widget/toast.h"

using namespace tatara;
using namespace tatara::ui;
using namespace std::chrono_literals;
using namespace tatara::ui::test_models;

class ModelsTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void versionsComeNewestFirstWithTheMetricsOfTheirRuns() {
    const Fixture fixture;
    fixture.seed();
    const ModelFactsPtr facts = *loadModelFacts(*fixture.store, "bike-demand-hourly", {});
    QCOMPARE(facts->versions.size(), std::size_t{4});
    QCOMPARE(facts->versions.front().version.version, 4);
    QCOMPARE(facts->champion, 2);
    QCOMPARE(*metricOf(facts->find(3)->run, "val_rmse"), 38.42);
    QVERIFY(!metricOf(facts->find(3)->run, "val_mae"));
    QVERIFY(facts->find(5) == nullptr);
  }

  void theDecidingMetricStandsFirstAndTrainingLast() {
    const Fixture fixture;
    fixture.seed();
    const ModelFactsPtr facts = *loadModelFacts(*fixture.store, "bike-demand-hourly", {});
    QCOMPARE(facts->metrics.size(), std::size_t{3});
    QCOMPARE(facts->metrics.front().key, std::string("val_rmse"));
    QVERIFY(facts->metrics.front().meaning.direction == track::Direction::LowerIsBetter);
    QCOMPARE(facts->metrics.back().key, std::string("train_rmse"));
  }

  void aVersionTellsItsSignatureFilesAndActs() {
    const Fixture fixture;
    fixture.seed();
    fixture.addFiles(2);
    const VersionFactsPtr facts = *loadVersionFacts(fixture.store, "bike-demand-hourly", 2, {});
    QCOMPARE(facts->files.size(), std::size_t{2});
    QCOMPARE(facts->files.front().path, std::string("MLmodel"));
    QVERIFY(facts->description && facts->description->signature);
    QCOMPARE(facts->description->signature->inputs.size(), std::size_t{2});
    QVERIFY(!facts->acts.empty());
    QVERIFY(!facts->championRun);  // it is the champion itself
    const VersionFactsPtr other = *loadVersionFacts(fixture.store, "bike-demand-hourly", 3, {});
    QVERIFY(other->files.empty());
    QCOMPARE(*metricOf(other->championRun, "val_rmse"), 40.29);
  }

  void aDamagedMlmodelIsToldAndHidesNothingElse() {
    const Fixture fixture;
    fixture.seed();
    const artifact::ArtifactStore artifacts(fixture.store);
    QVERIFY(artifacts.put("1/models/m-1/artifacts/MLmodel", "flavors: [unclosed"));
    const VersionFactsPtr facts = *loadVersionFacts(fixture.store, "bike-demand-hourly", 1, {});
    QVERIFY(!facts->description);
    QVERIFY(!facts->descriptionProblem.empty());
    QCOMPARE(facts->files.size(), std::size_t{1});
  }

  void whatIsNotThereIsSaid() {
    const Fixture fixture;
    fixture.seed();
    const auto model = loadModelFacts(*fixture.store, "bikes", {});
    QVERIFY(!model && model.error().kind == ErrorKind::NotFound);
    const auto version = loadVersionFacts(fixture.store, "bike-demand-hourly", 9, {});
    QVERIFY(!version && version.error().kind == ErrorKind::NotFound);
    const auto runner = infer::loadRunner({{{"MLmodel", "flavors: {spark: {}}\n"}}});
    QVERIFY(!runner);
    const std::array<const Error*, 3> errors{&model.error(), &version.error(), &runner.error()};
    for (const Error* error : errors) {
      QCOMPARE(messageText(*error), fromUtf8(error->message));
    }
    setLanguage(Language::Japanese);
    QStringList told;
    for (const Error* error : errors) {
      told << messageText(*error);
    }
    setLanguage(Language::English);
    QCOMPARE(told,
             (QStringList{
                 QStringLiteral("このワークスペースに登録済みモデル「bikes」はありません"),
                 QStringLiteral("モデル「bike-demand-hourly」にバージョン 9 はありません"),
                 QStringLiteral("モデルのフレーバーは spark です。xgboost、lightgbm、onnx、python_function の"
                                "いずれかでも保存されていれば動かせます")}));
  }

  void aModelShowsItsVersionsInBothThemesAndLanguages() {
    const Fixture fixture;
    fixture.seed();
    for (const auto& [mode, tongue, name] :
         {std::tuple{ThemeMode::Light, Language::English, "models/many-light-en"},
          std::tuple{ThemeMode::Dark, Language::Japanese, "models/many-dark-ja"}}) {
      applyTheme(*qApp, mode);
      setLanguage(tongue);
      Shown shown(fixture.store);
      QVERIFY(shown.settle());
      const QString difference =
          test::compareGolden(shown.window.grab().toImage(), QString::fromLatin1(name));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
  }

  void aPolicyThatLocksEverybodyOutIsWarnedOfWhereItMatters() {
    const Fixture fixture;
    fixture.seed();
    std::ofstream(fixture.store->workspace().settingsFile(), std::ios::trunc)
        << "policy:\n  roles: {lead: []}\n  models:\n    - {name: \"bike-*\", approvals: {lead: 1}}\n";
    for (const auto& [tongue, words] :
         {std::pair{Language::English,
                    "Nobody can approve for bike-*: the policy asks for 1 of the role lead"},
          std::pair{Language::Japanese, "bike-* を承認できる人がいません"}}) {
      setLanguage(tongue);
      Shown shown(fixture.store);
      QVERIFY(shown.settle());
      const auto labels = shown.panel.findChildren<Label*>();
      QVERIFY(std::ranges::any_of(
          labels, [&](const Label* label) { return label->text().contains(QString::fromUtf8(words)); }));
    }
    const auto other = loadModelFacts(*fixture.store, "station-rebalance", {});
    QVERIFY(other && (*other)->protection.warnings.empty());
  }

  void theBoardShowsTheVersionsByTheirStates() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    auto* layout = shown.panel.findChild<SegmentedControl*>();
    QTest::mouseClick(layout, Qt::LeftButton, {}, QPoint(layout->width() - 12, layout->height() / 2));
    QCOMPARE(layout->current(), 1);
    QVERIFY(shown.settle());
    const QString difference =
        test::compareGolden(shown.window.grab().toImage(), QStringLiteral("models/board-light-en"));
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
  }

  void aVersionShowsItsTabs() {
    const Fixture fixture;
    fixture.seed();
    fixture.addFiles(2);
    Shown shown(fixture.store);
    for (const auto& [tab, name] : {std::pair{"", "models/version-light-en"},
                                    {"signature", "models/signature-light-en"},
                                    {"files", "models/files-light-en"},
                                    {"lineage", "models/lineage-light-en"}}) {
      shown.panel.open(ModelRoute{QStringLiteral("bike-demand-hourly"), 2, QString::fromLatin1(tab)});
      QVERIFY(shown.settle());
      const QString difference =
          test::compareGolden(shown.window.grab().toImage(), QString::fromLatin1(name));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
  }

  void withoutAModelThePanelSaysWhereOneComesFrom() {
    const Fixture fixture;
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    TATARA_GOLDEN(shown.window, "models/empty-light-en");
    QPushButton* open = findButton(shown.panel, QStringLiteral("Open experiments"));
    QVERIFY(open);
    open->click();
    QVERIFY(std::holds_alternative<ExperimentsRoute>(shown.navigator.opened.back()));
  }

  void aChampionIsSetAfterAskingAndTakenBackByUndo() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{QStringLiteral("bike-demand-hourly"), 3, {}});
    QVERIFY(shown.settle());
    QPushButton* ask = findButton(shown.panel, QStringLiteral("Set as champion"));
    QVERIFY(ask && ask->isVisible());
    ask->click();
    auto* sheet = shown.panel.findChild<Sheet*>();
    QVERIFY(sheet);
    QCOMPARE(fixture.champion(), 2);  // nothing yet
    QPushButton* sure = findButton(*sheet, QStringLiteral("Set v3 as champion"));
    QVERIFY(sure);
    sure->click();
    QTRY_COMPARE(fixture.champion(), 3);
    QTRY_VERIFY(shown.toasts.shown() > 0);
    QPushButton* undo = nullptr;
    QTRY_VERIFY((undo = findButton(shown.window, QStringLiteral("Undo"))) != nullptr);
    undo->click();
    QTRY_COMPARE(fixture.champion(), 2);
  }

  void aModelIsRegisteredFromARun() {
    const Fixture fixture;
    fixture.seed();
    fixture.logModel("copper-heron-231");
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QToolButton* add = nullptr;
    for (QToolButton* button : shown.panel.findChildren<QToolButton*>()) {
      add = button->toolTip() == QStringLiteral("Register a model…") ? button : add;
    }
    QVERIFY(add);
    add->click();
    auto* sheet = shown.panel.findChild<Sheet*>();
    QVERIFY(sheet);
    auto* logged = sheet->findChild<QComboBox*>();
    QTRY_COMPARE(logged->count(), 1);
    QVERIFY(logged->currentText().contains(QStringLiteral("copper-heron-231")));
    sheet->findChild<QLineEdit*>()->setText(QStringLiteral("fresh"));
    findButton(*sheet, QStringLiteral("Register model"))->click();
    QTRY_VERIFY(!shown.navigator.opened.empty());
    const auto* to = std::get_if<ModelRoute>(&shown.navigator.opened.back());
    QVERIFY(to && to->model == QStringLiteral("fresh") && to->version == 1);
    QCOMPARE((*loadModelFacts(*fixture.store, "fresh", {}))->versions.size(), std::size_t{1});
  }

  void aRunsModelIsAskedForFromAnotherPanel() {
    const Fixture fixture;
    fixture.seed();
    fixture.logModel("copper-heron-231");
    fixture.logModel("olive-tern-074");
    const ModelFactsPtr facts = *loadModelFacts(*fixture.store, "bike-demand-hourly", {});
    const track::RunId run = facts->find(3)->run->info.id;
    // An older client's model, a folder of the run's files.
    const std::string root = *artifact::rootPathOf(facts->find(3)->run->info.artifactUri);
    QVERIFY(artifact::ArtifactStore(fixture.store).put(root + "/old/model/MLmodel", kMlmodel));
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{{}, {}, QStringLiteral("register/") + QString::fromStdString(run.value())});
    QVERIFY(shown.settle());
    QCOMPARE(toText(shown.panel.current()), QStringLiteral("models/bike-demand-hourly"));
    auto* sheet = shown.panel.findChild<Sheet*>();
    QVERIFY(sheet);
    auto* logged = sheet->findChild<QComboBox*>();
    QTRY_COMPARE(logged->count(), 2);  // of this run alone
    QVERIFY(logged->itemText(0).contains(QStringLiteral("copper-heron-231")));
    QVERIFY2(logged->itemText(1).startsWith(QStringLiteral("old/model")), qPrintable(logged->itemText(1)));
    logged->setCurrentIndex(1);
    sheet->findChild<QLineEdit*>()->setText(QStringLiteral("older"));
    findButton(*sheet, QStringLiteral("Register model"))->click();
    QTRY_VERIFY(!shown.navigator.opened.empty());
    const auto version = fixture.store->read(
        [](sql::Connection& connection) { return registry::findVersion(connection, "older", 1); });
    QCOMPARE((**version).source, "runs:/" + run.value() + "/old/model");
    QCOMPARE((**version).storage, facts->find(3)->run->info.artifactUri + "/old/model");
  }

  void championsAreProtectedByOneButton() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QPushButton* protect = findButton(shown.panel, QStringLiteral("Protect…"));
    QVERIFY(protect);
    protect->click();
    auto* sheet = shown.panel.findChild<Sheet*>();
    QVERIFY(sheet);
    sheet->findChild<QLineEdit*>()->setText(QStringLiteral("mika, rei"));
    findButton(*sheet, QStringLiteral("Protect"))->click();
    QTRY_VERIFY(findButton(shown.panel, QStringLiteral("Protect…")) == nullptr);
    QVERIFY((*loadModelFacts(*fixture.store, "bike-demand-hourly", {}))->protection.champion);
    QPushButton* set = findButton(shown.panel, QStringLiteral("Set v4 as champion"));
    QVERIFY(set && !set->isEnabled());
    QVERIFY(set->toolTip().contains(QStringLiteral("review")));
  }

  void aReviewIsAskedForWithAReasonAndOpens() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{QStringLiteral("bike-demand-hourly"), 3, {}});
    QVERIFY(shown.settle());
    auto* page = shown.panel.findChild<VersionPage*>();
    QPushButton* ask = findButton(*page, QStringLiteral("Request review…"));
    QVERIFY(ask);
    ask->click();
    auto* sheet = shown.panel.findChild<Sheet*>();
    QVERIFY(sheet);
    QPushButton* send = findButton(*sheet, QStringLiteral("Request review"));
    send->click();
    QVERIFY(sheet->isVisible());  // not without a reason
    sheet->findChild<QPlainTextEdit*>(QStringLiteral("reason"))->setPlainText(QStringLiteral("4 % better"));
    send->click();
    QTRY_VERIFY_WITH_TIMEOUT(!shown.navigator.opened.empty(), 20'000);
    const auto* to = std::get_if<ReviewRoute>(&shown.navigator.opened.back());
    QVERIFY(to && to->review == 1);
    QCOMPARE(shown.session.tasks().running(), 0);
    QTRY_VERIFY(findButton(*page, QStringLiteral("Open review 1")) != nullptr);
    QCOMPARE(page->findChild<Badge*>()->accessibleName(), badgeWord(BadgeState::InReview));
  }

  void aChangeFromElsewhereIsShown() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    const auto* page = shown.panel.findChild<const ModelPage*>();
    QCOMPARE(page->facts()->champion, 2);
    QVERIFY(fixture.store->write([](store::Writer& writer) {
      return registry::move(writer, "bike-demand-hourly", registry::SetAlias{"champion", 4},
                            {.person = "rei", .program = "tatara"}, kNow);
    }));
    QTRY_COMPARE(page->facts()->champion, 4);
  }

  void aTabIsPartOfTheRoute() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    const ModelRoute lineage{QStringLiteral("bike-demand-hourly"), 2, QStringLiteral("lineage")};
    shown.panel.open(lineage);
    QVERIFY(shown.settle());
    QCOMPARE(toText(shown.panel.current()), QStringLiteral("models/bike-demand-hourly@2/lineage"));
    QVERIFY(routeFromText(QStringLiteral("tatara:models/bike-demand-hourly@2/lineage")) == Route(lineage));
    shown.panel.findChild<QTabBar*>()->setCurrentIndex(3);
    QCOMPARE(std::get<ModelRoute>(shown.panel.current()).tab, QStringLiteral("files"));
  }
};

TATARA_UI_TEST_MAIN(ModelsTest)
#include "test_models.moc"
