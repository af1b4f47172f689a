#include "ui/rundetail/evidence.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <numeric>
#include <set>

#include "core/base/number_text.h"
#include "core/dataset/dialect.h"
#include "core/stats/quantile.h"
#include "core/text/json.h"
#include "ui/base/number_text.h"

namespace tatara::ui {
namespace {

constexpr std::int64_t kMostBytes = 32 << 20;
constexpr std::size_t kMostRows = 1'000'000;
constexpr int kCells = 36;
constexpr std::size_t kGroups = 12;
constexpr std::size_t kMostBars = 200;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

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

std::optional<double> numberAt(const dataset::CsvRecord& record, std::size_t column) {
  return column < record.fields.size() ? parseDouble(record.fields[column]) : std::nullopt;
}

void sortBars(ImportanceList& list) {
  std::ranges::stable_sort(list.bars, [](const BarList::Bar& a, const BarList::Bar& b) {
    return std::abs(a.value) > std::abs(b.value);
  });
  list.bars.resize(std::min(list.bars.size(), kMostBars));
}

// The last part of a path.
std::string_view fileName(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool isCsv(std::string_view name) {
  return name.ends_with(".csv");
}

}  // namespace

std::optional<Predictions> readPredictions(std::string_view csv) {
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
  Predictions predictions;
  predictions.truthName = header[*truth];
  predictions.guessName = header[*guess];
  for (std::size_t i = 1; i < records.size(); ++i) {
    const std::optional<double> y = numberAt(records[i], *truth);
    const std::optional<double> f = numberAt(records[i], *guess);
    if (y && f && std::isfinite(*y) && std::isfinite(*f)) {
      predictions.truth.push_back(*y);
      predictions.guess.push_back(*f);
    }
  }
  // A column of words gives no numbers at all; a few odd cells do not make it one.
  if (predictions.truth.size() < (records.size() - 1) / 2) {
    return std::nullopt;
  }
  return predictions;
}

std::optional<ImportanceList> readImportanceCsv(std::string_view csv) {
  const std::vector<dataset::CsvRecord> records =
      dataset::splitRecords(csv, {.most = kMostRows, .whole = true});
  if (records.size() < 2) {
    return std::nullopt;
  }
  const std::vector<std::string>& header = records.front().fields;
  const auto name = columnNamed(header, {"feature", "name", "column"});
  const auto value = columnNamed(header, {"gain", "total_gain", "importance", "weight", "value"});
  if (!name || !value) {
    return std::nullopt;
  }
  ImportanceList list;
  list.kind = header[*value];
  for (std::size_t i = 1; i < records.size(); ++i) {
    const std::optional<double> number = numberAt(records[i], *value);
    if (number && std::isfinite(*number) && *name < records[i].fields.size()) {
      list.bars.push_back({QString::fromStdString(records[i].fields[*name]), *number});
    }
  }
  if (list.bars.empty()) {
    return std::nullopt;
  }
  sortBars(list);
  return list;
}

std::optional<ImportanceList> readImportanceJson(std::string_view json) {
  const Result<text::Json> value = text::parseJson(json);
  if (!value || !value->isObject()) {
    return std::nullopt;
  }
  ImportanceList list;
  for (const text::JsonMember& member : value->members()) {
    const std::optional<double> number = member.value.asNumber();
    if (!number || !std::isfinite(*number)) {
      return std::nullopt;
    }
    list.bars.push_back({QString::fromStdString(member.key), *number});
  }
  if (list.bars.empty()) {
    return std::nullopt;
  }
  sortBars(list);
  return list;
}

Result<Evidence> loadEvidence(const artifact::ArtifactStore& artifacts, const RunFacts& facts,
                              std::stop_token stop) {
  Evidence evidence;
  for (const RunFile& file : facts.files) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "reading artifacts was cancelled");
    }
    const std::string name = lower(fileName(file.name));
    const bool predicts =
        !evidence.predictions && isCsv(name) && lower(file.name).find("prediction") != std::string::npos;
    const bool explains = !evidence.importance && name.find("importance") != std::string::npos &&
                          (isCsv(name) || name.ends_with(".json"));
    if ((!predicts && !explains) || file.info.size > kMostBytes) {
      continue;
    }
    // A file that cannot be read is told by the artifacts tab; here it only means that there is nothing to
    // draw.
    const Result<std::string> bytes = artifacts.readAll(file.info.path, kMostBytes);
    if (!bytes) {
      continue;
    }
    if (predicts) {
      evidence.predictions = readPredictions(*bytes);
      if (evidence.predictions) {
        evidence.predictions->file = file.name;
      }
    } else {
      evidence.importance = isCsv(name) ? readImportanceCsv(*bytes) : readImportanceJson(*bytes);
      if (evidence.importance) {
        evidence.importance->file = file.name;
        if (evidence.importance->kind.empty()) {
          // MLflow's autolog: feature_importance_gain.json
          const std::size_t bar = name.rfind('_');
          const std::size_t dot = name.rfind('.');
          evidence.importance->kind =
              bar != std::string::npos && dot > bar ? name.substr(bar + 1, dot - bar - 1) : "";
        }
      }
    }
  }
  return evidence;
}

