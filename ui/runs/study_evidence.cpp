// What the runs' own files say: predictions and pictures.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "core/base/number_text.h"
#include "core/dataset/dialect.h"
#include "core/evaluate/curves.h"
#include "core/evaluate/scores.h"
#include "core/stats/quantile.h"
#include "ui/base/number_text.h"
#include "ui/runs/internal/runs_text.h"
#include "ui/runs/study.h"

namespace tatara::ui {
namespace {

constexpr std::int64_t kMostBytes = 32 << 20;
constexpr std::size_t kMostRows = 1'000'000;
constexpr std::size_t kMostRuns = 12;
constexpr std::size_t kMostClasses = 30;
constexpr std::size_t kManyValues = 12;  // distinct numbers from which truth is a quantity
constexpr std::size_t kCurvePoints = 400;
constexpr std::size_t kResidualGroups = 12;
constexpr std::size_t kMostSteps = 5'000;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// One run's predictions as they stand in its file.
struct Predicted {
  const ShownRun* run = nullptr;
  std::vector<std::string> truth;
  std::vector<std::string> guess;
  std::map<std::string, std::vector<double>> probabilities;  // by column
  bool quantity = false;
};

std::optional<std::size_t> columnNamed(const std::vector<std::string>& header,
                                       std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (lower(header[i]) == name) {
        return i;
      }
    }
  }
  return std::nullopt;
}

bool isProbability(const std::string& name) {
  const std::string word = lower(name);
  return word.starts_with("prob") || word == "score" || word == "y_prob" || word == "y_score";
}

std::optional<Predicted> readPredicted(std::string_view csv) {
  const std::vector<dataset::CsvRecord> records =
      dataset::splitRecords(csv, {.most = kMostRows + 1, .whole = true});
  if (records.size() < 3) {
    return std::nullopt;
  }
  const std::vector<std::string>& header = records.front().fields;
  const auto truth = columnNamed(header, {"actual", "target", "label", "y_true", "truth", "observed"});
  const auto guess = columnNamed(header, {"predicted", "prediction", "predictions", "y_pred"});
  if (!truth || !guess) {
    return std::nullopt;
  }
  Predicted predicted;
  std::set<double> numbers;
  bool words = false;
  for (std::size_t i = 1; i < records.size(); ++i) {
    const std::vector<std::string>& fields = records[i].fields;
    if (fields.size() != header.size() || fields[*truth].empty() || fields[*guess].empty()) {
      continue;
    }
    predicted.truth.push_back(fields[*truth]);
    predicted.guess.push_back(fields[*guess]);
    const auto number = parseDouble(fields[*truth]);
    words = words || !number;
    if (number && numbers.size() <= kManyValues) {
      numbers.insert(*number);
    }
    for (std::size_t c = 0; c < header.size(); ++c) {
      if (isProbability(header[c])) {
        predicted.probabilities[header[c]].push_back(
            parseDouble(fields[c]).value_or(std::numeric_limits<double>::quiet_NaN()));
      }
    }
  }
  predicted.quantity = !words && numbers.size() > kManyValues;
  return predicted.truth.empty() ? std::nullopt : std::optional(std::move(predicted));
}

// The files of a run, by their path in the artifact store, its own root taken off.
Result<std::vector<std::pair<std::string, artifact::FileInfo>>> filesOf(const StudyRequest& request,
                                                                        const ShownRun& run,
                                                                        std::stop_token stop) {
  using Files = std::vector<std::pair<std::string, artifact::FileInfo>>;
  return request.store->read(
      [&](sql::Connection& connection) -> Result<Files> {
        Files files;
        const auto root = artifact::rootPathOf(request.listing->table->run(run.row).artifactUri);
        if (!root) {
          return files;
        }
        TATARA_ASSIGN(std::vector<artifact::FileInfo> all,
                      artifact::ArtifactStore::listAll(connection, *root));
        for (artifact::FileInfo& info : all) {
          if (info.path.size() > root->size() + 1) {
            std::string name = info.path.substr(root->size() + 1);
            files.emplace_back(std::move(name), std::move(info));
          }
        }
        return files;
      },
      stop);
}

std::vector<Predicted> loadPredicted(const StudyRequest& request, std::stop_token stop) {
  std::vector<Predicted> all;
  const artifact::ArtifactStore artifacts(request.store);
  for (std::size_t i = 0; i < std::min(request.shown.size(), kMostRuns) && !stop.stop_requested(); ++i) {
    const auto files = filesOf(request, request.shown[i], stop);
    if (!files) {
      continue;
    }
    for (const auto& [name, info] : *files) {
      const std::string word = lower(name);
      if (word.find("prediction") == std::string::npos || !word.ends_with(".csv") || info.size > kMostBytes) {
        continue;
      }
      const Result<std::string> bytes = artifacts.readAll(info.path, kMostBytes);
      auto predicted = bytes ? readPredicted(*bytes) : std::nullopt;
      if (predicted) {
        predicted->run = &request.shown[i];
        all.push_back(std::move(*predicted));
        break;
      }
    }
  }
  return all;
}

