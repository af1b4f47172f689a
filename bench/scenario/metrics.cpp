// Metric points against MLflow's tables on SQLite, both driven from C++ in this process.
//
//   bench_metrics [ingest] [bytes] [short] [overview]      all of them without a name
//
// ingest    64 writers at once, batches of 100 points, synchronous FULL on both sides: acknowledged points a
//           second
// bytes     what a point takes on disk, by class of the corpus (data/point_corpus.h), after sealing there and
//           VACUUM on both sides
// short     the same for a million series of ten points; MLflow's tables get a twentieth of them
// overview  pictures 1,000 columns wide of 1,000 series of 10,000 points: exact, and from pyramids; MLflow's
//           tables after ANALYZE, points reduced by the same code
//
// What was stored is read back from both sides and compared before anything is called a result.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "bench/data/mlflow_tables.h"
#include "bench/data/must.h"
#include "bench/data/point_corpus.h"
#include "core/series/m4.h"
#include "core/store/workspace.h"
#include "core/track/block_series.h"
#include "core/track/bulk_points.h"
#include "core/track/experiments.h"
#include "core/track/metrics.h"

namespace tatara::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kWriters = 64;
constexpr std::size_t kBatch = 100;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double timed(const std::function<void()>& work) {
  const auto start = Clock::now();
  work();
  return secondsSince(start);
}

// A folder of this process with one store of each kind in it; gone at the end.
struct Sides {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("tatara-bench-metrics-" + std::to_string(getpid()));
  std::shared_ptr<store::Store> store;
  std::unique_ptr<MlflowTables> mlflow;

  Sides() {
    std::filesystem::remove_all(folder);
    store = must(store::Store::open(must(store::createWorkspace(folder))));
    mlflow = must(MlflowTables::create(folder / "mlflow.db"));
  }
  ~Sides() {
    store.reset();
    mlflow.reset();
    std::filesystem::remove_all(folder);
  }
  Sides(const Sides&) = delete;
  Sides& operator=(const Sides&) = delete;

  track::RunInfo makeRun() {
    return must(store->writeFor([](store::Writer& writer) {
      return track::createRun(writer, {.experiment = track::ExperimentId(0)}, fromUnixMillis(1));
    }));
  }

  std::vector<series::Point> ours(track::RunKey run, std::string_view key) const {
    return must(store->read([&](sql::Connection& c) { return track::loadSeries(c, run, key); }));
  }

  void mustAgree(const track::RunInfo& run, std::string_view key) {
    const auto here = ours(run.key, key);
    const auto there = must(mlflow->history(run.id.value(), key));
    if (here.empty() ||
        !std::equal(here.begin(), here.end(), there.begin(), there.end(), series::samePoint)) {
      fail("the two stores do not hold the same points of " + std::string(key));
    }
  }

  // Sealed and as small as it gets; the log of SQLite is empty then.
  double storeBytes() {
    must(track::sealAll(*store, {}));
    const auto workspace = store->workspace();
    store.reset();
    auto connection = must(sql::Connection::open(workspace.storeFile()));
    must(connection->script("VACUUM"));
    must(connection->script("PRAGMA wal_checkpoint(TRUNCATE)"));
    connection.reset();
    const auto size = static_cast<double>(std::filesystem::file_size(workspace.storeFile()));
    store = must(store::Store::open(workspace));
    return size;
  }
};

// --- ingest

std::vector<track::MetricPoint> batchOf(std::size_t batch, const std::vector<series::Point>& points) {
  std::vector<track::MetricPoint> made;
  for (std::size_t i = batch * kBatch; i < (batch + 1) * kBatch; ++i) {
    made.push_back({"loss", points[i]});
  }
  return made;
}

