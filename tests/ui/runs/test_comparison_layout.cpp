// Which cards a comparison begins with, and their grid: whatever is moved or sized, cards neither overlap nor
// leave it.
#include <random>

#include "tests/support/ui_test.h"
#include "tests/ui/runs/runs_fixture.h"
#include "ui/runs/internal/comparison_layout.h"
#include "ui/runs/usual_charts.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

// Runs of one experiment whose deciding metric is val_rmse, each with the metrics given as (key, points).
struct Logged {
  using Metrics = std::vector<std::pair<std::string, int>>;

  explicit Logged(const std::vector<Metrics>& runs, bool ended = true) {
    const Status status = temp.store().write([&](store::Writer& writer) -> Status {
      track::NewExperiment one;
      one.name = "imported";
      one.tags = {{std::string(track::tag::kPrimaryMetric), "val_rmse"}};
      TATARA_ASSIGN(const track::ExperimentId experiment,
                    track::createExperiment(writer, one, fromUnixMillis(1)));
      for (const Metrics& metrics : runs) {
        track::NewRun fresh;
        fresh.experiment = experiment;
        TATARA_ASSIGN(const track::RunInfo run, track::createRun(writer, fresh, fromUnixMillis(1)));
        track::Batch batch;
        for (const auto& [key, points] : metrics) {
          for (int step = 0; step < points; ++step) {
            batch.metrics.push_back({key, {step, step, 1.0 + step}});
          }
        }
        TATARA_TRY(track::logBatch(writer, run.id, batch));
        if (ended) {
          track::RunUpdate update;
          update.status = track::RunStatus::Finished;
          TATARA_TRY(track::updateRun(writer, run.id, update));
        }
      }
      return {};
    });
    if (!status) {
      qFatal("%s", status.error().message.c_str());
    }
  }

  // "line val_rmse, line val_loss": what the first two cards of `shown` rows draw.
  QString lines(const std::vector<std::uint32_t>& rows) {
    ListingRequest request;
    const Status status = temp.store().read([&](sql::Connection& connection) -> Status {
      TATARA_ASSIGN(request.table, track::RunTable::load(connection, {}, track::ViewType::ActiveOnly));
      TATARA_ASSIGN(auto experiments, track::loadExperiments(connection, track::ViewType::ActiveOnly));
      request.meanings = makeMeanings(std::move(experiments), *request.table);
      return {};
    });
    request.before = std::make_shared<const std::vector<RowId>>();
    const auto listing = makeListing(request, {});
    if (!status || !listing) {
      qFatal("no listing");
    }
    ShownRuns shown(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      shown[i].row = rows[i];
    }
    QStringList words;
    for (const RunChart& chart : usualCharts(**listing, shown, RunsLayout::Split)) {
      if (chart.kind == RunChartKind::Line || chart.kind == RunChartKind::Bar) {
        words << (chart.kind == RunChartKind::Line ? "line " : "bars ") +
                     QString::fromStdString(chart.metric.empty() ? "(deciding)" : chart.metric);
      }
    }
    return words.join(QStringLiteral(", "));
  }

  tests::TempWorkspace temp;
};

}  // namespace

class ComparisonLayoutTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anyMoveLeavesCardsApartAndInside();
  void aCardMovedOverAnotherPushesItDown();
  void theUsualPlacesBecomePlacesOnTheGrid();
  void curvesAreOfWhatHasACourse();
  void whatWasLoggedOnceIsDrawnAsBars();
};

