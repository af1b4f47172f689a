// The sheet that starts training runs: data, target, split, parameters, and the command they come to.
//
// A parameter that lists several values makes a run for each combination; they train one after another, as
// tasks of the window. Threads: GUI thread.
#pragma once

#include <vector>

#include <QPointer>

#include "ui/shell/run_draft.h"
#include "ui/widget/sheet.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace tatara::ui {

class CodeBlock;
class Label;
class SegmentedControl;
class TaskList;

class NewRunSheet final : public Sheet {
  Q_OBJECT

 public:
  NewRunSheet(const RunDraft& draft, QWidget* parent);

  // What the field offers; what stands in it stays.
  void setExperiments(const QStringList& names);

  RunDraft draft() const;
  // What Start is to run; empty until it was pressed.
  const std::vector<RunDraft>& runs() const { return m_runs; }

 private:
  void addData(const RunDraft& draft);
  void addTraining();
  void addPlace(const RunDraft& draft);
  void update();
  void start();

  QLineEdit* m_data;
  QLineEdit* m_target;
  QLineEdit* m_where;
  QLineEdit* m_drop;
  QLineEdit* m_keep;
  SegmentedControl* m_split;
  FormField* m_splitColumnField;
  QLineEdit* m_splitColumn;
  QLineEdit* m_validation;
  QPlainTextEdit* m_parameters;
  QSpinBox* m_rounds;
  QSpinBox* m_earlyStopping;
  QLineEdit* m_seed;
  QComboBox* m_experiment;
  QLineEdit* m_name;
  Label* m_problem;
  CodeBlock* m_command;
  Label* m_order;
  QPushButton* m_start = nullptr;
  std::vector<RunDraft> m_runs;
};

// Trains them one after another. One that fails, or is stopped on its page, does not keep those behind it
// from being trained; one that is cancelled in the task list does. Trying one again there begins no other run
// a second time.
void trainAll(QPointer<QObject> owner, TaskList& tasks, const QString& workspace, std::vector<RunDraft> runs,
              std::function<void()> openResult);

}  // namespace tatara::ui
