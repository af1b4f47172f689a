#include "ui/deployments/endpoint_overview.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <QBoxLayout>
#include <QGridLayout>
#include <QPushButton>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/utf8.h"
#include "ui/chart/chart_card.h"
#include "ui/chart/line_chart.h"
#include "ui/deployments/canary_strip.h"
#include "ui/deployments/endpoint_text.h"
#include "ui/deployments/fact_list.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kRightWidth = 316;
constexpr int kNarrow = 900;
constexpr int kChartHeight = 210;
constexpr std::size_t kMostEvents = 9;
constexpr qsizetype kShortDigest = 12;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// The place of every step of the window, and of each version what it did in it.
struct Steps {
  std::vector<double> x;
  std::map<std::int64_t, std::vector<const deploy::Traffic*>> byVersion;
};

// The step that is under way is left out: it holds less than it will.
Steps stepsOf(const EndpointFacts& facts) {
  Steps steps;
  const std::int64_t width = facts.step.count();
  const std::int64_t first = toUnixMillis(facts.from) / width;
  const std::int64_t end = toUnixMillis(facts.to) / width;
  for (std::int64_t step = first; step < end; ++step) {
    steps.x.push_back(static_cast<double>(step * width));
  }
  for (const deploy::TrafficPoint& point : facts.traffic) {
    auto& places = steps.byVersion[point.version];
    places.resize(steps.x.size(), nullptr);
    const std::int64_t place = toUnixMillis(point.at) / width - first;
    if (place >= 0 && place < static_cast<std::int64_t>(places.size())) {
      places[static_cast<std::size_t>(place)] = &point.traffic;
    }
  }
  return steps;
}

Curve curveOf(std::int64_t version, std::vector<double> x, std::vector<double> y) {
  Curve curve;
  curve.key = versionText(version);
  curve.label = versionText(version);
  curve.style = styleOf(version);
  curve.data = CurveData::make(std::move(x), std::move(y));
  return curve;
}

// From the first step that a version was asked in to the last; what lies between without a request is one
// gap, or zeros where `value` has them.
template <typename F>
std::vector<Curve> curvesOf(const Steps& steps, F value) {
  std::vector<Curve> curves;
  for (const auto& [version, places] : steps.byVersion) {
    const auto asked = [](const deploy::Traffic* traffic) { return traffic != nullptr; };
    const auto begin = std::ranges::find_if(places, asked);
    const auto rest = std::find_if(places.rbegin(), places.rend(), asked).base();
    std::vector<double> x;
    std::vector<double> y;
    for (auto at = begin; at < rest; ++at) {
      const double shown = value(*at);
      if (std::isnan(shown) && !y.empty() && std::isnan(y.back())) {
        continue;
      }
      x.push_back(steps.x[static_cast<std::size_t>(at - places.begin())]);
      y.push_back(shown);
    }
    if (!x.empty()) {
      curves.push_back(curveOf(version, std::move(x), std::move(y)));
    }
  }
  return curves;
}

// "v7 7.9 · v8 11.2": the last minute's.
template <typename F>
QString recentWords(const EndpointFacts& facts, const QString& unit, F words) {
  QStringList parts;
  for (const deploy::TrafficPoint& point : facts.recent) {
    parts << QStringLiteral("%1 %2").arg(versionText(point.version), words(point.traffic));
  }
  if (parts.isEmpty() && !facts.traffic.empty()) {
    const auto last = std::ranges::max_element(facts.traffic, {}, &deploy::TrafficPoint::at);
    parts << EndpointOverview::tr("no data since %1").arg(timeText(last->at + facts.step, facts.to));
  }
  return parts.isEmpty()  ? unit
         : unit.isEmpty() ? parts.join(QStringLiteral(" · "))
                          : unit + QStringLiteral(" · ") + parts.join(QStringLiteral(" · "));
}

// From the first that was asked or labelled in the window to the last, which is what the other charts fit to.
std::vector<double> shownTime(const EndpointFacts& facts) {
  double begin = static_cast<double>(toUnixMillis(facts.to));
  double end = static_cast<double>(toUnixMillis(facts.from));
  const auto take = [&](Timestamp at) {
    begin = std::min(begin, static_cast<double>(toUnixMillis(at)));
    end = std::max(end, static_cast<double>(toUnixMillis(at)));
  };
  std::ranges::for_each(facts.traffic, [&](const deploy::TrafficPoint& point) { take(point.at); });
  std::ranges::for_each(facts.live.points, [&](const deploy::LivePoint& point) { take(point.at); });
  return {begin, std::max(begin + static_cast<double>(facts.step.count()), end)};
}

