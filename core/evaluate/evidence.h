// What was found out about a version, in pieces that a review freezes: each a JSON document with a digest,
// and in each the named values that gates ask about.
//
// A piece is written canonically (one line, keys in a fixed order, numbers in their shortest exact form), so
// that the same rows, models, seed and program give the same bytes; only `latency` measures this machine and
// differs. The digest is the SHA-256 of that text. Pieces and their values:
//
//   metrics      challenger.METRIC, champion.METRIC, verdict, verdict.METRIC ("better", "worse", "not
//   shown"),
//                data.rows, data.digest
//   slices       slices.max_regression (share by which the worst judged slice is worse; 0.05 is 5 %),
//                slices.max_shown_regression (of those whose adjusted p is at most 1 − confidence; 0 when
//                none is worse), slices.weak (number of weak slices of the challenger)
//   fairness     fairness.KIND_difference, fairness.KIND_ratio with KIND demographic_parity,
//   equal_opportunity,
//                equalized_odds, accuracy, calibration: the worst over the columns asked for;
//                fairness.COLUMN.… of each
//   curves       calibration.challenger_error, calibration.champion_error, cost.challenger, cost.champion
//   residuals    of regressions: truth − prediction along the predictions and as a histogram (residuals.h);
//   no values explanation  importance of features, where the two disagree most; no values signature
//   signature.compatible (who calls the champion can call the challenger unchanged) reference distributions
//   of inputs, target and predictions on these rows, for live traffic to be held
//                against; no values
//   size         size.challenger_bytes, size.champion_bytes
//   latency      latency.p50_ms, latency.p95_ms (one row at a time, of the challenger),
//   champion.latency_p95_ms, memory.challenger_bytes, memory.champion_bytes (what loading it adds to the
//   heap of this process)
//
// A value that is undefined is not there: a gate that asks for it cannot be computed.
//
// Threads: values. Errors: Corrupt (a text that is not what its digest says, or no piece).
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/text/json.h"

namespace tatara::evaluate {

using EvidenceValue = std::variant<bool, double, std::string>;
using EvidenceValues = std::map<std::string, EvidenceValue, std::less<>>;

struct EvidencePiece {
  std::string name;
  text::Json body;

  std::string text() const;    // canonical
  std::string digest() const;  // of text(), 64 hexadecimal digits
};
inline constexpr std::int64_t kEvidenceFormat = 1;

// From what text() wrote. `digest` empty: not checked.
Result<EvidencePiece> readPiece(std::string_view name, std::string_view text, std::string_view digest);

EvidenceValues valuesOf(const EvidencePiece& piece);
EvidenceValues valuesOf(std::span<const EvidencePiece> pieces);

}  // namespace tatara::evaluate
