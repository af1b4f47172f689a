#include <QApplication>
#include <QtTest>

#include "ui/async/pace.h"

using namespace std::chrono_literals;
using namespace tatara::ui;

class PaceTest : public QObject {
  Q_OBJECT
 private slots:
  void whatTakesAMomentIsDoneEveryTime() {
    QCOMPARE(restAfter(0ns), 0ns);
    QCOMPARE(restAfter(49ms), 0ns);
  }

  void whatTakesLongGetsATenthOfTheTime() {
    QCOMPARE(restAfter(50ms), 450ms);
    QCOMPARE(restAfter(1s), 9s);
  }

  void nothingRestsLongerThanHalfAMinute() { QCOMPARE(restAfter(1h), 30s); }

  void theFirstWishIsGrantedAtOnce() {
    int times = 0;
    Pace pace([&] { ++times; });
    pace.want();
    QCOMPARE(times, 1);
  }

  void wishesDuringTheWorkAreOneAfterIt() {
    int times = 0;
    Pace pace([&] {
      ++times;
      pace.began();
    });
    pace.want();
    pace.want();
    pace.want();
    QCOMPARE(times, 1);
    pace.ended();
    QCOMPARE(times, 2);
    pace.ended();
    QCOMPARE(times, 2);
  }

  void longWorkIsFollowedByItsRest() {
    QElapsedTimer rest;
    qint64 rested = 0;
    Pace pace([&] { rested = rest.isValid() ? rest.nsecsElapsed() : 0; });
    pace.began();
    QThread::msleep(60);
    rest.start();
    pace.ended();
    pace.want();
    QCOMPARE(rested, 0);
    QTRY_VERIFY_WITH_TIMEOUT(rested > 0, 60'000);
    QVERIFY2(rested > 8 * 60'000'000LL, qPrintable(QString::number(rested)));
  }

  void aPersonsQuestionTakesThePlaceOfWhatWaits() {
    int times = 0;
    Pace pace([&] { ++times; });
    pace.began();
    QThread::msleep(60);
    pace.ended();
    pace.want();   // waits for half a second
    pace.began();  // a person asks
    pace.ended();
    QTest::qWait(700);
    QCOMPARE(times, 0);
  }

  void whatNobodyLooksAtIsDoneOnceAfterwards() {
    int times = 0;
    Pace pace([&] { ++times; });
    pace.hold(true);
    pace.want();
    pace.want();
    QCOMPARE(times, 0);
    pace.hold(false);
    QCOMPARE(times, 1);
    pace.hold(true);
    pace.hold(false);
    QCOMPARE(times, 1);
  }

  void whatWaitsForItsRestWaitsAlsoForEyes() {
    int times = 0;
    Pace pace([&] { ++times; });
    pace.began();
    pace.want();
    pace.hold(true);
    pace.ended();
    QCOMPARE(times, 0);
    pace.hold(false);
    QCOMPARE(times, 1);
  }

  void givingUpWithoutABeginningChangesNothing() {
    int times = 0;
    Pace pace([&] { ++times; });
    pace.ended();
    pace.want();
    QCOMPARE(times, 1);
  }
};

QTEST_GUILESS_MAIN(PaceTest)
#include "test_pace.moc"