double shareOf(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : kNone;
}

// The steps of canaries within the window.
std::vector<ChartPhase> phasesOf(const EndpointFacts& facts) {
  std::vector<ChartPhase> phases;
  double end = static_cast<double>(toUnixMillis(facts.to));
  for (const deploy::Revision& revision : facts.revisions) {  // newest first
    const double begin = static_cast<double>(toUnixMillis(revision.at));
    const bool step = revision.verb == deploy::kStepCanary;
    if (step || revision.verb == deploy::kStartCanary) {
      phases.push_back({begin, end, 1});
    }
    end = begin;
  }
  std::ranges::reverse(phases);
  int depth = 0;
  double before = -1;
  for (ChartPhase& phase : phases) {
    depth = phase.from == before ? depth + 1 : 1;
    phase.depth = depth;
    before = phase.to;
  }
  return phases;
}

bool inMinutes(std::chrono::seconds hold) {
  return hold.count() >= 120;
}

QString holdText(std::chrono::seconds hold) {
  return inMinutes(hold) ? EndpointOverview::tr("%1 min").arg(hold.count() / 60)
                         : EndpointOverview::tr("%1 s").arg(hold.count());
}

// "18 of 30 min"
QString partText(Millis been, std::chrono::seconds hold) {
  const qint64 seconds = been.count() / 1000;
  return inMinutes(hold) ? EndpointOverview::tr("%1 of %2 min").arg(seconds / 60).arg(hold.count() / 60)
                         : EndpointOverview::tr("%1 of %2 s").arg(seconds).arg(hold.count());
}

// What it waits for, where that is time: "next step in 12 min".
QString nextStepText(const deploy::Rollout& rollout, Timestamp now) {
  const auto step = static_cast<std::size_t>(rollout.step);
  const auto left =
      std::chrono::ceil<std::chrono::seconds>(rollout.stepStarted + rollout.plan.steps[step].hold - now);
  if (left.count() <= 0) {
    return EndpointOverview::tr("since %1").arg(timeText(rollout.started, now));
  }
  const bool last = step + 1 == rollout.plan.steps.size();
  const QString time = holdText(left);
  return last ? EndpointOverview::tr("promotion in %1").arg(time)
              : EndpointOverview::tr("next step in %1").arg(time);
}

// Once they are enough nobody asks how many were needed.
QString requestsText(std::int64_t seen, std::int64_t needed) {
  return seen < needed
             ? EndpointOverview::tr("%1 of %2 requests", nullptr, static_cast<int>(needed))
                   .arg(countText(seen), countText(needed))
             : EndpointOverview::tr("%1 requests", nullptr, static_cast<int>(seen)).arg(countText(seen));
}

}  // namespace

