// From which probability on one decides, and what that costs: both models' costs over all thresholds, a line
// that is dragged (or moved with the arrow keys), and what follows from where it stands.
//
// The costs of a false alarm and of a miss can be typed; right decisions cost what the evidence says, or
// nothing. Numbers are those of the curve's kept points (core/evaluate/curves.h: at most 200, both ends among
// them): a threshold stands for the nearest kept point not below it. Nothing is stored. Threads: GUI thread.
#pragma once

#include <optional>

#include <QWidget>

#include "ui/review/review_data.h"

class QDoubleSpinBox;
class QLabel;

namespace tatara::ui {

class Label;
class PlainTable;

// What deciding from a threshold on does to the rows that were evaluated.
struct ThresholdOutcome {
  double threshold = 0;
  double truePositives = 0, falsePositives = 0, falseNegatives = 0, trueNegatives = 0;
  double cost(const ThresholdCosts& costs) const;  // the mean of a row
  std::optional<double> precision() const;
  std::optional<double> recall() const;
};
std::optional<ThresholdOutcome> outcomeAt(const ThresholdCurve& curve, double threshold);
// The threshold of least cost; of several the one nearest to a half.
std::optional<double> leastCostThreshold(const ThresholdCurve& curve, const ThresholdCosts& costs);

class ThresholdPlot final : public QWidget {
  Q_OBJECT
 public:
  explicit ThresholdPlot(QWidget* parent = nullptr);
  void show(const ThresholdFacts& facts, const ThresholdCosts& costs, double threshold);

 Q_SIGNALS:
  void moved(double threshold);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF area() const;
  void moveTo(qreal x);

  ThresholdFacts m_facts;
  ThresholdCosts m_costs;
  double m_threshold = 0.5;
};

class ThresholdView final : public QWidget {
  Q_OBJECT
 public:
  explicit ThresholdView(QWidget* parent = nullptr);
  void show(const ReviewFacts& facts);
  double threshold() const { return m_threshold; }
  void setThreshold(double threshold);

 private:
  void refresh();

  ThresholdFacts m_facts;
  std::int64_t m_replaces = 0;
  std::int64_t m_version = 0;
  double m_threshold = 0.5;
  std::string m_shown;  // the evidence that the costs and the threshold were set for
  ThresholdPlot* m_plot;
  QDoubleSpinBox* m_falseAlarm;
  QDoubleSpinBox* m_miss;
  PlainTable* m_table;
  Label* m_least;
};

}  // namespace tatara::ui
