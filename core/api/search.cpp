#include "core/api/internal/search.h"

namespace tatara::api {

Result<query::Filter> parseMlflowFilter(query::Entity entity, std::string_view text) {
  auto parsed = query::parseFilter(entity, text, query::Grammar::Mlflow);
  if (!parsed) {
    return Error(parsed.error());
  }
  return std::move(*parsed);
}

Result<std::vector<query::OrderBy>> parseMlflowOrder(query::Entity entity,
                                                     const std::vector<std::string>& terms) {
  std::vector<query::OrderBy> order;
  for (const std::string& term : terms) {
    auto parsed = query::parseOrderBy(entity, term, query::Grammar::Mlflow);
    if (!parsed) {
      return Error(parsed.error());
    }
    for (query::OrderBy& by : *parsed) {
      if (std::any_of(order.begin(), order.end(),
                      [&](const query::OrderBy& other) { return other.field == by.field; })) {
        return invalid("`order_by` contains duplicate fields: " + query::toText(by.field));
      }
      order.push_back(std::move(by));
    }
  }
  return order;
}

int compareNumbers(std::optional<double> left, std::optional<double> right,
                   query::OrderBy::Direction direction) {
  const auto rank = [](const std::optional<double>& value) {
    return !value ? 2 : std::isnan(*value) ? 1 : 0;
  };
  if (rank(left) != rank(right)) {
    return rank(left) < rank(right) ? -1 : 1;
  }
  if (rank(left) > 0 || *left == *right) {
    return 0;
  }
  return (*left < *right) == (direction == query::OrderBy::Direction::Ascending) ? -1 : 1;
}

int compareTexts(std::optional<std::string_view> left, std::optional<std::string_view> right,
                 query::OrderBy::Direction direction) {
  if (!left || !right) {
    return left ? -1 : right ? 1 : 0;
  }
  if (*left == *right) {
    return 0;
  }
  return (*left < *right) == (direction == query::OrderBy::Direction::Ascending) ? -1 : 1;
}

std::optional<std::string_view> valueOf(const std::vector<track::KeyValue>& pairs, std::string_view key) {
  for (const track::KeyValue& pair : pairs) {
    if (pair.key == key) {
      return pair.value;
    }
  }
  return std::nullopt;
}

}  // namespace tatara::api
