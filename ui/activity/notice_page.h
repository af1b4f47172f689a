// The Notifications tab: what the bell told since the workspace was opened, and which events it tells of.
//
// Threads: GUI thread.
#pragma once

#include <QWidget>

#include "ui/shell/notifications.h"

class QVBoxLayout;

namespace tatara::ui {

class Preferences;

class NoticePage final : public QWidget {
  Q_OBJECT
 public:
  NoticePage(NotificationList& list, Preferences& preferences, QWidget* parent = nullptr);

 Q_SIGNALS:
  void routeAsked(const tatara::ui::Route& route);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  QWidget* makeRules();
  QWidget* makeNotice(const Notification& notice);
  void refresh();

  NotificationList& m_list;
  Preferences& m_preferences;
  QVBoxLayout* m_column;
  QWidget* m_notices = nullptr;
};

}  // namespace tatara::ui
