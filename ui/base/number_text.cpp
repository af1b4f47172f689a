#include "ui/base/number_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/number_text.h"

namespace tatara::ui {
namespace {

constexpr int kSignificantDigits = 4;

int decimalsFor(double magnitude) {
  if (magnitude == 0) {
    return 2;
  }
  const int exponent = static_cast<int>(std::floor(std::log10(magnitude)));
  return std::clamp(kSignificantDigits - 1 - exponent, 0, 8);
}

bool wantsExponent(double magnitude) {
  return (magnitude > 0 && magnitude < 1e-4) || magnitude >= 1e7;
}

}  // namespace

QString withMinus(QString asciiNumber) {
  return asciiNumber.replace(QLatin1Char('-'), kMinus);
}

int columnDecimals(std::span<const double> values) {
  std::vector<double> magnitudes;
  magnitudes.reserve(values.size());
  bool whole = true;
  for (const double value : values) {
    if (std::isfinite(value)) {
      magnitudes.push_back(std::abs(value));
      whole = whole && value == std::floor(value) && std::abs(value) < 1e7;
    }
  }
  if (magnitudes.empty() || whole) {
    return 0;
  }
  const auto middle = magnitudes.begin() + static_cast<std::ptrdiff_t>(magnitudes.size() / 2);
  std::nth_element(magnitudes.begin(), middle, magnitudes.end());
  return decimalsFor(*middle);
}

QString metricText(double value, std::optional<int> decimals) {
  if (std::isnan(value)) {
    return QStringLiteral("NaN");
  }
  if (std::isinf(value)) {
    return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
  }
  const double magnitude = std::abs(value);
  if (wantsExponent(magnitude)) {
    QString text = QString::number(value, 'e', 2);
    // 1.23e-05 → 1.23e-5
    const qsizetype at = text.indexOf(QLatin1Char('e')) + 2;
    while (at < text.size() - 1 && text[at] == QLatin1Char('0')) {
      text.remove(at, 1);
    }
    return withMinus(text.remove(QLatin1Char('+')));
  }
  if (!decimals && value == std::floor(value) && magnitude < 1e6) {
    return countText(static_cast<std::int64_t>(value));
  }
  QString text = QString::number(magnitude, 'f', decimals.value_or(decimalsFor(magnitude)));
  const qsizetype point = text.indexOf(QLatin1Char('.'));
  for (qsizetype at = (point < 0 ? text.size() : point) - 3; at > 0; at -= 3) {
    text.insert(at, QLatin1Char(','));
  }
  return value < 0 ? kMinus + text : text;
}

QString deltaText(double delta, std::optional<int> decimals) {
  return metricText(std::abs(delta), decimals);
}

QChar deltaGlyph(double delta) {
  if (delta < 0) {
    return QChar(0x25BE);
  }
  return delta > 0 ? QChar(0x25B4) : QLatin1Char('=');
}

QString percentText(double fraction, int decimals) {
  const QString digits = withMinus(QString::number(fraction * 100, 'f', decimals));
  return digits + QChar(0x00A0) + QLatin1Char('%');
}

QString countText(std::int64_t count) {
  return withMinus(QString::fromStdString(withThousands(count)));
}

QString byteText(std::uint64_t bytes) {
  return QString::fromStdString(toByteText(bytes));
}

}  // namespace tatara::ui
