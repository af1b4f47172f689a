#include "ui/deployments/endpoint_text.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QRegularExpression>

#include "ui/base/number_text.h"
#include "ui/base/utf8.h"
#include "ui/deployments/internal/words.h"

namespace tatara::ui {
namespace {

QString fixed(double value, int decimals) {
  return QString::number(value, 'f', decimals);
}

// "3 at 90 %, 4 as shadow" as acts keep it (core/deploy/endpoints.h), as the rest of the screen writes it.
QString routesOfAct(const QString& kept) {
  static const QRegularExpression weight(QStringLiteral("\\b(\\d+) at ([0-9.]+) %"));
  static const QRegularExpression shadow(QStringLiteral("\\b(\\d+) as shadow"));
  QString text = kept;
  text.replace(weight, QStringLiteral("v\\1 \\2 %"));
  text.replace(shadow, tr("v%1 shadow").arg(QStringLiteral("\\1")));
  return text.replace(QStringLiteral(", "), QStringLiteral(" · "));
}

// "3 requests, 1 label" as acts keep it; older ones have "1 labels".
QString erasedOfAct(const QString& kept) {
  static const QRegularExpression counts(QStringLiteral("^(\\d+) requests?, (\\d+) labels?$"));
  const auto match = counts.match(kept);
  return match.hasMatch() ? tr("%1, %2").arg(tr("%n requests", nullptr, match.captured(1).toInt()),
                                             tr("%n labels", nullptr, match.captured(2).toInt()))
                          : kept;
}

}  // namespace

EndpointLook lookOf(const EndpointLine& line, bool serving) {
  return lookOf(line.state, line.rollout, line.endpoint, serving);
}

EndpointLook lookOf(EndpointState state, const std::optional<deploy::Rollout>& rollout,
                    const deploy::Endpoint& endpoint, bool serving) {
  if (!serving || state == EndpointState::Stopped) {
    return {BadgeState::Archived, tr("Stopped")};
  }
  switch (state) {
    case EndpointState::Failing:
      return {BadgeState::Alert, tr("Failing")};
    case EndpointState::Canary: {
      const auto route =
          std::ranges::find(endpoint.routes, rollout ? rollout->challenger : 0, &deploy::Route::version);
      const int weight = route == endpoint.routes.end() ? 0 : route->weight;
      return {BadgeState::Note, tr("Canary %1").arg(weightText(weight))};
    }
    case EndpointState::Shadow:
      return {BadgeState::Note, tr("Shadow")};
    default:
      return {BadgeState::Ok, tr("Healthy")};
  }
}

RunStyle styleOf(std::int64_t version) {
  RunStyle style;
  style.slot = static_cast<int>((version + kRunSlots - 1) % kRunSlots);
  return style;
}

QString versionText(std::int64_t version) {
  return QStringLiteral("v%1").arg(version);
}

QString weightText(int weight) {
  const double percent = weight / 100.0;
  return QStringLiteral("%1 %").arg(percent == std::floor(percent) ? fixed(percent, 0) : fixed(percent, 2));
}

QString latencyText(double seconds) {
  if (!std::isfinite(seconds)) {
    return QString(kMissing);
  }
  const double millis = seconds * 1000;
  return millis >= 1000  ? tr("%1 s").arg(fixed(seconds, 2))
         : millis >= 100 ? tr("%1 ms").arg(fixed(millis, 0))
         : millis >= 10  ? tr("%1 ms").arg(fixed(millis, 1))
                         : tr("%1 ms").arg(fixed(millis, 2));
}

QString rateText(double perSecond) {
  return perSecond == 0     ? QStringLiteral("0")
         : perSecond >= 100 ? countText(static_cast<std::int64_t>(std::llround(perSecond)))
         : perSecond >= 1   ? fixed(perSecond, 1)
                            : fixed(perSecond, 2);
}

QString shareText(double share) {
  return std::isfinite(share) ? percentText(share, 2) : QString(kMissing);
}

QString reasonOfAct(const registry::Act& act) {
  static const QRegularExpression step(QStringLiteral("^canary, step (\\d+)$"));
  const QString kept = fromUtf8(act.reason);
  const auto match = step.match(kept);
  return match.hasMatch() ? tr("canary, step %1").arg(match.captured(1)) : kept;
}

QString actSentence(const registry::Act& act) {
  const bool routes = act.verb != "erase predictions";
  const QString after = !act.after ? QString()
                        : routes   ? routesOfAct(fromUtf8(*act.after))
                                   : erasedOfAct(fromUtf8(*act.after));
  const std::string& verb = act.verb;
  if (verb == deploy::kCreate) {
    return tr("Endpoint made: %1").arg(after);
  }
  if (verb == deploy::kSetRoutes) {
    return tr("Traffic set to %1").arg(after);
  }
  if (verb == deploy::kRollBack) {
    return tr("Rolled back to %1").arg(after);
  }
  if (verb == deploy::kStartCanary) {
    return tr("Canary started: %1").arg(after);
  }
  if (verb == deploy::kStepCanary) {
    return tr("Canary raised: %1").arg(after);
  }
  if (verb == deploy::kStopCanary) {
    return tr("Canary stopped: %1").arg(after);
  }
  if (verb == deploy::kPromoteCanary) {
    return tr("Canary promoted: %1").arg(after);
  }
  if (verb == deploy::kChangeSettings) {
    return tr("Settings changed");
  }
  return verb == "hold canary"         ? tr("Canary held")
         : verb == "resume canary"     ? tr("Canary resumed")
         : verb == "erase predictions" ? tr("Logged requests erased: %1").arg(after)
                                       : fromUtf8(verb);
}

QString actIcon(const registry::Act& act) {
  const std::string& verb = act.verb;
  return verb == deploy::kRollBack        ? QStringLiteral("roll-back")
         : verb == deploy::kStopCanary    ? QStringLiteral("error")
         : verb == deploy::kPromoteCanary ? QStringLiteral("check")
         : verb == deploy::kStepCanary    ? QStringLiteral("chevron-up")
         : verb == deploy::kCreate        ? QStringLiteral("add")
         : verb == "hold canary"          ? QStringLiteral("stop")
         : verb == "erase predictions"    ? QStringLiteral("trash")
                                          : QStringLiteral("deployments");
}

ColorRole actColor(const registry::Act& act) {
  const std::string& verb = act.verb;
  return verb == deploy::kRollBack                                     ? &Colors::warn
         : verb == deploy::kStopCanary                                 ? &Colors::err
         : verb == deploy::kPromoteCanary                              ? &Colors::ok
         : verb == deploy::kStartCanary || verb == deploy::kStepCanary ? &Colors::info
                                                                       : &Colors::tx3;
}

}  // namespace tatara::ui
