#include "ui/base/time_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include "core/base/duration_text.h"
#include "ui/base/language.h"

namespace tatara::ui {

struct TimeText {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::TimeText)
};

namespace {

QDateTime local(Timestamp time) {
  return QDateTime::fromMSecsSinceEpoch(toUnixMillis(time));
}

bool isJapanese() {
  return language() == Language::Japanese;
}

QString join(const QString& number, const QString& unit) {
  return isJapanese() ? number + QLatin1Char(' ') + unit : number + unit;
}

}  // namespace

QString clockText(Timestamp time) {
  return local(time).toString(QStringLiteral("HH:mm"));
}

QString dayText(Timestamp day) {
  return isJapanese() ? local(day).toString(QStringLiteral("M'月'd'日'"))
                      : QLocale(QLocale::English).toString(local(day), QStringLiteral("MMM d"));
}

QString timeText(Timestamp time, Timestamp now) {
  const QDateTime at = local(time);
  const QDateTime today = local(now);
  if (at.date() == today.date()) {
    return clockText(time);
  }
  if (at.date().year() == today.date().year()) {
    return dayText(time);
  }
  return isJapanese() ? at.toString(QStringLiteral("yyyy'年'M'月'd'日'"))
                      : QLocale(QLocale::English).toString(at, QStringLiteral("MMM d, yyyy"));
}

QString agoText(Timestamp time, Timestamp now) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - time).count();
  if (seconds < 0) {
    return timeText(time, now);
  }
  if (seconds < 60) {
    return TimeText::tr("just now");
  }
  if (seconds < 3600) {
    return TimeText::tr("%1 min ago").arg(seconds / 60);
  }
  const qint64 days = local(time).date().daysTo(local(now).date());
  if (days == 0 || seconds < 6 * 3600) {
    return TimeText::tr("%1 h ago").arg(seconds / 3600);
  }
  return days == 1 ? TimeText::tr("yesterday") : timeText(time, now);
}

QString isoTimeText(Timestamp time) {
  return local(time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString longDateText(Timestamp day) {
  return isJapanese()
             ? QLocale(QLocale::Japanese).toString(local(day), QStringLiteral("yyyy'年'M'月'd'日（'ddd'）'"))
             : QLocale(QLocale::English).toString(local(day), QStringLiteral("dddd, MMMM d, yyyy"));
}

QString durationText(Millis duration) {
  static const QString kEnglish[] = {QStringLiteral("ms"), QStringLiteral("s"), QStringLiteral("m"),
                                     QStringLiteral("h"), QStringLiteral("d")};
  static const QString kJapanese[] = {QStringLiteral("ミリ秒"), QStringLiteral("秒"), QStringLiteral("分"),
                                      QStringLiteral("時間"), QStringLiteral("日")};
  const DurationParts parts = durationParts(duration.count());
  const QString* unit = (isJapanese() ? kJapanese : kEnglish) + static_cast<int>(parts.unit);
  const QString number =
      (parts.negative ? QStringLiteral("-") : QString()) + QString::fromStdString(parts.number);
  if (!parts.rest) {
    return number + QLatin1Char(' ') + *unit;
  }
  // The smaller unit keeps two digits, so that a column of durations does not jitter: 4m 02s.
  return join(number, *unit) + QLatin1Char(' ') +
         join(QStringLiteral("%1").arg(*parts.rest, 2, 10, QLatin1Char('0')), *(unit - 1));
}

}  // namespace tatara::ui
