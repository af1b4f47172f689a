#include "ui/model/grid_view.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include "ui/base/metrics.h"
#include "ui/base/type.h"
#include "ui/model/grid_delegate.h"
#include "ui/model/internal/grid_pane.h"

namespace tatara::ui {
namespace {

// Old content at 40 %: bg1 over it at 60 %.
class Veil final : public QWidget {
 public:
  explicit Veil(QWidget* parent) : QWidget(parent) { setAttribute(Qt::WA_TransparentForMouseEvents); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QColor color = colors().bg1;
    color.setAlphaF(0.6F);
    QPainter(this).fillRect(rect(), color);
  }
};

}  // namespace

GridView::GridView(QWidget* parent)
    : QWidget(parent),
      m_model(new GridModel(this)),
      m_main(new GridPane(m_model, this)),
      m_pinned(new GridPane(m_model, m_main)) {
  setFocusProxy(m_main);
  m_pinned->setFocusPolicy(Qt::NoFocus);
  m_pinned->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_pinned->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_pinned->setSelectionModel(m_main->selectionModel());
  for (GridPane* pane : {m_main, m_pinned}) {
    pane->setItemDelegate(new GridDelegate(
        [this](const QModelIndex& index) {
          const RowId row = m_model->rowId(index.row());
          const auto& columns = m_model->columns();
          const auto column = static_cast<std::size_t>(index.column());
          RowLook look;
          look.checked = m_model->isChecked(row);
          look.hovered = m_hovered == row;
          look.focused = m_main->currentIndex().row() == index.row();
          look.keyboard = m_main->hasFocus() && m_main->reachedByKeyboard();
          look.groupStart = column > 0 && columns[column].group != columns[column - 1].group;
          return look;
        },
        this));
    connectPane(*pane);
    connectHeader(*pane);
  }
  connect(m_main->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
    m_pinned->verticalScrollBar()->setValue(value);
    Q_EMIT visibleRowsChanged();
  });
  connect(m_pinned->verticalScrollBar(), &QScrollBar::valueChanged, m_main->verticalScrollBar(),
          &QScrollBar::setValue);
  connect(m_main->horizontalScrollBar(), &QScrollBar::valueChanged, this,
          [this] { m_main->header()->viewport()->update(); });
  connect(m_main, &GridPane::resized, this, [this] {
    placePinned();
    Q_EMIT visibleRowsChanged();
  });
  connect(m_main->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
    m_main->viewport()->update();
    m_pinned->viewport()->update();
    Q_EMIT currentChanged();
  });
  m_veil = new Veil(this);
  m_veil->hide();
}

void GridView::connectPane(GridPane& pane) {
  connect(&pane, &GridPane::pressed, this,
          [this, &pane](const QModelIndex& index, QPoint at, Qt::KeyboardModifiers modifiers) {
            onPressed(index, at, modifiers, pane);
          });
  connect(&pane, &GridPane::activatedByUser, this,
          [this](const QModelIndex& index, Qt::KeyboardModifiers modifiers) {
            Q_EMIT activated(m_model->rowId(index.row()), modifiers.testFlag(Qt::ControlModifier));
          });
  connect(&pane, &GridPane::hovered, this, [this](const QModelIndex& index) {
    const std::optional<RowId> row =
        index.isValid() ? std::optional<RowId>(m_model->rowId(index.row())) : std::nullopt;
    if (row != m_hovered) {
      setHovered(row);
      Q_EMIT hovered(row);
    }
  });
  connect(&pane, &GridPane::left, this, [this] {
    if (m_hovered) {
      setHovered(std::nullopt);
      Q_EMIT hovered(std::nullopt);
    }
  });
  connect(&pane, &GridPane::menuRequested, this, [this](const QModelIndex& index, QPoint global) {
    m_main->setCurrentIndex(index);
    Q_EMIT menuRequested(m_model->rowId(index.row()), QString::fromStdString(columnId(index.column())),
                         global);
  });
  connect(&pane, &GridPane::keyPressed, this, &GridView::onKey);
  connect(&pane, &GridPane::frameChanged, this, [this] {
    m_main->viewport()->update();
    m_pinned->viewport()->update();
  });
}

