// What frozen evidence says beyond its tables of metrics, slices and facts: curves with their intervals,
// residuals, right and wrong answers, weak slices, rates of groups, and rows on which the versions differ.
//
// Threads: values, read on a worker with the rest of the review (review_data.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/text/phrase.h"

namespace tatara::ui {

struct Span {
  double low = 0;
  double high = 0;
};

// A point of a curve, with the interval of its height where there is one.
struct CurveDot {
  double x = 0;
  double y = 0;
  std::optional<Span> range;
};
using CurveDots = std::vector<CurveDot>;
// Of a two-class model, by falling threshold; calibration by rising probability.
struct TwoClassCurves {
  CurveDots roc;
  CurveDots precisionRecall;
  CurveDots calibration;
  bool empty() const { return roc.empty() && calibration.empty(); }
};

// Rows by rising prediction; truth − prediction.
struct ResidualLine {
  double predicted = 0;
  double p25 = 0, p50 = 0, p75 = 0;
};
struct ResidualSide {
  std::vector<ResidualLine> groups;
  std::vector<double> counts;  // of the bins between `low` and `high`
  std::int64_t outside = 0;
};
struct ResidualFacts {
  double low = 0, high = 0;
  ResidualSide challenger, champion;
};

// Rows by truth and answer, class by class; without the champion its part is empty.
struct ConfusionFacts {
  std::vector<std::string> classes;
  std::vector<double> challenger, champion;
};

struct WeakLine {
  struct Condition {
    std::string column;
    text::Phrase slice;
  };
  std::vector<Condition> conditions;
  std::int64_t rows = 0;
  double loss = 0, others = 0;
};

struct GroupRate {
  std::optional<double> challenger, champion;
  std::optional<Span> range;  // of the challenger's
};
struct GroupLine {
  std::string column;
  text::Phrase group;
  std::int64_t rows = 0;
  bool judged = false;
  GroupRate selection, truePositive, falsePositive, calibrationError;
};

// A class, or a number.
struct Answer {
  std::string word;
  std::optional<double> number;
};
struct DifferingRow {
  struct Reason {
    std::string input, value;
    double contribution = 0;
  };
  std::int64_t row = 0;
  Answer actual, champion, challenger;
  std::vector<Reason> reasons;  // what moved the challenger most
};

struct EvidenceDetail {
  TwoClassCurves challengerCurves, championCurves;
  std::optional<ResidualFacts> residuals;
  std::optional<ConfusionFacts> confusion;
  bool weakLooked = false;  // somebody looked for weak slices
  std::int64_t weakLookedAt = 0;
  std::vector<WeakLine> weak;
  std::vector<GroupLine> groups;
  std::vector<DifferingRow> differing;
};

}  // namespace tatara::ui
