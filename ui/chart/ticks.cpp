#include "ui/chart/ticks.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/base/number_text.h"

namespace tatara::ui {
namespace {

constexpr double kMillisPerSecond = 1000;
constexpr double kMinute = 60;
constexpr double kHour = 3600;
constexpr double kDay = 86400;
constexpr int kLimit = 400;  // no axis has room for more; guards loops against absurd arguments

bool usable(double low, double high) {
  return std::isfinite(low) && std::isfinite(high) && low < high;
}

QString superscript(int power) {
  static const std::array<char16_t, 10> digits = {u'⁰', u'¹', u'²', u'³', u'⁴', u'⁵', u'⁶', u'⁷', u'⁸', u'⁹'};
  QString text = power < 0 ? QStringLiteral("⁻") : QString();
  for (const QChar digit : QString::number(std::abs(power))) {
    text += QChar(digits[static_cast<std::size_t>(digit.digitValue())]);
  }
  return text;
}

// The smallest step of the family that is not below `rough`.
double niceStep(double rough) {
  const double decade = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0}) {
    if (factor * decade >= rough * (1 - 1e-9)) {
      return factor * decade;
    }
  }
  return 10 * decade;
}

int decimalsOf(double step) {
  for (int decimals = 0; decimals < 17; ++decimals) {
    const double scaled = step * std::pow(10.0, decimals);
    if (std::abs(scaled - std::round(scaled)) < 1e-6 * scaled && scaled > 0.5) {
      return decimals;
    }
  }
  return 17;
}

struct Unit {
  double factor = 1;
  QString suffix;
};

Unit siUnit(double largest) {
  static const std::array<const char*, 7> names = {"", "k", "M", "G", "T", "P", "E"};
  if (largest < 10000) {
    return {};
  }
  const int group = std::min(static_cast<int>(std::floor(std::log10(largest) / 3 + 1e-12)), 6);
  return {std::pow(1000.0, group), QString::fromLatin1(names[static_cast<std::size_t>(group)])};
}

QString number(double value, int decimals) {
  const QString text = QString::number(value, 'f', decimals);
  return withMinus(text.toDouble() == 0 && text.startsWith(QLatin1Char('-')) ? text.mid(1) : text);
}

void labelLinear(TickSet& set) {
  double largest = 0;
  for (const Tick& tick : set.ticks) {
    largest = std::max(largest, std::abs(tick.value));
  }
  if (largest >= 1e21) {
    const int power = static_cast<int>(std::floor(std::log10(largest)));
    const double factor = std::pow(10.0, power);
    set.exponent = QStringLiteral("×10") + superscript(power);
    for (Tick& tick : set.ticks) {
      tick.label = number(tick.value / factor, decimalsOf(set.step / factor));
    }
    return;
  }
  if (largest > 0 && largest < 1e-3) {
    const int power = static_cast<int>(std::floor(std::log10(largest) + 1e-12));
    const double factor = std::pow(10.0, power);
    set.exponent = QStringLiteral("×10") + superscript(power);
    for (Tick& tick : set.ticks) {
      tick.label = number(tick.value / factor, decimalsOf(set.step / factor));
    }
    return;
  }
  const Unit unit = siUnit(largest);
  const int decimals = decimalsOf(set.step / unit.factor);
  for (Tick& tick : set.ticks) {
    tick.label = number(tick.value / unit.factor, decimals) + (tick.value == 0 ? QString() : unit.suffix);
  }
}

TickSet steppedTicks(double low, double high, double step) {
  TickSet set;
  set.step = step;
  const double start = std::ceil(low / step - 1e-9);
  for (int i = 0; i < kLimit; ++i) {
    const double value = (start + i) * step;
    if (value > high + step * 1e-9) {
      break;
    }
    set.ticks.push_back({value == 0 ? 0.0 : value, {}});
  }
  return set;
}

QString durationUnit(double step) {
  if (step < kMinute) {
    return QCoreApplication::translate("Ticks", "%1 s");
  }
  if (step < kHour) {
    return QCoreApplication::translate("Ticks", "%1 min");
  }
  return step < kDay ? QCoreApplication::translate("Ticks", "%1 h")
                     : QCoreApplication::translate("Ticks", "%1 d");
}

double unitSeconds(double step) {
  return step < kMinute ? 1 : step < kHour ? kMinute : step < kDay ? kHour : kDay;
}

double calendarStep(double rough) {
  for (const double step : {1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0,
                            7200.0, 10800.0, 21600.0, 43200.0}) {
    if (step >= rough) {
      return step;
    }
  }
  return rough;
}

