#include "ui/runs/run_list.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/model/grid_delegate.h"

namespace tatara::ui {
namespace {

constexpr int kListRow = 38;

}  // namespace

RunList::RunList(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setMouseTracking(true);
  verticalScrollBar()->setSingleStep(kListRow);
  setAccessibleName(tr("Runs"));
}

void RunList::show(ListingPtr listing, std::shared_ptr<const RunLooks> looks,
                   std::unordered_set<RowId> checked) {
  const bool other = listing != m_listing;
  m_listing = std::move(listing);
  m_looks = std::move(looks);
  m_checked = std::move(checked);
  if (other && m_listing != nullptr) {
    m_told.clear();
    for (const RunColumn& column : m_listing->sources) {
      if (column.origin == Origin::Param && m_told.size() < 2) {
        const auto& params = m_listing->table->params();
        const auto found = std::find_if(params.begin(), params.end(),
                                        [&](const auto& param) { return param->key == column.key; });
        m_told.push_back(static_cast<std::size_t>(found - params.begin()));
      }
    }
    updateScrollBar();
  }
  viewport()->update();
}

void RunList::setHovered(std::optional<track::RunKey> run) {
  if (m_hovered != run) {
    m_hovered = run;
    viewport()->update();
  }
}

void RunList::updateScrollBar() {
  const int count = m_listing == nullptr ? 0 : static_cast<int>(m_listing->rows.size());
  verticalScrollBar()->setRange(0, std::max(0, count * kListRow - viewport()->height()));
  verticalScrollBar()->setPageStep(viewport()->height());
  m_current = std::clamp(m_current, 0, std::max(0, count - 1));
}

void RunList::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  updateScrollBar();
}

int RunList::rowAt(int y) const {
  const int row = (y + verticalScrollBar()->value()) / kListRow;
  return m_listing != nullptr && row >= 0 && row < static_cast<int>(m_listing->rows.size()) ? row : -1;
}

track::RunKey RunList::keyAt(int row) const {
  return m_listing->table->run(m_listing->rows[static_cast<std::size_t>(row)]).key;
}

QString RunList::details(std::uint32_t row) const {
  QStringList parts;
  for (const std::size_t index : m_told) {
    const track::TextColumn& param = *m_listing->table->params()[index];
    if (const auto value = param.at(row)) {
      parts.push_back(QStringLiteral("%1 %2").arg(
          QString::fromStdString(param.key),
          QString::fromUtf8(value->data(),
                            static_cast<qsizetype>(std::min<std::size_t>(value->size(), 40)))));
    }
  }
  return parts.join(QStringLiteral(" · "));
}

void RunList::paintRow(QPainter& painter, int row, const QRect& rect) const {
  const Colors& c = colors();
  const std::uint32_t at = m_listing->rows[static_cast<std::size_t>(row)];
  const track::RunInfo& run = m_listing->table->run(at);
  const bool checked = m_checked.contains(run.key.value());
  const bool hovered = m_hovered == run.key;
  painter.fillRect(rect, hovered ? c.bg3 : row == m_current && hasFocus() ? c.sel : c.bg1);
  painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.line);
  drawCheckBox(painter, QRectF(rect.left() + 12, rect.center().y() - 7, 14, 14),
               checked ? Qt::Checked : Qt::Unchecked);
  const auto style = m_looks->styles.find(run.key.value());
  const bool shown = style != m_looks->styles.end();
  painter.setPen(shown ? runPen(style->second, 2) : QPen(c.ctl, 2));
  painter.drawLine(rect.left() + 34, rect.center().y(), rect.left() + 52, rect.center().y());
  const std::string& primary = m_listing->meanings->primary;
  const double value = numberOf(*m_listing->table, "metrics." + primary, at);
  std::optional<int> decimals;
  for (const RunColumn& column : m_listing->sources) {
    if (column.origin == Origin::Metric && column.key == primary) {
      decimals = column.decimals;
    }
  }
  const QString number = std::isnan(value) ? QString(kMissing) : metricText(value, decimals);
  painter.setFont(ui::font(TextRole::CellStrong));
  painter.setPen(c.tx1);
  const QRect right = rect.adjusted(0, 4, -12, -4);
  drawTabular(painter, QRectF(right.left(), right.top(), right.width(), 15),
              Qt::AlignRight | Qt::AlignVCenter, number);
  const int numberWidth = qCeil(tabularWidth(painter.font(), number)) + 24;
  painter.setFont(ui::font(TextRole::CellMedium));
  const QRect text(rect.left() + 60, rect.top() + 4, rect.width() - 60 - numberWidth, 15);
  painter.drawText(
      text, Qt::AlignLeft | Qt::AlignVCenter,
      painter.fontMetrics().elidedText(QString::fromStdString(run.name), Qt::ElideMiddle, text.width()));
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(c.tx3);
  const QRect second = text.translated(0, 15);
  painter.drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(details(at), Qt::ElideRight, second.width()));
  if (!m_listing->baseline) {
    return;
  }
  QString delta = tr("baseline");
  Tone tone = Tone::Caption;
  if (*m_listing->baseline != at) {
    const double change = value - numberOf(*m_listing->table, "metrics." + primary, *m_listing->baseline);
    if (std::isnan(change)) {
      return;
    }
    const track::Direction direction = m_listing->meanings->of(primary).direction;
    tone = deltaTone(direction == track::Direction::LowerIsBetter    ? BetterWhen::Lower
                     : direction == track::Direction::HigherIsBetter ? BetterWhen::Higher
                                                                     : BetterWhen::Unknown,
                     change);
    delta = QStringLiteral("%1 %2").arg(deltaGlyph(change)).arg(deltaText(change, decimals));
  }
  painter.setPen(toneColor(tone));
  drawTabular(painter, QRectF(right.left(), right.top() + 15, right.width(), 15),
              Qt::AlignRight | Qt::AlignVCenter, delta);
}

