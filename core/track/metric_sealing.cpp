#include <algorithm>

#include "core/series/block.h"
#include "core/series/pack.h"
#include "core/series/pyramid.h"
#include "core/track/internal/metric_rows.h"
#include "core/track/internal/series_rows.h"
#include "core/track/metrics.h"

namespace tatara::track {
namespace {

constexpr std::size_t kRunsAtOnce = 64;
constexpr std::int64_t kSealAtOnce = 256 * 1024;  // points

Status insertRow(store::Writer& writer, RunKey run, std::optional<std::int64_t> seriesKey, std::size_t points,
                 std::int64_t firstStep, std::int64_t lastStep, const std::optional<std::string>& pyramid,
                 const std::string& payload) {
  const auto bytes = [](const std::string& text) { return std::as_bytes(std::span(text)); };
  return writer.sql().run(
      "INSERT INTO metric_block(run_key, series_key, points, first_step, last_step, pyramid, payload) "
      "VALUES(?, ?, ?, ?, ?, ?, ?)",
      run, seriesKey, points, firstStep, lastStep,
      pyramid ? std::optional<sql::Bytes>(bytes(*pyramid)) : std::nullopt, bytes(payload));
}

}  // namespace

Result<PreparedSeries::Block> internal::sealBlock(std::span<const series::Point> points) {
  TATARA_ASSIGN(std::string payload, series::encodeBlock(points));
  series::Pyramid pyramid;
  pyramid.append(points);
  return PreparedSeries::Block{points.size(), points.front().step, points.back().step, pyramid.serialise(),
                               std::move(payload)};
}

Status internal::insertBlock(store::Writer& writer, RunKey run, std::int64_t seriesKey,
                             const PreparedSeries::Block& block) {
  return insertRow(writer, run, seriesKey, block.points, block.firstStep, block.lastStep, block.pyramid,
                   block.payload);
}

Status internal::writeBlocks(store::Writer& writer, RunKey run, std::int64_t seriesKey,
                             std::span<const series::Point> points) {
  while (!points.empty()) {
    const auto piece = points.first(std::min(points.size(), series::kBlockPoints));
    TATARA_ASSIGN(const auto block, sealBlock(piece));
    TATARA_TRY(insertBlock(writer, run, seriesKey, block));
    points = points.subspan(piece.size());
  }
  return {};
}

Status internal::writePacks(store::Writer& writer, RunKey run, std::vector<series::PackedSeries>& series) {
  std::sort(series.begin(), series.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  std::size_t from = 0;
  while (from < series.size()) {
    std::size_t to = from;
    std::size_t points = 0;
    while (to < series.size() && to - from < series::kPackSeries &&
           (to == from || points + series[to].points.size() <= series::kPackPoints)) {
      points += series[to++].points.size();
    }
    TATARA_ASSIGN(const std::string payload, series::encodePack(std::span(series).subspan(from, to - from)));
    TATARA_TRY(insertRow(writer, run, std::nullopt, points, 0, 0, std::nullopt, payload));
    from = to;
  }
  return {};
}

namespace {

// The last block of a series, when it has room, is opened again, so that blocks stay full.
Status reopenLastBlock(store::Writer& writer, RunKey run, std::int64_t seriesKey,
                       std::vector<series::Point>& points) {
  std::optional<std::int64_t> block;
  {
    TATARA_ASSIGN(auto rows,
                  writer.sql().query("SELECT block_key, points, payload FROM metric_block WHERE run_key = ? "
                                     "AND series_key = ? ORDER BY block_key DESC LIMIT 1",
                                     run, seriesKey));
    if (rows.next() && rows.integer(1) < static_cast<std::int64_t>(series::kBlockPoints)) {
      TATARA_ASSIGN(const auto read, series::decodeBlock(internal::asText(rows.blob(2))));
      points.insert(points.end(), read.begin(), read.end());
      block = rows.integer(0);
    }
    TATARA_TRY(rows.status());
  }
  return block ? writer.sql().run("DELETE FROM metric_block WHERE block_key = ?", *block) : Status();
}

Result<bool> hasOwnBlocks(store::Writer& writer, RunKey run, std::int64_t seriesKey) {
  TATARA_ASSIGN(
      const auto found,
      writer.sql().findInteger("SELECT 1 FROM metric_block WHERE run_key = ? AND series_key = ? LIMIT 1", run,
                               seriesKey));
  return found.has_value();
}

// Repeated points counted twice while they stood in tails are counted once now.
Status forgetRepeated(store::Writer& writer, std::int64_t seriesKey, std::size_t repeated) {
  return repeated == 0 ? Status()
                       : writer.sql().run("UPDATE metric_series SET points = points - ? WHERE series_key = ?",
                                          repeated, seriesKey);
}

struct Batches {
  std::int64_t last = 0;
  std::int64_t points = 0;
};

// The oldest batches of the tail that have `most` points together, or all of them.
Result<Batches> oldestBatches(store::Writer& writer, RunKey run, std::int64_t most) {
  TATARA_ASSIGN(auto rows,
                writer.sql().query(
                    "SELECT tail_key, points FROM metric_tail WHERE run_key = ? ORDER BY tail_key", run));
  Batches batches;
  while (batches.points < most && rows.next()) {
    batches.last = rows.integer(0);
    batches.points += rows.integer(1);
  }
  TATARA_TRY(rows.status());
  return batches;
}

}  // namespace

Result<std::int64_t> sealRun(store::Writer& writer, RunKey run, std::int64_t minPoints, std::int64_t most) {
  TATARA_ASSIGN(const auto waiting,
                writer.sql().findInteger("SELECT sum(points) FROM metric_tail WHERE run_key = ?", run));
  if (waiting.value_or(0) < std::max<std::int64_t>(minPoints, 1)) {
    return 0;
  }
  TATARA_ASSIGN(const Batches batches, oldestBatches(writer, run, most));
  internal::PointsBySeries points;
  TATARA_TRY(internal::readTails(writer.sql(), run, points, true, batches.last));
  TATARA_TRY(internal::readPacks(writer.sql(), run, points, true));
  TATARA_TRY(
      writer.sql().run("DELETE FROM metric_tail WHERE run_key = ? AND tail_key <= ?", run, batches.last));
  TATARA_TRY(writer.sql().run("DELETE FROM metric_block WHERE run_key = ? AND series_key IS NULL", run));
  std::vector<series::PackedSeries> shortSeries;
  for (auto& [seriesKey, own] : points) {
    TATARA_ASSIGN(const bool ownBlocks, hasOwnBlocks(writer, run, seriesKey));
    if (ownBlocks) {
      TATARA_TRY(reopenLastBlock(writer, run, seriesKey, own));
    }
    const std::size_t before = own.size();
    series::normalise(own);
    TATARA_TRY(forgetRepeated(writer, seriesKey, before - own.size()));
    if (ownBlocks || own.size() >= internal::kOwnBlockPoints) {
      TATARA_TRY(internal::writeBlocks(writer, run, seriesKey, own));
    } else {
      shortSeries.push_back({seriesKey, std::move(own)});
    }
  }
  TATARA_TRY(internal::writePacks(writer, run, shortSeries));
  return batches.points;
}

Result<std::vector<RunKey>> findRunsToSeal(sql::Connection& connection, std::size_t atMost) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT run_key FROM metric_tail JOIN run USING(run_key) GROUP BY run_key "
                                 "HAVING sum(points) >= ? OR status > 2 LIMIT ?",
                                 kSealPoints, atMost));
  std::vector<RunKey> runs;
  while (rows.next()) {
    runs.emplace_back(rows.integer(0));
  }
  TATARA_TRY(rows.status());
  return runs;
}

Status sealAll(store::Store& store, std::stop_token stop) {
  while (!stop.stop_requested()) {
    TATARA_ASSIGN(const auto runs,
                  store.read([](sql::Connection& c) { return findRunsToSeal(c, kRunsAtOnce); }, stop));
    if (runs.empty()) {
      return {};
    }
    for (const RunKey run : runs) {
      if (stop.stop_requested()) {
        break;
      }
      TATARA_TRY(store.write([run](store::Writer& writer) -> Status {
        TATARA_ASSIGN([[maybe_unused]] const auto sealed, sealRun(writer, run, 1, kSealAtOnce));
        return {};
      }));
    }
  }
  return {};
}

}  // namespace tatara::track
