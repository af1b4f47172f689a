#include "ui/explore/dataset_sidebar.h"

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <tuple>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/time_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kTreeRow = 26;
constexpr int kRailRow = 44;
constexpr int kSidebarSide = 12;

}  // namespace

DatasetTree::DatasetTree(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setMouseTracking(true);
  setAccessibleName(tr("Datasets"));
}

void DatasetTree::setCatalog(CatalogPtr catalog) {
  m_catalog = std::move(catalog);
  arrange();
}

void DatasetTree::setCurrent(const std::string& dataset) {
  m_current = dataset;
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    if (m_rows[i].dataset && m_rows[i].dataset->dataset.name == dataset) {
      m_focused = static_cast<int>(i);
    }
  }
  viewport()->update();
}

void DatasetTree::setFilter(const QString& words) {
  m_filter = words.trimmed();
  arrange();
}

// The catalog is by name; datasets without a folder come first, as files do beside folders.
void DatasetTree::arrange() {
  m_rows.clear();
  std::vector<const CatalogDataset*> matching;
  if (m_catalog) {
    for (const CatalogDataset& dataset : *m_catalog) {
      if (m_filter.isEmpty() || fromUtf8(dataset.dataset.name).contains(m_filter, Qt::CaseInsensitive)) {
        matching.push_back(&dataset);
      }
    }
  }
  std::ranges::stable_sort(matching, [](const auto* a, const auto* b) {
    return std::tie(a->dataset.folder, a->dataset.name) < std::tie(b->dataset.folder, b->dataset.name);
  });
  std::string folder;
  for (const CatalogDataset* dataset : matching) {
    const std::string& of = dataset->dataset.folder;
    if (of != folder) {
      folder = of;
      m_rows.push_back({of, nullptr, 0});
    }
    // A filter opens what it finds.
    if (of.empty() || !m_filter.isEmpty() || !m_closed.contains(of)) {
      m_rows.push_back({{}, dataset, of.empty() ? 0 : 1});
    }
  }
  m_focused = std::clamp(m_focused, 0, std::max(0, static_cast<int>(m_rows.size()) - 1));
  verticalScrollBar()->setRange(
      0, std::max(0, static_cast<int>(m_rows.size()) * kTreeRow - viewport()->height()));
  verticalScrollBar()->setPageStep(viewport()->height());
  verticalScrollBar()->setSingleStep(kTreeRow);
  tellItemsChanged(this);
  viewport()->update();
}

void DatasetTree::resizeEvent(QResizeEvent*) {
  arrange();
}

int DatasetTree::rowAt(int y) const {
  const int row = (y + verticalScrollBar()->value()) / kTreeRow;
  return row < static_cast<int>(m_rows.size()) ? row : -1;
}

void DatasetTree::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(viewport());
  painter.fillRect(viewport()->rect(), c.bg1);
  const int wide = viewport()->width();
  for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
    const Row& row = m_rows[static_cast<std::size_t>(i)];
    const QRect rect(0, i * kTreeRow - verticalScrollBar()->value(), wide, kTreeRow);
    if (rect.bottom() < 0 || rect.top() > viewport()->height()) {
      continue;
    }
    const bool current = itemSelected(i);
    if (current || i == m_hovered) {
      painter.fillRect(rect, current ? c.sel : c.bg2);
    }
    const int x = kSidebarSide + row.depth * 20;
    drawIcon(painter, row.dataset ? QStringLiteral("layout-table") : QStringLiteral("folder"),
             QRectF(x, rect.top() + 6.5, 13, 13), c.tx3);
    const QString right = row.dataset     ? QStringLiteral("v%1").arg(row.dataset->versions.front().number())
                          : isClosed(row) ? QStringLiteral("…")
                                          : QString();
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    const int rightWide = painter.fontMetrics().horizontalAdvance(right);
    painter.drawText(rect.adjusted(0, 0, -kSidebarSide, 0), Qt::AlignRight | Qt::AlignVCenter, right);
    painter.setFont(ui::font(current ? TextRole::CellStrong : TextRole::Cell));
    painter.setPen(row.dataset ? c.tx1 : c.tx2);
    const int room = wide - kSidebarSide - rightWide - 6 - (x + 20);
    const QString name = row.dataset ? fromUtf8(row.dataset->dataset.name) : fromUtf8(row.folder);
    painter.drawText(QRect(x + 20, rect.top(), room, kTreeRow), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(name, Qt::ElideMiddle, room));
    if (hasFocus() && i == m_focused) {
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setPen(QPen(c.acctx, 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(QRectF(rect).adjusted(2, 1, -2, -1), 4, 4);
      painter.setRenderHint(QPainter::Antialiasing, false);
    }
  }
}

