// Where the cards of a comparison stand: the usual places, a person's own on the grid, or one at a time in a
// low window.
#include <QScrollArea>
#include <QTabBar>

#include "ui/chart/chart_card.h"
#include "ui/runs/comparison_area.h"
#include "ui/runs/internal/comparison_layout.h"

namespace tatara::ui {
namespace {

constexpr int kLowWindow = 800;

}  // namespace

bool ComparisonArea::usesTabs() const {
  return m_madeFor == RunsLayout::Split && window()->height() < kLowWindow && m_items.size() > 1;
}

void ComparisonArea::placeInTabs() {
  const QSignalBlocker blocker(m_tabs);
  while (m_tabs->count() > static_cast<int>(m_items.size())) {
    m_tabs->removeTab(m_tabs->count() - 1);
  }
  for (int i = 0; i < static_cast<int>(m_items.size()); ++i) {
    const QString& title = m_items[static_cast<std::size_t>(i)].card->title();
    if (i < m_tabs->count()) {
      m_tabs->setTabText(i, title);
    } else {
      m_tabs->addTab(title);
    }
  }
  const QSize space = m_scroll->viewport()->size();
  for (int i = 0; i < static_cast<int>(m_items.size()); ++i) {
    ChartCard* card = m_items[static_cast<std::size_t>(i)].card;
    card->setVisible(i == m_tabs->currentIndex());
    if (!card->expanded()) {
      card->setGeometry(QRect(QPoint(0, 0), space));
    }
  }
  m_canvas->resize(space);
}

// Of all cards on the grid; where someone arranged them, those are theirs, else the nearest to the usual.
std::vector<GridPlace> ComparisonArea::places() const {
  std::vector<GridPlace> kept;
  for (const Item& item : m_items) {
    if (item.spec.place) {
      kept.push_back(*item.spec.place);
    }
  }
  if (kept.size() == m_items.size()) {
    return movedTo(std::move(kept), m_items.size(), {});
  }
  std::vector<QRect> rects;
  int bottom = 0;
  for (const Item& item : m_items) {
    if (item.spec.place) {
      rects.push_back(rectsOf({*item.spec.place}, m_scroll->viewport()->width()).front());
    } else if (kept.empty()) {
      rects.push_back(item.card->geometry());
    } else {
      // Added since: below all.
      rects.emplace_back(0, bottom, m_scroll->viewport()->width() / 2, 6 * kGridRow);
    }
    bottom = std::max(bottom, rects.back().bottom() + 1);
  }
  return gridFrom(rects, m_scroll->viewport()->width());
}

std::vector<RunChartKind> ComparisonArea::usualKinds() const {
  std::vector<RunChartKind> kinds;
  for (const RunChart& chart : usualCharts()) {
    kinds.push_back(chart.kind);
  }
  return kinds;
}

void ComparisonArea::placeCards() {
  const bool tabs = usesTabs();
  m_tabs->setVisible(tabs);
  if (tabs) {
    placeInTabs();
    return;
  }
  const QSize space = m_scroll->viewport()->size();
  std::vector<RunChartKind> kinds;
  bool arranged = !m_dragged.empty();
  for (const Item& item : m_items) {
    kinds.push_back(item.spec.kind);
    arranged = arranged || item.spec.place.has_value();
  }
  const bool usual = m_input.view.charts.empty() || (m_input.listing && kinds == usualKinds());
  const std::vector<QRect> rects =
      arranged ? rectsOf(m_dragged.size() == m_items.size() ? m_dragged : places(), space.width())
               : placeCharts(kinds, space, usual ? m_madeFor : RunsLayout::Table);
  int bottom = 0;
  for (std::size_t i = 0; i < m_items.size(); ++i) {
    if (!m_items[i].card->expanded()) {
      m_items[i].card->setGeometry(rects[i]);
    }
    m_items[i].card->show();
    bottom = std::max(bottom, rects[i].bottom() + 1);
  }
  m_canvas->resize(space.width(), std::max(space.height(), bottom));
}

// `steps` of the grid from where the card stood when this began.
void ComparisonArea::arrange(std::size_t index, ChartCard::Arrange act, QPoint steps) {
  if (index >= m_items.size() || usesTabs()) {
    return;
  }
  if (!m_dragFrom) {
    m_dragged = places();
    m_dragFrom = m_dragged[index];
  }
  GridPlace to = *m_dragFrom;
  if (act == ChartCard::Arrange::Move) {
    to.column += steps.x();
    to.row += steps.y();
  } else {
    to.width = std::min(to.width + steps.x(), kGridColumns - to.column);
    to.height += steps.y();
  }
  m_dragged = movedTo(std::move(m_dragged), index, to);
  m_items[index].card->raise();
  placeCards();
}

// Without making the cards anew.
void ComparisonArea::keepAxes(std::size_t index, const AxisArrangement& axes) {
  std::vector<RunChart> charts = wantedCharts();
  if (index >= charts.size() || index >= m_items.size()) {
    return;
  }
  charts[index].axes = m_items[index].spec.axes = m_made[index].axes = axes;
  change(tr("Arrange axes"), [&](ViewState& view) { view.charts = charts; });
}

void ComparisonArea::keepPlaces() {
  std::vector<RunChart> charts = wantedCharts();
  if (m_dragged.size() == charts.size()) {
    for (std::size_t i = 0; i < charts.size(); ++i) {
      charts[i].place = m_dragged[i];
      m_items[i].spec.place = m_dragged[i];
      m_made[i].place = m_dragged[i];
    }
    change(tr("Arrange charts"), [&](ViewState& view) { view.charts = charts; });
  }
  m_dragged.clear();
  m_dragFrom.reset();
}

}  // namespace tatara::ui
