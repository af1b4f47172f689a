// Frames of a line chart while it is panned and zoomed, against QPainter and QtCharts in the same process.
//
//   bench_ui_chart [FRAMES [FOLDER]]
//   bench_ui_chart --fill FOLDER [SERIES [POINTS]]
//
// First 200 curves of a million points each are drawn from a store, which is made in FOLDER by another
// process and kept there for the next time (without FOLDER it goes with the process; "-" leaves this out), so
// that what is resident then is what the chart needs. `--fill` makes such a store alone, of 200 series of a
// million points or of as many as are said: `--fill FOLDER 1000` is one of 1 G points, about 5 GB.
//
// The picture at rest is first held against one drawn from every point; only then is anything timed. Curves
// are seeded random walks of a million points over shared steps; the script pans and zooms over the whole
// range. Each frame is what a chart's worker makes: ranges, ticks, reduction, image. Times are those of the
// clock on the wall, because a frame is made by all cores together; run it on a machine that does nothing
// else. Beside them stands the processor time of all threads, which other work on the machine changes less.
#include <unistd.h>

#include <QApplication>
#include <QChart>
#include <QChartView>
#include <QImage>
#include <QLineSeries>
#include <QPainter>
#include <QPolygonF>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>

#include "bench/data/must.h"
#include "core/exec/parallel.h"
#include "core/store/workspace.h"
#include "core/track/bulk_points.h"
#include "core/track/metrics.h"
#include "core/track/run_table.h"
#include "core/track/runs.h"
#include "ui/chart/line_frame.h"
#include "ui/curves/overview.h"

using namespace tatara;
using namespace tatara::ui;
using tatara::bench::must;

namespace {

constexpr QSize kSize(1920, 480);

std::vector<double> walk(int seed, int points) {
  std::mt19937 random(static_cast<unsigned>(seed));
  std::vector<double> y;
  y.reserve(static_cast<std::size_t>(points));
  double value = seed;
  for (int i = 0; i < points; ++i) {
    value += static_cast<double>(random()) / 2147483648.0 - 1;
    y.push_back(value);
  }
  return y;
}

std::vector<CurvePtr> walks(int series, int points) {
  auto steps = std::make_shared<std::vector<double>>();
  for (int i = 0; i < points; ++i) {
    steps->push_back(i);
  }
  std::vector<CurvePtr> curves;
  for (int s = 0; s < series; ++s) {
    curves.push_back(CurveData::makeShared(steps, walk(s, points)));
  }
  return curves;
}

// Encoding is not what is measured here: these many walks, the others are their blocks copied.
constexpr int kDistinct = 10;

std::vector<series::Point> stamped(int seed, int points) {
  std::vector<series::Point> made;
  std::mt19937 random(static_cast<unsigned>(seed));
  std::int64_t stamp = 1'772'000'000'000;
  for (const double y : walk(seed, points)) {
    made.push_back({static_cast<std::int64_t>(made.size()), stamp, y});
    stamp += 28 + static_cast<std::int64_t>(random() % 25);
  }
  return made;
}

Status copySeries(store::Writer& writer, track::RunKey from, track::RunKey to) {
  TATARA_TRY(writer.sql().run(
      "INSERT INTO metric_series(run_key, name_id, points, last_step, last_ms, last_bits, min_bits, "
      "max_bits) "
      "SELECT ?, name_id, points, last_step, last_ms, last_bits, min_bits, max_bits FROM metric_series "
      "WHERE run_key = ?",
      to, from));
  return writer.sql().run(
      "INSERT INTO metric_block(run_key, series_key, points, first_step, last_step, pyramid, payload) "
      "SELECT ?, (SELECT series_key FROM metric_series WHERE run_key = ?), points, first_step, last_step, "
      "pyramid, payload FROM metric_block WHERE run_key = ? ORDER BY block_key",
      to, to, from);
}

// The same walks as runs of a store, their stamps jittered.
int fill(const std::filesystem::path& folder, int series, int points) {
  const auto store = must(store::Store::open(must(store::createWorkspace(folder))));
  std::vector<track::RunKey> runs;
  for (int s = 0; s < series; ++s) {
    must(store->writeFor([&](store::Writer& writer) -> Result<bool> {
      TATARA_ASSIGN(const track::RunInfo run,
                    track::createRun(writer, {.experiment = track::ExperimentId(0)}, fromUnixMillis(s)));
      runs.push_back(run.key);
      if (s >= kDistinct) {
        TATARA_TRY(copySeries(writer, runs[static_cast<std::size_t>(s % kDistinct)], run.key));
        return true;
      }
      const std::vector<series::Point> made = stamped(s, points);
      const track::SeriesPoints whole[] = {{"loss", made}};
      TATARA_TRY(track::appendSeries(writer, run.key, whole));
      TATARA_ASSIGN([[maybe_unused]] const auto sealed, track::sealRun(writer, run.key, 1));
      return true;
    }));
  }
  return 0;
}

std::vector<SeriesPlace> placesIn(const std::filesystem::path& folder, XUnit unit) {
  std::shared_ptr<store::Store> store = must(store::Store::open(must(store::openWorkspace(folder))));
  const auto runs = must(store->read([](sql::Connection& connection) {
    return track::RunTable::load(connection, std::vector{track::ExperimentId(0)},
                                 track::ViewType::ActiveOnly);
  }));
  std::vector<SeriesPlace> places;
  for (std::uint32_t i = 0; i < runs->size(); ++i) {
    places.push_back({store, runs->run(i).key, "loss", unit, {}});
  }
  return places;
}

std::vector<CurvePtr> storedCurves(const std::vector<SeriesPlace>& places) {
  std::vector<CurvePtr> curves(places.size());
  exec::inParallel(curves.size(), [&](std::size_t i) {
    curves[i] = must(makePagedCurve(places[i], nullptr, {}, pagedFrom(curves.size())));
  });
  return curves;
}

std::vector<CurvePtr> overviews(const std::vector<SeriesPlace>& places) {
  std::vector<CurvePtr> curves(places.size());
  exec::inParallel(curves.size(), [&](std::size_t i) {
    curves[i] = must(makeOverviewCurve(places[i], {}, pagedFrom(curves.size())));
  });
  return curves;
}

LineRequest requestOf(const std::vector<CurvePtr>& curves) {
  LineRequest request;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    LineRequest::Curve curve;
    curve.data = curves[i];
    curve.style.colour = QColor::fromHsv(static_cast<int>(i * 37 % 360), 180, 200).rgb();
    curve.style.width = 1.6;
    request.curves.push_back(curve);
  }
  request.size = kSize;
  return request;
}

