#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/base/random.h"
#include "core/provenance/commit_diff.h"
#include "core/provenance/environment.h"
#include "core/provenance/git.h"
#include "core/provenance/patch.h"

namespace tatara::provenance {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
namespace fs = std::filesystem;

class FolderTest : public ::testing::Test {
 protected:
  FolderTest() : m_folder(fs::temp_directory_path() / ("tatara-test-" + randomHex(8))) {
    fs::create_directories(m_folder);
  }
  ~FolderTest() override { fs::remove_all(m_folder); }

  void write(const std::string& name, std::string_view text) {
    fs::create_directories((m_folder / name).parent_path());
    std::ofstream(m_folder / name, std::ios::binary) << text;
  }
  // A real git on the other side, with no configuration of the person who runs the tests.
  void git(const std::string& arguments) {
    const std::string command = "cd '" + m_folder.string() +
                                "' && HOME=. GIT_CONFIG_NOSYSTEM=1 git -c user.name=t -c "
                                "user.email=t@example.org -c init.defaultBranch=main " +
                                arguments + " >/dev/null 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0) << arguments;
  }

  fs::path m_folder;
};

using GitTest = FolderTest;
using EnvironmentTest = FolderTest;

TEST_F(GitTest, AFolderOutsideAnyRepositoryHasNoState) {
  const auto state = readGitState(m_folder);
  ASSERT_TRUE(state) << state.error().message;
  EXPECT_FALSE(*state);
}

TEST_F(GitTest, CommitBranchRemoteAndChangesAreRead) {
  write("src/a.txt", "one\ntwo\n");
  git("init");
  git("add .");
  git("commit -m 'First line\n\nmore'");
  git("remote add origin https://user:word@example.org/team/code.git");
  auto clean = **readGitState(m_folder / "src");
  EXPECT_EQ(clean.commit.size(), 40u);
  EXPECT_EQ(clean.branch, "main");
  EXPECT_EQ(clean.summary, "First line");
  EXPECT_EQ(clean.remote, "https://example.org/team/code.git");
  EXPECT_FALSE(clean.dirty());
  EXPECT_EQ(clean.diff, "");

  write("src/a.txt", "one\nthree\n");
  write("staged.txt", "new\n");
  git("add staged.txt");
  write("loose.txt", "untracked words\n");
  const auto dirty = **readGitState(m_folder);
  EXPECT_TRUE(dirty.dirty());
  EXPECT_EQ(dirty.commit, clean.commit);
  EXPECT_THAT(dirty.changed, ::testing::UnorderedElementsAre("src/a.txt", "staged.txt"));
  EXPECT_THAT(dirty.untracked, ElementsAre("loose.txt"));
  EXPECT_THAT(dirty.diff, HasSubstr("-two\n+three\n"));
  EXPECT_THAT(dirty.diff, HasSubstr("+new\n"));
  EXPECT_THAT(dirty.diff, Not(HasSubstr("untracked words")));
}

TEST_F(GitTest, TheDiffBringsACheckoutOfTheCommitToTheStateItWasReadIn) {
  write("a.txt", "one\ntwo\nthree\n");
  write("b.txt", "gone\n");
  git("init");
  git("add .");
  git("commit -m first");
  write("a.txt", "one\n2\nthree\nfour");
  fs::remove(m_folder / "b.txt");
  const auto state = **readGitState(m_folder);
  git("checkout -f .");
  write("../" + m_folder.filename().string() + ".patch", state.diff);
  git("apply ../" + m_folder.filename().string() + ".patch");
  fs::remove(m_folder.string() + ".patch");
  std::ifstream file(m_folder / "a.txt");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "one\n2\nthree\nfour");
  EXPECT_FALSE(fs::exists(m_folder / "b.txt"));
}

