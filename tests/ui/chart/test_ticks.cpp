// Marks on axes: round numbers, one format an axis, calendar steps.
#include <QTest>
#include <cmath>
#include <random>

#include "ui/chart/ticks.h"

using namespace tatara::ui;

namespace {

QStringList labels(const TickSet& set) {
  QStringList texts;
  for (const Tick& tick : set.ticks) {
    texts << tick.label;
  }
  return texts;
}

double millis(const char* text) {
  return static_cast<double>(
      QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate).toMSecsSinceEpoch());
}

}  // namespace

class TicksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void stepsComeFromOneTwoTwoAndAHalfFive();
  void everyTickIsInsideAndTheyAreNeverTooMany();
  void largeNumbersShareAPrefix();
  void tinyNumbersShareAPower();
  void negativeNumbersCarryARealMinus();
  void stepsOfARunAreWhole();
  void logarithmicAxesLabelDecades();
  void durationsSpeakTheUnitOfTheirStep();
  void timesGoFromClockToYears();
  void localMidnightIsWrittenAsADay();
  void absurdRangesGiveNoTicks();
  void valuesShowWhatAPixelTellsApart();
};

void TicksTest::stepsComeFromOneTwoTwoAndAHalfFive() {
  QCOMPARE(labels(linearTicks(38.4, 63, 5)), QStringList({"40", "45", "50", "55", "60"}));
  QCOMPARE(labels(linearTicks(0.91, 0.99, 4)), QStringList({"0.92", "0.94", "0.96", "0.98"}));
  QCOMPARE(labels(linearTicks(0, 10, 4)), QStringList({"0", "5", "10"}));
  QCOMPARE(labels(linearTicks(0, 10, 5)), QStringList({"0.0", "2.5", "5.0", "7.5", "10.0"}));
}

void TicksTest::everyTickIsInsideAndTheyAreNeverTooMany() {
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    const double low = std::uniform_real_distribution<double>(-1, 1)(random) *
                       std::pow(10, std::uniform_real_distribution<double>(-12, 15)(random));
    const double extent =
        std::abs(low) * std::pow(10, std::uniform_real_distribution<double>(-6, 3)(random)) + 1e-12;
    const int most = std::uniform_int_distribution<int>(3, 9)(random);
    const TickSet set = linearTicks(low, low + extent, most);
    QVERIFY(static_cast<int>(set.ticks.size()) <= most);
    QVERIFY(!set.ticks.empty());
    for (std::size_t t = 0; t < set.ticks.size(); ++t) {
      QVERIFY(set.ticks[t].value >= low - extent * 1e-6 && set.ticks[t].value <= low + extent * (1 + 1e-6));
      const double factor = set.step / std::pow(10, std::floor(std::log10(set.step) + 1e-9));
      QVERIFY2(std::abs(factor - 1) < 1e-6 || std::abs(factor - 2) < 1e-6 || std::abs(factor - 2.5) < 1e-6 ||
                   std::abs(factor - 5) < 1e-6,
               qPrintable(QString::number(factor)));
      if (t > 0) {
        QVERIFY(set.ticks[t].label != set.ticks[t - 1].label);
      }
    }
  }
}

void TicksTest::largeNumbersShareAPrefix() {
  QCOMPARE(labels(linearTicks(0, 20000, 5)), QStringList({"0", "5k", "10k", "15k", "20k"}));
  QCOMPARE(labels(linearTicks(0, 9000, 4)), QStringList({"0", "2500", "5000", "7500"}));
  QCOMPARE(labels(linearTicks(1.2e6, 3e6, 5)), QStringList({"1.5M", "2.0M", "2.5M", "3.0M"}));
}

void TicksTest::tinyNumbersShareAPower() {
  const TickSet set = linearTicks(0, 5e-5, 6);
  QCOMPARE(set.exponent, QStringLiteral("×10⁻⁵"));
  QCOMPARE(labels(set).last(), QStringLiteral("5"));
  // An axis that cannot write it once writes it at every mark.
  const TickSet each = withExponents(set);
  QVERIFY(each.exponent.isEmpty());
  QCOMPARE(labels(each).first(), QStringLiteral("0"));
  QCOMPARE(labels(each).last(), QStringLiteral("5×10⁻⁵"));
  const QStringList huge = labels(withExponents(linearTicks(-1e300, 1e300, 3)));
  QVERIFY(huge.contains(QStringLiteral("−1×10³⁰⁰")) && huge.contains(QStringLiteral("0")));
  QCOMPARE(labels(withExponents(linearTicks(0, 9000, 4))), labels(linearTicks(0, 9000, 4)));
}

void TicksTest::negativeNumbersCarryARealMinus() {
  QCOMPARE(labels(linearTicks(-5, 5, 4)), QStringList({QStringLiteral("−5"), "0", "5"}));
}

