// What a file is taken for before it is registered: how it is written, its columns with types and reasons,
// their first values, and what does not fit; everything can be corrected.
//
// The preview reads the first rows only; registering reads all. Both run on workers and can be cancelled;
// closing the sheet cancels. Threads: GUI thread.
#pragma once

#include <memory>
#include <optional>

#include "core/dataset/datasets.h"
#include "core/store/store.h"
#include "ui/async/latest_job.h"
#include "ui/widget/sheet.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QGridLayout;
class QPushButton;
class QSpinBox;
class QStackedLayout;
class QTableWidget;

namespace tatara::ui {

class FormField;
class Label;
class SegmentedControl;

class ImportSheet final : public Sheet {
  Q_OBJECT
 public:
  struct Preview {
    std::vector<dataset::ColumnInfo> columns;
    std::vector<std::vector<std::string>> values;  // the first few of each column
    std::vector<text::Phrase> reasons;
    std::vector<std::string> parts;
    std::vector<dataset::Rejected> rejected;
    std::uint64_t rejectedCount = 0;
    std::uint64_t rows = 0;
    bool complete = false;
    std::string format;
    std::string suggestedName;
  };

  ImportSheet(std::shared_ptr<store::Store> store, const QString& path, QWidget* parent);
  bool settled() const { return !m_previewJob.running() && !m_addJob.running(); }

 Q_SIGNALS:
  void added(const tatara::dataset::Added& added);

 private:
  void build();
  void buildDialect();
  void showDialectOf(const std::string& format);
  void connectReading();
  QComboBox* makeTypeBox(const dataset::ColumnInfo& column);
  void preview();
  void showPreview(const Preview& preview);
  void showProblem(const Error& error);
  void submit();
  void setBusy(bool busy);
  dataset::OpenOptions options() const;

  std::shared_ptr<store::Store> m_store;
  QString m_path;
  std::vector<dataset::TypeChoice> m_types;  // as corrected
  Preview m_shown;
  bool m_filling = false;

  QLineEdit* m_name = nullptr;
  FormField* m_nameField = nullptr;
  QLineEdit* m_folder = nullptr;
  SegmentedControl* m_keeping = nullptr;
  // A field and the formats to which it means something.
  struct Dialected {
    FormField* field;
    std::vector<std::string> formats;
  };
  QWidget* m_dialect = nullptr;
  QGridLayout* m_grid = nullptr;
  std::vector<Dialected> m_dialected;
  QSpinBox* m_skipped = nullptr;
  QLineEdit* m_comment = nullptr;
  QComboBox* m_delimiter = nullptr;
  QComboBox* m_header = nullptr;
  QComboBox* m_encoding = nullptr;
  QComboBox* m_decimal = nullptr;
  QComboBox* m_quote = nullptr;
  QLineEdit* m_missing = nullptr;
  QComboBox* m_part = nullptr;
  FormField* m_partField = nullptr;
  Label* m_reasons = nullptr;
  QTableWidget* m_columns = nullptr;
  Label* m_rejectedTitle = nullptr;
  QTableWidget* m_rejected = nullptr;
  QWidget* m_state = nullptr;  // an error, in place of the columns
  QStackedLayout* m_pages = nullptr;
  QPushButton* m_submit = nullptr;
  LatestJob<Preview> m_previewJob;
  LatestJob<dataset::Added> m_addJob;
};

}  // namespace tatara::ui