QString DatasetTree::itemName(int item) const {
  const Row& row = m_rows[static_cast<std::size_t>(item)];
  if (row.dataset) {
    return QStringLiteral("%1, v%2")
        .arg(fromUtf8(row.dataset->dataset.name))
        .arg(row.dataset->versions.front().number());
  }
  return (isClosed(row) ? tr("%1, closed folder") : tr("%1, folder")).arg(fromUtf8(row.folder));
}

QRect DatasetTree::itemRect(int item) const {
  const QRect row(0, item * kTreeRow - verticalScrollBar()->value(), viewport()->width(), kTreeRow);
  return (row & viewport()->rect()).translated(viewport()->pos());
}

bool DatasetTree::itemSelected(int item) const {
  const Row& row = m_rows[static_cast<std::size_t>(item)];
  return row.dataset && row.dataset->dataset.name == m_current;
}

// A filter opens what it finds.
bool DatasetTree::isClosed(const Row& row) const {
  return !row.dataset && m_filter.isEmpty() && m_closed.contains(row.folder);
}

void DatasetTree::setClosed(const std::string& folder, bool closed) {
  closed ? static_cast<void>(m_closed.insert(folder)) : static_cast<void>(m_closed.erase(folder));
  arrange();
}

void DatasetTree::focusRow(int row) {
  if (m_rows.empty()) {
    return;
  }
  m_focused = std::clamp(row, 0, static_cast<int>(m_rows.size()) - 1);
  QScrollBar* bar = verticalScrollBar();
  const int top = m_focused * kTreeRow;
  bar->setValue(std::clamp(bar->value(), top + kTreeRow - viewport()->height(), top));
  tellCurrentItem(this);
  viewport()->update();
}

void DatasetTree::step(bool inwards) {
  if (m_rows.empty()) {
    return;
  }
  const Row row = m_rows[static_cast<std::size_t>(m_focused)];
  if (!row.dataset && isClosed(row) == inwards) {
    setClosed(row.folder, !inwards);
    focusRow(m_focused);
  } else if (inwards && !row.dataset) {
    focusRow(m_focused + 1);
  } else if (!inwards && row.depth > 0) {
    const auto folder = std::find_if(m_rows.rbegin() + (static_cast<int>(m_rows.size()) - m_focused),
                                     m_rows.rend(), [](const Row& one) { return !one.dataset; });
    focusRow(static_cast<int>(m_rows.rend() - folder) - 1);
  }
}

void DatasetTree::activate(int row) {
  if (row < 0 || row >= static_cast<int>(m_rows.size())) {
    return;
  }
  m_focused = row;
  const Row at = m_rows[static_cast<std::size_t>(row)];
  if (at.dataset) {
    Q_EMIT opened(fromUtf8(at.dataset->dataset.name));
  } else {
    setClosed(at.folder, !m_closed.contains(at.folder));
  }
}

void DatasetTree::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) {
    activate(rowAt(event->pos().y()));
  }
}

void DatasetTree::mouseMoveEvent(QMouseEvent* event) {
  const int row = rowAt(event->pos().y());
  if (row != m_hovered) {
    m_hovered = row;
    row >= 0 ? viewport()->setCursor(Qt::PointingHandCursor) : viewport()->unsetCursor();
    viewport()->update();
  }
}

