#include "ui/rundetail/span_tree_view.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <algorithm>
#include <set>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"

namespace tatara::ui {
namespace {

constexpr int kCell = 16;  // as header labels have it
constexpr double kBarHeight = 10;
constexpr double kShortestBar = 2;

// Where a span lies in the time of its trace, 0 to 1; a span that has not ended reaches to the end.
struct Extent {
  double from = 0;
  double to = 1;
};
Extent extentOf(const track::SpanNode& span, const TraceFacts& facts) {
  const auto total = static_cast<double>(facts.endNanos - facts.startNanos);
  if (total <= 0) {
    return {};
  }
  const auto at = [&](std::int64_t nanos) {
    return std::clamp(static_cast<double>(nanos - facts.startNanos) / total, 0.0, 1.0);
  };
  const double from = at(span.startNanos);
  return {from, span.endNanos > 0 ? std::max(at(span.endNanos), from) : 1};
}

class SpanDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto& model = static_cast<const SpanModel&>(*index.model());
    const track::SpanNode& span = *model.node(index);
    const Colors& c = colors();
    painter->save();
    if (option.state & QStyle::State_Selected) {
      painter->fillRect(option.rect, c.sel);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), c.line);
    const QRect inner = option.rect.adjusted(4, 0, -kCell, -1);
    switch (index.column()) {
      case SpanModel::Name:
        paintName(*painter, inner, span);
        break;
      case SpanModel::Timeline:
        paintBar(*painter, QRectF(option.rect).adjusted(kCell, 0, -kCell, -1), span, *model.trace());
        break;
      default:
        painter->setFont(ui::font(TextRole::Cell));
        painter->setPen(c.tx2);
        drawTabular(*painter, inner, Qt::AlignRight, index.data().toString());
    }
    painter->restore();
  }

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    return {QStyledItemDelegate::sizeHint(option, index).width(), kRowHeight};
  }

 private:
  static void paintName(QPainter& painter, const QRect& rect, const track::SpanNode& span) {
    const Colors& c = colors();
    const bool failed = span.status == track::SpanStatus::Error;
    const QFont& kindFont = ui::font(TextRole::GroupLabel);
    const QString kind = fromUtf8(span.type);
    const int kindWide = kind.isEmpty() ? 0 : QFontMetrics(kindFont).horizontalAdvance(kind) + 10;
    painter.setFont(ui::font(TextRole::CellMedium));
    const QString name = painter.fontMetrics().elidedText(fromUtf8(span.name).simplified(), Qt::ElideMiddle,
                                                          std::max(rect.width() - kindWide - 6, 24));
    const int wide = painter.fontMetrics().horizontalAdvance(name);
    painter.setPen(failed ? c.err : c.tx1);
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, name);
    if (!kind.isEmpty() && wide + kindWide + 6 <= rect.width()) {
      const QRectF badge(rect.left() + wide + 6, rect.center().y() - 6.5, kindWide, 15);
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setPen(Qt::NoPen);
      painter.setBrush(c.bg3);
      painter.drawRoundedRect(badge, kBadgeRadius, kBadgeRadius);
      painter.setFont(kindFont);
      painter.setPen(c.tx2);
      painter.drawText(badge, Qt::AlignCenter, kind);
    }
  }

  static void paintBar(QPainter& painter, const QRectF& rect, const track::SpanNode& span,
                       const TraceFacts& facts) {
    const Colors& c = colors();
    const Extent extent = extentOf(span, facts);
    for (const double quarter : {0.0, 0.25, 0.5, 0.75, 1.0}) {
      painter.fillRect(QRectF(std::round(rect.left() + quarter * rect.width()), rect.top(), 1, rect.height()),
                       c.grid);
    }
    const double left = std::min(rect.left() + extent.from * rect.width(), rect.right() - kShortestBar);
    const QRectF bar(left, rect.center().y() - kBarHeight / 2,
                     std::max((extent.to - extent.from) * rect.width(), kShortestBar), kBarHeight);
    const bool failed = span.status == track::SpanStatus::Error;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    // Not ended: hatched, as everything that is not known to its end.
    painter.setBrush(span.endNanos > 0 ? QBrush(failed ? c.err : c.bar) : QBrush(c.info, Qt::BDiagPattern));
    painter.drawRoundedRect(bar, std::min(3.0, bar.width() / 2), 3);
    // Exceptions and other moments, as ticks.
    for (const track::SpanEvent& event : span.events) {
      if (event.timeNanos <= 0 || facts.endNanos <= facts.startNanos) {
        continue;
      }
      const double at = static_cast<double>(event.timeNanos - facts.startNanos) /
                        static_cast<double>(facts.endNanos - facts.startNanos);
      if (at >= 0 && at <= 1) {
        painter.setBrush(c.tx1);
        painter.drawRect(QRectF(rect.left() + at * rect.width() - 0.75, bar.top() - 3, 1.5, kBarHeight + 6));
      }
    }
  }
};

}  // namespace

