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

inline const registry::Actor kAna{"ana", "test"};

// Of the data's rows 0, 3, 6, … were held out, or those that `heldOut` names.
struct Training {
  bool binary = false;
  int rounds = 20;
  std::size_t first = 0;  // of the rows held out
  std::size_t step = 3;
  std::vector<std::string> inputs = {"a", "b", "kind"};
  bool predictions = true;
};

// What must not fail for a test to mean anything.
inline void need(const Status& done) {
  ASSERT_TRUE(done) << done.error().message;
}

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
    need(m_workspace.store().write([](store::Writer& writer) -> Status {
      TATARA_TRY(
          registry::createModel(writer, {.name = "m"}, registry::currentActor("test"), systemClock().now()));
      return {};
    }));
  }

  std::filesystem::path file() const { return m_folder.path() / "data.csv"; }

  registry::ModelVersion train(const Training& training);

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

  infer::Booster fitted(const Training& training) const;

  text::Json recipe(const Training& training) const;

  static std::string mlmodel(const Training& training);

  std::string predictions(const Training& training, const infer::Booster& booster) const;

  std::vector<std::array<double, 3>> m_inputs;
  std::vector<double> m_y;
  std::vector<double> m_rich;
};

}  // namespace tatara::evaluate
