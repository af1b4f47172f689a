#include "core/evaluate/internal/explanation.h"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "core/base/number_text.h"
#include "core/dataset/frame.h"
#include "core/evaluate/importance.h"
#include "core/infer/runner.h"
#include "core/stats/quantile.h"

namespace tatara::evaluate {
namespace {

using text::Json;

constexpr std::size_t kMostExamples = 20;
constexpr std::size_t kMostReasons = 5;

std::string cellText(const dataset::Column& column, std::size_t row) {
  if (column.missing(row)) {
    return "";
  }
  switch (column.info.type) {
    case dataset::ColumnType::Text:
      return column.categories[static_cast<std::size_t>(column.codes[row])];
    case dataset::ColumnType::Boolean:
      return column.numbers[row] == 0 ? "false" : "true";
    case dataset::ColumnType::Time:
      return dataset::timeText(column.numbers[row]);
    default:
      return toText(column.numbers[row]);
  }
}

Json importanceJson(const Subject& subject, const std::vector<double>& magnitudes,
                    const std::vector<PermutedInput>& permuted) {
  std::vector<std::size_t> order(magnitudes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order,
                           [&](std::size_t a, std::size_t b) { return magnitudes[a] > magnitudes[b]; });
  Json list = Json::array();
  for (const std::size_t input : order) {
    list.append(Json::object()
                    .set("input", subject.features[input].name)
                    .set("mean_contribution", numberJson(magnitudes[input]))
                    .set("permutation", numberJson(permuted[input].mean))
                    .set("permutation_deviation", numberJson(permuted[input].deviation)));
  }
  return list;
}

// What moved the challenger's answer most in one row; of more than two classes towards the class it chose.
Json reasonsJson(const ExplanationTask& task, const Contributions& contributions, std::size_t place,
                 std::size_t chosen, std::size_t fileRow) {
  std::vector<std::size_t> order(contributions.inputs);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto size = [&](std::size_t input) { return std::abs(contributions.at(place, chosen, input)); };
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
  Json reasons = Json::array();
  for (std::size_t i = 0; i < std::min(kMostReasons, order.size()); ++i) {
    const std::string& name = task.request.challenger.features[order[i]].name;
    const dataset::Column* column = task.frozen.find(name);
    reasons.append(Json::object()
                       .set("input", name)
                       .set("value", column ? cellText(*column, fileRow) : "")
                       .set("contribution", static_cast<double>(contributions.at(place, chosen, order[i]))));
  }
  return reasons;
}

Json answerJson(const Subject& subject, double value) {
  return subject.task == Task::Regression ? numberJson(value)
                                          : Json(subject.classes[static_cast<std::size_t>(value)]);
}

Result<Json> examplesJson(const ExplanationTask& task, const Model& model, std::stop_token stop) {
  Json list = Json::array();
  const auto differing = disagreements(*task.champion, task.challenger, kMostExamples);
  if (differing.empty()) {
    return list;
  }
  std::vector<std::uint64_t> rows;
  for (const Disagreement& one : differing) {
    rows.push_back(task.frozen.rows[one.row]);
  }
  TATARA_ASSIGN(const auto values, model.code(task.frozen.columns, rows));
  TATARA_ASSIGN(const auto contributions, explain(model, values, {}, stop));
  const Subject& subject = task.request.challenger;
  for (std::size_t i = 0; i < differing.size(); ++i) {
    const std::size_t row = differing[i].row;
    const std::size_t chosen =
        contributions.classes > 1 ? static_cast<std::size_t>(task.challenger.predicted[row]) : std::size_t{0};
    Json example = Json::object();
    example.set("row", rows[i])
        .set("distance", differing[i].distance)
        .set("actual", answerJson(subject, task.frozen.actual[row]))
        .set("challenger", answerJson(subject, task.challenger.predicted[row]))
        .set("champion", answerJson(subject, task.champion->predicted[row]));
    if (subject.task == Task::Binary && !task.challenger.probabilities.empty() &&
        !task.champion->probabilities.empty()) {
      example.set("challenger_probability", task.challenger.probabilities[row])
          .set("champion_probability", task.champion->probabilities[row]);
    }
    example.set("reasons", reasonsJson(task, contributions, i, chosen, rows[i]));
    list.append(std::move(example));
  }
  return list;
}

// The inputs of a signature in one row of the data; none where a column has no value of its type there.
std::optional<infer::Batch> batchOf(const infer::Signature& signature, const Frozen& frozen,
                                    std::size_t row) {
  infer::Batch batch;
  for (const infer::Field& field : signature.inputs) {
    const dataset::Column* column = frozen.find(field.name);
    if (!column || column->info.type == dataset::ColumnType::Time) {
      return std::nullopt;
    }
    infer::ColumnFill fill(field, 1);
    if (!(column->missing(row) ? fill.missing(0) : fill.parse(0, cellText(*column, row)))) {
      return std::nullopt;
    }
    batch.push_back(fill.take());
  }
  return batch;
}

// What this process holds on its heap, in all arenas and beside them.
std::size_t heapBytes() {
  const struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

struct Times {
  std::vector<double> millis;
  std::size_t memory = 0;  // that loading the model added to the heap
  bool examples = false;   // of zeros, because rows of the data do not fit
};

Result<Times> timesOf(const ExplanationTask& task, const Subject& subject, std::stop_token stop) {
  constexpr std::size_t kWarmUp = 20;
  constexpr std::size_t kTimed = 300;
  TATARA_ASSIGN(const auto files, loadModelFiles(task.place.artifacts, subject));
  const std::size_t before = heapBytes();
  TATARA_ASSIGN(const auto runner, infer::loadRunner(files, {.threads = 1}));
  const std::size_t after = heapBytes();
  const infer::Signature& signature = runner->info().signature;
  std::vector<infer::Batch> batches;
  for (const std::uint64_t row : task.frozen.rows) {
    if (batches.size() == kTimed) {
      break;
    }
    if (auto batch = batchOf(signature, task.frozen, row)) {
      batches.push_back(*std::move(batch));
    }
  }
  Times times;
  times.examples = batches.empty();
  times.memory = after > before ? after - before : 0;
  if (times.examples) {
    batches.push_back(infer::exampleBatch(signature));
  }
  for (std::size_t i = 0; i < kWarmUp + kTimed; ++i) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Stopped");
    }
    const auto start = std::chrono::steady_clock::now();
    TATARA_TRY(runner->predict(batches[i % batches.size()]));
    if (i >= kWarmUp) {
      times.millis.push_back(
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
  }
  return times;
}

Json timesJson(const Times& times, std::span<const double> quantiles) {
  return Json::object()
      .set("calls", times.millis.size())
      .set("p50_ms", quantiles[0])
      .set("p95_ms", quantiles[1])
      .set("p99_ms", quantiles[2])
      .set("memory_bytes", times.memory)
      .set("rows", times.examples ? "rows of zeros" : "rows of the data");
}

}  // namespace

Status writeExplanation(const ExplanationTask& task, PieceWriter& writer, const OnStep& onStep,
                        std::stop_token stop) {
  TATARA_ASSIGN(const Model model, Model::open(task.place.artifacts, task.request.challenger));
  const std::size_t count = std::min(task.request.explainRows, task.frozen.rows.size());
  const auto rows = std::span(task.frozen.rows).first(count);
  TATARA_ASSIGN(const auto values, model.code(task.frozen.columns, rows));
  TATARA_ASSIGN(const auto contributions, explain(
                                              model, values,
                                              [&](const Contributions& soFar, std::size_t total) {
                                                if (onStep) {
                                                  onStep("Explaining predictions", soFar.rows, total);
                                                }
                                              },
                                              stop));
  TATARA_ASSIGN(const auto permuted,
                permutationImportance(model, values, std::span(task.frozen.actual).first(count),
                                      {.metric = task.metric, .seed = task.request.bootstrap.seed}, stop));
  writer.set("explained", count == task.frozen.rows.size() ? "every row" : "the first rows")
      .set("explained_rows", count)
      .set("metric", task.metric)
      .set("importance", importanceJson(task.request.challenger, contributions.meanMagnitudes(), permuted));
  if (task.champion) {
    TATARA_ASSIGN(Json examples, examplesJson(task, model, stop));
    writer.set("disagreements", std::move(examples));
  }
  return {};
}

Status writeLatency(const ExplanationTask& task, PieceWriter& writer, std::stop_token stop) {
  constexpr double kQuantiles[] = {0.5, 0.95, 0.99};
  TATARA_ASSIGN(const Times ours, timesOf(task, task.request.challenger, stop));
  const auto quantiles = stats::quantiles(ours.millis, kQuantiles);
  writer.set("how", "one row at a time, on one thread of this machine")
      .set("challenger", timesJson(ours, quantiles));
  writer.value("latency.p50_ms", quantiles[0]);
  writer.value("latency.p95_ms", quantiles[1]);
  writer.value("memory.challenger_bytes", static_cast<double>(ours.memory));
  if (task.request.champion) {
    TATARA_ASSIGN(const Times theirs, timesOf(task, *task.request.champion, stop));
    const auto others = stats::quantiles(theirs.millis, kQuantiles);
    writer.set("champion", timesJson(theirs, others));
    writer.value("champion.latency_p95_ms", others[1]);
    writer.value("memory.champion_bytes", static_cast<double>(theirs.memory));
  }
  return {};
}

}  // namespace tatara::evaluate
