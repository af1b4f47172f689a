// The command palette: 640×420 over the top third of a window. Commands by group, the ones used last first,
// their keys at the right; objects (runs, experiments, models, ...) come from providers as one types. Tab
// shows what can be done with an object instead, Esc leads back.
//
// Threads: GUI thread. A provider answers at once or later, through its callback, on the GUI thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QFrame>
#include <QString>

class QLineEdit;
class QListView;

namespace tatara::ui {

class ActionRegistry;

struct PaletteItem {
  QString group;
  QString text;
  QString detail;  // tx3, after the text
  QString icon;
  QString keys;
  QString id;  // remembered among the last used; empty: not
  std::function<void()> run;
  std::vector<PaletteItem> actions = {};  // what Tab shows
};

using PaletteAnswer = std::function<void(std::vector<PaletteItem>)>;
// Called with what was typed (not empty) on each change.
using PaletteProvider = std::function<void(const QString& words, PaletteAnswer answer)>;

// How well `text` answers `words` (every word must occur, as a subsequence at worst); 0: not at all.
int matchScore(const QString& text, const QString& words);

class CommandPalette final : public QFrame {
  Q_OBJECT
 public:
  CommandPalette(ActionRegistry& actions, std::vector<PaletteProvider> providers, QWidget* window);
  ~CommandPalette() override;

  // Fresh, empty and focused.
  void popUp(const QString& words = {});
  QStringList recent() const;
  void setRecent(const QStringList& ids);

 Q_SIGNALS:
  void recentChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  class Model;
  class List;
  void refresh();
  void showItems(std::vector<PaletteItem> items);
  void showActions();  // of the subject, as far as they fit what is typed
  void enterSubject();
  void leaveSubject();
  void run(int row);

  ActionRegistry& m_actions;
  std::vector<PaletteProvider> m_providers;
  QWidget* m_window;
  QLineEdit* m_field;
  List* m_list;
  Model* m_model;
  QTimer* m_nothingTimer;  // till it is said that nothing was found
  QStringList m_recent;
  std::optional<PaletteItem> m_subject;  // whose actions are listed
  QString m_typedBefore;
  int m_generation = 0;
  std::shared_ptr<int> m_alive;  // answers of providers hold it weakly
};

}  // namespace tatara::ui
