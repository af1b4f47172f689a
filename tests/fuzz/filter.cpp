// The filter language: what was understood is written as text that means the same.
#include <iterator>

#include "core/query/query.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {
namespace {

constexpr query::Entity kEntities[] = {query::Entity::Run, query::Entity::Experiment,
                                       query::Entity::RegisteredModel, query::Entity::ModelVersion,
                                       query::Entity::LoggedModel};

}  // namespace

std::vector<std::string> seeds() {
  using std::string_literals::operator""s;
  return {"\0metrics.rmse < 0.5 and params.depth = '6'"s,
          "\0(tags.`a b` LIKE '%x_' or not attributes.status IN ('FINISHED', \"KILLED\"))"s,
          "\1name ILIKE 'bike%' AND creation_time >= 1700000000000"s,
          "\2name = 'm' and tags.stage != 'x'"s,
          "\3run_id = 'abc' and version_number > 3"s,
          "\4metrics.accuracy > 0.9 AND name = 'm'"s,
          "\x40metrics.rmse DESC, start_time"s,
          "\0metrics.\"r\xC3\xA9\" >= -1.5e-3"s,
          "\0duration >= .44E4444"s,
          "\x80"
          "datasets.name = 'a' AND run_id IN ('b','c')"s};
}

void tryBytes(std::string_view bytes) {
  const unsigned choice = takeChoice(bytes);
  const auto grammar = (choice & 128U) == 0 ? query::Grammar::Tatara : query::Grammar::Mlflow;
  const query::Entity entity = kEntities[(choice & 7U) % std::size(kEntities)];
  if ((choice & 64U) != 0) {
    const auto order = query::parseOrderBy(entity, bytes, grammar);
    expect(order || (order.error().begin <= order.error().end && order.error().end <= bytes.size()),
           "a problem is inside the text");
    return;
  }
  const auto filter = query::parseFilter(entity, bytes, grammar);
  if (!filter) {
    expect(filter.error().begin <= filter.error().end && filter.error().end <= bytes.size(),
           "a problem is inside the text");
    return;
  }
  const std::string text = query::toText(*filter);
  const auto again = query::parseFilter(entity, text);
  expect(again.has_value(), "the text of a filter is a filter");
  expect(query::toText(*again) == text, "the text of a filter means the same filter");
}

}  // namespace tatara::fuzz
