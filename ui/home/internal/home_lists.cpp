#include "ui/home/internal/home_lists.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QFontMetrics>
#include <QPainter>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/share_width.h"
#include "ui/base/style.h"
#include "ui/base/time_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"

namespace tatara::ui {
namespace {

constexpr int kPadding = 14;
constexpr int kColumnGap = 16;
constexpr int kMostValue = 96;
constexpr int kMostUser = 120;
constexpr int kTimeColumn = 70;
constexpr int kLeastActor = 76;
constexpr int kMostActor = 132;

void drawElided(QPainter& painter, const QRect& rect, const QString& text,
                Qt::Alignment align = Qt::AlignLeft) {
  painter.drawText(rect, static_cast<int>(align | Qt::AlignVCenter),
                   painter.fontMetrics().elidedText(text, Qt::ElideMiddle, rect.width()));
}

// A sentence is read from its beginning.
void drawSentence(QPainter& painter, const QRect& rect, const QString& text) {
  painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
}

// One bar of a state strip: the height repeats the state.
void drawStateBar(QPainter& painter, QPointF bottomLeft, track::RunStatus status) {
  const Colors& c = colors();
  constexpr qreal kFull = 14;
  const auto bar = [&](qreal height, const QColor& fill, const QColor& border) {
    drawPanel(painter, QRectF(bottomLeft.x(), bottomLeft.y() - height, 8, height), 1.5, fill, border);
  };
  switch (status) {
    case track::RunStatus::Finished:
      bar(kFull, c.ok, Qt::transparent);
      return;
    case track::RunStatus::Failed:
      bar(4, c.err, Qt::transparent);
      return;
    case track::RunStatus::Killed:
      bar(8, c.warn, Qt::transparent);
      return;
    case track::RunStatus::Running:
    case track::RunStatus::Scheduled:
      bar(kFull, Qt::transparent, c.info);
      return;
  }
}

}  // namespace

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
      return BadgeState::Killed;
  }
  return BadgeState::Note;
}

// --- AttentionList

AttentionList::AttentionList(QWidget* parent) : RowList(54, 0, parent) {
  setAccessibleName(tr("Needs attention"));
}

void AttentionList::show(std::vector<Attention> items, Timestamp now) {
  m_items = std::move(items);
  m_now = now;
  setCount(static_cast<int>(m_items.size()));
}

QString AttentionList::title(const Attention& item) const {
  switch (item.kind) {
    case AttentionKind::Override:
      return tr("%1 overrode the policy on %2")
          .arg(fromUtf8(item.broken->person), fromUtf8(item.broken->object));
    case AttentionKind::Overdue:
      return tr("Champion %1 v%2 is to be looked at again")
          .arg(fromUtf8(item.overdue->model))
          .arg(item.overdue->version);
    case AttentionKind::Review:
      if (!item.mine) {
        return tr("Review of %1 v%2 is under way")
            .arg(fromUtf8(item.review->model))
            .arg(item.review->version);
      }
      return item.review->state == registry::ReviewState::Approved
                 ? tr("%1 v%2 is approved and can become %3")
                       .arg(fromUtf8(item.review->model))
                       .arg(item.review->version)
                       .arg(fromUtf8(item.review->target.name))
                 : tr("Review of %1 v%2 waits for you")
                       .arg(fromUtf8(item.review->model))
                       .arg(item.review->version);
    case AttentionKind::Deploy:
      return (item.offer->champion ? tr("%1 v%2 is champion and no endpoint serves it")
                                   : tr("%1 v%2 is approved and no endpoint serves it"))
          .arg(fromUtf8(item.offer->model))
          .arg(item.offer->version);
    case AttentionKind::FailedRun:
      return tr("Run %1 failed").arg(fromUtf8(item.run.name));
    case AttentionKind::StaleRun:
      return tr("Run %1 never ended").arg(fromUtf8(item.run.name));
  }
  return {};
}

