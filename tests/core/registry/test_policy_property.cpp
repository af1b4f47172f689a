// Random sequences of acts by several people through every door of the registry, against a naive model of the
// policy: the protected alias is only ever on a version that the policy allowed.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <random>
#include <set>

#include "core/registry/audit.h"
#include "core/registry/review.h"
#include "tests/core/registry/people.h"
#include "tests/support/temp_workspace.h"

namespace tatara::registry {
namespace {

// What the naive model knows: approvals that stand, by version, and versions that were champion by a review.
struct Naive {
  struct Request {
    std::string requester;
    std::int64_t against = 0;
    std::set<std::string> approvedBy{};
    bool changes = false;
    bool done = false;
  };
  std::map<std::int64_t, Request> newest;  // of each version, by its last review that was not withdrawn
  std::set<std::string> reviewers{"mika", "rei"};
  std::set<std::int64_t> versions;
  std::int64_t champion = 0;

  bool mayTake(std::int64_t version) const {
    const auto found = newest.find(version);
    if (found == newest.end() || found->second.changes) {
      return false;
    }
    const Request& request = found->second;
    int counted = 0;
    for (const std::string& person : request.approvedBy) {
      counted += reviewers.contains(person) && person != request.requester ? 1 : 0;
    }
    return counted > 0 && (request.done || champion == request.against || champion == version);
  }
};

class PolicyPropertyTest : public testing::TestWithParam<int> {
 protected:
  template <typename F>
  auto write(F task) {
    return m_temp.store().writeFor(task);
  }
  void writePolicy(const std::set<std::string>& reviewers) {
    std::string names;
    for (const std::string& person : reviewers) {
      names += (names.empty() ? "" : ", ") + person;
    }
    std::ofstream(m_temp.workspace().settingsFile())
        << "policy:\n  roles: {reviewer: [" << names
        << "]}\n  models:\n    - {name: 'm*', approvals: {reviewer: 1}}\n";
  }
  std::int64_t champion(const std::string& model) {
    const auto found =
        m_temp.store().read([&](sql::Connection& c) { return findVersionByAlias(c, model, "champion"); });
    return found.value() ? found.value()->version : 0;
  }
  tests::TempWorkspace m_temp;
};

TEST_P(PolicyPropertyTest, AProtectedAliasIsOnlyEverWhereThePolicyLetIt) {
  std::mt19937 random(static_cast<unsigned>(GetParam()));
  Naive naive;
  writePolicy(naive.reviewers);
  std::string model = "m1";
  ASSERT_TRUE(write([&](store::Writer& w) { return createModel(w, {.name = model}, {"ana", "t"}, kNow); }));
  const std::vector<Actor> actors{
      {"ana", "tatara"},
      {"mika", "tatara-workbench"},
      {"rei", "mlflow-client", Identity::Token, {Scope::Review, Scope::Deploy, Scope::Log}, 1},
      {"rei", "mlflow-client", Identity::Token, {Scope::Deploy}, 2, true},
      {"mika", "mlflow-client", Identity::Nobody, {Scope::Read, Scope::Log}},
      nobody("mlflow-client")};
  std::map<std::int64_t, ReviewId> reviews;  // of each version the newest
  int set = 0;
  for (int step = 0; step < 220; ++step) {
    const Actor& actor = actors[random() % actors.size()];
    const std::int64_t version = static_cast<std::int64_t>(random() % 4) + 1;
    const bool proven = actor.identity != Identity::Nobody;
    switch (random() % 12) {
      case 0: {
        const auto made = write([&](store::Writer& w) {
          return createVersion(w, {.model = model, .source = "s", .user = "nobody-in-particular"}, actor,
                               kNow);
        });
        ASSERT_TRUE(made);
        naive.versions.insert(made->version);
        break;
      }
      case 1:
      case 2: {
        NewReview review;
        review.model = model;
        review.version = version;
        review.reason = "r";
        const auto opened = write([&](store::Writer& w) { return openReview(w, review, actor, kNow); });
        if (opened) {
          ASSERT_TRUE(proven && naive.versions.contains(version));
          reviews[version] = opened->id;
          naive.newest[version] = {.requester = actor.person, .against = naive.champion};
        }
        break;
      }
      case 3:
      case 4:
      case 5: {
        if (!reviews.contains(version)) {
          break;
        }
        const bool approve = random() % 4 != 0;
        const NewDecision decision{.verdict = approve ? Verdict::Approve : Verdict::RequestChanges,
                                   .reason = "r"};
        const auto decided =
            write([&](store::Writer& w) { return decide(w, reviews[version], decision, actor, kNow); });
        if (!decided) {
          break;
        }
        Naive::Request& request = naive.newest[version];
        ASSERT_TRUE(proven && !actor.automated && naive.reviewers.contains(actor.person));
        ASSERT_NE(actor.person, request.requester);
        if (approve) {
          request.approvedBy.insert(actor.person);
          request.changes = false;
        } else {
          request.approvedBy.erase(actor.person);
          request.changes = true;
        }
        break;
      }
      case 6: {
        if (!reviews.contains(version)) {
          break;
        }
        const auto opened =
            write([&](store::Writer& w) { return reopenReview(w, reviews[version], "", actor, kNow); });
        if (opened) {
          ASSERT_TRUE(proven);
          Naive::Request& request = naive.newest[version];
          request = {.requester = request.requester,
                     .against = naive.champion == version ? 0 : naive.champion};
        }
        break;
      }
      case 7: {  // the role changes hands in the file
        naive.reviewers =
            random() % 2 == 0 ? std::set<std::string>{"mika", "rei"} : std::set<std::string>{"rei", "ana"};
        writePolicy(naive.reviewers);
        break;
      }
      case 8: {  // rename, within the pattern and out of it
        const std::string name = random() % 2 == 0 ? "m" + std::to_string(random() % 3) : "free";
        const bool renamed =
            m_temp.store()
                .write([&](store::Writer& w) { return renameModel(w, model, name, actor, kNow); })
                .has_value();
        if (renamed && name == "free" && naive.champion != 0) {
          ASSERT_TRUE(proven && !actor.automated && naive.reviewers.contains(actor.person));
        }
        if (renamed && name == "free") {
          // Back at once where it may: unprotected moves are not what is tested here.
          const bool back =
              m_temp.store()
                  .write([&](store::Writer& w) { return renameModel(w, name, model, actor, kNow); })
                  .has_value();
          ASSERT_EQ(back, naive.champion == 0);
          if (!back) {
            ASSERT_TRUE(m_temp.store().write(
                [&](store::Writer& w) { return move(w, name, RemoveAlias{"champion"}, actor, kNow); }));
            ASSERT_TRUE(m_temp.store().write(
                [&](store::Writer& w) { return renameModel(w, name, model, actor, kNow); }));
            naive.champion = 0;
          }
        } else if (renamed) {
          model = name;
        }
        break;
      }
      case 9: {
        const bool removed =
            m_temp.store()
                .write([&](store::Writer& w) { return move(w, model, RemoveAlias{"champion"}, actor, kNow); })
                .has_value();
        if (removed && naive.champion != 0) {
          ASSERT_TRUE(proven && !actor.automated && naive.reviewers.contains(actor.person));
          naive.champion = 0;
        }
        break;
      }
      default: {
        const bool may = proven && naive.versions.contains(version) && naive.mayTake(version);
        const bool moved = m_temp.store()
                               .write([&](store::Writer& w) {
                                 return move(w, model, SetAlias{"champion", version}, actor, kNow);
                               })
                               .has_value();
        ASSERT_TRUE(!moved || may || naive.champion == version)
            << "step " << step << ": " << actor.person << " put champion on version " << version;
        if (moved && naive.champion != version) {
          naive.champion = version;
          naive.newest[version].done = true;
          ++set;
        }
      }
    }
    ASSERT_EQ(champion(model), naive.champion) << "step " << step;
  }
  const auto report = m_temp.store().read([](sql::Connection& c) { return verifyChain(c); });
  EXPECT_TRUE(report->sound()) << report->problem.english();
  RecordProperty("moves", set);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PolicyPropertyTest, testing::Range(1, 5));

}  // namespace
}  // namespace tatara::registry
