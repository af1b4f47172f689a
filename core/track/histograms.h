// How the values of a tensor were spread, step by step: what TensorBoard calls histograms and distributions.
//
// A histogram is a list of buckets with their limits and how many values fell into each; counts may be
// fractions. Buckets stand in the order given and normally touch each other, which nothing enforces. A second
// histogram of the same key, step and time replaces the first.
//
// How they are stored: internal/histogram_codec.h. Errors: Corrupt for a damaged row, InvalidArgument for
// lists of different lengths. Functions with a Writer run inside a write task, those with a Connection inside
// a read lease.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/sql/connection.h"
#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::track {

struct Histogram {
  std::int64_t step = 0;
  std::int64_t timestamp = 0;  // milliseconds since 1970
  std::vector<double> lefts;
  std::vector<double> rights;
  std::vector<double> counts;
};

struct KeyedHistogram {
  std::string key;
  Histogram histogram;
};

struct HistogramSummary {
  std::string key;
  std::int64_t count = 0;
  std::int64_t firstStep = 0;
  std::int64_t lastStep = 0;
};

inline constexpr std::size_t kHistogramBuckets = 65'536;

Status appendHistograms(store::Writer& writer, RunKey run, std::span<const KeyedHistogram> histograms);
// At `step` and later, of one key or (no key) of all; returns how many.
Result<std::int64_t> removeHistogramsFrom(store::Writer& writer, RunKey run,
                                          std::optional<std::string_view> key, std::int64_t step);

// By key.
Result<std::vector<HistogramSummary>> loadHistogramKeys(sql::Connection& connection, RunKey run);
// By step and time.
Result<std::vector<Histogram>> loadHistograms(sql::Connection& connection, RunKey run, std::string_view key);

}  // namespace tatara::track