// The scripted way: out, in to a thousandth, along, and back.
AxisRange viewAt(double part, double points) {
  const double width = points * std::pow(10, -1.5 * (1 - std::cos(part * 6.283)));
  const double centre = points * (0.5 + 0.4 * std::sin(part * 12.566));
  return {centre - width / 2, centre + width / 2};
}

struct Times {
  double median = 0;
  double p99 = 0;
  double processor = 0;  // of all threads, the median
  double mostProcessor = 0;
};

double millisNow() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

double processorMillisNow() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double residentMegabytes() {
  std::ifstream file("/proc/self/statm");
  long pages = 0;
  file >> pages >> pages;
  return static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

Times timed(int frames, const std::function<void(double)>& frame) {
  std::vector<double> millis;
  std::vector<double> processor;
  for (int i = 0; i < frames; ++i) {
    const double start = millisNow();
    const double started = processorMillisNow();
    frame(static_cast<double>(i) / frames);
    millis.push_back(millisNow() - start);
    processor.push_back(processorMillisNow() - started);
  }
  std::sort(millis.begin(), millis.end());
  std::sort(processor.begin(), processor.end());
  const std::size_t last = std::min(millis.size() - 1, millis.size() * 99 / 100);
  return {millis[millis.size() / 2], millis[last], processor[processor.size() / 2], processor[last]};
}

void row(const char* what, int series, int points, const Times& times) {
  std::printf("%-34s %5d %9d %10.2f %10.2f %10.2f %10.2f\n", what, series, points, times.median, times.p99,
              times.processor, times.mostProcessor);
  std::fflush(stdout);
}

Times ours(const std::vector<CurvePtr>& curves, int points, int frames, Exactness exactness) {
  LineRequest request = requestOf(curves);
  request.exactness = exactness;
  request.known = makeLineFrame(request)->curves;
  return timed(frames, [&](double part) {
    request.xRange = viewAt(part, points);
    makeLineFrame(request);
  });
}

Times painter(const std::vector<CurvePtr>& curves, int points, int frames) {
  const LineRequest request = requestOf(curves);
  return timed(frames, [&](double part) {
    const AxisRange x = viewAt(part, points);
    QImage image(kSize, QImage::Format_ARGB32_Premultiplied);
    image.fill(0);
    QPainter paint(&image);
    paint.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < curves.size(); ++i) {
      const CurveData& curve = *curves[i];
      const Extremes all = curve.extremes();
      QPolygonF line;
      for (std::size_t p = 0; p < curve.size(); ++p) {
        line << QPointF((curve.x()[p] - x.low) / (x.high - x.low) * kSize.width(),
                        (all.high - curve.y()[p]) / (all.high - all.low) * kSize.height());
      }
      paint.setPen(QPen(QColor::fromRgb(request.curves[i].style.colour), 1));
      paint.drawPolyline(line);
    }
  });
}

