#include "ui/runs/condition.h"

#include <QStringList>

#include "core/base/number_text.h"
#include "ui/base/number_text.h"
#include "ui/base/utf8.h"
#include "ui/runs/internal/runs_text.h"
#include "ui/runs/run_source.h"

namespace tatara::ui {
namespace {

QString valueWords(const SimpleCondition& condition, const std::string& value) {
  if (condition.field.kind == query::FieldKind::Attribute && condition.field.key == "status") {
    if (const auto status = track::parseRunStatus(value)) {
      return statusWord(*status).toLower();
    }
  }
  if (condition.op == query::Operator::Like || condition.op == query::Operator::Ilike) {
    if (value.size() > 1 && value.front() == '%' && value.back() == '%') {
      return fromUtf8(std::string_view(value).substr(1, value.size() - 2));
    }
  }
  return condition.field.type == query::FieldType::Number ? withMinus(fromUtf8(value)) : fromUtf8(value);
}

QString fieldWords(const query::Field& field) {
  if (field.kind == query::FieldKind::Attribute) {
    if (field.key == "status") {
      return RunsText::tr("status");
    }
    if (field.key == "run_name") {
      return RunsText::tr("name");
    }
  }
  return fromUtf8(field.key);
}

// The filter that holds one of another's operands, with the fields renumbered.
query::Filter alone(const query::Filter& filter, const query::Expression& expression);

void collectFields(const query::Filter& from, query::Expression& expression, query::Filter& into) {
  if (expression.kind == query::Expression::Kind::Comparison) {
    const query::Field& field = from.fields[expression.comparison.field];
    std::size_t at = 0;
    while (at < into.fields.size() && !(into.fields[at] == field)) {
      ++at;
    }
    if (at == into.fields.size()) {
      into.fields.push_back(field);
    }
    expression.comparison.field = at;
  }
  for (query::Expression& operand : expression.operands) {
    collectFields(from, operand, into);
  }
}

query::Filter alone(const query::Filter& filter, const query::Expression& expression) {
  query::Filter result;
  result.conditions.push_back(expression);
  collectFields(filter, result.conditions.front(), result);
  return result;
}

std::string numberText(double value) {
  return tatara::toText(value);
}

}  // namespace

std::optional<SimpleCondition> simpleCondition(std::string_view text) {
  const auto filter = query::parseFilter(query::Entity::Run, text);
  if (!filter || filter->conditions.size() != 1 ||
      filter->conditions.front().kind != query::Expression::Kind::Comparison) {
    return std::nullopt;
  }
  const query::Comparison& comparison = filter->conditions.front().comparison;
  SimpleCondition result;
  result.field = filter->fields[comparison.field];
  result.op = comparison.op;
  switch (comparison.operand) {
    case query::Comparison::Operand::None:
      break;
    case query::Comparison::Operand::Number:
      result.values.push_back(numberText(comparison.number));
      break;
    case query::Comparison::Operand::Text:
      result.values.push_back(comparison.text);
      break;
    case query::Comparison::Operand::List:
      result.values = comparison.list;
      break;
  }
  return result;
}

std::string conditionText(const SimpleCondition& condition) {
  const auto written = [&](const std::string& value) {
    const bool number = parseDouble(value).has_value();
    const bool wantsNumber =
        condition.field.type != query::FieldType::Text ||
        (number &&
         (condition.op == query::Operator::Less || condition.op == query::Operator::LessEqual ||
          condition.op == query::Operator::Greater || condition.op == query::Operator::GreaterEqual));
    return number && wantsNumber ? value : query::quotedValue(value);
  };
  std::string result = query::toText(condition.field) + " " + std::string(query::toText(condition.op));
  if (condition.op == query::Operator::In || condition.op == query::Operator::NotIn) {
    std::string list;
    for (const std::string& value : condition.values) {
      list += (list.empty() ? "" : ", ") + query::quotedValue(value);
    }
    return result + " (" + list + ")";
  }
  if (!condition.values.empty()) {
    result += " " + written(condition.values.front());
  }
  return result;
}

QString operatorWords(query::Operator op, query::FieldType type) {
  const bool textual = type == query::FieldType::Text;
  switch (op) {
    case query::Operator::Equal:
      return QStringLiteral("=");
    case query::Operator::NotEqual:
      return QStringLiteral("≠");
    case query::Operator::Less:
      return QStringLiteral("<");
    case query::Operator::LessEqual:
      return QStringLiteral("≤");
    case query::Operator::Greater:
      return QStringLiteral(">");
    case query::Operator::GreaterEqual:
      return QStringLiteral("≥");
    case query::Operator::Like:
    case query::Operator::Ilike:
      return RunsText::tr("contains");
    case query::Operator::In:
      return textual ? RunsText::tr("is") : RunsText::tr("is one of");
    case query::Operator::NotIn:
      return RunsText::tr("is not");
    case query::Operator::IsNull:
      return RunsText::tr("is not set");
    case query::Operator::IsNotNull:
      return RunsText::tr("is set");
  }
  return {};
}

QString chipText(const std::string& condition) {
  const std::optional<SimpleCondition> simple = simpleCondition(condition);
  if (!simple) {
    return fromUtf8(condition);
  }
  QStringList values;
  for (const std::string& value : simple->values) {
    values.push_back(valueWords(*simple, value));
  }
  const bool status = simple->field.kind == query::FieldKind::Attribute && simple->field.key == "status";
  QString op = operatorWords(simple->op, simple->field.type);
  if (status && simple->op == query::Operator::Equal) {
    op = RunsText::tr("is");
  }
  const QString joined = values.join(RunsText::tr(" or "));
  QString result = fieldWords(simple->field) + QLatin1Char(' ') + op;
  if (!joined.isEmpty()) {
    result += QLatin1Char(' ') + joined;
  }
  return result;
}

query::ParseResult<std::vector<std::string>> splitConditions(std::string_view text) {
  const auto filter = query::parseFilter(query::Entity::Run, text);
  if (!filter) {
    return tl::unexpected(filter.error());
  }
  std::vector<std::string> result;
  if (filter->conditions.empty()) {
    return result;
  }
  const query::Expression& top = filter->conditions.front();
  if (top.kind == query::Expression::Kind::All) {
    for (const query::Expression& operand : top.operands) {
      result.push_back(query::toText(alone(*filter, operand)));
    }
  } else {
    result.push_back(query::toText(*filter));
  }
  return result;
}

}  // namespace tatara::ui
