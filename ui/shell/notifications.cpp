#include "ui/shell/notifications.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/base/time_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMost = 100;
constexpr std::size_t kShown = 10;

class Glyph final : public QWidget {
 public:
  Glyph(BadgeState state, QWidget* parent) : QWidget(parent), m_state(state) { setFixedSize(16, 16); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    paintStateGlyph(painter, rect(), m_state);
  }

 private:
  BadgeState m_state;
};

}  // namespace

void NotificationList::add(Notification notification) {
  m_all.insert(m_all.begin(), std::move(notification));
  if (m_all.size() > kMost) {
    m_all.pop_back();
  }
  ++m_unread;
  Q_EMIT changed();
}

void NotificationList::markRead() {
  if (m_unread > 0) {
    m_unread = 0;
    Q_EMIT changed();
  }
}

NotificationPopup::NotificationPopup(NotificationList& list, QWidget* parent) : QFrame(parent, Qt::Popup) {
  setFixedWidth(380);
  setAccessibleName(tr("Notifications"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 12, 14, 12);
  column->setSpacing(10);
  column->addWidget(new Label(tr("Notifications"), TextRole::CardTitle, &Colors::tx1, this));
  if (list.all().empty()) {
    column->addWidget(new Label(tr("Nothing has happened yet"), TextRole::Cell, &Colors::tx3, this));
  }
  const Timestamp now = systemClock().now();
  for (std::size_t i = 0; i < std::min(kShown, list.all().size()); ++i) {
    const Notification& one = list.all()[i];
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new Glyph(one.tone, this), 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(1);
    auto* title = new Label(one.text, TextRole::CellMedium, &Colors::tx1, this);
    title->setOverflow(Overflow::Wrap);
    texts->addWidget(title);
    const QString when = agoText(one.time, now);
    auto* detail = new Label(one.detail.isEmpty() ? when : one.detail + QStringLiteral(" · ") + when,
                             TextRole::Caption, &Colors::tx3, this);
    detail->setOverflow(Overflow::Wrap);
    texts->addWidget(detail);
    row->addLayout(texts, 1);
    if (one.open || one.route) {
      QPushButton* open = makeButton(tr("Open"), {}, ButtonKind::Link, this);
      setControlSize(*open, ControlSize::Small);
      connect(open, &QPushButton::clicked, this, [this, act = one.open, route = one.route] {
        close();
        if (route) {
          Q_EMIT routeChosen(*route);
        } else {
          act();
        }
      });
      row->addWidget(open, 0, Qt::AlignTop);
    }
    column->addLayout(row);
  }
  list.markRead();
}

}  // namespace tatara::ui
