// What a column is: guessed from some values, settled by all of them.
#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/dataset/internal/values.h"

namespace tatara::dataset {

using text::Phrase;

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

namespace {

// What the values are, by patterns for all of them and for some.
Phrase valuesAre(const Tally& tally, std::string_view all, std::string_view some) {
  const Phrase present = counted(tally.present);
  return tally.rejected == 0 ? Phrase::say(all, {present})
                             : Phrase::say(some, {counted(tally.present - tally.rejected), present});
}

Phrase timesAre(const ColumnPlan& plan, const Tally& tally, const std::string& format) {
  if (tally.twoOrders == 0) {
    return tally.letters > 0
               ? valuesAre(tally, TATARA_SAYS("Phrase", "all %1 values are times with the month in letters"),
                           TATARA_SAYS("Phrase", "%1 of %2 values are times with the month in letters"))
               : valuesAre(tally, TATARA_SAYS("Phrase", "all %1 values are times with the year first"),
                           TATARA_SAYS("Phrase", "%1 of %2 values are times with the year first"));
  }
  Phrase reason = Phrase::say(TATARA_SAYS("Phrase", "%1 written as %2"),
                              {valuesAre(tally, TATARA_SAYS("Phrase", "all %1 values are times"),
                                         TATARA_SAYS("Phrase", "%1 of %2 values are times")),
                               format});
  if (const std::uint64_t fitting = tally.present - tally.rejected; tally.twoOrders < fitting) {
    reason = Phrase::say(TATARA_SAYS("Phrase", "%1, %2 of them in another way"),
                         {std::move(reason), counted(fitting - tally.twoOrders)});
  }
  if (tally.otherOrder > 0) {
    return Phrase::say(TATARA_SAYS("Phrase", "%1, %2 of them with day and month the other way round"),
                       {std::move(reason), counted(tally.otherOrder)});
  }
  if (tally.monthFirst == tally.twoOrders && tally.dayFirst == tally.twoOrders) {
    return Phrase::say(TATARA_SAYS("Phrase", "%1, and might be %2 as well"),
                       {std::move(reason), timeFormatOf(tally.example, !plan.dayFirst)});
  }
  return reason;
}

Phrase reasonOf(const ColumnPlan& plan, const Tally& tally, const std::string& format) {
  switch (plan.type) {
    case ColumnType::Integer:
      return valuesAre(tally, TATARA_SAYS("Phrase", "all %1 values are whole numbers"),
                       TATARA_SAYS("Phrase", "%1 of %2 values are whole numbers"));
    case ColumnType::Real:
      return plan.decimal == ','
                 ? valuesAre(tally, TATARA_SAYS("Phrase", "all %1 values are numbers with a decimal comma"),
                             TATARA_SAYS("Phrase", "%1 of %2 values are numbers with a decimal comma"))
                 : valuesAre(tally, TATARA_SAYS("Phrase", "all %1 values are numbers"),
                             TATARA_SAYS("Phrase", "%1 of %2 values are numbers"));
    case ColumnType::Boolean:
      return valuesAre(tally, TATARA_SAYS("Phrase", "all %1 values are true or false"),
                       TATARA_SAYS("Phrase", "%1 of %2 values are true or false"));
    case ColumnType::Time:
      return timesAre(plan, tally, format);
    default:
      break;
  }
  if (tally.longWholes > 0 && tally.longWholes + tally.numbers == tally.present) {
    return Phrase::say(TATARA_SAYS(
        "Phrase", "its whole numbers have more digits than 64 bits hold, and keep them all as text"));
  }
  return tally.numbers == 0 ? Phrase::say(TATARA_SAYS("Phrase", "its values are words"))
                            : Phrase::say(TATARA_SAYS("Phrase", "only %1 of its %2 values are numbers"),
                                          {counted(tally.numbers), counted(tally.present)});
}

}  // namespace

Phrase roundedReason(Phrase reason, std::uint64_t rounded) {
  return Phrase::say(rounded == 1
                         ? TATARA_SAYS("Phrase", "%1; %2 has more digits than numbers keep and is rounded")
                         : TATARA_SAYS("Phrase", "%1; %2 have more digits than numbers keep and are rounded"),
                     {std::move(reason), counted(rounded)});
}

void describe(const ColumnPlan& plan, const Tally& tally, ColumnInfo& info) {
  info.type = plan.type;
  info.missing = tally.missing + tally.rejected;
  info.rejected = tally.rejected;
  info.decimalComma = plan.type == ColumnType::Real && plan.decimal == ',';
  if (plan.type == ColumnType::Time) {
    const bool named = tally.twoOrders > 0 || tally.letters > 0;
    info.timeFormat = named ? timeFormatOf(tally.example, plan.dayFirst) : "";
  }
  info.reason = reasonOf(plan, tally, info.timeFormat);
  if (plan.type == ColumnType::Real && tally.rounded > 0) {
    info.rounded = tally.rounded;
    info.reason = roundedReason(std::move(info.reason), tally.rounded);
  }
  if (tally.present == 0) {
    info.reason = Phrase::say(TATARA_SAYS("Phrase", "every value is missing"));
  } else if (plan.told) {
    info.reason = Phrase::say(TATARA_SAYS("Phrase", "%1, as told"), {std::move(info.reason)});
  }
  if (tally.rejected > 0) {
    info.reason = Phrase::say(tally.rejected == 1 ? TATARA_SAYS("Phrase", "%1; %2 does not fit")
                                                  : TATARA_SAYS("Phrase", "%1; %2 do not fit"),
                              {std::move(info.reason), counted(tally.rejected)});
  }
}

}  // namespace tatara::dataset
