#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "core/base/random.h"
#include "core/package/elf.h"
#include "core/package/package.h"
#include "core/text/json.h"
#include "core/text/yaml.h"

namespace tatara::package {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

std::string slurp(const fs::path& file) {
  std::ifstream input(file, std::ios::binary);
  std::stringstream all;
  all << input.rdbuf();
  return all.str();
}

class PackageTest : public ::testing::Test {
 protected:
  PackageTest() : m_folder(fs::temp_directory_path() / ("tatara-test-" + randomHex(8))) {
    fs::create_directories(m_folder / "pinned/xgboost/lib");
    fs::create_directories(m_folder / "pinned/xgboost_cpu.libs");
    // Any real program and library do: nothing is run here.
    const auto c = librariesOf({"/bin/sh"});
    EXPECT_TRUE(c) << c.error().message;
    fs::copy_file(c->front().file, m_folder / "pinned/xgboost/lib/libxgboost.so");
    fs::copy_file(c->front().file, m_folder / "pinned/xgboost_cpu.libs/libgomp-1.so.1");
    m_server = {fs::canonical("/bin/sh"), m_folder / "pinned"};
    m_files.files = {{"MLmodel", "flavors:\n  python_function:\n    loader_module: mlflow.xgboost\n"},
                     {"model.ubj", std::string("{\0\1\2", 4)}};
  }
  ~PackageTest() override { fs::remove_all(m_folder); }

  Subject subject(const std::string& model = "bike-demand") const {
    return {
        .model = model, .version = 3, .digest = std::string(64, 'a'), .flavor = "xgboost", .files = &m_files};
  }
  Result<Report> make(Options options, const std::string& model = "bike-demand", std::stop_token stop = {}) {
    Writing writing;
    writing.time = fromUnixMillis(1'700'000'000'000);
    writing.stop = std::move(stop);
    return write(subject(model), options, m_server, writing);
  }
  Options options(Kind kind, const std::string& name) const {
    Options wanted;
    wanted.kind = kind;
    wanted.out = m_folder / name;
    return wanted;
  }
  std::vector<std::string> namesIn(const fs::path& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
      names.push_back(entry.path().filename());
    }
    return names;
  }

  fs::path m_folder;
  Server m_server;
  infer::ModelFiles m_files;
};

TEST_F(PackageTest, TheSameVersionBecomesTheSameBytesWhateverTheUmaskAndThePlace) {
  for (const Kind kind :
       {Kind::OciArchive, Kind::Lambda, Kind::AzureFunctions, Kind::Kubernetes, Kind::Kserve}) {
    const mode_t before = ::umask(0077);
    ASSERT_TRUE(make(options(kind, "first")));
    ::umask(0);
    fs::create_directory(m_folder / "other");
    const auto again = make(options(kind, "other/second"));
    ::umask(before);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(slurp(m_folder / "first"), slurp(m_folder / "other/second")) << factsOf(kind).word;
    EXPECT_GT(again->bytes, 100u);
    fs::remove_all(m_folder / "first");
    fs::remove_all(m_folder / "other");
  }
}

TEST_F(PackageTest, AnImageNamesItsBlobsByWhatTheyAre) {
  const auto report = make(options(Kind::Oci, "image"));
  ASSERT_TRUE(report) << report.error().message;
  const auto index = text::parseJson(slurp(m_folder / "image/index.json"));
  ASSERT_TRUE(index);
  const text::Json& first = (*index)["manifests"].items().at(0);
  EXPECT_EQ(*first["digest"].asString(), "sha256:" + report->imageDigest);
  const auto manifest = text::parseJson(slurp(m_folder / "image/blobs/sha256" / report->imageDigest));
  ASSERT_TRUE(manifest);
  EXPECT_EQ((*manifest)["layers"].items().size(), 2u);
  const std::string config = manifest->operator[]("config")["digest"].asString()->substr(7);
  const auto read = text::parseJson(slurp(m_folder / "image/blobs/sha256" / config));
  ASSERT_TRUE(read);
  EXPECT_EQ(*(*read)["config"]["User"].asString(), "65532:65532");
  EXPECT_EQ(*(*read)["created"].asString(), "2023-11-14T22:13:20Z");
  EXPECT_EQ((*read)["rootfs"]["diff_ids"].items().size(), 2u);
}

