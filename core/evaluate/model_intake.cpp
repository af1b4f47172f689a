#include "core/evaluate/model_intake.h"

#include <algorithm>

#include "core/text/error_phrase.h"
#include "core/text/yaml.h"
#include "core/track/logged_models.h"

namespace tatara::evaluate {
namespace {

using infer::ModelFile;
using text::Json;
using text::Phrase;

bool endsWith(std::string_view text, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view end) {
    return text.size() > end.size() && text.substr(text.size() - end.size()) == end;
  });
}

bool namedPickle(std::string_view path) {
  return endsWith(path, {".pkl", ".pickle", ".joblib", ".dill", ".cloudpickle"});
}

Json fieldsJson(const std::vector<infer::Field>& fields, bool tensors) {
  Json list = Json::array();
  for (const infer::Field& field : fields) {
    Json one = Json::object();
    if (tensors) {
      Json shape = Json::array();
      for (const std::int64_t size : field.shape) {
        shape.append(size);
      }
      one.set("type", "tensor")
          .set("tensor-spec",
               Json::object().set("dtype", toString(field.type)).set("shape", std::move(shape)));
    } else {
      one.set("type", field.columnType()).set("required", field.required);
    }
    if (!field.name.empty()) {
      one.set("name", field.name);
    }
    list.append(std::move(one));
  }
  return list;
}

Json signatureJson(const infer::Signature& signature) {
  return Json::object()
      .set("inputs", text::toJson(fieldsJson(signature.inputs, signature.tensors)))
      .set("outputs", text::toJson(fieldsJson(signature.outputs, signature.outputTensors)))
      .set("params", Json());
}

std::string mlmodelOf(const ModelIntake& intake, const std::string& file) {
  const std::string_view path = file;
  Json own = Json::object();
  own.set("data", file);
  if (intake.flavor == "xgboost") {
    own.set("model_class", "xgboost.core.Booster")
        .set("model_format", endsWith(path, {".json"}) ? "json" : "ubj")
        .set("xgb_version", intake.library);
  } else if (intake.flavor == "lightgbm") {
    own.set("model_class", "lightgbm.basic.Booster").set("lgb_version", intake.library);
  } else {
    own.set("onnx_version", intake.library).set("providers", Json::array().append("CPUExecutionProvider"));
  }
  Json flavors = Json::object();
  flavors
      .set("python_function",
           Json::object().set("loader_module", "mlflow." + intake.flavor).set("data", file))
      .set(intake.flavor, std::move(own));
  Json mlmodel = Json::object();
  mlmodel.set("flavors", std::move(flavors));
  if (!intake.signature.inputs.empty()) {
    mlmodel.set("signature", signatureJson(intake.signature));
  }
  return text::toYaml(mlmodel);
}

// The MLmodel with a signature told by a person in place of none. A pickle has no flavour that MLflow loads:
// who registers it says what it takes, not how it is called.
Result<std::string> mlmodelWith(const ModelIntake& intake, const infer::Signature& signature) {
  Json mlmodel = Json::object();
  if (const std::string* old = intake.files.find("MLmodel")) {
    TATARA_ASSIGN(mlmodel, withContext(text::parseYaml(*old, text::YamlDialect::Python), "reading MLmodel"));
  } else {
    mlmodel.set("flavors", Json::object().set("pickle", Json::object().set("data", intake.lone)));
  }
  mlmodel.set("signature", signatureJson(signature));
  return text::toYaml(mlmodel);
}

// The runner answers a row of what its signature names.
Status answersARow(const infer::ModelFiles& files, const infer::ProbeOptions& options) {
  TATARA_ASSIGN(const auto report, infer::probe(files, options));
  return report.refused.empty() ? Status{} : makeError(ErrorKind::InvalidArgument, report.refused);
}

// What MLflow takes for the name of a logged model.
std::string loggedName(std::string name) {
  std::ranges::replace_if(
      name, [](char c) { return std::string_view("/:.%\"'").find(c) != std::string_view::npos; }, '-');
  return name;
}

Phrase nothingSays() {
  return Phrase::say(
      TATARA_SAYS("Phrase", "Nothing says what it takes and gives: changes for its callers cannot be told"));
}
Phrase readOff() {
  return Phrase::say(TATARA_SAYS("Phrase", "What it takes and gives was read off the model itself"));
}

void scanPickles(ModelIntake& intake) {
  for (const ModelFile& file : intake.files.files) {
    if (namedPickle(file.path)) {
      intake.pickles.push_back({file.path, registry::scanPickle(file.bytes)});
    }
  }
}

// A pickle alone: kept as it is, never loaded.
Status takePickle(ModelIntake& intake) {
  const IntakePickle& only = intake.pickles.front();
  if (!only.report.pickle) {
    return text::sayError(ErrorKind::Corrupt, TATARA_SAYS("Phrase", "%1 is called a pickle and is none: %2"),
                          {only.path, only.report.sentence()});
  }
  intake.flavor = "pickle";
  intake.notes.push_back(Phrase::say(TATARA_SAYS(
      "Phrase",
      "A pickle is a program: it is kept and never loaded here, so it cannot be tried or measured")));
  return {};
}

Status tryModel(ModelIntake& intake, const infer::ProbeOptions& options) {
  TATARA_ASSIGN(const auto report, infer::probe(intake.files, options));
  intake.flavor = report.flavor;
  if (!report.run) {
    intake.notes.push_back(Phrase::say(TATARA_SAYS(
        "Phrase",
        "This model runs in Python only: it was not tried, and it is never loaded in this program")));
    const std::string* mlmodel = intake.files.find("MLmodel");
    if (mlmodel) {
      TATARA_ASSIGN(const auto description, infer::parseMlmodel(*mlmodel));
      intake.signature = description.signature.value_or(infer::Signature{});
    }
    return {};
  }
  intake.library = report.libraryVersion;
  intake.signature = report.signature;
  intake.signatureDerived = report.signatureDerived;
  return {};
}