void SpanModel::setTrace(TraceFactsPtr facts) {
  beginResetModel();
  m_facts = std::move(facts);
  m_places.clear();
  m_roots.clear();
  std::vector<int> path;  // the spans above, by depth
  const std::size_t count = m_facts ? m_facts->spans.size() : 0;
  m_places.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto depth = std::min({static_cast<std::size_t>(std::max(m_facts->spans[i].depth, 0)), path.size(),
                                 static_cast<std::size_t>(kDeepestShown)});
    path.resize(depth);
    const int parent = path.empty() ? -1 : path.back();
    std::vector<int>& siblings = parent < 0 ? m_roots : m_places[static_cast<std::size_t>(parent)].children;
    m_places[i].parent = parent;
    m_places[i].row = static_cast<int>(siblings.size());
    siblings.push_back(static_cast<int>(i));
    path.push_back(static_cast<int>(i));
  }
  endResetModel();
}

const track::SpanNode* SpanModel::node(const QModelIndex& index) const {
  return index.isValid() ? &m_facts->spans[index.internalId()] : nullptr;
}

QModelIndex SpanModel::indexOf(std::size_t span, int column) const {
  return span < m_places.size() ? createIndex(m_places[span].row, column, span) : QModelIndex();
}

const std::vector<int>& SpanModel::childrenOf(const QModelIndex& parent) const {
  return parent.isValid() ? m_places[parent.internalId()].children : m_roots;
}

QModelIndex SpanModel::index(int row, int column, const QModelIndex& parent) const {
  return hasIndex(row, column, parent)
             ? createIndex(row, column,
                           static_cast<quintptr>(childrenOf(parent)[static_cast<std::size_t>(row)]))
             : QModelIndex();
}

QModelIndex SpanModel::parent(const QModelIndex& child) const {
  const int above = child.isValid() ? m_places[child.internalId()].parent : -1;
  return above < 0 ? QModelIndex() : indexOf(static_cast<std::size_t>(above));
}

int SpanModel::rowCount(const QModelIndex& parent) const {
  return parent.column() > 0 ? 0 : static_cast<int>(childrenOf(parent).size());
}

int SpanModel::columnCount(const QModelIndex&) const {
  return ColumnCount;
}

QVariant SpanModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) {
    return {};
  }
  const track::SpanNode& one = *node(index);
  const QString duration =
      one.endNanos > 0 ? spanDurationText(one.endNanos - one.startNanos) : QString(kMissing);
  switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
      switch (index.column()) {
        case Name:
          return fromUtf8(one.name);
        case Tokens:
          return one.tokens ? countText(one.tokens->total) : QString();
        case Duration:
          return duration;
        default:
          // The bar in words: after how long it began, and for how long it ran.
          return role == Qt::DisplayRole
                     ? QString()
                     : tr("after %1 for %2")
                           .arg(spanDurationText(one.startNanos - m_facts->startNanos), duration);
      }
    case Qt::ToolTipRole:
      return tipText(
          fromUtf8(one.name) + (one.type.empty() ? QString() : QStringLiteral(" · ") + fromUtf8(one.type)) +
          QStringLiteral("\n") +
          tr("after %1 for %2").arg(spanDurationText(one.startNanos - m_facts->startNanos), duration) +
          (one.statusMessage.empty() ? QString()
                                     : QLatin1Char('\n') + fromUtf8(one.statusMessage).left(400)));
    default:
      return {};
  }
}

