#include "ui/rundetail/detail_lists.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/chart/sparkline.h"

namespace tatara::ui {
namespace {

constexpr int kLineageRow = 46;
constexpr int kFileRow = 27;
constexpr int kSparkRow = 36;
constexpr int kSide = 12;

}  // namespace

LineageList::LineageList(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
}

void LineageList::setItems(std::vector<Item> items) {
  m_items = std::move(items);
  setFixedHeight(static_cast<int>(m_items.size()) * kLineageRow + 6);
  QStringList words;
  for (const Item& item : m_items) {
    words << item.title + QLatin1Char(' ') + item.detail;
  }
  setAccessibleName(tr("Lineage"));
  setAccessibleDescription(words.join(QStringLiteral("; ")));
  m_current = next(-1, 1);
  setFocusPolicy(m_current < 0 ? Qt::NoFocus : Qt::TabFocus);
  tellItemsChanged(this);
  update();
}

QString LineageList::itemName(int item) const {
  const Item& one = m_items[static_cast<std::size_t>(item)];
  return one.detail.isEmpty() ? one.title : one.title + QStringLiteral(", ") + one.detail;
}

QRect LineageList::itemRect(int item) const {
  return {0, item * kLineageRow, width(), kLineageRow};
}

bool LineageList::itemPressable(int item) const {
  return static_cast<bool>(m_items[static_cast<std::size_t>(item)].open);
}

void LineageList::pressItem(int item) {
  // A copy: what opens may set other items.
  if (const auto open = m_items[static_cast<std::size_t>(item)].open) {
    open();
  }
}

int LineageList::next(int from, int step) const {
  for (int item = from + step; item >= 0 && item < itemCount(); item += step) {
    if (itemPressable(item)) {
      return item;
    }
  }
  return from;
}

void LineageList::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (key == Qt::Key_Down || key == Qt::Key_Up) {
    m_current = next(m_current, key == Qt::Key_Down ? 1 : -1);
    tellCurrentItem(this);
    update();
  } else if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_current >= 0) {
    pressItem(m_current);
  } else {
    QWidget::keyPressEvent(event);
  }
}

int LineageList::itemAt(QPoint position) const {
  const int at = position.y() / kLineageRow;
  return at < static_cast<int>(m_items.size()) ? at : -1;
}

void LineageList::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& c = colors();
  for (std::size_t i = 0; i < m_items.size(); ++i) {
    const Item& item = m_items[i];
    const double top = static_cast<double>(i) * kLineageRow;
    const QRectF box(kSide, top + 4, 26, 26);
    if (i + 1 < m_items.size()) {
      painter.fillRect(QRectF(kSide + 12.5, top + 32, 1, kLineageRow - 30), c.line2);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(item.current ? c.accbg : c.bg3);
    painter.drawRoundedRect(box, 6, 6);
    drawIcon(painter, item.icon, box.adjusted(6, 6, -6, -6), item.current ? c.acctx : c.tx2);
    const double left = kSide + 36;
    const double wide = width() - left - kSide;
    painter.setFont(ui::font(TextRole::CellMedium));
    painter.setPen(item.open ? c.acctx : c.tx1);
    painter.drawText(QRectF(left, top + 2, wide, 16), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(item.title, Qt::ElideMiddle, static_cast<int>(wide)));
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    painter.drawText(QRectF(left, top + 18, wide, 16), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(item.detail, Qt::ElideRight, static_cast<int>(wide)));
    if (hasFocus() && static_cast<int>(i) == m_current) {
      painter.setPen(QPen(c.acctx, 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(QRectF(kSide - 4, top + 1, width() - 2 * kSide + 8, kLineageRow - 8), 6, 6);
    }
  }
}

void LineageList::mouseMoveEvent(QMouseEvent* event) {
  const int at = itemAt(event->position().toPoint());
  setCursor(at >= 0 && m_items[static_cast<std::size_t>(at)].open ? Qt::PointingHandCursor : Qt::ArrowCursor);
  setToolTip(at >= 0 ? tipText(m_items[static_cast<std::size_t>(at)].title + QLatin1Char('\n') +
                               m_items[static_cast<std::size_t>(at)].detail)
                     : QString());
}

void LineageList::mouseReleaseEvent(QMouseEvent* event) {
  const int at = itemAt(event->position().toPoint());
  if (at >= 0 && event->button() == Qt::LeftButton) {
    pressItem(at);
  }
}

FileList::FileList(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Artifacts"));
}

void FileList::setItems(std::vector<Item> items) {
  m_items = std::move(items);
  m_current = 0;
  setFixedHeight(static_cast<int>(m_items.size()) * kFileRow + 6);
  tellItemsChanged(this);
  update();
}

QString FileList::itemName(int item) const {
  const Item& file = m_items[static_cast<std::size_t>(item)];
  return file.name + QStringLiteral(", ") + file.size;
}

QRect FileList::itemRect(int item) const {
  return {0, item * kFileRow, width(), kFileRow};
}

void FileList::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& c = colors();
  for (int i = 0; i < static_cast<int>(m_items.size()); ++i) {
    const Item& item = m_items[static_cast<std::size_t>(i)];
    const QRectF row(0, i * kFileRow, width(), kFileRow);
    if (i == m_hovered || (hasFocus() && i == m_current)) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(c.bg3);
      painter.drawRoundedRect(row.adjusted(6, 1, -6, -1), 4, 4);
    }
    drawIcon(painter, item.icon, QRectF(kSide + 2, row.top() + 7, 13, 13), c.tx3);
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(c.tx3);
    const double wide = tabularWidth(painter.font(), item.size);
    drawTabular(painter, row.adjusted(0, 0, -kSide, 0), Qt::AlignRight, item.size);
    painter.setPen(c.tx1);
    const double left = kSide + 24;
    const int room = static_cast<int>(width() - left - wide - kSide - 10);
    painter.drawText(QRectF(left, row.top(), room + 2, kFileRow), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(item.name, Qt::ElideMiddle, room));
  }
}

