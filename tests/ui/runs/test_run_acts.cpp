// What a person changes of runs and metrics in the run table, and takes back.
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <QToolTip>
#include <QUndoStack>
#include <array>

#include "core/series/expression.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "tests/ui/runs/panel_bench.h"
#include "ui/base/error_text.h"
#include "ui/chart/chart_card.h"
#include "ui/command/action_registry.h"
#include "ui/runs/experiments_panel.h"
#include "ui/runs/expression_field.h"
#include "ui/runs/internal/run_tag_sheet.h"
#include "ui/runs/meaning_sheet.h"
#include "ui/runs/parallel_plot.h"
#include "ui/runs/run_feed.h"
#include "ui/runs/run_table_card.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/toast.h"

using namespace tatara;
using namespace tatara::ui;
using tatara::ui::test::Bench;
using tatara::ui::test::startAfresh;

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
  void init() { startAfresh(); }
  void whatAMetricMeansIsSaidInTheTableAndUndone();
  void severalRunsAreTaggedAndMovedAndThatIsUndone();
  void deletingLeavesThePlaceAndIsUndoneByTheKeyOfUndo();
  void bothPanesDrawTheFrameAnewWhenTheTableLosesTheKeyboard();
  void aFilterThatCannotBeReadSaysWhyWhenItIsEntered();
  void whatIsWrongWithAFilterIsToldInJapanese_data();
  void whatIsWrongWithAFilterIsToldInJapanese();
  void whatIsWrongWithAnExpressionIsToldInJapanese();
  void onlyRunsThatAreLinesAreCountedAsHighlighted();
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

