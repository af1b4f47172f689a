// What charts on one screen share: the cross-hair, the visible x range, and the run under the pointer.
//
// Cross-hair and range hold for charts of the same x unit; the hovered key (a run's id) for all. Whoever
// changes one says who it is, so that it can tell its own echo. Threads: GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <optional>

#include "ui/chart/plot_map.h"

namespace tatara::ui {

enum class XUnit {
  Step,      // rounds, epochs, steps: whole numbers
  Duration,  // seconds since the run began
  Time,      // milliseconds since 1970
  Number,    // anything else
};

struct CrossHair {
  XUnit unit = XUnit::Step;
  double x = 0;
  friend bool operator==(const CrossHair&, const CrossHair&) = default;
};

class ChartLink : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  const std::optional<CrossHair>& crossHair() const { return m_crossHair; }
  void setCrossHair(std::optional<CrossHair> crossHair);

  // Empty when nothing is hovered.
  const QString& hovered() const { return m_hovered; }
  void setHovered(const QString& key);

  // Nothing: every chart shows all of its own.
  std::optional<AxisRange> range(XUnit unit) const;
  void setRange(XUnit unit, std::optional<AxisRange> range);

 Q_SIGNALS:
  void crossHairChanged();
  void hoveredChanged();
  void rangeChanged(tatara::ui::XUnit unit);

 private:
  std::optional<CrossHair> m_crossHair;
  QString m_hovered;
  std::map<XUnit, AxisRange> m_ranges;
};

}  // namespace tatara::ui
