// Curves whose x are uneven, as times are, and which stay in pages: what is known of x without reading.
#include <QTest>
#include <cmath>
#include <random>

#include "tests/ui/chart/vector_pages.h"
#include "ui/chart/columns.h"

using namespace tatara::ui;

namespace {

enum class Spacing { Jittered, Paused, Bursts, Repeated, EvenThenNot, Last };

std::vector<double> unevenX(std::mt19937& random, Spacing spacing, std::size_t count) {
  std::vector<double> x;
  double at = 1.772e12;
  for (std::size_t i = 0; i < count; ++i) {
    x.push_back(at);
    switch (spacing) {
      case Spacing::Jittered:
        at += 28 + random() % 25;
        break;
      case Spacing::Paused:
        at += random() % 97 == 0 ? 20'000 : 40 + random() % 2;
        break;
      case Spacing::Bursts:
        at += random() % 20 == 0 ? 900 : 0.25;
        break;
      case Spacing::Repeated:
        at += random() % 9 == 0 ? 300 : 0;
        break;
      case Spacing::EvenThenNot:
      case Spacing::Last:
        at += i < count / 2 ? 40 : 30 + random() % 20;
        break;
    }
  }
  return x;
}

// Walks, and values far away where columns begin and end.
std::vector<double> valuesOver(std::mt19937& random, const std::vector<double>& x, const PlotMap& map,
                               bool gaps) {
  std::vector<double> y;
  double value = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    value = std::clamp(value + static_cast<double>(random()) / 4294967296.0 - 0.5, -6.0, 6.0);
    const std::size_t before = i < 4 ? 0 : i - 4;
    const bool edge = map.column(x[before]) != map.column(x[std::min(i + 4, x.size() - 1)]);
    const bool spike = edge && random() % 7 == 0;
    const bool gap = gaps && random() % (edge ? 40 : 900) == 0;
    y.push_back(gap ? std::nan("") : spike ? value * 2.5 : value);
  }
  return y;
}

PlotMap mapOver(const std::vector<double>& x, double part, int columns) {
  const double wide = (x.back() - x.front()) * part;
  const double low = x.front() + (x.back() - x.front() - wide) * 0.37;
  return PlotMap(PlotAxis({low, low + wide}, AxisScale::Linear, columns),
                 PlotAxis({-10, 10}, AxisScale::Linear, 160));
}

}  // namespace

class UnevenXTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyXLiesWithinItsBounds();
  void boundsGoOnWhereASeriesGrew();
  void spansAreThoseOfPointsThatAreKept();
  void jitteredTimesAreDrawnFromFewPages();
  void whatCannotBeReadIsAGap();
};

void UnevenXTest::everyXLiesWithinItsBounds() {
  std::mt19937 random(1);
  for (int round = 0; round < 60; ++round) {
    const auto spacing = static_cast<Spacing>(round % static_cast<int>(Spacing::Last));
    const std::size_t count = 40 + random() % 3000;
    const std::vector<double> x = unevenX(random, spacing, count);
    const CurvePtr kept = CurveData::make(x, std::vector<double>(count, 1.0));
    const CurvePtr curve = tatara::ui::test::pagedCurve(kept, random, 1 + random() % 700);
    if (curve->knowsX()) {
      continue;  // pages of a point or two are all even
    }
    CurveData::XBounds before = curve->xBounds(0);
    double wide = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const CurveData::XBounds bounds = curve->xBounds(i);
      QVERIFY2(bounds.least <= x[i] && x[i] <= bounds.most, qPrintable(QString::number(i)));
      QVERIFY(bounds.least >= before.least && bounds.most >= before.most);
      QVERIFY(i % CurveLevels::kFine != 0 || (bounds.least == x[i] && bounds.most == x[i]));
      before = bounds;
      wide += bounds.most - bounds.least;
    }
    // A few points' worth, where x is nearly even.
    QVERIFY(spacing != Spacing::Jittered || wide / static_cast<double>(count) < 3 * 40);
  }
}

