// What a person changes of runs and metrics in the run table, and takes back.
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "tests/ui/runs/panel_bench.h"
#include "ui/command/action_registry.h"
#include "ui/runs/experiments_panel.h"
#include "ui/runs/internal/run_tag_sheet.h"
#include "ui/runs/meaning_sheet.h"
#include "ui/runs/run_feed.h"
#include "ui/runs/run_table_card.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/toast.h"

using namespace tatara;
using namespace tatara::ui;
using tatara::ui::test::Bench;

namespace {

void clickUndo(Bench& bench) {
  QPushButton* undo = nullptr;
  for (QPushButton* button : bench.window.findChildren<QPushButton*>()) {
    undo = button->text() == QStringLiteral("Undo") && button->isVisible() ? button : undo;
  }
  QVERIFY(undo != nullptr);
  undo->click();
}

}  // namespace

class RunActsTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QSettings().clear(); }
  void whatAMetricMeansIsSaidInTheTableAndUndone();
  void severalRunsAreTaggedAndMovedAndThatIsUndone();
  void aBestValueIsAColumnThatFollowsTheStore();
};

void RunActsTest::whatAMetricMeansIsSaidInTheTableAndUndone() {
  Bench bench(8, 4);
  bench.open(bench.seeded.experiment);
  const auto meaning = [&] { return bench.listing().meanings->of("val_mae"); };
  QVERIFY(meaning().direction == track::Direction::LowerIsBetter && meaning().guessed);
  QCOMPARE(bench.listing().meanings->primary, std::string("val_rmse"));
  Q_EMIT bench.grid().headerMenuRequested(QStringLiteral("metrics.val_mae"), QPoint(10, 10));
  auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
  QVERIFY(menu);
  for (QAction* action : menu->actions()) {
    if (action->text() == QStringLiteral("Direction and unit…")) {
      action->trigger();
    }
  }
  menu->close();
  auto* sheet = bench.panel->findChild<MeaningSheet*>();
  QVERIFY(sheet);
  TATARA_GOLDEN(*sheet, "runs/meaning");
  sheet->findChild<QComboBox*>()->setCurrentIndex(2);  // higher
  sheet->findChild<QLineEdit*>()->setText(QStringLiteral("rides/h"));
  sheet->findChild<QCheckBox*>()->setChecked(true);
  QTest::keyClick(sheet, Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(meaning().direction == track::Direction::HigherIsBetter);
  QVERIFY(!meaning().guessed);
  QCOMPARE(meaning().unit, std::string("rides/h"));
  QCOMPARE(bench.listing().meanings->primary, std::string("val_mae"));
  clickUndo(bench);
  QTRY_VERIFY(meaning().guessed);
  QCOMPARE(bench.listing().meanings->primary, std::string("val_rmse"));
}

void RunActsTest::severalRunsAreTaggedAndMovedAndThatIsUndone() {
  Bench bench(6, 2);
  track::ExperimentId other;
  QVERIFY(bench.session->store()
              ->write([&](store::Writer& writer) -> Status {
                TATARA_ASSIGN(other, track::createExperiment(writer, {.name = "kept"}, fromUnixMillis(1)));
                return {};
              })
              .has_value());
  bench.open(bench.seeded.experiment);
  const std::vector<track::RunKey> keys{bench.key(0), bench.key(2), bench.key(3)};
  bench.selection.setSelected(keys);
  bench.actions.find(QStringLiteral("runs.tag"))->trigger();
  auto* sheet = bench.window.findChild<RunTagSheet*>();
  QVERIFY(sheet != nullptr && sheet->isVisible());
  const QPushButton* act = nullptr;
  for (QPushButton* button : sheet->findChildren<QPushButton*>()) {
    act = button->text() == QStringLiteral("Set tag") ? button : act;
  }
  QVERIFY(act != nullptr);
  const_cast<QPushButton*>(act)->click();
  QVERIFY(sheet->isVisible());  // a tag has a name
  sheet->findChild<QComboBox*>()->setCurrentText(QStringLiteral("features"));
  QLineEdit* value = nullptr;
  for (QLineEdit* edit : sheet->findChildren<QLineEdit*>()) {
    value = edit->accessibleName() == QStringLiteral("Value") ? edit : value;
  }
  value->setText(QStringLiteral("mine"));
  const_cast<QPushButton*>(act)->click();
  const auto tagOf = [&](track::RunKey key) {
    const track::RunTable& table = *bench.listing().table;
    return std::string(table.findTag("features")->at(*table.findRow(key)).value_or("none"));
  };
  const std::string before = tagOf(keys[1]);
  QTRY_COMPARE_WITH_TIMEOUT(tagOf(keys[1]), std::string("mine"), 5'000);
  QVERIFY(tagOf(bench.key(1)) != "mine");
  QTRY_COMPARE_WITH_TIMEOUT(bench.toasts->shown(), std::size_t(1), 5'000);
  clickUndo(bench);
  QTRY_COMPARE_WITH_TIMEOUT(tagOf(keys[1]), before, 5'000);
  // Moved by the menu of the keyboard's action.
  bench.settle();
  bench.actions.find(QStringLiteral("runs.move"))->trigger();
  QAction* to = nullptr;
  for (QAction* action : bench.panel->findChildren<QAction*>()) {
    to = action->text() == QStringLiteral("kept") ? action : to;
  }
  QVERIFY(to != nullptr);
  to->trigger();
  QTRY_COMPARE_WITH_TIMEOUT(bench.listing().table->size(), std::size_t(3), 5'000);
  QVERIFY(bench.selection.selected().empty());
  QTRY_COMPARE_WITH_TIMEOUT(bench.toasts->shown(), std::size_t(1), 5'000);
  clickUndo(bench);
  QTRY_COMPARE_WITH_TIMEOUT(bench.listing().table->size(), std::size_t(6), 5'000);
}

void RunActsTest::aBestValueIsAColumnThatFollowsTheStore() {
  Bench bench(6, 20);
  bench.open(bench.seeded.experiment);
  ViewState view = bench.panel->view();
  view.shown.insert("best.val_rmse");
  bench.panel->changeView(view, QStringLiteral("Columns"));
  QTRY_VERIFY(bench.listing().derived.contains("best.val_rmse"));
  bench.settle();
  const track::RunKey key = bench.key(3);
  const auto best = [&] {
    return bench.listing().derived.at("best.val_rmse")->last[*bench.listing().table->findRow(key)];
  };
  QVERIFY(best() > 20);
  const track::RunId id = bench.listing().table->run(*bench.listing().table->findRow(key)).id;
  QVERIFY(bench.session->store()
              ->write([&](store::Writer& writer) {
                track::Batch batch;
                batch.metrics.push_back({"val_rmse", {-4, 1, 7.5}});  // before all others
                return track::logBatch(writer, id, batch);
              })
              .has_value());
  QTRY_COMPARE_WITH_TIMEOUT(best(), 7.5, 5'000);
  QVERIFY(bench.grid().model().findColumn("best.val_rmse") >= 0);
}

TATARA_UI_TEST_MAIN(RunActsTest)
#include "test_run_acts.moc"
