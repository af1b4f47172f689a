// Nested runs in a flat table: the sign of a child, the number of children, and the ways between them.
#include <QMenu>

#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "tests/ui/runs/panel_bench.h"
#include "ui/base/utf8.h"
#include "ui/runs/filter_area.h"
#include "ui/runs/run_source.h"

using namespace tatara;
using namespace tatara::ui;
using namespace tatara::ui::test;

namespace {

// The first of the seeded runs gets the next three as children; the fifth one's parent is not there.
void nest(Bench& bench) {
  const std::vector<track::RunInfo>& runs = bench.seeded.runs;
  const Status status = bench.session->store()->write([&](store::Writer& writer) -> Status {
    for (std::size_t i = 1; i <= 3; ++i) {
      TATARA_TRY(
          track::setTag(writer, runs[i].id, {std::string(track::tag::kParentRunId), runs[0].id.value()}));
    }
    return track::setTag(writer, runs[4].id, {std::string(track::tag::kParentRunId), "elsewhere"});
  });
  QVERIFY(status.has_value());
}

RowId rowOf(const Bench& bench, std::size_t run) {
  return bench.seeded.runs[run].key.value();
}

Cell nameOf(const Bench& bench, std::size_t run) {
  const GridModel& model = bench.panel->table().grid().model();
  return model.cell(model.findRow(rowOf(bench, run)), model.findColumn("run.name"));
}

void choose(Bench& bench, std::size_t run, const QString& text) {
  Q_EMIT bench.grid().menuRequested(rowOf(bench, run), QStringLiteral("run.name"), QPoint(10, 10));
  auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
  QVERIFY(menu != nullptr);
  QAction* chosen = nullptr;
  for (QAction* action : menu->actions()) {
    chosen = action->text() == text ? action : chosen;
  }
  QVERIFY2(chosen != nullptr, qPrintable(text));
  chosen->trigger();
  menu->close();
}

}  // namespace

class NestedRunsTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { startAfresh(); }
  void aChildAndAParentAreToldInTheTable();
  void theMenuLeadsToTheChildrenAndBack();
  void theKeyboardDoesTheSame();
  void aTableWithoutNestedRunsKnowsNone();
  void inTheDarkAndInJapanese();
};

void NestedRunsTest::aChildAndAParentAreToldInTheTable() {
  Bench bench(8, 4);
  nest(bench);
  bench.open(bench.seeded.experiment);
  const QString parent = fromUtf8(bench.seeded.runs[0].name);
  QVERIFY(!nameOf(bench, 0).child && nameOf(bench, 1).child && nameOf(bench, 4).child);
  QCOMPARE(nameOf(bench, 0).pill, QStringLiteral("3"));
  QVERIFY(nameOf(bench, 0).pillSign == PillSign::Children);
  QVERIFY(nameOf(bench, 0).tip.endsWith(QStringLiteral("\n3 child runs")));
  QVERIFY(nameOf(bench, 1).pill.isEmpty());
  const GridModel& model = bench.grid().model();
  const QModelIndex name = model.index(model.findRow(rowOf(bench, 0)), model.findColumn("run.name"));
  QVERIFY(name.data(Qt::AccessibleDescriptionRole).toString().endsWith(QStringLiteral("3 child runs")));
  QVERIFY(nameOf(bench, 1).tip.endsWith(QStringLiteral("\nChild of ") + parent));
  QVERIFY(!nameOf(bench, 4).tip.contains(QStringLiteral("Child of")));  // who that is cannot be told
  QVERIFY(!nameOf(bench, 5).child && nameOf(bench, 5).pill.isEmpty());
  // The baseline's own pill goes before.
  bench.selection.setBaseline(bench.seeded.runs[0].key);
  bench.settle();
  QVERIFY(nameOf(bench, 0).pillSign == PillSign::Baseline);
}

void NestedRunsTest::theMenuLeadsToTheChildrenAndBack() {
  Bench bench(8, 4);
  nest(bench);
  bench.open(bench.seeded.experiment);
  choose(bench, 0, QStringLiteral("Show its 3 child runs"));
  bench.settle();
  QCOMPARE(bench.listing().rows.size(), std::size_t(3));
  auto* filter = bench.panel->findChild<FilterArea*>();
  QCOMPARE(filter->chipWords(0), QStringLiteral("child runs of ") + fromUtf8(bench.seeded.runs[0].name));
  // The parent is filtered out: its own page is opened.
  choose(bench, 2, QStringLiteral("Go to parent ") + fromUtf8(bench.seeded.runs[0].name));
  QCOMPARE(bench.places.opened.size(), std::size_t(1));
  QVERIFY(std::get<RunRoute>(bench.places.opened[0]).run == bench.seeded.runs[0].id);
  bench.undo.undo();
  bench.settle();
  QCOMPARE(bench.listing().rows.size(), std::size_t(8));
  choose(bench, 2, QStringLiteral("Go to parent ") + fromUtf8(bench.seeded.runs[0].name));
  QVERIFY(bench.grid().current() == rowOf(bench, 0));
  QCOMPARE(bench.places.opened.size(), std::size_t(1));
}

void NestedRunsTest::theKeyboardDoesTheSame() {
  Bench bench(8, 4);
  nest(bench);
  bench.open(bench.seeded.experiment);
  bench.grid().setCurrent(rowOf(bench, 3));
  bench.actions.find(QStringLiteral("runs.parent"))->trigger();
  QVERIFY(bench.grid().current() == rowOf(bench, 0));
  bench.actions.find(QStringLiteral("runs.children"))->trigger();
  bench.settle();
  QCOMPARE(bench.listing().rows.size(), std::size_t(3));
  // A run without children changes nothing; another parent's condition would take the place of this one.
  bench.grid().setCurrent(rowOf(bench, 3));
  bench.actions.find(QStringLiteral("runs.children"))->trigger();
  bench.settle();
  QCOMPARE(bench.panel->view().conditions.size(), std::size_t(1));
}

void NestedRunsTest::aTableWithoutNestedRunsKnowsNone() {
  Bench bench(8, 4);
  bench.open(bench.seeded.experiment);
  QVERIFY(bench.listing().nesting == nullptr);
  nest(bench);
  QTRY_VERIFY_WITH_TIMEOUT(bench.listing().nesting != nullptr, 10'000);
  // The same for another order of the same table, once the colours of its runs are kept.
  const auto sortBy = [&](const std::string& column) {
    ViewState view = bench.panel->view();
    view.sort = {{column, true}};
    bench.panel->applyView(view);
    bench.settle();
  };
  sortBy("run.name");
  QTRY_VERIFY_WITH_TIMEOUT(
      [&] {
        const auto before = bench.listing().nesting;
        sortBy("run.started");
        return bench.listing().nesting == before;
      }(),
      10'000);
}

void NestedRunsTest::inTheDarkAndInJapanese() {
  applyTheme(*qApp, ThemeMode::Dark);
  setLanguage(Language::Japanese);
  {
    Bench bench(8, 4);
    nest(bench);
    bench.open(bench.seeded.experiment);
    choose(bench, 0, QStringLiteral("子の実行 3 件を表示"));
    ViewState view = bench.panel->view();
    QCOMPARE(view.conditions.size(), std::size_t(1));
    view.layout = RunsLayout::Table;
    view.conditions.clear();
    bench.panel->applyView(view);
    bench.settle();
    bench.panel->resize(1000, 420);
    TATARA_GOLDEN(*bench.panel, "runs/nested-dark-ja");
  }
}

TATARA_UI_TEST_MAIN(NestedRunsTest)
#include "test_nested_runs.moc"