QString AttentionList::reason(const Attention& item) const {
  if (item.review) {
    const QString words =
        tr("%1 asks: %2").arg(fromUtf8(item.review->requester), fromUtf8(item.review->reason));
    return item.review->due ? tr("due %1 · %2").arg(dayText(*item.review->due), words) : words;
  }
  if (item.broken) {
    return item.broken->reason.empty() ? tr("without a reason") : fromUtf8(item.broken->reason);
  }
  if (item.overdue) {
    const QString due = tr("due %1").arg(dayText(item.overdue->due));
    return item.overdue->owner.empty() ? due : tr("%1 · owner %2").arg(due, fromUtf8(item.overdue->owner));
  }
  if (item.offer) {
    return item.offer->endpoint.empty()
               ? tr("The model has no endpoint yet")
               : tr("%1 serves v%2").arg(fromUtf8(item.offer->endpoint)).arg(item.offer->serves);
  }
  const QString experiment = fromUtf8(item.experiment);
  if (item.kind == AttentionKind::StaleRun) {
    return tr("%1 · says it is running since %2").arg(experiment, timeText(item.run.started, m_now));
  }
  const Millis took = item.run.ended.value_or(item.run.started) - item.run.started;
  return tr("%1 · after %2").arg(experiment, durationText(took));
}

QString AttentionList::rowText(int row) const {
  const Attention& item = m_items[static_cast<std::size_t>(row)];
  return title(item) + QStringLiteral(", ") + reason(item);
}

void AttentionList::paintRow(QPainter& painter, int row, const QRect& rect) {
  const Colors& c = colors();
  const Attention& item = m_items[static_cast<std::size_t>(row)];
  const bool failed = item.kind == AttentionKind::FailedRun || item.kind == AttentionKind::Override;
  const bool model = item.overdue || item.broken;
  const bool review = item.kind == AttentionKind::Review;
  const QRectF tile(rect.left() + kPadding, rect.center().y() - 13, 28, 28);
  const bool offer = item.kind == AttentionKind::Deploy;
  drawPanel(painter, tile, kControlRadius,
            review   ? c.revbg
            : offer  ? c.okbg
            : failed ? c.errbg
                     : c.warnbg,
            Qt::transparent);
  drawIcon(painter,
           review         ? QStringLiteral("in-review")
           : offer        ? QStringLiteral("deployments")
           : item.broken  ? QStringLiteral("locked")
           : item.overdue ? QStringLiteral("schedule")
           : failed       ? QStringLiteral("error")
                          : QStringLiteral("warning"),
           tile.adjusted(7, 7, -7, -7),
           review   ? c.rev
           : offer  ? c.ok
           : failed ? c.err
                    : c.warn);
  const QString open = review  ? tr("Open review")
                       : offer ? tr("Deploy…")
                       : model ? tr("Open model")
                               : tr("Open run");
  painter.setFont(tatara::ui::font(TextRole::CellMedium));
  const int buttonWidth = std::max(98, painter.fontMetrics().horizontalAdvance(open) + 24);
  const QRect button(rect.right() - kPadding - buttonWidth, rect.center().y() - 13, buttonWidth, 28);
  drawPanel(painter, button, kControlRadius, row == 0 ? c.acc : c.bg1,
            row == 0 ? QColor(Qt::transparent) : c.line2);
  painter.setPen(row == 0 ? c.onacc : c.tx1);
  painter.drawText(button, Qt::AlignCenter, open);
  const QRect when(button.left() - 100, rect.top(), 88, rect.height());
  painter.setFont(tatara::ui::font(TextRole::Cell));
  painter.setPen(c.tx2);
  const Timestamp at = review         ? item.review->opened
                       : offer        ? item.offer->since
                       : item.broken  ? item.broken->at
                       : item.overdue ? item.overdue->due
                                      : item.run.ended.value_or(item.run.started);
  drawTabular(painter, when, Qt::AlignRight, timeText(at, m_now));
  const int x = static_cast<int>(tile.right()) + 12;
  const int space = when.left() - x - 8;
  painter.setFont(tatara::ui::font(TextRole::BodyMedium));
  painter.setPen(c.tx1);
  drawElided(painter, QRect(x, rect.top() + 8, space, 20), title(item));
  painter.setFont(tatara::ui::font(TextRole::Cell));
  painter.setPen(c.tx2);
  drawSentence(painter, QRect(x, rect.top() + 27, space, 18), reason(item));
}

