// Where the predictions of a run are worst: the weak slices (slices.h) of the rows it held out, cut by the
// columns of the data it was trained on, beside what another run says of the same rows.
//
// Each whole number, an hour or a month, is a slice of its own where there are rows enough for it.
//
// The loss of a slice is a mean over its rows: the absolute error ("mae"), the log loss where probabilities
// are known ("log_loss"), else the share of wrong classes ("error_rate"). Another run is set beside it only
// where it predicted the very same rows of the same truth.
//
// Threads: pure functions. Errors: InvalidArgument (rows that a column does not have), Cancelled.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/column.h"
#include "core/evaluate/slices.h"
#include "core/evaluate/subject.h"
#include "core/text/phrase.h"

namespace tatara::evaluate {

// A column at some of its rows: of text its most frequent values, of numbers their values when they are at
// most five (of whole numbers: `wholes`), otherwise five parts of about as many rows.
SliceColumn sliceColumn(const dataset::Column& column, std::span<const std::uint64_t> rows,
                        std::size_t wholes = 5);

struct RunSlice {
  struct Condition {
    std::string column;
    text::Phrase value;
  };
  std::vector<Condition> conditions;  // one or two, all of which hold
  std::size_t rows = 0;
  double loss = 0;
  double others = 0;               // of all other rows
  std::optional<double> baseline;  // the other run's loss in the slice
};
struct RunSlices {
  std::string_view measure;      // "mae", "log_loss", "error_rate"
  std::vector<RunSlice> slices;  // by falling loss
  std::size_t lookedAt = 0;
  std::size_t rows = 0;
  double loss = 0;  // of all rows
  std::optional<double> baseline;
};

// `place` of a held-out row is where it stands in `columns`; as many as `own.rows`.
struct RunSliceRequest {
  Task task = Task::Regression;
  std::size_t classes = 0;
  const HeldOut& own;
  const HeldOut* baseline = nullptr;
  std::span<const dataset::Column> columns;
  std::span<const std::uint64_t> place;
  WeakSpec weak = {};
};
Result<RunSlices> worstSlices(const RunSliceRequest& request, std::stop_token stop = {});

}  // namespace tatara::evaluate
