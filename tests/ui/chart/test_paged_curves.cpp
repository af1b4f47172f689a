// Curves whose points are read when they are needed: everything that looks at points gives what it gives of a
// curve that keeps them.
#include <QKeyEvent>
#include <cmath>
#include <random>

#include "tests/support/ui_test.h"
#include "tests/ui/chart/vector_pages.h"
#include "ui/chart/chart_card.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/readings.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

enum class Times { Even, Ragged };

// A walk above and below zero, with gaps and repeated x when it is ragged.
CurvePtr walk(unsigned seed, std::size_t count, Times times) {
  std::mt19937 random(seed);
  std::vector<double> x;
  std::vector<double> y;
  double at = 0;
  double value = 3;
  for (std::size_t i = 0; i < count; ++i) {
    at += times == Times::Even ? 1 : static_cast<double>(random() % 4) * 0.37;
    value += static_cast<double>(random()) / 2147483648.0 - 1;
    x.push_back(at);
    y.push_back(times == Times::Ragged && random() % 400 == 0 ? std::nan("") : value);
  }
  return CurveData::make(std::move(x), std::move(y));
}

LineRequest requestOf(std::vector<CurvePtr> curves) {
  LineRequest request;
  for (CurvePtr& data : curves) {
    LineRequest::Curve curve;
    curve.data = std::move(data);
    request.curves.push_back(curve);
  }
  request.size = QSizeF(420, 260);
  return request;
}

}  // namespace

class PagedCurvesTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void framesOfEveryKindAreThoseOfKeptPoints();
  void whatMovesReadsNoPoints();
  void whatMovesNearbyIsGuessed();
  void aGrownCurveReadsOnlyWhatIsNew();
  void pointsThatFallAreNotPaged();
  void whatCannotBeReadIsAGapAndNamed();
  void theCacheKeepsItsLimit();
  void theCrossHairReadsTheSamePoints();
  void aChartOfPagedCurvesIsWalkedByKeyAndExported();
};

void PagedCurvesTest::framesOfEveryKindAreThoseOfKeptPoints() {
  for (unsigned seed = 0; seed < 48; ++seed) {
    std::mt19937 random(seed);
    const Times times = seed % 2 == 0 ? Times::Even : Times::Ragged;
    const CurvePtr kept = walk(seed, 9000, times);
    LineRequest request = requestOf({kept});
    request.yScale = seed % 4 < 2 ? AxisScale::Linear : AxisScale::Log;
    request.xScale = seed % 8 < 4 ? AxisScale::Linear : AxisScale::Log;
    request.smoothing.kind = static_cast<SmoothingKind>(seed % 5);
    request.smoothing.amount = seed % 3 == 0                                          ? 0
                               : request.smoothing.kind == SmoothingKind::Exponential ? 0.9
                                                                                      : 21;
    request.spread = seed % 6 == 5;
    if (seed % 7 > 3) {
      const double from = static_cast<double>(random() % 2000) + 1;
      request.xRange = AxisRange{from, from + 40 + static_cast<double>(random() % 3000)};
    }
    const LineFramePtr expected = makeLineFrame(request);
    request.curves[0].data = test::pagedCurve(kept, random, 700);
    const LineFramePtr frame = makeLineFrame(request);
    QVERIFY(!frame->unread);
    QCOMPARE(frame->notPositive, expected->notPositive);
    QCOMPARE(frame->broken, expected->broken);
    QCOMPARE(frame->map.y().range().low, expected->map.y().range().low);
    QCOMPARE(frame->map.y().range().high, expected->map.y().range().high);
    QVERIFY2(frame->image == expected->image, qPrintable(QStringLiteral("seed %1").arg(seed)));
  }
}

void PagedCurvesTest::whatMovesReadsNoPoints() {
  std::mt19937 random(4);
  for (const Times times : {Times::Even, Times::Ragged}) {
    const CurvePtr kept = times == Times::Even ? walk(4, 300000, times) : [] {
      std::vector<double> x;
      std::vector<double> y;
      std::mt19937 noise(5);
      for (int i = 0; i < 300000; ++i) {
        x.push_back(i + 0.5 * static_cast<double>(noise() % 3));
        y.push_back(std::sin(i * 1e-4));
      }
      std::sort(x.begin(), x.end());
      return CurveData::make(std::move(x), std::move(y));
    }();
    const auto pages = test::pagesOf(*kept, random, 4096);
    LineRequest request = requestOf({CurveData::makePaged(pages, nullptr, {}).value()});
    request.known = makeLineFrame(request)->curves;
    request.exactness = Exactness::Moving;
    const int before = pages->reads;
    for (int i = 0; i < 20; ++i) {
      request.xRange = AxisRange{i * 7000.0 + 3.3, i * 7000.0 + 3.3 + 400 * (20 + 17 * i)};
      makeLineFrame(request);
    }
    QCOMPARE(pages->reads.load(), before);
  }
}

