// What one pass over one column finds out: its profile, and what findings across columns are made of, small
// enough to be kept for all columns at once.
//
// Fingerprints are sums of mixed 64-bit words, one a row; two columns with the same fingerprint are the same
// but for a chance of 2^-64.
//
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/profile.h"

namespace tatara::dataset {

// Rows whose values every number column keeps, to look for sums and near-duplicates without reading columns
// again: the first ones, and more spread evenly over the file.
std::vector<std::uint64_t> rowsOfSample(std::uint64_t rows);

struct ColumnFacts {
  ColumnProfile profile;

  std::uint64_t missingMask = 0;   // which rows are missing
  std::uint64_t content = 0;       // which value stands in which row
  std::uint64_t partition = 0;     // which rows share a value, whatever it is; 0: too many different ones
  double sameShare = 0;            // chance that two rows have the same value
  std::uint64_t secondCount = 0;   // rows with the second most frequent value
  bool allDistinct = false;        // and none missing
  text::Phrase rowNumber;          // how it numbers the rows; empty: it does not
  std::uint64_t rounded = 0;       // values with more digits than numbers keep
  std::vector<double> sample;      // numbers at rowsOfSample(); NaN where missing
  std::vector<Alert> alerts;       // told about this column alone
  std::vector<double> bins;        // numbers: upper ends of equally filled bins, or every value when few
  std::vector<std::int32_t> kept;  // text: categories that stand for themselves among the groups
};

// `rowHashes`, one a row, gets the column's share of each row's hash added, unless the column is one that
// numbers or names the rows.
ColumnFacts factsOf(const Column& column, std::span<std::uint64_t> rowHashes, std::uint64_t salt,
                    std::span<const Rejected> rejected, const std::stop_token& stop);

// Regular times: the step and what is missing. `sorted` ascends; equal ones count together.
std::optional<TimeFacts> regularTimes(std::span<const double> sorted);

// The rows as groups, at most 33 of them: few values as they are, many numbers as equally filled bins, many
// texts as the 31 most frequent and one for the rest; missing is the last group.
std::vector<std::int32_t> groupsOf(const Column& column, const ColumnFacts& facts);
std::size_t groupCount(const ColumnFacts& facts);

// The shape of a text: "Aaa-999", as TextFacts::patterns.
std::string patternOf(std::string_view text);

std::uint64_t mixed(std::uint64_t word);

}  // namespace tatara::dataset
