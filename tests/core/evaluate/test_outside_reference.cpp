#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/dataset/datasets.h"
#include "core/evaluate/model_intake.h"
#include "core/evaluate/review_case.h"
#include "core/infer/runner.h"
#include "core/registry/evidence.h"
#include "core/track/runs.h"
#include "tests/core/evaluate/trained_versions.h"

namespace tatara::evaluate {
namespace {

namespace fs = std::filesystem;
using text::Json;

class OutsideReferenceTest : public TrainedVersions {
 protected:
  static constexpr std::size_t kSomeRows = 200;

  OutsideReferenceTest() {
    const char* source = std::getenv("TATARA_SOURCE");
    m_intake = takeInModel(fs::path(source ? source : ".") / "tests/fixtures/models/regressor.lgb").value();
    SeededRandom random(3);
    std::string csv;
    for (const infer::Field& field : m_intake.signature.inputs) {
      csv += field.name + ",";
    }
    csv += "y\n";
    for (std::size_t row = 0; row < kSomeRows; ++row) {
      for (std::size_t i = 0; i < m_intake.signature.inputs.size(); ++i) {
        csv += toText(random.uniform()) + ",";
      }
      csv += toText(static_cast<double>(row)) + "\n";
    }
    std::ofstream(data()) << csv;
  }

  fs::path data() const { return m_folder.path() / "outside.csv"; }

  dataset::Version addData() {
    return dataset::addDataset(m_workspace.store(), m_artifacts, *m_engine,
                               {.file = data(), .name = "outside", .keeping = dataset::Keeping::Reference})
        .value()
        .version;
  }

  static track::DatasetRecord record(const std::string& name, const std::string& digest,
                                     const std::string& source = {}) {
    track::DatasetRecord made;
    made.name = name;
    made.digest = digest;
    made.sourceType = "local";
    made.source = source;
    return made;
  }

  // As an MLflow client does: a run that logs an input, and a version of that run.
  registry::ModelVersion registered(const track::DatasetRecord& data, const std::string& context) {
    track::RunId run;
    need(m_workspace.store().write([&](store::Writer& writer) -> Status {
      TATARA_ASSIGN(const auto made,
                    track::createRun(writer, {.experiment = track::ExperimentId(0), .user = "ana"}, kNow));
      run = made.id;
      const track::DatasetInput input{data, {{"mlflow.data.context", context}}};
      return track::logInputs(writer, made.id, std::span(&input, 1), {});
    }));
    registry::NewVersion version;
    version.model = "outside";
    version.run = run;
    return registerIntake(m_workspace.store(), m_artifacts, m_intake, version, kAna).value();
  }

  std::optional<text::Phrase> keep(const registry::ModelVersion& version) {
    const auto why = keepReference(place(), m_workspace.store(), version, "test");
    EXPECT_TRUE(why) << why.error().message;
    return why.value_or(std::nullopt);
  }

  Json reference(const registry::ModelVersion& version) {
    const auto kept = m_workspace.store()
                          .read([&](sql::Connection& connection) {
                            return registry::gatherEvidence(connection, version.model, version.version, 0);
                          })
                          .value();
    const auto found = std::ranges::find(kept, "reference", &registry::Evidence::name);
    return found == kept.end() ? Json() : found->body;
  }

  const Timestamp kNow = *parseIso8601("2026-11-20T12:00:00Z");
  ModelIntake m_intake;
};

TEST_F(OutsideReferenceTest, AVersionOfAClientIsAskedOnTheRegisteredDataThatItsRunLogged) {
  const auto data = addData();
  const auto version = registered(record("outside", data.digest.substr(0, 32)), "validation");
  const auto why = keep(version);
  ASSERT_FALSE(why) << why->english();
  const Json body = reference(version);
  EXPECT_EQ(*body["data"]["name"].asString(), "outside@1");
  EXPECT_EQ(*body["data"]["which_rows"].asString(),
            "every row of the data that its run logged as validation");
  EXPECT_EQ(body["data"]["rows"].asInt(), static_cast<std::int64_t>(kSomeRows));
  EXPECT_EQ(body["inputs"].items().size(), m_intake.signature.inputs.size());
  // The only column that the model does not take is what it is about.
  EXPECT_EQ(*body["target"].asString(), "y");
  EXPECT_EQ(body["actual"]["quantiles"].items().back().asNumber(), static_cast<double>(kSomeRows - 1));

  // The same as the library says of the same rows, asked one by one.
  const auto runner = infer::loadRunner(m_intake.files);
  ASSERT_TRUE(runner);
  const auto table = dataset::Table::open(*m_engine, this->data());
  std::vector<std::string> names;
  for (const infer::Field& field : m_intake.signature.inputs) {
    names.push_back(field.name);
  }
  const auto columns = table->read(names).value();
  double low = 1e300, high = -1e300;
  for (std::size_t row = 0; row < kSomeRows; ++row) {
    infer::Batch batch;
    for (std::size_t i = 0; i < names.size(); ++i) {
      infer::ColumnFill fill((*runner)->info().signature.inputs[i], 1);
      need(fill.real(0, columns[i].numbers[row]));
      batch.push_back(fill.take());
    }
    const double said = (*runner)->predict(batch).value().front().number(0);
    low = std::min(low, said);
    high = std::max(high, said);
  }
  EXPECT_LT(low, high);
  EXPECT_EQ(body["predicted"]["quantiles"].items().front().asNumber(), low);
  EXPECT_EQ(body["predicted"]["quantiles"].items().back().asNumber(), high);
  EXPECT_EQ(body["predicted"]["rows"].asInt(), static_cast<std::int64_t>(kSomeRows));
}

TEST_F(OutsideReferenceTest, TheSourceOfPandasDataNamesTheRegisteredFileItCameFrom) {
  addData();
  const auto version = registered(
      record("dataset", "1234abcd", R"({"uri": "file://)" + data().string() + R"("})"), "training");
  const auto why = keep(version);
  ASSERT_FALSE(why) << why->english();
  EXPECT_EQ(*reference(version)["data"]["which_rows"].asString(),
            "every row of the data that its run logged as training");
}

TEST_F(OutsideReferenceTest, APathThatAClientNamesIsNotOpenedByItself) {
  const auto version =
      registered(record("dataset", "1234abcd", R"({"uri": ")" + data().string() + R"("})"), "validation");
  const auto why = keep(version);
  ASSERT_TRUE(why);
  EXPECT_NE(why->english().find("is not registered here"), std::string::npos) << why->english();
  EXPECT_TRUE(reference(version).isNull());
}

TEST_F(OutsideReferenceTest, DataThatChangedSinceItWasRegisteredMakesNoProfile) {
  const auto kept = addData();
  const auto version = registered(record("outside", kept.digest.substr(0, 32)), "test");
  std::ofstream(data(), std::ios::app) << "0,0,0\n";
  EXPECT_TRUE(keep(version));
  EXPECT_TRUE(reference(version).isNull());
}

}  // namespace
}  // namespace tatara::evaluate