Times qtCharts(const std::vector<CurvePtr>& curves, int points, int frames) {
  auto* chart = new QChart;
  chart->legend()->hide();
  for (const CurvePtr& curve : curves) {
    auto* series = new QLineSeries;
    QList<QPointF> all;
    for (std::size_t p = 0; p < curve->size(); ++p) {
      all << QPointF(curve->x()[p], curve->y()[p]);
    }
    series->replace(all);
    chart->addSeries(series);
  }
  chart->createDefaultAxes();
  QChartView view(chart);
  view.setRenderHint(QPainter::Antialiasing);
  view.resize(kSize);
  view.show();
  QApplication::processEvents();
  return timed(frames, [&](double part) {
    const AxisRange x = viewAt(part, points);
    chart->axes(Qt::Horizontal).first()->setRange(x.low, x.high);
    QApplication::processEvents();
    QImage image(kSize, QImage::Format_ARGB32_Premultiplied);
    QPainter paint(&image);
    view.render(&paint);
  });
}

// Every point a span of its own, joined to the one before: what drawing all points gives.
bool equalsEveryPoint(const std::vector<CurvePtr>& curves) {
  LineRequest request = requestOf(curves);
  for (const double part : {0.0, 0.13, 0.31, 0.5, 0.77}) {
    request.xRange = viewAt(part, static_cast<double>(curves.front()->size()));
    const LineFramePtr frame = makeLineFrame(request);
    std::vector<std::vector<ColumnSpan>> every(curves.size());
    std::vector<RasterCurve> raster;
    for (std::size_t i = 0; i < curves.size(); ++i) {
      for (std::size_t p = 0; p < curves[i]->size(); ++p) {
        const int at = frame->map.row(curves[i]->y()[p]);
        every[i].push_back({frame->map.column(curves[i]->x()[p]), at, at, at, at,
                            p == 0 ? SpanKind::Begins : SpanKind::Joined});
      }
      raster.push_back({every[i], request.curves[i].style});
    }
    if (rasterise(raster, frame->image.size(), Antialiasing::On) != frame->image.copy()) {
      return false;
    }
  }
  return true;
}

// Over time, whose steps are uneven: the picture is first held against one of the points in memory.
void overTime(const std::filesystem::path& folder) {
  constexpr int kPoints = 1000000;
  std::vector<SeriesPlace> places = placesIn(folder, XUnit::Time);
  places.resize(20);
  const std::vector<CurvePtr> curves = storedCurves(places);
  LineRequest request = requestOf(curves);
  request.xUnit = XUnit::Time;
  row("from the store over time, the first", 20, kPoints, timed(1, [&](double) { makeLineFrame(request); }));
  row("from the store over time, exact", 20, kPoints, timed(9, [&](double) { makeLineFrame(request); }));
  LineRequest pair = requestOf({curves[0], curves[1]});
  pair.xUnit = XUnit::Time;
  const QImage drawn = makeLineFrame(pair)->image.copy();
  for (int i = 0; i < 2; ++i) {
    pair.curves[static_cast<std::size_t>(i)].data =
        must(CurveData::inMemory(curves[static_cast<std::size_t>(i)], {}));
  }
  if (makeLineFrame(pair)->image != drawn) {
    std::fprintf(stderr, "the picture over time is another\n");
    std::exit(1);
  }
}

