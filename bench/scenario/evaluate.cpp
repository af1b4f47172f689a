// bench_evaluate [ROWS]: two XGBoost versions over 100,000 rows of twenty inputs.
//
//   evaluation   predictions of both, every metric of two classes with BCa intervals from 2,000 resamples,
//   twenty
//                slices with intervals, and the search for weak slices; goal 3 s on two cores
//   explanation  contributions of 10,000 rows by explain(), which checks that they add up and can be stopped,
//   beside one
//                call of XGBoost's own (goal 1.2 times), the first 1,000 rows (goal 2 s), and how long a stop
//                takes
//
// Training is not measured. Each figure is the best and the median of five rounds.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "core/base/seeded_random.h"
#include "core/evaluate/compare.h"
#include "core/evaluate/importance.h"
#include "core/evaluate/slices.h"

namespace tatara::evaluate {
namespace {

constexpr std::size_t kInputs = 20;
constexpr std::size_t kExplained = 10'000;

struct Data {
  std::vector<float> values;
  std::vector<float> labels;
};

Data makeData(std::size_t rows, std::uint64_t seed) {
  SeededRandom random(seed);
  Data data;
  for (std::size_t row = 0; row < rows; ++row) {
    double sum = 0;
    for (std::size_t input = 0; input < kInputs; ++input) {
      // The first five inputs take four values and make the slices.
      const double value = input < 5 ? static_cast<double>(random.below(4)) : random.normal();
      sum += value * (static_cast<double>(input % 7) - 3) / 4;
      data.values.push_back(static_cast<float>(value));
    }
    data.labels.push_back(random.uniform() < 1 / (1 + std::exp(-sum)) ? 1 : 0);
  }
  return data;
}

Subject subject() {
  Subject made;
  made.task = Task::Binary;
  made.classes = {"no", "yes"};
  for (std::size_t input = 0; input < kInputs; ++input) {
    made.features.push_back({"f" + std::to_string(input), dataset::ColumnType::Real, "float", {}});
  }
  return made;
}

Result<Model> trained(const Data& data, const char* depth, int rounds) {
  infer::FeatureSchema schema;
  for (const InputFeature& feature : subject().features) {
    schema.names.push_back(feature.name);
    schema.types.push_back(feature.xgboostType);
  }
  TATARA_ASSIGN(auto matrix, infer::Matrix::create(data.values, schema));
  TATARA_TRY(matrix.setLabels(data.labels));
  const infer::Matrix* const only = &matrix;
  TATARA_ASSIGN(auto booster, infer::Booster::create(
                                  {{"objective", "binary:logistic"}, {"max_depth", depth}, {"eta", "0.1"}},
                                  std::span(&only, 1)));
  for (int round = 0; round < rounds; ++round) {
    TATARA_TRY(booster.update(round, matrix));
  }
  return Model::make(std::move(booster), subject());
}

double secondsOf(const std::function<Status()>& work) {
  const auto start = std::chrono::steady_clock::now();
  if (const Status done = work(); !done && done.error().kind != ErrorKind::Cancelled) {
    std::fprintf(stderr, "%s\n", done.error().message.c_str());
    std::exit(1);
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct Figure {
  double best = 0;
  double median = 0;
};

Figure measured(const std::function<Status()>& work) {
  std::vector<double> times;
  for (int round = 0; round < 5; ++round) {
    times.push_back(secondsOf(work));
  }
  std::ranges::sort(times);
  return {times.front(), times[2]};
}

void print(const char* what, const Figure& figure, const char* goal) {
  std::printf("%-44s %8.3f s  %8.3f s  %s\n", what, figure.best, figure.median, goal);
}

struct Evaluated {
  std::vector<double> actual;
  std::vector<SliceColumn> columns;
};

Status evaluateBoth(const Model& champion, const Model& challenger, const Data& data, const Evaluated& rows) {
  TATARA_ASSIGN(const auto first, champion.predict(data.values));
  TATARA_ASSIGN(const auto second, challenger.predict(data.values));
  const auto firstDecisions = decide(first, 2);
  const auto secondDecisions = decide(second, 2);
  const Scores left{Task::Binary, 2, rows.actual, firstDecisions, first, {}};
  const Scores right{Task::Binary, 2, rows.actual, secondDecisions, second, {}};
  TATARA_TRY(compare(left, right, "log_loss", {.draws = 2000}));
  TATARA_TRY(compareSlices(left, right, rows.columns, {.metric = "log_loss", .bootstrap = {.draws = 2000}}));
  TATARA_TRY(findWeakSlices(lossesOf(right), rows.columns));
  return {};
}

Result<Figure> explanations(const Model& model, const Data& data) {
  const auto some = std::span(data.values).first(std::min(kExplained * kInputs, data.values.size()));
  TATARA_ASSIGN(const auto matrix, infer::Matrix::create(some, model.schema()));
  const Figure theirs = measured([&]() -> Status {
    TATARA_TRY(model.booster().predict(matrix, infer::PredictionKind::Contributions));
    return {};
  });
  double firstRows = HUGE_VAL;
  const Figure ours = measured([&]() -> Status {
    const auto start = std::chrono::steady_clock::now();
    TATARA_TRY(explain(model, some, [&](const Contributions& soFar, std::size_t) {
      if (soFar.rows == 1000) {
        firstRows = std::min(firstRows,
                             std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
      }
    }));
    return {};
  });
  std::stop_source source;
  std::chrono::steady_clock::time_point asked;
  const auto stopped = explain(
      model, some,
      [&](const Contributions&, std::size_t) {
        asked = std::chrono::steady_clock::now();
        source.request_stop();
      },
      source.get_token());
  const double stopping = std::chrono::duration<double>(std::chrono::steady_clock::now() - asked).count();
  print("contributions of 10,000 rows, XGBoost", theirs, "");
  print("contributions of 10,000 rows, Tatara", ours, "");
  std::printf("%-44s %8.3f    %8.3f    1.2\n", "times XGBoost's own", ours.best / theirs.best,
              ours.median / theirs.median);
  print("the first 1,000 rows", {firstRows, firstRows}, "2 s");
  print(stopped ? "not stopped" : "from the wish to stop to the end", {stopping, stopping}, "");
  return ours;
}

Status run(std::size_t rows) {
  const Data training = makeData(20'000, 1);
  const Data data = makeData(rows, 2);
  TATARA_ASSIGN(const Model champion, trained(training, "4", 100));
  TATARA_ASSIGN(const Model challenger, trained(training, "6", 150));
  Evaluated evaluated{{data.labels.begin(), data.labels.end()}, {}};
  for (std::size_t column = 0; column < 5; ++column) {
    std::vector<double> values;
    for (std::size_t row = 0; row < rows; ++row) {
      values.push_back(static_cast<double>(data.values[row * kInputs + column]));
    }
    evaluated.columns.push_back(sliceNumbers("f" + std::to_string(column), values));
  }
  std::printf("%-44s %10s  %10s  %s\n", "", "best", "median", "goal");
  print("evaluation of two versions, 2,000 resamples",
        measured([&] { return evaluateBoth(champion, challenger, data, evaluated); }), "3 s");
  TATARA_TRY(explanations(challenger, data));
  return {};
}

}  // namespace
}  // namespace tatara::evaluate

int main(int argc, char** argv) {
  const std::size_t rows = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
  if (rows < 1000 || rows > 100'000'000) {
    std::fprintf(stderr, "bench_evaluate takes 1,000 to 100,000,000 rows\n");
    return 2;
  }
  if (const tatara::Status done = tatara::evaluate::run(rows); !done) {
    std::fprintf(stderr, "%s\n", done.error().message.c_str());
    return 1;
  }
  return 0;
}
