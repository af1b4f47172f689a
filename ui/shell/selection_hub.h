// What is selected, hovered, pinned and brushed in a window; kept when panels change.
//
// Tables, charts and lists only read and write this object, so that they follow one another without knowing
// one another. A setter that changes nothing emits nothing. Threads: GUI thread.
#pragma once

#include <map>
#include <optional>
#include <unordered_set>
#include <vector>

#include <QObject>
#include <QString>

#include "core/track/types.h"

namespace tatara::ui {

// The hovered run, and where on the x axis; the cross-hair repeats in all charts with the same x unit.
struct Hover {
  track::RunKey run;        // none: only the cross-hair
  std::optional<double> x;  // in units of xUnit
  QString xUnit;            // "step", "relative", "wall"
  friend bool operator==(const Hover&, const Hover&) = default;
};

// A range along an axis: of a metric ("metrics.val_rmse") or a parameter ("params.eta").
struct Brush {
  double from = 0;
  double to = 0;
  friend bool operator==(const Brush&, const Brush&) = default;
};

class SelectionHub final : public QObject {
  Q_OBJECT
 public:
  explicit SelectionHub(QObject* parent = nullptr) : QObject(parent) {}

  // In the order in which they were selected.
  const std::vector<track::RunKey>& selected() const { return m_selected; }
  bool isSelected(track::RunKey run) const { return m_lookup.contains(run); }
  const std::optional<Hover>& hovered() const { return m_hovered; }
  const std::optional<track::RunKey>& baseline() const { return m_baseline; }
  const std::map<QString, Brush>& brushes() const { return m_brushes; }
  const QString& filter() const { return m_filter; }  // an expression of core/query

  void setSelected(std::vector<track::RunKey> runs);
  void toggleSelected(track::RunKey run);
  void clearSelection() { setSelected({}); }
  void setHovered(std::optional<Hover> hover);
  void setBaseline(std::optional<track::RunKey> run);
  void setBrush(const QString& axis, std::optional<Brush> brush);
  void clearBrushes();
  void setFilter(const QString& expression);

 Q_SIGNALS:
  void selectedChanged();
  void hoveredChanged();
  void baselineChanged();
  void brushesChanged();
  void filterChanged();

 private:
  std::vector<track::RunKey> m_selected;
  std::unordered_set<track::RunKey> m_lookup;
  std::optional<Hover> m_hovered;
  std::optional<track::RunKey> m_baseline;
  std::map<QString, Brush> m_brushes;
  QString m_filter;
};

}  // namespace tatara::ui
