#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "core/registry/registry.h"
#include "tests/core/registry/people.h"
#include "tests/support/temp_workspace.h"

namespace tatara::registry {
namespace {

const Actor kActor{"mika", "test"};

class RegistryTest : public testing::Test {
 protected:
  template <typename F>
  auto write(F task) {
    return m_temp.store().writeFor(task);
  }
  template <typename F>
  auto read(F task) {
    return m_temp.store().read(task);
  }
  void makeModel(const std::string& name) {
    NewModel model;
    model.name = name;
    ASSERT_TRUE(write([&](store::Writer& w) { return createModel(w, model, kActor, kNow); }));
  }
  Result<ModelVersion> makeVersion(const std::string& model) {
    NewVersion version;
    version.model = model;
    version.source = "models:/m-1";
    version.run = track::RunId("r1");
    return write([&](store::Writer& w) { return createVersion(w, version, kActor, kNow); });
  }
  Status doMove(const std::string& model, const Move& wanted) {
    return write([&](store::Writer& w) { return registry::move(w, model, wanted, kActor, kNow); });
  }
  std::vector<Act> acts() {
    return read([](sql::Connection& c) { return loadActs(c, 10'000); }).value();
  }
  tests::TempWorkspace m_temp;
};

TEST_F(RegistryTest, ANameIsGivenOnceAndHasNoSlashOrColon) {
  makeModel("bikes");
  NewModel model;
  for (const char* name : {"bikes", "a/b", "a:b", "", "  "}) {
    model.name = name;
    EXPECT_FALSE(write([&](store::Writer& w) { return createModel(w, model, kActor, kNow); })) << name;
  }
  EXPECT_EQ(read([](sql::Connection& c) { return loadModels(c); })->size(), 1u);
}

TEST_F(RegistryTest, AVersionNumberIsNeverUsedAgain) {
  makeModel("bikes");
  EXPECT_EQ(makeVersion("bikes")->version, 1);
  EXPECT_EQ(makeVersion("bikes")->version, 2);
  ASSERT_TRUE(write([](store::Writer& w) { return deleteVersion(w, "bikes", 2, kActor, kNow); }));
  EXPECT_EQ(makeVersion("bikes")->version, 3);
  EXPECT_FALSE(read([](sql::Connection& c) { return findVersion(c, "bikes", 2); }).value());
  EXPECT_EQ(makeVersion("none").error().kind, ErrorKind::NotFound);
}

TEST_F(RegistryTest, TheVersionsOfARunAreThoseOfAllModelsThatCameFromIt) {
  const auto make = [&](const char* model, const char* run, int minute) {
    const NewVersion version{.model = model, .source = "models:/m-1", .run = track::RunId(run)};
    const Timestamp at = kNow + std::chrono::minutes(minute);
    ASSERT_TRUE(write([&](store::Writer& w) { return createVersion(w, version, kActor, at); }));
  };
  makeModel("bikes");
  makeModel("cars");
  make("bikes", "r1", 0);
  make("bikes", "r2", 1);
  make("cars", "r1", 2);
  make("cars", "", 3);
  make("bikes", "r1", 4);
  ASSERT_TRUE(write([&](store::Writer& w) { return deleteVersion(w, "bikes", 3, kActor, kNow); }));
  const auto names = [&](const char* run) {
    std::vector<std::string> found;
    const auto versions = read([&](sql::Connection& c) { return loadVersionsOfRun(c, track::RunId(run)); });
    for (const ModelVersion& version : *versions) {
      found.push_back(version.model + "/" + std::to_string(version.version));
    }
    return found;
  };
  EXPECT_EQ(names("r1"), (std::vector<std::string>{"cars/1", "bikes/1"}));
  EXPECT_EQ(names("r2"), (std::vector<std::string>{"bikes/2"}));
  EXPECT_TRUE(names("r3").empty());
}

TEST_F(RegistryTest, DeletingAVersionTakesItsAliases) {
  makeModel("bikes");
  ASSERT_TRUE(makeVersion("bikes"));
  ASSERT_TRUE(doMove("bikes", SetAlias{"champion", 1}));
  EXPECT_EQ(
      read([](sql::Connection& c) { return findVersionByAlias(c, "bikes", "champion"); }).value()->version,
      1);
  ASSERT_TRUE(write([](store::Writer& w) { return deleteVersion(w, "bikes", 1, kActor, kNow); }));
  EXPECT_FALSE(read([](sql::Connection& c) { return findVersionByAlias(c, "bikes", "champion"); }).value());
}

TEST_F(RegistryTest, AliasesThatMlflowReservesAreRefused) {
  makeModel("bikes");
  ASSERT_TRUE(makeVersion("bikes"));
  for (const char* alias : {"latest", "Latest", "v1", "V12", "", "a b", "a/b"}) {
    EXPECT_EQ(doMove("bikes", SetAlias{alias, 1}).error().kind, ErrorKind::InvalidArgument) << alias;
  }
  EXPECT_TRUE(doMove("bikes", SetAlias{"v1a", 1}));
  EXPECT_EQ(doMove("bikes", SetAlias{"champion", 9}).error().kind, ErrorKind::NotFound);
  EXPECT_TRUE(doMove("bikes", RemoveAlias{"absent"}));
  EXPECT_EQ(
      read([](sql::Connection& c) { return findVersionByAlias(c, "bikes", "LATEST"); }).value()->version, 1);
}

TEST_F(RegistryTest, AStageMayArchiveThoseThatHeldIt) {
  makeModel("bikes");
  ASSERT_TRUE(makeVersion("bikes"));
  ASSERT_TRUE(makeVersion("bikes"));
  ASSERT_TRUE(doMove("bikes", SetStage{1, Stage::Production, false}));
  ASSERT_TRUE(doMove("bikes", SetStage{2, Stage::Production, true}));
  EXPECT_EQ(read([](sql::Connection& c) { return findVersion(c, "bikes", 1); }).value()->stage,
            Stage::Archived);
  EXPECT_EQ(read([](sql::Connection& c) { return findVersion(c, "bikes", 2); }).value()->stage,
            Stage::Production);
  EXPECT_FALSE(doMove("bikes", SetStage{2, Stage::None, true}));
  EXPECT_EQ(parseStage("pRoduction"), Stage::Production);
  EXPECT_FALSE(parseStage("live"));
}

TEST_F(RegistryTest, RenamingMovesVersionsAndAliases) {
  makeModel("bikes");
  ASSERT_TRUE(makeVersion("bikes"));
  ASSERT_TRUE(doMove("bikes", SetAlias{"champion", 1}));
  ASSERT_TRUE(write([](store::Writer& w) { return renameModel(w, "bikes", "rides", kActor, kNow); }));
  EXPECT_EQ(
      read([](sql::Connection& c) { return findVersionByAlias(c, "rides", "champion"); }).value()->model,
      "rides");
  EXPECT_FALSE(read([](sql::Connection& c) { return findModel(c, "bikes"); }).value());
}

TEST_F(RegistryTest, TagsAreSetAndRemoved) {
  makeModel("bikes");
  ASSERT_TRUE(makeVersion("bikes"));
  ASSERT_TRUE(write([](store::Writer& w) -> Status {
    TATARA_TRY(setModelTag(w, "bikes", {"team", "red"}, kNow));
    TATARA_TRY(setVersionTag(w, "bikes", 1, {"size", "small"}, kNow));
    return setVersionTag(w, "bikes", 1, {"gone", "1"}, kNow);
  }));
  ASSERT_TRUE(write([](store::Writer& w) { return deleteVersionTag(w, "bikes", 1, "gone", kNow); }));
  EXPECT_EQ(read([](sql::Connection& c) { return findModel(c, "bikes"); }).value()->tags.size(), 1u);
  EXPECT_EQ(read([](sql::Connection& c) { return findVersion(c, "bikes", 1); }).value()->tags,
            (std::vector<KeyValue>{{"size", "small"}}));
}

// Random acts against a naive model: aliases always point where the model says, and each change left its act.
TEST_F(RegistryTest, RandomMovesEqualANaiveModelAndLeaveAnActEach) {
  std::mt19937 random(17);
  makeModel("m");
  std::map<std::string, std::int64_t> aliases;
  std::set<std::int64_t> versions;
  std::int64_t next = 1;
  std::size_t expectedActs = 1;
  const std::vector<std::string> names{"champion", "challenger", "shadow"};
  for (int i = 0; i < 300; ++i) {
    const std::string alias = names[random() % names.size()];
    const std::int64_t version = static_cast<std::int64_t>(random() % 8) + 1;
    switch (random() % 4) {
      case 0:
        ASSERT_EQ(makeVersion("m")->version, next);
        versions.insert(next++);
        ++expectedActs;
        break;
      case 1: {
        const bool possible = versions.contains(version);
        ASSERT_EQ(doMove("m", SetAlias{alias, version}).has_value(), possible);
        const bool changes = possible && (!aliases.contains(alias) || aliases[alias] != version);
        if (changes) {
          aliases[alias] = version;
        }
        expectedActs += changes ? 1 : 0;
        break;
      }
      case 2:
        ASSERT_TRUE(doMove("m", RemoveAlias{alias}));
        expectedActs += aliases.erase(alias);
        break;
      default: {
        const bool possible = versions.erase(version) > 0;
        ASSERT_EQ(
            write([&](store::Writer& w) { return deleteVersion(w, "m", version, kActor, kNow); }).has_value(),
            possible);
        expectedActs +=
            possible ? 1 + std::erase_if(aliases, [&](const auto& a) { return a.second == version; }) : 0;
      }
    }
    std::map<std::string, std::int64_t> found;
    const auto model = read([](sql::Connection& c) { return findModel(c, "m"); }).value();
    for (const Alias& a : model->aliases) {
      found[a.name] = a.version;
    }
    ASSERT_EQ(found, aliases);
    ASSERT_EQ(acts().size(), expectedActs);
  }
  EXPECT_EQ(acts().back().verb, "create model");
  EXPECT_EQ(acts().back().actor, "mika");
}

}  // namespace
}  // namespace tatara::registry
