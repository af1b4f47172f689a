// How endpoints stand in words, glyphs and colours. Threads: GUI thread.
#pragma once

#include "ui/base/phrase_text.h"
#include "ui/base/run_color.h"
#include "ui/deployments/deployments_data.h"
#include "ui/widget/badge.h"

namespace tatara::ui {

struct EndpointLook {
  BadgeState badge = BadgeState::Ok;
  QString word;
};
// "Canary 20 %", "Healthy", "Stopped": what stands on the endpoint's badge. `serving`: the model server runs.
EndpointLook lookOf(const EndpointLine& line, bool serving);
EndpointLook lookOf(EndpointState state, const std::optional<deploy::Rollout>& rollout,
                    const deploy::Endpoint& endpoint, bool serving);

// A version keeps its colour in every chart and bar.
RunStyle styleOf(std::int64_t version);
QString versionText(std::int64_t version);  // "v7"
QString weightText(int weight);             // 2000 → "20 %"
// "12.5 ms", "1.2 s"; an en dash for none.
QString latencyText(double seconds);
QString rateText(double perSecond);  // "36.0"
QString shareText(double share);     // "0.02 %"
// One act as a line: "Canary started for v8".
QString reasonOfAct(const tatara::registry::Act& act);  // as its person or the program gave it
QString actSentence(const registry::Act& act);
QString actIcon(const registry::Act& act);
ColorRole actColor(const registry::Act& act);

}  // namespace tatara::ui
