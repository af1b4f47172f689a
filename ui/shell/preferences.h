// What a person set for the program, on this machine: theme, language, recent workspaces, the look of
// windows.
//
// Kept by QSettings (~/.config/tatara/workbench.conf), read at once and written when changed. What belongs to
// a workspace is in the workspace. Threads: GUI thread.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>

#include "ui/base/language.h"
#include "ui/base/theme.h"

class QSettings;

namespace tatara::ui {

enum class Startup { LastWorkspace, StartPage };

class Preferences final : public QObject {
  Q_OBJECT
 public:
  explicit Preferences(QObject* parent = nullptr);
  ~Preferences() override;

  ThemeMode theme() const;
  void setTheme(ThemeMode mode);
  Language language() const;
  void setLanguage(Language language);
  Startup startup() const;
  void setStartup(Startup startup);
  bool reduceMotion() const;
  void setReduceMotion(bool reduce);
  int scalePercent() const;  // 90 … 150, from the next start on
  void setScalePercent(int percent);
  int serverPort() const;
  void setServerPort(int port);
  bool keepServerRunning() const;  // after the last window closes
  void setKeepServerRunning(bool keep);
  QString textEditor() const;  // a command, see text_editor.h; empty: the desktop's own
  void setTextEditor(const QString& command);
  bool serverNoticeShown() const;  // that the server goes on is not said again
  void setServerNoticeShown(bool shown);

  // What the bell tells of.
  bool notifyFailedRuns() const;
  void setNotifyFailedRuns(bool notify);
  bool notifyFinishedRuns() const;
  void setNotifyFinishedRuns(bool notify);
  bool notifyTasks() const;
  void setNotifyTasks(bool notify);

  // Newest first; folders that are gone stay until a person removes them.
  QStringList recentWorkspaces() const;
  void addRecentWorkspace(const QString& folder);
  void removeRecentWorkspace(const QString& folder);
  void forgetRecentWorkspaces();

  // The look of windows: geometry, splitters, columns, the palette's last used.
  QByteArray layout(const QString& key) const;
  void setLayout(const QString& key, const QByteArray& state);
  void forgetLayouts();
  bool sidebarCollapsed() const;
  void setSidebarCollapsed(bool collapsed);
  QStringList recentCommands() const;
  void setRecentCommands(const QStringList& ids);

 Q_SIGNALS:
  void themeChanged();
  void languageChanged();
  void recentWorkspacesChanged();

 private:
  QSettings* m_settings;
};

}  // namespace tatara::ui