EndpointOverview::EndpointOverview(QWidget* parent)
    : QWidget(parent),
      m_link(new ChartLink(this)),
      m_canaryCard(new Card(tr("Canary"), this)),
      m_canary(new CanaryStrip),
      m_canaryWords(new Label({}, TextRole::Cell, &Colors::tx2)),
      m_grid(new QGridLayout),
      m_columns(new QBoxLayout(QBoxLayout::LeftToRight)),
      m_right(new QWidget(this)),
      m_checksCard(new Card(tr("Checks"), m_right)),
      m_checks(new FactList(tr("Checks"))),
      m_serving(new FactList(tr("Serving"))),
      m_events(new FactList(tr("Events"))) {
  m_columns->setContentsMargins(0, 0, 0, 0);
  m_columns->setSpacing(kCardGap);
  auto* left = new QVBoxLayout;
  left->setSpacing(kCardGap);
  m_canaryCard->setSubtitle(tr("stops by itself when a check fails"));
  m_canaryCard->addTool(m_canaryWords);
  auto* strip = new QWidget;
  auto* stripRow = new QVBoxLayout(strip);
  stripRow->setContentsMargins(kCardPadding, 0, kCardPadding, 8);
  stripRow->addWidget(m_canary);
  m_canaryCard->setContent(strip);
  left->addWidget(m_canaryCard);
  m_latency = makeChart(tr("Latency"), tr("ms"));
  m_throughput = makeChart(tr("Throughput"), tr("req/s"));
  m_errors = makeChart(tr("Error rate"), QStringLiteral("%"));
  m_live = makeChart(tr("Live error"), {});
  m_grid->setSpacing(kCardGap);
  m_grid->addWidget(m_latency.card, 0, 0);
  m_grid->addWidget(m_throughput.card, 0, 1);
  m_grid->addWidget(m_errors.card, 1, 0);
  m_grid->addWidget(m_live.card, 1, 1);
  left->addLayout(m_grid, 1);
  left->addStretch();
  m_columns->addLayout(left, 1);
  auto* right = new QVBoxLayout(m_right);
  right->setContentsMargins(0, 0, 0, 0);
  right->setSpacing(kCardGap);
  m_checksCard->setContent(m_checks);
  right->addWidget(m_checksCard);
  auto* serving = new Card(tr("Serving"), m_right);
  serving->setContent(m_serving);
  right->addWidget(serving);
  auto* events = new Card(tr("Events"), m_right);
  QPushButton* all = makeButton(tr("All activity"), {}, ButtonKind::Link);
  events->addTool(all);
  events->setContent(m_events);
  right->addWidget(events);
  right->addStretch(1);
  m_right->setFixedWidth(kRightWidth);
  m_columns->addWidget(m_right, 0, Qt::AlignTop);
  setLayout(m_columns);
  connect(all, &QPushButton::clicked, this, &EndpointOverview::activityAsked);
  connect(m_serving, &FactList::chosen, this, &EndpointOverview::modelAsked);
  connect(m_events, &FactList::chosen, this, [this](std::int64_t id) {
    const auto act = std::ranges::find(m_facts->acts, id, &registry::Act::id);
    if (act != m_facts->acts.end()) {
      m_link->setCrossHair(CrossHair{XUnit::Time, static_cast<double>(toUnixMillis(act->at))});
    }
  });
}

EndpointOverview::Chart EndpointOverview::makeChart(const QString& title, const QString& subtitle) {
  Chart chart;
  chart.line = new LineChart(m_link);
  LineOptions options;
  options.xUnit = XUnit::Time;
  options.fit = YFit::All;
  options.gaps = true;
  chart.line->setOptions(options);
  chart.card = new ChartCard(title, chart.line, this);
  chart.card->setSubtitle(subtitle);
  chart.card->setMinimumHeight(kChartHeight);
  return chart;
}

void EndpointOverview::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

bool EndpointOverview::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && watched == parent()) {
    arrange();
  }
  return QWidget::eventFilter(watched, event);
}

void EndpointOverview::arrange() {
  const bool narrow = width() < kNarrow;
  // The four charts are in sight together where there is room; what is longer at the right is scrolled to.
  const QWidget* view = parentWidget();
  const int above = m_canaryCard->isVisibleTo(this) ? m_canaryCard->sizeHint().height() + kCardGap : 0;
  const int fitting = view && !narrow ? (view->height() - above - kCardGap) / 2 : 0;
  for (const Chart* chart : {&m_latency, &m_throughput, &m_errors, &m_live}) {
    chart->card->setMaximumHeight(std::max(kChartHeight, fitting));
  }
  const auto wanted = narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight;
  if (m_columns->direction() != wanted) {
    m_columns->setDirection(wanted);
    m_right->setMinimumWidth(narrow ? 0 : kRightWidth);
    m_right->setMaximumWidth(narrow ? QWIDGETSIZE_MAX : kRightWidth);
  }
}

bool EndpointOverview::settled() const {
  for (const Chart* chart : {&m_latency, &m_throughput, &m_errors, &m_live}) {
    if (chart->line->isVisible() && !chart->line->settled()) {
      return false;
    }
  }
  return true;
}

void EndpointOverview::showLoading() {
  for (const Chart* chart : {&m_latency, &m_throughput, &m_errors, &m_live}) {
    chart->card->showLoading();
  }
}

void EndpointOverview::show(const EndpointFactsPtr& facts, const ServerView& server, double quantile) {
  m_facts = facts;
  showCanary(server);
  arrange();
  showCharts(quantile);
  showLive();
  showChecks();
  showServing(server);
  showEvents();
}