void GridView::connectHeader(GridPane& pane) {
  GridHeader* header = pane.header();
  connect(header, &GridHeader::titleClicked, this, [this](int section, bool additive) {
    Q_EMIT sortRequested(QString::fromStdString(columnId(section)), additive);
  });
  connect(header, &GridHeader::groupClicked, this, &GridView::groupToggled);
  connect(header, &GridHeader::checkClicked, this, &GridView::checkAllRequested);
  connect(header, &GridHeader::moveRequested, this, [this](int section, int before) {
    Q_EMIT columnMoved(
        QString::fromStdString(columnId(section)),
        before < m_model->columnCount() ? QString::fromStdString(columnId(before)) : QString());
  });
  connect(header, &GridHeader::fitRequested, this, &GridView::fitColumn);
  connect(header, &GridHeader::menuRequested, this, [this](int section, QPoint global) {
    Q_EMIT headerMenuRequested(section < 0 ? QString() : QString::fromStdString(columnId(section)), global);
  });
  connect(header, &QHeaderView::sectionResized, this, [this, &pane](int section, int, int width) {
    if (m_applying || section >= m_model->columnCount()) {
      return;
    }
    m_applying = true;
    (&pane == m_main ? m_pinned : m_main)->setColumnWidth(section, width);
    m_applying = false;
    placePinned();
    Q_EMIT columnResized(QString::fromStdString(columnId(section)), width);
  });
}

std::string GridView::columnId(int section) const {
  return m_model->columns()[static_cast<std::size_t>(section)].id;
}

void GridView::setContent(std::shared_ptr<const GridSource> source, std::vector<ColumnSpec> columns,
                          std::vector<ColumnGroup> groups, RowPlan plan, Anchor anchor) {
  QScrollBar* bar = m_main->verticalScrollBar();
  const int value = bar->value();
  const int top = value / kRowHeight;
  const bool hadRows = m_model->rowCount() > 0;
  const std::optional<RowId> anchorRow = anchor == Anchor::Keep && value > 0 && top < m_model->rowCount()
                                             ? std::optional(m_model->rowId(top))
                                             : std::nullopt;
  const std::optional<RowId> cursor = current();
  const RowIds before = m_model->ids();
  m_applying = true;
  setUpdatesEnabled(false);
  m_model->setContent(std::move(source), std::move(columns), std::move(plan));
  m_main->header()->setGroups(groups);
  m_pinned->header()->setGroups(std::move(groups));
  applyWidths();
  const bool moved = cursor && moveCursorFrom(*cursor, *before);
  if (anchorRow) {
    for (GridPane* pane : {m_main, m_pinned}) {
      pane->doItemsLayout();  // else the scroll bars learn of new rows with a later event, and stop short
    }
    const int row = m_model->findRow(*anchorRow);
    bar->setValue(row < 0 ? value : row * kRowHeight + value % kRowHeight);
  } else if (anchor == Anchor::Top || moved) {
    bar->setValue(0);
  }
  m_pinned->verticalScrollBar()->setValue(bar->value());
  if (!m_main->currentIndex().isValid() && m_model->rowCount() > 0 && m_model->columnCount() > 0) {
    const int row = cursor && hadRows ? std::max(0, m_model->findRow(*cursor)) : 0;
    const QSignalBlocker quiet(m_main->verticalScrollBar());
    m_main->selectionModel()->setCurrentIndex(m_model->index(row, std::min(1, m_model->columnCount() - 1)),
                                              QItemSelectionModel::NoUpdate);
  }
  setUpdatesEnabled(true);
  m_applying = false;
  Q_EMIT visibleRowsChanged();
}

// Qt puts the cursor of a row that went on the last row of all and goes there; a person looks for it where
// the row was. Whether it moved.
bool GridView::moveCursorFrom(RowId gone, const std::vector<RowId>& before) {
  if (m_model->rowCount() == 0 || m_model->columnCount() == 0 || m_model->findRow(gone) >= 0) {
    return false;
  }
  const std::unordered_set<RowId> now(m_model->ids()->begin(), m_model->ids()->end());
  const auto stays = [&now](RowId row) { return now.contains(row); };
  const auto was = std::ranges::find(before, gone);
  auto next = std::find_if(was, before.end(), stays);
  if (next == before.end()) {
    const auto last = std::find_if(std::make_reverse_iterator(was), before.rend(), stays);
    next = last == before.rend() ? before.end() : std::prev(last.base());
  }
  const int row = next == before.end() ? 0 : m_model->findRow(*next);
  const int column = std::clamp(m_main->currentIndex().column(), 0, m_model->columnCount() - 1);
  const QSignalBlocker quiet(m_main->verticalScrollBar());
  m_main->selectionModel()->setCurrentIndex(m_model->index(row, column), QItemSelectionModel::NoUpdate);
  return true;
}