void RunActsTest::deletingLeavesThePlaceAndIsUndoneByTheKeyOfUndo() {
  Bench bench(60, 2);
  bench.open(bench.seeded.experiment);
  bench.settle();
  const auto& model = bench.grid().model();
  const RowId below = model.rowId(4);
  bench.grid().setCurrent(model.rowId(2));
  bench.selection.setSelected({track::RunKey(model.rowId(2)), track::RunKey(model.rowId(3))});
  bench.actions.find(QStringLiteral("runs.delete"))->trigger();
  QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 58, 5'000);
  QCOMPARE(bench.grid().current(), std::optional(below));
  QCOMPARE(model.findRow(below), 2);
  QCOMPARE(bench.grid().visibleRows().first, 0);
  QTRY_COMPARE_WITH_TIMEOUT(bench.toasts->shown(), std::size_t(1), 5'000);
  for (QToolButton* button : bench.window.findChildren<QToolButton*>()) {
    if (button->accessibleName() == QStringLiteral("Close")) {
      button->click();
    }
  }
  QCOMPARE(bench.toasts->shown(), std::size_t(0));
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  bench.undo.undo();
  QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 60, 5'000);
  // The last rows of all: the cursor goes up.
  bench.grid().setCurrent(model.rowId(59));
  const RowId above = model.rowId(58);
  bench.selection.setSelected({track::RunKey(model.rowId(59))});
  bench.actions.find(QStringLiteral("runs.delete"))->trigger();
  QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 59, 5'000);
  QCOMPARE(bench.grid().current(), std::optional(above));
}

void RunActsTest::bothPanesDrawTheFrameAnewWhenTheTableLosesTheKeyboard() {
  Bench bench(5, 2);
  bench.open(bench.seeded.experiment);
  bench.settle();
  struct Painted final : QObject {
    bool eventFilter(QObject*, QEvent* event) override {
      count += event->type() == QEvent::Paint ? 1 : 0;
      return false;
    }
    int count = 0;
  };
  QLineEdit elsewhere(&bench.window);
  elsewhere.show();
  bench.window.activateWindow();
  bench.grid().setFocus(Qt::TabFocusReason);
  QTRY_VERIFY(bench.window.focusWidget() == bench.grid().focusProxy());
  const QList<QTableView*> panes = bench.grid().findChildren<QTableView*>();
  QCOMPARE(panes.size(), 2);
  QCoreApplication::processEvents();
  std::array<Painted, 2> painted;
  for (std::size_t i = 0; i < 2; ++i) {
    panes[static_cast<qsizetype>(i)]->viewport()->installEventFilter(&painted[i]);
  }
  elsewhere.setFocus();
  QTRY_VERIFY(painted[0].count > 0 && painted[1].count > 0);
}

void RunActsTest::aFilterThatCannotBeReadSaysWhyWhenItIsEntered() {
  Bench bench(3, 2);
  bench.open(bench.seeded.experiment);
  auto* field = qobject_cast<ExpressionField*>(bench.panel->filterField());
  QVERIFY(field != nullptr);
  QTest::keyClicks(field, QStringLiteral("metrics.val_rmse < 45 AND"));
  QVERIFY(!QToolTip::isVisible());
  QTest::keyClick(field, Qt::Key_Return);
  QVERIFY(QToolTip::isVisible() && QToolTip::text().contains(field->problem()));
  QCOMPARE(field->accessibleDescription(), field->problem());
  QTest::keyClicks(field, QStringLiteral(" duration > 1"));
  QVERIFY2(field->problem().isEmpty(), qPrintable(field->problem()));
  QTRY_VERIFY(!QToolTip::isVisible());
}

void RunActsTest::whatIsWrongWithAFilterIsToldInJapanese_data() {
  QTest::addColumn<QString>("filter");
  for (const char* filter : {"duration > 1)",
                             "duration > 1 duration > 2",
                             "(duration > 1",
                             "metrics.'a",
                             "duration > 1 AND",
                             "duration > 1 AND < 4",
                             "IN",
                             "metrics.a ~ 4",
                             "metrics.a LIK 4",
                             "metrics.a LIKE 'x'",
                             "params.a =",
                             "params.a = x",
                             "params.a = (",
                             "params.a = 'x",
                             "start_time > 'soon'",
                             "metrics.a >",
                             "metrics.a > 'x'",
                             "metrics.a > x",
                             "params.a IN 'x'",
                             "params.a IN (x)",
                             "params.a IN ('x'",
                             "params.a IN ('x' 'y')",
                             "params.a IN ('x",
                             "statsu = 'FINISHED'",
                             "entirely = 3",
                             "metrisc.a > 1",
                             "whatever.a > 1",
                             "metrics. > 1",
                             "datasets.size = 'x'"}) {
    QTest::newRow(filter) << QString::fromLatin1(filter);
  }
  QString deep(60, QLatin1Char('('));
  QTest::newRow("deep") << deep;
  QString many = QStringLiteral("duration > 1");
  for (int i = 0; i < 1000; ++i) {
    many += QStringLiteral(" AND duration > 1");
  }
  QTest::newRow("many") << many;
}

// Names stand as they are; a sentence has kana.
void RunActsTest::whatIsWrongWithAFilterIsToldInJapanese() {
  QFETCH(QString, filter);
  setLanguage(Language::Japanese);
  ExpressionField field;
  field.setText(filter);
  setLanguage(Language::English);
  const bool kana = std::any_of(field.problem().begin(), field.problem().end(),
                                [](QChar c) { return c.script() == QChar::Script_Hiragana; });
  QVERIFY2(kana, qPrintable(field.problem()));
  const QString japanese = field.problem();
  field.setText(filter + QLatin1Char(' '));
  QVERIFY(field.problem() != japanese);
  QVERIFY2(field.problem().at(0).script() != QChar::Script_Hiragana, qPrintable(field.problem()));
}

void RunActsTest::whatIsWrongWithAnExpressionIsToldInJapanese() {
  setLanguage(Language::Japanese);
  for (const QString& text :
       {QStringLiteral("a b"), QStringLiteral("a +"), QStringLiteral("`a"), QStringLiteral("(a"),
        QStringLiteral("a + 1.2.3"), QStringLiteral("sine(a)"), QStringLiteral("min(a)"),
        QStringLiteral("abs(a, b)"), QString(100, QLatin1Char('(')), QString(5000, QLatin1Char('a'))}) {
    const auto read = series::Expression::parse(text.toStdString());
    QVERIFY2(!read, qPrintable(text));
    const QString told = messageText(read.error());
    QVERIFY2(
        std::any_of(told.begin(), told.end(), [](QChar c) { return c.script() == QChar::Script_Hiragana; }),
        qPrintable(told));
  }
  setLanguage(Language::English);
}

void RunActsTest::onlyRunsThatAreLinesAreCountedAsHighlighted() {
  Bench bench(3, 4);
  QVERIFY(bench.session->store()
              ->write([&](store::Writer& writer) -> Status {
                TATARA_TRY(track::createRun(
                    writer, {.experiment = bench.seeded.experiment, .name = "no metric"}, fromUnixMillis(1)));
                return {};
              })
              .has_value());
  bench.open(bench.seeded.experiment);
  QCOMPARE(bench.listing().rows.size(), std::size_t(4));
  const auto subtitle = [&] {
    for (const ChartCard* card : bench.panel->findChildren<ChartCard*>()) {
      if (card->findChild<ParallelPlot*>()) {
        return card->subtitle();
      }
    }
    return QString();
  };
  QTRY_COMPARE(subtitle(), QStringLiteral("3 runs, 3 highlighted"));
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