TEST_F(PackageTest, HostileModelNamesStayTextInEveryManifest) {
  const std::string hostile = "evil\"\nUSER root\n: {x: $(id) `id` ${HOME} 'a' \\ é";
  ASSERT_TRUE(make(options(Kind::Docker, "docker"), hostile));
  const std::string lines = slurp(m_folder / "docker/Dockerfile");
  EXPECT_THAT(lines, Not(HasSubstr("\nUSER root")));
  EXPECT_THAT(lines, HasSubstr("\nUSER 65532:65532\n"));
  // The user may write to /tmp, which is made by an archive that keeps the folder's rights.
  EXPECT_THAT(lines, HasSubstr("\nADD tmp.tar /\n"));
  EXPECT_EQ(slurp(m_folder / "docker/tmp.tar").substr(0, 108),
            std::string("tmp/") + std::string(96, '\0') + "0001777" + '\0');
  EXPECT_THAT(lines, HasSubstr("\\$(id)"));
  ASSERT_TRUE(make(options(Kind::Kserve, "kserve.yaml"), hostile));
  const auto read = text::parseYaml(slurp(m_folder / "kserve.yaml"));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*(*read)["metadata"]["annotations"]["tatara/model"].asString(), hostile);
  EXPECT_EQ(*(*read)["metadata"]["name"].asString(), plainName(hostile));
}

TEST_F(PackageTest, NamesOfAnyModelBecomeNamesThatPlatformsTake) {
  EXPECT_EQ(plainName("Bike demand (v2)"), "bike-demand-v2");
  EXPECT_EQ(plainName("2024"), "model-2024");
  EXPECT_EQ(plainName("--"), "model");
  EXPECT_EQ(plainName("需要"), "model");
  EXPECT_LE(plainName(std::string(300, 'x')).size(), 50u);
}

TEST_F(PackageTest, ChosenNamesAndNumbersThatNobodyTakesAreRefused) {
  for (const char* name : {"Bikes", "a b", "-a", "a-", "a--b", "9a", "a\nb", "a/b"}) {
    Options wanted = options(Kind::Kubernetes, "x.yaml");
    wanted.name = name;
    const auto made = make(wanted);
    ASSERT_FALSE(made) << name;
    EXPECT_EQ(made.error().kind, ErrorKind::InvalidArgument);
  }
  for (const char* image : {"a b", "-x", "a\"b", "a$b", "a\nb"}) {
    Options wanted = options(Kind::Kubernetes, "x.yaml");
    wanted.image = image;
    EXPECT_FALSE(make(wanted)) << image;
  }
  Options wanted = options(Kind::Kserve, "x.yaml");
  wanted.canary = 101;
  EXPECT_FALSE(make(wanted));
  wanted.canary = 0;
  wanted.replicas = 0;
  EXPECT_FALSE(make(wanted));
  EXPECT_FALSE(fs::exists(m_folder / "x.yaml"));
}

TEST_F(PackageTest, FilesOfAModelThatLeadOutOfItsFolderAreRefused) {
  for (const char* path : {"../x", "/etc/passwd", "a/../../b", "a//b", "a\\b", "a\nb", ".", ""}) {
    m_files.files.push_back({path, "x"});
    const auto made = make(options(Kind::Lambda, "x.zip"));
    ASSERT_FALSE(made) << path;
    EXPECT_EQ(made.error().kind, ErrorKind::InvalidArgument);
    m_files.files.pop_back();
  }
  EXPECT_THAT(namesIn(m_folder), testing::ElementsAre("pinned"));
}

TEST_F(PackageTest, AFileThatIsAlsoAFolderIsRefused) {
  m_files.files.push_back({"model.ubj/inner", "x"});
  EXPECT_FALSE(make(options(Kind::Mlflow, "m")));
  m_files.files.back().path = "MLmodel";
  EXPECT_FALSE(make(options(Kind::Mlflow, "m")));
}

TEST_F(PackageTest, WhatIsThereIsLeftUnlessItIsSuchAPackageAndToBeReplaced) {
  ASSERT_TRUE(make(options(Kind::Mlflow, "model")));
  auto again = options(Kind::Mlflow, "model");
  EXPECT_EQ(make(again).error().kind, ErrorKind::AlreadyExists);
  again.replace = true;
  m_files.files[1].bytes = "newer";
  ASSERT_TRUE(make(again));
  EXPECT_EQ(slurp(m_folder / "model/model.ubj"), "newer");
  std::ofstream(m_folder / "model/letters.txt") << "mine";
  const auto refused = make(again);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("letters.txt"));
  EXPECT_EQ(slurp(m_folder / "model/letters.txt"), "mine");
  auto overFile = options(Kind::Mlflow, "file");
  std::ofstream(m_folder / "file") << "mine";
  overFile.replace = true;
  EXPECT_FALSE(make(overFile));
  EXPECT_EQ(slurp(m_folder / "file"), "mine");
}

