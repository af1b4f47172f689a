// The 48 px strip over the panel: where one is, the search field, notifications, theme and help.
// Threads: GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/shell/panel.h"

class QToolButton;

namespace tatara::ui {

class SearchButton;

class TopBar final : public QWidget {
  Q_OBJECT
 public:
  explicit TopBar(QWidget* parent = nullptr);

  void setCrumbs(std::vector<Crumb> crumbs);
  void setUnread(bool unread);
  void updateThemeIcon();
  QToolButton* helpButton() { return m_help; }
  QToolButton* notificationButton() { return m_bell; }

 Q_SIGNALS:
  void routeChosen(const tatara::ui::Route& route);
  void searchAsked();
  void notificationsAsked();
  void themeToggled();
  void helpAsked();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void layOutCrumbs();
  int crumbAt(QPoint position) const;

  std::vector<Crumb> m_crumbs;
  std::vector<QRect> m_crumbRects;
  std::vector<QString> m_crumbTexts;
  int m_hovered = -1;
  SearchButton* m_search;
  QToolButton* m_bell;
  QToolButton* m_theme;
  QToolButton* m_help;
};

}  // namespace tatara::ui
