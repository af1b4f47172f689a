// Curves drawn from a real store's blocks against curves of all points read from it.
#include <QTest>
#include <cmath>
#include <numeric>
#include <random>

#include "core/track/bulk_points.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "tests/support/temp_workspace.h"
#include "tests/support/ui_test.h"
#include "ui/chart/line_frame.h"
#include "ui/curves/block_pages.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

constexpr std::int64_t kStart = 1'772'000'000'000;
enum class Steps { Even, Ragged };

std::vector<series::Point> walk(std::mt19937& random, std::size_t count, Steps steps,
                                std::int64_t firstStep = 0) {
  std::vector<series::Point> points;
  std::int64_t step = firstStep - 1;
  double value = 1;
  for (std::size_t i = 0; i < count; ++i) {
    step += steps == Steps::Even ? 1 : static_cast<std::int64_t>(random() % 3);
    value += static_cast<double>(random()) / 4294967296.0 - 0.5;
    const bool gap = steps == Steps::Ragged && i % 6000 < 500 && random() % 11 == 0;
    points.push_back({step, kStart + step * 40 + static_cast<std::int64_t>(i), gap ? std::nan("") : value});
  }
  return points;
}

}  // namespace

class BlockPagesTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void picturesAreThoseOfAllPoints();
  void aSeriesThatGrewIsReadFromWhereItGrew();
  void blocksThatSealingReplacedAreFoundAgain();
  void pointsThatAreOthersAreAConflict();
  void aDamagedBlockIsNamedAndTheRestDrawn();
  void shortSeriesAndTimesThatGoBackAreKept();
  void curvesShareWhatMayBeKept();

 private:
  void append(std::span<const series::Point> points) {
    const track::SeriesPoints series[] = {{"loss", points}};
    QVERIFY(m_workspace->store().write(
        [&](store::Writer& writer) { return track::appendSeries(writer, m_run, series); }));
  }
  void log(std::span<const series::Point> points) {
    std::vector<track::MetricPoint> batch;
    for (const series::Point& point : points) {
      batch.push_back({"loss", point});
    }
    QVERIFY(m_workspace->store().write(
        [&](store::Writer& writer) { return track::appendMetrics(writer, m_run, batch); }));
  }
  void seal() {
    QVERIFY(m_workspace->store().writeFor(
        [&](store::Writer& writer) { return track::sealRun(writer, m_run, 1); }));
  }
  SeriesPlace place(XUnit unit) const { return {m_workspace->share(), m_run, "loss", unit, std::nullopt}; }
  CurvePtr paged(XUnit unit, const CurvePtr& before = nullptr) const {
    return makePagedCurve(place(unit), before, {}, 100).value();
  }
  CurvePtr kept(XUnit unit) const {
    const auto points = m_workspace->store()
                            .read([&](sql::Connection& c) { return track::loadSeries(c, m_run, "loss"); })
                            .value();
    std::vector<double> x;
    std::vector<double> y;
    for (const series::Point& point : points) {
      x.push_back(unit == XUnit::Step ? static_cast<double>(point.step)
                  : unit == XUnit::Duration
                      ? static_cast<double>(point.timestamp - points[0].timestamp) / 1000
                      : static_cast<double>(point.timestamp));
      y.push_back(point.value);
    }
    return CurveData::make(std::move(x), std::move(y));
  }
  static LineRequest requestOf(const CurvePtr& curve) {
    LineRequest request;
    request.curves.emplace_back();
    request.curves[0].data = curve;
    request.size = QSizeF(300, 160);
    return request;
  }

  std::unique_ptr<tests::TempWorkspace> m_workspace;
  track::RunKey m_run;
};

void BlockPagesTest::init() {
  m_workspace = std::make_unique<tests::TempWorkspace>();
  const auto made = m_workspace->store().writeFor([](store::Writer& writer) {
    return track::createRun(writer, {.experiment = track::ExperimentId(0)}, fromUnixMillis(1));
  });
  QVERIFY(made);
  m_run = made->key;
}

