// What a model takes and gives, where its files do not say it: written by a person, a column a line
// (evaluate/signature_text.h), or taken from a dataset's columns and then corrected.
//
// Left as it was, nothing is told. Threads: GUI thread; loadDataChoices() any.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QWidget>

#include "core/dataset/column.h"
#include "core/infer/signature.h"
#include "core/store/store.h"

class QComboBox;
class QPlainTextEdit;

namespace tatara::ui {

class FormField;

// The newest version of a dataset.
struct DataChoice {
  std::string title;  // "bikes@2"
  std::vector<dataset::ColumnInfo> columns;
  std::string target;  // told by a person in the dataset's notes
};
Result<std::vector<DataChoice>> loadDataChoices(const store::Store& store);

class SignatureField final : public QWidget {
  Q_OBJECT
 public:
  // `known` was read off the model, or is empty.
  SignatureField(std::vector<DataChoice> choices, const infer::Signature& known, QWidget* parent = nullptr);

  // Nothing when nothing was written or changed.
  Result<std::optional<infer::Signature>> told() const;
  void setError(const QString& sentence);

 private:
  void takeData();
  void fill();

  const std::vector<DataChoice> m_data;
  const QString m_known;
  QComboBox* m_source;
  QComboBox* m_target;
  FormField* m_targetField;
  QPlainTextEdit* m_text;
  FormField* m_field;
};

}  // namespace tatara::ui