void DatasetTree::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_J:
      focusRow(m_focused + 1);
      break;
    case Qt::Key_Up:
    case Qt::Key_K:
      focusRow(m_focused - 1);
      break;
    case Qt::Key_Home:
      focusRow(0);
      break;
    case Qt::Key_End:
      focusRow(static_cast<int>(m_rows.size()) - 1);
      break;
    case Qt::Key_Right:
    case Qt::Key_Left:
      step(event->key() == Qt::Key_Right);
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      activate(m_focused);
      break;
    default:
      QAbstractScrollArea::keyPressEvent(event);
  }
}

void DatasetTree::contextMenuEvent(QContextMenuEvent* event) {
  const int row = event->reason() == QContextMenuEvent::Keyboard
                      ? m_focused
                      : rowAt(viewport()->mapFromGlobal(event->globalPos()).y());
  if (row >= 0 && row < static_cast<int>(m_rows.size()) && m_rows[static_cast<std::size_t>(row)].dataset) {
    Q_EMIT menuAsked(fromUtf8(m_rows[static_cast<std::size_t>(row)].dataset->dataset.name),
                     event->globalPos());
  }
}

bool DatasetTree::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::Leave) {
    m_hovered = -1;
    viewport()->update();
  } else if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos().y());
    QString words;
    if (row >= 0) {
      const Row& at = m_rows[static_cast<std::size_t>(row)];
      words = fromUtf8(at.dataset ? at.dataset->dataset.name : at.folder);
      if (at.dataset && !at.dataset->dataset.description.empty()) {
        words += QStringLiteral("\n") + fromUtf8(at.dataset->dataset.description);
      }
    }
    QToolTip::showText(help->globalPos(), tipText(words), this);
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

VersionRail::VersionRail(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::TabFocus);
  setAccessibleName(tr("Versions"));
}

void VersionRail::setVersions(const std::vector<CatalogVersion>& versions, std::int64_t current,
                              Timestamp now) {
  m_versions = versions;
  m_current = current;
  m_now = now;
  setFixedHeight(sizeHint().height());
  tellItemsChanged(this);
  if (hasFocus()) {
    tellCurrentItem(this);
  }
  update();
}

QString VersionRail::factsText(const CatalogVersion& version) const {
  return tr("%1 · %2 rows")
      .arg(timeText(version.version.created, m_now),
           countText(static_cast<std::int64_t>(version.version.rows)));
}

QString VersionRail::itemName(int item) const {
  const CatalogVersion& version = m_versions[static_cast<std::size_t>(item)];
  return QStringLiteral("v%1, %2").arg(version.number()).arg(factsText(version));
}

QRect VersionRail::itemRect(int item) const {
  return QRect(0, item * kRailRow, width(), kRailRow) & visibleRegion().boundingRect();
}

int VersionRail::currentItem() const {
  const auto at = std::ranges::find(m_versions, m_current, &CatalogVersion::number);
  return at == m_versions.end() ? -1 : static_cast<int>(at - m_versions.begin());
}

void VersionRail::pressItem(int item) {
  Q_EMIT chosen(m_versions[static_cast<std::size_t>(item)].number());
}

QSize VersionRail::sizeHint() const {
  return {160, static_cast<int>(m_versions.size()) * kRailRow + 4};
}

int VersionRail::rowAt(int y) const {
  const int row = y / kRailRow;
  return y >= 0 && row < static_cast<int>(m_versions.size()) ? row : -1;
}

void VersionRail::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (int i = 0; i < static_cast<int>(m_versions.size()); ++i) {
    const CatalogVersion& version = m_versions[static_cast<std::size_t>(i)];
    const int y = i * kRailRow;
    const bool current = version.number() == m_current;
    const QPointF dot(kSidebarSide + 5, y + 11);
    if (i + 1 < static_cast<int>(m_versions.size())) {
      painter.setPen(QPen(c.line2, 1.5));
      painter.drawLine(dot + QPointF(0, 6), dot + QPointF(0, kRailRow - 6));
    }
    painter.setPen(QPen(current ? c.acc : c.ctl, 1.6));
    painter.setBrush(current ? c.acc : c.bg1);
    painter.drawEllipse(dot, 4.6, 4.6);
    painter.setFont(ui::font(TextRole::CellStrong));
    painter.setPen(i == m_hovered && !current ? c.acctx : c.tx1);
    painter.drawText(QRect(kSidebarSide + 20, y + 2, width() - 40, 18), Qt::AlignLeft | Qt::AlignVCenter,
                     QStringLiteral("v%1").arg(version.number()));
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    drawTabular(painter, QRectF(kSidebarSide + 20, y + 19, width() - 36, 16), Qt::AlignLeft,
                factsText(version));
  }
  if (hasFocus()) {
    painter.setPen(QPen(c.acctx, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(2, 1, -2, -1), 4, 4);
  }
}