void BlockPagesTest::picturesAreThoseOfAllPoints() {
  std::mt19937 random(1);
  for (const Steps steps : {Steps::Even, Steps::Ragged}) {
    init();
    const std::vector<series::Point> points = walk(random, 30'000, steps, -500);
    append(std::span(points).first(20'000));
    seal();
    append(std::span(points).subspan(20'000));  // whole blocks, the rest as tail
    for (const XUnit unit : {XUnit::Step, XUnit::Duration, XUnit::Time}) {
      const CurvePtr all = kept(unit);
      const CurvePtr curve = paged(unit);
      QVERIFY(curve && curve->paged());
      QCOMPARE(curve->size(), points.size());
      LineRequest request = requestOf(all);
      request.xUnit = unit;
      for (int round = 0; round < 24; ++round) {
        const double span =
            (all->lastX() - all->firstX()) * std::pow(10, -3.5 * static_cast<double>(random() % 100) / 100);
        const double from = all->firstX() +
                            (all->lastX() - all->firstX()) * static_cast<double>(random() % 1000) / 1000 -
                            span / 3;
        request.xRange = AxisRange{from, from + span};
        request.yScale = round % 4 == 3 ? AxisScale::Log : AxisScale::Linear;
        request.ratio = 1 + round % 2;
        request.antialiasing = round % 3 == 0 ? Antialiasing::Off : Antialiasing::On;
        request.curves[0].data = all;
        const LineFramePtr expected = makeLineFrame(request);
        request.curves[0].data = curve;
        const LineFramePtr frame = makeLineFrame(request);
        QVERIFY(!frame->unread);
        QVERIFY(frame->spans == expected->spans);
        QVERIFY2(frame->image == expected->image, qPrintable(QStringLiteral("round %1").arg(round)));
      }
    }
  }
}

void BlockPagesTest::aSeriesThatGrewIsReadFromWhereItGrew() {
  std::mt19937 random(2);
  const std::vector<series::Point> points = walk(random, 26'000, Steps::Ragged);
  append(std::span(points).first(14'000));
  const CurvePtr before = paged(XUnit::Step);
  log(std::span(points).subspan(14'000, 6000));
  const CurvePtr longer = paged(XUnit::Step, before);
  seal();
  log(std::span(points).subspan(20'000));
  const CurvePtr longest = paged(XUnit::Step, longer);
  QCOMPARE(longest->pages().sharedWith(longer->pages()), std::size_t{3});
  QCOMPARE(longest->size(), points.size());
  const LineFramePtr expected = makeLineFrame(requestOf(kept(XUnit::Step)));
  QVERIFY(makeLineFrame(requestOf(longest))->image == expected->image);
  // A damaged block that is known already is not read again to go on from it.
  QVERIFY(m_workspace->store().write([](store::Writer& writer) {
    return writer.sql().run(
        "UPDATE metric_block SET payload = x'00' WHERE block_key = (SELECT min(block_key) FROM "
        "metric_block)");
  }));
  QVERIFY(paged(XUnit::Step, longest) != nullptr);
  QVERIFY(!makePagedCurve(place(XUnit::Step), nullptr, {}, 100));
}

void BlockPagesTest::blocksThatSealingReplacedAreFoundAgain() {
  std::mt19937 random(3);
  const std::vector<series::Point> points = walk(random, 15'000, Steps::Even);
  append(std::span(points).first(10'000));
  const CurvePtr all = kept(XUnit::Step);
  seal();  // the tail becomes a block
  const CurvePtr curve = paged(XUnit::Step);
  log(std::span(points).subspan(10'000));
  seal();  // and that is opened again
  const LineFramePtr frame = makeLineFrame(requestOf(curve));
  QVERIFY(!frame->unread);
  QVERIFY(frame->image == makeLineFrame(requestOf(all))->image);
}

void BlockPagesTest::pointsThatAreOthersAreAConflict() {
  std::mt19937 random(4);
  const std::vector<series::Point> points = walk(random, 10'000, Steps::Even);
  append(points);
  const CurvePtr curve = paged(XUnit::Step);
  QVERIFY(m_workspace->store().write([&](store::Writer& writer) -> Status {
    TATARA_TRY(writer.sql().run("DELETE FROM metric_block WHERE run_key = ?", m_run));
    return writer.sql().run("DELETE FROM metric_tail WHERE run_key = ?", m_run);
  }));
  append(std::span(points).subspan(1));
  const LineFramePtr frame = makeLineFrame(requestOf(curve));
  QVERIFY(frame->unread);
  QVERIFY(frame->unread->kind == ErrorKind::Conflict);
}

void BlockPagesTest::aDamagedBlockIsNamedAndTheRestDrawn() {
  std::mt19937 random(5);
  append(walk(random, 20'000, Steps::Even));
  const CurvePtr curve = paged(XUnit::Step);
  QVERIFY(m_workspace->store().write([](store::Writer& writer) {
    return writer.sql().run(
        "UPDATE metric_block SET payload = substr(payload, 1, length(payload) - 9) "
        "WHERE block_key = (SELECT max(block_key) FROM metric_block)");
  }));
  const LineFramePtr frame = makeLineFrame(requestOf(curve));
  QVERIFY(frame->unread);
  QVERIFY(frame->unread->kind == ErrorKind::Corrupt);
  QVERIFY(frame->spans[0].size() > 150);
}

void BlockPagesTest::shortSeriesAndTimesThatGoBackAreKept() {
  std::mt19937 random(6);
  std::vector<series::Point> points = walk(random, 9000, Steps::Even);
  points[5000].timestamp -= 1'000'000;
  append(points);
  QVERIFY(paged(XUnit::Step) != nullptr);
  QVERIFY(paged(XUnit::Time) == nullptr);
  QVERIFY(makePagedCurve(place(XUnit::Step), nullptr, {}, 9001).value() == nullptr);
  SeriesPlace nowhere = place(XUnit::Step);
  nowhere.key = "nothing";
  QVERIFY(makePagedCurve(nowhere, nullptr, {}, 100).value() == nullptr);
}

void BlockPagesTest::curvesShareWhatMayBeKept() {
  for (const std::size_t curves : {1U, 2U, 7U, 200U, 1000U}) {
    const std::size_t least = pagedFrom(curves);
    QVERIFY(least <= pagedFrom(curves - 1));
    const std::size_t count = std::min<std::size_t>(least, 100'000);
    std::vector<double> x(count);
    std::iota(x.begin(), x.end(), 0.0);
    const CurvePtr kept = CurveData::make(x, x);
    QVERIFY(kept->bytes() >= 16 * count);
    // The longest that is kept, and its extremes.
    QVERIFY(least * kept->bytes() / count * curves <= kKeptBytes * 5 / 4);
  }
  std::mt19937 random(9);
  append(walk(random, 100'000, Steps::Even));
  const CurvePtr stored = paged(XUnit::Step);
  QVERIFY(stored->bytes() < stored->size() * 5 / 4);
}

TATARA_UI_TEST_MAIN(BlockPagesTest)
#include "test_block_pages.moc"
