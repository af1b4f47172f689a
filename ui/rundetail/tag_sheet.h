// Edits the tags of a run: rows of key and value, one to add, each with a cross.
//
// Tags that programs keep for themselves (mlflow.…, tatara.…) are not offered. Threads: GUI thread.
#pragma once

#include <string>
#include <vector>

#include "core/track/types.h"
#include "ui/widget/sheet.h"

class QLineEdit;
class QVBoxLayout;

namespace tatara::ui {

struct TagChanges {
  std::vector<track::KeyValue> set;
  std::vector<std::string> removed;
};

class TagSheet final : public Sheet {
  Q_OBJECT
 public:
  TagSheet(std::vector<track::KeyValue> tags, QWidget* parent);

 Q_SIGNALS:
  void submitted(const tatara::ui::TagChanges& changes);

 private:
  struct Row {
    QWidget* widget;
    QLineEdit* key;
    QLineEdit* value;
  };
  Row& addRow(const QString& key, const QString& value);
  void submit();

  std::vector<track::KeyValue> m_before;
  std::vector<Row> m_rows;
  QVBoxLayout* m_list;
  Label* m_error;
};

}  // namespace tatara::ui
