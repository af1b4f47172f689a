// Numbers as people read them on screen: U+2212 for minus, thousands separators in counts, the decimals of a
// whole column at once. Copy and export never use these (they give full precision, core/base/number_text.h).
// Threads: any.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include <QString>

namespace tatara::ui {

inline constexpr QChar kMinus = QChar(0x2212);
inline constexpr QChar kMissing = QChar(0x2013);  // en dash, drawn in tx3

// Decimals that give the median of the values four significant digits, 0 … 8. Non-finite values are left out.
int columnDecimals(std::span<const double> values);

// 38.42; 1.23e−5 where 0 < |x| < 1e-4 or |x| ≥ 1e7; "NaN", "∞", "−∞" as they are. Without `decimals` four
// significant digits.
QString metricText(double value, std::optional<int> decimals = std::nullopt);
// The size of a change, without its sign: the direction is drawn as ▾ or ▴ beside it.
QString deltaText(double delta, std::optional<int> decimals = std::nullopt);
QChar deltaGlyph(double delta);  // ▾ ▴, or = for none
// −4.6 %
QString percentText(double fraction, int decimals = 1);
QString countText(std::int64_t count);   // 17,379
QString byteText(std::uint64_t bytes);   // 18.6 MB
QString withMinus(QString asciiNumber);  // - becomes U+2212

}  // namespace tatara::ui