void EndpointOverview::showCanary(const ServerView& server) {
  m_canaryCard->setVisible(m_facts->rollout.has_value());
  if (!m_facts->rollout) {
    return;
  }
  using State = CanaryStepView::State;
  const deploy::Rollout& rollout = *m_facts->rollout;
  const bool running = rollout.state == deploy::RolloutState::Running;
  const bool promoted = rollout.state == deploy::RolloutState::Promoted;
  std::vector<CanaryStepView> steps;
  for (std::size_t i = 0; i < rollout.plan.steps.size(); ++i) {
    const deploy::RolloutStep& step = rollout.plan.steps[i];
    CanaryStepView view;
    view.title = weightText(step.weight);
    view.caption = holdText(step.hold);
    const auto current = static_cast<std::size_t>(rollout.step);
    if (promoted || i < current) {
      view.state = State::Passed;
      view.progress = 1;
      view.caption = tr("passed");
    } else if (i == current) {
      view.state = running ? State::Current : State::Failed;
      const Millis been = std::max(m_facts->to - rollout.stepStarted, Millis(0));
      const double time = step.hold.count() > 0 ? static_cast<double>(been.count()) / 1000 /
                                                      static_cast<double>(step.hold.count())
                                                : 1;
      const double asked =
          step.requests > 0 ? static_cast<double>(rollout.requests) / static_cast<double>(step.requests) : 1;
      view.progress = running ? std::clamp(std::min(time, asked), 0.0, 1.0) : 0;
      view.caption = !running    ? tr("stopped")
                     : time >= 1 ? requestsText(rollout.requests, step.requests)
                                 : partText(been, step.hold);
    }
    steps.push_back(std::move(view));
  }
  CanaryStepView last;
  last.title = QStringLiteral("100 %");
  last.state = promoted ? State::Passed : State::Ahead;
  last.caption = promoted ? tr("promoted") : tr("promote %1").arg(versionText(rollout.challenger));
  steps.push_back(std::move(last));
  m_canary->setSteps(std::move(steps));
  // A reason while it runs, and nobody holds it, is the policy's, which keeps it on its step.
  const bool waits = running && !rollout.held && !rollout.reason.empty();
  m_canaryWords->setText(waits                        ? tr("waits for the policy's leave")
                         : !rollout.reason.empty()    ? phraseText(rollout.reason)
                         : running && !server.serving ? tr("waits for the model server")
                         : running                    ? nextStepText(rollout, m_facts->to)
                                                      : QString());
  m_canaryWords->setToolTip(tipText(phraseText(rollout.reason)));
  m_canaryWords->setColor(rollout.state == deploy::RolloutState::Stopped ? &Colors::err
                          : waits || (running && rollout.held)           ? &Colors::warn
                                                                         : &Colors::tx2);
}

