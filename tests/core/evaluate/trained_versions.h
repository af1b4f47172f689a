// A workspace with a data file and versions of a model trained on it, as `tatara train` leaves them.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <memory>

#include "core/artifact/artifact_store.h"
#include "core/base/number_text.h"
#include "core/base/seeded_random.h"
#include "core/crypto/digest.h"
#include "core/dataset/engine.h"
#include "core/evaluate/evaluation.h"
#include "core/registry/registry.h"
#include "core/track/runs.h"
#include "tests/support/temp_workspace.h"

namespace tatara::evaluate {

// Of the data's rows 0, 3, 6, … were held out, or those that `heldOut` names.
struct Training {
  bool binary = false;
  int rounds = 20;
  std::size_t first = 0;  // of the rows held out
  std::size_t step = 3;
  std::vector<std::string> inputs = {"a", "b", "kind"};
  bool predictions = true;
};

class TrainedVersions : public testing::Test {
 protected:
  static constexpr std::size_t kRows = 900;

  TrainedVersions() : m_artifacts(m_workspace.share()) {
    m_engine = dataset::Engine::open({.temporaryFolder = m_folder.path()}).value();
    SeededRandom random(7);
    m_csv = "a,b,kind,y,rich\n";
    for (std::size_t row = 0; row < kRows; ++row) {
      const double a = std::floor(random.uniform() * 1000) / 1000;
      const double b = std::floor(random.uniform() * 50);
      const std::size_t kind = random.below(3);
      const double y = std::floor(1000 * (2 * a + b / 10 + (kind == 1 ? 3 : 0) + random.normal() / 2)) / 1000;
      const bool rich = y + random.normal() > 4.5;
      m_inputs.push_back({a, b, static_cast<double>(kind)});
      m_y.push_back(y);
      m_rich.push_back(rich ? 1 : 0);
      m_csv += toText(a) + "," + toText(b) + "," + kKinds[kind] + "," + toText(y) + "," +
               (rich ? "rich" : "poor") + "\n";
    }
    std::ofstream(file()) << m_csv;
    m_workspace.store()
        .write([](store::Writer& writer) -> Status {
          TATARA_TRY(registry::createModel(writer, {.name = "m"}, registry::currentActor("test"),
                                           systemClock().now()));
          return {};
        })
        .value();
  }

  std::filesystem::path file() const { return m_folder.path() / "data.csv"; }

  registry::ModelVersion train(const Training& training) {
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
      m_artifacts.put(root + "/" + name, bytes).value();
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

  Subject subject(const registry::ModelVersion& version) {
    return loadSubject(m_workspace.store(), m_artifacts, version).value();
  }
  EvaluationPlace place() { return {m_workspace.store(), m_artifacts, *m_engine}; }
  std::vector<float> rowsOf(const Training& training, bool heldOut) const {
    std::vector<float> values;
    for (std::size_t row = 0; row < kRows; ++row) {
      if (isHeldOut(training, row) == heldOut) {
        for (const std::string& name : training.inputs) {
          values.push_back(static_cast<float>(m_inputs[row][name == "a" ? 0 : name == "b" ? 1 : 2]));
        }
      }
    }
    return values;
  }
  std::vector<double> truthOf(const Training& training, bool heldOut) const {
    std::vector<double> values;
    for (std::size_t row = 0; row < kRows; ++row) {
      if (isHeldOut(training, row) == heldOut) {
        values.push_back(training.binary ? m_rich[row] : m_y[row]);
      }
    }
    return values;
  }

  tests::TempFolder m_folder;
  tests::TempWorkspace m_workspace;
  artifact::ArtifactStore m_artifacts;
  std::unique_ptr<dataset::Engine> m_engine;
  std::string m_csv;

 private:
  static constexpr const char* kKinds[] = {"blue", "green", "red"};

  static bool isHeldOut(const Training& training, std::size_t row) {
    return row >= training.first && (row - training.first) % training.step == 0;
  }

  static infer::FeatureSchema schema(const Training& training) {
    infer::FeatureSchema schema{training.inputs, {}};
    for (const std::string& name : training.inputs) {
      schema.types.emplace_back(name == "kind" ? "c" : name == "b" ? "int" : "float");
    }
    return schema;
  }

  infer::Booster fitted(const Training& training) const {
    auto matrix = infer::Matrix::create(rowsOf(training, false), schema(training), 1).value();
    const auto truth = truthOf(training, false);
    matrix.setLabels(std::vector<float>(truth.begin(), truth.end())).value();
    const infer::Matrix* const only = &matrix;
    auto booster =
        infer::Booster::create({{"objective", training.binary ? "binary:logistic" : "reg:squarederror"},
                                {"nthread", "1"},
                                {"max_depth", "4"},
                                {"eta", "0.2"}},
                               std::span(&only, 1))
            .value();
    for (int round = 0; round < training.rounds; ++round) {
      booster.update(round, matrix).value();
    }
    booster.setSchema(schema(training)).value();
    return booster;
  }

  text::Json recipe(const Training& training) const {
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

  static std::string mlmodel(const Training& training) {
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
                 "xgboost",
                 Json::object().set("data", "model.ubj").set("model_class", "xgboost.core.Booster")))
        .set("signature",
             Json::object().set("inputs", text::toJson(inputs)).set("outputs", text::toJson(outputs)));
    return text::toJson(yaml);
  }

  std::string predictions(const Training& training, const infer::Booster& booster) const {
    const auto matrix = infer::Matrix::create(rowsOf(training, true), schema(training), 1).value();
    const auto said = booster.predict(matrix).value().values;
    std::string csv = training.binary ? "row,actual,predicted,probability_poor,probability_rich\n"
                                      : "row,actual,predicted\n";
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

  std::vector<std::array<double, 3>> m_inputs;
  std::vector<double> m_y;
  std::vector<double> m_rich;
};

}  // namespace tatara::evaluate
