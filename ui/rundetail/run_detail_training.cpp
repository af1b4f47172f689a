// What a person does to the training of a run: stops it while it is under way, and has it done once more.
#include <QPointer>

#include "core/track/run_stopping.h"
#include "ui/base/utf8.h"
#include "ui/rundetail/reproduction.h"
#include "ui/rundetail/run_detail_panel.h"
#include "ui/shell/command_task.h"
#include "ui/shell/session.h"
#include "ui/widget/toast.h"

namespace tatara::ui {

void RunDetailPanel::reproduce() {
  if (!m_facts || m_context.store->readOnly()) {
    return;
  }
  if (!canReproduce(*m_facts) || !track::isTerminal(m_facts->run.info.status)) {
    m_context.toasts.inform(canReproduce(*m_facts)
                                ? tr("The run is still under way")
                                : tr("The run does not record how it was trained: Tatara did not train it"));
    return;
  }
  auto* sheet = new ReproduceSheet(*m_facts, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  connect(sheet, &ReproduceSheet::submitted, this, &RunDetailPanel::startReproducing);
  sheet->open();
}

void RunDetailPanel::startReproducing(const ReproduceWish& wish) {
  if (!m_facts) {
    return;
  }
  const QString name = fromUtf8(m_facts->run.info.name);
  const auto answer = std::make_shared<std::optional<ReproduceAnswer>>();
  const auto again = [answer, first = m_run, tolerance = readTolerance(wish.tolerance)] {
    RepeatedRuns runs{first, (*answer)->again.value_or(track::RunId())};
    runs.tolerance = tolerance.value_or(runs.tolerance);
    return runs;
  };
  CommandTask task;
  task.title = tr("Training %1 again").arg(name);
  task.arguments = reproduceArguments(*m_facts, wish)
                   << QStringLiteral("--workspace") << m_context.session.folder();
  task.saysNo = 1;
  task.tell = [answer, name](const QByteArray& output) {
    *answer = readReproduceAnswer(output);
    return *answer ? verdictSentence(name, (*answer)->verdict) : QString();
  };
  task.openResult = [this, answer, again, name] {
    if (*answer && (*answer)->again) {
      showReproduction(again());
    } else if (*answer) {
      m_context.toasts.inform((*answer)->words);
    }
  };
  runCommandTask(this, m_context.tasks, std::move(task));
}

void RunDetailPanel::showReproduction(const RepeatedRuns& runs) {
  auto* sheet = new ReproductionSheet(m_context.store, runs, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  connect(sheet, &ReproductionSheet::runWanted, this, [this](const track::RunId& run) {
    m_context.navigator.open(RunRoute{run, {}});
  });
  sheet->open();
}

// Asked first; where nobody answers, the button then marks the run.
void RunDetailPanel::stopRun() {
  if (!m_facts || m_context.store->readOnly()) {
    return;
  }
  const std::string* tag = findTag(m_facts->run, track::kStopTag);
  if (track::isTerminal(m_facts->run.info.status) || tag == nullptr) {
    m_context.toasts.inform(tag == nullptr && !track::isTerminal(m_facts->run.info.status)
                                ? tr("The program that logs this run cannot be asked; stop it where it runs")
                                : tr("The run has ended"));
    return;
  }
  const bool asked = *tag == track::kWanted;
  const QString name = fromUtf8(m_facts->run.info.name);
  const QPointer<RunDetailPanel> self(this);
  const track::RunId run = m_run;
  const bool sure =
      asked ? confirmDestructive(this, tr("Mark %1 as stopped?").arg(name),
                                 tr("It was asked to stop and has not answered. If its process has gone, the "
                                    "run is marked as stopped; a process that still trains would go on."),
                                 tr("Mark as stopped"))
            : confirmDestructive(this, tr("Stop %1?").arg(name),
                                 tr("It ends after the round it is at and keeps everything logged so far; "
                                    "training cannot go on from there."),
                                 tr("Stop run"));
  if (!sure || !self) {
    return;
  }
  if (asked) {
    write(tr("Marking the run as stopped"), [store = m_context.store, run](store::Writer& writer) {
      return track::endAbandoned(writer, run, store->clock().now());
    });
  } else {
    write(
        tr("Stopping the run"), [run](store::Writer& writer) { return track::askToStop(writer, run); },
        [this, name] { m_context.toasts.inform(tr("%1 was asked to stop").arg(name)); });
  }
}

}  // namespace tatara::ui