void RunList::paintEvent(QPaintEvent*) {
  QPainter painter(viewport());
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.fillRect(viewport()->rect(), colors().bg1);
  if (m_listing == nullptr) {
    return;
  }
  const int first = std::max(0, verticalScrollBar()->value() / kListRow);
  const int last = std::min(static_cast<int>(m_listing->rows.size()),
                            (verticalScrollBar()->value() + viewport()->height()) / kListRow + 1);
  for (int row = first; row < last; ++row) {
    paintRow(painter, row,
             QRect(0, row * kListRow - verticalScrollBar()->value(), viewport()->width(), kListRow));
  }
}

void RunList::mousePressEvent(QMouseEvent* event) {
  const int row = rowAt(static_cast<int>(event->position().y()));
  if (row >= 0 && event->button() == Qt::LeftButton) {
    m_current = row;
    if (event->position().x() < 32 || event->modifiers().testFlag(Qt::ControlModifier)) {
      Q_EMIT checkRequested(keyAt(row), !m_checked.contains(keyAt(row).value()));
    }
    viewport()->update();
  }
}

void RunList::mouseDoubleClickEvent(QMouseEvent* event) {
  const int row = rowAt(static_cast<int>(event->position().y()));
  if (row >= 0 && event->position().x() >= 32) {
    Q_EMIT opened(keyAt(row));
  }
}

void RunList::mouseMoveEvent(QMouseEvent* event) {
  const int row = rowAt(static_cast<int>(event->position().y()));
  Q_EMIT hovered(row < 0 ? std::nullopt : std::optional(keyAt(row)));
}

bool RunList::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::Leave) {
    Q_EMIT hovered(std::nullopt);
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void RunList::keyPressEvent(QKeyEvent* event) {
  const int count = m_listing == nullptr ? 0 : static_cast<int>(m_listing->rows.size());
  if (count == 0) {
    return;
  }
  const int page = std::max(1, viewport()->height() / kListRow - 1);
  switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_J:
      ++m_current;
      break;
    case Qt::Key_Up:
    case Qt::Key_K:
      --m_current;
      break;
    case Qt::Key_PageDown:
      m_current += page;
      break;
    case Qt::Key_PageUp:
      m_current -= page;
      break;
    case Qt::Key_Home:
      m_current = 0;
      break;
    case Qt::Key_End:
      m_current = count - 1;
      break;
    case Qt::Key_Space:
      Q_EMIT checkRequested(keyAt(m_current), !m_checked.contains(keyAt(m_current).value()));
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      Q_EMIT opened(keyAt(m_current));
      return;
    default:
      event->ignore();
      return;
  }
  m_current = std::clamp(m_current, 0, count - 1);
  QScrollBar* bar = verticalScrollBar();
  if (m_current * kListRow < bar->value()) {
    bar->setValue(m_current * kListRow);
  } else if ((m_current + 1) * kListRow > bar->value() + viewport()->height()) {
    bar->setValue((m_current + 1) * kListRow - viewport()->height());
  }
  viewport()->update();
}

}  // namespace tatara::ui