void VersionRail::mousePressEvent(QMouseEvent* event) {
  if (const int row = rowAt(event->pos().y()); row >= 0 && event->button() == Qt::LeftButton) {
    Q_EMIT chosen(m_versions[static_cast<std::size_t>(row)].number());
  }
}

void VersionRail::mouseMoveEvent(QMouseEvent* event) {
  const int row = rowAt(event->pos().y());
  if (row != m_hovered) {
    m_hovered = row;
    row >= 0 ? setCursor(Qt::PointingHandCursor) : unsetCursor();
    update();
  }
}

void VersionRail::keyPressEvent(QKeyEvent* event) {
  const auto found = std::ranges::find(m_versions, m_current, &CatalogVersion::number);
  const std::ptrdiff_t row = found - m_versions.begin();
  const bool down = event->key() == Qt::Key_Down;
  if (down || event->key() == Qt::Key_Up) {
    const std::ptrdiff_t next = row + (down ? 1 : -1);
    if (next >= 0 && next < static_cast<std::ptrdiff_t>(m_versions.size())) {
      Q_EMIT chosen(m_versions[static_cast<std::size_t>(next)].number());
    }
    return;
  }
  QWidget::keyPressEvent(event);
}

void VersionRail::contextMenuEvent(QContextMenuEvent* event) {
  if (const int row = rowAt(event->pos().y()); row >= 0) {
    Q_EMIT menuAsked(m_versions[static_cast<std::size_t>(row)].number(), event->globalPos());
  }
}

void VersionRail::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

bool VersionRail::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    QString words;
    if (const int row = rowAt(help->pos().y()); row >= 0) {
      const CatalogVersion& version = m_versions[static_cast<std::size_t>(row)];
      words = tr("Used by %n run(s)", nullptr, static_cast<int>(version.runs.size())) + QLatin1Char('\n') +
              isoTimeText(version.version.created) + QLatin1Char('\n') +
              fromUtf8(version.version.digest).left(12) + QLatin1Char('\n') +
              (version.version.keeping == dataset::Keeping::Reference ? tr("by reference to %1")
                                                                      : tr("copied from %1"))
                  .arg(fromUtf8(version.version.source));
    }
    QToolTip::showText(help->globalPos(), tipText(words), this);
    return true;
  }
  return QWidget::event(event);
}

void DatasetSidebar::makeVersions() {
  m_versions = new QWidget(this);
  auto* versions = new QVBoxLayout(m_versions);
  versions->setContentsMargins(0, 0, 0, 0);
  versions->setSpacing(0);
  versions->addWidget(makeLine(Qt::Horizontal, m_versions));
  auto* title = new Label(tr("Versions"), TextRole::CardTitle, &Colors::tx1, m_versions);
  auto* titleRow = new QHBoxLayout;
  titleRow->setContentsMargins(kSidebarSide, 9, kSidebarSide, 5);
  titleRow->addWidget(title);
  versions->addLayout(titleRow);
  auto* scroll = new QScrollArea(m_versions);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->viewport()->setAutoFillBackground(false);
  auto* holder = new QWidget;
  auto* inside = new QVBoxLayout(holder);
  inside->setContentsMargins(0, 0, 0, 0);
  m_rail = new VersionRail(holder);
  inside->addWidget(m_rail);
  inside->addStretch(1);
  scroll->setWidget(holder);
  holder->setAutoFillBackground(false);  // which setWidget turned on
  versions->addWidget(scroll, 1);
}

