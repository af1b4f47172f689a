// A command that takes a package further: as it would be run, to be copied, and where its program is here
// and nothing in it is left to fill in, to be run.
//
// What sends something waits for a dry run of the same program that went well, and then asks first; what only
// looks runs at once. Threads: GUI thread; the command is a process of its own, ended when this goes.
#pragma once

#include <optional>

#include <QProcess>
#include <QWidget>

#include "core/package/package.h"

class QPushButton;

namespace tatara::ui {

class CodeBlock;
class Label;

class StepView final : public QWidget {
  Q_OBJECT
 public:
  // `guarded`: a dry run of its program stands before it.
  StepView(package::Step step, bool guarded, QWidget* parent = nullptr);
  ~StepView() override;

  const package::Step& step() const { return m_step; }
  void setAllowed(bool allowed);  // by how its dry run ended last
  bool running() const { return m_process.state() != QProcess::NotRunning; }

 Q_SIGNALS:
  void ended(bool well);

 private:
  void clicked();
  void start();
  void onEnded(bool well, const QString& words);
  void showButton();

  const package::Step m_step;
  const QString m_program;  // empty: not here
  bool m_allowed;
  std::optional<bool> m_well;  // how the last run ended
  QProcess m_process;
  Label* m_note;
  QPushButton* m_run;
  CodeBlock* m_output;
};

}  // namespace tatara::ui
