// What people say of a dataset: its description, owner and licence, and for each column a sentence and
// whether it holds personal data, which keeps its values out of reports.
//
// The sheet writes nothing; who opened it keeps what details() and notes() say. Threads: GUI thread.
#pragma once

#include <string>
#include <vector>

#include "core/dataset/datasets.h"
#include "core/store/store.h"
#include "ui/widget/sheet.h"

class QLineEdit;
class QPlainTextEdit;
class QTableWidget;

namespace tatara::ui {

class DetailSheet final : public Sheet {
  Q_OBJECT
 public:
  // `columns` of the version that is open, of which `chosen` is shown first.
  DetailSheet(const dataset::Dataset& dataset, const std::vector<dataset::ColumnInfo>& columns,
              const std::string& chosen, QWidget* parent);

  dataset::DatasetDetails details() const;
  // Those that are not what they were.
  std::vector<dataset::ColumnNote> notes() const;

 private:
  void build(const dataset::Dataset& dataset);
  void fill(const std::vector<dataset::ColumnInfo>& columns, const std::string& chosen);

  std::vector<dataset::ColumnNote> m_before;  // a row each
  QPlainTextEdit* m_description = nullptr;
  QLineEdit* m_owner = nullptr;
  QLineEdit* m_licence = nullptr;
  QLineEdit* m_folder = nullptr;
  QTableWidget* m_columns = nullptr;
};

// In one transaction.
Status keepDetails(store::Store& store, dataset::DatasetId dataset, const dataset::DatasetDetails& details,
                   const std::vector<dataset::ColumnNote>& notes);

}  // namespace tatara::ui
