#include <atomic>
#include <condition_variable>
#include <mutex>

#include <QApplication>
#include <QtTest>

#include "ui/async/heartbeat.h"
#include "ui/async/latest_job.h"
#include "ui/async/release_later.h"

using namespace tatara;
using namespace tatara::ui;

// A door that work waits at until the test opens it.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(m_mutex);
    m_open = true;
    m_wake.notify_all();
  }
  void wait() {
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_open; });
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_open = false;
};

class LatestJobTest : public QObject {
  Q_OBJECT
 private slots:
  void theAnswerArrivesOnTheGuiThread() {
    QThread* where = nullptr;
    int value = 0;
    LatestJob<int> job([&](Result<int> answer) {
      where = QThread::currentThread();
      value = *answer;
    });
    job.start([](std::stop_token) -> Result<int> { return 42; });
    QVERIFY(job.running());
    QTRY_COMPARE(value, 42);
    QCOMPARE(where, QThread::currentThread());
    QVERIFY(!job.running());
  }

  void anOlderAnswerIsDroppedAndItsWorkToldToStop() {
    exec::ThreadPool pool(2, "test");
    Gate gate;
    std::atomic<bool> toldToStop = false;
    std::atomic<bool> firstEnded = false;
    std::vector<int> answers;
    LatestJob<int> job([&](Result<int> answer) { answers.push_back(*answer); }, pool);
    Gate started;
    job.start([&](std::stop_token stop) -> Result<int> {
      started.open();
      gate.wait();
      toldToStop = stop.stop_requested();
      firstEnded = true;
      return 1;
    });
    started.wait();
    job.start([](std::stop_token) -> Result<int> { return 2; });
    gate.open();
    QTRY_VERIFY(firstEnded);
    QTRY_COMPARE(answers, std::vector<int>{2});
    QVERIFY(toldToStop);
    QCoreApplication::processEvents();
    QCOMPARE(answers, std::vector<int>{2});
  }

  void nothingArrivesAfterTheReceiverIsGone() {
    exec::ThreadPool pool(1, "test");
    bool delivered = false;
    auto job = std::make_unique<LatestJob<int>>([&](Result<int>) { delivered = true; }, pool);
    Gate ended;
    job->start([&](std::stop_token) -> Result<int> {
      ended.open();
      return 1;
    });
    ended.wait();
    job.reset();
    QTest::qWait(1);
    QCoreApplication::sendPostedEvents();
    QVERIFY(!delivered);
  }

  void aReceiverMayDestroyTheJobThatCallsIt() {
    auto job = std::make_unique<std::unique_ptr<LatestJob<int>>>();
    bool delivered = false;
    *job = std::make_unique<LatestJob<int>>([&](Result<int>) {
      job->reset();
      delivered = true;
    });
    (*job)->start([](std::stop_token) -> Result<int> { return 1; });
    QTRY_VERIFY(delivered);
  }

  void errorsAreDeliveredButCancellationIsNot() {
    int calls = 0;
    ErrorKind kind = ErrorKind::Internal;
    LatestJob<int> job([&](Result<int> answer) {
      ++calls;
      kind = answer.error().kind;
    });
    job.start([](std::stop_token) -> Result<int> { return makeError(ErrorKind::Cancelled, "cancelled"); });
    QTRY_VERIFY(!job.running());
    QCOMPARE(calls, 0);
    job.start([](std::stop_token) -> Result<int> { return makeError(ErrorKind::NotFound, "no such run"); });
    QTRY_COMPARE(calls, 1);
    QVERIFY(kind == ErrorKind::NotFound);
  }

  void whatIsReleasedLaterGoesOnAWorkerAfterItsLastHolder() {
    std::atomic<QThread*> freedOn{nullptr};
    auto value = std::shared_ptr<const int>(new int(7), [&](const int* number) {
      delete number;
      freedOn = QThread::currentThread();
    });
    releaseLater(value);
    QVERIFY(freedOn == nullptr);  // a view may still hold it
    value.reset();
    QVERIFY(freedOn == nullptr);
    QTRY_VERIFY(freedOn != nullptr);
    QVERIFY(freedOn != QThread::currentThread());
  }

  void theHeartbeatNoticesABlockedEventLoop() {
    Heartbeat heartbeat;
    heartbeat.start();
    QThread::msleep(60);
    QVERIFY(heartbeat.takeWorstGap().count() >= 60);
    QVERIFY(heartbeat.takeWorstGap().count() < 60);
  }
};

QTEST_MAIN(LatestJobTest)
#include "test_latest_job.moc"