// Points a second, of `batches` by each writer.
double ingest(const std::vector<std::vector<series::Point>>& points, std::size_t batches,
              const std::function<Status(int, const std::vector<track::MetricPoint>&)>& log) {
  std::atomic<bool> failed = false;
  const double seconds = timed([&] {
    std::vector<std::thread> writers;
    for (int w = 0; w < kWriters; ++w) {
      writers.emplace_back([&, w] {
        for (std::size_t b = 0; b < batches && !failed; ++b) {
          if (!log(w, batchOf(b, points[static_cast<std::size_t>(w)]))) {
            failed = true;
          }
        }
      });
    }
    for (std::thread& writer : writers) {
      writer.join();
    }
  });
  if (failed) {
    fail("a batch was refused");
  }
  return static_cast<double>(batches) * static_cast<double>(kBatch) * kWriters / seconds;
}

void ingestBoth() {
  Sides sides;
  // MLflow's tables take what they can in a few seconds; the points that both sides hold are compared.
  constexpr std::size_t kBatches = 600;
  constexpr std::size_t kTheirBatches = 10;
  std::vector<std::vector<series::Point>> points;
  std::vector<track::RunInfo> runs;
  std::vector<track::RunInfo> same;
  for (int w = 0; w < kWriters; ++w) {
    points.push_back(makePoints(PointClass::Losses, kBatches * kBatch, static_cast<std::uint64_t>(w)));
    runs.push_back(sides.makeRun());
    same.push_back(sides.makeRun());
  }
  const auto ours = [&](const std::vector<track::RunInfo>& to) {
    return [&sides, &to](int w, const std::vector<track::MetricPoint>& batch) {
      return sides.store->write([&](store::Writer& writer) {
        return track::logBatch(writer, to[static_cast<std::size_t>(w)].id, {.metrics = batch});
      });
    };
  };
  const double theirs =
      ingest(points, kTheirBatches, [&](int w, const std::vector<track::MetricPoint>& batch) {
        return sides.mlflow->logBatch(same[static_cast<std::size_t>(w)].id.value(), batch);
      });
  ingest(points, kTheirBatches, ours(same));
  for (const track::RunInfo& run : same) {
    sides.mustAgree(run, "loss");
  }
  const double here = ingest(points, kBatches, ours(runs));
  std::printf("acknowledged points a second, 64 writers, batches of 100\n");
  std::printf("  Tatara %12.0f\n  MLflow's tables %12.0f\n  times %8.0f   (goals 1,000,000 and 40)\n\n", here,
              theirs, here / theirs);
}

// --- bytes

struct Bytes {
  double ours = 0;
  double theirs = 0;
};

Bytes bytesOf(std::span<const PointClass> classes, std::size_t points, std::size_t seriesOfClass) {
  Sides sides;
  const double emptyOurs = sides.storeBytes();
  must(sides.mlflow->beginBulk());
  std::vector<track::RunInfo> runs;
  for (std::size_t s = 0; s < seriesOfClass; ++s) {
    const track::RunInfo run = sides.makeRun();
    runs.push_back(run);
    for (const PointClass one : classes) {
      const std::vector<series::Point> made = makePoints(one, points, s);
      const track::SeriesPoints whole[] = {{nameOf(one), made}};
      must(sides.store->write(
          [&](store::Writer& writer) { return track::appendSeries(writer, run.key, whole); }));
      must(sides.mlflow->addPoints(run.id.value(), nameOf(one), made));
    }
    must(sides.store->write([&](store::Writer& writer) -> Status {
      TATARA_ASSIGN([[maybe_unused]] const auto ended,
                    track::updateRun(writer, run.id, {.status = track::RunStatus::Finished}));
      return {};
    }));
  }
  must(sides.mlflow->endBulk());
  const double total = static_cast<double>(points * seriesOfClass * classes.size());
  const Bytes bytes{(sides.storeBytes() - emptyOurs) / total,
                    static_cast<double>(must(sides.mlflow->vacuumedSize())) / total};
  for (const track::RunInfo& run : runs) {
    for (const PointClass one : classes) {
      sides.mustAgree(run, nameOf(one));
    }
  }
  return bytes;
}

