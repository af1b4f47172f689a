#include <QPainter>

#include "ui/base/number_text.h"
#include "ui/base/type.h"
#include "ui/chart/small_charts.h"
#include "ui/runs/small_plots.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostBars = 12;
constexpr int kNote = 18;
constexpr int kSide = 10;  // as BarList's

}  // namespace

ImportancePlot::ImportancePlot(QWidget* parent) : ChartView(parent), m_bars(new BarList(this)) {
  setAccessibleName(tr("Share of variance by parameter"));
  setToolTip(
      tr("How much of the variance of the metric one parameter accounts for by itself.\nParameters acting "
         "together are not seen, and going together is not causing."));
}

void ImportancePlot::setData(InsightPtr insight) {
  std::vector<BarList::Bar> bars;
  std::size_t runs = 0;
  for (const Importance& one : insight->importance) {
    if (bars.size() < kMostBars) {
      bars.push_back({QString::fromStdString(one.column.substr(one.column.find('.') + 1)), one.share});
      runs = std::max(runs, one.runs);
    }
  }
  m_bars->setVisible(!bars.empty());
  m_note = bars.empty() ? tr("Needs at least 8 runs whose parameters differ")
                        : tr("ε² of each alone, %1 runs").arg(countText(static_cast<std::int64_t>(runs)));
  m_bars->setBars(tr("share of variance"), std::move(bars));
  update();
}

ChartTable ImportancePlot::table() const {
  return m_bars->table();
}

void ImportancePlot::paintChart(QPainter& painter, const QRectF& rect) {
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(colors().tx3);
  if (!m_bars->isVisibleTo(this)) {
    painter.drawText(rect, Qt::AlignCenter | Qt::TextWordWrap, m_note);
    return;
  }
  painter.drawText(
      QRectF(rect.left() + kSide, rect.bottom() - kNote, rect.width() - 2 * kSide, kNote),
      Qt::AlignLeft | Qt::AlignVCenter,
      painter.fontMetrics().elidedText(m_note, Qt::ElideRight, static_cast<int>(rect.width()) - 2 * kSide));
  m_bars->paintChart(painter, rect.adjusted(0, 0, 0, -kNote));
}

void ImportancePlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(colors().tx3);
  const bool bars = m_bars->isVisibleTo(this);
  painter.drawText(bars ? rect().adjusted(kSide, height() - kNote, -kSide, 0) : rect(),
                   (bars ? Qt::AlignLeft : Qt::AlignHCenter) | Qt::AlignVCenter | Qt::TextWordWrap, m_note);
}

void ImportancePlot::resizeEvent(QResizeEvent*) {
  m_bars->setGeometry(rect().adjusted(0, 0, 0, -kNote));
}

}  // namespace tatara::ui
