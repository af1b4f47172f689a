#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QToolButton>

#include "core/registry/act.h"
#include "core/registry/evidence.h"
#include "core/registry/facts.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "tests/ui/models/models_fixture.h"
#include "ui/model/text_grid.h"
#include "ui/models/comparison_page.h"
#include "ui/models/model_page.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"

using namespace tatara;
using namespace tatara::ui;
using namespace tatara::ui::test_models;

namespace {

const QString kModel = QStringLiteral("bike-demand-hourly");

registry::ModelFacts factsOf(const Fixture& fixture) {
  return *fixture.store->read(
      [](sql::Connection& connection) { return registry::loadModelFacts(connection, "bike-demand-hourly"); });
}

QWidget* openSheet(Shown& shown) {
  auto* edit = shown.panel.findChild<QToolButton*>(QStringLiteral("editFacts"));
  QTest::mouseClick(edit, Qt::LeftButton);
  const bool came = QTest::qWaitFor([] { return QApplication::activeModalWidget() != nullptr; }, 3000);
  return came ? QApplication::activeModalWidget() : nullptr;
}

void type(QWidget* in, const char* name, const QString& text) {
  auto* edit = in->findChild<QLineEdit*>(QLatin1String(name));
  edit->selectAll();
  QTest::keyClicks(edit, text);
}

bool shows(QWidget& in, const QString& part) {
  for (const Label* label : in.findChildren<Label*>()) {
    if (label->isVisible() && label->text().contains(part)) {
      return true;
    }
  }
  return false;
}

// Whether a table shows the words in a cell.
bool lists(QWidget& in, const QString& words) {
  for (const QAbstractItemView* view : in.findChildren<QAbstractItemView*>()) {
    const QAbstractItemModel* model = view->model();
    for (int column = 0; model != nullptr && column < model->columnCount(); ++column) {
      if (!model->match(model->index(0, column), Qt::DisplayRole, words, 1, Qt::MatchExactly).isEmpty()) {
        return true;
      }
    }
  }
  return false;
}

// Two versions that were measured one beside the other, with other files.
void seedMeasured(const Fixture& fixture) {
  fixture.addFiles(2);
  fixture.addFiles(3);
  const artifact::ArtifactStore artifacts(fixture.store);
  Q_ASSERT(artifacts.put("1/models/m-3/artifacts/model.ubj", std::string(20'000, 'y')));
  Q_ASSERT(artifacts.put("1/models/m-3/artifacts/MLmodel",
                         R"(signature:
  inputs: '[{"type": "double", "name": "temp", "required": true}, {"type": "string", "name": "kind", "required": true}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1]}}]'
)"));
  fixture.write([](store::Writer& writer) {
    const registry::Evidence pieces[] = {
        {.name = "metrics", .body = *text::parseJson(R"({"words": "v3 is better by 1.87 val_rmse", "values":
           {"challenger.rmse": 38.42, "champion.rmse": 40.29, "latency.p95_ms": 0.8, "signature.compatible": false}})")},
        {.name = "slices", .body = *text::parseJson(R"({"metric": "rmse", "slices": [
           {"column": "season", "slice": "winter", "rows": 1200, "challenger": 30.5, "champion": 33.25},
           {"column": "season", "slice": "summer", "rows": 900, "challenger": 44.5, "champion": 43}]})")}};
    return registry::putEvidence(writer, "bike-demand-hourly", 3, 2, pieces);
  });
}

}  // namespace

class FactsAndComparisonTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }
  void cleanup() {
    if (QWidget* sheet = QApplication::activeModalWidget()) {
      sheet->close();
      QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
  }

  void factsAreWrittenRecordedAndTakenBack() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{kModel, std::nullopt, {}});
    QVERIFY(shown.settle());
    QWidget* sheet = openSheet(shown);
    QVERIFY(sheet);
    type(sheet, "factOwner", QStringLiteral("mika"));
    type(sheet, "factDeputy", QStringLiteral("jun"));
    type(sheet, "factRunbook", QStringLiteral("https://wiki.lan/bikes"));
    sheet->findChild<QPlainTextEdit*>(QStringLiteral("factUse"))->setPlainText(QStringLiteral("Staffing"));
    type(sheet, "factRisk", QStringLiteral("high"));
    type(sheet, "factLicence", QStringLiteral("MIT"));
    type(sheet, "factPersonal", QStringLiteral("age,  , postcode"));
    type(sheet, "factLook", QStringLiteral("2026-11-31"));
    TATARA_GOLDEN(*sheet, "models/facts-sheet-light-en");
    QTest::mouseClick(findButton(*sheet, QStringLiteral("Save facts")), Qt::LeftButton);
    QVERIFY(shows(*sheet, QStringLiteral("Not a date; write it as 2027-01-15")));
    QCOMPARE(factsOf(fixture), registry::ModelFacts{});
    type(sheet, "factLook", QStringLiteral("2026-11-01"));
    QTest::mouseClick(findButton(*sheet, QStringLiteral("Save facts")), Qt::LeftButton);
    QTRY_VERIFY(factsOf(fixture).owner == "mika");
    const registry::ModelFacts facts = factsOf(fixture);
    QCOMPARE(facts.deputy, std::string("jun"));
    QCOMPARE(facts.runbook, std::string("https://wiki.lan/bikes"));
    QCOMPARE(facts.intendedUse, std::string("Staffing"));
    QCOMPARE(facts.riskTier, std::string("high"));
    QCOMPARE(facts.licence, std::string("MIT"));
    QCOMPARE(facts.personal, (std::vector<std::string>{"age", "postcode"}));
    QCOMPARE(*facts.lookAgain, *parseIso8601("2026-11-01"));
    QTRY_VERIFY(!QApplication::activeModalWidget());
    const auto offersProtection = [&] {
      const QPushButton* button = findButton(shown.panel, QStringLiteral("Protect…"));
      return button != nullptr && button->isVisibleTo(&shown.panel);
    };
    QTRY_VERIFY(offersProtection() && lists(shown.panel, QStringLiteral("mika")));
    QVERIFY(shown.settle());
    TATARA_GOLDEN(shown.panel, "models/facts-light-en");
    const auto acts = *fixture.store->read([](sql::Connection& connection) {
      return registry::loadActs(connection, {.verb = "change facts"}, 10);
    });
    QCOMPARE(acts.size(), std::size_t{1});
    QCOMPARE(acts[0].program, std::string("tatara-workbench"));
    QVERIFY(acts[0].after->find("\"owner\":\"mika\"") != std::string::npos);
    QPushButton* undo = nullptr;
    QTRY_VERIFY((undo = findButton(shown.window, QStringLiteral("Undo"))) != nullptr);
    QTest::mouseClick(undo, Qt::LeftButton);
    QTRY_COMPARE(factsOf(fixture), registry::ModelFacts{});
  }

  void factsThatSomebodyElseChangedMeanwhileAreNotOverwritten() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{kModel, std::nullopt, {}});
    QVERIFY(shown.settle());
    QWidget* sheet = openSheet(shown);
    QVERIFY(sheet);
    type(sheet, "factOwner", QStringLiteral("mika"));
    registry::ModelFacts others;
    others.owner = "jun";
    fixture.write([&](store::Writer& writer) {
      return registry::setModelFacts(writer, "bike-demand-hourly", others,
                                     {.person = "jun", .program = "tatara"}, kNow);
    });
    QTest::mouseClick(findButton(*sheet, QStringLiteral("Save facts")), Qt::LeftButton);
    QTRY_VERIFY(shows(*sheet, QStringLiteral("changed meanwhile")));
    QVERIFY(findButton(*sheet, QStringLiteral("Save facts"))->isEnabled());
    QCOMPARE(sheet->findChild<QLineEdit*>(QStringLiteral("factOwner"))->text(), QStringLiteral("mika"));
    QCOMPARE(factsOf(fixture).owner, std::string("jun"));
  }

  void twoMarkedVersionsAreSetSideBySide() {
    const Fixture fixture;
    fixture.seed();
    seedMeasured(fixture);
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{kModel, 3, besideTab(2)});
    QVERIFY(shown.settle());
    auto* page = shown.panel.findChild<ComparisonPage*>();
    QVERIFY(page && page->isVisible() && page->facts());
    const evaluate::VersionComparison& made = page->facts()->compared;
    QCOMPARE(made.metrics.size(), std::size_t{3});
    QCOMPARE(made.metrics[2].name, std::string("val_rmse"));
    QCOMPARE(*made.metrics[2].left, 40.29);
    QCOMPARE(*made.metrics[2].right, 38.42);
    QVERIFY(made.signature.known && !made.signature.compatible);
    QCOMPARE(made.slices.size(), std::size_t{2});
    QCOMPARE(*made.slices[1].left, 43.0);
    QVERIFY(made.measuredTogether);
    QCOMPARE(made.sameParameters, std::size_t{2});
    QVERIFY(shows(*page, QStringLiteral("Who calls v3 as before is refused")));
    QVERIFY(shows(*page, QStringLiteral("v3 is better by 1.87 val_rmse")));
    QVERIFY(shows(*page, QStringLiteral("No parameter differs")));
    TATARA_GOLDEN(shown.window, "models/comparison-light-en");
    auto* left = page->findChild<QComboBox*>(QStringLiteral("compareLeft"));
    left->setCurrentIndex(left->findText(QStringLiteral("v1")));
    Q_EMIT left->activated(left->currentIndex());
    const auto* to = std::get_if<ModelRoute>(&shown.navigator.opened.back());
    QVERIFY(to && besideOf(to->tab) == 1 && to->version == 3);
    QTest::mouseClick(findButton(*page, QStringLiteral("Swap sides")), Qt::LeftButton);
    to = std::get_if<ModelRoute>(&shown.navigator.opened.back());
    QVERIFY(to && besideOf(to->tab) == 3 && to->version == 2);
    QCOMPARE(toText(Route(*to)), QStringLiteral("models/bike-demand-hourly@2/with/3"));
    QVERIFY(routeFromText(toText(Route(*to))) == Route(*to));
  }

  void aComparisonOfWhatIsNotThereIsSaid() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{kModel, 3, besideTab(9)});
    QVERIFY(shown.settle());
    QVERIFY(shows(shown.panel, QStringLiteral("has no version 9")));
    shown.panel.open(ModelRoute{kModel, 3, besideTab(1)});
    QVERIFY(shown.settle());
    auto* page = shown.panel.findChild<ComparisonPage*>();
    QVERIFY(shows(*page, QStringLiteral("Not both have a signature")));
    QVERIFY(shows(*page, QStringLiteral("Neither was measured yet")));
    QVERIFY(shows(*page, QStringLiteral("Neither has files in this workspace")));
  }

  void theComparisonFitsIntoASmallWindowDarkAndInJapanese() {
    const Fixture fixture;
    fixture.seed();
    seedMeasured(fixture);
    applyTheme(*qApp, ThemeMode::Dark);
    setLanguage(Language::Japanese);
    Shown shown(fixture.store);
    shown.window.resize(1088, 672);  // what 1280×720 leaves for a panel
    shown.panel.resize(1088, 672);
    shown.panel.open(ModelRoute{kModel, 3, besideTab(2)});
    QVERIFY(shown.settle());
    TATARA_GOLDEN(shown.window, "models/comparison-dark-ja-small");
  }

  void anOverrideIsShownUntilSomebodyElseLooked() {
    const Fixture fixture;
    fixture.seed();
    fixture.write([](store::Writer& writer) {
      return writer.sql().run(
          "INSERT INTO override(object, person, reason, at_ms, act_id) "
          "VALUES('model/bike-demand-hourly@champion', "
          "'kenji', 'the old one fails', 1, 1)");
    });
    Shown shown(fixture.store);
    shown.panel.open(ModelRoute{kModel, std::nullopt, {}});
    QVERIFY(shown.settle());
    QPushButton* look = findButton(shown.panel, QStringLiteral("I have looked at it"));
    QVERIFY(look);
    QTest::mouseClick(look, Qt::LeftButton);
    QTRY_VERIFY(!findButton(shown.panel, QStringLiteral("I have looked at it")));
    const auto open = *fixture.store->read(
        [](sql::Connection& connection) { return registry::loadOpenOverrides(connection); });
    QVERIFY(open.empty());
  }
};

TATARA_UI_TEST_MAIN(FactsAndComparisonTest)
#include "test_facts_and_comparison.moc"
