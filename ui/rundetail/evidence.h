// What a run left behind that can be drawn: predictions on the validation rows, and the importance of
// features.
//
// Read from the run's artifacts by name and shape:
//   predictions   a .csv file whose path speaks of predictions, with a column of truth (actual, target,
//   label, y_true, truth, observed)
//                 and one of guesses (predicted, prediction, predictions, y_pred), both numbers
//   importance    a file "…importance….csv" with a column of names (feature, name) and one of numbers (gain,
//                 total_gain, importance, weight, the first that is there), or "…importance….json", an object
//                 of numbers
// Files are hostile: at most 32 MB are read and a million rows kept; what does not fit the shape is left
// alone.
//
// Threads: pure functions; `loadEvidence` reads files and runs on a worker.
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "ui/chart/small_charts.h"
#include "ui/rundetail/run_facts.h"

namespace tatara::ui {

struct Predictions {
  std::string file;
  std::string truthName;
  std::string guessName;
  std::vector<double> truth;
  std::vector<double> guess;
};

struct ImportanceList {
  std::string file;
  std::string kind;                // "gain"
  std::vector<BarList::Bar> bars;  // longest first
};

struct Evidence {
  std::optional<Predictions> predictions;
  std::optional<ImportanceList> importance;
};

Result<Evidence> loadEvidence(const artifact::ArtifactStore& artifacts, const RunFacts& facts,
                              std::stop_token stop);

// Nothing when the text has not that shape.
std::optional<Predictions> readPredictions(std::string_view csv);
std::optional<ImportanceList> readImportanceCsv(std::string_view csv);
std::optional<ImportanceList> readImportanceJson(std::string_view json);

// Numbers with more than a handful of different truths: a regression. Classes are not drawn as a density.
bool looksContinuous(std::span<const double> truth);
// 36 × 36 cells over the common range of truth and guess; x is the guess, y the truth.
DensityPlot::Grid densityOf(const Predictions& predictions);
// Truth − guess in up to twelve groups of equally many rows by the guess; quartiles by linear interpolation.
std::vector<BoxChart::Box> residualsOf(const Predictions& predictions);

}  // namespace tatara::ui
