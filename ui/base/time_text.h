// Times and durations on screen: local time, in the interface's language.
//
// Threads: GUI thread (they read the language).
#pragma once

#include <QString>

#include "core/base/clock.h"

namespace tatara::ui {

// Today "14:02", this year "Nov 18", else "Nov 18, 2025"; Japanese "14:02", "11月18日", "2025年11月18日".
QString timeText(Timestamp time, Timestamp now);
// "just now", "12 min ago", "3 h ago", "yesterday", then as timeText.
QString agoText(Timestamp time, Timestamp now);
// For tooltips and exports: "2026-11-20 14:02:05", local.
QString isoTimeText(Timestamp time);
QString clockText(Timestamp time);  // "14:02"
// "Friday, November 20, 2026"; "2026年11月20日（金）".
QString longDateText(Timestamp day);
QString dayText(Timestamp day);  // "Nov 20"; "11月20日"
// "850 ms", "1.7 s", "42 s", "4m 12s"; "4 分 12 秒".
QString durationText(Millis duration);

}  // namespace tatara::ui