void bytesOfCorpus() {
  constexpr std::size_t kPoints = 50'000;
  constexpr std::size_t kSeries = 5;
  std::printf("bytes a point on disk     Tatara   MLflow's tables   times\n");
  for (const PointClass one : kPointClasses) {
    const PointClass classes[] = {one};
    const Bytes bytes = bytesOf(classes, kPoints, kSeries);
    std::printf("  %-22s %8.2f %14.1f %10.0f\n", std::string(nameOf(one)).c_str(), bytes.ours, bytes.theirs,
                bytes.theirs / bytes.ours);
    std::fflush(stdout);
  }
  const Bytes all = bytesOf(kPointClasses, kPoints, kSeries);
  std::printf("  %-22s %8.2f %14.1f %10.0f   (goals 5.5 and 35)\n\n", "all, a quarter each", all.ours,
              all.theirs, all.theirs / all.ours);
}

void bytesOfShortSeries() {
  constexpr int kRuns = 10'000;
  constexpr int kKeys = 100;
  constexpr int kPoints = 10;
  constexpr int kTheirs = 20;
  Sides sides;
  const double empty = sides.storeBytes();
  const auto start = Clock::now();
  double theirPoints = 0;
  must(sides.mlflow->beginBulk());
  std::vector<track::RunInfo> both;
  for (int r = 0; r < kRuns; ++r) {
    const track::RunInfo run = sides.makeRun();
    std::vector<std::string> keys;
    std::vector<std::vector<series::Point>> points;
    for (int k = 0; k < kKeys; ++k) {
      keys.push_back(std::string(nameOf(kPointClasses[static_cast<std::size_t>(k) % 4])) + std::to_string(k));
      points.push_back(makePoints(kPointClasses[static_cast<std::size_t>(k) % 4], kPoints,
                                  static_cast<std::uint64_t>(r * kKeys + k)));
    }
    // A loop logs its hundred metrics together, so they share steps and stamps.
    track::Batch batch;
    for (int p = 0; p < kPoints; ++p) {
      for (std::size_t k = 0; k < keys.size(); ++k) {
        points[k][static_cast<std::size_t>(p)].timestamp = points[0][static_cast<std::size_t>(p)].timestamp;
        batch.metrics.push_back({keys[k], points[k][static_cast<std::size_t>(p)]});
      }
    }
    must(sides.store->write([&](store::Writer& writer) -> Status {
      TATARA_TRY(track::logBatch(writer, run.id, batch));
      TATARA_ASSIGN([[maybe_unused]] const auto ended,
                    track::updateRun(writer, run.id, {.status = track::RunStatus::Finished}));
      return {};
    }));
    if (r % kTheirs == 0) {
      both.push_back(run);
      for (std::size_t k = 0; k < keys.size(); ++k) {
        must(sides.mlflow->addPoints(run.id.value(), keys[k], points[k]));
        theirPoints += kPoints;
      }
    }
  }
  must(sides.mlflow->endBulk());
  const double bytes = (sides.storeBytes() - empty) / (1.0 * kRuns * kKeys * kPoints);
  const double theirs = static_cast<double>(must(sides.mlflow->vacuumedSize())) / theirPoints;
  sides.mustAgree(both.front(), "f64 walks1");
  sides.mustAgree(both.back(), "accuracies99");
  std::printf("bytes a point, 1,000,000 series of 10 points (runs, names and summaries included)\n");
  std::printf("  Tatara %8.2f\n  MLflow's tables %8.1f   times %.0f   (goal 14; %.0f s to fill)\n\n", bytes,
              theirs, theirs / bytes, secondsSince(start));
}

// --- overview

