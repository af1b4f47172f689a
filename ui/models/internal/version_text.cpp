#include "ui/models/internal/version_text.h"

#include <QCoreApplication>

#include "core/base/number_text.h"
#include "ui/base/number_text.h"
#include "ui/base/utf8.h"
#include "ui/models/internal/grid_cells.h"

namespace tatara::ui {
namespace {

QString exact(double value) {
  return fromUtf8(tatara::toText(value));
}

BadgeState badgeOf(registry::VersionState state) {
  switch (state) {
    case registry::VersionState::Candidate:
      return BadgeState::Candidate;
    case registry::VersionState::InReview:
      return BadgeState::InReview;
    case registry::VersionState::Approved:
      return BadgeState::Approved;
    case registry::VersionState::Rejected:
      return BadgeState::Rejected;
    case registry::VersionState::Archived:
      return BadgeState::Archived;
  }
  return BadgeState::Candidate;
}

}  // namespace

VersionState stateOf(const registry::ModelVersion& version) {
  for (const std::string& alias : version.aliases) {
    if (alias == kChampion) {
      return {BadgeState::Champion, badgeWord(BadgeState::Champion)};
    }
  }
  if (version.status != registry::VersionStatus::Ready) {
    return {BadgeState::Failed, version.status == registry::VersionStatus::PendingRegistration
                                    ? QCoreApplication::translate("VersionText", "Not complete")
                                    : QCoreApplication::translate("VersionText", "Failed")};
  }
  switch (version.stage) {
    case registry::Stage::Staging:
      return {BadgeState::Approved, QCoreApplication::translate("VersionText", "Staging")};
    case registry::Stage::Production:
      return {BadgeState::Champion, QCoreApplication::translate("VersionText", "Production")};
    case registry::Stage::Archived:
      return {BadgeState::Archived, badgeWord(BadgeState::Archived)};
    case registry::Stage::None:
      break;
  }
  const BadgeState badge = badgeOf(version.state);
  return {badge, badgeWord(badge)};
}

TextCell metricCell(const std::optional<track::Run>& run, const ShownMetric& metric, int decimals) {
  const auto value = metricOf(run, metric.key);
  return value ? TextCell::value(metricText(*value, decimals), *value, exact(*value)) : TextCell::none();
}

TextCell deltaCell(const std::optional<track::Run>& run, const std::optional<track::Run>& champion,
                   const ShownMetric& metric, int decimals) {
  return changeCell(metricOf(champion, metric.key), metricOf(run, metric.key), metric.meaning.direction,
                    decimals);
}

int decimalsOf(const std::vector<VersionLine>& versions, const ShownMetric& metric) {
  std::vector<double> values;
  for (const VersionLine& line : versions) {
    if (const auto value = metricOf(line.run, metric.key)) {
      values.push_back(*value);
    }
  }
  return columnDecimals(values);
}

QString actText(const registry::Act& act) {
  QString text = fromUtf8(act.verb);
  if (act.before && act.after) {
    text += QStringLiteral(": %1 → %2").arg(fromUtf8(*act.before), fromUtf8(*act.after));
  } else if (act.after) {
    text += QStringLiteral(": %1").arg(fromUtf8(*act.after));
  } else if (act.before) {
    text += QStringLiteral(": %1 →").arg(fromUtf8(*act.before));
  }
  return text;
}

QString loadCode(const registry::ModelVersion& version, int port) {
  const QString name = fromUtf8(version.model)
                           .replace(QLatin1Char('\\'), QStringLiteral("\\\\"))
                           .replace(QLatin1Char('"'), QStringLiteral("\\\""));
  return QStringLiteral(
             "import mlflow\n"
             "\n"
             "mlflow.set_tracking_uri(\"http://127.0.0.1:%1\")\n"
             "model = mlflow.pyfunc.load_model(\"models:/%2/%3\")\n")
      .arg(port)
      .arg(name)
      .arg(version.version);
}

}  // namespace tatara::ui
