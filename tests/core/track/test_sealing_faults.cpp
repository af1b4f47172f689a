// Sealing where the process or the disk dies at any of its writes, and stores that somebody has damaged.
//
// A fault is a child's (faulty_vfs.h); its parent then opens the store without one and compares every point.
// TATARA_LONG_FAULTS=1 takes every write, each fifty times, and 10,000 damaged stores (tests/long).
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>

#include "core/base/seeded_random.h"
#include "core/track/block_series.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/temp_folder.h"

namespace tatara::track {
namespace {

namespace fs = std::filesystem;
using tests::Fault;
using Points = std::vector<series::Point>;
using Store = std::shared_ptr<store::Store>;

bool isLong() {
  return std::getenv("TATARA_LONG_FAULTS") != nullptr;
}

// What a child leaves with.
enum Exit : int {
  kFine = 0,
  kCannotOpen = 10,
  kNotSealed = 11,
  kPointsLost = 12,
  kStillFails = 13,
  kSilent = 14
};

struct Fixture {
  tests::TempFolder folder;
  store::Workspace made;
  RunKey run;
  std::map<std::string, Points> expected;
  int copies = 0;

  Fixture() {
    made = store::createWorkspace(folder.path() / "made").value();
    const Store opened = store::Store::open(made).value();
    run = opened
              ->writeFor([](store::Writer& writer) {
                return createRun(writer, {.experiment = ExperimentId(0)}, fromUnixMillis(1));
              })
              ->key;
    SeededRandom random(21);
    // Some of it sealed already, so that blocks are opened again and packs packed anew.
    log(*opened, random, 0, 5000);
    EXPECT_TRUE(opened->write([this](store::Writer& writer) -> Status {
      TATARA_ASSIGN([[maybe_unused]] const auto sealed, sealRun(writer, run, 1));
      return {};
    }));
    log(*opened, random, 5000, 14'000);
    EXPECT_TRUE(opened->write([this](store::Writer& writer) -> Status {
      const RunKey keys[] = {run};
      TATARA_ASSIGN(const auto infos, loadRuns(writer.sql(), keys));
      TATARA_ASSIGN([[maybe_unused]] const auto ended,
                    updateRun(writer, infos.front().info.id, {.status = RunStatus::Finished}));
      return {};
    }));
    expected = read(*opened).value();
  }

  void log(store::Store& store, SeededRandom& random, std::int64_t from, std::int64_t to) const {
    std::vector<MetricPoint> batch;
    for (std::int64_t step = from; step < to; ++step) {
      const std::int64_t time = 1'772'000'000'000 + step * 30;
      const double value = random.below(500) == 0 ? std::nan("") : random.uniform();
      batch.push_back({"loss", {step, time, value}});
      if (step % 300 == 0) {
        for (const char* key : {"lr", "epoch", "accuracy"}) {
          batch.push_back({key, {step, time, random.uniform()}});
        }
      }
    }
    EXPECT_TRUE(store.write([&](store::Writer& writer) { return appendMetrics(writer, run, batch); }));
  }

  Result<std::map<std::string, Points>> read(store::Store& store) const {
    return store.read([&](sql::Connection& connection) -> Result<std::map<std::string, Points>> {
      TATARA_ASSIGN(const auto loaded, loadRunSeries(connection, run, {}));
      std::map<std::string, Points> all;
      for (const RunSeries& one : loaded) {
        all[one.key] = one.points;
      }
      return all;
    });
  }

  bool same(const std::map<std::string, Points>& all) const {
    return std::equal(all.begin(), all.end(), expected.begin(), expected.end(),
                      [](const auto& left, const auto& right) {
                        return left.first == right.first &&
                               std::equal(left.second.begin(), left.second.end(), right.second.begin(),
                                          right.second.end(), series::samePoint);
                      });
  }

  store::Workspace copy() {
    const fs::path to = folder.path() / ("copy" + std::to_string(copies++));
    fs::copy(made.root, to, fs::copy_options::recursive);
    return {to};
  }
};

// In a child: what it exits with, or 128 and the signal that ended it.
int inChild(const std::function<int()>& work) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::alarm(120);
    ::_exit(work());
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// Seals with a fault at a write; what fails must fail in words and leave every point where it can be read,
// and go on when the disk does.
int sealWithFault(const Fixture& fixture, const store::Workspace& workspace, Fault fault, std::int64_t at) {
  tests::installFaultyVfs();
  const auto opened = store::Store::open(workspace);
  if (!opened) {
    return kCannotOpen;
  }
  tests::armFault(fault, at);
  const Status sealed = sealAll(**opened, {});
  const bool failed = tests::countedWrites() >= at;
  tests::disarmFault();
  if (!sealed && !failed) {
    return kNotSealed;
  }
  const auto all = fixture.read(**opened);
  if (!all || !fixture.same(*all)) {
    return kPointsLost;
  }
  return sealAll(**opened, {}) ? kFine : kStillFails;
}

void expectWhole(const Fixture& fixture, const store::Workspace& workspace, const std::string& what) {
  const auto opened = store::Store::open(workspace);
  ASSERT_TRUE(opened) << what << ": " << opened.error().message;
  for (int round = 0; round < 2; ++round) {
    const auto all = fixture.read(**opened);
    ASSERT_TRUE(all) << what << ": " << all.error().message;
    EXPECT_TRUE(fixture.same(*all)) << what;
    ASSERT_TRUE(sealAll(**opened, {})) << what;
  }
  EXPECT_TRUE((*opened)->checkIntegrity()->empty()) << what;
  EXPECT_EQ((*opened)
                ->read([](sql::Connection& c) { return c.findInteger("SELECT count(*) FROM metric_tail"); })
                .value()
                .value_or(-1),
            0)
      << what;
}

// How many writes sealing takes, and closing the store after it.
std::int64_t writesOfSealing(Fixture& fixture) {
  const store::Workspace workspace = fixture.copy();
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  EXPECT_EQ(inChild([&] {
              tests::installFaultyVfs();
              {
                const auto opened = store::Store::open(workspace);
                tests::armFault(Fault::None, 0);
                if (!opened || !sealAll(**opened, {})) {
                  return static_cast<int>(kNotSealed);
                }
              }
              const std::int64_t writes = tests::countedWrites();
              return static_cast<int>(::write(ends[1], &writes, sizeof writes) == sizeof writes ? kFine
                                                                                                : kNotSealed);
            }),
            kFine);
  std::int64_t writes = 0;
  EXPECT_EQ(::read(ends[0], &writes, sizeof writes), static_cast<ssize_t>(sizeof writes));
  ::close(ends[0]);
  ::close(ends[1]);
  return writes;
}

// The first writes, the last, and some between; with TATARA_LONG_FAULTS every one.
std::vector<std::int64_t> chosenWrites(std::int64_t all, std::int64_t some) {
  std::vector<std::int64_t> chosen;
  const std::int64_t step = isLong() ? 1 : std::max<std::int64_t>(all / some, 1);
  for (std::int64_t write = 1; write <= all; write += step) {
    chosen.push_back(write);
  }
  if (chosen.back() != all) {
    chosen.push_back(all);
  }
  return chosen;
}

TEST(SealingFaultTest, AProcessKilledAtAnyWriteLosesNoPoint) {
  Fixture fixture;
  const std::int64_t writes = writesOfSealing(fixture);
  ASSERT_GT(writes, 10);
  int killed = 0;
  for (int round = 0; round < (isLong() ? 50 : 1); ++round) {
    for (const std::int64_t at : chosenWrites(writes, 4)) {
      for (const Fault fault : {Fault::Die, Fault::DieTorn}) {
        const store::Workspace workspace = fixture.copy();
        const int exit = inChild([&] { return sealWithFault(fixture, workspace, fault, at); });
        killed += exit == 128 + SIGKILL ? 1 : 0;
        EXPECT_TRUE(exit == 128 + SIGKILL || exit == kFine) << "write " << at << ": exit " << exit;
        expectWhole(fixture, workspace, "killed at write " + std::to_string(at));
        fs::remove_all(workspace.root);
      }
    }
  }
  EXPECT_GT(killed, 5);
}

TEST(SealingFaultTest, ADiskThatFailsAtAnyWriteLosesNoPoint) {
  Fixture fixture;
  const std::int64_t writes = writesOfSealing(fixture);
  for (const std::int64_t at : chosenWrites(writes, 2)) {
    for (const Fault fault : {Fault::Fail, Fault::FailTorn, Fault::Full}) {
      const store::Workspace workspace = fixture.copy();
      EXPECT_EQ(inChild([&] { return sealWithFault(fixture, workspace, fault, at); }), kFine)
          << "write " << at << ", fault " << static_cast<int>(fault);
      expectWhole(fixture, workspace, "failed at write " + std::to_string(at));
      fs::remove_all(workspace.root);
    }
  }
}

// A few bytes somewhere become others, or the file ends early.
void damage(const fs::path& file, SeededRandom& random) {
  const auto size = fs::file_size(file);
  if (random.below(8) == 0) {
    fs::resize_file(file, random.below(size));
    return;
  }
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  for (std::uint64_t i = 0; i <= random.below(24); ++i) {
    bytes.seekp(static_cast<std::streamoff>(random.below(size)));
    bytes.put(static_cast<char>(random.below(256)));
  }
}

// Opens, reads, and reads in blocks: each answers or says what is wrong; nothing crashes or hangs. What
// answers answers the points that were logged, or the check of the store finds what is damaged.
int lookAround(const Fixture& fixture, const store::Workspace& workspace) {
  const auto opened = store::Store::open(workspace);
  if (!opened) {
    return opened.error().message.empty() ? kCannotOpen : kFine;
  }
  bool spoke = true;
  bool others = false;  // other points than were logged, without a word
  for (const auto& [key, points] : fixture.expected) {
    const auto loaded = (*opened)->read([&](sql::Connection& c) { return loadSeries(c, fixture.run, key); });
    spoke = spoke && (loaded || !loaded.error().message.empty());
    others = others || (loaded && !std::equal(loaded->begin(), loaded->end(), points.begin(), points.end(),
                                              series::samePoint));
    const auto series =
        (*opened)->read([&](sql::Connection& c) { return BlockSeries::open(c, fixture.run, key); });
    if (series && *series) {
      for (std::size_t block = 0; block < (*series)->blocks().size(); ++block) {
        const auto read = (*opened)->read([&](sql::Connection& c) { return (*series)->read(c, block); });
        spoke = spoke && (read || !read.error().message.empty());
      }
    }
  }
  const auto integrity = (*opened)->checkIntegrity();
  spoke = spoke && (integrity || !integrity.error().message.empty());
  const bool found = !integrity || !integrity->empty();
  return !spoke ? static_cast<int>(kNotSealed) : others && !found ? static_cast<int>(kSilent) : kFine;
}

TEST(SealingFaultTest, ADamagedFileIsReadOrRefusedInWords) {
  Fixture fixture;
  {
    const Store opened = store::Store::open(fixture.made).value();
    ASSERT_TRUE(sealAll(*opened, {}));
  }
  SeededRandom random(5);
  for (int round = 0; round < (isLong() ? 10'000 : 40); ++round) {
    const store::Workspace workspace = fixture.copy();
    damage(workspace.storeFile(), random);
    EXPECT_EQ(inChild([&] { return lookAround(fixture, workspace); }), kFine) << "round " << round;
    fs::remove_all(workspace.root);
  }
}

// Behind a sound file a block, a pack or a pyramid is not what it was: that is named, and the series that are
// not in it are whole.
TEST(SealingFaultTest, ADamagedBlockIsNamedAndTheRestIsReadable) {
  Fixture fixture;
  {
    const Store opened = store::Store::open(fixture.made).value();
    ASSERT_TRUE(sealAll(*opened, {}));
  }
  SeededRandom random(6);
  int named = 0;
  for (int round = 0; round < (isLong() ? 2000 : 30); ++round) {
    const store::Workspace workspace = fixture.copy();
    const Store opened = store::Store::open(workspace).value();
    const bool pack = random.below(2) == 0;
    ASSERT_TRUE(opened->write([&](store::Writer& writer) -> Status {
      std::int64_t key = 0;
      std::string payload;
      {
        TATARA_ASSIGN(auto rows,
                      writer.sql().query(std::string("SELECT block_key, payload FROM metric_block WHERE "
                                                     "series_key IS ") +
                                         (pack ? "NULL" : "NOT NULL") + " ORDER BY random() LIMIT 1"));
        if (!rows.next()) {
          return makeError(ErrorKind::NotFound, "there is no block");
        }
        key = rows.integer(0);
        const auto bytes = rows.blob(1);
        payload.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      }
      payload[random.below(payload.size())] ^= static_cast<char>(1 + random.below(255));
      return writer.sql().run("UPDATE metric_block SET payload = ? WHERE block_key = ?",
                              std::as_bytes(std::span(payload)), key);
    }));
    for (const auto& [key, points] : fixture.expected) {
      const auto loaded = opened->read([&](sql::Connection& c) { return loadSeries(c, fixture.run, key); });
      if (!loaded) {
        // Where the byte is the one that tells the version, it is taken for a newer one.
        EXPECT_TRUE(loaded.error().kind == ErrorKind::Corrupt ||
                    loaded.error().kind == ErrorKind::Unsupported)
            << loaded.error().message;
        ++named;
      } else {
        EXPECT_TRUE(
            std::equal(loaded->begin(), loaded->end(), points.begin(), points.end(), series::samePoint))
            << key;
      }
      // A pack may hold points of any series of the run, a block those of its own alone.
      EXPECT_TRUE(loaded || pack || key == "loss") << key;
    }
    fs::remove_all(workspace.root);
  }
  EXPECT_GT(named, 20);
}

}  // namespace
}  // namespace tatara::track
