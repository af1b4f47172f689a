// A version of a model against another one, on the same frozen rows: from two registered versions to pieces
// of evidence.
//
// Which rows. Without `data`: those that the challenger's run held out, and where the champion was trained on
// the same file, those that both held out; their predictions are the ones that the runs logged. A champion of
// another file, or without logged predictions, is asked now. With `data`: every row of it that has a target,
// both models asked now. What a reader should know of the choice stands among the notes: rows left out, rows
// that a model was trained on, a file that is gone. Rows are named by the SHA-256 of the file and of the text
// of their numbers, one a line.
//
// The columns of the file make the slices. When it is gone or changed, metrics are still compared and the
// notes say what there is not.
//
// Threads: one call, one thread and those of bootstrap() and XGBoost; any thread but the GUI's. Errors:
// Cancelled, InvalidArgument (columns, metrics, two models of different tasks), NotFound, those of Subject
// and Table; Busy where measuring apart needs more memory or time than it may have, Corrupt where a model
// makes that process crash.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/dataset/engine.h"
#include "core/evaluate/bootstrap.h"
#include "core/evaluate/curves.h"
#include "core/evaluate/evidence.h"
#include "core/evaluate/subject.h"

namespace tatara::evaluate {

struct EvaluationRequest {
  Subject challenger = {};
  std::optional<Subject> champion = {};
  std::filesystem::path data = {};                            // empty: the rows held out
  std::string dataName = {};                                  // how `data` is called; empty: its file name
  std::string deciding = {};                                  // empty: the task's first metric
  std::optional<std::vector<std::string>> sliceColumns = {};  // none: the model's inputs, at most 20
  std::vector<std::string> groupColumns = {};                 // of fairness
  BootstrapSpec bootstrap = {};
  double threshold = 0.5;  // of two classes
  std::optional<Costs> costs = {};
  std::size_t explainRows = 1000;  // of the challenger's; 0: no explanation
  bool measureLatency = true;
};

struct Evaluation {
  std::vector<EvidencePiece> pieces;
  std::vector<std::string> notes;
  std::string words;  // the verdict
};

// What is being done, with how much of it.
using OnStep = std::function<void(std::string_view doing, std::uint64_t done, std::uint64_t total)>;

// A process of its own to measure in: behind walls (no connections, no programs, no writing but below the
// workspace's state), with limits. Each model is tried in a probe (infer/probe.h) before that process loads
// it.
struct Apart {
  std::filesystem::path program = {};  // one whose main hands kMeasureWord to measureMain(); empty: this one
  std::uint64_t memory = 8ull << 30;   // address space, bytes
  std::chrono::milliseconds deadline = std::chrono::minutes(30);
};
inline constexpr const char* kMeasureWord = "__measure";
int measureMain();

struct EvaluationPlace {
  const store::Store& store;
  const artifact::ArtifactStore& artifacts;
  dataset::Engine& engine;
  std::optional<Apart> apart = {};  // none: measured here
};
Result<Evaluation> evaluateVersion(const EvaluationPlace& place, const EvaluationRequest& request,
                                   const OnStep& onStep = {}, std::stop_token stop = {});

// The piece `reference` alone. InvalidArgument where the run held nothing out, NotFound where the rows' data
// is gone.
Result<EvidencePiece> referencePiece(const EvaluationPlace& place, const Subject& subject,
                                     std::stop_token stop = {});

}  // namespace tatara::evaluate
