// What happened while one was elsewhere: tasks that ended, runs that failed. The bell of the top bar shows a
// dot until they were looked at.
//
// Threads: GUI thread.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QFrame>
#include <QObject>
#include <QString>

#include "core/base/clock.h"
#include "ui/shell/route.h"
#include "ui/widget/badge.h"

namespace tatara::ui {

struct Notification {
  BadgeState tone = BadgeState::Note;
  QString text;
  QString detail;
  Timestamp time{};
  std::function<void()> open;
  std::optional<Route> route = {};  // instead: where the window that shows it goes
};

class NotificationList final : public QObject {
  Q_OBJECT
 public:
  explicit NotificationList(QObject* parent = nullptr) : QObject(parent) {}

  void add(Notification notification);
  void markRead();
  bool hasUnread() const { return m_unread > 0; }
  const std::vector<Notification>& all() const { return m_all; }  // newest first, at most 100

 Q_SIGNALS:
  void changed();

 private:
  std::vector<Notification> m_all;
  int m_unread = 0;
};

class NotificationPopup final : public QFrame {
  Q_OBJECT
 public:
  explicit NotificationPopup(NotificationList& list, QWidget* parent = nullptr);

 Q_SIGNALS:
  void routeChosen(const tatara::ui::Route& route);
};

}  // namespace tatara::ui
