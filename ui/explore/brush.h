// Which rows of a dataset are shown: what every view of the Data panel reads and writes.
//
// A brush is a filter under a key: a column's name for a range or some of its values, both names for a lasso
// or a cell. All brushes hold together; a key has one at most, so a click on another bar moves the brush.
// Every change is a step of undo. Views listen to `changed`, ask the frame for what is left, and mark
// themselves as updating meanwhile. Threads: GUI thread; DataBrush is a value.
#pragma once

#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "core/dataset/frame_filter.h"

class QUndoStack;

namespace tatara::ui {

struct DataBrush {
  std::string key;
  dataset::Filter filter;
  QString label = {};  // on its chip, in the person's language: "cnt  20 to 40"
  QString typed = {};  // above its column in the Rows tab, when it was made there

  friend bool operator==(const DataBrush&, const DataBrush&) = default;
};

class BrushModel final : public QObject {
  Q_OBJECT
 public:
  explicit BrushModel(QUndoStack& undo, QObject* parent = nullptr) : QObject(parent), m_undo(undo) {}

  const std::vector<DataBrush>& brushes() const { return m_brushes; }
  bool empty() const { return m_brushes.empty(); }
  // Null: none under this key.
  const DataBrush* find(const std::string& key) const;
  // All of them at once; of none: every row.
  dataset::Filter filter() const;

  // In place of the key's other one; the same again takes it off, as a second click does.
  void toggle(DataBrush brush);
  void set(DataBrush brush);
  void remove(const std::string& key);
  void clear();
  // Another dataset or version: without a step of undo.
  void reset(std::vector<DataBrush> brushes = {});

 Q_SIGNALS:
  void changed();

 private:
  void change(std::vector<DataBrush> next, const QString& what);

  QUndoStack& m_undo;
  std::vector<DataBrush> m_brushes;
};

}  // namespace tatara::ui
