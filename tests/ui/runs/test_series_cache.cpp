// What a cache of series keeps: a share each, and what is wanted before what is not.
#include <QTest>
#include <atomic>

#include "core/base/mutex.h"
#include "tests/support/temp_workspace.h"
#include "tests/support/ui_test.h"
#include "ui/runs/series_cache.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

struct Made {
  std::size_t bytes = 0;
};
using Cache = SeriesCache<Made>;

// Which series were asked for, and as one of how many; on workers.
class Asked {
 public:
  void add(const SeriesName& name, std::size_t together) {
    Lock lock(m_mutex);
    m_all.emplace_back(name.run.value(), together);
  }
  std::vector<std::size_t> of(std::int64_t run) const {
    Lock lock(m_mutex);
    std::vector<std::size_t> together;
    for (const auto& [asked, number] : m_all) {
      if (asked == run) {
        together.push_back(number);
      }
    }
    return together;
  }

 private:
  mutable Mutex m_mutex;
  std::vector<std::pair<std::int64_t, std::size_t>> m_all GUARDED_BY(m_mutex);
};

SeriesName nameOf(std::int64_t run) {
  return {track::RunKey(run), "loss"};
}

}  // namespace

class SeriesCacheTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_workspace = std::make_unique<tests::TempWorkspace>();
    m_asked = std::make_shared<Asked>();
  }
  void seriesThatKeepMoreThanTheirShareAreMadeAnew();
  void whatCannotKeepLessIsAskedOnceForEachHalving();
  void whatIsNotWantedIsForgottenOverTheBudget();
  void whatIsNotThereYetIsStoodFor();
  void oneThatCannotBeReadIsNamedAndTheOthersAreThere();

 private:
  // Values of so many bytes, made as one of so many.
  std::unique_ptr<Cache> cacheOf(std::size_t budget, std::function<std::size_t(std::size_t)> bytes) {
    auto cache = std::make_unique<Cache>(
        m_workspace->share(),
        [](const std::string&, const std::vector<track::RunSeries>&) {
          return std::make_shared<const Made>();
        },
        [] {}, std::size_t{100}, Cache::Budget{budget, [](const Made& made) { return made.bytes; }});
    cache->setDirect(
        [asked = m_asked, bytes = std::move(bytes)](const SeriesName& name, const Cache::Before& before,
                                                    std::stop_token) -> Result<std::shared_ptr<const Made>> {
          asked->add(name, before.together);
          return std::make_shared<const Made>(Made{bytes(before.together)});
        });
    return cache;
  }
  static void want(Cache& cache, std::initializer_list<std::int64_t> runs) {
    std::vector<SeriesName> names;
    for (const std::int64_t run : runs) {
      names.push_back(nameOf(run));
    }
    cache.want(std::move(names));
    QTRY_VERIFY(cache.complete());
  }

  std::unique_ptr<tests::TempWorkspace> m_workspace;
  std::shared_ptr<Asked> m_asked;
};

void SeriesCacheTest::seriesThatKeepMoreThanTheirShareAreMadeAnew() {
  const auto cache = cacheOf(120, [](std::size_t together) { return 100 / together; });
  want(*cache, {1});
  QCOMPARE(cache->find(nameOf(1))->bytes, std::size_t{100});
  want(*cache, {1, 2, 3, 4});
  for (const std::int64_t run : {1, 2, 3, 4}) {
    QCOMPARE(cache->find(nameOf(run))->bytes, std::size_t{25});
  }
  QCOMPARE(m_asked->of(1), (std::vector<std::size_t>{1, 4}));
  want(*cache, {1, 2});
  want(*cache, {1, 2, 3, 4});
  QCOMPARE(m_asked->of(1), (std::vector<std::size_t>{1, 4}));
  QCOMPARE(m_asked->of(2), (std::vector<std::size_t>{4}));
}

void SeriesCacheTest::whatCannotKeepLessIsAskedOnceForEachHalving() {
  const auto cache = cacheOf(120, [](std::size_t) { return std::size_t{100}; });
  want(*cache, {1});
  want(*cache, {1, 2});
  want(*cache, {1, 2, 3});
  want(*cache, {1, 2, 3, 4});
  want(*cache, {1, 2, 3, 4});
  QCOMPARE(m_asked->of(1), (std::vector<std::size_t>{1, 2, 4}));
}

void SeriesCacheTest::whatIsNotWantedIsForgottenOverTheBudget() {
  const auto cache = cacheOf(120, [](std::size_t) { return std::size_t{50}; });
  want(*cache, {1});
  want(*cache, {2});
  QVERIFY(cache->find(nameOf(1)) != nullptr);
  want(*cache, {3});
  QVERIFY(cache->find(nameOf(1)) == nullptr);
  QVERIFY(cache->find(nameOf(2)) != nullptr);
  QVERIFY(cache->find(nameOf(3)) != nullptr);
  want(*cache, {2, 3, 4});
  for (const std::int64_t run : {2, 3, 4}) {
    QVERIFY(cache->find(nameOf(run)) != nullptr);  // wanted, however much it is
  }
}

