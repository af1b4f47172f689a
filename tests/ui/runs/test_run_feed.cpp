// What feeds the run table: whether somebody asked for a listing, or runs have only changed.
#include <QTest>
#include <vector>

#include "tests/support/temp_workspace.h"
#include "tests/support/ui_test.h"
#include "tests/ui/runs/runs_fixture.h"
#include "ui/async/store_signals.h"
#include "ui/runs/run_feed.h"

using namespace tatara;
using namespace tatara::ui;

class RunFeedTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void whatIsLoggedIsNoQuestion();
  void aQuestionStaysOneWhenRunsChangeMeanwhile();

 private:
  void ask(const std::string& condition);
  void log(int step);

  std::unique_ptr<tests::TempWorkspace> m_workspace;
  test::SeededRuns m_seeded;
  std::unique_ptr<StoreSignals> m_signals;
  std::unique_ptr<RunFeed> m_feed;
  std::vector<bool> m_live;  // by listing
};

void RunFeedTest::init() {
  m_feed.reset();
  m_signals.reset();
  m_workspace = std::make_unique<tests::TempWorkspace>();
  m_seeded = test::seedRuns(m_workspace->store(), 3, 4);
  m_signals = std::make_unique<StoreSignals>(m_workspace->share());
  m_feed = std::make_unique<RunFeed>(m_workspace->share(), *m_signals, nullptr);
  m_live.clear();
  connect(m_feed.get(), &RunFeed::listed, this, [this] { m_live.push_back(m_feed->live()); });
  m_feed->show({m_seeded.experiment, {}}, false);
  ask("metrics.val_rmse > 0");
  QTRY_VERIFY(!m_live.empty());  // what the seeding wrote may be told after it, as a live one
  QVERIFY(!m_live.front());
}

void RunFeedTest::ask(const std::string& condition) {
  ViewState view;
  view.conditions = {condition};
  m_feed->setView(view, {}, {});
}

void RunFeedTest::log(int step) {
  const Status logged = m_workspace->store().write([&](store::Writer& writer) -> Status {
    track::Batch batch;
    batch.metrics.push_back({"val_rmse", {1000 + step, test::kNoon, 30.0 + step}});
    return track::logBatch(writer, m_seeded.runs[1].id, batch);
  });
  QVERIFY(logged);
}

void RunFeedTest::whatIsLoggedIsNoQuestion() {
  std::size_t before = m_live.size();
  log(1);
  QTRY_VERIFY(m_live.size() > before);
  QVERIFY(m_live[before]);
  before = m_live.size();
  ask("metrics.val_rmse > 1");
  QTRY_VERIFY(m_live.size() > before);
  QVERIFY(!m_live[before]);
}

void RunFeedTest::aQuestionStaysOneWhenRunsChangeMeanwhile() {
  const std::size_t before = m_live.size();
  ask("metrics.val_rmse > 2");
  log(1);
  log(2);
  QTRY_VERIFY(m_live.size() > before);
  QVERIFY(!m_live[before]);
}

TATARA_UI_TEST_MAIN(RunFeedTest)
#include "test_run_feed.moc"