// Curves that stay in the store: memory, frames, and that pictures are those of curves in memory.
void fromStore(const char* program, const std::filesystem::path& folder, int frames) {
  constexpr int kSeries = 200;
  constexpr int kPoints = 1000000;
  if (!std::filesystem::exists(folder)) {
    // Another process, so that what it takes to write is not in this one's memory.
    const std::string command = "'" + std::string(program) + "' --fill '" + folder.string() + "'";
    if (std::system(command.c_str()) != 0) {
      std::exit(1);
    }
  }
  const double before = residentMegabytes();
  const double start = millisNow();
  const std::vector<SeriesPlace> places = placesIn(folder, XUnit::Step);
  const std::vector<CurvePtr> early = overviews(places);
  makeLineFrame(requestOf(early));
  std::printf("%-34s %5d %9d %10.0f ms to a picture of their summaries\n", "from the store", kSeries, kPoints,
              millisNow() - start);
  const double begun = millisNow();
  std::vector<CurvePtr> curves = storedCurves(places);
  std::printf("%-34s %5d %9d %10.0f ms to make the curves (%.0f MB before)\n", "from the store", kSeries,
              kPoints, millisNow() - begun, before);
  for (std::size_t i = 0; i < curves.size(); ++i) {
    if (early[i]->extremes().low != curves[i]->extremes().low ||
        early[i]->extremes().high != curves[i]->extremes().high) {
      std::fprintf(stderr, "a summary has other extremes\n");
      std::exit(1);
    }
  }
  const LineRequest all = requestOf(curves);
  const auto whole = [&all](double) { makeLineFrame(all); };
  row("from the store, the first picture", kSeries, kPoints, timed(1, whole));
  row("from the store, moving", kSeries, kPoints, ours(curves, kPoints, frames, Exactness::Moving));
  row("from the store, exact, all of it", kSeries, kPoints, timed(3, whole));
  row("from the store, exact", kSeries, kPoints,
      ours(curves, kPoints, std::min(frames, 20), Exactness::AtRest));
  std::printf("%-34s %5d %9d %10.0f MB resident with the points on screen (goal 400)\n", "", kSeries, kPoints,
              residentMegabytes());
  std::vector<CurvePtr> few(curves.begin(), curves.begin() + 20);
  const LineRequest twenty = requestOf(few);
  row("from the store, exact, all of it", 20, kPoints, timed(9, [&](double) { makeLineFrame(twenty); }));
  const std::vector<CurvePtr> kept = walks(2, kPoints);
  for (const double part : {0.0, 0.13, 0.31, 0.5, 0.77}) {
    LineRequest request = requestOf({curves[0], curves[1]});
    request.xRange = viewAt(part, kPoints);
    const LineFramePtr drawn = makeLineFrame(request);
    request.curves[0].data = kept[0];
    request.curves[1].data = kept[1];
    if (drawn->unread || drawn->image != makeLineFrame(request)->image) {
      std::fprintf(stderr, "the picture from the store is another\n");
      std::exit(1);
    }
  }
  overTime(folder);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc >= 3 && std::string(argv[1]) == "--fill") {
    return fill(argv[2], argc > 3 ? std::max(std::atoi(argv[3]), 1) : 200,
                argc > 4 ? std::max(std::atoi(argv[4]), 1) : 1000000);
  }
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  const int frames = argc > 1 ? std::max(std::atoi(argv[1]), 1) : 600;
  const std::filesystem::path own =
      std::filesystem::temp_directory_path() / ("tatara-bench-chart-" + std::to_string(getpid()));
  std::printf("%-34s %5s %9s %10s %10s %10s %10s\n", "frame of 1920 x 480", "lines", "points", "median ms",
              "p99 ms", "processor", "p99 ms");
  if (argc <= 2) {
    fromStore(argv[0], own, frames);
    std::filesystem::remove_all(own);
  } else if (std::string(argv[2]) != "-") {
    fromStore(argv[0], argv[2], frames);
  }
  const std::vector<CurvePtr> small = walks(20, 10000);
  if (!equalsEveryPoint(small)) {
    std::fprintf(stderr, "the reduced picture is not that of every point\n");
    return 1;
  }
  std::printf("the picture at rest equals that of every point\n\n%-34s %5s %9s %10s %10s\n",
              "frame of 1920 x 480", "lines", "points", "median ms", "p99 ms");
  const Times fast = ours(small, 10000, frames, Exactness::AtRest);
  row("Tatara, exact", 20, 10000, fast);
  row("QPainter polyline", 20, 10000, painter(small, 10000, std::min(frames, 10)));
  const Times charts = qtCharts(small, 10000, std::min(frames, 10));
  row("QtCharts", 20, 10000, charts);
  {
    const std::vector<CurvePtr> curves = walks(20, 1000000);
    row("Tatara, moving", 20, 1000000, ours(curves, 1000000, frames, Exactness::Moving));
    row("Tatara, exact", 20, 1000000, ours(curves, 1000000, std::min(frames, 100), Exactness::AtRest));
    row("QPainter polyline", 20, 1000000, painter(curves, 1000000, 3));
  }
  const std::vector<CurvePtr> curves = walks(200, 1000000);
  std::printf("%-34s %5d %9d %10.0f MB resident with the points on screen (goal 400)\n", "", 200, 1000000,
              residentMegabytes());
  row("Tatara, moving", 200, 1000000, ours(curves, 1000000, frames, Exactness::Moving));
  row("Tatara, exact", 200, 1000000, ours(curves, 1000000, std::min(frames, 60), Exactness::AtRest));
  std::printf(
      "\nQtCharts / Tatara at 20 x 10,000 points, median: %.0f   (goal 50)\n"
      "goals: moving 200 x 1,000,000 p99 16.7 ms; exact 20 x 1,000,000 150 ms, 200 x 1,000,000 1 s\n",
      charts.median / fast.median);
  return 0;
}
