#include "ui/models/internal/stage_board.h"

#include <algorithm>

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/time_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"

namespace tatara::ui {
namespace {

constexpr int kHead = 34;
constexpr int kCardHeight = 50;
constexpr int kGap = 6;
constexpr int kColumnGap = 8;
constexpr int kSide = 10;
constexpr int kInside = 10;

constexpr std::array<BadgeState, kStageColumns> kBadges = {BadgeState::Candidate, BadgeState::InReview,
                                                           BadgeState::Approved,  BadgeState::Champion,
                                                           BadgeState::Rejected,  BadgeState::Archived};

}  // namespace

StageColumn stageColumnOf(const ModelFacts& facts, const registry::ModelVersion& version) {
  if (version.version == facts.champion) {
    return StageColumn::Champion;
  }
  switch (version.state) {
    case registry::VersionState::InReview:
      return StageColumn::InReview;
    case registry::VersionState::Approved:
      return StageColumn::Approved;
    case registry::VersionState::Rejected:
      return StageColumn::Rejected;
    case registry::VersionState::Archived:
      return StageColumn::Archived;
    case registry::VersionState::Candidate:
      break;
  }
  return StageColumn::Candidate;
}

bool mayMove(const ModelFacts& facts, const registry::ModelVersion& version, StageColumn to) {
  const StageColumn from = stageColumnOf(facts, version);
  const bool settled =
      from == StageColumn::Candidate || from == StageColumn::Rejected || from == StageColumn::Approved;
  switch (to) {
    case StageColumn::InReview:
      return from == StageColumn::Candidate || from == StageColumn::Rejected;
    case StageColumn::Champion:
      return from == StageColumn::Approved || (settled && !facts.protection.champion);
    case StageColumn::Archived:
      return settled && std::ranges::find(facts.reviews, version.version, &registry::ReviewInfo::version) ==
                            facts.reviews.end();  // a review that is not closed holds it
    case StageColumn::Candidate:
      return from == StageColumn::Archived;
    case StageColumn::Approved:  // reviews alone decide
    case StageColumn::Rejected:
      break;
  }
  return false;
}

StageBoard::StageBoard(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAccessibleName(tr("Versions by state"));
}

void StageBoard::show(ModelFactsPtr facts, Timestamp now, bool readOnly) {
  m_facts = std::move(facts);
  m_now = now;
  m_readOnly = readOnly;
  m_pressed.reset();
  m_hovered.reset();
  m_dragging = false;
  for (auto& column : m_columns) {
    column.clear();
  }
  QStringList said;
  for (const VersionLine& line : m_facts->versions) {
    const auto column = static_cast<std::size_t>(stageColumnOf(*m_facts, line.version));
    m_columns[column].push_back(&line);
    said << QStringLiteral("v%1: %2").arg(line.version.version).arg(badgeWord(kBadges[column]));
  }
  setAccessibleDescription(said.join(QStringLiteral("; ")));
  if (m_current && !lineAt(*m_current)) {
    m_current.reset();
  }
  tellItemsChanged(this);
  updateGeometry();
  update();
}

QSize StageBoard::sizeHint() const {
  std::size_t most = 1;
  for (const auto& column : m_columns) {
    most = std::max(most, column.size());
  }
  return {900, kHead + static_cast<int>(most) * (kCardHeight + kGap) + kSide};
}

int StageBoard::itemCount() const {
  std::size_t count = 0;
  for (const auto& column : m_columns) {
    count += column.size();
  }
  return static_cast<int>(count);
}

std::optional<StageBoard::Place> StageBoard::placeOf(int item) const {
  auto left = static_cast<std::size_t>(std::max(item, 0));
  for (std::size_t column = 0; column < kStageColumns; ++column) {
    if (left < m_columns[column].size()) {
      return Place{column, left};
    }
    left -= m_columns[column].size();
  }
  return std::nullopt;
}

QString StageBoard::itemName(int item) const {
  const auto place = placeOf(item);
  return place ? QStringLiteral("v%1, %2")
                     .arg(m_columns[place->column][place->row]->version.version)
                     .arg(badgeWord(kBadges[place->column]))
               : QString();
}

QRect StageBoard::itemRect(int item) const {
  const auto place = placeOf(item);
  return place ? rectOf(*place) : QRect();
}

int StageBoard::currentItem() const {
  for (int item = 0; m_current && item < itemCount(); ++item) {
    if (placeOf(item) == m_current) {
      return item;
    }
  }
  return -1;
}

void StageBoard::pressItem(int item) {
  if (const auto place = placeOf(item)) {
    Q_EMIT opened(m_columns[place->column][place->row]->version.version, false);
  }
}

const VersionLine* StageBoard::lineAt(Place place) const {
  const auto& column = m_columns[place.column];
  return place.row < column.size() ? column[place.row] : nullptr;
}

QRect StageBoard::columnRect(StageColumn column) const {
  const int count = static_cast<int>(kStageColumns);
  const int wide = width() - 2 * kSide + kColumnGap;
  const int at = static_cast<int>(column);
  const int left = kSide + wide * at / count;
  return {left, 0, kSide + wide * (at + 1) / count - kColumnGap - left, height() - 4};
}

QRect StageBoard::rectOf(Place place) const {
  const QRect column = columnRect(static_cast<StageColumn>(place.column));
  return {column.left() + 4, kHead + static_cast<int>(place.row) * (kCardHeight + kGap), column.width() - 8,
          kCardHeight};
}

QRect StageBoard::cardRect(std::int64_t version) const {
  for (std::size_t column = 0; column < kStageColumns; ++column) {
    for (std::size_t row = 0; row < m_columns[column].size(); ++row) {
      if (m_columns[column][row]->version.version == version) {
        return rectOf({column, row});
      }
    }
  }
  return {};
}

std::optional<StageBoard::Place> StageBoard::placeAt(QPoint position) const {
  for (std::size_t column = 0; column < kStageColumns; ++column) {
    const QRect rect = columnRect(static_cast<StageColumn>(column));
    if (position.x() < rect.left() || position.x() > rect.right() || position.y() < kHead) {
      continue;
    }
    const Place place{column, static_cast<std::size_t>((position.y() - kHead) / (kCardHeight + kGap))};
    if (lineAt(place) && rectOf(place).contains(position)) {
      return place;
    }
  }
  return std::nullopt;
}

// Whether the card that is dragged may be put there.
bool StageBoard::takes(std::size_t column) const {
  const VersionLine* line = m_dragging && m_pressed ? lineAt(*m_pressed) : nullptr;
  return line && mayMove(*m_facts, line->version, static_cast<StageColumn>(column));
}

void StageBoard::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (!m_facts) {
    return;
  }
  for (std::size_t column = 0; column < kStageColumns; ++column) {
    paintColumn(painter, column);
  }
  if (const VersionLine* line = m_dragging && m_pressed ? lineAt(*m_pressed) : nullptr) {
    paintCard(painter, rectOf(*m_pressed).translated(m_at - m_pressedAt), *line, true);
  }
}

