// The checks of an endpoint, as its overview lists them.
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/deployments/endpoint_overview.h"
#include "ui/deployments/endpoint_text.h"

namespace tatara::ui {
namespace {

double partOf(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole)
                   : std::numeric_limits<double>::quiet_NaN();
}

QString pText(double p) {
  return EndpointOverview::tr("p %1").arg(QString::number(p, 'g', 2));
}

void addCanaryChecks(const EndpointFacts& facts, std::vector<CheckRow>& rows) {
  using State = CheckRow::State;
  const deploy::Rollout& rollout = *facts.rollout;
  const QString limit = QStringLiteral("/ %1").arg(QString::number(rollout.errors.alpha(), 'g', 2));
  const auto test = [&](const QString& text, const deploy::Evidence& found) {
    rows.push_back({text, pText(found.pValue()), limit, found.alarm() ? State::Fail : State::Pass});
  };
  test(EndpointOverview::tr("Errors, %1 against %2")
           .arg(versionText(rollout.challenger), versionText(rollout.champion)),
       rollout.errors);
  test(EndpointOverview::tr("Slow answers"), rollout.slowness);
  test(EndpointOverview::tr("Inputs refused"), rollout.inputs);
  if (rollout.agreement) {
    const deploy::RateTest& found = *rollout.agreement;
    rows.push_back(
        {EndpointOverview::tr("Answers like %1").arg(versionText(rollout.champion)),
         found.cases() > 0 ? percentText(1 - partOf(found.hits(), found.cases()), 1) : QString(kMissing),
         QStringLiteral("/ %1 %").arg(rollout.plan.agreement.least),
         found.alarm()       ? State::Fail
         : found.cases() > 0 ? State::Pass
                             : State::Waiting});
  }
  rows.push_back({EndpointOverview::tr("Further from the label"),
                  rollout.live.cases() > 0 ? pText(rollout.live.pValue()) : EndpointOverview::tr("no label"),
                  rollout.live.cases() > 0 ? limit : QString(),
                  rollout.live.alarm()       ? State::Fail
                  : rollout.live.cases() > 0 ? State::Pass
                                             : State::Waiting});
  const auto& step = rollout.plan.steps[static_cast<std::size_t>(rollout.step)];
  rows.push_back({EndpointOverview::tr("Requests seen by %1").arg(versionText(rollout.challenger)),
                  countText(rollout.requests), QStringLiteral("/ %1").arg(countText(step.requests)),
                  rollout.requests >= step.requests ? State::Pass : State::Waiting});
  const Millis been = facts.to - rollout.stepStarted;
  rows.push_back({EndpointOverview::tr("Time on this step"), durationText(std::max(been, Millis(0))),
                  QStringLiteral("/ ") + durationText(step.hold),
                  been >= step.hold ? State::Pass : State::Waiting});
}

void addShadowChecks(const EndpointFacts& facts, std::vector<CheckRow>& rows) {
  for (const deploy::Route& route : facts.endpoint.routes) {
    if (!route.shadow) {
      continue;
    }
    deploy::Traffic sum;
    for (const deploy::TrafficPoint& point : facts.traffic) {
      if (point.version == route.version) {
        sum.merge(point.traffic);
      }
    }
    rows.push_back(
        {EndpointOverview::tr("%1 answers otherwise").arg(versionText(route.version)),
         sum.shadowed > 0 ? percentText(partOf(sum.disagreed, sum.shadowed), 1) : QString(kMissing),
         EndpointOverview::tr("of %1").arg(countText(sum.shadowed)), CheckRow::State::Waiting});
  }
}

void addStandingChecks(const EndpointFacts& facts, std::vector<CheckRow>& rows) {
  using State = CheckRow::State;
  deploy::Traffic sum;
  for (const deploy::TrafficPoint& point : facts.recent) {
    sum.merge(point.traffic);
  }
  const double slow = static_cast<double>(facts.endpoint.settings.slow.count()) / 1000;
  const double p95 = sum.latency.quantile(0.95);
  rows.push_back({EndpointOverview::tr("Latency p95"), latencyText(p95),
                  QStringLiteral("/ ") + latencyText(slow),
                  !std::isfinite(p95) ? State::Waiting
                  : p95 > slow        ? State::Fail
                                      : State::Pass});
  const double errors = partOf(sum.failed, sum.requests());
  rows.push_back({EndpointOverview::tr("Error rate"), shareText(errors),
                  QStringLiteral("/ ") + percentText(0.05, 0),
                  !std::isfinite(errors) ? State::Waiting
                  : errors > 0.05        ? State::Fail
                                         : State::Pass});
}

// How long ago the versions that answer were registered.
void addAgeChecks(const EndpointFacts& facts, std::vector<CheckRow>& rows) {
  const int most = facts.endpoint.settings.mostDays;
  if (most == 0) {
    return;
  }
  for (const deploy::Route& route : facts.endpoint.routes) {
    const VersionLabel* label = facts.find(route.version);
    if (!label || route.shadow) {
      continue;
    }
    const auto days = std::chrono::duration_cast<std::chrono::hours>(facts.to - label->created).count() / 24;
    rows.push_back({EndpointOverview::tr("Age of %1").arg(versionText(route.version)),
                    EndpointOverview::tr("%n days", nullptr, static_cast<int>(days)),
                    QStringLiteral("/ %1").arg(most),
                    days > most ? CheckRow::State::Fail : CheckRow::State::Pass});
  }
}

// The newest value of each version against what its evidence expects.
void addLiveChecks(const EndpointFacts& facts, std::vector<CheckRow>& rows) {
  for (const ExpectedOf& one : facts.expected) {
    double sum = 0;
    std::int64_t labels = 0;
    for (const deploy::LivePoint& point : facts.live.points) {
      if (point.version == one.version) {
        const bool root = facts.live.kind == deploy::LiveKind::Rmse;
        sum += static_cast<double>(point.labels) * (root ? point.value * point.value : point.value);
        labels += point.labels;
      }
    }
    if (labels == 0) {
      continue;
    }
    const double mean = sum / static_cast<double>(labels);
    const double live = facts.live.kind == deploy::LiveKind::Rmse ? std::sqrt(mean) : mean;
    const double most = one.expected.high.value_or(one.expected.value);
    rows.push_back({EndpointOverview::tr("Live error, %1").arg(versionText(one.version)), metricText(live),
                    QStringLiteral("/ ") + metricText(most),
                    live > most ? CheckRow::State::Waiting : CheckRow::State::Pass});
  }
}

}  // namespace

std::vector<CheckRow> checksOf(const EndpointFacts& facts) {
  std::vector<CheckRow> rows;
  if (facts.rollout && facts.rollout->state != deploy::RolloutState::Promoted) {
    addCanaryChecks(facts, rows);
  }
  addStandingChecks(facts, rows);
  addAgeChecks(facts, rows);
  addShadowChecks(facts, rows);
  addLiveChecks(facts, rows);
  return rows;
}

}  // namespace tatara::ui
