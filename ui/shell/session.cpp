#include "ui/shell/session.h"

#include <QDir>
#include <QFileInfo>

#include "ui/shell/preferences.h"

namespace tatara::ui {

Result<std::shared_ptr<store::Store>> openStore(const QString& folder) {
  TATARA_ASSIGN(const store::Workspace workspace, store::openWorkspace(folder.toStdString()));
  return store::Store::open(workspace);
}

Result<std::shared_ptr<store::Store>> createStore(const QString& folder) {
  TATARA_ASSIGN(const store::Workspace workspace, store::createWorkspace(folder.toStdString()));
  return store::Store::open(workspace);
}

Session::Session(std::shared_ptr<store::Store> store)
    : m_store(std::move(store)),
      m_changes(m_store),
      m_runNotices(m_store, m_changes, m_notifications),
      m_server(m_store->workspace()),
      m_modelServer(m_store->workspace(), ServerKind::Models) {
  connect(&m_tasks, &TaskList::ended, this, [this](const TaskInfo& task) {
    if (!Preferences().notifyTasks()) {
      return;
    }
    Notification notice;
    notice.tone = task.state == TaskState::Done     ? BadgeState::Finished
                  : task.state == TaskState::Failed ? BadgeState::Failed
                                                    : BadgeState::Killed;
    const bool sentence = task.state == TaskState::Done && task.result == TaskResult::Sentence;
    notice.text = sentence ? resultText(task) : task.title;
    notice.detail = sentence ? QString() : task.note;
    notice.time = *task.ended;
    notice.open = task.openResult;
    m_notifications.add(std::move(notice));
  });
}

QString Session::folder() const {
  return QString::fromStdString(m_store->workspace().root.string());
}

QString Session::name() const {
  return QFileInfo(folder()).fileName();
}

QString Session::shortFolder() const {
  const QString home = QDir::homePath();
  const QString full = folder();
  return full == home || full.startsWith(home + QLatin1Char('/')) ? QLatin1Char('~') + full.mid(home.size())
                                                                  : full;
}

}  // namespace tatara::ui