// Nearer than its extremes tell: a fourteenth of the range of 32 points, and nothing where there is nothing.
void PagedCurvesTest::whatMovesNearbyIsGuessed() {
  std::mt19937 random(14);
  for (unsigned seed = 0; seed < 40; ++seed) {
    const CurvePtr kept = walk(seed, 20000, seed % 2 == 0 ? Times::Even : Times::Ragged);
    const auto pages = test::pagesOf(*kept, random, 900);
    const CurvePtr curve = CurveData::makePaged(pages, nullptr, {}).value();
    const int before = pages->reads;
    const double from = kept->lastX() * static_cast<double>(random() % 90) / 100;
    LineRequest request = requestOf({curve});
    request.exactness = Exactness::Moving;
    request.xRange = AxisRange{from, from + 100 + static_cast<double>(random() % 400)};
    const LineFramePtr guessed = makeLineFrame(request);
    QCOMPARE(pages->reads.load(), before);
    QVERIFY(!guessed->spans[0].empty());
    CurveReader reader(*curve, {}, CurveReader::Waiting::No);
    for (std::size_t i = 0; i < kept->size(); ++i) {
      const std::size_t bucket = i / CurveLevels::kFine;
      const auto begin = kept->y().begin() + static_cast<std::ptrdiff_t>(bucket * CurveLevels::kFine);
      const auto end = kept->y().begin() +
                       static_cast<std::ptrdiff_t>(std::min((bucket + 1) * CurveLevels::kFine, kept->size()));
      if (std::all_of(begin, end, [](double value) { return std::isfinite(value); })) {
        const auto [least, most] = std::minmax_element(begin, end);
        QVERIFY(std::abs(reader.y(i) - kept->y()[i]) <= (*most - *least) / 28 + 1e-4);
      } else {
        QVERIFY(std::isnan(reader.y(i)));
      }
      QVERIFY(i == 0 || reader.x(i) >= reader.x(i - 1));
      const std::size_t after = std::min((bucket + 1) * CurveLevels::kFine, kept->size() - 1);
      QVERIFY(reader.x(i) >= kept->x()[bucket * CurveLevels::kFine] && reader.x(i) <= kept->x()[after]);
    }
    QCOMPARE(pages->reads.load(), before);
    QVERIFY(!reader.error());
  }
}

void PagedCurvesTest::aGrownCurveReadsOnlyWhatIsNew() {
  std::mt19937 random(8);
  const CurvePtr kept = walk(8, 20000, Times::Ragged);
  std::vector<std::size_t> begins;
  for (std::size_t begin = 0; begin < 20000; begin += 1024) {
    begins.push_back(begin);
  }
  begins.push_back(20000);
  const std::vector<std::size_t> few(begins.begin(), begins.begin() + 11);
  const auto begun = std::make_shared<test::VectorPages>(kept->x(), kept->y(), few);
  const CurvePtr before = CurveData::makePaged(begun, nullptr, {}).value();
  QCOMPARE(before->size(), std::size_t{10240});
  const auto grown = std::make_shared<test::VectorPages>(kept->x(), kept->y(), begins);
  grown->shared = 9;  // the last one was not full
  const CurvePtr after = CurveData::makePaged(grown, before, {}).value();
  QCOMPARE(grown->reads.load(), 11);
  const CurvePtr anew =
      CurveData::makePaged(std::make_shared<test::VectorPages>(kept->x(), kept->y(), begins), nullptr, {})
          .value();
  QCOMPARE(after->extremes().low, anew->extremes().low);
  QCOMPARE(after->extremes().broken, anew->extremes().broken);
  QCOMPARE(after->notPositive(), kept->notPositive());
  QCOMPARE(after->lastX(), kept->lastX());
  for (std::size_t anchor = 0; anchor * CurveLevels::kFine < 20000; ++anchor) {
    QCOMPARE(after->anchorX(anchor), kept->x()[anchor * CurveLevels::kFine]);
  }
  LineRequest request = requestOf({kept});
  const QImage expected = makeLineFrame(request)->image;
  request.curves[0].data = after;
  QVERIFY(makeLineFrame(request)->image == expected);
}

void PagedCurvesTest::pointsThatFallAreNotPaged() {
  const std::vector<std::size_t> begins{0, 2, 4};
  const auto made = [&](std::vector<double> x) {
    return CurveData::makePaged(std::make_shared<test::VectorPages>(x, std::vector<double>(4, 1.0), begins),
                                nullptr, {})
        .value();
  };
  QVERIFY(made({1, 2, 2, 3}) != nullptr);
  QVERIFY(made({1, 2, 1, 3}) == nullptr);
  QVERIFY(made({2, 1, 3, 4}) == nullptr);
  QVERIFY(made({1, 2, 3, INFINITY}) == nullptr);
}