void GridView::setSource(std::shared_ptr<const GridSource> source) {
  m_model->setSource(std::move(source));
}

void GridView::setSort(const std::vector<SortKey>& sort) {
  m_main->header()->setSort(sort);
  m_pinned->header()->setSort(sort);
}

void GridView::setChecked(std::unordered_set<RowId> checked, Qt::CheckState header) {
  m_model->setChecked(std::move(checked));
  m_main->header()->setCheckState(header);
  m_pinned->header()->setCheckState(header);
}

void GridView::setHovered(std::optional<RowId> row) {
  if (row == m_hovered) {
    return;
  }
  const auto repaint = [this](const std::optional<RowId>& id) {
    const int at = id ? m_model->findRow(*id) : -1;
    if (at >= 0) {
      const int y = m_main->rowViewportPosition(at);
      m_main->viewport()->update(0, y, m_main->viewport()->width(), kRowHeight);
      m_pinned->viewport()->update(0, y, m_pinned->viewport()->width(), kRowHeight);
    }
  };
  const std::optional<RowId> before = std::exchange(m_hovered, row);
  repaint(before);
  repaint(row);
}

void GridView::setStale(bool stale) {
  m_veil->setVisible(stale);
  m_veil->raise();
}

std::optional<RowId> GridView::current() const {
  const QModelIndex index = m_main->currentIndex();
  return index.isValid() ? std::optional(m_model->rowId(index.row())) : std::nullopt;
}

void GridView::setCurrent(RowId row) {
  const int at = m_model->findRow(row);
  if (at >= 0) {
    const int column = std::max(0, m_main->currentIndex().column());
    m_main->setCurrentIndex(m_model->index(at, std::max(column, std::min(1, m_model->columnCount() - 1))));
  }
}

void GridView::reveal(RowId row) {
  const int at = m_model->findRow(row);
  if (at >= 0) {
    m_main->scrollTo(m_model->index(at, 0));
  }
}

void GridView::edit(RowId row, const std::string& column) {
  const QModelIndex index = m_model->index(m_model->findRow(row), m_model->findColumn(column));
  if (!index.isValid()) {
    return;
  }
  reveal(row);
  GridPane* pane = m_model->columns()[static_cast<std::size_t>(index.column())].pinned ? m_pinned : m_main;
  pane->edit(index);
}

std::pair<int, int> GridView::visibleRows() const {
  const int count = m_model->rowCount();
  const int first = m_main->verticalScrollBar()->value() / kRowHeight;
  const int last = (m_main->verticalScrollBar()->value() + m_main->viewport()->height()) / kRowHeight;
  return {std::min(first, count), std::clamp(last, 0, count)};
}

QString GridView::copyText(const std::vector<RowId>& rows) const {
  QStringList lines;
  QStringList titles;
  std::vector<int> shown;
  for (int column = 0; column < m_model->columnCount(); ++column) {
    const ColumnSpec& spec = m_model->columns()[static_cast<std::size_t>(column)];
    if (spec.kind != ColumnKind::Check && spec.kind != ColumnKind::Spark && !spec.stub) {
      shown.push_back(column);
      titles.push_back(spec.title);
    }
  }
  lines.push_back(titles.join(QLatin1Char('\t')));
  for (const RowId id : rows) {
    const int row = m_model->findRow(id);
    if (row < 0) {
      continue;
    }
    QStringList cells;
    for (const int column : shown) {
      QString text = m_model->plainText(row, column);
      cells.push_back(
          text.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' ')));
    }
    lines.push_back(cells.join(QLatin1Char('\t')));
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

int GridView::headerHeight() const {
  return m_main->header()->band() + kHeaderRowHeight;
}

QWidget* GridView::focusTarget() const {
  return m_main;
}

void GridView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_main->setGeometry(rect());
  m_veil->setGeometry(rect());
  applyWidths();
}

// A hidden view is laid out only when it is shown.
void GridView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  QMetaObject::invokeMethod(this, &GridView::applyWidths, Qt::QueuedConnection);
}

