// How a column's profile reads on screen: its bars, its numbers with decimals that suit it, words for types
// and roles.
//
// Pure functions of values. Threads: GUI thread (they read the language), but for barsOf.
#pragma once

#include <cstdint>

#include <QString>

#include "core/dataset/profile.h"
#include "ui/explore/column_bars.h"
#include "ui/widget/badge.h"

namespace tatara::ui {

// From the profile: a bar a value where there are few, else its histogram.
ColumnBars barsOf(const dataset::ColumnProfile& column);

QString typeIcon(dataset::ColumnType type);
QString typeWord(dataset::ColumnType type);  // "integer"
QString roleWord(dataset::ColumnRole role);  // "target"
BadgeState alertState(dataset::Severity severity);

// One decimal count for all statistics of a column; none: four significant digits each.
std::optional<int> columnDecimalsOf(const dataset::ColumnProfile& column);
// A statistic that has the column's unit: a number, or a time.
QString valueText(const dataset::ColumnProfile& column, double value);
// "every value different", "top: Private 69.7 %"; empty: nothing to say in place of numbers.
QString textFactsText(const dataset::ColumnProfile& column);

// A moment in seconds since 1970 UTC: the day alone at midnight.
QString momentText(double seconds);

// 17,379
QString counted(std::uint64_t count);

// Names as they stand in SQL and in pandas code, whatever they hold.
QString sqlName(const QString& name);
QString pandasName(const QString& name);

// A name of a dataset or version as that of a file.
QString fileNameOf(QString name);

}  // namespace tatara::ui