TEST_F(PackageTest, WhatFailsOrIsStoppedLeavesNothing) {
  std::stop_source stop;
  stop.request_stop();
  for (const Kind kind : {Kind::Oci, Kind::OciArchive, Kind::Docker, Kind::Lambda, Kind::SageMaker}) {
    const auto made = make(options(kind, "out"), "bikes", stop.get_token());
    ASSERT_FALSE(made) << factsOf(kind).word;
    EXPECT_EQ(made.error().kind, ErrorKind::Cancelled);
    EXPECT_THAT(namesIn(m_folder), testing::ElementsAre("pinned"));
  }
  EXPECT_FALSE(make(options(Kind::Kserve, "nowhere/x.yaml")));
}

TEST_F(PackageTest, ADiskThatTakesNoMoreIsToldAndLeavesNothing) {
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 64 * 1024;
  ::setrlimit(RLIMIT_FSIZE, &small);
  for (const Kind kind : {Kind::OciArchive, Kind::Docker, Kind::Lambda}) {
    const auto made = make(options(kind, "out"));
    EXPECT_FALSE(made) << factsOf(kind).word;
    if (!made) {
      EXPECT_EQ(made.error().kind, ErrorKind::Io);
    }
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_THAT(namesIn(m_folder), testing::ElementsAre("pinned"));
}

TEST_F(PackageTest, TensorflowServingTakesOneSavedModelAndNothingElse) {
  const auto none = make(options(Kind::TensorflowServing, "t"));
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("saved_model.pb"));
  m_files.files.push_back({"data/model/saved_model.pb", "graph"});
  m_files.files.push_back({"data/model/variables/variables.index", "v"});
  ASSERT_TRUE(make(options(Kind::TensorflowServing, "t")));
  EXPECT_EQ(slurp(m_folder / "t/models/bike-demand/3/saved_model.pb"), "graph");
  EXPECT_EQ(slurp(m_folder / "t/models/bike-demand/3/variables/variables.index"), "v");
  EXPECT_THAT(slurp(m_folder / "t/models.config"), HasSubstr("versions: 3"));
  m_files.files.push_back({"other/saved_model.pb", "graph"});
  EXPECT_FALSE(make(options(Kind::TensorflowServing, "u")));
}

TEST_F(PackageTest, AModelThatNeedsPythonIsNotPackedWithTheServer) {
  Subject python = subject();
  python.flavor = "python_function";
  for (const Kind kind : {Kind::Oci, Kind::Docker, Kind::Lambda, Kind::AzureFunctions}) {
    const auto made = write(python, options(kind, "out"), m_server, {});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, ErrorKind::Unsupported);
  }
  EXPECT_TRUE(write(python, options(Kind::Mlflow, "folder"), m_server, {}));
}

TEST(ElfTest, EveryLibraryThatTheLoaderNamesIsFound) {
  const auto libraries = librariesOf({"/proc/self/exe"});
  ASSERT_TRUE(libraries) << libraries.error().message;
  std::vector<std::string> names;
  for (const Library& library : *libraries) {
    names.push_back(library.name);
  }
  // What this very process has mapped: the loader's own word for it.
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    const std::size_t slash = line.find('/');
    if (slash == std::string::npos || line.find(".so") == std::string::npos) {
      continue;
    }
    const fs::path mapped = line.substr(slash);
    EXPECT_TRUE(std::any_of(libraries->begin(), libraries->end(), [&](const Library& library) {
      return library.file == mapped;
    })) << mapped;
  }
  EXPECT_THAT(names, Contains("libc.so.6"));
}

TEST(ElfTest, DamagedFilesAreToldAndNotReadBeyondTheirEnd) {
  const fs::path file = fs::temp_directory_path() / ("tatara-elf-" + randomHex(8));
  const std::string sound = slurp(fs::canonical("/bin/true"));
  ASSERT_GT(sound.size(), 1000u);
  const auto rewrite = [&](const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; };
  for (std::size_t length :
       {std::size_t(0), std::size_t(3), std::size_t(63), std::size_t(64), std::size_t(300)}) {
    rewrite(sound.substr(0, length));
    EXPECT_FALSE(readElf(file)) << length;
  }
  std::uint64_t state = 12;
  for (int round = 0; round < 500; ++round) {
    std::string bytes = sound.substr(0, 4096);
    for (int change = 0; change < 8; ++change) {
      state = state * 6364136223846793005ull + 1442695040888963407ull;
      bytes[64 + (state >> 33) % 2000] = static_cast<char>(state >> 20);
    }
    rewrite(bytes);
    (void)readElf(file);  // any answer, within time and memory
  }
  rewrite("#!/bin/sh\nexit 0\n" + std::string(100, ' '));
  const auto script = readElf(file);
  ASSERT_FALSE(script);
  EXPECT_EQ(script.error().kind, ErrorKind::Unsupported);
  fs::remove(file);
}

}  // namespace
}  // namespace tatara::package
