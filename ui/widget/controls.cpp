#include "ui/widget/controls.h"

#include <QAction>
#include <QClipboard>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTimer>
#include <QToolTip>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr double kTextFieldMargin = 7;
class Hairline final : public QWidget {
 public:
  Hairline(Qt::Orientation orientation, QWidget* parent) : QWidget(parent) {
    orientation == Qt::Horizontal ? setFixedHeight(1) : setFixedWidth(1);
  }

 protected:
  void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), colors().line); }
};

}  // namespace

QPushButton* makeButton(const QString& text, const QString& iconName, ButtonKind kind, QWidget* parent) {
  auto* button = new QPushButton(text, parent);
  if (!iconName.isEmpty()) {
    button->setIcon(icon(iconName, kind == ButtonKind::Danger ? &Colors::err
                                   : kind == ButtonKind::Link ? &Colors::acctx
                                                              : &Colors::tx2));
  }
  button->setAutoDefault(false);
  button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setButtonKind(*button, kind);
  return button;
}

QToolButton* makeIconButton(const QString& iconName, const QString& name, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setIcon(icon(iconName));
  button->setIconSize(QSize(16, 16));
  button->setToolTip(name);
  button->setAccessibleName(name);
  button->setFocusPolicy(Qt::StrongFocus);
  return button;
}

QPlainTextEdit* makeTextField(const QString& text, QWidget* parent) {
  auto* field = new QPlainTextEdit(text, parent);
  field->setTabChangesFocus(true);
  field->document()->setDocumentMargin(kTextFieldMargin);
  field->viewport()->setAutoFillBackground(false);  // the style fills the rounded frame
  return field;
}

QWidget* makeLine(Qt::Orientation orientation, QWidget* parent) {
  return new Hairline(orientation, parent);
}

// --- SegmentedControl

SegmentedControl::SegmentedControl(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setProperty("focusRing", true);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setFont(tatara::ui::font(TextRole::CellMedium));
}

void SegmentedControl::addSegment(const QString& text, const QString& iconName, const QString& toolTip) {
  Segment segment{text, iconName, toolTip, 0};
  const int textWidth = text.isEmpty() ? 0 : QFontMetrics(font()).horizontalAdvance(text);
  const int iconWidth = iconName.isEmpty() ? 0 : 14 + (text.isEmpty() ? 0 : 6);
  segment.width = textWidth + iconWidth + (m_small ? 18 : 26);
  m_segments.push_back(segment);
  updateGeometry();
}

QString SegmentedControl::itemName(int item) const {
  const Segment& segment = m_segments[static_cast<std::size_t>(item)];
  return segment.text.isEmpty() ? segment.toolTip : segment.text;
}

void SegmentedControl::setCurrent(int index) {
  if (index == m_current || index < 0 || index >= static_cast<int>(m_segments.size())) {
    return;
  }
  m_current = index;
  setAccessibleDescription(m_segments[static_cast<std::size_t>(index)].text);
  tellCurrentItem(this);
  update();
  Q_EMIT currentChanged(index);
}

void SegmentedControl::setSmall(bool small) {
  Q_ASSERT(m_segments.empty());
  m_small = small;
  setFont(tatara::ui::font(small ? TextRole::Header : TextRole::CellMedium));
}

QSize SegmentedControl::sizeHint() const {
  int width = 4;
  for (const Segment& segment : m_segments) {
    width += segment.width;
  }
  return QSize(width, m_small ? kSmallControlHeight : kControlHeight);
}

QRect SegmentedControl::segmentRect(int index) const {
  int x = 2;
  for (int i = 0; i < index; ++i) {
    x += m_segments[static_cast<std::size_t>(i)].width;
  }
  return QRect(x, 1, m_segments[static_cast<std::size_t>(index)].width, height() - 2);
}

int SegmentedControl::indexAt(int x) const {
  for (int i = 0; i < static_cast<int>(m_segments.size()); ++i) {
    if (x <= segmentRect(i).right()) {
      return i;
    }
  }
  return -1;
}