QDateTime at(double millis, const QTimeZone& zone) {
  return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(std::llround(millis)), zone);
}

QString clockText(const QDateTime& time, double stepSeconds) {
  if (stepSeconds < 1) {
    return time.toString(QStringLiteral("HH:mm:ss.zzz"));
  }
  return time.toString(stepSeconds < kMinute ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
}

QString dayText(const QDateTime& time) {
  return QLocale().toString(time.date(), QCoreApplication::translate("Ticks", "MMM d"));
}

// Steps of days, months and years begin at local midnight, so they are walked on the calendar, not by
// seconds.
TickSet calendarTicks(double low, double high, double roughSeconds, const QTimeZone& zone) {
  TickSet set;
  const double days = roughSeconds / kDay;
  int dayStep = 0;
  for (const int candidate : {1, 2, 7, 14}) {
    if (dayStep == 0 && candidate >= days) {
      dayStep = candidate;
    }
  }
  int monthStep = 0;
  for (const int candidate : {1, 3, 6, 12, 24, 60, 120, 240, 600, 1200}) {
    if (monthStep == 0 && candidate * 28 >= days) {
      monthStep = candidate;
    }
  }
  monthStep = monthStep == 0 ? 12000 : monthStep;
  QDate date = at(low, zone).date();
  if (dayStep == 0) {
    const int months = (date.year() * 12 + date.month() - 1) / monthStep * monthStep;
    date = QDate(std::max(months / 12, 1), months % 12 + 1, 1);
  } else if (dayStep > 1) {
    date = date.addDays(-(date.toJulianDay() % dayStep));
  }
  for (int i = 0; i < kLimit; ++i) {
    const QDateTime midnight = date.startOfDay(zone);
    const auto value = static_cast<double>(midnight.toMSecsSinceEpoch());
    if (value > high) {
      break;
    }
    if (value >= low) {
      const QString text = dayStep != 0 ? dayText(midnight)
                           : monthStep < 12
                               ? QLocale().toString(date, QCoreApplication::translate("Ticks", "MMM yyyy"))
                               : QString::number(date.year());
      set.ticks.push_back({value, text});
    }
    date = dayStep != 0 ? date.addDays(dayStep) : date.addMonths(monthStep);
  }
  return set;
}

}  // namespace

TickSet withExponents(TickSet set) {
  for (Tick& tick : set.ticks) {
    if (tick.value != 0 && !tick.label.isEmpty()) {
      tick.label += set.exponent;
    }
  }
  set.exponent.clear();
  return set;
}

TickSet linearTicks(double low, double high, int most) {
  if (!usable(low, high)) {
    return {};
  }
  const int count = std::clamp(most, 2, 50);
  double step = niceStep((high - low) / count);
  TickSet set = steppedTicks(low, high, step);
  while (static_cast<int>(set.ticks.size()) > count) {
    step = niceStep(step * 1.01);
    set = steppedTicks(low, high, step);
  }
  labelLinear(set);
  return set;
}

TickSet integerTicks(double low, double high, int most) {
  TickSet set = linearTicks(low, high, most);
  if (set.step > 0 && (set.step < 1 || set.step != std::round(set.step))) {
    set = steppedTicks(low, high, set.step < 1 ? 1 : set.step * 2);  // 2.5 → 5
    labelLinear(set);
  }
  return set;
}

TickSet logTicks(double low, double high, int most) {
  if (!usable(low, high) || low <= 0) {
    return {};
  }
  const int first = static_cast<int>(std::ceil(std::log10(low) - 1e-9));
  const int last = static_cast<int>(std::floor(std::log10(high) + 1e-9));
  if (last <= first) {
    return linearTicks(low, high, most);
  }
  TickSet set;
  const int decades = last - first + 1;
  const int skip = (decades + std::max(most, 2) - 1) / std::max(most, 2);
  for (int power = first - 1; power <= last; ++power) {
    const double decade = std::pow(10.0, power);
    if (power >= first) {
      const bool labelled = (power - first) % skip == 0;
      const QString text = power >= -3 && power <= 3 ? QString::number(decade, 'f', std::max(-power, 0))
                                                     : QStringLiteral("10") + superscript(power);
      set.ticks.push_back({decade, labelled ? text : QString()});
    }
    if (decades > 3) {
      continue;
    }
    for (const double factor : {2.0, 5.0}) {
      if (factor * decade >= low && factor * decade <= high) {
        set.ticks.push_back({factor * decade, {}});
      }
    }
  }
  return set;
}

