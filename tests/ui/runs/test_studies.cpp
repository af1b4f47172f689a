// Studies over a real store: each recovers what was planted, and their pictures.
#include <QBuffer>
#include <cmath>

#include "core/artifact/artifact_store.h"
#include "tests/support/golden.h"
#include "tests/support/temp_workspace.h"
#include "tests/support/ui_test.h"
#include "tests/ui/runs/runs_fixture.h"
#include "ui/runs/difference_table.h"
#include "ui/runs/run_facts_diff.h"
#include "ui/runs/study.h"
#include "ui/runs/study_plots.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

constexpr double kRows = 400;

// Uniform in [0, 1), the same everywhere.
double draw(std::uint64_t i) {
  i = (i + 1) * 0x9E3779B97F4A7C15ULL;
  i = (i ^ (i >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  i = (i ^ (i >> 27U)) * 0x94D049BB133111EBULL;
  return static_cast<double>((i ^ (i >> 31U)) >> 11U) / 9007199254740992.0;
}

// Probabilities that hold: a row is positive with just the probability it was given.
std::string calibratedCsv(int run) {
  std::string csv = "row,actual,predicted,probability_no,probability_yes\n";
  for (int i = 0; i < kRows; ++i) {
    const double p = draw(static_cast<std::uint64_t>(run * 10'000 + 2 * i));
    const bool yes = draw(static_cast<std::uint64_t>(run * 10'000 + 2 * i + 1)) < p;
    csv += std::to_string(i) + (yes ? ",yes," : ",no,") + (p > 0.5 ? "yes," : "no,") + std::to_string(1 - p) +
           "," + std::to_string(p) + "\n";
  }
  return csv;
}

// The truth is 0.3 above each prediction.
std::string shiftedCsv() {
  std::string csv = "actual,predicted\n";
  for (int i = 0; i < 120; ++i) {
    csv += std::to_string(i + 0.3) + "," + std::to_string(i) + "\n";
  }
  return csv;
}

QByteArray pictureOf(int shade) {
  QImage image(24, 16, QImage::Format_RGB32);
  image.fill(qRgb(shade, 100, 50));
  image.setPixel(3, 4, qRgb(shade, 100, 90));
  QByteArray bytes;
  QBuffer buffer(&bytes);
  image.save(&buffer, "PNG");
  return bytes;
}

}  // namespace

class StudiesTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void aBarIsTheReadingAsked();
  void groupsOfBarsAreMeanAndDeviation();
  void boxesHaveTheQuartilesOfTheirGroup();
  void theDecidingParameterIsTheOnePlanted();
  void correlationFindsWhatRisesTogether();
  void theContourIsLowestWhereTheBowlIs();
  void aModelWhoseProbabilitiesHoldIsOnTheDiagonal();
  void theRocCurveIsThatOfEveryPair();
  void confusionCountsEveryRow();
  void residualsStandWhereTheShiftIs();
  void picturesGoByStepAndDifferByPixel();
  void picturesBlinkUntilSomethingElseIsAsked();
  void differencesLeadWithWhatExplainsAndTellPackagesAndFiles();
  void linesAreCountedAsOftenAsTheyCome();
  void whatIsNotThereIsSaid();
  void pictures();

 private:
  StudyPtr one(RunChart chart) const {
    const StudyRequest request{m_workspace->share(), m_listing, m_shown, {std::move(chart)}};
    auto made = makeStudies(request, {});
    return made.value().front();
  }
  template <typename T>
  const T& as(const StudyPtr& study) const {
    return dynamic_cast<const T&>(*study);
  }

  std::unique_ptr<tests::TempWorkspace> m_workspace;
  ListingPtr m_listing;
  ShownRuns m_shown;
};

void StudiesTest::initTestCase() {
  m_workspace = std::make_unique<tests::TempWorkspace>();
  const test::SeededRuns seeded = test::seedRuns(m_workspace->store(), 120, 6);
  const artifact::ArtifactStore artifacts(m_workspace->share());
  for (int i = 0; i < 3; ++i) {
    const auto root = artifact::rootPathOf(seeded.runs[static_cast<std::size_t>(i)].artifactUri);
    QVERIFY(root.has_value());
    QVERIFY(artifacts.put(*root + "/predictions/validation.csv", i < 2 ? calibratedCsv(i) : shiftedCsv())
                .has_value());
    for (int step = 0; step < 3 + i; ++step) {
      const QByteArray bytes = pictureOf(40 * i + 20 * step);
      QVERIFY(artifacts
                  .put(*root + "/samples/epoch_" + std::to_string(step * 10) + ".png",
                       std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())))
                  .has_value());
    }
    QVERIFY(artifacts.put(*root + "/samples/broken_7.png", "no picture").has_value());
    const std::string version = i == 1 ? "3.0.2" : "2.1.0";
    QVERIFY(artifacts
                .put(*root + "/model/requirements.txt",
                     "# made by hand\nxgboost==" + version + "\nnumpy >= 1.26 ; python_version > '3'\n")
                .has_value());
    QVERIFY(
        artifacts.put(*root + "/config.yaml", i == 2 ? "a: 1\nb: 3\nc: 4\n" : "a: 1\nb: 2\n").has_value());
  }
  auto table = m_workspace->store().read([&](sql::Connection& connection) {
    return track::RunTable::load(connection, std::vector{seeded.experiment}, track::ViewType::ActiveOnly);
  });
  auto experiments = m_workspace->store().read(
      [&](sql::Connection& connection) { return track::findExperiment(connection, seeded.experiment); });
  ListingRequest request;
  request.table = table.value();
  request.before = std::make_shared<std::vector<RowId>>();
  request.meanings = makeMeanings({*experiments.value()}, *request.table);
  m_listing = makeListing(request, {}).value();
  for (std::size_t i = 0; i < 3; ++i) {
    ShownRun run;
    run.key = seeded.runs[i].key;
    run.row = static_cast<std::uint32_t>(*m_listing->table->findRow(run.key));
    run.name = QString::fromStdString(seeded.runs[i].name);
    run.style.slot = static_cast<int>(i);
    m_shown.push_back(run);
  }
}

void StudiesTest::aBarIsTheReadingAsked() {
  const std::vector<series::Point> points = {{0, 0, 5}, {1, 1, 3}, {2, 2, NAN}, {3, 3, 9}, {4, 4, 4}};
  const std::vector<series::Point> other = {{0, 0, 0.1}, {1, 1, 0.2}, {3, 3, 0.7}, {4, 4, 0.3}, {9, 9, 1}};
  RunChart chart{RunChartKind::Bar, {}, {}, {}};
  const auto read = [&](RunReading reading) {
    chart.reading = reading;
    return readingOf(chart, points, other, track::Direction::HigherIsBetter);
  };
  QCOMPARE(read(RunReading::Last), 4.0);
  QCOMPARE(read(RunReading::Least), 3.0);
  QCOMPARE(read(RunReading::Greatest), 9.0);
  QCOMPARE(read(RunReading::AtBest), 9.0);
  chart.lastCount = 2;
  QCOMPARE(read(RunReading::MeanOfLast), 6.5);  // what is not finite is passed over
  QVERIFY(std::isnan(readingOf(chart, {}, {}, track::Direction::Unknown)));
  chart.reading = RunReading::Greatest;
  chart.metric = "val_mae";
  const StudyPtr study = one(chart);
  QCOMPARE(as<BarStudy>(study).bars.size(), std::size_t(3));
  for (const BarStudy::Bar& bar : as<BarStudy>(study).bars) {
    const auto loaded = m_workspace->store().read([&](sql::Connection& connection) {
      return track::loadSeries(connection, bar.runs.front(), "val_mae");
    });
    double greatest = -INFINITY;
    for (const series::Point& point : *loaded) {
      greatest = std::max(greatest, point.value);
    }
    QCOMPARE(bar.value, greatest);
  }
  chart.other = "val_rmse";
  for (const RunReading reading : {RunReading::AtBest, RunReading::MeanOfLast}) {
    chart.reading = reading;
    const StudyPtr made = one(chart);
    QCOMPARE(as<BarStudy>(made).bars.size(), std::size_t(3));
    for (const BarStudy::Bar& bar : as<BarStudy>(made).bars) {
      const auto loaded = [&](const char* key) {
        return m_workspace->store()
            .read([&](sql::Connection& c) { return track::loadSeries(c, bar.runs.front(), key); })
            .value();
      };
      const track::Direction direction = m_listing->meanings->of("val_rmse").direction;
      QCOMPARE(bar.value, readingOf(chart, loaded("val_mae"), loaded("val_rmse"), direction));
    }
  }
}

void StudiesTest::groupsOfBarsAreMeanAndDeviation() {
  RunChart chart{RunChartKind::Bar, {}, {}, {}};
  chart.group = "params.max_depth";
  const StudyPtr study = one(chart);
  std::size_t runs = 0;
  double before = -INFINITY;
  for (const BarStudy::Bar& bar : as<BarStudy>(study).bars) {
    double sum = 0;
    for (const track::RunKey key : bar.runs) {
      sum += numberOf(*m_listing->table, "metrics.val_rmse",
                      static_cast<std::uint32_t>(*m_listing->table->findRow(key)));
    }
    QVERIFY(std::abs(bar.value - sum / static_cast<double>(bar.runs.size())) < 1e-9);
    QVERIFY(bar.value >= before);  // lower is better: best first
    before = bar.value;
    runs += bar.runs.size();
  }
  QCOMPARE(runs, std::size_t(120));
}

void StudiesTest::boxesHaveTheQuartilesOfTheirGroup() {
  RunChart chart{RunChartKind::Violin, {}, {}, {}};
  chart.group = "params.eta";
  const StudyPtr study = one(chart);
  const auto& spread = as<SpreadStudy>(study);
  QCOMPARE(spread.groups.size(), std::size_t(5));
  double most = 0;
  for (const SpreadStudy::Group& group : spread.groups) {
    const auto rank = [&](double share) {
      const double at = share * static_cast<double>(group.values.size() - 1);
      const auto below = static_cast<std::size_t>(at);
      const double next = group.values[std::min(below + 1, group.values.size() - 1)];
      return group.values[below] + (at - static_cast<double>(below)) * (next - group.values[below]);
    };
    QVERIFY(std::abs(group.lower - rank(0.25)) < 1e-9);
    QVERIFY(std::abs(group.median - rank(0.5)) < 1e-9);
    QVERIFY(std::abs(group.upper - rank(0.75)) < 1e-9);
    QVERIFY(group.low >= group.lower - 1.5 * (group.upper - group.lower) && group.low <= group.lower);
    most = std::max(most, *std::ranges::max_element(group.density));
  }
  QCOMPARE(most, 1.0);
}

void StudiesTest::theDecidingParameterIsTheOnePlanted() {
  const StudyPtr study = one({RunChartKind::Importance, {}, {}, {}});
  const auto& deciding = as<DecidingStudy>(study);
  QCOMPARE(deciding.shares.front().name, QStringLiteral("max_depth"));
  QVERIFY(deciding.shares.front().share > 0.9);
  QVERIFY(deciding.fit > 0.9);
  QCOMPARE(deciding.runs, std::size_t(120));
  for (const DecidingStudy::Share& share : deciding.shares) {
    QVERIFY(share.name != QStringLiteral("booster"));  // the same everywhere
  }
}

void StudiesTest::correlationFindsWhatRisesTogether() {
  const StudyPtr study = one({RunChartKind::Correlation, {}, {}, {}});
  const auto& table = as<CorrelationStudy>(study);
  QCOMPARE(table.metrics.front(), QStringLiteral("val_rmse"));
  const auto rho = [&](const char* param, const char* metric) {
    const qsizetype p = table.params.indexOf(QString::fromLatin1(param));
    const qsizetype m = table.metrics.indexOf(QString::fromLatin1(metric));
    return table.rho[static_cast<std::size_t>(p * table.metrics.size() + m)];
  };
  // The level falls with the depth up to 8; val_r2 goes the other way round exactly.
  QVERIFY(rho("max_depth", "val_rmse") < -0.6);
  QVERIFY(std::abs(rho("max_depth", "val_rmse") + rho("max_depth", "val_r2")) < 1e-9);
  QVERIFY(std::abs(rho("subsample", "val_rmse")) < 0.3);
}

void StudiesTest::theContourIsLowestWhereTheBowlIs() {
  const StudyPtr study = one({RunChartKind::Contour, {}, "params.eta", "params.max_depth"});
  const auto& contour = as<ContourStudy>(study);
  double best = INFINITY;
  double at = 0;
  for (int row = 0; row < ContourStudy::kSide; ++row) {
    for (int column = 0; column < ContourStudy::kSide; ++column) {
      const double value = contour.surface[static_cast<std::size_t>(row * ContourStudy::kSide + column)];
      if (value < best) {
        best = value;
        at = contour.yAt(row);
      }
    }
  }
  QVERIFY2(std::abs(at - 8) < 0.6, qPrintable(QString::number(at)));
  QVERIFY(contour.low == best);
}

void StudiesTest::aModelWhoseProbabilitiesHoldIsOnTheDiagonal() {
  const StudyPtr study = one({RunChartKind::Calibration, {}, {}, {}});
  const auto& curves = as<CurveStudy>(study);
  QCOMPARE(curves.lines.size(), std::size_t(2));  // the third run predicts a quantity
  for (const CurveStudy::Line& line : curves.lines) {
    int inside = 0;
    for (std::size_t i = 0; i < line.x.size(); ++i) {
      inside += line.low[i] <= line.x[i] && line.x[i] <= line.high[i] ? 1 : 0;
    }
    QVERIFY(inside >= static_cast<int>(line.x.size()) - 2);  // of ten 95 % intervals
  }
}

void StudiesTest::theRocCurveIsThatOfEveryPair() {
  const StudyPtr study = one({RunChartKind::Roc, {}, {}, {}});
  const auto& curves = as<CurveStudy>(study);
  for (int run = 0; run < 2; ++run) {
    double right = 0;
    double pairs = 0;
    for (int i = 0; i < kRows; ++i) {
      for (int j = 0; j < kRows; ++j) {
        const auto p = [&](int k) { return draw(static_cast<std::uint64_t>(run * 10'000 + 2 * k)); };
        const auto yes = [&](int k) {
          return draw(static_cast<std::uint64_t>(run * 10'000 + 2 * k + 1)) < p(k);
        };
        if (yes(i) && !yes(j)) {
          pairs += 1;
          right += p(i) > p(j) ? 1 : p(i) == p(j) ? 0.5 : 0;
        }
      }
    }
    const double area =
        curves.lines[static_cast<std::size_t>(run)].detail.section(QLatin1Char(' '), 1).toDouble();
    QVERIFY(std::abs(area - right / pairs) < 1e-3);
  }
}

void StudiesTest::confusionCountsEveryRow() {
  const StudyPtr study = one({RunChartKind::Confusion, {}, {}, {}});
  const auto& confusion = as<ConfusionStudy>(study);
  QCOMPARE(confusion.classes, (QStringList{QStringLiteral("no"), QStringLiteral("yes")}));
  QCOMPARE(confusion.matrices.size(), std::size_t(2));
  double right = 0;
  for (int i = 0; i < kRows; ++i) {
    const double p = draw(static_cast<std::uint64_t>(2 * i));
    right += (draw(static_cast<std::uint64_t>(2 * i + 1)) < p) && p > 0.5 ? 1 : 0;
  }
  QCOMPARE(confusion.matrices[0].counts[3], right);
  QCOMPARE(confusion.matrices[0].counts[0] + confusion.matrices[0].counts[1] +
               confusion.matrices[0].counts[2] + confusion.matrices[0].counts[3],
           kRows);
}

void StudiesTest::residualsStandWhereTheShiftIs() {
  const StudyPtr study = one({RunChartKind::Residuals, {}, {}, {}});
  const auto& residuals = as<CurveStudy>(study);
  QCOMPARE(residuals.lines.size(), std::size_t(1));
  for (const double median : residuals.lines[0].y) {
    QVERIFY(std::abs(median - 0.3) < 1e-6);
  }
}

void StudiesTest::picturesGoByStepAndDifferByPixel() {
  const StudyPtr study = one({RunChartKind::Images, {}, {}, {}});
  const auto& pictures = as<PictureStudy>(study);
  QCOMPARE(QString::fromStdString(pictures.series), QStringLiteral("samples/epoch_#.png"));
  QCOMPARE(pictures.steps, (std::vector<std::int64_t>{0, 10, 20, 30, 40}));
  QCOMPARE(pictures.runs.size(), std::size_t(3));
  QVERIFY(!pictures.runs[0].paths.contains(30));
  QImage a(4, 4, QImage::Format_RGB32);
  a.fill(qRgb(10, 20, 30));
  QImage b = a;
  b.setPixel(2, 1, qRgb(0, 25, 30));
  const QImage difference = pixelDifference(a, b);
  QCOMPARE(difference.pixel(2, 1), qRgb(10, 5, 0));
  QCOMPARE(difference.pixel(1, 1), qRgb(0, 0, 0));
  QVERIFY(pixelDifference(a, QImage(3, 4, QImage::Format_RGB32)).isNull());
}

void StudiesTest::picturesBlinkUntilSomethingElseIsAsked() {
  PicturePlot plot(m_workspace->share());
  plot.setStudy(one({RunChartKind::Images, {}, {}, {}}));
  plot.resize(460, 260);
  plot.show();
  plot.setStep(2);
  QTRY_VERIFY(plot.settled());
  const QImage still = plot.toImage(1);
  QTest::keyClick(&plot, Qt::Key_B);
  QVERIFY(!plot.firstShown());
  QTRY_VERIFY(plot.firstShown());
  const QImage first = plot.toImage(1);
  QVERIFY(first != still);
  QTRY_VERIFY(!plot.firstShown());
  QCOMPARE(plot.toImage(1), still);
  QTRY_VERIFY(plot.firstShown());
  plot.setDifference(true);  // takes its place
  QVERIFY(!plot.firstShown());
  plot.setDifference(false);
  QTest::qWait(700);
  QCOMPARE(plot.toImage(1), still);
}

void StudiesTest::differencesLeadWithWhatExplainsAndTellPackagesAndFiles() {
  const StudyPtr study = one({RunChartKind::Differences, {}, {}, {}});
  const auto& differences = as<DifferenceStudy>(study);
  const auto row = [](const Differences& of, const std::string& column) -> const DifferenceRow* {
    const auto found = std::ranges::find(of.rows, column, &DifferenceRow::column);
    return found == of.rows.end() ? nullptr : &*found;
  };
  const DifferenceRow* package = row(differences.changed, "package.xgboost");
  QVERIFY(package != nullptr);
  QCOMPARE(package->values,
           (QStringList{QStringLiteral("2.1.0"), QStringLiteral("3.0.2"), QStringLiteral("2.1.0")}));
  QVERIFY(row(differences.changed, "package.numpy") == nullptr);  // the same everywhere
  QCOMPARE(row(differences.all, "package.numpy")->values.front(), QStringLiteral("1.26"));
  const DifferenceRow* file = row(differences.changed, "file.config.yaml");
  QVERIFY(file != nullptr);
  QCOMPARE(file->values[2], QStringLiteral("+2 −1 lines"));
  QVERIFY(!file->changed[1]);
  QVERIFY(!differences.sentences.isEmpty());
  QVERIFY2(differences.sentences.front().contains(QStringLiteral("val_rmse")),
           qPrintable(differences.sentences.front()));
  QVERIFY(differences.sentences.join(QLatin1Char('|')).contains(QStringLiteral("went from")));
}

void StudiesTest::linesAreCountedAsOftenAsTheyCome() {
  QVERIFY(lineDifference("a\nb\nb\n", "a\nb\nc\n") == std::pair(std::size_t(1), std::size_t(1)));
  QVERIFY(lineDifference("", "x\n\ny") == std::pair(std::size_t(3), std::size_t(0)));
  QVERIFY(lineDifference("same", "same") == std::pair(std::size_t(0), std::size_t(0)));
}

void StudiesTest::whatIsNotThereIsSaid() {
  StudyRequest request{m_workspace->share(), m_listing, {}, {}};
  for (const RunChartKind kind :
       {RunChartKind::Bar, RunChartKind::Confusion, RunChartKind::Roc, RunChartKind::PrecisionRecall,
        RunChartKind::Calibration, RunChartKind::Residuals, RunChartKind::Images}) {
    request.charts.push_back({kind, {}, {}, {}});
  }
  request.charts.push_back({RunChartKind::Violin, "nowhere", {}, {}});
  request.charts.push_back({RunChartKind::Importance, "nowhere", {}, {}});
  request.charts.push_back({RunChartKind::Contour, {}, "params.booster", "params.eta"});
  const auto made = makeStudies(request, {});
  QVERIFY(made.has_value());
  for (const StudyPtr& study : *made) {
    QVERIFY(!study->empty.isEmpty());
  }
  request.charts = {{RunChartKind::Line, {}, {}, {}}};
  QVERIFY(makeStudies(request, {}).value().front() == nullptr);
}

void StudiesTest::pictures() {
  RunChart grouped{RunChartKind::Bar, {}, {}, {}};
  grouped.group = "params.max_depth";
  RunChart boxes{RunChartKind::Box, {}, {}, {}};
  boxes.group = "params.max_depth";
  RunChart violins{RunChartKind::Violin, {}, {}, {}};
  violins.group = "params.eta";
  const std::vector<std::tuple<QString, StudyPlot*, RunChart>> shown = {
      {QStringLiteral("bars"), new BarPlot, grouped},
      {QStringLiteral("boxes"), new SpreadPlot, boxes},
      {QStringLiteral("violins"), new SpreadPlot, violins},
      {QStringLiteral("correlation"), new RunCorrelationPlot, {RunChartKind::Correlation, {}, {}, {}}},
      {QStringLiteral("contour"),
       new ContourPlot,
       {RunChartKind::Contour, {}, "params.eta", "params.max_depth"}},
      {QStringLiteral("deciding"), new DecidingPlot, {RunChartKind::Importance, {}, {}, {}}},
      {QStringLiteral("confusion"), new ConfusionPlot, {RunChartKind::Confusion, {}, {}, {}}},
      {QStringLiteral("roc"), new CurvePlot, {RunChartKind::Roc, {}, {}, {}}},
      {QStringLiteral("precision-recall"), new CurvePlot, {RunChartKind::PrecisionRecall, {}, {}, {}}},
      {QStringLiteral("calibration"), new CurvePlot, {RunChartKind::Calibration, {}, {}, {}}},
      {QStringLiteral("residuals"), new CurvePlot, {RunChartKind::Residuals, {}, {}, {}}},
      {QStringLiteral("differences"), new DifferenceTable, {RunChartKind::Differences, {}, {}, {}}},
      {QStringLiteral("pictures"), new PicturePlot(m_workspace->share()), {RunChartKind::Images, {}, {}, {}}},
  };
  for (const auto& [name, plot, chart] : shown) {
    const std::unique_ptr<StudyPlot> owner(plot);
    plot->setStudy(one(chart));
    plot->resize(460, 260);
    plot->setAutoFillBackground(true);
    plot->show();
    if (auto* pictures = qobject_cast<PicturePlot*>(plot)) {
      pictures->setStep(2);
      QTRY_VERIFY(pictures->settled());
    }
    QVERIFY(plot->table().rows() > 0);
    QVERIFY(plot->toSvg(name).contains("<svg"));
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
      applyTheme(*qApp, mode);
      QPalette ground = QApplication::palette();
      ground.setColor(QPalette::Window, colors().bg1);  // of the card that a plot stands on
      plot->setPalette(ground);
      const QString golden = QStringLiteral("runs/study-%1%2")
                                 .arg(name, mode == ThemeMode::Dark ? QStringLiteral("-dark") : QString());
      const QString difference = test::compareGolden(plot->grab().toImage(), golden);
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
    applyTheme(*qApp, ThemeMode::Light);
  }
}

TATARA_UI_TEST_MAIN(StudiesTest)
#include "test_studies.moc"