constexpr std::size_t kOverviewSeries = 1000;
constexpr std::size_t kOverviewPoints = 10'000;
constexpr int kOverviewWidth = 1000;
constexpr series::XAxis kOverviewAxis{0, kOverviewPoints, kOverviewWidth, series::XScale::Linear};

series::M4 exactOf(sql::Connection& connection, track::RunKey run) {
  const auto opened = must(track::BlockSeries::open(connection, run, "loss"));
  if (!opened) {
    fail("a series of the overview is not sealed");
  }
  const track::BlockSeries::View view{
      series::XKind::Step,
      [](std::int64_t step) { return series::columnOf(kOverviewAxis, static_cast<double>(step)); }, 0,
      kOverviewWidth, false};
  return must(opened->reduce(connection, view));
}

// Every second series by a thread of its own.
template <typename T, typename Make>
std::vector<T> onTwoThreads(const std::vector<track::RunInfo>& runs, const Make& make) {
  std::vector<T> made(runs.size());
  const auto half = [&](std::size_t first) {
    for (std::size_t i = first; i < runs.size(); i += 2) {
      made[i] = make(runs[i]);
    }
  };
  std::thread other([&] { half(1); });
  half(0);
  other.join();
  return made;
}

void overview() {
  Sides sides;
  std::vector<track::RunInfo> runs;
  must(sides.mlflow->beginBulk());
  for (std::size_t s = 0; s < kOverviewSeries; ++s) {
    const track::RunInfo run = sides.makeRun();
    const auto points = makePoints(kPointClasses[s % 4], kOverviewPoints, s);
    const track::SeriesPoints whole[] = {{"loss", points}};
    must(sides.store->write([&](store::Writer& writer) -> Status {
      TATARA_TRY(track::appendSeries(writer, run.key, whole));
      TATARA_ASSIGN([[maybe_unused]] const auto sealed, track::sealRun(writer, run.key, 1));
      return {};
    }));
    must(sides.mlflow->addPoints(run.id.value(), "loss", points));
    runs.push_back(run);
  }
  must(sides.mlflow->endBulk());
  must(sides.mlflow->analyze());

  std::vector<series::M4> theirs;
  const double theirSeconds = timed([&] {
    for (const track::RunInfo& run : runs) {
      theirs.push_back(series::reduceToM4(must(sides.mlflow->history(run.id.value(), "loss")),
                                          series::XKind::Step, 0, kOverviewAxis));
    }
  });
  std::vector<series::M4> ours;
  std::vector<double> seconds;
  for (int round = 0; round < 5; ++round) {
    seconds.push_back(timed([&] {
      ours = onTwoThreads<series::M4>(runs, [&](const track::RunInfo& run) {
        return must(
            sides.store->read([&](sql::Connection& c) { return Result<series::M4>(exactOf(c, run.key)); }));
      });
    }));
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (ours[i].entries != theirs[i].entries) {
      fail("the two overviews differ");
    }
  }
  std::sort(seconds.begin(), seconds.end());

  std::printf("overview of 1,000 series out of 10,000,000 points, 1,000 columns\n");
  std::printf(
      "  Tatara, exact %10.1f ms\n  MLflow's tables %8.1f ms\n  times %8.0f   (goals 100 ms and 50)\n\n",
      seconds[2] * 1e3, theirSeconds * 1e3, theirSeconds / seconds[2]);
}

}  // namespace
}  // namespace tatara::bench

int main(int argc, char** argv) {
  const std::vector<std::string> named(argv + 1, argv + argc);
  const auto wants = [&named](const char* what) {
    return named.empty() || std::find(named.begin(), named.end(), what) != named.end();
  };
  if (wants("ingest")) {
    tatara::bench::ingestBoth();
  }
  if (wants("bytes")) {
    tatara::bench::bytesOfCorpus();
  }
  if (wants("short")) {
    tatara::bench::bytesOfShortSeries();
  }
  if (wants("overview")) {
    tatara::bench::overview();
  }
  return 0;
}