void DatasetSidebar::makeChanges() {
  m_changes = new QWidget(this);
  auto* changes = new QVBoxLayout(m_changes);
  changes->setContentsMargins(kSidebarSide, 0, kSidebarSide, 10);
  changes->setSpacing(2);
  m_changeTitle = new Label(QString(), TextRole::CellStrong, &Colors::tx1, m_changes);
  m_changeText = new Label(QString(), TextRole::Cell, &Colors::tx2, m_changes);
  m_changeText->setOverflow(Overflow::Wrap);
  changes->addWidget(makeLine(Qt::Horizontal, m_changes));
  changes->addSpacing(8);
  changes->addWidget(m_changeTitle);
  changes->addWidget(m_changeText);
}

DatasetSidebar::DatasetSidebar(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(kSidebarSide, 0, 6, 0);
  head->setSpacing(0);
  auto* bar = new QWidget(this);
  bar->setFixedHeight(cardHeaderHeight());
  bar->setLayout(head);
  head->addWidget(new Label(tr("Datasets"), TextRole::CardTitle, &Colors::tx1, bar), 1);
  QToolButton* search = makeIconButton(QStringLiteral("search"), tr("Filter datasets"), bar);
  QToolButton* import = makeIconButton(QStringLiteral("import"), tr("Import data…"), bar);
  m_import = import;
  head->addWidget(search);
  head->addWidget(import);
  column->addWidget(bar);
  m_filter = new SearchField(tr("Filter"), this);
  m_filter->setAccessibleName(tr("Filter datasets"));
  auto* filterRow = new QHBoxLayout;
  filterRow->setContentsMargins(8, 0, 8, 6);
  filterRow->addWidget(m_filter);
  column->addLayout(filterRow);
  m_filter->hide();
  m_tree = new DatasetTree(this);
  column->addWidget(m_tree, 3);
  makeVersions();
  column->addWidget(m_versions, 5);
  makeChanges();
  column->addWidget(m_changes);
  m_changes->hide();
  m_versions->hide();
  connect(search, &QToolButton::clicked, this, [this] {
    m_filter->setVisible(!m_filter->isVisible());
    if (m_filter->isVisible()) {
      m_filter->setFocus();
    } else {
      m_filter->clear();
    }
  });
  connect(import, &QToolButton::clicked, this, &DatasetSidebar::importAsked);
  connect(m_filter, &QLineEdit::textChanged, m_tree, &DatasetTree::setFilter);
  connect(m_tree, &DatasetTree::opened, this, &DatasetSidebar::datasetChosen);
  connect(m_tree, &DatasetTree::menuAsked, this, &DatasetSidebar::datasetMenuAsked);
  connect(m_rail, &VersionRail::chosen, this, &DatasetSidebar::versionChosen);
  connect(m_rail, &VersionRail::menuAsked, this, &DatasetSidebar::versionMenuAsked);
}

void DatasetSidebar::setCatalog(CatalogPtr catalog) {
  m_tree->setCatalog(std::move(catalog));
}

void DatasetSidebar::setCurrent(const CatalogDataset* dataset, std::int64_t version, Timestamp now) {
  m_versions->setVisible(dataset != nullptr);
  if (dataset) {
    m_tree->setCurrent(dataset->dataset.name);
    m_rail->setVersions(dataset->versions, version, now);
  }
}

void DatasetSidebar::setChanges(const QString& title, const QStringList& lines) {
  m_changes->setVisible(!lines.isEmpty());
  m_changeTitle->setText(title);
  m_changeText->setText(lines.join(QLatin1Char('\n')));
}

QWidget* DatasetSidebar::filterField() {
  m_filter->show();
  return m_filter;
}

void DatasetSidebar::setWritable(bool writable) {
  m_import->setEnabled(writable);
  m_import->setToolTip(writable ? tr("Import data…") : tr("This workspace is read-only"));
}

void DatasetSidebar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  drawPanel(painter, rect(), kCardRadius, colors().bg1, colors().line);
}

}  // namespace tatara::ui