// --- RecentList

RecentList::RecentList(QWidget* parent) : RowList(32, kHeaderRowHeight, parent) {
  setAccessibleName(tr("Recent runs"));
}

void RecentList::show(std::vector<RecentRun> runs, Timestamp now) {
  m_runs = std::move(runs);
  m_now = now;
  m_metric.clear();
  std::vector<double> values;
  bool same = true;
  for (const RecentRun& run : m_runs) {
    same = same && run.metric == m_runs.front().metric;
    if (run.value) {
      values.push_back(*run.value);
    }
  }
  if (same && !m_runs.empty()) {
    m_metric = fromUtf8(m_runs.front().metric);
  }
  m_decimals = columnDecimals(values);
  m_wanted = wantedWidths();
  setCount(static_cast<int>(m_runs.size()));
}

// "Running 69 %", where it is known how far the run will go.
QString RecentList::statusText(const RecentRun& run) {
  const QString word = badgeWord(badgeOf(run.run.status));
  const auto part = run.progress ? run.progress->fraction() : std::nullopt;
  return part ? QStringLiteral("%1 %2").arg(word, percentText(*part, 0)) : word;
}

QString RecentList::rowText(int row) const {
  const RecentRun& run = m_runs[static_cast<std::size_t>(row)];
  QString text = fromUtf8(run.run.name) + QStringLiteral(", ") + fromUtf8(run.experiment) +
                 QStringLiteral(", ") + statusText(run);
  if (run.value) {
    text += QStringLiteral(", %1 %2").arg(fromUtf8(run.metric), metricText(*run.value));
  }
  return text;
}

QString RecentList::valueTitle() const {
  return m_metric.isEmpty() ? tr("Primary metric") : m_metric;
}

// Rows of different metrics keep decimals of their own.
QString RecentList::valueText(const RecentRun& run) const {
  if (!run.value) {
    return QString(kMissing);
  }
  return m_metric.isEmpty() ? metricText(*run.value) : metricText(*run.value, m_decimals);
}

QString RecentList::fromBestText(const RecentRun& run) const {
  if (!run.fromBest) {
    return QString(kMissing);
  }
  const QString text = m_metric.isEmpty() ? deltaText(*run.fromBest) : deltaText(*run.fromBest, m_decimals);
  return QString(deltaGlyph(*run.fromBest)) + QChar(0x2009) + text;
}

QRect RecentList::valueRect(const Columns& at, const QRect& row) {
  return {at.value, row.top(), at.delta - kColumnGap / 2 - at.value, row.height()};
}

QRect RecentList::deltaRect(const Columns& at, const QRect& row) {
  return {at.delta, row.top(), at.started - kColumnGap - at.delta, row.height()};
}

