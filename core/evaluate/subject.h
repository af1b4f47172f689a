// A version of a registered model as something to evaluate: its files, what it was trained on, what its run
// predicted of rows that it was not trained on, and the means to predict others.
//
// A model that Tatara trained says in its files how raw columns become numbers (tatara_features.json), and
// its run keeps predictions of its validation rows (predictions/validation.csv). Both are read here as
// hostile text: sizes are bounded, every number is checked, and nothing in them is followed out of the
// workspace.
//
// Threads: loadSubject() and openModel() read the store and files: any thread but the GUI's; a Model belongs
// to one thread. Errors: NotFound, Corrupt (a file that is not what it should be, with its line), Unsupported
// (a model that Tatara did not train), those of artifacts and XGBoost.
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/artifact/artifact_store.h"
#include "core/base/result.h"
#include "core/dataset/column.h"
#include "core/evaluate/scores.h"
#include "core/infer/runner.h"
#include "core/infer/xgboost.h"
#include "core/registry/registry.h"
#include "core/store/store.h"
#include "core/text/json.h"
#include "core/text/phrase.h"

namespace tatara::evaluate {

// What the run predicted, in the order of its file.
struct HeldOut {
  std::vector<std::uint64_t> rows;  // of the data file, from zero; ascending
  std::vector<double> actual;       // values, or codes of the subject's classes
  std::vector<double> predicted;
  std::vector<double> probabilities;  // as in Scores
};

struct InputFeature {
  std::string name;
  dataset::ColumnType type = dataset::ColumnType::Real;
  std::string xgboostType;
  std::vector<std::string> categories;
};

struct Subject {
  registry::ModelVersion version;
  std::string label;  // "bike-demand/3"
  std::vector<artifact::FileInfo> files;
  std::uint64_t bytes = 0;
  Task task = Task::Regression;
  std::string target;
  std::vector<std::string> classes;
  std::vector<std::string> missingWords;
  std::vector<InputFeature> features;
  text::Json signature;    // of MLmodel: "inputs" and "outputs" as arrays; null: none
  std::string dataFile;    // as the run knew it; empty: not known
  std::string dataDigest;  // SHA-256
  text::Phrase split;      // "random, 0.2 held out, seed 3"
  std::optional<HeldOut> heldOut;
};

Result<Subject> loadSubject(const store::Store& store, const artifact::ArtifactStore& artifacts,
                            const registry::ModelVersion& version);

// All files of a subject, to be handed to a library that reads models.
Result<infer::ModelFiles> loadModelFiles(const artifact::ArtifactStore& artifacts, const Subject& subject);

// The CSV that a run keeps: row, actual, predicted and, for classes, probability_<class>.
Result<HeldOut> readPredictions(std::string_view csv, Task task, std::span<const std::string> classes);

// The booster of a subject, loaded.
class Model {
 public:
  static Result<Model> open(const artifact::ArtifactStore& artifacts, const Subject& subject);
  // Of a booster that is there; of the subject, task, classes and features are looked at.
  static Model make(infer::Booster booster, Subject subject);

  // Rows of the booster's numbers from whole columns, `rows` of them; columns that the model does not know
  // are not looked at. NotFound names a column that it needs and that is not there.
  Result<std::vector<float>> code(std::span<const dataset::Column> columns,
                                  std::span<const std::uint64_t> rows) const;
  // Values or probabilities as in Scores, in runs of rows between which `stop` is looked at.
  Result<std::vector<double>> predict(std::span<const float> values, std::stop_token stop = {}) const;

  const infer::Booster& booster() const { return m_booster; }
  const infer::FeatureSchema& schema() const { return m_schema; }
  const Subject& subject() const { return m_subject; }

 private:
  Model(infer::Booster booster, Subject subject);

  infer::Booster m_booster;
  Subject m_subject;
  infer::FeatureSchema m_schema;
};

// The classes that probabilities decide for, or the values themselves: what stands in Scores::predicted.
std::vector<double> decisionsOf(const Subject& subject, std::span<const double> predictions);

// A target column as Scores::actual: values, or codes of the classes. InvalidArgument names the first row
// whose class the model does not know; NaN where the target is missing.
Result<std::vector<double>> actualOf(const Subject& subject, const dataset::Column& target);

}  // namespace tatara::evaluate
