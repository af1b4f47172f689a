#include "ui/explore/lineage_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <algorithm>
#include <numeric>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/theme.h"
#include "ui/base/time_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"

namespace tatara::ui {
namespace {

constexpr qreal kWide = 208;
constexpr qreal kHigh = 44;
constexpr qreal kGap = 10;
constexpr qreal kBetween = 84;  // columns
constexpr qreal kMargin = 20;
constexpr qreal kRound = 8;  // corners of edges
constexpr qreal kHead = 28;  // the words above a column

}  // namespace

QString lineageKindWord(dataset::LineageKind kind) {
  switch (kind) {
    case dataset::LineageKind::DatasetVersion:
      return LineageView::tr("dataset version");
    case dataset::LineageKind::Dataset:
      return LineageView::tr("dataset that is not registered");
    case dataset::LineageKind::Run:
      return LineageView::tr("run");
    case dataset::LineageKind::LoggedModel:
      return LineageView::tr("logged model");
    case dataset::LineageKind::ModelVersion:
      return LineageView::tr("model version");
    case dataset::LineageKind::Commit:
      return LineageView::tr("commit");
    case dataset::LineageKind::Review:
      return LineageView::tr("review");
    case dataset::LineageKind::Endpoint:
      return LineageView::tr("endpoint");
    case dataset::LineageKind::File:
      return LineageView::tr("file");
    case dataset::LineageKind::Other:
      break;
  }
  return LineageView::tr("other");
}

QString lineageIcon(dataset::LineageKind kind) {
  switch (kind) {
    case dataset::LineageKind::DatasetVersion:
      return QStringLiteral("data");
    case dataset::LineageKind::Dataset:
      return QStringLiteral("file");
    case dataset::LineageKind::Run:
      return QStringLiteral("run");
    case dataset::LineageKind::LoggedModel:
    case dataset::LineageKind::ModelVersion:
      return QStringLiteral("models");
    case dataset::LineageKind::Commit:
      return QStringLiteral("commit");
    case dataset::LineageKind::Review:
      return QStringLiteral("gates");
    case dataset::LineageKind::Endpoint:
      return QStringLiteral("deployments");
    case dataset::LineageKind::File:
      return QStringLiteral("file");
    case dataset::LineageKind::Other:
      break;
  }
  return QStringLiteral("link");
}

QString relationWord(const std::string& relation) {
  return relation == "training"     ? LineageView::tr("training")
         : relation == "evaluation" ? LineageView::tr("evaluation")
         : relation == "validation" ? LineageView::tr("validation")
         : relation == "input"      ? LineageView::tr("input")
         : relation == "output"     ? LineageView::tr("output")
         : relation == "registered" ? LineageView::tr("registered")
         : relation == "fixed"      ? LineageView::tr("fixed")
         : relation == "query"      ? LineageView::tr("query")
         : relation == "asked"      ? LineageView::tr("asked for")
         : relation == "served"     ? LineageView::tr("served")
         : relation == "code"       ? LineageView::tr("code")
                                    : fromUtf8(relation);
}

LineageView::LineageView(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setMouseTracking(true);
  setAccessibleName(tr("Lineage"));
  horizontalScrollBar()->setSingleStep(24);
  verticalScrollBar()->setSingleStep(24);
}

void LineageView::setLineage(dataset::Lineage lineage, Timestamp now) {
  m_lineage = std::move(lineage);
  m_now = now;
  m_hovered = -1;
  arrange();
  layOut();
  tellItemsChanged(this);
  select(m_lineage.nodes.empty() ? -1 : 0);
}

// Each column in the order of what its cards hang on, so that edges cross little.
void LineageView::arrange() {
  m_columns.clear();
  m_places.assign(m_lineage.nodes.size(), 0);
  if (m_lineage.nodes.empty()) {
    return;
  }
  const auto [least, most] =
      std::ranges::minmax_element(m_lineage.nodes, {}, &dataset::LineageNode::distance);
  m_least = least->distance;
  m_columns.resize(static_cast<std::size_t>(most->distance - m_least) + 1);
  const auto columnOf = [&](std::size_t node) {
    return static_cast<std::size_t>(m_lineage.nodes[node].distance - m_least);
  };
  for (std::size_t node = 0; node < m_lineage.nodes.size(); ++node) {
    m_columns[columnOf(node)].push_back(node);
  }
  std::vector<double> sums(m_lineage.nodes.size(), 0);
  std::vector<double> counts(m_lineage.nodes.size(), 0);
  const auto order = [&](std::size_t column, int towardsStart) {
    std::ranges::fill(sums, 0);
    std::ranges::fill(counts, 0);
    for (const dataset::LineageEdge& edge : m_lineage.edges) {
      const std::size_t own = towardsStart > 0 ? edge.from : edge.to;
      const std::size_t other = towardsStart > 0 ? edge.to : edge.from;
      if (columnOf(own) == column && columnOf(other) != column) {
        sums[own] += static_cast<double>(m_places[other]);
        counts[own] += 1;
      }
    }
    const auto weight = [&](std::size_t node) { return counts[node] > 0 ? sums[node] / counts[node] : 0; };
    std::ranges::stable_sort(m_columns[column],
                             [&](std::size_t a, std::size_t b) { return weight(a) < weight(b); });
    for (std::size_t i = 0; i < m_columns[column].size(); ++i) {
      m_places[m_columns[column][i]] = i;
    }
  };
  const auto start = static_cast<std::size_t>(-m_least);
  for (std::size_t column = start; column < m_columns.size(); ++column) {
    order(column, -1);
  }
  for (std::size_t column = start; column-- > 0;) {
    order(column, 1);
  }
}

QPointF LineageView::origin() const {
  return {static_cast<qreal>(-horizontalScrollBar()->value()),
          static_cast<qreal>(-verticalScrollBar()->value())};
}

QRectF LineageView::rectOf(std::size_t node) const {
  const auto column = static_cast<qreal>(m_lineage.nodes[node].distance - m_least);
  return {kMargin + column * (kWide + kBetween),
          kMargin + kHead + static_cast<qreal>(m_places[node]) * (kHigh + kGap), kWide, kHigh};
}

void LineageView::layOut() {
  std::size_t tallest = 0;
  for (const auto& column : m_columns) {
    tallest = std::max(tallest, column.size());
  }
  const int wide =
      static_cast<int>(2 * kMargin + static_cast<qreal>(m_columns.size()) * (kWide + kBetween) - kBetween);
  const int high = static_cast<int>(2 * kMargin + kHead + static_cast<qreal>(tallest) * (kHigh + kGap));
  horizontalScrollBar()->setPageStep(viewport()->width());
  horizontalScrollBar()->setRange(0, std::max(0, wide - viewport()->width()));
  verticalScrollBar()->setPageStep(viewport()->height());
  verticalScrollBar()->setRange(0, std::max(0, high - viewport()->height()));
  viewport()->update();
}

void LineageView::resizeEvent(QResizeEvent*) {
  layOut();
}

// Everything that leads to a thing and everything that came of it.
std::vector<bool> LineageView::related(int node) const {
  std::vector<bool> found(m_lineage.nodes.size(), false);
  if (node < 0) {
    return found;
  }
  for (const bool up : {true, false}) {
    std::vector<std::size_t> open{static_cast<std::size_t>(node)};
    std::vector<bool> seen(m_lineage.nodes.size(), false);
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      if (seen[at]) {
        continue;
      }
      seen[at] = found[at] = true;
      for (const dataset::LineageEdge& edge : m_lineage.edges) {
        if ((up ? edge.to : edge.from) == at) {
          open.push_back(up ? edge.from : edge.to);
        }
      }
    }
  }
  return found;
}

