#include "ui/explore/rows_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kCellPadding = 8;
constexpr int kEdge = 4;
constexpr int kLeastWidth = 44;
constexpr int kMostWidth = 640;
constexpr std::size_t kMostShown = 200;  // characters of a text on screen

// The same decimals for a whole column, by the median that its bars give.
int decimalsOf(const dataset::FrameColumn& column) {
  std::uint64_t half = 0;
  for (std::size_t i = 0; i < column.bins.count; ++i) {
    half += column.binCounts[i];
    if (half * 2 >= column.finite) {
      const double middle = column.bins.kind == dataset::Bins::Kind::Ranges
                                ? (column.bins.edge(i) + column.bins.edge(i + 1)) / 2
                                : column.bins.first + static_cast<double>(i);
      const double typical =
          middle != 0 ? middle : std::max(std::abs(column.least), std::abs(column.greatest));
      return columnDecimals(std::span(&typical, 1));
    }
  }
  return columnDecimals({});
}

RowsCell cellOf(const dataset::Frame& frame, std::size_t index, std::uint64_t row, bool scaled,
                int decimals) {
  const dataset::FrameColumn& column = frame.column(index);
  RowsCell cell;
  if (frame.missing(index, row)) {
    cell.missing = true;
    return cell;
  }
  if (column.isText()) {
    const std::string_view text = frame.entry(index, frame.code(index, row));
    cell.text = QString::fromUtf8(text.data(), static_cast<qsizetype>(std::min(text.size(), 4 * kMostShown)))
                    .left(kMostShown)
                    .replace(QLatin1Char('\n'), QChar(0x21B5))
                    .replace(QLatin1Char('\t'), QLatin1Char(' '));
    return cell;
  }
  const double value = frame.number(index, row);
  if (column.info.type == dataset::ColumnType::Real) {
    cell.odd = std::isinf(value);
    cell.text = metricText(value, decimals);
  } else {
    cell.text = QString::fromStdString(frame.text(index, row));
    if (column.info.type == dataset::ColumnType::Time) {
      cell.text.replace(QLatin1Char('T'), QLatin1Char(' '));
    } else if (column.info.type == dataset::ColumnType::Integer) {
      cell.text = withMinus(cell.text);
    }
  }
  if (scaled && std::isfinite(value) && column.greatest > column.least) {
    cell.shade = static_cast<float>((value - column.least) / (column.greatest - column.least));
  }
  return cell;
}

// Days, or days with minutes, or with seconds: the same for all rows that were read.
void evenTimes(RowsWindow& window, std::size_t column) {
  const auto each = [&](auto&& act) {
    for (std::size_t i = column; i < window.cells.size(); i += window.columns) {
      if (!window.cells[i].missing) {
        act(window.cells[i].text);
      }
    }
  };
  bool times = false;
  bool seconds = false;
  each([&](const QString& text) {
    times = times || text.size() > 10;
    seconds = seconds || (text.size() > 10 && !text.endsWith(QStringLiteral(":00")));
  });
  each([&](QString& text) {
    if (times && text.size() == 10) {
      text += QStringLiteral(" 00:00:00");
    }
    if (times && !seconds) {
      text.chop(3);
    }
  });
}

}  // namespace

RowsWindow readWindow(const dataset::Frame& frame, const dataset::RowView& view,
                      const std::vector<RowsColumn>& columns, std::uint64_t first, std::size_t count) {
  RowsWindow window{.first = first, .columns = columns.size(), .rows = view.rows(first, count), .cells = {}};
  std::vector<int> decimals;
  for (const RowsColumn& column : columns) {
    decimals.push_back(frame.column(column.column).info.type == dataset::ColumnType::Real
                           ? decimalsOf(frame.column(column.column))
                           : 0);
  }
  window.cells.reserve(window.rows.size() * columns.size());
  for (const std::uint64_t row : window.rows) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      window.cells.push_back(cellOf(frame, columns[i].column, row, columns[i].scaled, decimals[i]));
    }
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (frame.column(columns[i].column).info.type == dataset::ColumnType::Time) {
      evenTimes(window, i);
    }
  }
  return window;
}