// The classes of all runs, numbers in their order.
std::vector<std::string> classesOf(const std::vector<Predicted>& all) {
  std::set<std::string> found;
  for (const Predicted& one : all) {
    found.insert(one.truth.begin(), one.truth.end());
    found.insert(one.guess.begin(), one.guess.end());
  }
  std::vector<std::string> classes(found.begin(), found.end());
  std::ranges::stable_sort(classes, [](const std::string& left, const std::string& right) {
    const auto a = parseDouble(left);
    const auto b = parseDouble(right);
    return a && b ? *a < *b : a.has_value() && !b;
  });
  return classes;
}

std::vector<double> codesOf(const std::vector<std::string>& texts, const std::vector<std::string>& classes) {
  std::map<std::string, double> code;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    code[classes[i]] = static_cast<double>(i);
  }
  std::vector<double> codes;
  codes.reserve(texts.size());
  for (const std::string& text : texts) {
    codes.push_back(code.at(text));
  }
  return codes;
}

std::vector<double> parsedNumbers(const std::vector<std::string>& texts) {
  std::vector<double> numbers;
  numbers.reserve(texts.size());
  for (const std::string& text : texts) {
    numbers.push_back(parseDouble(text).value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return numbers;
}

StudyPtr makeConfusion(const std::vector<Predicted>& all) {
  auto study = std::make_shared<ConfusionStudy>();
  std::vector<Predicted> classified;
  for (const Predicted& one : all) {
    if (!one.quantity) {
      classified.push_back(one);
    }
  }
  const std::vector<std::string> classes = classesOf(classified);
  if (classes.size() < 2 || classes.size() > kMostClasses) {
    study->empty = RunsText::tr("None of these runs logged predictions of 2 to 30 classes");
    return study;
  }
  for (const std::string& name : classes) {
    study->classes << QString::fromStdString(name);
  }
  for (const Predicted& one : classified) {
    ConfusionStudy::Matrix matrix{one.run->name, one.run->style, {}};
    const std::vector<double> truth = codesOf(one.truth, classes);
    const std::vector<double> guess = codesOf(one.guess, classes);
    matrix.counts.assign(classes.size() * classes.size(), 0);
    for (std::size_t i = 0; i < truth.size(); ++i) {
      ++matrix
            .counts[static_cast<std::size_t>(truth[i]) * classes.size() + static_cast<std::size_t>(guess[i])];
    }
    study->matrices.push_back(std::move(matrix));
  }
  study->subtitle = RunsText::tr("rows are the truth, columns the prediction");
  return study;
}

// Probabilities of the second class; nothing where the file has none.
const std::vector<double>* positiveProbabilities(const Predicted& one,
                                                 const std::vector<std::string>& classes) {
  const auto named = one.probabilities.find("probability_" + classes[1]);
  if (named != one.probabilities.end()) {
    return &named->second;
  }
  return one.probabilities.size() == 1 ? &one.probabilities.begin()->second : nullptr;
}

double areaUnder(const CurveStudy::Line& line) {
  double area = 0;
  for (std::size_t i = 1; i < line.x.size(); ++i) {
    area += (line.x[i] - line.x[i - 1]) * (line.y[i] + line.y[i - 1]) / 2;
  }
  return area;
}

CurveStudy::Line thresholdLine(RunChartKind kind, const evaluate::Scores& scores) {
  CurveStudy::Line line;
  if (kind == RunChartKind::Calibration) {
    const evaluate::Calibration calibration = evaluate::calibrationOf(scores);
    for (const evaluate::CalibrationBin& bin : calibration.bins) {
      line.x.push_back(bin.predicted);
      line.y.push_back(bin.observed);
      line.low.push_back(bin.observedRange.low);
      line.high.push_back(bin.observedRange.high);
    }
    line.detail = RunsText::tr("ECE %1").arg(calibration.expectedError, 0, 'f', 3);
    return line;
  }
  const evaluate::Curve whole = evaluate::curveOf(scores);
  const evaluate::Curve curve = evaluate::thinned(whole, kCurvePoints);
  for (const evaluate::CurvePoint& point : curve.points) {
    const double x = kind == RunChartKind::Roc ? point.falsePositiveRate : point.recall;
    const double y = kind == RunChartKind::Roc ? point.recall : point.precision;
    if (std::isfinite(x) && std::isfinite(y)) {
      line.x.push_back(x);
      line.y.push_back(y);
    }
  }
  if (kind == RunChartKind::Roc) {
    CurveStudy::Line all;
    for (const evaluate::CurvePoint& point : whole.points) {
      all.x.push_back(point.falsePositiveRate);
      all.y.push_back(point.recall);
    }
    line.detail = RunsText::tr("AUC %1").arg(areaUnder(all), 0, 'f', 4);
  } else {
    double precision = 0;
    for (std::size_t i = 1; i < whole.points.size(); ++i) {
      const evaluate::CurvePoint& point = whole.points[i];
      precision += (point.recall - whole.points[i - 1].recall) *
                   (std::isfinite(point.precision) ? point.precision : 0);
    }
    line.detail = RunsText::tr("AP %1").arg(precision, 0, 'f', 4);
  }
  return line;
}

StudyPtr makeThresholdCurves(RunChartKind kind, const std::vector<Predicted>& all) {
  auto study = std::make_shared<CurveStudy>();
  const bool roc = kind == RunChartKind::Roc;
  const bool calibration = kind == RunChartKind::Calibration;
  study->xName = roc           ? RunsText::tr("false positive rate")
                 : calibration ? RunsText::tr("predicted probability")
                               : RunsText::tr("recall");
  study->yName = roc           ? RunsText::tr("true positive rate")
                 : calibration ? RunsText::tr("observed share")
                               : RunsText::tr("precision");
  study->guide = roc || calibration ? CurveStudy::Guide::Diagonal : CurveStudy::Guide::None;
  study->dots = calibration;
  std::vector<std::string> classes;
  for (const Predicted& one : all) {
    classes = one.quantity ? std::vector<std::string>() : classesOf({one});
    const std::vector<double>* probabilities =
        classes.size() == 2 ? positiveProbabilities(one, classes) : nullptr;
    if (probabilities == nullptr) {
      continue;
    }
    const std::vector<double> truth = codesOf(one.truth, classes);
    const std::vector<double> guess = codesOf(one.guess, classes);
    const evaluate::Scores scores{evaluate::Task::Binary, 2, truth, guess, *probabilities, {}};
    if (!evaluate::check(scores)) {
      continue;
    }
    CurveStudy::Line line = thresholdLine(kind, scores);
    line.label = one.run->name;
    line.style = one.run->style;
    line.run = one.run->key;
    study->lines.push_back(std::move(line));
    study->subtitle =
        RunsText::tr("%1, class %2 is the positive one")
            .arg(study->yName + QStringLiteral(" / ") + study->xName, QString::fromStdString(classes[1]));
  }
  if (study->lines.empty()) {
    study->empty = RunsText::tr("None of these runs logged predictions of two classes with probabilities");
  } else if (calibration) {
    study->subtitle += RunsText::tr(", 95 % interval");
  }
  return study;
}

CurveStudy::Line residualLine(const Predicted& one) {
  const std::vector<double> truth = parsedNumbers(one.truth);
  const std::vector<double> guess = parsedNumbers(one.guess);
  std::vector<std::pair<double, double>> pairs;
  double squares = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    if (std::isfinite(truth[i]) && std::isfinite(guess[i])) {
      pairs.emplace_back(guess[i], truth[i] - guess[i]);
      squares += pairs.back().second * pairs.back().second;
    }
  }
  std::ranges::sort(pairs);
  CurveStudy::Line line;
  const std::size_t groups = std::min(kResidualGroups, std::max<std::size_t>(pairs.size() / 5, 1));
  for (std::size_t g = 0; g < groups && !pairs.empty(); ++g) {
    const std::size_t begin = g * pairs.size() / groups;
    const std::size_t end = (g + 1) * pairs.size() / groups;
    std::vector<double> residuals;
    double middle = 0;
    for (std::size_t i = begin; i < end; ++i) {
      residuals.push_back(pairs[i].second);
      middle += pairs[i].first / static_cast<double>(end - begin);
    }
    std::ranges::sort(residuals);
    line.x.push_back(middle);
    line.y.push_back(stats::quantileOfSorted(residuals, 0.5));
    line.low.push_back(stats::quantileOfSorted(residuals, 0.25));
    line.high.push_back(stats::quantileOfSorted(residuals, 0.75));
  }
  line.detail =
      RunsText::tr("RMSE %1").arg(metricText(std::sqrt(squares / static_cast<double>(pairs.size()))));
  return line;
}

StudyPtr makeResiduals(const std::vector<Predicted>& all) {
  auto study = std::make_shared<CurveStudy>();
  study->xName = RunsText::tr("predicted");
  study->yName = RunsText::tr("actual − predicted");
  study->guide = CurveStudy::Guide::Zero;
  study->dots = true;
  study->x = {INFINITY, -INFINITY};
  study->y = {0, 0};
  for (const Predicted& one : all) {
    if (!one.quantity) {
      continue;
    }
    CurveStudy::Line line = residualLine(one);
    if (line.x.empty()) {
      continue;
    }
    line.label = one.run->name;
    line.style = one.run->style;
    line.run = one.run->key;
    study->x.low = std::min(study->x.low, line.x.front());
    study->x.high = std::max(study->x.high, line.x.back());
    study->y.low = std::min(study->y.low, *std::ranges::min_element(line.low));
    study->y.high = std::max(study->y.high, *std::ranges::max_element(line.high));
    study->lines.push_back(std::move(line));
  }
  if (study->lines.empty()) {
    study->empty = RunsText::tr("None of these runs logged predictions of a quantity");
    return study;
  }
  const auto widened = [](AxisRange range) {
    const double room = range.high > range.low ? 0.06 * (range.high - range.low) : 0.5;
    return AxisRange{range.low - room, range.high + room};
  };
  study->x = widened(study->x);
  study->y = widened(study->y);
  study->subtitle = RunsText::tr("median by predicted value, band of the quartiles");
  return study;
}

// "val/sample_0040.png" as ("val/sample_#.png", 40); nothing for what is no picture with a step.
std::optional<std::pair<std::string, std::int64_t>> pictureStep(const std::string& name) {
  const std::string word = lower(name);
  const std::size_t dot = word.rfind('.');
  if (dot == std::string::npos ||
      (word.substr(dot) != ".png" && word.substr(dot) != ".jpg" && word.substr(dot) != ".jpeg")) {
    return std::nullopt;
  }
  const auto digit = [&name](std::size_t at) { return name[at] >= '0' && name[at] <= '9'; };
  std::size_t end = dot;
  while (end > 0 && !digit(end - 1) && name[end - 1] != '/') {
    --end;
  }
  std::size_t begin = end;
  while (begin > 0 && digit(begin - 1)) {
    --begin;
  }
  if (begin == end || end - begin > 15) {
    return std::nullopt;
  }
  return std::pair(name.substr(0, begin) + "#" + name.substr(end),
                   std::stoll(name.substr(begin, end - begin)));
}

StudyPtr makePictures(const StudyRequest& request, const RunChart& chart, std::stop_token stop) {
  auto study = std::make_shared<PictureStudy>();
  std::map<std::string, std::size_t> counts;
  std::vector<std::map<std::string, std::map<std::int64_t, std::string>>> found;
  const std::size_t runs = std::min(request.shown.size(), kMostRuns);
  for (std::size_t i = 0; i < runs && !stop.stop_requested(); ++i) {
    found.emplace_back();
    const auto files = filesOf(request, request.shown[i], stop);
    for (std::size_t f = 0; files && f < files->size(); ++f) {
      const auto& [name, info] = (*files)[f];
      if (const auto step = pictureStep(name); step && info.size <= kMostBytes) {
        found.back()[step->first][step->second] = info.path;
        ++counts[step->first];
      }
    }
  }
  // The one asked for, else the one with most pictures.
  study->series = counts.contains(chart.other) ? chart.other : std::string();
  std::size_t most = 0;
  for (const auto& [series, count] : counts) {
    if (study->series.empty() ? count > most : false) {
      most = count;
    }
  }
  if (study->series.empty() && most > 0) {
    study->series =
        std::ranges::find_if(counts, [most](const auto& one) { return one.second == most; })->first;
  }
  std::set<std::int64_t> steps;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto own = found[i].find(study->series);
    if (own == found[i].end()) {
      continue;
    }
    study->runs.push_back({request.shown[i].name, request.shown[i].style, own->second});
    for (const auto& [step, path] : own->second) {
      steps.insert(step);
    }
  }
  study->steps.assign(steps.begin(), steps.end());
  study->steps.resize(std::min(study->steps.size(), kMostSteps));
  study->subtitle = QString::fromStdString(study->series);
  if (study->steps.empty()) {
    study->empty = RunsText::tr("None of these runs logged pictures with a step in their name");
  }
  return study;
}

}  // namespace

StudyPtr makeEvidenceStudy(const StudyRequest& request, const RunChart& chart, std::stop_token stop) {
  if (chart.kind == RunChartKind::Images) {
    return makePictures(request, chart, stop);
  }
  const std::vector<Predicted> all = loadPredicted(request, stop);
  switch (chart.kind) {
    case RunChartKind::Confusion:
      return makeConfusion(all);
    case RunChartKind::Residuals:
      return makeResiduals(all);
    default:
      return makeThresholdCurves(chart.kind, all);
  }
}

}  // namespace tatara::ui
