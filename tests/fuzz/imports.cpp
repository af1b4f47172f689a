// File stores of MLflow: every kind of file of them, in a store with no more around it than what leads to it.
#include "core/interop/internal/mlflow_files.h"
#include "tests/fuzz/read_all.h"
#include "tests/fuzz/scratch.h"

namespace tatara::fuzz {
namespace {

namespace in = interop::internal;

constexpr const char* kRun = "0123456789abcdef0123456789abcdef";
constexpr const char* kModel = "m-0123456789abcdef0123456789abcdef";

struct StoreFile {
  std::string path;  // below the store
  std::string text;
};

// The shortest that leads on.
const StoreFile kExperiment = {"7/meta.yaml", "{experiment_id: '7', name: first}"};
const StoreFile kRunMeta = {std::string("7/") + kRun + "/meta.yaml", std::string("{run_id: ") + kRun + "}"};
const StoreFile kInput = {std::string("7/") + kRun + "/inputs/abc/meta.yaml",
                          "{source_id: abc, source_type: DATASET}"};
const StoreFile kDataset = {"7/datasets/abc/meta.yaml", "{digest: d1, name: data}"};
const StoreFile kModelMeta = {std::string("7/models/") + kModel + "/meta.yaml",
                              std::string("{model_id: ") + kModel + "}"};
const StoreFile kTrace = {
    "7/traces/tr-1/trace_info.yaml",
    "{trace_id: tr-1, request_time: '2026-11-21T18:29:12.797Z', trace_location: {mlflow_experiment: "
    "{experiment_id: '7'}, type: MLFLOW_EXPERIMENT}}"};
const StoreFile kRegistered = {"models/good/meta.yaml", "{name: good}"};

struct Tried {
  StoreFile file;
  std::vector<StoreFile> around;
};

std::vector<Tried> triedFiles() {
  const std::string run = std::string("7/") + kRun;
  const std::string model = std::string("7/models/") + kModel;
  return {
      {{"7/meta.yaml",
        "artifact_location: file:///old/7\ncreation_time: 1700000000000\nexperiment_id: '7'\n"
        "last_update_time: 1\nlifecycle_stage: active\nname: first\n"},
       {}},
      {{run + "/meta.yaml",
        std::string("artifact_uri: file:///old/7/artifacts\nend_time: 1700000001000\nentry_point_name: ''\n"
                    "experiment_id: '7'\nlifecycle_stage: active\nrun_id: ") +
            kRun +
            "\nrun_name: swift-elm-1\nsource_type: 4\nstart_time: 1700000000000\nstatus: 3\ntags: "
            "[]\nuser_id: me\n"},
       {kExperiment}},
      {{run + "/metrics/loss", "1700000000000 0.5 0\n1700000000001 nan 1\n1700000000002 -inf 2 data d1\n"},
       {kExperiment, kRunMeta}},
      {{run + "/params/rate", "0.1"}, {kExperiment, kRunMeta}},
      {{run + "/inputs/abc/meta.yaml",
        "destination_id: abc\ndestination_type: RUN\nsource_id: abc\nsource_type: DATASET\n"
        "tags:\n  mlflow.data.context: train\n"},
       {kExperiment, kRunMeta, kDataset}},
      {{run + "/outputs/m/meta.yaml",
        std::string("destination_id: ") + kModel +
            "\ndestination_type: MODEL_OUTPUT\nsource_type: RUN_OUTPUT\nstep: 3\n"},
       {kExperiment, kRunMeta}},
      {{"7/datasets/abc/meta.yaml",
        "digest: d1\nname: data\nprofile: '{}'\nschema: null\nsource: s\nsource_type: local\n"},
       {kExperiment, kRunMeta, kInput}},
      {{model + "/meta.yaml",
        std::string("artifact_location: file:///old\ncreation_timestamp: 1\nexperiment_id: '7'\n"
                    "last_updated_timestamp: 2\nmodel_id: ") +
            kModel + "\nmodel_type: xgb\nname: m\nsource_run_id: " + kRun + "\nstatus: 2\n"},
       {kExperiment}},
      {{model + "/metrics/loss", std::string("1 0.5 0 ") + kRun + " data d1\n"}, {kExperiment, kModelMeta}},
      {{"7/traces/tr-1/trace_info.yaml",
        "client_request_id: mine\nexecution_duration_ms: 40\nrequest_preview: '{}'\nrequest_time: "
        "'2026-11-21T18:29:12.797Z'\nstate: OK\ntrace_id: tr-1\ntrace_location:\n  mlflow_experiment:\n    "
        "experiment_id: '7'\n  type: MLFLOW_EXPERIMENT\n"},
       {kExperiment}},
      {{"7/traces/tr-1/assessments/a-1.yaml",
        "assessment_id: a-1\nassessment_name: good\nfeedback:\n  value: 3.5\ntrace_id: tr-1\n"},
       {kExperiment, kTrace}},
      {{"models/good/meta.yaml",
        "aliases:\n  champion: '1'\ncreation_timestamp: 1\nlast_updated_timestamp: 2\nname: good\n"},
       {}},
      {{"models/good/version-1/meta.yaml",
        std::string("creation_timestamp: 1\ncurrent_stage: None\nname: good\nrun_id: ") + kRun +
            "\nsource: file:///old/m\nstatus: READY\nversion: 1\n"},
       {kRegistered}},
      {{"models/good/aliases/champion", "1\n"}, {kRegistered}}};
}

struct Store {
  std::filesystem::path root;
  std::string sound;
  TriedFile file;
};

const std::vector<Store>& stores() {
  static const Scratch scratch;
  static const std::vector<Store> all = [] {
    std::vector<Store> made;
    for (const Tried& tried : triedFiles()) {
      const std::filesystem::path root = scratch / std::to_string(made.size());
      for (const StoreFile& file : tried.around) {
        TriedFile(root / file.path).put(file.text);
      }
      made.push_back({root, tried.file.text, TriedFile(root / tried.file.path)});
    }
    return made;
  }();
  return all;
}

}  // namespace

std::vector<std::string> seeds() {
  std::vector<std::string> result;
  for (const Store& store : stores()) {
    result.push_back(static_cast<char>(result.size()) + store.sound);
  }
  return result;
}

void tryBytes(std::string_view bytes) {
  const Store& store = stores()[takeChoice(bytes) % stores().size()];
  store.file.put(bytes);
  const auto source = in::MlflowFiles::open(store.root);
  expectTold(source);
  if (source) {
    readAll(**source);
  }
}

}  // namespace tatara::fuzz
