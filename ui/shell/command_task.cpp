#include "ui/shell/command_task.h"

#include <csignal>

#include <QPointer>
#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>

#include "ui/shell/server_control.h"

namespace tatara::ui {
namespace {

constexpr int kExitInterrupted = 130;

// Interrupted like Cancel when the workspace is closed, so that what it does is marked as ended by a person.
class CommandProcess final : public QProcess {
 public:
  CommandProcess(QObject* asker, TaskList& tasks, CommandTask task);
  ~CommandProcess() override;

  void begin();
  TaskId id() const { return m_id; }

 private:
  void interrupt();
  void readProgress();
  void onFinished(int code, ExitStatus status);
  void finish();
  void fail(const Error& error);

  QPointer<QObject> m_asker;
  TaskList& m_tasks;
  CommandTask m_task;
  std::function<void()> m_openResult;
  TaskId m_id;
  QString m_unfinished;  // of standard error
  QString m_lastLine;
  bool m_interrupted = false;  // by who cancelled it, or by the end of the workspace
};

CommandProcess::CommandProcess(QObject* asker, TaskList& tasks, CommandTask task)
    : QProcess(&tasks), m_asker(asker), m_tasks(tasks), m_task(std::move(task)) {
  if (m_task.openResult) {
    m_openResult = [asked = m_asker, open = m_task.openResult] {
      if (asked) {
        open();
      }
    };
  }
  m_id = tasks.start(m_task.title, [self = QPointer(this)] {
    if (self) {
      self->interrupt();
    }
  });
  connect(this, &QProcess::readyReadStandardError, this, &CommandProcess::readProgress);
  connect(this, &QProcess::finished, this, &CommandProcess::onFinished);
  connect(this, &QProcess::errorOccurred, this, [this](ProcessError error) {
    if (error == FailedToStart) {
      fail(makeError(ErrorKind::Io, TaskList::tr("The program “tatara” cannot be started").toStdString(),
                     errorString().toStdString()));
      deleteLater();
    }
  });
}

CommandProcess::~CommandProcess() {
  if (state() != NotRunning) {
    constexpr int kMillisToEnd = 3000;
    disconnect();
    interrupt();
    waitForFinished(kMillisToEnd);
  }
}

void CommandProcess::begin() {
  const QString program = findTatara();
  setStandardInputFile(nullDevice());
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("TATARA_PROGRESS"), QStringLiteral("1"));
  setProcessEnvironment(environment);
  start(program.isEmpty() ? QStringLiteral("tatara") : program, m_task.arguments);
}

void CommandProcess::interrupt() {
  m_interrupted = true;
  if (processId() > 0) {
    ::kill(static_cast<pid_t>(processId()), SIGINT);
  }
}

void CommandProcess::readProgress() {
  static const QRegularExpression counted(QStringLiteral("([\\d,]+) of ([\\d,]+)$"));
  static const QRegularExpression lineEnd(QStringLiteral("[\\r\\n]"));
  m_unfinished += QString::fromUtf8(readAllStandardError());
  qsizetype end = -1;
  while ((end = m_unfinished.indexOf(lineEnd)) >= 0) {
    const QString line = m_unfinished.left(end).trimmed();
    m_unfinished.remove(0, end + 1);
    if (line.isEmpty()) {
      continue;
    }
    m_lastLine = line;
    const QRegularExpressionMatch match = counted.match(line);
    const auto number = [&](int group) { return match.captured(group).remove(QLatin1Char(',')).toDouble(); };
    m_tasks.setProgress(m_id, match.hasMatch() ? number(1) : 0, match.hasMatch() ? number(2) : 0, line);
  }
}

void CommandProcess::onFinished(int code, ExitStatus status) {
  readProgress();
  if (status == NormalExit && (code == 0 || code == m_task.saysNo)) {
    finish();
  } else if (code == kExitInterrupted || (status == CrashExit && m_interrupted)) {
    fail(makeError(ErrorKind::Cancelled, "cancelled"));
  } else if (status == CrashExit) {  // its code is the signal's number
    fail(makeError(ErrorKind::Internal,
                   TaskList::tr("The program “tatara” ended before it was done").toStdString(),
                   "signal " + std::to_string(code) + ", after: " + m_lastLine.toStdString()));
  } else {
    const QString unfinished = m_unfinished.trimmed();
    fail(makeError(ErrorKind::Io, (unfinished.isEmpty() ? m_lastLine : unfinished).toStdString(),
                   "exit code " + std::to_string(code)));
  }
  deleteLater();
}

void CommandProcess::finish() {
  // An import says what it brought in, a line each kind; the first tell it.
  constexpr qsizetype kResultLines = 3;
  const QByteArray output = readAllStandardOutput();
  QStringList lines = QString::fromUtf8(output).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  if (m_task.takeOutput) {
    if (m_asker) {
      m_task.takeOutput(output);
    }
    lines.clear();
  }
  const QString sentence = m_task.tell && m_asker ? m_task.tell(output) : m_task.doneText;
  if (sentence.isEmpty()) {
    lines = lines.mid(0, kResultLines);
    m_tasks.finish(m_id, lines.isEmpty() ? m_lastLine : lines.join(QStringLiteral(" · ")), m_openResult);
  } else {
    m_tasks.finish(m_id, sentence, m_openResult, TaskResult::Sentence);
  }
  if (m_asker && m_task.whenDone) {
    m_task.whenDone();
  }
}

void CommandProcess::fail(const Error& error) {
  m_tasks.fail(m_id, error, [asker = m_asker, &tasks = m_tasks, task = m_task] {
    if (asker) {
      runCommandTask(asker, tasks, task);
    }
  });
  if (!m_asker) {
    return;
  }
  if (error.kind == ErrorKind::Cancelled && !m_interrupted && m_task.whenStopped) {
    m_task.whenStopped();
  } else if (m_task.whenFailed) {
    m_task.whenFailed(error);
  }
}

}  // namespace

TaskId runCommandTask(QObject* owner, TaskList& tasks, CommandTask task) {
  auto* process = new CommandProcess(owner, tasks, std::move(task));
  process->begin();
  return process->id();
}

}  // namespace tatara::ui