Status putFiles(const artifact::ArtifactStore& artifacts, const ModelIntake& intake,
                const std::string& root) {
  for (const ModelFile& file : intake.files.files) {
    TATARA_TRY(artifacts.put(root + "/" + file.path, file.bytes));
  }
  return {};
}

}  // namespace

bool ModelIntake::dangerous() const {
  return std::ranges::any_of(pickles, [](const IntakePickle& one) { return one.report.dangerous(); });
}

Result<ModelIntake> takeInModel(const std::filesystem::path& path, const infer::ProbeOptions& options) {
  ModelIntake intake;
  const std::filesystem::path clean = path.has_filename() ? path : path.parent_path();
  intake.name = clean.stem().string();
  TATARA_ASSIGN(intake.files, infer::readModelFolder(path, kMostIntakeBytes));
  if (intake.files.files.empty()) {
    return text::sayError(ErrorKind::Unsupported, TATARA_SAYS("Phrase", "The folder '%1' holds no files"),
                          {path.string()});
  }
  const bool alone = intake.files.files.size() == 1 && !intake.files.find("MLmodel");
  intake.lone = alone ? intake.files.files.front().path : "";
  scanPickles(intake);
  if (alone && !intake.pickles.empty()) {
    TATARA_TRY(takePickle(intake));
  } else {
    TATARA_TRY(tryModel(intake, options));
    if (alone) {
      const std::string file = intake.files.files.front().path;
      intake.files.files.push_back({"MLmodel", mlmodelOf(intake, file)});
    }
  }
  if (intake.signature.inputs.empty()) {
    intake.notes.push_back(nothingSays());
  } else if (intake.signatureDerived) {
    intake.notes.push_back(readOff());
  }
  if (intake.dangerous()) {
    intake.notes.push_back(Phrase::say(TATARA_SAYS(
        "Phrase", "A pickle in it would import what starts programs or touches files or the network")));
  }
  return intake;
}

bool mayTellSignature(const ModelIntake& intake) {
  const bool columns = !intake.signature.tensors;
  return intake.signature.inputs.empty() || (intake.signatureDerived && columns);
}

Status tellSignature(ModelIntake& intake, const infer::Signature& signature,
                     const infer::ProbeOptions& options) {
  const std::size_t derived = intake.signature.inputs.size();
  if (!mayTellSignature(intake)) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The model says itself what it takes"));
  }
  if (derived > 0 && derived != signature.inputs.size()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The model takes %1 columns, and the signature names %2"),
                          {std::to_string(derived), std::to_string(signature.inputs.size())});
  }
  TATARA_ASSIGN(std::string mlmodel, mlmodelWith(intake, signature));
  infer::ModelFiles files = intake.files;
  std::erase_if(files.files, [](const ModelFile& file) { return file.path == "MLmodel"; });
  files.files.push_back({"MLmodel", std::move(mlmodel)});
  if (!intake.library.empty()) {
    if (const Status answered = answersARow(files, options); !answered) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The model does not answer such columns: %1"),
                            {text::messageOf(answered.error())});
    }
  }
  intake.files = std::move(files);
  intake.signature = signature;
  intake.signatureDerived = false;
  intake.signatureTold = true;
  std::erase_if(intake.notes, [](const Phrase& note) { return note == nothingSays() || note == readOff(); });
  return {};
}

Result<registry::ModelVersion> registerIntake(store::Store& store, const artifact::ArtifactStore& artifacts,
                                              const ModelIntake& intake, registry::NewVersion version,
                                              const registry::Actor& actor) {
  // A logged model without a run: whatever exports, bundles or lists those finds its files.
  TATARA_ASSIGN(const auto logged, store.writeFor([&](store::Writer& writer) {
    return track::createLoggedModel(
        writer, {.experiment = track::ExperimentId(0), .name = loggedName(intake.name)}, store.clock().now());
  }));
  const auto root = artifact::rootPathOf(logged.artifactUri);
  const Status kept =
      root ? putFiles(artifacts, intake, *root)
           : Status(text::sayError(
                 ErrorKind::Unsupported,
                 TATARA_SAYS("Phrase", "The default experiment keeps its artifacts outside this workspace"),
                 {}, logged.artifactUri));
  const auto make = [&](store::Writer& writer) -> Result<registry::ModelVersion> {
    const Timestamp now = store.clock().now();
    TATARA_TRY(track::setLoggedModelStatus(writer, logged.id, track::LoggedModelStatus::Ready, now));
    version.source = "models:/" + logged.id.value();
    version.storage = logged.artifactUri;
    version.loggedModel = logged.id;
    version.tags.push_back({"tatara.flavor", intake.flavor});
    if (intake.signatureTold) {
      version.tags.push_back({"tatara.signature", "told by " + actor.person});
    }
    TATARA_ASSIGN(const auto model, registry::findModel(writer.sql(), version.model));
    if (!model) {
      TATARA_TRY(registry::createModel(writer, {.name = version.model}, actor, now));
    }
    return registry::createVersion(writer, version, actor, now);
  };
  auto made = kept ? store.writeFor(make) : Result<registry::ModelVersion>(kept.error());
  if (!made) {  // a logged model that no version has would only stay in the way
    TATARA_TRY(store.write([&](store::Writer& writer) -> Status {
      if (root) {
        TATARA_TRY(artifact::ArtifactStore::remove(writer, *root));
      }
      return track::deleteLoggedModel(writer, logged.id, store.clock().now());
    }));
  }
  return made;
}

}  // namespace tatara::evaluate