RowsView::RowsView(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  viewport()->setMouseTracking(true);
  setAccessibleName(tr("Rows"));
  verticalScrollBar()->setSingleStep(1);
  horizontalScrollBar()->setSingleStep(24);
}

void RowsView::setFrame(FramePtr frame) {
  closeEditor(false);
  m_frame = std::move(frame);
  m_window = {};
  m_current = m_anchor = 0;
  verticalScrollBar()->setValue(0);
  layOut();
}

void RowsView::setColumns(std::vector<RowsColumn> columns) {
  if (columns == m_columns) {
    return;
  }
  closeEditor(true);
  std::ranges::stable_partition(columns, &RowsColumn::pinned);
  const bool same = std::ranges::equal(columns, m_columns, {}, &RowsColumn::column, &RowsColumn::column);
  m_columns = std::move(columns);
  if (!same) {
    m_window = {};
  }
  layOut();
  Q_EMIT windowNeeded();
}

void RowsView::setSize(std::uint64_t rows) {
  m_size = rows;
  m_current = std::min(m_current, rows > 0 ? rows - 1 : 0);
  m_anchor = std::min(m_anchor, rows > 0 ? rows - 1 : 0);
  layOut();
  Q_EMIT markedChanged();
}

void RowsView::setWindow(RowsWindow window) {
  m_window = std::move(window);
  viewport()->update();
}

void RowsView::setNotice(QWidget* notice) {
  delete std::exchange(m_notice, notice);
  if (m_notice) {
    m_notice->setParent(viewport());
    layOut();
    m_notice->show();
  }
}

int RowsView::head() const {
  return kHeaderRowHeight + (m_filterable ? kRowHeight : 0);
}

void RowsView::setFilterable(bool filterable) {
  m_filterable = filterable;
  layOut();
  viewport()->update();
}

void RowsView::setOrder(std::vector<dataset::OrderKey> order) {
  m_order = std::move(order);
  viewport()->update();
}

void RowsView::setFilterTexts(std::vector<std::pair<std::size_t, QString>> texts) {
  m_filterTexts = std::move(texts);
  viewport()->update();
}

void RowsView::setFilterError(std::optional<std::size_t> column, const QString& words) {
  m_wrongFilter = column;
  m_wrongWords = words;
  viewport()->update();
}

void RowsView::setUpdating(bool updating) {
  if (updating != m_updating) {
    m_updating = updating;
    viewport()->update();
  }
}

int RowsView::gutterWidth() const {
  const std::uint64_t rows = m_frame ? m_frame->rows() : 0;
  const int digits = static_cast<int>(std::to_string(std::max<std::uint64_t>(rows, 999)).size());
  return digits * 7 + (digits - 1) / 3 * 4 + 2 * kCellPadding;
}

int RowsView::pinnedWidth() const {
  int width = 0;
  for (const RowsColumn& column : m_columns) {
    width += column.pinned ? column.width : 0;
  }
  return width;
}

void RowsView::layOut() {
  const int height = viewport()->height() - head();
  const auto most = static_cast<std::uint64_t>(std::numeric_limits<int>::max() / 2);
  const auto fitting = static_cast<std::uint64_t>(std::max(1, height / kRowHeight));
  verticalScrollBar()->setPageStep(static_cast<int>(fitting));
  verticalScrollBar()->setRange(0, m_size > fitting ? static_cast<int>(std::min(most, m_size - fitting)) : 0);
  int width = 0;
  for (const RowsColumn& column : m_columns) {
    width += column.width;
  }
  const int room = viewport()->width() - gutterWidth();
  horizontalScrollBar()->setPageStep(std::max(1, room - pinnedWidth()));
  horizontalScrollBar()->setRange(0, std::max(0, width - room));
  if (m_notice) {
    m_notice->setGeometry(0, head(), viewport()->width(), height);
  }
  viewport()->update();
}

