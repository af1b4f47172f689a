#include "ui/deployments/step_view.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "ui/base/utf8.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"

namespace tatara::ui {
namespace {

constexpr int kMostOutput = 3000;
constexpr int kPatienceMs = 2000;

QString findProgram(const package::Step& step) {
  return step.toFill ? QString() : QStandardPaths::findExecutable(fromUtf8(step.command.front()));
}

}  // namespace

StepView::StepView(package::Step step, bool guarded, QWidget* parent)
    : QWidget(parent),
      m_step(std::move(step)),
      m_program(findProgram(m_step)),
      m_allowed(!guarded),
      m_note(new Label({}, TextRole::Cell, &Colors::tx3)),
      m_run(makeButton({}, QStringLiteral("run"))),
      m_output(new CodeBlock({})) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  m_note->setOverflow(Overflow::Wrap);
  row->addWidget(m_note, 1);
  setControlSize(*m_run, ControlSize::Small);
  row->addWidget(m_run);
  column->addLayout(row);
  column->addWidget(new CodeBlock(fromUtf8(package::shellText(m_step.command))));
  m_output->setAccessibleName(tr("What the command said"));
  m_output->hide();
  column->addWidget(m_output);
  m_process.setProcessChannelMode(QProcess::MergedChannels);
  m_process.setStandardInputFile(QProcess::nullDevice());
  connect(m_run, &QPushButton::clicked, this, &StepView::clicked);
  connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) {
      onEnded(false, m_process.errorString());
    }
  });
  connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
    const QString words = QString::fromUtf8(m_process.readAll()).trimmed();
    onEnded(status == QProcess::NormalExit && code == 0, words);
  });
  showButton();
}

StepView::~StepView() {
  m_process.disconnect(this);
  if (running()) {
    m_process.terminate();
    if (!m_process.waitForFinished(kPatienceMs)) {
      m_process.kill();
    }
  }
}

void StepView::setAllowed(bool allowed) {
  m_allowed = allowed;
  showButton();
}

void StepView::showButton() {
  const QString name = fromUtf8(m_step.command.front());
  m_note->setText(m_well && *m_well     ? tr("Went well")
                  : m_well              ? tr("Failed")
                  : m_step.toFill       ? tr("With your own for what stands in capitals")
                  : m_program.isEmpty() ? tr("%1 is not on this machine").arg(name)
                  : m_step.dryRun       ? tr("Looks only, changes nothing")
                  : m_step.sends        ? tr("Sends something; asks first")
                                        : tr("Stays on this machine"));
  m_note->setColor(!m_well ? &Colors::tx3 : *m_well ? &Colors::ok : &Colors::err);
  m_run->setVisible(!m_program.isEmpty());
  m_run->setText(running()       ? tr("Stop")
                 : m_step.dryRun ? tr("Dry run")
                 : m_step.sends  ? tr("Run…")
                                 : tr("Run"));
  m_run->setEnabled(m_allowed || running());
  m_run->setToolTip(m_allowed ? QString() : tr("After a dry run that went well"));
}

void StepView::clicked() {
  if (running()) {
    m_process.terminate();
    return;
  }
  const QString command = fromUtf8(package::shellText(m_step.command));
  if (m_step.sends && !confirmDestructive(window(), tr("Run this command?"),
                                          tr("%1\n\nIt sends something from this machine.").arg(command),
                                          tr("Run command"))) {
    return;
  }
  start();
}

void StepView::start() {
  QStringList words;
  for (std::size_t i = 1; i < m_step.command.size(); ++i) {
    words << fromUtf8(m_step.command[i]);
  }
  m_output->hide();
  m_well.reset();
  m_process.start(m_program, words);
  showButton();
}

void StepView::onEnded(bool well, const QString& words) {
  m_well = well;
  showButton();
  m_output->setCode(words.isEmpty() ? tr("It said nothing") : words.right(kMostOutput));
  m_output->setFixedHeight(std::min(m_output->sizeHint().height(), 180));
  m_output->show();
  Q_EMIT ended(well);
}

}  // namespace tatara::ui
