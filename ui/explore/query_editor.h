// Where an SQL statement is written: colours, completion, and an underline where it is wrong.
//
// Ctrl+Enter asks to run, Ctrl+Space offers words, as two letters do. Threads: GUI thread.
#pragma once

#include <optional>

#include <QPlainTextEdit>
#include <QStringList>

#include "core/dataset/query_text.h"

class QCompleter;
class QStringListModel;

namespace tatara::ui {

class QueryEditor final : public QPlainTextEdit {
  Q_OBJECT
 public:
  explicit QueryEditor(QWidget* parent = nullptr);

  // Tables, columns and functions; keywords are known.
  void setNames(const QStringList& names);
  // None: nothing is wrong.
  void setProblem(const std::optional<dataset::TextPlace>& place);
  QStringList offered() const;

 Q_SIGNALS:
  void runAsked();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QString begun() const;  // the word before the cursor
  void complete(const QString& word);
  void insert(const QString& word);

  QCompleter* m_completer;
  QStringListModel* m_words;
};

}  // namespace tatara::ui