std::uint64_t RowsView::firstPlace() const {
  return static_cast<std::uint64_t>(verticalScrollBar()->value());
}

std::size_t RowsView::fittingRows() const {
  return static_cast<std::size_t>(std::max(0, viewport()->height() - head()) / kRowHeight + 1);
}

std::vector<RowsView::Placed> RowsView::placed() const {
  std::vector<Placed> pinned;
  std::vector<Placed> result;
  const int left = gutterWidth();
  int x = left;
  std::size_t index = 0;
  for (; index < m_columns.size() && m_columns[index].pinned; ++index) {
    pinned.push_back({index, QRect(x, 0, m_columns[index].width, viewport()->height())});
    x += m_columns[index].width;
  }
  const int covered = x;
  x -= horizontalScrollBar()->value();
  for (; index < m_columns.size() && x < viewport()->width(); ++index) {
    if (x + m_columns[index].width > covered) {
      result.push_back({index, QRect(x, 0, m_columns[index].width, viewport()->height())});
    }
    x += m_columns[index].width;
  }
  result.insert(result.end(), pinned.begin(), pinned.end());
  return result;
}

std::optional<RowsView::Placed> RowsView::placedAt(int x) const {
  const std::vector<Placed> all = placed();
  for (auto place = all.rbegin(); place != all.rend(); ++place) {  // pinned ones lie on top
    if (x >= place->rect.left() && x <= place->rect.right()) {
      return *place;
    }
  }
  return std::nullopt;
}

bool RowsView::isNumber(const RowsColumn& column) const {
  const dataset::ColumnType type = m_frame->column(column.column).info.type;
  return type == dataset::ColumnType::Integer || type == dataset::ColumnType::Real;
}

const RowsCell* RowsView::cellAt(std::uint64_t place, std::size_t index) const {
  if (place < m_window.first || place - m_window.first >= m_window.rows.size() ||
      m_window.columns != m_columns.size()) {
    return nullptr;
  }
  return &m_window.cells[static_cast<std::size_t>(place - m_window.first) * m_window.columns + index];
}

void RowsView::showPlace(std::uint64_t place) {
  if (m_size == 0) {
    return;
  }
  moveTo(std::min(place, m_size - 1), false);
}

std::pair<std::uint64_t, std::uint64_t> RowsView::marked() const {
  return std::minmax(m_anchor, m_current);
}

void RowsView::markAll() {
  m_anchor = 0;
  m_current = m_size > 0 ? m_size - 1 : 0;
  viewport()->update();
  Q_EMIT markedChanged();
}

void RowsView::moveTo(std::uint64_t place, bool extend) {
  m_current = place;
  m_anchor = extend ? m_anchor : place;
  const auto fitting = static_cast<std::uint64_t>(std::max(1, (viewport()->height() - head()) / kRowHeight));
  if (place < firstPlace()) {
    verticalScrollBar()->setValue(static_cast<int>(place));
  } else if (place >= firstPlace() + fitting) {
    verticalScrollBar()->setValue(static_cast<int>(place - fitting + 1));
  }
  if (hasFocus()) {
    tellCurrentItem(this);
  }
  viewport()->update();
  Q_EMIT markedChanged();
}

void RowsView::editFilter(std::size_t column) {
  if (!m_filterable) {
    return;
  }
  closeEditor(true);
  for (const Placed& place : placed()) {
    if (m_columns[place.index].column != column) {
      continue;
    }
    m_edited = column;
    m_editor = new QLineEdit(viewport());
    setControlSize(*m_editor, ControlSize::Small);
    m_editor->setAccessibleName(
        tr("Filter of %1").arg(QString::fromStdString(m_frame->column(column).info.name)));
    const int left = std::max(place.rect.left(), gutterWidth());
    m_editor->setGeometry(left + 2, kHeaderRowHeight + 2, place.rect.right() - left - 3, kRowHeight - 5);
    const auto known = std::ranges::find(m_filterTexts, column, [](const auto& text) { return text.first; });
    m_editor->setText(known == m_filterTexts.end() ? QString() : known->second);
    m_editor->selectAll();
    m_editor->installEventFilter(this);
    connect(m_editor, &QLineEdit::returnPressed, this, [this] {
      closeEditor(true);
      setFocus();
    });
    m_editor->show();
    m_editor->setFocus(Qt::OtherFocusReason);
    return;
  }
}