void LineageView::select(int node) {
  m_current = node;
  // Everything hangs together with the start; that would tell nothing.
  m_strong = related(node == 0 ? -1 : node);
  if (node >= 0) {
    const QRectF rect =
        rectOf(static_cast<std::size_t>(node)).adjusted(-kMargin, -kMargin - kHead, kMargin, kMargin);
    const auto reveal = [](QScrollBar* bar, qreal from, qreal to, int room) {
      if (from < bar->value()) {
        bar->setValue(static_cast<int>(from));
      } else if (to > bar->value() + room) {
        bar->setValue(static_cast<int>(to) - room);
      }
    };
    reveal(horizontalScrollBar(), rect.left(), rect.right(), viewport()->width());
    reveal(verticalScrollBar(), rect.top(), rect.bottom(), viewport()->height());
  }
  if (hasFocus()) {
    tellCurrentItem(this);
  }
  viewport()->update();
  Q_EMIT selected(node);
}

QString LineageView::itemName(int item) const {
  const dataset::LineageNode& node = m_lineage.nodes[static_cast<std::size_t>(item)];
  return lineageKindWord(node.kind) + QLatin1Char(' ') + fromUtf8(node.name);
}

QRect LineageView::itemRect(int item) const {
  const QRect card = rectOf(static_cast<std::size_t>(item)).translated(origin()).toAlignedRect();
  return (card & viewport()->rect()).translated(viewport()->pos());
}

void LineageView::paintEvent(QPaintEvent*) {
  QPainter painter(viewport());
  painter.fillRect(viewport()->rect(), colors().bg1);
  painter.translate(origin());
  paintAll(painter, QRectF(viewport()->rect()).translated(-origin()));
}