void SegmentedControl::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(this);
  drawPanel(painter, rect(), kControlRadius, c.bg3, c.line2);
  painter.setFont(font());
  for (int i = 0; i < static_cast<int>(m_segments.size()); ++i) {
    const Segment& segment = m_segments[static_cast<std::size_t>(i)];
    const bool current = i == m_current;
    const QRect box = segmentRect(i);
    if (current) {
      drawPanel(painter, box.adjusted(-1, 0, 1, 0), kControlRadius - 1, c.dark ? c.bg1 : c.bg1, c.line2);
    }
    const QColor text = !isEnabled() ? c.dis : current || i == m_hovered ? c.tx1 : c.tx2;
    int content = segment.text.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(segment.text);
    content += segment.icon.isEmpty() ? 0 : 14 + (segment.text.isEmpty() ? 0 : 6);
    int x = box.left() + (box.width() - content) / 2;
    if (!segment.icon.isEmpty()) {
      drawIcon(painter, segment.icon, QRectF(x, box.center().y() - 6, 14, 14), isEnabled() ? c.tx2 : c.dis);
      x += 20;
    }
    painter.setPen(text);
    painter.drawText(QRect(x, 0, box.right() - x, height()), Qt::AlignLeft | Qt::AlignVCenter, segment.text);
  }
}

void SegmentedControl::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) {
    setCurrent(indexAt(event->pos().x()));
  }
}

void SegmentedControl::mouseMoveEvent(QMouseEvent* event) {
  m_hovered = indexAt(event->pos().x());
  update();
}

void SegmentedControl::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

void SegmentedControl::keyPressEvent(QKeyEvent* event) {
  const int count = static_cast<int>(m_segments.size());
  if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Up) {
    setCurrent((m_current + count - 1) % count);
  } else if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Down) {
    setCurrent((m_current + 1) % count);
  } else {
    QWidget::keyPressEvent(event);
  }
}

bool SegmentedControl::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int index = indexAt(help->pos().x());
    QToolTip::showText(help->globalPos(),
                       index < 0 ? QString() : m_segments[static_cast<std::size_t>(index)].toolTip, this);
    return true;
  }
  return QWidget::event(event);
}

// --- Chip

Chip::Chip(const QString& text, QWidget* parent) : QWidget(parent), m_text(text) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setProperty("focusRing", true);
  setFont(tatara::ui::font(TextRole::CellMedium));
  setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  setAccessibleName(text);
}

void Chip::setText(const QString& text) {
  m_text = text;
  setAccessibleName(text);
  updateGeometry();
  update();
}

void Chip::setOutlined(const QString& iconName) {
  m_icon = iconName;
  updateGeometry();
  update();
}

QSize Chip::sizeHint() const {
  const int text = QFontMetrics(font()).horizontalAdvance(m_text);
  return QSize(text + 8 + 24 + (m_icon.isEmpty() ? 0 : 18), kSmallControlHeight);
}

QSize Chip::minimumSizeHint() const {
  return QSize(std::min(72, sizeHint().width()), kSmallControlHeight);
}

QRect Chip::crossRect() const {
  return QRect(width() - 22, 0, 22, height());
}

void Chip::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(this);
  drawPanel(painter, rect(), kControlRadius, m_icon.isEmpty() ? c.accbg : c.bg1,
            m_icon.isEmpty() ? QColor(Qt::transparent) : c.acctx);
  int x = 8;
  if (!m_icon.isEmpty()) {
    drawIcon(painter, m_icon, QRectF(x, height() / 2.0 - 6.5, 13, 13), c.acctx);
    x += 18;
  }
  painter.setFont(font());
  painter.setPen(c.acctx);
  const int space = width() - x - 24;
  painter.drawText(QRect(x, 0, space + 1, height()), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(m_text, Qt::ElideMiddle, space + 1));
  QRectF cross(0, 0, 11, 11);
  cross.moveCenter(QRectF(crossRect()).center());
  drawIcon(painter, QStringLiteral("close"), cross, m_crossHovered ? c.tx1 : c.acctx);
}

