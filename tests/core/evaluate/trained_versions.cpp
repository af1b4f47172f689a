#include "tests/core/evaluate/trained_versions.h"

namespace tatara::evaluate {

registry::ModelVersion TrainedVersions::train(const Training& training) {
  auto booster = fitted(training);
  const Timestamp now = systemClock().now();
  const auto run = m_workspace.store()
                       .writeFor([&](store::Writer& writer) -> Result<track::RunInfo> {
                         TATARA_ASSIGN(auto info, track::createRun(writer, {}, now));
                         track::Batch batch;
                         batch.params = {{"data_sha256", crypto::sha256Hex(m_csv)},
                                         {"split", "random"},
                                         {"validation_fraction", "0.33"},
                                         {"seed", "0"}};
                         TATARA_TRY(track::logBatch(writer, info.id, batch));
                         return info;
                       })
                       .value();
  const std::string root = *artifact::rootPathOf(run.artifactUri);
  const auto put = [&](const std::string& name, const std::string& bytes) {
    need(m_artifacts.put(root + "/" + name, bytes));
  };
  put("model/model.ubj", booster.save(infer::ModelFormat::Ubj).value());
  put("model/tatara_features.json", text::toJson(recipe(training)));
  put("model/MLmodel", mlmodel(training));
  put("reproduce/data.json",
      text::toJson(
          text::Json::object().set("file", file().string()).set("sha256", crypto::sha256Hex(m_csv))));
  if (training.predictions) {
    put("predictions/validation.csv", predictions(training, booster));
  }
  return m_workspace.store()
      .writeFor([&](store::Writer& writer) {
        return registry::createVersion(writer,
                                       {.model = "m",
                                        .source = run.artifactUri + "/model",
                                        .storage = run.artifactUri + "/model",
                                        .run = run.id},
                                       registry::currentActor("test"), now);
      })
      .value();
}

infer::Booster TrainedVersions::fitted(const Training& training) const {
  auto matrix = infer::Matrix::create(rowsOf(training, false), schema(training), 1).value();
  const auto truth = truthOf(training, false);
  need(matrix.setLabels(std::vector<float>(truth.begin(), truth.end())));
  const infer::Matrix* const only = &matrix;
  auto booster =
      infer::Booster::create({{"objective", training.binary ? "binary:logistic" : "reg:squarederror"},
                              {"nthread", "1"},
                              {"max_depth", "4"},
                              {"eta", "0.2"}},
                             std::span(&only, 1))
          .value();
  for (int round = 0; round < training.rounds; ++round) {
    need(booster.update(round, matrix));
  }
  need(booster.setSchema(schema(training)));
  return booster;
}

text::Json TrainedVersions::recipe(const Training& training) const {
  using text::Json;
  Json features = Json::array();
  const auto types = schema(training).types;
  for (std::size_t i = 0; i < training.inputs.size(); ++i) {
    Json categories = Json::array();
    if (types[i] == "c") {
      categories = Json::array().append("blue").append("green").append("red");
    }
    features.append(Json::object()
                        .set("name", training.inputs[i])
                        .set("type", types[i] == "c"     ? "text"
                                     : types[i] == "int" ? "integer"
                                                         : "real")
                        .set("xgboost_type", types[i])
                        .set("time_format", "")
                        .set("categories", std::move(categories)));
  }
  Json classes = Json::array();
  if (training.binary) {
    classes = Json::array().append("poor").append("rich");
  }
  return Json::object()
      .set("format", 1)
      .set("task", training.binary ? "binary" : "regression")
      .set("target", training.binary ? "rich" : "y")
      .set("classes", std::move(classes))
      .set("missing_words", Json::array().append("").append("?"))
      .set("features", std::move(features));
}

std::string TrainedVersions::mlmodel(const Training& training) {
  using text::Json;
  Json inputs = Json::array();
  for (const std::string& name : training.inputs) {
    inputs.append(Json::object()
                      .set("type", name == "kind" ? "string"
                                   : name == "b"  ? "long"
                                                  : "double")
                      .set("name", name)
                      .set("required", true));
  }
  Json outputs = Json::array().append(Json::object()
                                          .set("type", training.binary ? "string" : "double")
                                          .set("name", "prediction")
                                          .set("required", true));
  Json yaml = Json::object();
  yaml.set("flavors",
           Json::object().set(
               "xgboost", Json::object().set("data", "model.ubj").set("model_class", "xgboost.core.Booster")))
      .set("signature",
           Json::object().set("inputs", text::toJson(inputs)).set("outputs", text::toJson(outputs)));
  return text::toJson(yaml);
}

std::string TrainedVersions::predictions(const Training& training, const infer::Booster& booster) const {
  const auto matrix = infer::Matrix::create(rowsOf(training, true), schema(training), 1).value();
  const auto said = booster.predict(matrix).value().values;
  std::string csv =
      training.binary ? "row,actual,predicted,probability_poor,probability_rich\n" : "row,actual,predicted\n";
  std::size_t at = 0;
  for (std::size_t row = 0; row < kRows; ++row) {
    if (!isHeldOut(training, row)) {
      continue;
    }
    const double value = static_cast<double>(said[at++]);
    if (training.binary) {
      csv += std::to_string(row) + "," + (m_rich[row] == 1 ? "rich" : "poor") + "," +
             (value > 0.5 ? "rich" : "poor") + "," + toText(1 - value) + "," + toText(value) + "\n";
    } else {
      csv += std::to_string(row) + "," + toText(m_y[row]) + "," + toText(value) + "\n";
    }
  }
  return csv;
}

}  // namespace tatara::evaluate