void TicksTest::stepsOfARunAreWhole() {
  QCOMPARE(labels(integerTicks(0, 3, 8)), QStringList({"0", "1", "2", "3"}));
  QCOMPARE(labels(integerTicks(0, 10, 5)), QStringList({"0", "5", "10"}));
  QCOMPARE(labels(integerTicks(0, 600, 8)).first(), QStringLiteral("0"));
}

void TicksTest::logarithmicAxesLabelDecades() {
  const TickSet set = logTicks(0.5, 200, 6);
  QStringList named = labels(set);
  named.removeAll(QString());
  QCOMPARE(named, QStringList({"1", "10", "100"}));
  const auto has = [&set](double value) {
    return std::any_of(set.ticks.begin(), set.ticks.end(),
                       [&](const Tick& t) { return qFuzzyCompare(t.value, value); });
  };
  QVERIFY(has(0.5) && has(2) && has(50) && has(200));
  QStringList wide = labels(logTicks(1e-9, 1, 6));
  wide.removeAll(QString());
  QVERIFY(wide.size() <= 6);
  QVERIFY(wide.contains(QStringLiteral("10⁻⁹")));
  QVERIFY(logTicks(0, 1, 5).ticks.empty());
}

void TicksTest::durationsSpeakTheUnitOfTheirStep() {
  QCOMPARE(labels(durationTicks(0, 40, 5)), QStringList({"0 s", "10 s", "20 s", "30 s", "40 s"}));
  QCOMPARE(labels(durationTicks(0, 360, 7)),
           QStringList({"0 min", "1 min", "2 min", "3 min", "4 min", "5 min", "6 min"}));
  QCOMPARE(labels(durationTicks(0, 86400 * 4, 4)).last(), QStringLiteral("4 d"));
}

void TicksTest::timesGoFromClockToYears() {
  const QTimeZone utc = QTimeZone::utc();
  QCOMPARE(labels(timeTicks(millis("2026-11-20T13:44:30Z"), millis("2026-11-20T13:50:10Z"), 7, utc)),
           QStringList({"13:45", "13:46", "13:47", "13:48", "13:49", "13:50"}));
  QCOMPARE(labels(timeTicks(millis("2026-11-18T10:00:00Z"), millis("2026-11-21T10:00:00Z"), 4, utc)),
           QStringList({"Nov 19", "Nov 20", "Nov 21"}));
  QCOMPARE(labels(timeTicks(millis("2026-08-18T10:00:00Z"), millis("2026-12-21T10:00:00Z"), 6, utc)),
           QStringList({"Sep 2026", "Oct 2026", "Nov 2026", "Dec 2026"}));
  QCOMPARE(labels(timeTicks(millis("2019-08-18T10:00:00Z"), millis("2026-12-21T10:00:00Z"), 8, utc)).last(),
           QStringLiteral("2026"));
  QVERIFY(timeTicks(-1e300, 1e300, 5, utc).ticks.empty());
}

void TicksTest::localMidnightIsWrittenAsADay() {
  const QTimeZone tokyo("Asia/Tokyo");
  QVERIFY(tokyo.isValid());
  const QStringList texts =
      labels(timeTicks(millis("2026-11-20T12:00:00Z"), millis("2026-11-20T18:00:00Z"), 6, tokyo));
  QVERIFY2(texts.contains(QStringLiteral("Nov 21")), qPrintable(texts.join(' ')));
  QVERIFY(texts.contains(QStringLiteral("23:00")));
}

void TicksTest::absurdRangesGiveNoTicks() {
  QVERIFY(linearTicks(1, 1, 5).ticks.empty());
  QVERIFY(linearTicks(2, 1, 5).ticks.empty());
  QVERIFY(linearTicks(0, INFINITY, 5).ticks.empty());
  QVERIFY(linearTicks(std::nan(""), 1, 5).ticks.empty());
  QVERIFY(durationTicks(1, 0, 5).ticks.empty());
}

void TicksTest::valuesShowWhatAPixelTellsApart() {
  QCOMPARE(axisValueText(268, 1), QStringLiteral("268"));
  QCOMPARE(axisValueText(-0.12345, 0.001), QStringLiteral("−0.123"));
  QCOMPARE(axisValueText(std::nan(""), 1), QStringLiteral("NaN"));
  QCOMPARE(durationValueText(252, 1), QStringLiteral("4m 12s"));
  QCOMPARE(durationValueText(-61, 1), QStringLiteral("−1m 01s"));
  QCOMPARE(timeValueText(millis("2026-11-20T13:46:05Z"), 60000, QTimeZone::utc()),
           QStringLiteral("Nov 20 13:46"));
}

QTEST_GUILESS_MAIN(TicksTest)
#include "test_ticks.moc"