QImage LineageView::toImage(qreal ratio) const {
  qreal wide = kMargin;
  qreal high = kMargin;
  for (std::size_t node = 0; node < m_lineage.nodes.size(); ++node) {
    wide = std::max(wide, rectOf(node).right() + kMargin);
    high = std::max(high, rectOf(node).bottom() + kMargin);
  }
  // A picture of two thousand cards is still one that fits into memory.
  constexpr qreal kMostPixels = 16'000;
  const qreal scale = std::min({ratio, kMostPixels / wide, kMostPixels / high});
  QImage image((QSizeF(wide, high) * scale).toSize(), QImage::Format_RGB32);
  image.fill(colors().bg1);
  QPainter painter(&image);
  painter.scale(scale, scale);
  paintAll(painter, QRectF(0, 0, wide, high));
  return image;
}

void LineageView::paintAll(QPainter& painter, const QRectF& clip) const {
  const Colors& c = colors();
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t column = 0; column < m_columns.size(); ++column) {
    const int distance = m_least + static_cast<int>(column);
    const auto count = static_cast<int>(m_columns[column].size());
    const QString words = distance == 0  ? tr("Start")
                          : distance < 0 ? tr("%n steps before", nullptr, -distance)
                                         : tr("%n steps after", nullptr, distance);
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    painter.drawText(
        QRectF(kMargin + static_cast<qreal>(column) * (kWide + kBetween), kMargin - 4, kWide, 18),
        Qt::AlignLeft | Qt::AlignVCenter,
        count > 1 ? words + QStringLiteral(" · ") + countText(count) : words);
  }
  paintEdges(painter, clip);
  for (std::size_t node = 0; node < m_lineage.nodes.size(); ++node) {
    if (rectOf(node).intersects(clip)) {
      paintNode(painter, node);
    }
  }
}

void LineageView::paintEdges(QPainter& painter, const QRectF& clip) const {
  const Colors& c = colors();
  painter.setBrush(Qt::NoBrush);
  for (const bool strong : {false, true}) {
    painter.setPen(QPen(strong ? c.acc : c.line2, strong ? 1.5 : 1));
    for (const dataset::LineageEdge& edge : m_lineage.edges) {
      const bool own =
          m_strong.size() > std::max(edge.from, edge.to) && m_strong[edge.from] && m_strong[edge.to];
      if (own != strong) {
        continue;
      }
      const QRectF from = rectOf(edge.from);
      const QRectF to = rectOf(edge.to);
      const QPointF begin(from.right(), from.center().y());
      const QPointF end(to.left(), to.center().y());
      if (!QRectF(begin, end).normalized().adjusted(-60, -2, 60, 2).intersects(clip)) {
        continue;
      }
      // Edges of one card share a line down the middle, so that fifty of them are no thicker than one.
      const qreal middle = std::floor((begin.x() + end.x()) / 2) + 0.5;
      const qreal round = std::min(kRound, std::abs(end.y() - begin.y()) / 2);
      const qreal way = end.y() > begin.y() ? 1 : -1;
      QPainterPath path(begin);
      if (round > 0 && end.x() > begin.x()) {
        path.lineTo(middle - round, begin.y());
        path.quadTo(middle, begin.y(), middle, begin.y() + way * round);
        path.lineTo(middle, end.y() - way * round);
        path.quadTo(middle, end.y(), middle + round, end.y());
      }
      path.lineTo(end);
      painter.drawPath(path);
    }
  }
}

void LineageView::paintNode(QPainter& painter, std::size_t index) const {
  const Colors& c = colors();
  const dataset::LineageNode& node = m_lineage.nodes[index];
  const QRectF rect = rectOf(index);
  const bool current = static_cast<int>(index) == m_current;
  const bool hovered = static_cast<int>(index) == m_hovered;
  const bool strong = m_strong.size() > index && m_strong[index];
  drawPanel(painter, rect, kControlRadius,
            current   ? c.sel
            : hovered ? c.bg2
                      : c.bg1,
            current || strong ? c.acc : c.line2);
  drawIcon(painter, lineageIcon(node.kind), QRectF(rect.left() + 10, rect.top() + 14, 16, 16),
           current ? c.acctx : c.tx2);
  const QRectF words(rect.left() + 34, rect.top() + 5, rect.width() - 42, 18);
  painter.setFont(ui::font(index == 0 ? TextRole::CellStrong : TextRole::CellMedium));
  painter.setPen(c.tx1);
  painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(fromUtf8(node.name), Qt::ElideMiddle,
                                                    static_cast<int>(words.width())));
  QStringList facts;
  for (const dataset::LineageEdge& edge : m_lineage.edges) {
    // What it is to the thing nearer to the start.
    const bool hangs = node.distance > 0 ? edge.to == index : node.distance < 0 ? edge.from == index : false;
    const QString word = hangs ? relationWord(edge.relation) : QString();
    if (hangs && !facts.contains(word)) {
      facts << word;
    }
  }
  if (!node.facts.empty()) {
    // Of a path its end; the table has the whole.
    facts << fromUtf8(node.facts.substr(node.facts.starts_with('/') ? node.facts.rfind('/') + 1 : 0));
  }
  if (node.at != Timestamp{}) {
    facts << timeText(node.at, m_now);
  }
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(c.tx3);
  painter.drawText(words.translated(0, 17), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(facts.join(QStringLiteral(" · ")), Qt::ElideRight,
                                                    static_cast<int>(words.width())));
  if (current && hasFocus()) {
    painter.setPen(QPen(c.acctx, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), kControlRadius + 1, kControlRadius + 1);
  }
}

