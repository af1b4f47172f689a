#include "ui/rundetail/run_header.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "core/track/run_progress.h"
#include "core/track/run_stopping.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/rundetail/reproduction.h"
#include "ui/widget/badge.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

BadgeState badgeOf(track::RunStatus status) {
  switch (status) {
    case track::RunStatus::Running:
      return BadgeState::Running;
    case track::RunStatus::Scheduled:
      return BadgeState::Scheduled;
    case track::RunStatus::Finished:
      return BadgeState::Finished;
    case track::RunStatus::Failed:
      return BadgeState::Failed;
    case track::RunStatus::Killed:
      break;
  }
  return BadgeState::Killed;
}

}  // namespace

RunHeader::RunHeader(QWidget* parent) : QWidget(parent) {
  setFixedHeight(kPanelHeaderHeight);
  m_name = new Label(QString(), TextRole::PanelTitle, &Colors::tx1, this);
  m_badge = new Badge(BadgeState::Running, {}, this);
  m_facts = new Label(QString(), TextRole::Cell, &Colors::tx3, this);
  m_baseline = makeButton(tr("Choose a baseline"), QStringLiteral("baseline"), ButtonKind::Normal, this);
  m_stop = makeButton(tr("Stop"), QStringLiteral("stop"), ButtonKind::Normal, this);
  m_stop->hide();
  m_reproduce = makeButton(tr("Reproduce"), QStringLiteral("reproduce"), ButtonKind::Normal, this);
  m_reproduce->hide();
  m_note = makeButton(tr("Add note"), QStringLiteral("comment"), ButtonKind::Normal, this);
  m_register = makeButton(tr("Register model"), QStringLiteral("models"), ButtonKind::Primary, this);
  m_register->hide();
  m_more = makeIconButton(QStringLiteral("more"), tr("More"), this);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(kPanelMargin + 22, 0, kPanelMargin, 0);
  layout->setSpacing(10);
  layout->addWidget(m_name, 0);
  layout->addWidget(m_badge, 0);
  layout->addWidget(m_facts, 1);
  layout->addWidget(m_baseline);
  layout->addWidget(m_stop);
  layout->addWidget(m_reproduce);
  layout->addWidget(m_note);
  layout->addWidget(m_register);
  layout->addWidget(m_more);
  connect(m_baseline, &QPushButton::clicked, this, &RunHeader::baselineWanted);
  connect(m_stop, &QPushButton::clicked, this, &RunHeader::stopWanted);
  connect(m_reproduce, &QPushButton::clicked, this, &RunHeader::reproduceWanted);
  connect(m_note, &QPushButton::clicked, this, &RunHeader::noteWanted);
  connect(m_register, &QPushButton::clicked, this, &RunHeader::registerWanted);
  connect(m_more, &QToolButton::clicked, this, [this] { Q_EMIT menuWanted(m_more); });
}

// "412 of 600", "about 2m 05s left", and the share in the badge; nothing where the run does not say how far
// it goes.
QStringList RunHeader::progressWords(const RunFacts& facts, Millis elapsed) {
  const auto progress = track::progressOf(facts.run, facts.primaryMetric.value_or(std::string()));
  if (!progress || !progress->planned) {
    return {};
  }
  m_badge->setState(badgeOf(facts.run.info.status),
                    QStringLiteral("%1 %2").arg(badgeWord(badgeOf(facts.run.info.status)),
                                                percentText(*progress->fraction(), 0)));
  QStringList words{tr("%1 of %2").arg(countText(progress->done), countText(*progress->planned))};
  if (const auto left = track::timeLeft(*progress, elapsed)) {
    words << tr("about %1 left").arg(durationText(*left));
  }
  return words;
}

void RunHeader::setRun(const RunFacts& facts, const RunStyle& style, Timestamp now, bool readOnly) {
  const track::RunInfo& info = facts.run.info;
  m_style = style;
  m_name->setText(QString::fromStdString(info.name));
  QStringList words;
  const auto add = [&words](const std::string& text) {
    if (!text.empty()) {
      words << QString::fromStdString(text);
    }
  };
  add(info.user);
  words << timeText(info.started, now);
  if (info.ended || info.status == track::RunStatus::Running) {
    words << durationText(info.ended.value_or(now) - info.started);
  }
  m_badge->setState(badgeOf(info.status));
  if (!track::isTerminal(info.status)) {
    words << progressWords(facts, now - info.started);
  }
  for (const std::string_view key : {"tatara.host", "mlflow.source.host", "host"}) {
    if (const std::string* host = findTag(facts.run, key)) {
      add(*host);
      break;
    }
  }
  if (info.lifecycle() == track::Lifecycle::Deleted) {
    words << tr("deleted");
  }
  m_facts->setText(words.join(QStringLiteral(" · ")));
  m_facts->setToolTip(isoTimeText(info.started));
  m_baseline->setText(facts.baseline
                          ? tr("Deltas against %1").arg(QString::fromStdString(facts.baseline->info.name))
                          : tr("Choose a baseline"));
  showActs(facts, readOnly);
  update();
}

void RunHeader::showActs(const RunFacts& facts, bool readOnly) {
  m_note->setText(findTag(facts.run, track::tag::kNote) ? tr("Edit note") : tr("Add note"));
  const auto isModel = [](const RunFile& file) {
    return file.name == "MLmodel" || file.name.ends_with("/MLmodel");
  };
  m_register->setVisible(!facts.models.empty() || std::ranges::any_of(facts.files, isModel));
  const bool ended = track::isTerminal(facts.run.info.status);
  const bool deleted = facts.run.info.lifecycle() == track::Lifecycle::Deleted;
  const std::string* stop = findTag(facts.run, track::kStopTag);
  const bool asked = stop != nullptr && *stop == track::kWanted;
  m_stop->setVisible(!ended && !deleted && stop != nullptr);
  m_stop->setText(asked ? tr("Mark as stopped") : tr("Stop"));
  m_reproduce->setVisible(ended && !deleted && canReproduce(facts));
  for (QPushButton* button : {m_stop, m_reproduce, m_note, m_register}) {
    button->setEnabled(!readOnly);
    button->setToolTip(readOnly ? tr("This workspace is read-only") : QString());
  }
}

void RunHeader::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(kPanelMargin, height() / 2.0 - 6);
  painter.scale(1.2, 1.2);
  drawSwatch(painter, QPointF(0, 0), m_style, SwatchRing::None);
}

}  // namespace tatara::ui
