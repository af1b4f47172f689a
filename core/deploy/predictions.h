// What prediction_log.h kept, read again: for screens, for datasets, for a candidate that is to answer the
// same; and taken away again where a person asks for it or its time is over.
//
// Erasing a request rewrites its block without it and drops its labels; SQLite overwrites the freed pages
// with zeros. A request of several rows goes whole. The act is recorded, without what was erased. Threads:
// those with a Writer inside a write task, the others inside a read lease. Errors: Corrupt (a damaged block),
// NotFound, InvalidArgument, PermissionDenied.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deploy/endpoints.h"

namespace tatara::deploy {

struct Prediction {
  std::string id;
  Timestamp at{};
  std::int64_t version = 0;
  double milliseconds = 0;
  std::int64_t rows = 0;
  text::Json inputs;   // by column: values by row, or the text "masked"
  text::Json outputs;  // by output
};

struct Window {
  Timestamp from{};
  Timestamp to = Timestamp::max();  // before it
};

// Oldest first, until `take` gives false. A line that is damaged ends it.
using TakePrediction = std::function<Result<bool>(const Prediction& prediction)>;
Status readPredictions(sql::Connection& connection, EndpointId endpoint, const Window& window,
                       const TakePrediction& take);

// Those of one block, in their order.
Result<std::vector<Prediction>> loadPredictionBlock(sql::Connection& connection, std::int64_t block);

// At most so many, newest first.
Result<std::vector<Prediction>> loadNewestPredictions(sql::Connection& connection, EndpointId endpoint,
                                                      std::size_t most);
Result<std::int64_t> countPredictions(sql::Connection& connection, EndpointId endpoint);

// The label of a row, if one came.
Result<std::optional<std::string>> findLabel(sql::Connection& connection, EndpointId endpoint,
                                             std::string_view request, std::int64_t row);

// The one value of a row in an output of one value a row: shapes [n] and [n, 1].
const text::Json* valueOfRow(const text::Json& columns, std::size_t row);

struct Erase {
  std::string request = {};  // this one; else
  std::string column = {};   // those with
  std::string value = {};    // this value in it
};
struct Erased {
  std::int64_t requests = 0;
  std::int64_t labels = 0;
};
Result<Erased> erasePredictions(store::Writer& writer, std::string_view endpoint, const Erase& what,
                                const registry::Actor& actor, Timestamp now, std::string_view reason);

// What is older than the endpoints' settings let it be; gives how many requests went.
Result<std::int64_t> forgetOldPredictions(store::Writer& writer, Timestamp now);

}  // namespace tatara::deploy
