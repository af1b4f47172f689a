#include "core/evaluate/model_intake.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/evaluate/review_case.h"
#include "core/evaluate/signature_text.h"
#include "core/registry/evidence.h"
#include "tests/core/evaluate/trained_versions.h"
#include "tests/support/probe_child.h"

namespace tatara::evaluate {
namespace {

namespace fs = std::filesystem;

class IntakeTest : public TrainedVersions {
 protected:
  fs::path write(const std::string& name, std::string_view bytes) {
    const fs::path file = m_folder.path() / "in" / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }
  fs::path fixture(const std::string& name) {
    const char* source = std::getenv("TATARA_SOURCE");
    const fs::path copy = m_folder.path() / "in" / name;
    fs::create_directories(copy.parent_path());
    fs::copy_file(fs::path(source ? source : ".") / "tests/fixtures/models" / name, copy);
    return copy;
  }
  Result<registry::ModelVersion> keep(const ModelIntake& intake, const std::string& model = "dropped") {
    registry::NewVersion version;
    version.model = model;
    return registerIntake(m_workspace.store(), place().artifacts, intake, version, kAna);
  }
  registry::VersionFiles files(const registry::ModelVersion& version) {
    return m_workspace.store()
        .read([&](sql::Connection& connection) {
          return registry::loadVersionFiles(connection, version.model, version.version);
        })
        .value();
  }
};

TEST_F(IntakeTest, ALoneFileIsTriedAndGetsADescriptionThatReadsBack) {
  for (const auto& [name, flavor] :
       {std::pair("regressor.lgb", "lightgbm"), std::pair("pipeline.onnx", "onnx")}) {
    const auto intake = takeInModel(fixture(name));
    ASSERT_TRUE(intake) << name << ": " << intake.error().message;
    EXPECT_EQ(intake->flavor, flavor);
    EXPECT_FALSE(intake->library.empty()) << "it was not tried";
    EXPECT_FALSE(intake->signature.inputs.empty());
    const std::string* mlmodel = intake->files.find("MLmodel");
    ASSERT_TRUE(mlmodel);
    const auto read = infer::parseMlmodel(*mlmodel);
    ASSERT_TRUE(read) << read.error().message << *mlmodel;
    ASSERT_TRUE(read->signature) << *mlmodel;
    EXPECT_EQ(read->signature->inputs.size(), intake->signature.inputs.size());
    const auto runner = infer::loadRunner(intake->files);
    ASSERT_TRUE(runner) << runner.error().message;
    EXPECT_EQ((*runner)->info().flavor, flavor);
    const auto version = keep(*intake);
    ASSERT_TRUE(version) << version.error().message;
    const auto kept = files(*version);
    EXPECT_TRUE(kept.intact());
    EXPECT_EQ(kept.registered.size(), 2u);
  }
}

TEST_F(IntakeTest, APickleIsKeptUnloadedWithWhatItWouldImport) {
  const fs::path witness = m_folder.path() / "ran";
  const fs::path bomb = write("model.pkl", "cos\nsystem\n(S'touch " + witness.string() + "'\ntR.");
  const auto intake = takeInModel(bomb);
  ASSERT_TRUE(intake) << intake.error().message;
  EXPECT_EQ(intake->flavor, "pickle");
  EXPECT_EQ(intake->library, "");
  EXPECT_TRUE(intake->dangerous());
  ASSERT_EQ(intake->pickles.size(), 1u);
  EXPECT_NE(intake->pickles[0].report.sentence().english().find("os.system"), std::string::npos);
  const auto version = keep(*intake);
  ASSERT_TRUE(version) << version.error().message;
  EXPECT_FALSE(fs::exists(witness)) << "the pickle was executed";
  EXPECT_EQ(files(*version).registered.size(), 1u);
}

TEST_F(IntakeTest, WhatIsNoModelIsRefusedInASentence) {
  const auto refusal = [](const Result<ModelIntake>& intake) {
    return intake ? std::string("taken as " + intake->flavor) : intake.error().message;
  };
  EXPECT_NE(refusal(takeInModel(write("notes.txt", "dear diary"))).find("LightGBM"), std::string::npos);
  EXPECT_NE(refusal(takeInModel(write("a.pkl", "no pickle at all"))).find("is called a pickle and is none"),
            std::string::npos);
  EXPECT_NE(refusal(takeInModel(write("picture.png", "\x89PNG"))).find("There is no model"),
            std::string::npos);
  EXPECT_NE(refusal(takeInModel(m_folder.path() / "nowhere.onnx")).find("There is no model"),
            std::string::npos);
  fs::create_directories(m_folder.path() / "empty");
  EXPECT_NE(refusal(takeInModel(m_folder.path() / "empty")).find("holds no files"), std::string::npos);
  EXPECT_FALSE(takeInModel(fixture("missing_operator.onnx")));
  fs::create_symlink(m_folder.path() / "in/missing_operator.onnx", m_folder.path() / "link.onnx");
  EXPECT_NE(refusal(takeInModel(m_folder.path() / "link.onnx")).find("is a symbolic link"),
            std::string::npos);
  ASSERT_EQ(::mkfifo((m_folder.path() / "pipe.onnx").c_str(), 0600), 0);
  EXPECT_NE(refusal(takeInModel(m_folder.path() / "pipe.onnx")).find("neither an ordinary file nor a folder"),
            std::string::npos);
}

TEST_F(IntakeTest, ALinkInAFolderIsNotFollowed) {
  write("folder/MLmodel", "flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n");
  fs::create_symlink("/etc/passwd", m_folder.path() / "in/folder/model.pkl");
  const auto intake = takeInModel(m_folder.path() / "in/folder");
  ASSERT_TRUE(intake) << intake.error().message;
  EXPECT_EQ(intake->flavor, "python_function");
  EXPECT_EQ(intake->library, "");
  EXPECT_EQ(intake->files.files.size(), 1u);
}

TEST_F(IntakeTest, APersonTellsWhatAPickleTakesAndItIsKeptUnloaded) {
  auto intake = takeInModel(write("model.pkl", "cos\nsystem\n(S'true'\ntR."));
  ASSERT_TRUE(intake) << intake.error().message;
  ASSERT_TRUE(mayTellSignature(*intake));
  const Status told = tellSignature(*intake, parseSignatureText("a double\nkind string?\n-> y long").value());
  ASSERT_TRUE(told) << told.error().message;
  const auto version = keep(*intake);
  ASSERT_TRUE(version) << version.error().message;
  EXPECT_EQ(files(*version).registered.size(), 2u);
  const auto read = infer::parseMlmodel(*intake->files.find("MLmodel"));
  ASSERT_TRUE(read && read->signature) << *intake->files.find("MLmodel");
  EXPECT_EQ(signatureText(*read->signature), "a double\nkind string?\n-> y long\n");
  const auto tag = std::ranges::find(version->tags, "tatara.signature", &track::KeyValue::key);
  ASSERT_NE(tag, version->tags.end());
  EXPECT_EQ(tag->value, "told by ana");
}

TEST_F(IntakeTest, WhatIsToldOfAModelThatRunsIsTriedOnIt) {
  auto intake = takeInModel(fixture("regressor.lgb"));
  ASSERT_TRUE(intake) << intake.error().message;
  ASSERT_TRUE(mayTellSignature(*intake));
  const auto before = *intake->files.find("MLmodel");
  const Status few = tellSignature(*intake, parseSignatureText("only double").value());
  ASSERT_FALSE(few);
  EXPECT_NE(few.error().message.find("and the signature names 1"), std::string::npos) << few.error().message;
  EXPECT_EQ(*intake->files.find("MLmodel"), before) << "a refused signature was kept";
  infer::Signature named = intake->signature;
  for (std::size_t i = 0; i < named.inputs.size(); ++i) {
    named.inputs[i].type = infer::ElementType::Float64;
  }
  const Status told = tellSignature(*intake, named);
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_FALSE(mayTellSignature(*intake)) << "what was told once is what the model says";
  const auto runner = infer::loadRunner(intake->files);
  ASSERT_TRUE(runner) << runner.error().message;
  EXPECT_EQ((*runner)->info().signature.inputs.size(), named.inputs.size());
}

TEST_F(IntakeTest, ARefusedRegistrationLeavesNoFilesBehind) {
  const auto intake = takeInModel(fixture("regressor.lgb"));
  ASSERT_TRUE(intake);
  ASSERT_FALSE(keep(*intake, "no/slashes"));
  const auto left = m_workspace.store().read(
      [](sql::Connection& connection) { return artifact::ArtifactStore::listAll(connection, "0"); });
  ASSERT_TRUE(left);
  EXPECT_TRUE(left->empty());
  ASSERT_TRUE(keep(*intake, "sound"));
  const auto kept = m_workspace.store().read(
      [](sql::Connection& connection) { return artifact::ArtifactStore::listAll(connection, "0"); });
  EXPECT_EQ(kept->size(), 2u) << "where nothing may be left behind is not where files are kept";
}

TEST_F(IntakeTest, TheReferenceProfileOfATrainedVersionIsKeptWithoutAnEvaluation) {
  const auto version = train({.rounds = 2});
  const auto why = keepReference(place(), m_workspace.store(), version, "test");
  ASSERT_TRUE(why) << why.error().message;
  EXPECT_FALSE(*why);
  const auto kept = m_workspace.store()
                        .read([&](sql::Connection& connection) {
                          return registry::gatherEvidence(connection, "m", version.version, 0);
                        })
                        .value();
  const auto at = std::ranges::find(kept, "reference", &registry::Evidence::name);
  ASSERT_NE(at, kept.end());
  EXPECT_EQ(at->body["inputs"].items().size(), 3u);
  EXPECT_EQ(at->body["data"]["rows"].asInt(), static_cast<std::int64_t>(kRows / 3));
}

TEST_F(IntakeTest, WhereTheRowsAreNotKnownItIsSaidPlainly) {
  const auto unpredicted = train({.rounds = 2, .predictions = false});
  const auto why = keepReference(place(), m_workspace.store(), unpredicted, "test");
  ASSERT_TRUE(why) << why.error().message;
  ASSERT_TRUE(*why);
  EXPECT_NE((**why).english().find("No reference profile is kept of it"), std::string::npos);
  const auto intake = takeInModel(fixture("regressor.lgb"));
  const auto dropped = keep(*intake);
  ASSERT_TRUE(dropped);
  const auto other = keepReference(place(), m_workspace.store(), *dropped, "test");
  ASSERT_TRUE(other) << other.error().message;
  EXPECT_TRUE(*other);
}

}  // namespace
}  // namespace tatara::evaluate