void RowsView::closeEditor(bool commit) {
  if (!m_editor) {
    return;
  }
  QLineEdit* editor = std::exchange(m_editor, nullptr);
  editor->removeEventFilter(this);
  const QString text = editor->text();
  editor->hide();
  editor->deleteLater();
  if (commit) {
    Q_EMIT filterTyped(m_edited, text);
  }
}

bool RowsView::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_editor) {
    if (event->type() == QEvent::FocusOut) {
      closeEditor(true);
    } else if (event->type() == QEvent::KeyPress) {
      const auto* key = static_cast<QKeyEvent*>(event);
      if (key->key() == Qt::Key_Escape) {
        closeEditor(false);
        setFocus();
        return true;
      }
      if (key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab) {
        const auto at = std::ranges::find(m_columns, m_edited, &RowsColumn::column) - m_columns.begin();
        const auto next = at + (key->key() == Qt::Key_Tab ? 1 : -1);
        closeEditor(true);
        if (next >= 0 && next < static_cast<std::ptrdiff_t>(m_columns.size())) {
          editFilter(m_columns[static_cast<std::size_t>(next)].column);
        } else {
          setFocus();
        }
        return true;
      }
    }
  }
  return QAbstractScrollArea::eventFilter(watched, event);
}

void RowsView::fitColumn(std::size_t index) {
  int width =
      QFontMetrics(ui::font(TextRole::Header))
          .horizontalAdvance(QString::fromStdString(m_frame->column(m_columns[index].column).info.name)) +
      44;
  for (std::uint64_t place = m_window.first; place < m_window.first + m_window.rows.size(); ++place) {
    if (const RowsCell* cell = cellAt(place, index)) {
      width =
          std::max(width, static_cast<int>(std::ceil(tabularWidth(ui::font(TextRole::Cell), cell->text))) +
                              2 * kCellPadding + 2);
    }
  }
  Q_EMIT widthChanged(m_columns[index].column, std::min(width, kMostWidth));
}

void RowsView::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  layOut();
  Q_EMIT windowNeeded();
}

void RowsView::scrollContentsBy(int dx, int dy) {
  if (dx != 0) {
    closeEditor(true);
  }
  viewport()->update();
  if (dy != 0) {
    Q_EMIT windowNeeded();
  }
}

void RowsView::mousePressEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  m_keyboard = false;
  const auto place = m_frame ? placedAt(at.x()) : std::nullopt;
  if (event->button() != Qt::LeftButton) {
    return;
  }
  if (at.y() < kHeaderRowHeight && place) {
    if (place->rect.right() - at.x() <= kEdge) {
      m_resized = place->index;
      m_resizeFrom = at.x() - m_columns[place->index].width;
      return;
    }
    Q_EMIT sortAsked(m_columns[place->index].column, event->modifiers() & Qt::ShiftModifier);
  } else if (at.y() < head() && place) {
    editFilter(m_columns[place->index].column);
  } else if (at.y() >= head()) {
    const std::uint64_t row = firstPlace() + static_cast<std::uint64_t>((at.y() - head()) / kRowHeight);
    if (row < m_size) {
      moveTo(row, event->modifiers() & Qt::ShiftModifier);
    }
  }
}

void RowsView::mouseMoveEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  if (m_resized) {
    Q_EMIT widthChanged(m_columns[*m_resized].column,
                        std::clamp(at.x() - m_resizeFrom, kLeastWidth, kMostWidth));
    return;
  }
  const auto place = m_frame && at.y() < head() ? placedAt(at.x()) : std::nullopt;
  const bool edge = place && at.y() < kHeaderRowHeight && place->rect.right() - at.x() <= kEdge;
  viewport()->setCursor(edge                                 ? Qt::SplitHCursor
                        : place && at.y() > kHeaderRowHeight ? Qt::IBeamCursor
                                                             : Qt::ArrowCursor);
  if (event->buttons() & Qt::LeftButton && at.y() >= head()) {
    const std::uint64_t row = firstPlace() + static_cast<std::uint64_t>((at.y() - head()) / kRowHeight);
    if (row < m_size && row != m_current) {
      moveTo(row, true);
    }
  }
}