void UnevenXTest::boundsGoOnWhereASeriesGrew() {
  std::mt19937 random(2);
  const std::vector<double> x = unevenX(random, Spacing::Jittered, 4000);
  const std::vector<double> y(x.size(), 1.0);
  const auto first = [](const std::vector<double>& all, std::size_t count) {
    return std::vector<double>(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
  };
  const auto begun = std::make_shared<test::VectorPages>(first(x, 2048), first(y, 2048),
                                                         std::vector<std::size_t>{0, 1024, 2048});
  const auto grown =
      std::make_shared<test::VectorPages>(x, y, std::vector<std::size_t>{0, 1024, 2048, 3072, 4000});
  grown->shared = 2;
  const CurvePtr before = CurveData::makePaged(begun, nullptr, {}).value();
  const CurvePtr curve = CurveData::makePaged(grown, before, {}).value();
  QCOMPARE(grown->reads.load(), 2);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const CurveData::XBounds bounds = curve->xBounds(i);
    QVERIFY2(bounds.least <= x[i] && x[i] <= bounds.most, qPrintable(QString::number(i)));
  }
}

void UnevenXTest::spansAreThoseOfPointsThatAreKept() {
  for (unsigned round = 0; round < 400; ++round) {
    std::mt19937 random(round);
    const auto spacing = static_cast<Spacing>(round % static_cast<unsigned>(Spacing::Last));
    const std::vector<double> x = unevenX(random, spacing, 200 + random() % 12'000);
    const double part = std::pow(10, -1.5 * static_cast<double>(random() % 100) / 100);
    const PlotMap map = mapOver(x, part, 20 + static_cast<int>(random() % 60));
    const CurvePtr kept = CurveData::make(x, valuesOver(random, x, map, round % 3 == 0));
    const CurvePtr curve = test::pagedCurve(kept, random, round % 2 == 0 ? 60 : 900);
    const auto paged = reduceToColumns(*curve, map, 3, Exactness::AtRest);
    QVERIFY2(paged == reduceToColumns(*kept, map, 3, Exactness::AtRest),
             qPrintable(QStringLiteral("round %1").arg(round)));
  }
}

void UnevenXTest::jitteredTimesAreDrawnFromFewPages() {
  constexpr std::size_t kCount = 400'000;
  constexpr std::size_t kPage = 4096;
  std::vector<std::size_t> begins;
  for (std::size_t begin = 0; begin < kCount; begin += kPage) {
    begins.push_back(begin);
  }
  begins.push_back(kCount);
  const auto pages = static_cast<int>(begins.size()) - 1;
  for (const bool walks : {false, true}) {
    std::mt19937 random(3);
    const std::vector<double> x = unevenX(random, Spacing::Jittered, kCount);
    std::vector<double> y;
    double walk = 0;
    for (std::size_t i = 0; i < kCount; ++i) {
      const double step = static_cast<double>(random()) / 2147483648.0 - 1;
      walk += step;
      y.push_back(walks ? walk : step);
    }
    const CurvePtr kept = CurveData::make(x, y);
    const auto held = std::make_shared<test::VectorPages>(x, y, begins);
    const CurvePtr curve = CurveData::makePaged(held, nullptr, {}).value();
    QVERIFY(!curve->knowsX());
    QCOMPARE(held->reads.load(), pages);
    const PlotMap map(PlotAxis({x.front(), x.back()}, AxisScale::Linear, 600),
                      PlotAxis({kept->extremes().low, kept->extremes().high}, AxisScale::Linear, 400));
    QCOMPARE(reduceToColumns(*curve, map, 3, Exactness::AtRest),
             reduceToColumns(*kept, map, 3, Exactness::AtRest));
    const int read = held->reads - pages;
    QVERIFY2(read <= pages * 3 / 5, qPrintable(QStringLiteral("%1 of %2").arg(read).arg(pages)));
  }
}

void UnevenXTest::whatCannotBeReadIsAGap() {
  std::mt19937 random(4);
  const std::vector<double> x = unevenX(random, Spacing::Jittered, 9000);
  const PlotMap map = mapOver(x, 1, 120);
  const CurvePtr kept = CurveData::make(x, valuesOver(random, x, map, false));
  const auto pages = test::pagesOf(*kept, random, 700);
  const CurvePtr curve = CurveData::makePaged(pages, nullptr, {}).value();
  pages->lost = {3, 4, 8};
  CurveReader reader(*curve);
  const std::vector<ColumnSpan> spans = reduceToColumns(reader, map, 3, Exactness::AtRest);
  QVERIFY(reader.error());
  QVERIFY(spans.size() > 60);
  QVERIFY(std::is_sorted(spans.begin(), spans.end(),
                         [](const ColumnSpan& a, const ColumnSpan& b) { return a.column < b.column; }));
}

QTEST_GUILESS_MAIN(UnevenXTest)
#include "test_uneven_x.moc"