void EndpointOverview::showCharts(double quantile) {
  const EndpointFacts& facts = *m_facts;
  const Steps steps = stepsOf(facts);
  const auto phases = phasesOf(facts);
  const double seconds = static_cast<double>(facts.step.count()) / 1000;
  if (facts.traffic.empty()) {
    for (const Chart* chart : {&m_latency, &m_throughput, &m_errors}) {
      chart->line->setCurves({});
      chart->card->showEmpty(tr("No request in this time"));
    }
    return;
  }
  const double slow = static_cast<double>(facts.endpoint.settings.slow.count());
  m_latency.card->setTitle(tr("Latency p%1").arg(std::lround(quantile * 100)));
  m_latency.card->setSubtitle(recentWords(facts, tr("ms"), [&](const deploy::Traffic& traffic) {
    return latencyText(traffic.latency.quantile(quantile));
  }));
  auto latency = curvesOf(steps, [&](const deploy::Traffic* traffic) {
    return traffic ? traffic->latency.quantile(quantile) * 1000 : kNone;
  });
  if (latency.empty()) {  // all that was asked is of the step under way
    for (const Chart* chart : {&m_latency, &m_throughput, &m_errors}) {
      chart->line->setCurves({});
      chart->card->showEmpty(tr("The first point comes within %1 s").arg(std::llround(seconds)));
    }
    return;
  }
  double highest = 0;
  for (const Curve& curve : latency) {
    highest = std::max(highest, curve.data->extremes().high);
  }
  m_latency.line->setCurves(std::move(latency));
  // A limit far above would press the lines flat.
  const bool near = slow < 4 * highest;
  m_latency.line->setLevels(near ? std::vector<ChartLevel>{{slow, tr("slow from %1 ms").arg(slow)}}
                                 : std::vector<ChartLevel>{});
  m_throughput.card->setSubtitle(recentWords(facts, tr("req/s"), [](const deploy::Traffic& traffic) {
    return rateText(static_cast<double>(traffic.requests()) / 60);
  }));
  m_throughput.line->setCurves(curvesOf(steps, [&](const deploy::Traffic* traffic) {
    return traffic ? static_cast<double>(traffic->requests()) / seconds : 0.0;
  }));
  m_errors.card->setSubtitle(recentWords(facts, QStringLiteral("%"), [](const deploy::Traffic& traffic) {
    return shareText(shareOf(traffic.failed, traffic.requests()));
  }));
  auto errors = curvesOf(steps, [](const deploy::Traffic* traffic) {
    return traffic ? 100 * shareOf(traffic->failed, traffic->requests()) : kNone;
  });
  LineOptions options = m_errors.line->options();
  const bool none =
      std::ranges::all_of(errors, [](const Curve& curve) { return !(curve.data->extremes().high > 0); });
  options.yRange = none ? std::optional(AxisRange{0, 1}) : std::nullopt;  // nothing is less than no error
  m_errors.line->setOptions(options);
  m_errors.line->setCurves(std::move(errors));
  for (const Chart* chart : {&m_latency, &m_throughput, &m_errors}) {
    chart->line->setPhases(phases);
    chart->card->showChart();
  }
}

void EndpointOverview::showLive() {
  const EndpointFacts& facts = *m_facts;
  const deploy::LiveMetric& live = facts.live;
  m_live.card->setTitle(live.kind == deploy::LiveKind::Rmse  ? tr("Live error, RMSE")
                        : live.kind == deploy::LiveKind::Mae ? tr("Live error, MAE")
                                                             : tr("Live error, wrong answers"));
  if (live.points.empty()) {
    m_live.line->setCurves({});
    m_live.card->setSubtitle({});
    m_live.card->showEmpty(facts.labels.taken > 0 ? tr("No label for a request in this time")
                                                  : tr("Appears once labels arrive: POST /labels, or "
                                                       "tatara endpoints labels"));
    return;
  }
  std::map<std::int64_t, std::pair<std::vector<double>, std::vector<double>>> byVersion;
  for (const deploy::LivePoint& point : live.points) {
    auto& [x, y] = byVersion[point.version];
    x.push_back(static_cast<double>(toUnixMillis(point.at)));
    y.push_back(point.value);
  }
  std::vector<Curve> curves;
  for (auto& [version, points] : byVersion) {
    curves.push_back(curveOf(version, std::move(points.first), std::move(points.second)));
  }
  std::vector<ChartLevel> levels;
  const std::vector<double> ends = shownTime(facts);
  for (const ExpectedOf& one : facts.expected) {
    const deploy::Expected& expected = one.expected;
    const QString words = tr("%1 expected %2").arg(versionText(one.version), metricText(expected.value));
    if (!expected.low || !expected.high) {
      levels.push_back({expected.value, words, &Colors::tx3});
    } else {
      Curve band = curveOf(one.version, ends, {expected.value, expected.value});
      band.key += QStringLiteral(" expected");
      band.label = words;
      band.width = 0.6;
      band.style.dash = RunDash::Long;
      band.band = {CurveData::make(ends, {*expected.low, *expected.low}),
                   CurveData::make(ends, {*expected.high, *expected.high})};
      curves.push_back(std::move(band));
    }
  }
  m_live.line->setCurves(std::move(curves));
  m_live.line->setLevels(std::move(levels));
  m_live.line->setPhases(phasesOf(facts));
  m_live.card->setSubtitle(
      tr("%2 labels to %1", nullptr, static_cast<int>(live.labels))
          .arg(timeText(live.newestLabelled, facts.to), countText(static_cast<std::int64_t>(live.labels))) +
      (live.whole ? QString() : tr(", newest requests only")));
  m_live.card->showChart();
}