void StageBoard::paintColumn(QPainter& painter, std::size_t column) const {
  const Colors& c = colors();
  const QRect rect = columnRect(static_cast<StageColumn>(column));
  const bool target = takes(column);
  const bool over = target && rect.contains(m_at);
  drawPanel(painter, QRectF(rect), 6, over ? c.accbg : c.bg2, target ? c.acc : c.line);
  const int badge = paintBadge(painter, QPointF(rect.left() + 8, 8), kBadges[column]);
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(c.tx3);
  painter.drawText(QRect(rect.left() + 8 + badge + 6, 8, rect.width() - badge - 20, kBadgeHeight),
                   Qt::AlignVCenter | Qt::AlignLeft,
                   countText(static_cast<std::int64_t>(m_columns[column].size())));
  for (std::size_t row = 0; row < m_columns[column].size(); ++row) {
    const Place place{column, row};
    if (m_dragging && m_pressed == place) {
      painter.setPen(QPen(c.line2, 1, Qt::DashLine));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(QRectF(rectOf(place)).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    } else {
      paintCard(painter, rectOf(place), *m_columns[column][row], false);
    }
    if (hasFocus() && m_current == place) {
      painter.setPen(QPen(c.acctx, 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(QRectF(rectOf(place)).adjusted(-1, -1, 1, 1), 7, 7);
    }
  }
}

void StageBoard::paintCard(QPainter& painter, const QRect& rect, const VersionLine& line, bool lifted) const {
  const Colors& c = colors();
  const bool hovered = !m_dragging && m_hovered && rectOf(*m_hovered) == rect;
  drawPanel(painter, QRectF(rect), 6, hovered ? c.bg3 : c.bg1, lifted ? c.acc : c.line2);
  const QRect inside = rect.adjusted(kInside, 6, -kInside, -6);
  const int half = inside.height() / 2;
  painter.setFont(ui::font(TextRole::CellStrong));
  painter.setPen(c.tx1);
  const QString name = QStringLiteral("v%1").arg(line.version.version);
  painter.drawText(inside.adjusted(0, 0, 0, -half), Qt::AlignLeft | Qt::AlignVCenter, name);
  const int taken = painter.fontMetrics().horizontalAdvance(name) + 8;
  if (!m_facts->metrics.empty()) {
    if (const auto value = metricOf(line.run, m_facts->metrics.front().key)) {
      painter.setFont(ui::font(TextRole::Cell));
      painter.setPen(c.tx2);
      painter.drawText(inside.adjusted(taken, 0, 0, -half), Qt::AlignRight | Qt::AlignVCenter,
                       metricText(*value));
    }
  }
  const QString when = agoText(line.version.created, m_now);
  const QString by = line.version.user.empty() ? when : tr("%1 · %2").arg(fromUtf8(line.version.user), when);
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(c.tx3);
  painter.drawText(inside.adjusted(0, half, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(by, Qt::ElideRight, inside.width()));
}

void StageBoard::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) {
    m_pressed = placeAt(event->pos());
    m_pressedAt = m_at = event->pos();
    m_current = m_pressed ? m_pressed : m_current;
    update();
  }
}

void StageBoard::mouseMoveEvent(QMouseEvent* event) {
  m_at = event->pos();
  if (m_pressed && !m_readOnly &&
      (m_at - m_pressedAt).manhattanLength() >= QApplication::startDragDistance()) {
    m_dragging = true;
    setCursor(Qt::ClosedHandCursor);
  }
  const auto hovered = placeAt(m_at);
  if (m_dragging || hovered != m_hovered) {
    m_hovered = hovered;
    if (!m_dragging) {
      hovered ? setCursor(Qt::PointingHandCursor) : unsetCursor();
    }
    update();
  }
}

void StageBoard::mouseReleaseEvent(QMouseEvent* event) {
  const auto pressed = m_pressed;
  const bool dragged = m_dragging;
  std::optional<StageColumn> to;
  for (std::size_t column = 0; column < kStageColumns; ++column) {
    if (takes(column) && columnRect(static_cast<StageColumn>(column)).contains(event->pos())) {
      to = static_cast<StageColumn>(column);
    }
  }
  m_pressed.reset();
  m_dragging = false;
  unsetCursor();
  update();
  const VersionLine* line = pressed ? lineAt(*pressed) : nullptr;
  if (!line) {
    return;
  }
  const std::int64_t version = line->version.version;  // who is told may show other facts
  if (dragged && to) {
    Q_EMIT moveAsked(version, *to);
  } else if (!dragged && placeAt(event->pos()) == pressed) {
    Q_EMIT opened(version, event->modifiers().testFlag(Qt::ControlModifier));
  }
}

void StageBoard::leaveEvent(QEvent*) {
  m_hovered.reset();
  update();
}

void StageBoard::contextMenuEvent(QContextMenuEvent* event) {
  const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
  const auto place = keyboard ? m_current : placeAt(event->pos());
  if (const VersionLine* line = place ? lineAt(*place) : nullptr) {
    Q_EMIT menuRequested(line->version.version,
                         keyboard ? mapToGlobal(rectOf(*place).bottomLeft()) : event->globalPos());
  }
}

void StageBoard::keyPressEvent(QKeyEvent* event) {
  const auto step = [&](int columns, int rows) {
    Place place = m_current.value_or(Place{0, 0});
    if (m_current) {
      place.row = static_cast<std::size_t>(std::max(0, static_cast<int>(place.row) + rows));
    }
    const int count = static_cast<int>(kStageColumns);
    int column = static_cast<int>(place.column) + (m_current ? columns : 0);
    // Over empty columns to the next one with cards.
    while (column >= 0 && column < count && m_columns[static_cast<std::size_t>(column)].empty()) {
      column += columns != 0 ? columns : 1;
    }
    if (column >= 0 && column < count) {
      place.column = static_cast<std::size_t>(column);
      place.row = std::min(place.row, m_columns[place.column].size() - 1);
      m_current = place;
      update();
    }
  };
  switch (event->key()) {
    case Qt::Key_Left:
      return step(-1, 0);
    case Qt::Key_Right:
      return step(1, 0);
    case Qt::Key_Up:
      return step(0, -1);
    case Qt::Key_Down:
      return step(0, 1);
    case Qt::Key_Escape:
      if (m_dragging) {
        m_dragging = false;
        m_pressed.reset();
        unsetCursor();
        return update();
      }
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (const VersionLine* line = m_current ? lineAt(*m_current) : nullptr) {
        Q_EMIT opened(line->version.version, event->modifiers().testFlag(Qt::ControlModifier));
        return;
      }
      break;
    default:
      break;
  }
  QWidget::keyPressEvent(event);
}

void StageBoard::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  update();
}

void StageBoard::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  update();
}

}  // namespace tatara::ui
