#include "ui/rundetail/trace_table.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/time_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/rundetail/trace_facts.h"
#include "ui/widget/badge.h"

namespace tatara::ui {
namespace {

constexpr int kTraceCell = 16;  // as header labels have it
constexpr int kGlyph = 14;

BadgeState traceBadge(track::TraceState state) {
  switch (state) {
    case track::TraceState::Ok:
      return BadgeState::Ok;
    case track::TraceState::Error:
      return BadgeState::Failed;
    case track::TraceState::InProgress:
      return BadgeState::Running;
    case track::TraceState::Unspecified:
      break;
  }
  return BadgeState::Killed;
}

// Traces come by the second, so today's show theirs.
QString startText(Timestamp started, Timestamp now) {
  const QString text = timeText(started, now);
  return text == clockText(started) ? isoTimeText(started).section(QLatin1Char(' '), 1) : text;
}

class TraceDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Colors& c = colors();
    painter->save();
    if (option.state & QStyle::State_Selected) {
      painter->fillRect(option.rect, c.sel);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), c.line);
    painter->setFont(index.data(Qt::FontRole).value<QFont>());
    painter->setPen(index.data(Qt::ForegroundRole).value<QColor>());
    QRect text = option.rect.adjusted(kTraceCell, 0, -kTraceCell, -1);
    if (index.column() == TraceModel::State) {
      const auto& row =
          static_cast<const TraceModel*>(index.model())->rows()[static_cast<std::size_t>(index.row())];
      paintStateGlyph(*painter, QRectF(text.left(), text.center().y() - kGlyph / 2 + 1, kGlyph, kGlyph),
                      traceBadge(row.state));
      text.adjust(kGlyph + 5, 0, 0, 0);
      painter->setPen(index.data(Qt::ForegroundRole).value<QColor>());
    }
    const bool left = index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignLeft;
    const QString shown = painter->fontMetrics().elidedText(index.data().toString().simplified(),
                                                            Qt::ElideRight, text.width() + 1);
    if (left && index.column() != TraceModel::Started) {
      painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, shown);
    } else {
      drawTabular(*painter, text, left ? Qt::AlignLeft : Qt::AlignRight, shown);
    }
    painter->restore();
  }
};

}  // namespace

void TraceModel::setRows(std::vector<track::TraceRow> rows, Timestamp now) {
  beginResetModel();
  m_rows = std::move(rows);
  m_now = now;
  endResetModel();
}

int TraceModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TraceModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant TraceModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) {
    return {};
  }
  const track::TraceRow& row = m_rows[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
      switch (index.column()) {
        case Started:
          return startText(row.started, m_now);
        case Name:
          return QString::fromStdString(row.name.empty() ? row.id : row.name);
        case State:
          return stateText(row.state);
        case Duration:
          return row.duration ? traceDurationText(*row.duration) : QString(kMissing);
        default:
          return row.tokens ? countText(row.tokens->total) : QString(kMissing);
      }
    case Qt::TextAlignmentRole:
      return headerData(index.column(), Qt::Horizontal, role);
    case Qt::ToolTipRole:
      // Names and requests are a client's texts, never markup.
      return tipText(QString::fromStdString(row.id) + QLatin1Char('\n') + isoTimeText(row.started) +
                     (row.request.empty()
                          ? QString()
                          : QLatin1Char('\n') + QString::fromStdString(row.request).left(400)));
    case Qt::FontRole:
      return ui::font(index.column() == Name ? TextRole::CellMedium : TextRole::Cell);
    case Qt::ForegroundRole:
      return index.column() == Name                                                   ? colors().tx1
             : index.column() == State && row.state == track::TraceState::Error       ? colors().err
             : (index.column() == Tokens && !row.tokens) || index.column() == Started ? colors().tx3
                                                                                      : colors().tx2;
    default:
      return {};
  }
}

QVariant TraceModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return QVariant(Qt::AlignVCenter | (section <= State ? Qt::AlignLeft : Qt::AlignRight));
  }
  if (role == Qt::DisplayRole) {
    switch (section) {
      case Started:
        return tr("Time");
      case Name:
        return tr("Name");
      case State:
        return tr("Status");
      case Duration:
        return tr("Duration");
      default:
        return tr("Tokens");
    }
  }
  return {};
}

TraceTable::TraceTable(QWidget* parent) : QTableView(parent), m_model(new TraceModel(this)) {
  setModel(m_model);
  setItemDelegate(new TraceDelegate(this));
  setAccessibleName(tr("Traces"));
  setShowGrid(false);
  setFrameShape(QFrame::NoFrame);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setTabKeyNavigation(false);
  verticalHeader()->hide();
  horizontalHeader()->setFixedHeight(kHeaderRowHeight);
  horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  horizontalHeader()->setHighlightSections(false);
  connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this] { Q_EMIT chosen(currentTrace()); });
}

void TraceTable::setRows(const std::vector<track::TraceRow>& rows, Timestamp now) {
  if (rows == m_model->rows()) {
    return;
  }
  const std::string before = currentTrace();
  const int scroll = verticalScrollBar()->value();
  {
    const QSignalBlocker quiet(selectionModel());
    m_model->setRows(rows, now);
  }
  const auto same = std::ranges::find(rows, before, &track::TraceRow::id);
  const bool kept = !before.empty() && same != rows.end();
  if (!rows.empty()) {
    const int at = kept ? static_cast<int>(same - rows.begin()) : 0;
    const QSignalBlocker quiet(selectionModel());
    selectionModel()->setCurrentIndex(m_model->index(at, 0),
                                      QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  }
  verticalScrollBar()->setValue(kept ? scroll : 0);
  viewport()->update();
  if (!kept) {
    Q_EMIT chosen(currentTrace());
  }
}

std::string TraceTable::currentTrace() const {
  const QModelIndex at = currentIndex();
  return at.isValid() ? m_model->rows()[static_cast<std::size_t>(at.row())].id : std::string();
}

void TraceTable::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) {
    Q_EMIT copyWanted();
  } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    Q_EMIT entered();
  } else {
    QTableView::keyPressEvent(event);
  }
}

void TraceTable::fitColumns() {
  verticalHeader()->setMinimumSectionSize(kRowHeight);
  verticalHeader()->setDefaultSectionSize(kRowHeight);
  const QFontMetrics cells(ui::font(TextRole::Cell));
  const QFontMetrics titles(ui::font(TextRole::Header));
  const auto fit = [&](int column, const QString& longest, int more = 0) {
    const int title =
        titles.horizontalAdvance(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    setColumnWidth(column, std::max(cells.horizontalAdvance(longest) + more, title) + 2 * kTraceCell + 4);
  };
  fit(TraceModel::Started, QStringLiteral("00:00:00"));
  fit(TraceModel::State, stateText(track::TraceState::InProgress), kGlyph + 5);
  fit(TraceModel::Duration, spanDurationText(999'000'000));
  fit(TraceModel::Tokens, QStringLiteral("00,000"));
  int rest = viewport()->width();
  for (const int column :
       {TraceModel::Started, TraceModel::State, TraceModel::Duration, TraceModel::Tokens}) {
    rest -= columnWidth(column);
  }
  setColumnWidth(TraceModel::Name, std::max(rest, 80));
}

void TraceTable::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  fitColumns();
}

void TraceTable::showEvent(QShowEvent* event) {
  QTableView::showEvent(event);
  fitColumns();
}

}  // namespace tatara::ui