// Each column is as wide as its texts.
std::vector<int> RecentList::wantedWidths() const {
  const QFontMetrics medium(tatara::ui::font(TextRole::CellMedium));
  const QFontMetrics cell(tatara::ui::font(TextRole::Cell));
  const QFontMetrics header(tatara::ui::font(TextRole::Header));
  int name = header.horizontalAdvance(tr("Run"));
  int experiment = header.horizontalAdvance(tr("Experiment"));
  int status = header.horizontalAdvance(tr("Status"));
  int started = header.horizontalAdvance(tr("Started"));
  int user = header.horizontalAdvance(tr("By"));
  int value = header.horizontalAdvance(valueTitle());
  int delta = std::max(header.horizontalAdvance(tr("Δ best")), cell.horizontalAdvance(tr("best")));
  for (const RecentRun& run : m_runs) {
    name = std::max(name, medium.horizontalAdvance(fromUtf8(run.run.name)));
    experiment = std::max(experiment, cell.horizontalAdvance(fromUtf8(run.experiment)));
    status = std::max(status, badgeWidth(badgeOf(run.run.status), statusText(run)));
    started = std::max(started, cell.horizontalAdvance(agoText(run.run.started, m_now)) + 8);
    user = std::max(user, cell.horizontalAdvance(fromUtf8(run.run.user)));
    value = std::max(value, cell.horizontalAdvance(valueText(run)));
    delta = std::max(delta, cell.horizontalAdvance(fromBestText(run)));
  }
  return {name + kColumnGap,
          experiment + kColumnGap,
          status + kColumnGap,
          std::min(value, kMostValue) + kColumnGap,
          std::min(delta, kMostValue) + kColumnGap,
          started + kColumnGap,
          std::min(user, kMostUser) + kColumnGap};
}

RecentList::Columns RecentList::columns() const {
  const std::vector<int> widths = shareWidth(m_wanted, width() - 2 * kPadding);
  std::array<int, 8> edge{kPadding};
  for (std::size_t i = 0; i < widths.size(); ++i) {
    edge[i + 1] = edge[i] + widths[i];
  }
  return {edge[0], edge[1], edge[2], edge[3], edge[4], edge[5] + kColumnGap / 2, edge[6], edge[7]};
}

void RecentList::paintHeader(QPainter& painter, const QRect& rect) {
  const Colors& c = colors();
  painter.fillRect(rect, c.bg2);
  painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), c.line);
  painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.line);
  painter.setFont(tatara::ui::font(TextRole::Header));
  painter.setPen(c.tx3);
  const Columns at = columns();
  const auto left = [&](int from, int to, const QString& text) {
    drawElided(painter, QRect(from, rect.top(), to - from - 8, rect.height()), text);
  };
  left(at.name, at.experiment, tr("Run"));
  left(at.experiment, at.status, tr("Experiment"));
  left(at.status, at.value, tr("Status"));
  drawElided(painter, valueRect(at, rect), valueTitle(), Qt::AlignRight);
  drawElided(painter, deltaRect(at, rect), tr("Δ best"), Qt::AlignRight);
  left(at.started, at.user, tr("Started"));
  left(at.user, at.end, tr("By"));
}

void RecentList::paintRow(QPainter& painter, int row, const QRect& rect) {
  const Colors& c = colors();
  const RecentRun& run = m_runs[static_cast<std::size_t>(row)];
  const Columns at = columns();
  const auto cell = [&](int from, int to) { return QRect(from, rect.top(), to - from - 8, rect.height()); };
  painter.setFont(tatara::ui::font(TextRole::CellMedium));
  painter.setPen(c.tx1);
  drawElided(painter, cell(at.name, at.experiment), fromUtf8(run.run.name));
  painter.setFont(tatara::ui::font(TextRole::Cell));
  painter.setPen(c.tx2);
  drawElided(painter, cell(at.experiment, at.status), fromUtf8(run.experiment));
  paintBadge(painter, QPointF(at.status, rect.center().y() - kBadgeHeight / 2 + 1), badgeOf(run.run.status),
             statusText(run));
  painter.setPen(!run.value ? c.tx3 : std::isfinite(*run.value) ? c.tx1 : c.warn);
  drawTabular(painter, valueRect(at, rect), Qt::AlignRight, valueText(run));
  if (run.fromBest && *run.fromBest == 0) {
    painter.setPen(c.ok);
    drawElided(painter, deltaRect(at, rect), tr("best"), Qt::AlignRight);
  } else {
    painter.setPen(run.fromBest ? c.tx2 : c.tx3);
    drawTabular(painter, deltaRect(at, rect), Qt::AlignRight, fromBestText(run));
  }
  painter.setPen(c.tx2);
  drawTabular(painter, cell(at.started, at.user), Qt::AlignLeft, agoText(run.run.started, m_now));
  drawElided(painter, cell(at.user, at.end), fromUtf8(run.run.user));
}

