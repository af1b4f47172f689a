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
  using QProcess::QProcess;
  ~CommandProcess() override {
    if (state() != NotRunning) {
      constexpr int kMillisToEnd = 3000;
      disconnect();
      interrupt();
      waitForFinished(kMillisToEnd);
    }
  }
  void interrupt() {
    if (processId() > 0) {
      ::kill(static_cast<pid_t>(processId()), SIGINT);
    }
  }
};

struct Progress {
  QString unfinished;  // of standard error
  QString lastLine;
};

void readProgress(QProcess& process, Progress& progress, TaskList& tasks, TaskId id) {
  static const QRegularExpression counted(QStringLiteral("([\\d,]+) of ([\\d,]+)$"));
  progress.unfinished += QString::fromUtf8(process.readAllStandardError());
  qsizetype end = -1;
  while ((end = progress.unfinished.indexOf(QRegularExpression(QStringLiteral("[\\r\\n]")))) >= 0) {
    const QString line = progress.unfinished.left(end).trimmed();
    progress.unfinished.remove(0, end + 1);
    if (line.isEmpty()) {
      continue;
    }
    progress.lastLine = line;
    const QRegularExpressionMatch match = counted.match(line);
    if (match.hasMatch()) {
      const auto number = [&](int group) {
        return match.captured(group).remove(QLatin1Char(',')).toDouble();
      };
      tasks.setProgress(id, number(1), number(2), line);
    } else {
      tasks.setProgress(id, 0, 0, line);
    }
  }
}

}  // namespace

TaskId runCommandTask(QObject* owner, TaskList& tasks, CommandTask task) {
  auto* process = new CommandProcess(&tasks);
  auto progress = std::make_shared<Progress>();
  const TaskId id = tasks.start(task.title, [process = QPointer(process)] {
    if (process) {
      process->interrupt();
    }
  });
  const QPointer<QObject> asker(owner);
  if (task.openResult) {
    task.openResult = [asker, open = std::move(task.openResult)] {
      if (asker) {
        open();
      }
    };
  }
  QObject::connect(process, &QProcess::readyReadStandardError, &tasks,
                   [process, progress, &tasks, id] { readProgress(*process, *progress, tasks, id); });
  const auto failed = [&tasks, id, task, asker](const Error& error) {
    tasks.fail(id, error, [&tasks, task, asker] {
      if (asker) {
        runCommandTask(asker, tasks, task);
      }
    });
    if (asker && task.whenFailed) {
      task.whenFailed(error);
    }
  };
  QObject::connect(process, &QProcess::errorOccurred, &tasks,
                   [process, failed](QProcess::ProcessError error) {
                     if (error == QProcess::FailedToStart) {
                       failed(makeError(ErrorKind::Io,
                                        TaskList::tr("The program “tatara” cannot be started").toStdString(),
                                        process->errorString().toStdString()));
                       process->deleteLater();
                     }
                   });
  QObject::connect(process, &QProcess::finished, &tasks, [=, &tasks](int code, QProcess::ExitStatus status) {
    readProgress(*process, *progress, tasks, id);
    if (status == QProcess::NormalExit && code == 0) {
      // An import says what it brought in, a line each kind; the first tell it.
      constexpr qsizetype kResultLines = 3;
      const QByteArray output = process->readAllStandardOutput();
      QStringList lines = QString::fromUtf8(output).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
      if (task.takeOutput) {
        if (asker) {
          task.takeOutput(output);
        }
        lines.clear();
      }
      lines = lines.mid(0, kResultLines);
      if (task.doneText.isEmpty()) {
        tasks.finish(id, lines.isEmpty() ? progress->lastLine : lines.join(QStringLiteral(" · ")),
                     task.openResult);
      } else {
        tasks.finish(id, task.doneText, task.openResult, TaskResult::Sentence);
      }
      if (asker && task.whenDone) {
        task.whenDone();
      }
    } else if (status == QProcess::CrashExit || code == kExitInterrupted) {
      failed(makeError(ErrorKind::Cancelled, "cancelled"));
    } else {
      const QString words =
          progress->unfinished.trimmed().isEmpty() ? progress->lastLine : progress->unfinished.trimmed();
      failed(makeError(ErrorKind::Io, words.toStdString(), "exit code " + std::to_string(code)));
    }
    process->deleteLater();
  });
  const QString program = findTatara();
  process->setStandardInputFile(QProcess::nullDevice());
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("TATARA_PROGRESS"), QStringLiteral("1"));
  process->setProcessEnvironment(environment);
  process->start(program.isEmpty() ? QStringLiteral("tatara") : program, task.arguments);
  return id;
}

}  // namespace tatara::ui
