#include "ui/shell/top_bar.h"

#include <QAbstractButton>
#include <QFontMetrics>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/widget/controls.h"

namespace tatara::ui {
namespace {

constexpr int kSearchWidth = 340;
constexpr int kChevron = 26;

// The bell, with a dot of the ember colour while something is unread.
class BellButton final : public QToolButton {
 public:
  using QToolButton::QToolButton;
  void setUnread(bool unread) {
    m_unread = unread;
    update();
  }

 protected:
  void paintEvent(QPaintEvent* event) override {
    QToolButton::paintEvent(event);
    if (m_unread) {
      QPainter painter(this);
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setPen(QPen(colors().bg1, 1.5));
      painter.setBrush(colors().ember);
      painter.drawEllipse(QPointF(width() / 2.0 + 5, height() / 2.0 - 5.5), 4, 4);
    }
  }

 private:
  bool m_unread = false;
};

}  // namespace

// Looks like a field, opens the palette.
class SearchButton final : public QAbstractButton {
 public:
  explicit SearchButton(QWidget* parent) : QAbstractButton(parent) {
    setText(TopBar::tr("Search or run a command"));
    setAccessibleName(text());
    setFixedHeight(kControlHeight);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const Colors& c = colors();
    QPainter painter(this);
    drawPanel(painter, rect(), kControlRadius, c.bg2, underMouse() ? c.ctl : c.line2);
    drawIcon(painter, QStringLiteral("search"), QRectF(10, height() / 2.0 - 7, 14, 14), c.tx2);
    painter.setFont(tatara::ui::font(TextRole::Cell));
    painter.setPen(c.tx3);
    painter.drawText(rect().adjusted(32, 0, -60, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
    const QString keys = QStringLiteral("Ctrl K");
    painter.setFont(tatara::ui::font(TextRole::Caption));
    const int keyWidth = painter.fontMetrics().horizontalAdvance(keys) + 12;
    const QRect box(width() - keyWidth - 6, 5, keyWidth, height() - 10);
    drawPanel(painter, box, kBadgeRadius, c.bg1, c.line2);
    painter.setPen(c.tx2);
    painter.drawText(box, Qt::AlignCenter, keys);
  }
};

TopBar::TopBar(QWidget* parent)
    : QWidget(parent),
      m_search(new SearchButton(this)),
      m_bell(new BellButton(this)),
      m_theme(makeIconButton(QStringLiteral("theme-dark"), QString(), this)),
      m_help(makeIconButton(QStringLiteral("info"), tr("Help"), this)) {
  setFixedHeight(kTopBarHeight);
  setMouseTracking(true);
  m_bell->setIcon(icon(QStringLiteral("notifications")));
  m_bell->setIconSize(QSize(16, 16));
  m_bell->setToolTip(tr("Notifications"));
  m_bell->setAccessibleName(m_bell->toolTip());
  updateThemeIcon();
  connect(m_search, &QAbstractButton::clicked, this, &TopBar::searchAsked);
  connect(m_bell, &QToolButton::clicked, this, &TopBar::notificationsAsked);
  connect(m_theme, &QToolButton::clicked, this, &TopBar::themeToggled);
  connect(m_help, &QToolButton::clicked, this, &TopBar::helpAsked);
}

void TopBar::setCrumbs(std::vector<Crumb> crumbs) {
  m_crumbs = std::move(crumbs);
  layOutCrumbs();
}

void TopBar::setUnread(bool unread) {
  static_cast<BellButton*>(m_bell)->setUnread(unread);
}

void TopBar::updateThemeIcon() {
  const bool dark = colors().dark;
  m_theme->setIcon(icon(dark ? QStringLiteral("theme-light") : QStringLiteral("theme-dark")));
  m_theme->setToolTip(dark ? tr("Light theme") : tr("Dark theme"));
  m_theme->setAccessibleName(m_theme->toolTip());
}

void TopBar::resizeEvent(QResizeEvent*) {
  int x = width() - kPanelMargin + 1;
  const int y = (height() - kControlHeight) / 2;
  for (QToolButton* button : {m_help, m_theme, m_bell}) {
    x -= kControlHeight;
    button->setGeometry(x, y, kControlHeight, kControlHeight);
    x -= 10;
  }
  const int search = std::min(kSearchWidth, width() / 3);
  m_search->setGeometry(x - search, y, search, kControlHeight);
  layOutCrumbs();
}

void TopBar::layOutCrumbs() {
  m_crumbRects.clear();
  m_crumbTexts.clear();
  const int limit = std::max(120, m_search->x() - 24);
  int x = kPanelMargin;
  for (std::size_t i = 0; i < m_crumbs.size(); ++i) {
    const bool last = i + 1 == m_crumbs.size();
    const QFontMetrics metrics(tatara::ui::font(last ? TextRole::CardTitle : TextRole::Body));
    const QString text = metrics.elidedText(m_crumbs[i].text, Qt::ElideMiddle, std::max(60, limit - x));
    const int textWidth = metrics.horizontalAdvance(text);
    m_crumbRects.emplace_back(x, 10, textWidth + 1, kTopBarHeight - 20);
    m_crumbTexts.push_back(text);
    x += textWidth + kChevron;
  }
  update();
}

void TopBar::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(this);
  painter.fillRect(rect(), c.bg1);
  painter.fillRect(QRect(0, height() - 1, width(), 1), c.line);
  for (std::size_t i = 0; i < m_crumbRects.size(); ++i) {
    const bool last = i + 1 == m_crumbRects.size();
    painter.setFont(tatara::ui::font(last ? TextRole::CardTitle : TextRole::Body));
    painter.setPen(last ? c.tx1 : static_cast<int>(i) == m_hovered ? c.acctx : c.tx2);
    painter.drawText(m_crumbRects[i], Qt::AlignLeft | Qt::AlignVCenter, m_crumbTexts[i]);
    if (!last) {
      drawIcon(painter, QStringLiteral("chevron-right"),
               QRectF(m_crumbRects[i].right() + 7, height() / 2.0 - 6.5, 13, 13), c.tx3);
    }
  }
}

int TopBar::crumbAt(QPoint position) const {
  for (std::size_t i = 0; i + 1 < m_crumbRects.size(); ++i) {
    if (m_crumbRects[i].contains(position)) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

void TopBar::mouseMoveEvent(QMouseEvent* event) {
  const int hovered = crumbAt(event->pos());
  if (hovered != m_hovered) {
    m_hovered = hovered;
    hovered >= 0 ? setCursor(Qt::PointingHandCursor) : unsetCursor();
    update();
  }
}

void TopBar::mousePressEvent(QMouseEvent* event) {
  if (const int crumb = crumbAt(event->pos()); crumb >= 0 && event->button() == Qt::LeftButton) {
    Q_EMIT routeChosen(m_crumbs[static_cast<std::size_t>(crumb)].route);
  }
}

void TopBar::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

}  // namespace tatara::ui
