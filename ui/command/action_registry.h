// Everything a person can do, by name: the palette lists it, the key list shows it, menus take it from here.
//
// An action belongs to a widget: it is enabled and listed while that widget is visible, and gone when the
// widget is. Single letters act only while no text field has the focus. Threads: GUI thread.
#pragma once

#include <functional>
#include <vector>

#include <QAction>
#include <QKeySequence>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QWidget>

namespace tatara::ui {

struct ActionSpec {
  QString id;     // "experiments.compare": remembers its place in the palette
  QString text;   // "Compare selected runs"; "…" when it asks for more
  QString group;  // "Runs": heading in palette and key list
  QString icon;
  QList<QKeySequence> keys;
  std::function<void()> run;
};

class ActionRegistry final : public QObject {
  Q_OBJECT
 public:
  explicit ActionRegistry(QObject* parent = nullptr);

  // The action lives as long as `owner`. Keys work while `owner` is visible in the active window.
  QAction* add(QWidget* owner, ActionSpec spec);
  // A key that is shown in the list but handled by a widget itself (J/K in a table).
  void describeKey(const QString& group, const QString& text, const QString& keys);

  struct Entry {
    QString id, group;
    QPointer<QAction> action;
    QPointer<QWidget> owner;
    std::function<void()> run;
  };
  // Those that could be run now.
  std::vector<Entry> available() const;
  QAction* find(const QString& id) const;

  struct KeyLine {
    QString group, text, keys;
  };
  // Those that hold where one is, greyed ones too; groups in the order in which they were made.
  std::vector<KeyLine> keyLines() const;

 private:
  bool eventFilter(QObject* watched, QEvent* event) override;

  std::vector<Entry> m_entries;
  std::vector<KeyLine> m_described;
};

// "Ctrl+K" as the style guide writes keys: "Ctrl K".
QString keyText(const QKeySequence& keys);

}  // namespace tatara::ui
