// The files of a trained model as an MLmodel folder (MLflow, "MLflow Model format"), which MLflow's own
// client loads.
//
//   MLmodel                  flavours python_function and xgboost, signature, times
//   model.ubj                the booster
//   tatara_features.json     how raw columns become the booster's input: what Tatara itself serves by
//   code/tatara_xgboost.py   the same for Python: mlflow.pyfunc takes raw columns, words and dates included
//   requirements.txt, conda.yaml, python_env.yaml
//
// The signature speaks of raw columns: whole numbers are `long` where the training data had no gaps (pandas
// turns gaps into floats), else `double`; times of a text file are `string`. Predictions are a column
// `prediction` and, for classes, one `probability_<class>` a class.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/text/json.h"
#include "core/train/fit.h"
#include "core/train/prepare.h"

namespace tatara::train {

struct NamedBytes {
  std::string path;  // relative
  std::string bytes;
};

// Who made the model; recorded in MLmodel.
struct ModelOrigin {
  std::string runId;
  std::string modelId;
  std::string artifactUri;
  Timestamp created{};
};

Result<std::vector<NamedBytes>> modelFolder(const Prepared& data, const Fitted& fitted,
                                            const ModelOrigin& origin);

// MLflow's column specification ("mlflow_colspec") of raw features.
text::Json inputSignature(const Prepared& data);
text::Json outputSignature(const Prepared& data);

}  // namespace tatara::train