QVariant SpanModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return QVariant(Qt::AlignVCenter |
                    (section == Tokens || section == Duration ? Qt::AlignRight : Qt::AlignLeft));
  }
  if (role == Qt::DisplayRole) {
    switch (section) {
      case Name:
        return tr("Span");
      case Tokens:
        return tr("Tokens");
      case Duration:
        return tr("Duration");
      default:
        return m_facts && m_facts->endNanos > m_facts->startNanos
                   ? tr("Timeline, %1").arg(spanDurationText(m_facts->endNanos - m_facts->startNanos))
                   : tr("Timeline");
    }
  }
  return {};
}

SpanTreeView::SpanTreeView(QWidget* parent) : QTreeView(parent), m_model(new SpanModel(this)) {
  setModel(m_model);
  setItemDelegate(new SpanDelegate(this));
  setAccessibleName(tr("Spans"));
  setFrameShape(QFrame::NoFrame);
  setUniformRowHeights(true);
  setIndentation(14);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  header()->setFixedHeight(kHeaderRowHeight);
  header()->setSectionResizeMode(QHeaderView::Fixed);
  header()->setStretchLastSection(false);
  header()->setSectionsMovable(false);
  connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SpanTreeView::chosen);
}

void SpanTreeView::setTrace(const TraceFactsPtr& facts) {
  const TraceFactsPtr before = m_model->trace();
  const bool same = before && facts && before->trace.key == facts->trace.key;
  std::set<std::string> folded;
  const std::string at = same && current() ? current()->id : std::string();
  for (std::size_t i = 0; same && i < before->spans.size(); ++i) {
    const QModelIndex index = m_model->indexOf(i);
    if (m_model->rowCount(index) > 0 && !isExpanded(index)) {
      folded.insert(before->spans[i].id);
    }
  }
  const int scroll = same ? verticalScrollBar()->value() : 0;
  {
    const QSignalBlocker quiet(selectionModel());
    m_model->setTrace(facts);
    expandAll();
    std::size_t wanted = 0;
    for (std::size_t i = 0; facts && i < facts->spans.size(); ++i) {
      if (folded.contains(facts->spans[i].id)) {
        collapse(m_model->indexOf(i));
      }
      wanted = facts->spans[i].id == at ? i : wanted;
    }
    if (const QModelIndex index = m_model->indexOf(wanted); index.isValid()) {
      selectionModel()->setCurrentIndex(index,
                                        QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
  }
  fitColumns();
  verticalScrollBar()->setValue(scroll);
  viewport()->update();
  Q_EMIT chosen();
}

const track::SpanNode* SpanTreeView::current() const {
  return m_model->node(currentIndex());
}

void SpanTreeView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) {
    Q_EMIT copyWanted();
    return;
  }
  QTreeView::keyPressEvent(event);
}

void SpanTreeView::fitColumns() {
  const QFontMetrics cells(ui::font(TextRole::Cell));
  const QFontMetrics titles(ui::font(TextRole::Header));
  const auto wide = [&](int column, const QString& longest) {
    const int title =
        titles.horizontalAdvance(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    return std::max(cells.horizontalAdvance(longest), title) + 2 * kCell + 4;
  };
  const int width = viewport()->width();
  const int tokens = wide(SpanModel::Tokens, QStringLiteral("00,000"));
  const int duration = wide(SpanModel::Duration, spanDurationText(999'000'000));
  const int name = std::clamp(width * 38 / 100, 160, 420);
  header()->resizeSection(SpanModel::Name, name);
  header()->resizeSection(SpanModel::Tokens, tokens);
  header()->resizeSection(SpanModel::Duration, duration);
  header()->resizeSection(SpanModel::Timeline, std::max(width - name - tokens - duration, 80));
}

void SpanTreeView::resizeEvent(QResizeEvent* event) {
  QTreeView::resizeEvent(event);
  fitColumns();
}

void SpanTreeView::showEvent(QShowEvent* event) {
  QTreeView::showEvent(event);
  fitColumns();
}

}  // namespace tatara::ui
