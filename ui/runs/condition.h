// Conditions of the filter as people read and edit them: one chip each.
//
// A condition is an expression of core/query. The simple ones (one field, one operator, one value) have words
// and can be edited in three fields; anything else is shown and edited as it is written. Threads: pure; words
// are in the interface's language.
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <vector>

#include "core/query/query.h"

namespace tatara::ui {

struct SimpleCondition {
  query::Field field;
  query::Operator op = query::Operator::Equal;
  std::vector<std::string> values;  // one, several of In and NotIn, none of IsNull and IsNotNull
};

// Nothing when it is not a simple one (or no expression at all).
std::optional<SimpleCondition> simpleCondition(std::string_view text);
// An expression that reads back as the same.
std::string conditionText(const SimpleCondition& condition);

// "val_rmse < 46", "status is finished or running"; a complicated one as it is written.
QString chipText(const std::string& condition);
QString operatorWords(query::Operator op, query::FieldType type);

// What is joined by AND at the top, one text each, so that each becomes a chip of its own.
query::ParseResult<std::vector<std::string>> splitConditions(std::string_view text);

}  // namespace tatara::ui
