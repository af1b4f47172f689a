// Logged requests as rows: of a table to be kept as a dataset, or asked of a candidate again.
//
// A row of a request is a row of the table: request_id, row, at (ISO 8601, UTC), version, the inputs, the
// answers as answer or answer.NAME, and label where any came. A column that is masked holds nothing; a value
// that is a list is written as JSON. Threads: inside a read lease. Errors: Corrupt, Cancelled, Unsupported
// (a model that takes tensors cannot be asked again), Io (the stream);
// what befalls a candidate as a whole (core/infer/apart.h).
#pragma once

#include <functional>
#include <ostream>
#include <stop_token>

#include "core/deploy/predictions.h"
#include "core/infer/runner.h"

namespace tatara::deploy {

enum class LogRows { All, Labelled };

struct WrittenRows {
  std::int64_t requests = 0;
  std::int64_t rows = 0;
  std::int64_t labelled = 0;
};
// As CSV with a header. With no row at all nothing is written.
Result<WrittenRows> writePredictions(sql::Connection& connection, EndpointId endpoint, const Window& window,
                                     LogRows which, std::ostream& out, std::stop_token stop = {});

// What a candidate answers to the same rows.
struct Replayed {
  std::int64_t requests = 0;
  std::int64_t rows = 0;
  std::int64_t same = 0;     // rows that are answered alike, to the last digit
  std::int64_t refused = 0;  // requests that do not fit the candidate, or that it cannot predict
  std::string firstRefusal;
  std::int64_t masked = 0;    // requests that cannot be asked again
  std::int64_t compared = 0;  // rows whose answers are both one number
  double largest = 0;         // of the differences of those
  double mean = 0;            // of their sizes
  std::int64_t labelled = 0;  // of those with a number as label
  double before = 0;          // root mean squared error of what was answered then, over them
  double after = 0;           // and of the candidate
};
Result<Replayed> replay(sql::Connection& connection, EndpointId endpoint, const Window& window,
                        const infer::Runner& candidate,
                        const std::function<void(std::int64_t requests)>& onProgress = {},
                        std::stop_token stop = {});

}  // namespace tatara::deploy