// 120 series of which every third has nothing to stand for it: all that have are shown before any is made.
void SeriesCacheTest::whatIsNotThereYetIsStoodFor() {
  std::vector<std::pair<std::size_t, std::size_t>> shown;  // stood for, made
  Cache* looked = nullptr;
  std::vector<SeriesName> names;
  for (std::int64_t run = 1; run <= 120; ++run) {
    names.push_back(nameOf(run));
  }
  const auto look = [&] {
    std::pair<std::size_t, std::size_t> seen;
    for (const SeriesName& name : names) {
      const auto found = looked->find(name);
      seen.first += found && found->bytes == 1 ? 1 : 0;
      seen.second += found && found->bytes == 2 ? 1 : 0;
    }
    shown.push_back(seen);
  };
  Cache cache(
      m_workspace->share(),
      [](const std::string&, const std::vector<track::RunSeries>&) { return std::make_shared<const Made>(); },
      look, 500);
  looked = &cache;
  cache.setDirect(
      [asked = m_asked](const SeriesName& name, const Cache::Before& before,
                        std::stop_token) -> Result<std::shared_ptr<const Made>> {
        asked->add(name, before.value && before.value->bytes == 1 ? 1 : 0);
        return std::make_shared<const Made>(Made{2});
      },
      [](const SeriesName& name, std::size_t, std::stop_token) -> Result<std::shared_ptr<const Made>> {
        return name.run.value() % 3 == 0 ? nullptr : std::make_shared<const Made>(Made{1});
      });
  cache.want(names);
  QVERIFY(!cache.complete());
  QTRY_VERIFY(cache.complete());
  QVERIFY(std::find(shown.begin(), shown.end(), std::pair<std::size_t, std::size_t>(80, 0)) != shown.end());
  QCOMPARE(shown.back(), (std::pair<std::size_t, std::size_t>(0, 120)));
  for (const std::int64_t run : {1, 3}) {
    QCOMPARE(m_asked->of(run), (std::vector<std::size_t>{run == 3 ? 0U : 1U}));
  }
  // What grew is not stood for again.
  shown.clear();
  store::ChangeSet changes;
  changes.everything = true;
  cache.invalidate(changes);
  QTRY_VERIFY(cache.complete());
  QCOMPARE(shown.front().first, std::size_t{0});
}

// Of thirty series two cannot be read; something stands for one of them.
void SeriesCacheTest::oneThatCannotBeReadIsNamedAndTheOthersAreThere() {
  const auto broken = std::make_shared<std::atomic<bool>>(true);
  Cache cache(
      m_workspace->share(),
      [](const std::string&, const std::vector<track::RunSeries>&) { return std::make_shared<const Made>(); },
      [] {}, 500);
  cache.setDirect(
      [broken](const SeriesName& name, const Cache::Before&,
               std::stop_token) -> Result<std::shared_ptr<const Made>> {
        if (*broken && (name.run.value() == 4 || name.run.value() == 17)) {
          return makeError(ErrorKind::Corrupt, "block " + std::to_string(name.run.value()) + " is damaged");
        }
        return std::make_shared<const Made>(Made{2});
      },
      [](const SeriesName& name, std::size_t, std::stop_token) -> Result<std::shared_ptr<const Made>> {
        return name.run.value() == 17 ? std::make_shared<const Made>(Made{1}) : nullptr;
      });
  std::vector<SeriesName> names;
  for (std::int64_t run = 1; run <= 30; ++run) {
    names.push_back(nameOf(run));
  }
  cache.want(names);
  QTRY_VERIFY(cache.complete());
  for (std::int64_t run = 1; run <= 30; ++run) {
    const Error* error = cache.errorOf(nameOf(run));
    QCOMPARE(error != nullptr, run == 4 || run == 17);
    QCOMPARE(cache.find(nameOf(run)) != nullptr, run != 4);
  }
  QCOMPARE(cache.errorOf(nameOf(4))->message, std::string("block 4 is damaged"));
  QCOMPARE(cache.find(nameOf(17))->bytes, std::size_t{1});
  *broken = false;
  cache.retry();
  QTRY_VERIFY(cache.complete());
  for (const std::int64_t run : {4, 17}) {
    QVERIFY(cache.errorOf(nameOf(run)) == nullptr);
    QCOMPARE(cache.find(nameOf(run))->bytes, std::size_t{2});
  }
}

TATARA_UI_TEST_MAIN(SeriesCacheTest)
#include "test_series_cache.moc"