void PagedCurvesTest::whatCannotBeReadIsAGapAndNamed() {
  std::mt19937 random(3);
  const CurvePtr kept = walk(3, 5000, Times::Even);
  const auto pages = test::pagesOf(*kept, random, 900);
  const CurvePtr curve = CurveData::makePaged(pages, nullptr, {}).value();
  pages->lost.insert(1);
  LineRequest request = requestOf({curve, walk(9, 50, Times::Even)});
  const LineFramePtr frame = makeLineFrame(request);
  QVERIFY(frame->unread);
  QCOMPARE(frame->unread->message, std::string("page 1 is damaged"));
  QVERIFY(!frame->spans[0].empty());
  QVERIFY(!frame->spans[1].empty());
  request.smoothing.amount = 0.5;
  QVERIFY(makeLineFrame(request)->unread);
  QVERIFY(!CurveData::inMemory(curve, {}));
}

void PagedCurvesTest::theCacheKeepsItsLimit() {
  PageCache cache(100000);
  for (std::size_t i = 0; i < 500; ++i) {
    auto page = std::make_shared<CurvePage>();
    page->y.resize(i % 7 == 0 ? 1000 : 100);
    cache.insert(i % 3, i, page);
    QVERIFY(cache.bytes() <= 100000);
    QCOMPARE(cache.find(i % 3, i), CurvePagePtr(page));
    QVERIFY(cache.find(i % 3 + 1, i) == nullptr);
  }
  QVERIFY(cache.bytes() > 80000);
  cache.forget(0);
  cache.forget(1);
  cache.forget(2);
  QCOMPARE(cache.bytes(), std::size_t{0});
  auto large = std::make_shared<CurvePage>();
  large->y.resize(100000);
  cache.insert(1, 1, large);
  QVERIFY(cache.find(1, 1) == nullptr);
}

void PagedCurvesTest::theCrossHairReadsTheSamePoints() {
  std::mt19937 random(12);
  for (const Times times : {Times::Even, Times::Ragged}) {
    const std::vector<CurvePtr> kept{walk(1, 7000, times), walk(2, 3000, times)};
    LineRequest request = requestOf(kept);
    request.xRange = AxisRange{200, 2500};
    const LineFramePtr expected = makeLineFrame(request);
    request.curves[0].data = test::pagedCurve(kept[0], random, 500);
    request.curves[1].data = test::pagedCurve(kept[1], random, 500);
    const LineFramePtr frame = makeLineFrame(request);
    QVERIFY(needsReading(*frame) && !needsReading(*expected));
    QCOMPARE(needsReadingX(*frame), times == Times::Ragged);
    for (int i = 0; i < 300; ++i) {
      const double x = static_cast<double>(random() % 26000) / 10;
      QCOMPARE(nearestX(*frame, x), nearestX(*expected, x));
      const std::vector<Reading> read = readingsAt(*frame, x);
      const std::vector<Reading> wanted = readingsAt(*expected, x);
      QCOMPARE(read.size(), wanted.size());
      for (std::size_t r = 0; r < read.size(); ++r) {
        QCOMPARE(read[r].point, wanted[r].point);
        QCOMPARE(read[r].x, wanted[r].x);
        QVERIFY(read[r].y == wanted[r].y || (std::isnan(read[r].y) && std::isnan(wanted[r].y)));
      }
      for (const int by : {-10, -1, 1, 10, kAllPoints, -kAllPoints}) {
        QCOMPARE(steppedX(*frame, 0, x, by), steppedX(*expected, 0, x, by));
      }
    }
  }
}

void PagedCurvesTest::aChartOfPagedCurvesIsWalkedByKeyAndExported() {
  std::mt19937 random(6);
  const CurvePtr kept = walk(6, 6000, Times::Ragged);
  Curve curve;
  curve.key = curve.label = QStringLiteral("loss");
  curve.style.slot = 0;
  LineChart chart(nullptr);
  LineChart plain(nullptr);
  for (LineChart* one : {&chart, &plain}) {
    curve.data = one == &chart ? test::pagedCurve(kept, random, 500) : kept;
    one->resize(500, 300);
    one->setCurves({curve});
    one->show();
    QTRY_VERIFY(one->settled());
    for (int i = 0; i < 3; ++i) {
      QKeyEvent home(QEvent::KeyPress, i == 0 ? Qt::Key_Home : Qt::Key_Right, Qt::NoModifier);
      const QString before = one->accessibleDescription();
      QApplication::sendEvent(one, &home);
      QTRY_VERIFY(one->accessibleDescription() != before);
      QTRY_VERIFY(one->accessibleDescription().contains(QStringLiteral("loss at")));
    }
  }
  QCOMPARE(chart.accessibleDescription(), plain.accessibleDescription());
  const ChartTable table = chart.table();
  QCOMPARE(table.columns[0].values, plain.table().columns[0].values);
  QCOMPARE(table.columns[1].values.size(), kept->size());
  QImage picture(400, 200, QImage::Format_ARGB32_Premultiplied);
  QImage expected = picture;
  for (QImage* image : {&picture, &expected}) {
    image->fill(Qt::white);
    QPainter painter(image);
    (image == &picture ? chart : plain).paintChart(painter, QRectF(0, 0, 400, 200));
  }
  QVERIFY(picture == expected);
}

TATARA_UI_TEST_MAIN(PagedCurvesTest)
#include "test_paged_curves.moc"
