// What a dataset has to be, as YAML that a person edits: written from a version that is good, checked on the
// open version, and kept with the dataset, whose next versions are then checked at import.
//
// Threads: GUI thread; reading, inferring and checking on a worker.
#pragma once

#include <memory>
#include <optional>

#include "core/dataset/contract.h"
#include "core/dataset/datasets.h"
#include "core/dataset/profile.h"
#include "core/store/store.h"
#include "ui/async/latest_job.h"
#include "ui/widget/sheet.h"

class QPlainTextEdit;
class QPushButton;
class QTableWidget;

namespace tatara::ui {

class Label;

class ContractSheet final : public Sheet {
  Q_OBJECT
 public:
  ContractSheet(std::shared_ptr<store::Store> store, dataset::Version version,
                std::shared_ptr<const dataset::Profile> profile, QWidget* parent);
  ~ContractSheet() override;

  QPlainTextEdit& text() { return *m_text; }
  void infer();
  void check();
  void keep();
  // What a check of the kept rules has found already; stands until they are changed.
  void tell(dataset::ContractReport report) { m_told = std::move(report); }
  bool settled() const { return !m_textJob.running() && !m_checkJob.running() && !m_keepJob.running(); }
  const std::optional<dataset::ContractReport>& report() const { return m_report; }

 Q_SIGNALS:
  void kept(const QString& said);

 private:
  void build();
  void takeText(Result<QString> yaml);
  void takeReport(Result<dataset::ContractReport> report);
  void takeKept(Result<bool> there);
  void showBusy(const QString& doing);
  void showReport();
  void updateButtons();

  std::shared_ptr<store::Store> m_store;
  dataset::Version m_version;
  std::shared_ptr<const dataset::Profile> m_profile;
  std::optional<dataset::ContractReport> m_report;
  std::optional<dataset::ContractReport> m_told;
  bool m_read = false;     // what was kept
  bool m_wasKept = false;  // there was something
  QPlainTextEdit* m_text = nullptr;
  FormField* m_field = nullptr;
  Label* m_said = nullptr;
  QTableWidget* m_results = nullptr;
  QPushButton* m_infer = nullptr;
  QPushButton* m_check = nullptr;
  QPushButton* m_keep = nullptr;
  LatestJob<QString> m_textJob;
  LatestJob<dataset::ContractReport> m_checkJob;
  LatestJob<bool> m_keepJob;
};

}  // namespace tatara::ui
