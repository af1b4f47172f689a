// A brush over kept rows against the same questions to DuckDB's own table, in one run.
//
//   bench_frame FOLDER [ROWS]
//
// Makes ROWS × 20 seeded values as Parquet in FOLDER (kept for the next time), keeps them as a frame, then
// compares answers with DuckDB's and exits with 1 when one differs, and prints a line a figure: what,
// milliseconds.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>

#include "bench/data/must.h"
#include "core/base/number_text.h"
#include "core/dataset/frame_aggregate.h"
#include "core/dataset/frame_order.h"
#include "core/dataset/profile.h"

namespace {

using namespace tatara;
using namespace tatara::dataset;
using tatara::bench::must;
namespace fs = std::filesystem;

double now() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void tell(const char* what, double millis) {
  std::printf("%-64s %10.1f ms\n", what, millis);
  std::fflush(stdout);
}

// The median of several runs after one that warms up.
template <typename Body>
double timed(Body&& body, int runs = 7) {
  body();
  std::vector<double> times;
  for (int i = 0; i < runs; ++i) {
    const double start = now();
    body();
    times.push_back(now() - start);
  }
  std::ranges::sort(times);
  return times[times.size() / 2];
}

void check(bool holds, const char* what) {
  if (!holds) {
    std::fprintf(stderr, "differs from DuckDB: %s\n", what);
    std::exit(1);
  }
}

std::string status(const char* key) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(key)) {
      return line.substr(line.find_first_of("0123456789"));
    }
  }
  return "?";
}

// Eight real columns, six whole ones, two times, one flag, three texts; a hundredth of most is missing.
std::string generator(std::uint64_t rows) {
  std::string sql = "SELECT ";
  const auto draw = [](int column) {
    return "(hash(i * 31 + " + std::to_string(column * 7919) + ") % 1000000007) / 1000000007.0";
  };
  for (int i = 0; i < 8; ++i) {
    const std::string u = draw(i);
    sql += "CASE WHEN " + u + " > 0.01 THEN sqrt(-2 * ln(" + u + ")) * cos(6.283185307179586 * " +
           draw(i + 100) + ") * " + std::to_string(i + 1) + " END AS real" + std::to_string(i) + ", ";
  }
  for (int i = 0; i < 6; ++i) {
    sql += "(" + draw(i + 20) + " * " + (i % 2 ? "100" : "1000000") + ")::BIGINT AS whole" +
           std::to_string(i) + ", ";
  }
  sql +=
      "TIMESTAMP '2020-01-01' + INTERVAL 1 SECOND * i AS at0, TIMESTAMP '2020-01-01' + INTERVAL 1 HOUR * (" +
      draw(40) + " * 30000)::BIGINT AS at1, " + draw(41) + " > 0.7 AS flag, ";
  for (int i = 0; i < 3; ++i) {
    sql += "'word ' || (" + draw(i + 50) + " * " + (i == 2 ? "100000" : "30") + ")::BIGINT AS word" +
           std::to_string(i) + (i < 2 ? ", " : "");
  }
  return sql + " FROM range(" + std::to_string(rows) + ") AS t(i)";
}

struct Brush {
  Selection selection;
  std::vector<std::vector<std::uint64_t>> counts;
  std::vector<std::uint64_t> page;
};