TEST_F(GitTest, ALongDiffIsCutAndSaidToBe) {
  write("a.txt", "start\n");
  git("init");
  git("add .");
  git("commit -m first");
  std::string lines;
  for (int i = 0; i < 1000; ++i) {
    lines += "line " + std::to_string(i) + "\n";
  }
  write("a.txt", lines);
  const auto state = **readGitState(m_folder, 10'000);
  const auto cut = **readGitState(m_folder, 9'000);
  EXPECT_LE(cut.diff.size(), 9'000u);
  EXPECT_TRUE(cut.diffCut || cut.diff.find("Binary files") != std::string::npos);
  EXPECT_THAT(state.changed, ElementsAre("a.txt"));
}

TEST_F(GitTest, ARepositoryWithoutACommitHasABranchAndNoCommit) {
  git("init");
  const auto state = **readGitState(m_folder);
  EXPECT_EQ(state.commit, "");
  EXPECT_EQ(state.branch, "main");
}

TEST_F(GitTest, ADamagedRepositoryIsAnErrorInWordsOrNone) {
  git("init");
  write(".git/HEAD", "nonsense");
  const auto state = readGitState(m_folder);
  if (!state) {
    EXPECT_FALSE(state.error().message.empty());
  } else {
    EXPECT_FALSE(*state && !(**state).commit.empty());
  }
}

TEST(CredentialTest, UrlsLoseTheirsAndOtherTextStays) {
  EXPECT_EQ(withoutCredentials("https://user:word@example.org/x@y"), "https://example.org/x@y");
  EXPECT_EQ(withoutCredentials("https://word@example.org"), "https://example.org");
  EXPECT_EQ(withoutCredentials("https://example.org/a@b"), "https://example.org/a@b");
  EXPECT_EQ(withoutCredentials("git@example.org:team/code.git"), "git@example.org:team/code.git");
  EXPECT_EQ(withoutCredentials("/home/a@b"), "/home/a@b");
}

TEST(CommandLineTest, SecretsAreMasked) {
  EXPECT_THAT(maskedCommandLine({"tatara", "--token", "abc", "--password=def", "--api_key", "ghi", "--target",
                                 "cnt", "https://u:p@example.org/", "--secret-file", "--drop", "x"}),
              ElementsAre("tatara", "--token", "***", "--password=***", "--api_key", "***", "--target", "cnt",
                          "https://example.org/", "--secret-file", "--drop", "x"));
}

TEST_F(GitTest, TwoCommitsDifferInTheFilesAndLinesThatGitCounts) {
  write("a.txt", "one\ntwo\nthree\n");
  write("b.txt", "same\n");
  git("init");
  git("add .");
  git("commit -m first");
  const std::string first = (**readGitState(m_folder)).commit;
  write("a.txt", "one\n2\nthree\nfour\n");
  write("c/d.txt", "new\n");
  git("add .");
  git("commit -m second");
  const std::string second = (**readGitState(m_folder)).commit;
  const auto diff = diffCommits(m_folder, first, second);
  ASSERT_TRUE(diff) << diff.error().message;
  ASSERT_TRUE(*diff);
  EXPECT_THAT((*diff)->files, ElementsAre("a.txt", "c/d.txt"));
  EXPECT_EQ((*diff)->fileCount, 2U);
  EXPECT_EQ((*diff)->insertions, 3U);
  EXPECT_EQ((*diff)->deletions, 1U);
  EXPECT_EQ((**diffCommits(m_folder, first, first)).fileCount, 0U);
  const auto patch = patchBetween(m_folder, first, second, 1 << 20);
  ASSERT_TRUE(patch && *patch);
  EXPECT_FALSE((*patch)->cut);
  const Patch parsed = parsePatch((*patch)->text);
  ASSERT_EQ(parsed.files.size(), 2u);
  EXPECT_EQ(parsed.files[0].path, "a.txt");
  EXPECT_EQ(parsed.insertions(), 3);
  EXPECT_EQ(parsed.deletions(), 1);
  EXPECT_TRUE((*patchBetween(m_folder, first, second, 60))->cut);
  EXPECT_FALSE(*patchBetween(m_folder, first, std::string(40, '0'), 1 << 20));
  EXPECT_FALSE(*diffCommits(m_folder, first, std::string(40, '0')));
  EXPECT_FALSE(*diffCommits(m_folder, "../../etc/passwd", second));
  EXPECT_FALSE(*diffCommits(m_folder, "", second));
}

TEST_F(GitTest, OutsideARepositoryCommitsDoNotDiffer) {
  const auto diff = diffCommits(m_folder, std::string(40, 'a'), std::string(40, 'b'));
  ASSERT_TRUE(diff) << diff.error().message;
  EXPECT_FALSE(*diff);
}

TEST_F(EnvironmentTest, AMachineIsDescribedFromItsFiles) {
  write("etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
  write("proc/cpuinfo", "processor\t: 0\nmodel name\t: Example CPU @ 2.0GHz\nflags\t\t: fpu avx2 fma\n");
  write("proc/meminfo", "MemTotal:       16384 kB\n");
  write("sys/fs/cgroup/memory.max", "1048576\n");
  write("proc/1/cgroup", "0::/docker/0123\n");
  write("proc/driver/nvidia/version",
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu\nGCC\n");
  write("proc/driver/nvidia/gpus/0000:01:00.0/information", "Model: \t\t NVIDIA A100\nIRQ: 5\n");
  const Environment environment = readEnvironment(m_folder);
  EXPECT_EQ(environment.operatingSystem, "Debian GNU/Linux 12 (bookworm)");
  EXPECT_EQ(environment.processor, "Example CPU @ 2.0GHz");
  EXPECT_THAT(environment.processorFlags, ElementsAre("fpu", "avx2", "fma"));
  EXPECT_EQ(environment.memory, 16384u * 1024);
  EXPECT_EQ(environment.memoryLimit, 1048576u);
  ASSERT_EQ(environment.accelerators.size(), 1u);
  EXPECT_EQ(environment.accelerators[0].name, "NVIDIA A100");
  EXPECT_EQ(environment.accelerators[0].driver, "nvidia 550.54.14");
  if (!std::getenv("KUBERNETES_SERVICE_HOST") && !std::getenv("container")) {
    EXPECT_EQ(environment.container, "docker");
  }
}

TEST_F(EnvironmentTest, AMachineThatTellsNothingIsDescribedAllTheSame) {
  const Environment environment = readEnvironment(m_folder);
  EXPECT_EQ(environment.processor, "");
  EXPECT_EQ(environment.memory, 0u);
  EXPECT_GT(environment.processors, 0);
  EXPECT_FALSE(environment.commandLine.empty());
}

TEST_F(EnvironmentTest, OnlyVariablesThatMatterAreTakenAndCredentialsNever) {
  setenv("OMP_NUM_THREADS", "3", 1);
  setenv("PYTHONPATH", "https://user:word@example.org/", 1);
  setenv("TATARA_TEST_TOKEN", "hidden", 1);
  const std::string json = text::toJson(toJson(readEnvironment(m_folder)));
  EXPECT_THAT(readEnvironment(m_folder).variables, Contains(Pair("OMP_NUM_THREADS", "3")));
  EXPECT_THAT(json, Not(HasSubstr("hidden")));
  EXPECT_THAT(json, Not(HasSubstr("word@")));
}

}  // namespace
}  // namespace tatara::provenance