void FileList::mouseMoveEvent(QMouseEvent* event) {
  const int at = static_cast<int>(event->position().y()) / kFileRow;
  m_hovered = at < static_cast<int>(m_items.size()) ? at : -1;
  update();
}

void FileList::mouseReleaseEvent(QMouseEvent* event) {
  const int at = static_cast<int>(event->position().y()) / kFileRow;
  if (event->button() == Qt::LeftButton && at >= 0 && at < static_cast<int>(m_items.size())) {
    Q_EMIT activated(at);
  }
}

void FileList::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

void FileList::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(m_items.size()) - 1;
  if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up) {
    m_current = std::clamp(m_current + (event->key() == Qt::Key_Down ? 1 : -1), 0, std::max(last, 0));
    tellCurrentItem(this);
    update();
  } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_current <= last) {
    Q_EMIT activated(m_current);
  } else {
    QWidget::keyPressEvent(event);
  }
}

SparkList::SparkList(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Compute"));
}

void SparkList::setItems(std::vector<Item> items) {
  m_items = std::move(items);
  setMinimumHeight(static_cast<int>(m_items.size()) * kSparkRow + 6);
  QStringList words;
  for (const Item& item : m_items) {
    words << item.name + QLatin1Char(' ') + item.value + QLatin1Char(' ') + item.unit;
  }
  setAccessibleDescription(words.join(QStringLiteral("; ")));
  update();
}

void SparkList::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& c = colors();
  // Names and figures take what they need; the curves have the rest, and the same room in every row.
  double names = 0;
  double numbers = 0;
  const QFontMetricsF cell(ui::font(TextRole::Cell));
  const QFontMetricsF caption(ui::font(TextRole::Caption));
  for (const Item& item : m_items) {
    names = std::max(names, cell.horizontalAdvance(item.name));
    numbers = std::max(numbers, tabularWidth(ui::font(TextRole::CellStrong), item.value) + 4 +
                                    caption.horizontalAdvance(item.unit));
  }
  names = kSide + std::min(names, width() * 0.45) + 16;
  numbers += 16 + kSide;
  for (std::size_t i = 0; i < m_items.size(); ++i) {
    const Item& item = m_items[i];
    const QRectF row(0, static_cast<double>(i) * kSparkRow, width(), kSparkRow);
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(c.tx2);
    painter.drawText(
        QRectF(kSide, row.top(), names - kSide, kSparkRow), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(item.name, Qt::ElideMiddle, static_cast<int>(names - kSide - 14)));
    const QRectF spark(names, row.top() + 8, width() - names - numbers, kSparkRow - 16);
    if (item.curve && spark.width() > 8) {
      paintSparkline(painter, spark, *item.curve, {c.acc, 1.2, SparkFill::Under});
    }
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    const double unit = item.unit.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(item.unit) + 4;
    painter.drawText(row.adjusted(0, 0, -kSide, 0), Qt::AlignRight | Qt::AlignVCenter, item.unit);
    painter.setFont(ui::font(TextRole::CellStrong));
    painter.setPen(c.tx1);
    drawTabular(painter, row.adjusted(0, 0, -kSide - unit, 0), Qt::AlignRight, item.value);
  }
}

QString fileIcon(const QString& name) {
  const QString file = name.mid(name.lastIndexOf(QLatin1Char('/')) + 1).toLower();
  const QString kind = file.mid(file.lastIndexOf(QLatin1Char('.')) + 1);
  static const QStringList images{QStringLiteral("png"), QStringLiteral("jpg"),  QStringLiteral("jpeg"),
                                  QStringLiteral("gif"), QStringLiteral("webp"), QStringLiteral("bmp")};
  static const QStringList tables{QStringLiteral("csv"), QStringLiteral("tsv"), QStringLiteral("parquet")};
  static const QStringList models{QStringLiteral("ubj"), QStringLiteral("pkl"), QStringLiteral("onnx"),
                                  QStringLiteral("pt"),  QStringLiteral("bst"), QStringLiteral("txt_model")};
  if (file == QLatin1String("mlmodel") || models.contains(kind)) {
    return QStringLiteral("models");
  }
  return images.contains(kind)   ? QStringLiteral("image")
         : tables.contains(kind) ? QStringLiteral("layout-table")
                                 : QStringLiteral("file");
}

}  // namespace tatara::ui