TickSet durationTicks(double lowSeconds, double highSeconds, int most) {
  if (!usable(lowSeconds, highSeconds)) {
    return {};
  }
  const double rough = (highSeconds - lowSeconds) / std::clamp(most, 2, 50);
  double step = rough <= 1 ? niceStep(rough) : calendarStep(rough);
  if (step > kHour * 12) {
    step = niceStep(rough / kDay) * kDay;
    step = std::max(step, kDay);
  }
  TickSet set = steppedTicks(lowSeconds, highSeconds, step);
  // Mixed steps such as 90 s read worst; the unit is that of the step, and values below it keep a decimal.
  const double unit = unitSeconds(step);
  const int decimals = decimalsOf(step / unit);
  const QString pattern = durationUnit(step);
  for (Tick& tick : set.ticks) {
    tick.label = pattern.arg(number(tick.value / unit, decimals));
  }
  return set;
}

TickSet timeTicks(double lowMillis, double highMillis, int most, const QTimeZone& zone) {
  // QDateTime is sure of itself between the years 1 and 9999.
  if (!usable(lowMillis, highMillis) || lowMillis < -6.2e13 || highMillis > 2.5e14) {
    return {};
  }
  const double rough = (highMillis - lowMillis) / kMillisPerSecond / std::clamp(most, 2, 50);
  if (rough > kHour * 12) {
    return calendarTicks(lowMillis, highMillis, rough, zone);
  }
  const double step = rough <= 1 ? std::max(niceStep(rough), 0.001) : calendarStep(rough);
  // Marks stand on round local times; an hour of daylight saving in between shifts the grid by whole hours
  // only.
  const double offset = at(lowMillis, zone).offsetFromUtc() * kMillisPerSecond;
  TickSet set = steppedTicks(lowMillis + offset, highMillis + offset, step * kMillisPerSecond);
  set.step = 0;
  for (Tick& tick : set.ticks) {
    tick.value -= offset;
    const QDateTime time = at(tick.value, zone);
    tick.label = time.time().msecsSinceStartOfDay() == 0 ? dayText(time) : clockText(time, step);
  }
  return set;
}

NiceRange niceRange(double low, double high, int most) {
  if (!usable(low, high)) {
    const double pad = std::isfinite(low) && low != 0 ? std::abs(low) * 0.1 : 1;
    const double centre = std::isfinite(low) ? low : 0;
    return {centre - pad, centre + pad};
  }
  const double step = niceStep((high - low) / std::clamp(most, 2, 50));
  return {std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step};
}

QString axisValueText(double value, double resolution) {
  if (!std::isfinite(value)) {
    return std::isnan(value) ? QStringLiteral("NaN") : value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
  }
  if (value != 0 && (std::abs(value) < 1e-4 || std::abs(value) >= 1e7)) {
    const int digits =
        resolution > 0 ? static_cast<int>(std::ceil(std::log10(std::abs(value) / resolution))) : 3;
    return withMinus(QString::number(value, 'e', std::clamp(digits, 0, 15)));
  }
  const int decimals = resolution > 0 ? static_cast<int>(std::ceil(-std::log10(resolution) - 1e-9)) : 4;
  return number(value, std::clamp(decimals, 0, 15));
}

QString durationValueText(double seconds, double resolution) {
  const double magnitude = std::abs(seconds);
  const QString sign = seconds < 0 ? QStringLiteral("−") : QString();
  if (magnitude < kMinute) {
    const int decimals = resolution < 0.01 ? 3 : resolution < 0.1 ? 2 : resolution < 1 ? 1 : 0;
    return sign + QCoreApplication::translate("Ticks", "%1 s").arg(number(magnitude, decimals));
  }
  const auto whole = static_cast<qint64>(std::llround(magnitude));
  if (magnitude < kHour) {
    return sign + QStringLiteral("%1m %2s").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
  }
  if (magnitude < kDay) {
    return sign + QStringLiteral("%1h %2m").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, QLatin1Char('0'));
  }
  return sign + QStringLiteral("%1d %2h").arg(whole / 86400).arg(whole / 3600 % 24);
}

QString timeValueText(double millis, double resolution, const QTimeZone& zone) {
  if (!std::isfinite(millis) || std::abs(millis) > 2.5e14) {
    return QStringLiteral("–");
  }
  const QDateTime time = at(millis, zone);
  const double seconds = resolution / kMillisPerSecond;
  return dayText(time) + QLatin1Char(' ') +
         clockText(time, seconds < 1         ? 0.5
                         : seconds < kMinute ? 1
                                             : kMinute);
}

}  // namespace tatara::ui
