// A model from outside: a folder as MLflow writes it, or one file of ONNX, XGBoost, LightGBM or a pickle,
// looked at and registered as a version.
//
// What a library here reads is tried first in a child process without network, writable path or much memory
// (infer/probe.h), which reads its signature: it is never loaded in the process that asks. A pickle, and a
// model that needs Python, is never loaded or executed: what it would import is listed
// (registry/pickle_scan.h) and a person judges. A lone file that was tried gets an MLmodel beside it, so that
// MLflow's clients load it as well. What is none of these is refused in a sentence.
//
// Threads: any but the GUI's; registerIntake() writes files, then opens a write task. Errors: NotFound, Io,
// InvalidArgument (too large), Unsupported and Corrupt in the words of the probe; those of createVersion().
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/artifact/artifact_store.h"
#include "core/infer/probe.h"
#include "core/infer/runner.h"
#include "core/registry/pickle_scan.h"
#include "core/registry/registry.h"
#include "core/text/phrase.h"

namespace tatara::evaluate {

struct IntakePickle {
  std::string path;
  registry::PickleReport report;
};

struct ModelIntake {
  std::string name;         // of the file or folder, without ending: a name to register it under
  infer::ModelFiles files;  // as they will be kept
  std::string flavor;       // "xgboost", "lightgbm", "onnx", "python_function", "pickle"
  std::string library;      // the version that it was tried with; empty: it was not
  infer::Signature signature = {};
  bool signatureDerived = false;  // read off the model, because nothing says it
  bool signatureTold = false;     // by a person: tellSignature()
  std::string lone;               // the one file that it is; empty: a folder
  std::vector<IntakePickle> pickles;
  std::vector<text::Phrase> notes;  // what a person should know before registering it

  bool dangerous() const;
};
inline constexpr std::uint64_t kMostIntakeBytes = 4ull << 30;

Result<ModelIntake> takeInModel(const std::filesystem::path& path, const infer::ProbeOptions& options = {});

// Whether a person may say what it takes: nothing does, or it was only read off the model as columns.
bool mayTellSignature(const ModelIntake& intake);
// Writes what a person says into its MLmodel. A model that a library here runs is tried again, behind walls
// and with a row of such columns. InvalidArgument, and nothing is changed, where the model says otherwise or
// does not answer.
Status tellSignature(ModelIntake& intake, const infer::Signature& signature,
                     const infer::ProbeOptions& options = {});

// Keeps the files as a logged model without a run and makes the version, and the registered model where there
// is none of its name. Of `version` model, description, tags and run are looked at.
Result<registry::ModelVersion> registerIntake(store::Store& store, const artifact::ArtifactStore& artifacts,
                                              const ModelIntake& intake, registry::NewVersion version,
                                              const registry::Actor& actor);

}  // namespace tatara::evaluate
