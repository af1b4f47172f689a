#include "ui/deployments/traffic_slider.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/deployments/endpoint_text.h"

namespace tatara::ui {
namespace {

constexpr double kBarHeight = 8;
constexpr double kHandleWidth = 14;
constexpr double kHandleHeight = 22;
constexpr int kPercent = deploy::kWhole / 100;

}  // namespace

TrafficSlider::TrafficSlider(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Traffic"));
}

void TrafficSlider::setShares(std::vector<SliderShare> shares) {
  if (shares == m_shares) {
    return;
  }
  m_shares = std::move(shares);
  m_proposed = m_shares;
  m_handle = std::clamp(m_handle, 0, std::max(0, handles() - 1));
  m_dragging = false;
  updateWords();
  Q_EMIT proposedChanged();
}

void TrafficSlider::reset() {
  m_proposed = m_shares;
  updateWords();
  Q_EMIT proposedChanged();
}

void TrafficSlider::setLocked(const QString& reason) {
  m_locked = reason;
  setToolTip(tipText(reason));
  setEnabled(reason.isEmpty());
  update();
}

QRectF TrafficSlider::bar() const {
  return {kHandleWidth / 2, (height() - kBarHeight) / 2, width() - kHandleWidth, kBarHeight};
}

double TrafficSlider::placeOf(int handle) const {
  int sum = 0;
  for (int i = 0; i <= handle; ++i) {
    sum += m_proposed[static_cast<std::size_t>(i)].weight;
  }
  return bar().left() + bar().width() * sum / deploy::kWhole;
}

int TrafficSlider::handleAt(double x) const {
  int nearest = -1;
  double distance = 12;
  for (int handle = 0; handle < handles(); ++handle) {
    if (std::abs(placeOf(handle) - x) <= distance) {
      distance = std::abs(placeOf(handle) - x);
      nearest = handle;
    }
  }
  return nearest;
}

void TrafficSlider::moveTo(int handle, int sum) {
  const auto at = static_cast<std::size_t>(handle);
  int before = 0;
  for (std::size_t i = 0; i < at; ++i) {
    before += m_proposed[i].weight;
  }
  const int both = m_proposed[at].weight + m_proposed[at + 1].weight;
  const int wanted = (sum + kPercent / 2) / kPercent * kPercent;
  const int left = std::clamp(wanted - before, 0, both);
  if (left != m_proposed[at].weight) {
    m_proposed[at].weight = left;
    m_proposed[at + 1].weight = both - left;
    updateWords();
    Q_EMIT proposedChanged();
  }
}

void TrafficSlider::updateWords() {
  QStringList words;
  for (const SliderShare& share : m_proposed) {
    words << QStringLiteral("%1 %2").arg(versionText(share.version), weightText(share.weight));
  }
  setAccessibleDescription(words.join(QStringLiteral(", ")));
  update();
}

void TrafficSlider::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& c = colors();
  const QRectF whole = bar();
  painter.setPen(Qt::NoPen);
  painter.setBrush(c.bg3);
  painter.drawRoundedRect(whole, 4, 4);
  double left = whole.left();
  for (const SliderShare& share : m_proposed) {
    const double width = whole.width() * share.weight / deploy::kWhole;
    if (width > 0) {
      painter.setBrush(slotColor(styleOf(share.version).slot));
      painter.drawRoundedRect(QRectF(left, whole.top(), width, whole.height()), 4, 4);
    }
    left += width;
  }
  for (int handle = 0; handle < handles(); ++handle) {
    const QRectF grip(placeOf(handle) - kHandleWidth / 2, (height() - kHandleHeight) / 2, kHandleWidth,
                      kHandleHeight);
    painter.setPen(
        QPen(hasFocus() && handle == m_handle ? c.acctx : c.line2, hasFocus() && handle == m_handle ? 2 : 1));
    painter.setBrush(isEnabled() ? c.tx1 : c.dis);
    painter.drawRoundedRect(grip, 5, 5);
    painter.setPen(QPen(c.bg1, 1.4));
    for (const double x : {-2.0, 2.0}) {
      painter.drawLine(QPointF(grip.center().x() + x, grip.center().y() - 4),
                       QPointF(grip.center().x() + x, grip.center().y() + 4));
    }
  }
}

void TrafficSlider::mousePressEvent(QMouseEvent* event) {
  const int handle = handleAt(event->position().x());
  if (handle >= 0 && event->button() == Qt::LeftButton) {
    m_handle = handle;
    m_dragging = true;
    update();
  }
}

void TrafficSlider::mouseMoveEvent(QMouseEvent* event) {
  if (m_dragging) {
    const double share = (event->position().x() - bar().left()) / bar().width();
    moveTo(m_handle, static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * deploy::kWhole)));
  }
}

void TrafficSlider::mouseReleaseEvent(QMouseEvent*) {
  m_dragging = false;
}

void TrafficSlider::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (handles() > 0 && (key == Qt::Key_Left || key == Qt::Key_Right)) {
    int sum = 0;
    for (int i = 0; i <= m_handle; ++i) {
      sum += m_proposed[static_cast<std::size_t>(i)].weight;
    }
    const int by = event->modifiers().testFlag(Qt::ShiftModifier) ? 5 * kPercent : kPercent;
    moveTo(m_handle, sum + (key == Qt::Key_Left ? -by : by));
  } else if (handles() > 1 && (key == Qt::Key_Up || key == Qt::Key_Down)) {
    m_handle = std::clamp(m_handle + (key == Qt::Key_Up ? -1 : 1), 0, handles() - 1);
    update();
  } else if (key == Qt::Key_Escape && moved()) {
    reset();
  } else {
    QWidget::keyPressEvent(event);
  }
}

}  // namespace tatara::ui
