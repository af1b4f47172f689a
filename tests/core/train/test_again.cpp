// A recorded training asked for once more: its record read back, its data found again, the same model.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/number_text.h"
#include "core/dataset/datasets.h"
#include "core/track/runs.h"
#include "core/train/again.h"
#include "core/train/record.h"
#include "tests/support/temp_workspace.h"

namespace tatara::train {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class AgainTest : public ::testing::Test {
 protected:
  AgainTest() : m_artifacts(m_workspace.share()) {
    m_engine = dataset::Engine::open({.temporaryFolder = m_folder.path()}).value();
    std::string csv = "größe;farbe;preis\n";
    for (int i = 0; i < 300; ++i) {
      csv += toText(i * 7 % 50) + ";" + (i % 3 == 0 ? "rot" : "blau") + ";" +
             std::to_string(i * 7 % 50 * 3 + (i % 3 == 0 ? 10 : 0)) + ",5\n";
    }
    std::ofstream(file()) << csv;
  }

  fs::path file() const { return m_folder.path() / "häuser.csv"; }

  track::Run trained() {
    DataSpec spec{
        .file = file(), .target = "preis", .where = "\"größe\" < 48", .seed = 18446744073709551557u};
    spec.reading.dialect.delimiter = ';';
    spec.reading.decimal = ',';
    const auto data = prepare(load(*m_engine, spec).value(), spec).value();
    RunSpec run;
    run.experiment = ensureExperiment(m_workspace.store(), "houses", "val_rmse").value();
    const BoosterSpec booster{.parameters = {{"subsample", "0.6"}}, .rounds = 9, .earlyStopping = 0};
    const auto recorded =
        trainAndRecord({m_workspace.share(), m_artifacts}, data, booster, run, captureOrigin("/")).value();
    return *m_workspace.store()
                .read(
                    [&](sql::Connection& connection) { return track::findRun(connection, recorded.run.id); })
                .value();
  }
  Result<Recipe> recipe(const track::Run& run) { return loadRecipe(m_workspace.store(), m_artifacts, run); }
  Result<FoundData> found(const Recipe& recipe) {
    return loadAgain(m_workspace.store(), m_artifacts, *m_engine, recipe);
  }
  std::string model(const track::Run& run) {
    return m_artifacts.readAll(*artifact::rootPathOf(run.info.artifactUri) + "/model/model.ubj", 10'000'000)
        .value();
  }
  std::string trainedAgain(const Recipe& recipe, const FoundData& data) {
    const auto prepared = prepare(data.loaded, data.spec, given(recipe.booster.parameters, "objective"));
    return fit(prepared.value(), recipe.booster, {}).value().booster.save(infer::ModelFormat::Ubj).value();
  }

  tests::TempFolder m_folder;
  tests::TempWorkspace m_workspace;
  artifact::ArtifactStore m_artifacts;
  std::unique_ptr<dataset::Engine> m_engine;
};

TEST_F(AgainTest, TheRecordAloneGivesTheSameModel) {
  const auto run = trained();
  const auto read = recipe(run);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->data.seed, 18446744073709551557u);
  EXPECT_EQ(read->data.reading.dialect.delimiter, ';');
  EXPECT_EQ(read->data.reading.decimal, ',');
  const auto data = found(*read);
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(trainedAgain(*read, *data), model(run));
}

TEST_F(AgainTest, DataThatMovedIsFoundAmongTheDatasetsByItsDigest) {
  const auto run = trained();
  dataset::OpenOptions reading;
  reading.dialect.delimiter = ';';
  reading.decimal = ',';
  ASSERT_TRUE(dataset::addDataset(m_workspace.store(), m_artifacts, *m_engine,
                                  {.file = file(), .name = "other name", .options = reading}));
  fs::remove(file());
  const auto read = recipe(run);
  ASSERT_TRUE(read);
  const auto data = found(*read);
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(trainedAgain(*read, *data), model(run));
}

TEST_F(AgainTest, DataThatIsGoneOrAnotherIsNamed) {
  const auto read = recipe(trained());
  ASSERT_TRUE(read);
  std::ofstream(file(), std::ios::app) << "1;rot;2,5\n";
  const auto another = found(*read);
  ASSERT_FALSE(another);
  EXPECT_EQ(another.error().kind, ErrorKind::Conflict);
  EXPECT_THAT(another.error().message, HasSubstr("is not what it was trained on any more"));
  EXPECT_THAT(another.error().message, HasSubstr(read->digest.substr(0, 12)));
  fs::remove(file());
  const auto gone = found(*read);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().kind, ErrorKind::NotFound);
  EXPECT_THAT(gone.error().message, HasSubstr("häuser.csv"));
}

TEST_F(AgainTest, ARunOfAnotherProgramSaysWhatItLacks) {
  const auto run =
      m_workspace.store()
          .writeFor([](store::Writer& writer) { return track::createRun(writer, {}, systemClock().now()); })
          .value();
  const auto whole =
      *m_workspace.store()
           .read([&](sql::Connection& connection) { return track::findRun(connection, run.id); })
           .value();
  const auto read = recipe(whole);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::Unsupported);
  EXPECT_THAT(read.error().message, HasSubstr("was not trained by \"tatara train\""));
}

TEST_F(AgainTest, HostileRecordsAreRefusedInWords) {
  const std::string sound =
      R"({"data":{"file":"/a.csv","target":"y","split":{"kind":"random","column":"","validation_fraction":0.2},)"
      R"("seed":"3"},"booster":{"parameters":[],"rounds":5,"early_stopping":0}})";
  ASSERT_TRUE(readRecipe(text::parseJson(sound).value()));
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\"y\"", "\"\""},
           {"random", "sideways"},
           {"0.2", "1.5"},
           {"\"3\"", "\"-3\""},
           {"\"3\"", "\"18446744073709551616\""},
           {"\"rounds\":5", "\"rounds\":1e9"},
           {"\"rounds\":5", "\"rounds\":-5"},
           {"\"parameters\":[]", R"("parameters":[{"name":"max_deph","value":"3"}])"},
           {"\"parameters\":[]", R"("parameters":[{"name":"eta","value":["a"]}])"},
           {"\"data\"", "\"dat\""},
           {"\"split\"", R"("reading":{"types":[{"column":"y","type":"soup"}]},"split")"}}) {
    std::string broken = sound;
    broken.replace(broken.find(from), from.size(), to);
    EXPECT_FALSE(readRecipe(text::parseJson(broken).value())) << broken;
  }
}

TEST_F(AgainTest, WhatWasRecordedBeforeTheDialectWasIsUnderstood) {
  const auto read =
      readRecipe(text::parseJson(R"({"data":{"file":"/a.csv","target":"y","split":{"kind":"time",)"
                                 R"("column":"day","validation_fraction":0.3},"seed":"0",)"
                                 R"("also_missing":["?"],"text_columns":["zip"]},)"
                                 R"("booster":{"parameters":[],"rounds":5,"early_stopping":2}})")
                     .value());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->data.reading.alsoMissing, std::vector<std::string>{"?"});
  EXPECT_EQ(read->data.reading.textColumns, std::vector<std::string>{"zip"});
  EXPECT_EQ(read->data.split.kind, SplitKind::Time);
}

}  // namespace
}  // namespace tatara::train