void EndpointOverview::showChecks() {
  std::vector<FactRow> rows;
  int passed = 0;
  const auto checks = checksOf(*m_facts);
  for (const CheckRow& check : checks) {
    using State = CheckRow::State;
    passed += check.state == State::Pass ? 1 : 0;
    rows.push_back({.icon = check.state == State::Pass   ? QStringLiteral("check")
                            : check.state == State::Fail ? QStringLiteral("error")
                                                         : QStringLiteral("activity"),  // a clock
                    .iconColor = check.state == State::Pass   ? &Colors::ok
                                 : check.state == State::Fail ? &Colors::err
                                                              : &Colors::tx3,
                    .text = check.text,
                    .value = check.value,
                    .limit = check.limit,
                    .toolTip = check.text});
  }
  m_checks->setRows(std::move(rows));
  m_checksCard->setSubtitle(tr("%1 of %2 pass").arg(passed).arg(checks.size()));
}

void EndpointOverview::showServing(const ServerView& server) {
  const deploy::Endpoint& endpoint = m_facts->endpoint;
  const deploy::Settings& settings = endpoint.settings;
  std::vector<FactRow> rows;
  const auto fact = [&rows](const QString& text, const QString& value) {
    rows.push_back({.text = text, .value = value, .toolTip = value});
  };
  fact(tr("Model server"), server.serving ? server.address : tr("stopped"));
  fact(tr("Model"), fromUtf8(endpoint.model));
  rows.back().id = 0;
  fact(tr("Owner"), fromUtf8(endpoint.owner));
  if (!settings.deputy.empty()) {
    fact(tr("Deputy"), fromUtf8(settings.deputy));
  }
  if (!settings.runbook.empty()) {
    fact(tr("Runbook"), fromUtf8(settings.runbook));
  }
  if (!settings.callers.empty()) {
    QStringList names;
    for (const std::string& name : settings.callers) {
      names << fromUtf8(name);
    }
    fact(tr("Callers"), names.join(QStringLiteral(", ")));
  }
  const auto route = std::ranges::find(endpoint.routes, endpoint.champion(), &deploy::Route::version);
  if (route != endpoint.routes.end()) {
    fact(tr("Digest of %1").arg(versionText(route->version)), fromUtf8(route->digest).left(kShortDigest));
    rows.back().toolTip = fromUtf8(route->digest);
  }
  fact(tr("Requests at once"), countText(settings.queue));
  fact(tr("Kept requests"), settings.keptDays > 0
                                ? tr("%1 %, %n days", nullptr, settings.keptDays).arg(settings.logged)
                                : tr("%1 %, for ever").arg(settings.logged));
  fact(tr("Labels"), m_facts->labels.conflicting > 0
                         ? tr("%1, %2 contradict", nullptr, static_cast<int>(m_facts->labels.conflicting))
                               .arg(countText(m_facts->labels.taken), countText(m_facts->labels.conflicting))
                         : countText(m_facts->labels.taken));
  const auto* said = m_facts->served ? m_facts->served->find(endpoint.name) : nullptr;
  if (said && said->turnedAway > 0) {
    fact(tr("Turned away"), countText(said->turnedAway));
    rows.back().toolTip = tr("Requests that found the queue full, since the server started");
  }
  if (m_facts->ending) {
    fact(tr("Started again"), timeText(m_facts->ending->at, m_facts->to));
    rows.back().toolTip = fromUtf8(m_facts->ending->words);
  }
  m_serving->setRows(std::move(rows));
}

void EndpointOverview::showEvents() {
  std::vector<FactRow> rows;
  for (const registry::Act& act : m_facts->acts) {
    if (rows.size() == kMostEvents) {
      break;
    }
    rows.push_back({.lead = timeText(act.at, m_facts->to),
                    .icon = actIcon(act),
                    .iconColor = actColor(act),
                    .text = actSentence(act),
                    .second = act.reason.empty()
                                  ? fromUtf8(act.actor)
                                  : QStringLiteral("%1 · %2").arg(fromUtf8(act.actor), reasonOfAct(act)),
                    .toolTip = QStringLiteral("%1\n%2\n%3")
                                   .arg(actSentence(act), isoTimeText(act.at), reasonOfAct(act))
                                   .trimmed(),
                    .id = act.id});
  }
  m_events->setRows(std::move(rows));
}

}  // namespace tatara::ui