// --- ExperimentList

ExperimentList::ExperimentList(QWidget* parent) : RowList(kRow, 0, parent) {
  setAccessibleName(tr("Experiments, last 14 runs"));
}

void ExperimentList::show(std::vector<ExperimentRow> rows, Timestamp now) {
  m_rows = std::move(rows);
  m_now = now;
  setCount(static_cast<int>(m_rows.size()));
}

QString ExperimentList::rowText(int row) const {
  const ExperimentRow& experiment = m_rows[static_cast<std::size_t>(row)];
  return fromUtf8(experiment.name) + QStringLiteral(", ") +
         tr("%n runs", nullptr, static_cast<int>(experiment.runs));
}

void ExperimentList::paintRow(QPainter& painter, int row, const QRect& rect) {
  const Colors& c = colors();
  const ExperimentRow& experiment = m_rows[static_cast<std::size_t>(row)];
  const int bars = rect.left() + static_cast<int>(rect.width() * 0.43);
  const int left = rect.left() + kPadding;
  painter.setFont(tatara::ui::font(TextRole::BodyMedium));
  painter.setPen(c.tx1);
  drawElided(painter, QRect(left, rect.top() + 3, bars - left - 12, 20), fromUtf8(experiment.name));
  painter.setFont(tatara::ui::font(TextRole::Caption));
  painter.setPen(c.tx2);
  QString detail = tr("%n runs", nullptr, static_cast<int>(experiment.runs));
  if (experiment.best) {
    detail += QStringLiteral(" · ") +
              tr("best %1 %2").arg(fromUtf8(experiment.metric), metricText(*experiment.best));
  }
  drawElided(painter, QRect(left, rect.top() + 22, bars - left - 12, 16), detail);
  qreal x = bars;
  for (const track::RunStatus status : experiment.lastStates) {
    drawStateBar(painter, QPointF(x, rect.center().y() + 8), status);
    x += 10;
  }
  painter.setFont(tatara::ui::font(TextRole::Cell));
  painter.setPen(c.tx2);
  const int from = bars + 14 * 10 + 8;
  drawTabular(painter, QRect(from, rect.top(), rect.right() - kPadding - from, rect.height()), Qt::AlignRight,
              agoText(experiment.last, m_now));
}

// --- ActivityList

ActivityList::ActivityList(QWidget* parent) : RowList(kRow, 0, parent) {
  setAccessibleName(tr("Activity"));
}

void ActivityList::show(std::vector<registry::Act> acts, Timestamp now) {
  m_acts = std::move(acts);
  m_now = now;
  const QFontMetrics cell(tatara::ui::font(TextRole::Cell));
  m_actors = kLeastActor;
  for (const registry::Act& act : m_acts) {
    m_actors = std::max(m_actors, std::min(cell.horizontalAdvance(fromUtf8(act.actor)) + 2, kMostActor));
  }
  setCount(static_cast<int>(m_acts.size()));
}

