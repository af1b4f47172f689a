#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "core/track/run_list.h"
#include "tests/support/effort.h"

namespace tatara::track {
namespace {

RunInfo makeRun(std::int64_t key, const std::string& name) {
  RunInfo run;
  run.key = RunKey(key);
  run.name = name;
  return run;
}

RunList listOf(const std::map<std::int64_t, std::string>& names) {
  RunList list;
  for (const auto& [key, name] : names) {
    list.append(makeRun(key, name));
  }
  return list;
}

std::map<std::int64_t, std::string> namesOf(const RunList& list) {
  std::map<std::int64_t, std::string> names;
  for (std::size_t row = 0; row < list.size(); ++row) {
    EXPECT_TRUE(names.empty() || names.rbegin()->first < list[row].key.value());
    names.emplace(list[row].key.value(), list[row].name);
    EXPECT_EQ(list.find(list[row].key), row);
  }
  return names;
}

constexpr auto kPiece = static_cast<std::int64_t>(RunList::kPiece);

std::map<std::int64_t, std::string> everySecondKey(std::int64_t runs) {
  std::map<std::int64_t, std::string> names;
  for (std::int64_t key = 0; key < runs; ++key) {
    names.emplace(2 * key, "run " + std::to_string(key));
  }
  return names;
}

TEST(RunListTest, RunsComeGoAndChangeAsInAPlainMap) {
  std::mt19937_64 random(20261122);
  for (int round = 0; round < tests::effort(15, 60); ++round) {
    const auto runs = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(4 * kPiece));
    std::map<std::int64_t, std::string> names = everySecondKey(runs);
    RunList list = listOf(names);
    for (int generation = 0; generation < 4; ++generation) {
      const auto before = names;
      const RunList last = list;
      RunList::Changes changes;
      for (std::uint64_t i = random() % 6; i > 0; --i) {
        const auto key = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(2 * runs + 40));
        const std::string name = "changed " + std::to_string(random() % 1000);
        if (random() % 3 == 0) {
          changes[RunKey(key)] = std::nullopt;
          names.erase(key);
        } else {
          changes[RunKey(key)] = makeRun(key, name);
          names[key] = name;
        }
      }
      list = last.with(std::move(changes));
      ASSERT_EQ(namesOf(list), names) << "round " << round;
      ASSERT_EQ(namesOf(last), before) << "round " << round;
    }
  }
}

TEST(RunListTest, WhatDidNotChangeIsSharedAndNotCopied) {
  const RunList list = listOf(everySecondKey(3 * kPiece));
  const std::size_t changed = RunList::kPiece + 7;
  RunList::Changes changes;
  changes[list[changed].key] = makeRun(list[changed].key.value(), "new");
  const RunList next = list.with(std::move(changes));
  EXPECT_EQ(&next[0], &list[0]);
  EXPECT_EQ(&next[3 * RunList::kPiece - 1], &list[3 * RunList::kPiece - 1]);
  EXPECT_NE(&next[changed], &list[changed]);
  EXPECT_TRUE(next.sharesPiece(list, 0));
  EXPECT_FALSE(next.sharesPiece(list, changed));

  RunList::Changes added;
  added[RunKey(1'000'000)] = makeRun(1'000'000, "last");
  const RunList longer = next.with(std::move(added));
  EXPECT_EQ(&longer[changed], &next[changed]);
  EXPECT_EQ(longer.size(), next.size() + 1);
}

TEST(RunListTest, AListThatGrowsLeavesItsCopyAlone) {
  RunList list = listOf(everySecondKey(kPiece / 2));
  const RunList copy = list;
  list.append(makeRun(1'000'000, "later"));
  list.writable(0).name = "other";
  EXPECT_EQ(copy.size(), RunList::kPiece / 2);
  EXPECT_EQ(copy[0].name, "run 0");
  EXPECT_EQ(list[0].name, "other");
}

}  // namespace
}  // namespace tatara::track
