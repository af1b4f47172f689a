// Mending a version: steps that alerts propose and that a person adds, what they would change, and the new
// version made by them.
//
// Nothing is written before the button; the figures and samples come from running the steps over the whole
// version. Threads: GUI thread; everything else on workers.
#pragma once

#include <memory>

#include "core/dataset/fix.h"
#include "core/dataset/profile.h"
#include "core/store/store.h"
#include "ui/async/latest_job.h"
#include "ui/widget/sheet.h"

class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace tatara::ui {

class CellTable;
class FormField;
class Label;
class SegmentedControl;

// What an alert proposes, in the language of the interface.
QString fixWord(const dataset::Fix& fix);
// Whether it is mended by a new version; columns are left out by their role instead.
bool makesVersion(const dataset::Fix& fix);

class FixSheet final : public Sheet {
  Q_OBJECT
 public:
  // The steps of the alerts in `chosen` (places in the profile's alerts) are ticked.
  FixSheet(std::shared_ptr<store::Store> store, const dataset::Version& version,
           const std::shared_ptr<const dataset::Profile>& profile, const std::vector<std::size_t>& chosen,
           QWidget* parent);
  ~FixSheet() override;

  bool settled() const { return !m_previewJob.running() && !m_applyJob.running(); }
  dataset::Recipe recipe() const;
  // As a line of words; false: it was not understood, and the field says why.
  bool addStep(const QString& words);
  void submit();
  CellTable& samples() { return *m_samples; }
  QString code(bool pandas) const;

 Q_SIGNALS:
  void made(const tatara::dataset::Added& added);
  void copied(const QString& said);

 private:
  struct Opened;
  struct Preview {
    dataset::RecipePreview changes;
    QString sql, pandas;
    Status inPandas;  // why there is no pandas
  };
  void build(const std::shared_ptr<const dataset::Profile>& profile, const std::vector<std::size_t>& chosen);
  void connectParts();
  void appendStep(const dataset::FixStep& step, const QString& tip, bool checked);
  void preview();
  void present(const Preview& preview);
  void showProblem(const Error& error);
  void fillSamples(const dataset::RecipePreview& preview);
  void fillColumns(const dataset::RecipePreview& preview);
  void setBusy(bool busy);

  std::shared_ptr<store::Store> m_store;
  dataset::Version m_version;
  std::shared_ptr<Opened> m_opened;
  std::vector<dataset::FixStep> m_steps;  // one an item of the list
  bool m_filling = false;

  QListWidget* m_list;
  QLineEdit* m_line;
  FormField* m_lineField;
  Label* m_figures;
  SegmentedControl* m_ways;
  QStackedWidget* m_stack;
  CellTable* m_samples;
  CellTable* m_columns;
  QPlainTextEdit* m_sql;
  QPlainTextEdit* m_pandas;
  QPushButton* m_copy;
  QPushButton* m_submit;
  LatestJob<dataset::Added> m_applyJob;
  LatestJob<Preview> m_previewJob;
};

}  // namespace tatara::ui