void RowsView::mouseReleaseEvent(QMouseEvent*) {
  m_resized.reset();
}

void RowsView::mouseDoubleClickEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  const auto place = m_frame && at.y() < kHeaderRowHeight ? placedAt(at.x()) : std::nullopt;
  if (place && place->rect.right() - at.x() <= kEdge) {
    fitColumn(place->index);
  } else {
    mousePressEvent(event);
  }
}

void RowsView::keyPressEvent(QKeyEvent* event) {
  m_keyboard = true;
  const bool extend = event->modifiers() & Qt::ShiftModifier;
  const auto page = static_cast<std::uint64_t>(std::max(1, verticalScrollBar()->pageStep()));
  if (event->matches(QKeySequence::Copy)) {
    Q_EMIT copyAsked();
  } else if (event->matches(QKeySequence::SelectAll)) {
    markAll();
  } else if (m_size == 0) {
    QAbstractScrollArea::keyPressEvent(event);
  } else if (event->key() == Qt::Key_Down || event->key() == Qt::Key_J) {
    moveTo(std::min(m_current + 1, m_size - 1), extend);
  } else if (event->key() == Qt::Key_Up || event->key() == Qt::Key_K) {
    moveTo(m_current > 0 ? m_current - 1 : 0, extend);
  } else if (event->key() == Qt::Key_PageDown) {
    moveTo(std::min(m_current + page, m_size - 1), extend);
  } else if (event->key() == Qt::Key_PageUp) {
    moveTo(m_current > page ? m_current - page : 0, extend);
  } else if (event->key() == Qt::Key_Home) {
    moveTo(0, extend);
  } else if (event->key() == Qt::Key_End) {
    moveTo(m_size - 1, extend);
  } else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
    const int step = event->key() == Qt::Key_Left ? -80 : 80;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + step);
  } else {
    QAbstractScrollArea::keyPressEvent(event);
  }
}

void RowsView::contextMenuEvent(QContextMenuEvent* event) {
  const auto place = m_frame ? placedAt(event->pos().x()) : std::nullopt;
  if (event->reason() == QContextMenuEvent::Mouse && event->pos().y() < head()) {
    if (place) {
      Q_EMIT columnMenuAsked(m_columns[place->index].column, event->globalPos());
    }
    return;
  }
  Q_EMIT menuAsked(event->globalPos());
}

bool RowsView::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip && m_frame) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto place = placedAt(help->pos().x());
    QString text;
    if (place && help->pos().y() < kHeaderRowHeight) {
      text = QString::fromStdString(m_frame->column(m_columns[place->index].column).info.name);
    } else if (place && help->pos().y() < head()) {
      text = m_wrongFilter == m_columns[place->index].column
                 ? m_wrongWords
                 : tr("Filter: 5, >5, 3..7, 1, 2 or missing; of text a part of it, or =all of it");
    } else if (place) {
      const auto row = firstPlace() + static_cast<std::uint64_t>((help->pos().y() - head()) / kRowHeight);
      if (const RowsCell* cell = cellAt(row, place->index);
          cell &&
          tabularWidth(ui::font(TextRole::Cell), cell->text) > place->rect.width() - 2 * kCellPadding) {
        text = cell->text;
      }
    }
    QToolTip::showText(help->globalPos(), tipText(text), viewport());
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void RowsView::focusInEvent(QFocusEvent* event) {
  m_keyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  QAbstractScrollArea::focusInEvent(event);
  viewport()->update();
}

void RowsView::focusOutEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusOutEvent(event);
  viewport()->update();
}

}  // namespace tatara::ui