void GridView::applyWidths() {
  const bool outer = std::exchange(m_applying, true);
  int total = 0;
  int filling = 0;
  for (const ColumnSpec& spec : m_model->columns()) {
    total += spec.width;
    filling += spec.fills ? 1 : 0;
  }
  int spare = std::max(0, m_main->viewport()->width() - total);
  for (int column = 0; column < m_model->columnCount(); ++column) {
    const ColumnSpec& spec = m_model->columns()[static_cast<std::size_t>(column)];
    int width = spec.width;
    if (spec.fills && filling > 0) {
      const int share = spare / filling--;
      width += share;
      spare -= share;
    }
    m_main->setColumnWidth(column, width);
    m_pinned->setColumnWidth(column, width);
    m_pinned->setColumnHidden(column, !spec.pinned);
  }
  m_applying = outer;
  placePinned();
}

void GridView::placePinned() {
  int width = 0;
  for (int column = 0; column < m_model->columnCount(); ++column) {
    if (m_model->columns()[static_cast<std::size_t>(column)].pinned) {
      width += m_main->columnWidth(column);
    }
  }
  m_main->header()->setCovered(width);
  m_main->setCovered(width);
  m_pinned->setVisible(width > 0);
  m_pinned->setGeometry(0, 0, width, headerHeight() + m_main->viewport()->height());
  m_pinned->raise();
}

void GridView::fitColumn(int section) {
  const auto [first, last] = visibleRows();
  const ColumnSpec& spec = m_model->columns()[static_cast<std::size_t>(section)];
  int width = QFontMetrics(ui::font(TextRole::Badge)).horizontalAdvance(spec.title) + 34;
  for (int row = first; row < std::min(last + 1, m_model->rowCount()); ++row) {
    width = std::max(width, GridDelegate::contentWidth(spec, m_model->cell(row, section)));
  }
  m_main->setColumnWidth(section, std::min(width, 480));
}

void GridView::onPressed(const QModelIndex& index, QPoint at, Qt::KeyboardModifiers modifiers,
                         GridPane& pane) {
  const RowId row = m_model->rowId(index.row());
  const ColumnSpec& spec = m_model->columns()[static_cast<std::size_t>(index.column())];
  m_main->setFocus(Qt::MouseFocusReason);
  m_main->selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
  if (spec.kind == ColumnKind::Name) {
    const Cell cell = m_model->cell(index.row(), index.column());
    const NamePart part = namePartAt(cell, pane.visualRect(index), at);
    if (part == NamePart::Disclosure) {
      Q_EMIT disclosureToggled(row);
      return;
    }
    if (part == NamePart::Swatch && !modifiers) {
      Q_EMIT swatchClicked(row, pane.viewport()->mapToGlobal(pane.visualRect(index).bottomLeft()));
      return;
    }
  }
  const bool range = modifiers.testFlag(Qt::ShiftModifier);
  if (range && m_lastChecked && m_model->findRow(*m_lastChecked) >= 0) {
    Q_EMIT checkRangeRequested(*m_lastChecked, row);
    return;
  }
  if (spec.kind == ColumnKind::Check || modifiers.testFlag(Qt::ControlModifier) || range) {
    m_lastChecked = row;
    Q_EMIT checkRequested(row, !m_model->isChecked(row));
  }
}

void GridView::moveCurrent(int by) {
  const int row = std::clamp(m_main->currentIndex().row() + by, 0, m_model->rowCount() - 1);
  if (m_model->rowCount() > 0) {
    m_main->setCurrentIndex(m_model->index(row, std::max(0, m_main->currentIndex().column())));
  }
}

void GridView::onKey(QKeyEvent* event) {
  const std::optional<RowId> row = current();
  const bool plain = event->modifiers() == Qt::NoModifier;
  if (event->key() == Qt::Key_J && plain) {
    moveCurrent(1);
  } else if (event->key() == Qt::Key_K && plain) {
    moveCurrent(-1);
  } else if (event->key() == Qt::Key_Space && row) {
    if (event->modifiers().testFlag(Qt::ShiftModifier) && m_lastChecked) {
      Q_EMIT checkRangeRequested(*m_lastChecked, *row);
    } else {
      m_lastChecked = row;
      Q_EMIT checkRequested(*row, !m_model->isChecked(*row));
    }
  } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && row) {
    Q_EMIT activated(*row, event->modifiers().testFlag(Qt::ControlModifier));
  } else if (event->key() == Qt::Key_Right && plain && row &&
             m_model->cell(m_main->currentIndex().row(), m_main->currentIndex().column()).disclosure ==
                 Disclosure::Closed) {
    Q_EMIT disclosureToggled(*row);
  } else if (event->matches(QKeySequence::SelectAll)) {
    Q_EMIT checkAllRequested();
  } else {
    return;
  }
  event->accept();
}

}  // namespace tatara::ui
