#include "core/train/model_folder.h"

#include <ctime>

#include "core/infer/xgboost.h"
#include "core/text/yaml.h"
#include "core/train/internal/python_loader.h"

namespace tatara::train {
namespace {

using dataset::ColumnType;
using text::Json;

constexpr const char* kPython = "3.11";

Json column(std::string_view type, std::string_view name) {
  return Json::object().set("type", type).set("name", name).set("required", true);
}

std::string_view signatureType(const Feature& feature, bool csv) {
  switch (feature.type) {
    case ColumnType::Integer:
      return feature.missingValues ? "double" : "long";
    case ColumnType::Boolean:
      return feature.missingValues ? "string" : "boolean";
    case ColumnType::Time:
      return csv ? "string" : "datetime";
    case ColumnType::Text:
      return "string";
    default:
      return "double";
  }
}

Json describe(const Prepared& data) {
  Json features = Json::array();
  for (std::size_t i = 0; i < data.features.size(); ++i) {
    const Feature& feature = data.features[i];
    Json categories = Json::array();
    for (const auto& category : feature.categories) {
      categories.append(category);
    }
    features.append(Json::object()
                        .set("name", feature.name)
                        .set("type", dataset::toString(feature.type))
                        .set("xgboost_type", data.schema.types[i])
                        .set("time_format", feature.timeFormat)
                        .set("categories", std::move(categories)));
  }
  Json classes = Json::array();
  for (const auto& one : data.classes) {
    classes.append(one);
  }
  Json missing = Json::array();
  for (const auto& word : data.facts.missingWords) {
    missing.append(word);
  }
  return Json::object()
      .set("format", 1)
      .set("task", toString(data.task))
      .set("target", data.spec.target)
      .set("classes", std::move(classes))
      .set("missing_words", std::move(missing))
      .set("features", std::move(features));
}

// PyYAML's own form of a naive UTC time, as MLflow writes it: '2025-08-07 17:58:08.801511'.
std::string utcText(Timestamp time) {
  std::string text = toIso8601(time);
  text[10] = ' ';
  text.pop_back();
  if (const auto dot = text.find('.'); dot == std::string::npos) {
    text += ".000000";
  } else {
    text.append(7 - (text.size() - dot), '0');
  }
  return text;
}

}  // namespace

Json inputSignature(const Prepared& data) {
  Json inputs = Json::array();
  for (const auto& feature : data.features) {
    inputs.append(column(signatureType(feature, data.facts.format == "csv"), feature.name));
  }
  return inputs;
}

Json outputSignature(const Prepared& data) {
  Json outputs = Json::array();
  outputs.append(column(data.task == Task::Regression ? "double" : "string", "prediction"));
  for (const auto& one : data.classes) {
    outputs.append(column("double", "probability_" + one));
  }
  return outputs;
}

namespace {

Json condaEnvironment(const std::string& xgboostVersion) {
  Json pip = Json::array();
  for (const auto& name :
       {std::string("mlflow"), std::string("numpy"), std::string("pandas"), "xgboost==" + xgboostVersion}) {
    pip.append(name);
  }
  Json dependencies = Json::array();
  dependencies.append(std::string("python=") + kPython);
  dependencies.append("pip");
  dependencies.append(Json::object().set("pip", pip));
  Json conda = Json::object();
  conda.set("channels", Json::array().append("conda-forge"))
      .set("dependencies", std::move(dependencies))
      .set("name", "mlflow-env");
  return conda;
}

}  // namespace

Result<std::vector<NamedBytes>> modelFolder(const Prepared& data, const Fitted& fitted,
                                            const ModelOrigin& origin) {
  TATARA_ASSIGN(std::string model, fitted.booster.save(infer::ModelFormat::Ubj));
  TATARA_ASSIGN(const std::string version, infer::xgboostVersion());
  Json environment = Json::object().set("conda", "conda.yaml").set("virtualenv", "python_env.yaml");
  Json flavors = Json::object();
  flavors
      .set("python_function", Json::object()
                                  .set("loader_module", "tatara_xgboost")
                                  .set("code", "code")
                                  .set("env", std::move(environment))
                                  .set("python_version", kPython))
      .set("xgboost", Json::object()
                          .set("data", "model.ubj")
                          .set("model_class", "xgboost.core.Booster")
                          .set("model_format", "ubj")
                          .set("xgb_version", version)
                          .set("code", "code"));
  Json mlmodel = Json::object();
  mlmodel.set("artifact_path", origin.artifactUri)
      .set("flavors", std::move(flavors))
      .set("metadata", Json::object()
                           .set("tatara.task", toString(data.task))
                           .set("tatara.target", data.spec.target)
                           .set("tatara.data.sha256", data.facts.digest))
      .set("model_id", origin.modelId)
      .set("model_size_bytes", model.size())
      .set("model_uuid", origin.modelId)
      .set("run_id", origin.runId)
      .set("signature", Json::object()
                            .set("inputs", text::toJson(inputSignature(data)))
                            .set("outputs", text::toJson(outputSignature(data)))
                            .set("params", Json()))
      .set("utc_time_created", utcText(origin.created));

  const std::string requirements = "mlflow\nnumpy\npandas\nxgboost==" + version + "\n";
  Json python = Json::object();
  python.set("python", kPython)
      .set("build_dependencies", Json::array().append("pip"))
      .set("dependencies", Json::array().append("-r requirements.txt"));

  std::vector<NamedBytes> files;
  files.push_back({"MLmodel", text::toYaml(mlmodel)});
  files.push_back({"model.ubj", std::move(model)});
  files.push_back({"tatara_features.json", text::toPrettyJson(describe(data)) + "\n"});
  files.push_back({"code/tatara_xgboost.py", std::string(kPythonLoader)});
  files.push_back({"requirements.txt", requirements});
  files.push_back({"conda.yaml", text::toYaml(condaEnvironment(version))});
  files.push_back({"python_env.yaml", text::toYaml(python)});
  return files;
}

}  // namespace tatara::train
