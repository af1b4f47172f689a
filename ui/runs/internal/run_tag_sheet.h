// Asks for a tag for several runs: key and value; an empty value takes the tag away. Threads: GUI thread.
#pragma once

#include "core/track/types.h"
#include "ui/widget/sheet.h"

class QComboBox;
class QLineEdit;

namespace tatara::ui {

class RunTagSheet final : public Sheet {
  Q_OBJECT

 public:
  // `known`: keys to choose from.
  RunTagSheet(const QStringList& known, int runs, QWidget* parent);

 Q_SIGNALS:
  void chosen(const tatara::track::KeyValue& tag);

 private:
  void submit();

  QComboBox* m_key;
  QLineEdit* m_value;
  FormField* m_keyField;
};

}  // namespace tatara::ui