void Chip::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !rect().contains(event->pos())) {
    return;
  }
  if (crossRect().contains(event->pos())) {
    Q_EMIT removed();
  } else {
    Q_EMIT clicked();
  }
}

void Chip::mouseMoveEvent(QMouseEvent* event) {
  const bool over = crossRect().contains(event->pos());
  if (over != m_crossHovered) {
    m_crossHovered = over;
    update();
  }
}

void Chip::leaveEvent(QEvent*) {
  m_crossHovered = false;
  update();
}

void Chip::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) {
    Q_EMIT removed();
  } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
             event->key() == Qt::Key_Space) {
    Q_EMIT clicked();
  } else {
    QWidget::keyPressEvent(event);
  }
}

// --- SearchField

SearchField::SearchField(const QString& hint, QWidget* parent) : QLineEdit(parent) {
  setPlaceholderText(hint);
  setAccessibleName(hint);
  addAction(icon(QStringLiteral("search"), &Colors::tx3), QLineEdit::LeadingPosition);
  QAction* clear = addAction(icon(QStringLiteral("close"), &Colors::tx3), QLineEdit::TrailingPosition);
  clear->setToolTip(tr("Clear"));
  clear->setVisible(false);
  connect(clear, &QAction::triggered, this, &QLineEdit::clear);
  connect(this, &QLineEdit::textChanged, clear,
          [clear](const QString& text) { clear->setVisible(!text.isEmpty()); });
}

void SearchField::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
    clear();
    return;
  }
  QLineEdit::keyPressEvent(event);
}

// --- CodeBlock

CodeBlock::CodeBlock(const QString& code, QWidget* parent) : QWidget(parent), m_code(code) {
  m_copy = makeButton(tr("Copy"), QStringLiteral("copy"), ButtonKind::Normal, this);
  setControlSize(*m_copy, ControlSize::Small);
  connect(m_copy, &QPushButton::clicked, this, [this] {
    QGuiApplication::clipboard()->setText(m_code);
    m_copy->setText(tr("Copied"));
    m_copy->setIcon(icon(QStringLiteral("check"), &Colors::ok));
    QTimer::singleShot(2000, m_copy, [this] {
      m_copy->setText(tr("Copy"));
      m_copy->setIcon(icon(QStringLiteral("copy")));
    });
  });
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void CodeBlock::setCode(const QString& code) {
  m_code = code;
  updateGeometry();
  update();
}

QSize CodeBlock::sizeHint() const {
  const QFontMetrics metrics(tatara::ui::font(TextRole::Code));
  int widest = 0;
  const QStringList lines = m_code.split(QLatin1Char('\n'));
  for (const QString& line : lines) {
    widest = std::max(widest, metrics.horizontalAdvance(line));
  }
  return QSize(widest + 24 + m_copy->sizeHint().width() + 8,
               static_cast<int>(lines.size()) * lineHeight(TextRole::Code) + 20);
}

QSize CodeBlock::minimumSizeHint() const {
  return QSize(160, sizeHint().height());
}

void CodeBlock::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  drawPanel(painter, rect(), kControlRadius, colors().bg2, colors().line);
  painter.setFont(tatara::ui::font(TextRole::Code));
  painter.setPen(colors().tx1);
  painter.setClipRect(rect().adjusted(1, 1, -1, -1));
  int y = 10;
  for (const QString& line : m_code.split(QLatin1Char('\n'))) {
    painter.drawText(QRect(12, y, width(), lineHeight(TextRole::Code)), Qt::AlignLeft | Qt::AlignVCenter,
                     line);
    y += lineHeight(TextRole::Code);
  }
}

void CodeBlock::resizeEvent(QResizeEvent*) {
  const QSize size = m_copy->sizeHint();
  // At the bottom, where code is seldom as wide as at the top.
  m_copy->setGeometry(width() - size.width() - 8, height() - size.height() - 8, size.width(), size.height());
}

}  // namespace tatara::ui