void ComparisonLayoutTest::anyMoveLeavesCardsApartAndInside() {
  std::mt19937 random(7);
  const auto any = [&](int from, int to) {
    return from + static_cast<int>(random() % static_cast<unsigned>(to - from));
  };
  for (int round = 0; round < 2000; ++round) {
    std::vector<GridPlace> places;
    for (int i = any(1, 9); i > 0; --i) {
      places.push_back({any(-3, 15), any(-3, 30), any(-2, 20), any(-2, 12)});
    }
    const auto which = static_cast<std::size_t>(any(0, static_cast<int>(places.size())));
    const GridPlace to{any(-3, 15), any(-3, 30), any(1, 20), any(1, 12)};
    const std::vector<GridPlace> moved = movedTo(places, which, to);
    QCOMPARE(moved.size(), places.size());
    for (std::size_t i = 0; i < moved.size(); ++i) {
      QVERIFY(moved[i].column >= 0 && moved[i].column + moved[i].width <= kGridColumns && moved[i].row >= 0);
      QVERIFY(moved[i].width >= kLeastWidth && moved[i].height >= kLeastHeight);
      bool held = moved[i].row == 0;  // by the top, or by a card right above
      for (std::size_t k = 0; k < moved.size(); ++k) {
        const bool besides = moved[k].column >= moved[i].column + moved[i].width ||
                             moved[i].column >= moved[k].column + moved[k].width;
        QVERIFY(i == k || besides || moved[k].row >= moved[i].row + moved[i].height ||
                moved[i].row >= moved[k].row + moved[k].height);
        held = held || (i != k && !besides && moved[k].row + moved[k].height == moved[i].row);
      }
      QVERIFY(held);
    }
    QVERIFY(movedTo(moved, which, moved[which]) == moved);
    for (const QRect& rect : rectsOf(moved, 1200)) {
      QVERIFY(rect.left() >= 0 && rect.right() < 1200);
    }
  }
}

void ComparisonLayoutTest::aCardMovedOverAnotherPushesItDown() {
  const std::vector<GridPlace> places{{0, 0, 6, 4}, {6, 0, 6, 4}, {0, 4, 12, 4}};
  const std::vector<GridPlace> moved = movedTo(places, 1, {2, 0, 6, 4});
  QVERIFY(moved[1] == (GridPlace{2, 0, 6, 4}));
  QVERIFY(moved[0] == (GridPlace{0, 4, 6, 4}));
  QVERIFY(moved[2] == (GridPlace{0, 8, 12, 4}));
}

void ComparisonLayoutTest::theUsualPlacesBecomePlacesOnTheGrid() {
  const std::vector<RunChartKind> kinds{RunChartKind::Line, RunChartKind::Line, RunChartKind::Parallel,
                                        RunChartKind::Scatter, RunChartKind::Importance};
  const std::vector<QRect> usual = placeCharts(kinds, QSize(1400, 420), RunsLayout::Split);
  const std::vector<GridPlace> grid = gridFrom(usual, 1400);
  QVERIFY(grid[0] == (GridPlace{0, 0, 6, 4}));
  QVERIFY(grid[2] == (GridPlace{6, 0, 6, 4}));
  QVERIFY(grid[3].row == grid[4].row && grid[3].column + grid[3].width == grid[4].column);
}

void ComparisonLayoutTest::curvesAreOfWhatHasACourse() {
  // The third is another program's: what decides was logged once, its course has another name.
  Logged logged(
      {{{"val_rmse", 9}, {"val_mae", 9}, {"test_mae", 1}},
       {{"val_rmse", 1}, {"val_mae", 9}},
       {{"val_rmse", 1}, {"a_error", 1}, {"validation_0-rmse", 5}, {"score", 4}, {"system/cpu", 9}}});
  QCOMPARE(logged.lines({0, 1, 2}), QStringLiteral("line (deciding), line val_mae"));
  QCOMPARE(logged.lines({0}), QStringLiteral("line (deciding), line val_mae"));
  QCOMPARE(logged.lines({1}), QStringLiteral("line val_mae, line (deciding)"));
  // One without a direction, but with a course, before one that was logged once.
  QCOMPARE(logged.lines({2}), QStringLiteral("line validation_0-rmse, line score"));
}

void ComparisonLayoutTest::whatWasLoggedOnceIsDrawnAsBars() {
  const std::vector<Logged::Metrics> once{{{"val_rmse", 1}, {"val_loss", 1}}, {{"val_rmse", 1}}};
  Logged ended(once);
  QCOMPARE(ended.lines({0, 1}), QStringLiteral("bars (deciding), bars val_loss"));
  // More may come.
  Logged running(once, false);
  QCOMPARE(running.lines({0, 1}), QStringLiteral("line (deciding), line val_loss"));
  QCOMPARE(ended.lines({}), QStringLiteral("line (deciding), line val_loss"));
}

TATARA_UI_TEST_MAIN(ComparisonLayoutTest)
#include "test_comparison_layout.moc"