int LineageView::nodeAt(const QPointF& at) const {
  for (std::size_t node = 0; node < m_lineage.nodes.size(); ++node) {
    if (rectOf(node).contains(at - origin())) {
      return static_cast<int>(node);
    }
  }
  return -1;
}

void LineageView::mousePressEvent(QMouseEvent* event) {
  const int node = nodeAt(event->position());
  if (node >= 0) {
    select(node);
  }
}

void LineageView::mouseDoubleClickEvent(QMouseEvent* event) {
  const int node = nodeAt(event->position());
  if (node >= 0 && event->button() == Qt::LeftButton) {
    Q_EMIT opened(node);
  }
}

void LineageView::mouseMoveEvent(QMouseEvent* event) {
  const int node = nodeAt(event->position());
  if (node != m_hovered) {
    m_hovered = node;
    viewport()->setCursor(node < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    viewport()->setToolTip(
        node < 0 ? QString() : tipText(fromUtf8(m_lineage.nodes[static_cast<std::size_t>(node)].name)));
    viewport()->update();
  }
}

void LineageView::leaveEvent(QEvent*) {
  m_hovered = -1;
  viewport()->update();
}

void LineageView::contextMenuEvent(QContextMenuEvent* event) {
  if (event->reason() == QContextMenuEvent::Mouse) {
    const int node = nodeAt(event->pos());
    if (node >= 0) {
      select(node);
      Q_EMIT menuAsked(node, event->globalPos());
    }
  } else if (m_current >= 0) {
    const QRectF rect = rectOf(static_cast<std::size_t>(m_current)).translated(origin());
    Q_EMIT menuAsked(m_current, viewport()->mapToGlobal(rect.bottomLeft().toPoint()));
  }
}

// The card along an edge, to the right (1) or the left (−1); the nearest one of several.
int LineageView::neighbour(int node, int step) const {
  int best = -1;
  for (const dataset::LineageEdge& edge : m_lineage.edges) {
    const auto own = static_cast<int>(step > 0 ? edge.from : edge.to);
    const auto other = static_cast<int>(step > 0 ? edge.to : edge.from);
    const auto height = [&](int at) {
      return std::abs(rectOf(static_cast<std::size_t>(at)).y() - rectOf(static_cast<std::size_t>(node)).y());
    };
    if (own == node && (best < 0 || height(other) < height(best))) {
      best = other;
    }
  }
  return best;
}

void LineageView::keyPressEvent(QKeyEvent* event) {
  if (m_current < 0) {
    QAbstractScrollArea::keyPressEvent(event);
    return;
  }
  const auto node = static_cast<std::size_t>(m_current);
  const auto& column = m_columns[static_cast<std::size_t>(m_lineage.nodes[node].distance - m_least)];
  const std::size_t place = m_places[node];
  switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_J:
      select(static_cast<int>(column[std::min(place + 1, column.size() - 1)]));
      break;
    case Qt::Key_Up:
    case Qt::Key_K:
      select(static_cast<int>(column[place > 0 ? place - 1 : 0]));
      break;
    case Qt::Key_Right:
    case Qt::Key_Left: {
      const int next = neighbour(m_current, event->key() == Qt::Key_Right ? 1 : -1);
      select(next < 0 ? m_current : next);
      break;
    }
    case Qt::Key_Home:
      select(0);
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      event->modifiers() & Qt::ControlModifier ? Q_EMIT openedInWindow(m_current) : Q_EMIT opened(m_current);
      break;
    default:
      QAbstractScrollArea::keyPressEvent(event);
  }
}

void LineageView::focusInEvent(QFocusEvent*) {
  viewport()->update();
}

void LineageView::focusOutEvent(QFocusEvent*) {
  viewport()->update();
}

}  // namespace tatara::ui
