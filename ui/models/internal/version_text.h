// How a version stands in words and glyphs. Threads: GUI thread.
#pragma once

#include <QString>

#include "core/registry/registry.h"
#include "ui/model/text_grid.h"
#include "ui/models/models_data.h"
#include "ui/widget/badge.h"

namespace tatara::ui {

struct VersionState {
  BadgeState badge = BadgeState::Candidate;
  QString word;  // "Champion", "Production"
};
VersionState stateOf(const registry::ModelVersion& version);

// A metric's value, and its change from the champion's.
TextCell metricCell(const std::optional<track::Run>& run, const ShownMetric& metric, int decimals);
TextCell deltaCell(const std::optional<track::Run>& run, const std::optional<track::Run>& champion,
                   const ShownMetric& metric, int decimals);
// Decimals that suit this metric over these versions.
int decimalsOf(const std::vector<VersionLine>& versions, const ShownMetric& metric);

// "set alias" of an act, as a sentence: "mika set alias champion to v3".
QString actText(const registry::Act& act);

// Python that loads the version.
QString loadCode(const registry::ModelVersion& version, int port);

}  // namespace tatara::ui
