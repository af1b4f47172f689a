// Experiments of thousands of runs show their newest first; what a person does there stays when the others
// come.
#include "core/exec/thread_pool.h"
#include "tests/support/ui_test.h"
#include "tests/ui/runs/panel_bench.h"
#include "ui/runs/experiments_panel.h"
#include "ui/runs/run_feed.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"

using namespace tatara;
using namespace tatara::ui;
using tatara::ui::test::Bench;
using tatara::ui::test::startAfresh;

class FirstPageTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { startAfresh(); }
  void aFirstPageComesBeforeTheOthersAndSelectionAndScrollStay();
  void whoHasNotMovedInAFirstPageSeesTheBestRunsNext();
};

void FirstPageTest::aFirstPageComesBeforeTheOthersAndSelectionAndScrollStay() {
  Bench bench(4100, 1);
  auto* feed = bench.panel->findChild<RunFeed*>();
  std::vector<bool> partial;
  std::vector<track::RunKey> chosen;
  RowId top = 0;
  connect(feed, &RunFeed::listed, bench.panel, [&] {
    partial.push_back(feed->listing()->partial);
    if (partial.size() > 1) {
      return;
    }
    QCOMPARE(feed->listing()->total, 4100);
    QCOMPARE(bench.grid().model().rowCount(), 200);
    // Newest first, with their values.
    QCOMPARE(bench.key(0), bench.seeded.runs.front().key);
    QVERIFY(bench.listing().table->findMetric("val_rmse") != nullptr);
    chosen = {bench.key(120), bench.key(140)};
    bench.selection.setSelected(chosen);
    bench.grid().setCurrent(bench.key(100).value());
    bench.grid().reveal(bench.key(100).value());
    top = bench.grid().model().rowId(bench.grid().visibleRows().first);
  });
  bench.open(bench.seeded.experiment);
  QVERIFY(partial.size() >= 2);
  QVERIFY(partial.front() && !partial.back());
  QCOMPARE(bench.grid().model().rowCount(), 4100);
  QCOMPARE(bench.panel->view().sort, (std::vector<SortKey>{{"metrics.val_rmse", false}}));
  QCOMPARE(bench.selection.selected(), chosen);
  QCOMPARE(bench.grid().model().rowId(bench.grid().visibleRows().first), top);

  // Another panel finds what the first one kept, and needs no page.
  const std::filesystem::path kept =
      bench.session->store()->workspace().stateFolder() / "cache" /
      ("runs-" + std::to_string(bench.seeded.experiment.value()) + "-0.columns");
  QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(kept), 10'000);
  ExperimentsPanel second(*bench.context, &bench.window);
  auto* again = second.findChild<RunFeed*>();
  bool any = false;
  connect(again, &RunFeed::listed, &second, [&] { any = any || again->listing()->partial; });
  second.open(ExperimentsRoute{bench.seeded.experiment});
  QTRY_VERIFY_WITH_TIMEOUT(second.listing() != nullptr, 20'000);
  QVERIFY(!any);
  QCOMPARE(second.listing()->rows.size(), std::size_t(4100));
}

void FirstPageTest::whoHasNotMovedInAFirstPageSeesTheBestRunsNext() {
  Bench bench(4001, 1);
  auto* feed = bench.panel->findChild<RunFeed*>();
  bool first = true;
  connect(feed, &RunFeed::listed, bench.panel, [&] {
    if (std::exchange(first, false)) {
      Q_EMIT bench.grid().checkAllRequested();  // means every run, also those to come
      QCOMPARE(bench.selection.selected().size(), std::size_t(0));
    }
  });
  bench.window.show();
  bench.panel->open(ExperimentsRoute{bench.seeded.experiment});  // not its charts, which take long
  QTRY_COMPARE_WITH_TIMEOUT(bench.selection.selected().size(), std::size_t(4001), 20'000);
  QCOMPARE(bench.grid().visibleRows().first, 0);
  double last = 0;
  for (std::size_t i = 0; i < 20; ++i) {
    const double value = bench.listing().table->findMetric("val_rmse")->last[bench.listing().rows[i]];
    QVERIFY(value >= last);
    last = value;
  }
}

TATARA_UI_TEST_MAIN(FirstPageTest)
#include "test_first_page.moc"
