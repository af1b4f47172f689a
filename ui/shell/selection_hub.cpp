#include "ui/shell/selection_hub.h"

#include <algorithm>

namespace tatara::ui {

void SelectionHub::setSelected(std::vector<track::RunKey> runs) {
  if (runs == m_selected) {
    return;
  }
  m_selected = std::move(runs);
  m_lookup = std::unordered_set<track::RunKey>(m_selected.begin(), m_selected.end());
  Q_EMIT selectedChanged();
}

void SelectionHub::toggleSelected(track::RunKey run) {
  std::vector<track::RunKey> next = m_selected;
  if (isSelected(run)) {
    next.erase(std::find(next.begin(), next.end(), run));
  } else {
    next.push_back(run);
  }
  setSelected(std::move(next));
}

void SelectionHub::setHovered(std::optional<Hover> hover) {
  if (hover != m_hovered) {
    m_hovered = std::move(hover);
    Q_EMIT hoveredChanged();
  }
}

void SelectionHub::setBaseline(std::optional<track::RunKey> run) {
  if (run != m_baseline) {
    m_baseline = run;
    Q_EMIT baselineChanged();
  }
}

void SelectionHub::setBrush(const QString& axis, std::optional<Brush> brush) {
  const auto found = m_brushes.find(axis);
  if (!brush) {
    if (found == m_brushes.end()) {
      return;
    }
    m_brushes.erase(found);
  } else {
    if (found != m_brushes.end() && found->second == *brush) {
      return;
    }
    m_brushes[axis] = *brush;
  }
  Q_EMIT brushesChanged();
}

void SelectionHub::clearBrushes() {
  if (!m_brushes.empty()) {
    m_brushes.clear();
    Q_EMIT brushesChanged();
  }
}

void SelectionHub::setFilter(const QString& expression) {
  if (expression != m_filter) {
    m_filter = expression;
    Q_EMIT filterChanged();
  }
}

}  // namespace tatara::ui
