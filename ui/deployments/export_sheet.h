// A version as a package for another platform: what kind, where to, with what options; then its progress;
// then what was written and the commands that take it further.
//
// The package is written by `tatara deploy export` as a task of the window, which goes on when the sheet is
// closed. Nothing is sent by writing it; step_view.h says what the commands may do. Threads: GUI thread.
#pragma once

#include <QElapsedTimer>

#include "ui/deployments/deployments_data.h"
#include "ui/deployments/export_plan.h"
#include "ui/widget/sheet.h"
#include "ui/widget/task_list.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QProgressBar;
class QSpinBox;
class QStackedWidget;
class QVBoxLayout;

namespace tatara::ui {

class FactList;
class Label;
class StepView;

// What the sheet is about.
struct ExportOffer {
  QString model;
  std::vector<VersionLabel> versions;  // newest first
  std::int64_t version = 0;            // chosen beforehand
  QString workspace;                   // its folder
  QString target;                      // a folder to begin with
};

class ExportSheet final : public Sheet {
  Q_OBJECT
 public:
  ExportSheet(const ExportOffer& offer, TaskList& tasks, QWidget* parent);

  ExportWish wish() const;
  void setKind(package::Kind kind);
  void setOut(const QString& out);
  // As if it had been written: for what comes back later, and for pictures.
  void showReport(const ExportReport& report);
  void showProgress(const TaskInfo& task);
  void showFailure(const Error& error);
  void begin();

 private:
  QWidget* makeForm();
  FactList* makeKinds();
  QWidget* makeScale();
  void chooseOut();
  QWidget* makeRunning();
  QWidget* makeResult();
  void turnTo(int page);
  void update();
  void suggest();
  void onTasks();

  const ExportOffer m_offer;
  TaskList& m_tasks;
  std::optional<TaskId> m_task;
  package::Kind m_kind = package::Kind::OciArchive;
  bool m_outTyped = false;
  QStackedWidget* m_pages;
  FactList* m_kinds = nullptr;
  Label* m_contents = nullptr;
  QComboBox* m_version = nullptr;
  QLineEdit* m_out = nullptr;
  FormField* m_outField = nullptr;
  QLineEdit* m_name = nullptr;
  FormField* m_nameField = nullptr;
  QLineEdit* m_image = nullptr;
  FormField* m_imageField = nullptr;
  QWidget* m_scale = nullptr;
  QSpinBox* m_replicas = nullptr;
  QSpinBox* m_most = nullptr;
  QSpinBox* m_canary = nullptr;
  FormField* m_canaryField = nullptr;
  QCheckBox* m_replace = nullptr;
  Label* m_failure = nullptr;
  Label* m_doing = nullptr;
  QProgressBar* m_bar = nullptr;
  Label* m_note = nullptr;
  QVBoxLayout* m_result = nullptr;
  std::vector<StepView*> m_steps;
  QPushButton* m_close = nullptr;
  QPushButton* m_again = nullptr;
  QPushButton* m_folder = nullptr;
  QPushButton* m_export = nullptr;
  QElapsedTimer m_turned;  // since the page changed
};

}  // namespace tatara::ui
