// The grid of the comparison: whatever is moved or sized, cards neither overlap nor leave it.
#include <random>

#include "tests/support/ui_test.h"
#include "ui/runs/internal/comparison_layout.h"

using namespace tatara::ui;

class ComparisonLayoutTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anyMoveLeavesCardsApartAndInside();
  void aCardMovedOverAnotherPushesItDown();
  void theUsualPlacesBecomePlacesOnTheGrid();
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

TATARA_UI_TEST_MAIN(ComparisonLayoutTest)
#include "test_comparison_layout.moc"
