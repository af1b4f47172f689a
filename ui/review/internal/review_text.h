// Words of the Review screen that several of its parts say. Threads: GUI thread.
#pragma once

#include <string>

#include <QString>

#include "ui/base/phrase_text.h"
#include "ui/review/review_data.h"
#include "ui/widget/badge.h"

namespace tatara::ui {

QString verdictText(registry::Verdict verdict);  // "Approved", "Changes requested"
QString stateText(registry::ReviewState state);  // "open", "changes requested"
BadgeState badgeOf(registry::ReviewState state);
QString targetText(const registry::Target& target);  // "champion", "Production"
QString evidenceTitle(const std::string& evidence);  // the card's title; the name of what has no card
QString newsText(const News& news);                  // "Since you last looked: 2 comments"

// What a gate measured, short enough for a line: "43.97 ≤ 44.34", "yes". Where one comparison did not hold,
// what holds instead: "44.5 > 44.34".
QString measuredText(const registry::GateResult& result);

}  // namespace tatara::ui