Brush brush(const Frame& frame, const Filter& filter, std::span<const std::size_t> columns,
            const std::shared_ptr<const RowOrder>& order) {
  Brush result;
  result.selection = must(select(frame, filter));
  result.counts = must(binCounts(frame, columns, result.selection));
  result.page = must(RowView::make(frame, order, result.selection)).rows(0, 40);
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "bench_frame FOLDER [ROWS]\n");
    return 2;
  }
  const fs::path folder = argv[1];
  const std::uint64_t rows = argc > 2 ? static_cast<std::uint64_t>(std::atoll(argv[2])) : 10'000'000;
  fs::create_directories(folder);
  const fs::path source = folder / ("rows-" + std::to_string(rows) + ".parquet");
  auto engine = must(Engine::open({.temporaryFolder = folder}));
  if (!fs::exists(source)) {
    must(engine->run("COPY (" + generator(rows) + ") TO " + quotedText(source.string()) +
                     " (FORMAT parquet)"));
  }
  const double opened = now();
  const Table table = must(Table::open(*engine, source));
  tell("open the Parquet file and find its types", now() - opened);
  const fs::path file = frameFile(folder, table.digest(), {});
  if (!openFrame(file)) {
    const double built = now();
    must(buildFrame(table, file));
    tell("keep the rows", now() - built);
  }
  tell("reopen", timed([&] { must(openFrame(file)); }));
  const auto frame = must(openFrame(file));
  const std::string kept = text::toJson(keptJson(must(makeProfile(sourceOf(frame), {.relations = false}))));
  tell("reopen with its kept profile", timed([&] {
         must(openFrame(file));
         must(profileFromJson(must(text::parseJson(kept))));
       }));
  std::vector<std::size_t> columns(frame->columns().size());
  std::iota(columns.begin(), columns.end(), std::size_t{0});

  struct Case {
    const char* name;
    Filter filter;
  };
  const Bins& bins = frame->column(0).bins;
  const std::vector<Case> cases{
      {"one bar of a real column",
       RangeCondition{
           .column = "real0", .least = bins.edge(120), .greatest = bins.edge(126), .openAbove = true}},
      {"half of the rows, ends inside bars", RangeCondition{.column = "real1", .least = 0.0123}},
      {"a range and two words",
       allOf({RangeCondition{.column = "whole0", .least = 100'000, .greatest = 700'000},
              SetCondition{"word0", {"word 3", "word 4"}}})},
      {"a lasso of 24 corners", [] {
         PolygonCondition polygon{.x = "real0", .y = "real1", .corners = {}};
         for (int i = 0; i < 24; ++i) {
           polygon.corners.emplace_back(std::cos(i * 0.2618), 2 * std::sin(i * 0.2618));
         }
         return Filter(polygon);
       }()}};
  const OrderKey key{.column = 1, .descending = true};
  const double sorting = now();
  const auto order = must(sortRows(*frame, {&key, 1}));
  tell("sort by one real column", now() - sorting);

  for (const Case& own : cases) {
    const Brush answer = brush(*frame, own.filter, columns, nullptr);
    const auto count = must(engine->table("SELECT count(*), count(*) FILTER (WHERE word0 = 'word 7') FROM " +
                                          table.relation() + " WHERE " + toSql(*frame, own.filter)));
    check(count[0][0] == std::to_string(answer.selection.count(rows)), own.name);
    const std::size_t word = must(frame->find("word0"));
    std::uint64_t seven = 0;
    for (std::size_t i = 0; i < frame->column(word).bins.count; ++i) {
      seven +=
          frame->entry(word, frame->column(word).bins.categories[i]) == "word 7" ? answer.counts[word][i] : 0;
    }
    check(count[0][1] == std::to_string(seven), own.name);
  }
  const auto top = must(engine->table("SELECT at0::VARCHAR FROM " + table.relation() +
                                      " ORDER BY real1 DESC NULLS LAST, at0 LIMIT 40"));
  const auto first = must(RowView::make(*frame, order, {})).rows(0, 40);
  for (std::size_t i = 0; i < first.size(); ++i) {
    std::string text = frame->text(must(frame->find("at0")), first[i]);
    std::ranges::replace(text, 'T', ' ');
    check(top[i][0].starts_with(text), "sorting");
  }
  for (const Case& own : cases) {
    const std::string name = std::string("brush: ") + own.name;
    tell((name + ", as in the file").c_str(), timed([&] { brush(*frame, own.filter, columns, nullptr); }));
    tell((name + ", sorted").c_str(), timed([&] { brush(*frame, own.filter, columns, order); }));
  }
  const Selection half = must(select(*frame, cases[1].filter));
  const std::vector<double> probabilities{0.05, 0.25, 0.5, 0.75, 0.95};
  tell("exact statistics of one real column under a selection",
       timed([&] { must(summarize(*frame, 0, probabilities, half)); }, 3));
  tell("mean by hour and weekday",
       timed(
           [&] {
             must(group(*frame,
                        {.keys = {{.column = 15, .kind = GroupKey::Kind::Weekday},
                                  {.column = 15, .kind = GroupKey::Kind::HourOfDay}},
                         .measures = {{.kind = Measure::Kind::Mean, .column = 0}}},
                        half));
           },
           3));
  std::printf("resident at most %s, of it not backed by files now %s\n", status("VmHWM").c_str(),
              status("RssAnon").c_str());

  must(engine->run("CREATE TABLE kept AS SELECT * FROM " + table.relation()));
  const std::string where = " WHERE " + toSql(*frame, cases[1].filter);
  tell("DuckDB's table: half of the rows, count and 20 histograms",
       timed(
           [&] {
             must(engine->table("SELECT count(*) FROM kept" + where));
             for (const std::size_t column : columns) {
               const FrameColumn& own = frame->column(column);
               const std::string name = quotedName(own.info.name);
               const std::string bin =
                   own.bins.kind == Bins::Kind::Ranges && own.info.type != ColumnType::Time
                       ? "floor((" + name + " - (" + toText(own.bins.first) + ")) / " +
                             toText((own.bins.last - own.bins.first) / 240) + ")"
                   : own.info.type == ColumnType::Time ? "date_trunc('month', " + name + ")"
                                                       : name;
               must(engine->table("SELECT k, count(*) FROM (SELECT " + bin + " AS k FROM kept" + where +
                                  ") GROUP BY k"));
             }
           },
           1));
  return 0;
}