bool looksContinuous(std::span<const double> truth) {
  std::set<double> different;
  for (const double value : truth) {
    different.insert(value);
    if (different.size() > kGroups) {
      return true;
    }
  }
  return false;
}

DensityPlot::Grid densityOf(const Predictions& predictions) {
  DensityPlot::Grid grid;
  grid.xName = QString::fromStdString(predictions.guessName);
  grid.yName = QString::fromStdString(predictions.truthName);
  if (predictions.truth.empty()) {
    return grid;
  }
  const auto [lowTruth, highTruth] = std::ranges::minmax(predictions.truth);
  const auto [lowGuess, highGuess] = std::ranges::minmax(predictions.guess);
  grid.range = {std::min(lowTruth, lowGuess), std::max(highTruth, highGuess)};
  if (!(grid.range.low < grid.range.high)) {
    grid.range = {grid.range.low - 1, grid.range.high + 1};
  }
  grid.side = kCells;
  grid.counts.assign(static_cast<std::size_t>(kCells) * kCells, 0);
  const auto cell = [&grid](double value) {
    const double part = (value - grid.range.low) / (grid.range.high - grid.range.low);
    return static_cast<std::size_t>(std::clamp(static_cast<int>(part * kCells), 0, kCells - 1));
  };
  for (std::size_t i = 0; i < predictions.truth.size(); ++i) {
    ++grid.counts[cell(predictions.truth[i]) * kCells + cell(predictions.guess[i])];
  }
  return grid;
}

std::vector<BoxChart::Box> residualsOf(const Predictions& predictions) {
  const std::size_t count = predictions.truth.size();
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&predictions](std::size_t i) { return predictions.guess[i]; });
  const std::size_t groups = std::min(kGroups, std::max<std::size_t>(count / 5, 1));
  std::vector<BoxChart::Box> boxes;
  for (std::size_t group = 0; group < groups && count > 0; ++group) {
    const std::size_t begin = group * count / groups;
    const std::size_t end = (group + 1) * count / groups;
    std::vector<double> residuals;
    for (std::size_t i = begin; i < end; ++i) {
      residuals.push_back(predictions.truth[order[i]] - predictions.guess[order[i]]);
    }
    if (residuals.empty()) {
      continue;
    }
    std::ranges::sort(residuals);
    const auto quantile = [&residuals](double q) { return stats::quantileOfSorted(residuals, q); };
    const double middle = predictions.guess[order[(begin + end) / 2]];
    boxes.push_back({metricText(middle, std::abs(middle) >= 100  ? 0
                                        : std::abs(middle) >= 10 ? 1
                                                                 : 2),
                     quantile(0.05), quantile(0.25), quantile(0.5), quantile(0.75), quantile(0.95),
                     residuals.size()});
  }
  return boxes;
}

}  // namespace tatara::ui
