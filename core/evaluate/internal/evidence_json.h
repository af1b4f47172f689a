// The forms that results take in pieces of evidence. Threads: pure functions.
#pragma once

#include <string>

#include "core/evaluate/compare.h"
#include "core/evaluate/curves.h"
#include "core/evaluate/evidence.h"
#include "core/evaluate/fairness.h"
#include "core/evaluate/residuals.h"
#include "core/evaluate/slices.h"
#include "core/text/json.h"

namespace tatara::evaluate {

// A piece in the making: its body, and its values at the end.
class PieceWriter {
 public:
  explicit PieceWriter(std::string name);

  PieceWriter& set(std::string_view key, text::Json value);
  // Nothing for NaN.
  void value(std::string name, double number);
  void value(std::string name, bool flag);
  void value(std::string name, std::string_view word);
  EvidencePiece finish();

 private:
  EvidencePiece m_piece;
  text::Json m_values = text::Json::object();
};

text::Json numberJson(double value);  // null for NaN and infinities
text::Json measureJson(const Measure& measure);
text::Json intervalJson(const Interval& interval);
text::Json rangeJson(const stats::Range& range);
text::Json specJson(const BootstrapSpec& spec);

text::Json comparedJson(const ComparedMetric& metric);
text::Json comparedSliceJson(const ComparedSlice& slice, std::span<const SliceColumn> columns);
text::Json weakSliceJson(const WeakSlice& slice, std::span<const SliceColumn> columns);
text::Json fairnessJson(const Fairness& fairness, const SliceColumn& column);
text::Json curveJson(const Curve& curve, std::size_t mostPoints);
text::Json calibrationJson(const Calibration& calibration);
text::Json costJson(const ThresholdCost& cost);
text::Json residualsJson(const std::vector<ResidualGroup>& groups, const ResidualHistogram& histogram);

}  // namespace tatara::evaluate
