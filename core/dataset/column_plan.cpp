// What a column is: guessed from some values, settled by all of them.
#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/dataset/internal/values.h"

namespace tatara::dataset {
namespace {

constexpr double kNearlyAll = 0.95;

bool nearlyAll(std::uint64_t some, std::uint64_t all) {
  return some > 0 && static_cast<double>(some) >= kNearlyAll * static_cast<double>(all);
}

std::string counted(std::uint64_t count) {
  return withThousands(static_cast<std::int64_t>(count));
}

// A comma is a decimal mark rather than one between thousands when some number has other than three digits
// behind it.
bool looksLikeDecimalComma(std::string_view text) {
  const auto comma = text.find(',');
  return comma != std::string_view::npos && parseReal(text, ',').has_value() && text.size() - comma - 1 != 3;
}

bool moreDayFirst(std::uint64_t monthFirst, std::uint64_t dayFirst) {
  return dayFirst > monthFirst;
}

}  // namespace

ColumnPlan guessPlan(const std::vector<std::string>& values, std::optional<char> decimal) {
  ColumnPlan plan;
  plan.decimal = decimal.value_or('.');
  if (values.empty()) {
    plan.type = ColumnType::Integer;
    plan.unseen = true;
    return plan;
  }
  std::size_t whole = 0;
  std::size_t longWhole = 0;
  std::size_t reals = 0;
  std::size_t commaReals = 0;
  std::size_t decimalCommas = 0;
  std::size_t flags = 0;
  std::size_t times = 0;
  std::size_t monthFirst = 0;
  std::size_t dayFirst = 0;
  for (const auto& value : values) {
    whole += parseWhole(value) ? 1 : 0;
    longWhole += isLongWhole(value) ? 1 : 0;
    reals += parseReal(value, '.') ? 1 : 0;
    commaReals += parseReal(value, ',') ? 1 : 0;
    decimalCommas += looksLikeDecimalComma(value) ? 1 : 0;
    flags += parseFlag(value) ? 1 : 0;
    if (const auto time = parseTime(value)) {
      ++times;
      monthFirst += time->micros ? 1 : 0;
      dayFirst += time->dayFirst ? 1 : 0;
    }
  }
  const std::size_t all = values.size();
  const bool commas = decimal ? *decimal == ',' : decimalCommas > 0 && commaReals > reals;
  if (whole == all) {
    plan.type = ColumnType::Integer;
  } else if (whole + longWhole == all) {
    plan.type = ColumnType::Text;  // keys, as a rule: a double would make many of them equal
  } else if (nearlyAll(commas ? commaReals : reals, all)) {
    plan.decimal = commas ? ',' : '.';
    plan.type = !commas && whole == reals ? ColumnType::Integer : ColumnType::Real;
  } else if (flags == all) {
    plan.type = ColumnType::Boolean;
  } else if (nearlyAll(times, all)) {
    plan.type = ColumnType::Time;
    plan.dayFirst = moreDayFirst(monthFirst, dayFirst);
  }
  return plan;
}

ColumnPlan settlePlan(const ColumnPlan& plan, const Tally& tally, bool firstPass) {
  ColumnPlan settled = plan;
  settled.unseen = false;
  const std::uint64_t fitting = tally.present - tally.rejected;
  if (plan.type == ColumnType::Time && tally.twoOrders > 0 && !plan.told) {
    settled.dayFirst = moreDayFirst(tally.monthFirst, tally.dayFirst);
  }
  if (tally.present == 0) {
    settled.type = plan.told ? plan.type : ColumnType::Real;
    return settled;
  }
  if (plan.told) {
    return settled;
  }
  if (plan.type == ColumnType::Text) {
    if (tally.longWholes == 0 && nearlyAll(tally.numbers, tally.present)) {
      settled.type = ColumnType::Integer;
    }
    return settled;
  }
  if (tally.rejected == 0) {
    return settled;
  }
  if (plan.type == ColumnType::Integer &&
      nearlyAll(fitting + tally.fractions + tally.longWholes, tally.present)) {
    settled.type = tally.fractions > 0    ? ColumnType::Real
                   : tally.longWholes > 0 ? ColumnType::Text
                                          : ColumnType::Integer;
    return settled;
  }
  if (plan.type != ColumnType::Boolean && nearlyAll(fitting, tally.present)) {
    return settled;
  }
  // The sample misled; what did not fit tells more. A second time it is text.
  const ColumnPlan anew = firstPass && fitting == 0 ? guessPlan(tally.misfits, std::nullopt) : ColumnPlan{};
  return anew.type == plan.type && anew.decimal == plan.decimal ? ColumnPlan{} : anew;
}

void describe(const ColumnPlan& plan, const Tally& tally, ColumnInfo& info) {
  info.type = plan.type;
  info.missing = tally.missing + tally.rejected;
  info.rejected = tally.rejected;
  const std::uint64_t fitting = tally.present - tally.rejected;
  const std::string allOf = tally.rejected == 0
                                ? "all " + counted(tally.present) + " values are "
                                : counted(fitting) + " of " + counted(tally.present) + " values are ";
  switch (plan.type) {
    case ColumnType::Integer:
      info.reason = allOf + "whole numbers";
      break;
    case ColumnType::Real:
      info.reason = allOf + "numbers" + (plan.decimal == ',' ? " with a decimal comma" : "");
      break;
    case ColumnType::Boolean:
      info.reason = allOf + "true or false";
      break;
    case ColumnType::Time:
      info.timeFormat = tally.twoOrders > 0 ? timeFormatOf(tally.example, plan.dayFirst) : "";
      if (tally.twoOrders == 0) {
        info.reason =
            allOf + (tally.letters > 0 ? "times with the month in letters" : "times with the year first");
        info.timeFormat = tally.letters > 0 ? timeFormatOf(tally.example, plan.dayFirst) : "";
      } else {
        info.reason = allOf + "times written as " + info.timeFormat;
        if (tally.twoOrders < fitting) {
          info.reason += ", " + counted(fitting - tally.twoOrders) + " of them in another way";
        }
        if (tally.otherOrder > 0) {
          info.reason += ", " + counted(tally.otherOrder) + " of them with day and month the other way round";
        } else if (tally.monthFirst == tally.twoOrders && tally.dayFirst == tally.twoOrders) {
          info.reason += ", and might be " + timeFormatOf(tally.example, !plan.dayFirst) + " as well";
        }
      }
      break;
    default:
      info.reason = tally.longWholes > 0 && tally.longWholes + tally.numbers == tally.present
                        ? "its whole numbers have more digits than 64 bits hold, and keep them all as text"
                    : tally.numbers == 0 ? "its values are words"
                                         : "only " + counted(tally.numbers) + " of its " +
                                               counted(tally.present) + " values are numbers";
  }
  if (tally.present == 0) {
    info.reason = "every value is missing";
  } else if (plan.told) {
    info.reason += ", as told";
  }
  if (tally.rejected > 0) {
    info.reason += "; " + counted(tally.rejected) + (tally.rejected == 1 ? " does" : " do") + " not fit";
  }
}

}  // namespace tatara::dataset