// The verbs and objects are those that core/registry and core/deploy record: "create version" of
// "model/bike-demand/7". What is not among them is said as it was recorded.
QString ActivityList::rowText(int row) const {
  const registry::Act& act = m_acts[static_cast<std::size_t>(row)];
  const QString object = fromUtf8(act.object).section(QLatin1Char('/'), 1);
  const QString alias = object.section(QLatin1Char('@'), 1, 1);
  const QString model = object.section(QLatin1Char('@'), 0, 0).section(QLatin1Char('/'), 0, 0);
  const QString version = object.section(QLatin1Char('@'), 0, 0).section(QLatin1Char('/'), 1, 1);
  const QString after = act.after ? fromUtf8(*act.after) : QString();
  struct Sentence {
    std::string_view verb;
    QString text;
  };
  const Sentence sentences[] = {
      {"create model", tr("created model %1").arg(model)},
      {"create version", tr("registered %1 v%2").arg(model, version)},
      {"set alias", tr("set alias %1 of %2 to v%3").arg(alias, model, after)},
      {"remove alias", tr("removed alias %1 of %2").arg(alias, model)},
      {"set stage", tr("moved %1 v%2 to stage %3").arg(model, version, after)},
      {"archive version", tr("archived %1 v%2").arg(model, version)},
      {"restore version", tr("restored %1 v%2").arg(model, version)},
      {"delete version", tr("deleted %1 v%2").arg(model, version)},
      {"delete model", tr("deleted model %1").arg(model)},
      {"rename model", tr("renamed model %1 to %2").arg(model, after)},
      {"open review", tr("asked for review %1").arg(object)},
      {"approve review", tr("approved review %1").arg(object)},
      {"reject review", tr("rejected review %1").arg(object)},
      {"comment", tr("commented on review %1").arg(object)},
      {"withdraw review", tr("withdrew review %1").arg(object)},
      {"reopen review", tr("reopened review %1").arg(object)},
      {"write policy", tr("wrote a policy")},
      {"change policy", tr("changed the policy")},
      {"break glass", tr("overrode the policy on %1").arg(object)},
      {"create token", tr("created access token %1").arg(object)},
      {"revoke token", tr("revoked access token %1").arg(object)},
      {"create endpoint", tr("created endpoint %1").arg(object)},
      {"route endpoint", tr("moved traffic of %1").arg(object)},
      {"roll back endpoint", tr("rolled back %1").arg(object)},
      {"change endpoint", tr("changed settings of %1").arg(object)},
      {"delete endpoint", tr("deleted endpoint %1").arg(object)},
      {"start canary", tr("started a canary on %1").arg(object)},
      {"step canary", tr("moved the canary on %1 on").arg(object)},
      {"stop canary", tr("stopped the canary on %1").arg(object)},
      {"promote canary", tr("promoted the canary on %1").arg(object)},
  };
  for (const Sentence& sentence : sentences) {
    if (act.verb == sentence.verb) {
      return sentence.text;
    }
  }
  return fromUtf8(act.verb) + QLatin1Char(' ') + fromUtf8(act.object);
}

void ActivityList::paintRow(QPainter& painter, int row, const QRect& rect) {
  const Colors& c = colors();
  const registry::Act& act = m_acts[static_cast<std::size_t>(row)];
  painter.setFont(tatara::ui::font(TextRole::Cell));
  painter.setPen(c.tx3);
  drawTabular(painter, QRect(rect.left() + kPadding, rect.top(), 64, rect.height()), Qt::AlignLeft,
              timeText(act.at, m_now));
  painter.setPen(c.tx1);
  const int actor = rect.left() + kPadding + kTimeColumn;
  drawElided(painter, QRect(actor, rect.top(), m_actors, rect.height()), fromUtf8(act.actor));
  painter.setPen(c.tx2);
  const int x = actor + m_actors + kColumnGap;
  drawSentence(painter, QRect(x, rect.top(), rect.right() - kPadding - x, rect.height()), rowText(row));
}

// --- StateLegend

StateLegend::StateLegend(QWidget* parent) : QWidget(parent) {
  setFixedHeight(ExperimentList::kLegendHeight);
}

void StateLegend::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setFont(tatara::ui::font(TextRole::Caption));
  painter.setPen(colors().tx2);
  int x = kPadding;
  for (const track::RunStatus status : {track::RunStatus::Finished, track::RunStatus::Killed,
                                        track::RunStatus::Failed, track::RunStatus::Running}) {
    drawStateBar(painter, QPointF(x, height() / 2.0 + 7), status);
    QString word = badgeWord(badgeOf(status));
    if (status == track::RunStatus::Running) {
      word = tr("%1 (outline)").arg(word);
    }
    const int width = painter.fontMetrics().horizontalAdvance(word);
    painter.drawText(QRect(x + 14, 0, width + 2, height()), Qt::AlignLeft | Qt::AlignVCenter, word);
    x += 14 + width + 14;
  }
}

}  // namespace tatara::ui
