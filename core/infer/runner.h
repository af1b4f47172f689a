// A model that predicts: loaded from the bytes of its folder, behind one interface for every library.
//
// The first flavour of the MLmodel that a library here reads is taken: xgboost (UBJ or JSON), lightgbm
// (text), onnx; every other model runs in Python (`python_function`), in a child process of the interpreter
// that the person names. Nothing is unpickled in this process. A folder without MLmodel that holds one model
// file alone is taken for what the file is.
//
// Inputs are those of the signature, in its order, as `Tensor`s of equal rows; what the file lacks of a
// signature is derived from the model itself. Predictions are those of MLflow's python_function: a booster's
// values, a classifier's labels.
//
// These libraries trust their model files. Load bytes that nobody vouches for by `probe()` (probe.h) first.
//
// Threads: predict() from any thread, several at once. Errors: Corrupt, Unsupported (a newer version, an
// operator that is not there, a flavour nobody here runs: the sentence says which), InvalidArgument (inputs),
// NotFound (a library or the interpreter).
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/infer/signature.h"
#include "core/infer/tensor.h"

namespace tatara::infer {

struct ModelFile {
  std::string path;  // relative to the model's folder
  std::string bytes;
};
struct ModelFiles {
  std::vector<ModelFile> files = {};

  const std::string* find(std::string_view path) const;
  std::uint64_t bytes() const;
};
// Reads a folder, or a single model file. No symbolic link is followed. InvalidArgument beyond `limit` bytes.
Result<ModelFiles> readModelFolder(const std::filesystem::path& folder, std::uint64_t limit = 4ull << 30);

struct PythonOptions {
  std::filesystem::path interpreter = {};  // empty: models that need Python are refused
  std::uint64_t memory = 4ull << 30;
  std::chrono::milliseconds loadTimeout{60'000};
  std::chrono::milliseconds predictTimeout{30'000};
};

struct LoadOptions {
  int threads = 1;    // that one prediction may use; 0: all processors
  bool once = false;  // for a single prediction: nothing is prepared that pays only later
  PythonOptions python = {};
};

struct RunnerInfo {
  std::string flavor = {};          // "xgboost", "lightgbm", "onnx", "python_function"
  std::string libraryVersion = {};  // of the library that runs it
  std::string modelVersion = {};    // of the library that wrote it, where the file says so
  Signature signature = {};
  bool signatureDerived = false;  // the folder had none
  // A row's answer is the same to the last bit whatever other rows it is asked with.
  bool rowsAlone = false;
};

class Runner {
 public:
  virtual ~Runner() = default;
  virtual Result<Batch> predict(const Batch& inputs) const = 0;

  const RunnerInfo& info() const { return m_info; }

 protected:
  RunnerInfo m_info;
};

Result<std::unique_ptr<Runner>> loadRunner(const ModelFiles& files, const LoadOptions& options = {});

// Opens the library that would run the model, which takes a while, and loads no model: for whoever knows that
// loadRunner() comes soon. That it cannot be opened is told there.
void openLibraryOf(const ModelFiles& files);

// Whether the model runs in Python only, and so is never loaded by a library here.
Result<bool> needsPython(const ModelFiles& files);

// One row that fits a signature: zeros and empty texts.
Batch exampleBatch(const Signature& signature);

}  // namespace tatara::infer
