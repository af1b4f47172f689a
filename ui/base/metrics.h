// Space, shape and size of the style guide, in logical pixels.
#pragma once

namespace tatara::ui {

inline constexpr int kPanelMargin = 16;
inline constexpr int kCardGap = 10;
inline constexpr int kWideCardGap = 12;  // Home and Review
inline constexpr int kCardPadding = 12;

inline constexpr int kCheckRadius = 3;
inline constexpr int kBadgeRadius = 4;
inline constexpr int kControlRadius = 6;
inline constexpr int kCardRadius = 8;

inline constexpr int kTopBarHeight = 48;
inline constexpr int kPanelHeaderHeight = 48;
inline constexpr int kFilterStripHeight = 36;
inline constexpr int kTabHeight = 36;
inline constexpr int kCardHeaderHeight = 36;  // 40 in Japanese: cardHeaderHeight() of ui/widget
inline constexpr int kControlHeight = 28;
inline constexpr int kSmallControlHeight = 24;
inline constexpr int kNavHeight = 30;
inline constexpr int kStatusBarHeight = 24;
inline constexpr int kRowHeight = 28;
inline constexpr int kHeaderRowHeight = 26;
inline constexpr int kGroupRowHeight = 20;

inline constexpr int kSidebarWidth = 192;  // 208 in Japanese
inline constexpr int kSidebarCollapsed = 52;

inline constexpr int kMotionMs = 120;
inline constexpr int kUndoToastMs = 10'000;
inline constexpr int kToastMs = 6'000;
inline constexpr int kSkeletonDelayMs = 150;

}  // namespace tatara::ui
