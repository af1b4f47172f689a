#include "core/evaluate/curves.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>

#include "core/base/nan.h"
#include "core/stats/quantile.h"

namespace tatara::evaluate {
namespace {

constexpr stats::Range kNoRange{kNan, kNan};

double share(double part, double whole) {
  return whole > 0 ? part / whole : kNan;
}

double costOf(const Costs& costs, double truePositives, double falsePositives, double positives,
              double negatives) {
  return costs.truePositive * truePositives + costs.falsePositive * falsePositives +
         costs.falseNegative * (positives - truePositives) +
         costs.trueNegative * (negatives - falsePositives);
}

// A threshold that `upper` exceeds and `lower` does not.
double between(double upper, double lower) {
  const double middle = lower + (upper - lower) / 2;
  return middle < upper ? middle : lower;
}

// A threshold that even the least probability exceeds.
double below(double least) {
  return least > 0 ? least / 2 : std::nextafter(0.0, -1.0);
}

}  // namespace

Curve curveOf(const Scores& scores, double confidence) {
  std::vector<std::size_t> order(scores.rows());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(
      order, [&](std::size_t a, std::size_t b) { return scores.probabilities[a] > scores.probabilities[b]; });
  Curve curve;
  CurvePoint point;
  point.threshold = HUGE_VAL;
  curve.points.push_back(point);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t row = order[i];
    (scores.actual[row] == 1 ? point.truePositives : point.falsePositives) += scores.weight(row);
    if (i + 1 == order.size() || scores.probabilities[order[i + 1]] != scores.probabilities[row]) {
      point.threshold = scores.probabilities[row];
      curve.points.push_back(point);
    }
  }
  curve.positives = point.truePositives;
  curve.negatives = point.falsePositives;
  const auto range = [&](double part, double whole) {
    return scores.weights.empty() ? stats::wilsonInterval(part, whole, confidence) : kNoRange;
  };
  for (auto& one : curve.points) {
    const double decided = one.truePositives + one.falsePositives;
    one.recall = share(one.truePositives, curve.positives);
    one.falsePositiveRate = share(one.falsePositives, curve.negatives);
    one.precision = share(one.truePositives, decided);
    one.recallRange = range(one.truePositives, curve.positives);
    one.falsePositiveRateRange = range(one.falsePositives, curve.negatives);
    one.precisionRange = range(one.truePositives, decided);
  }
  return curve;
}

Curve thinned(const Curve& curve, std::size_t most) {
  const std::size_t count = curve.points.size();
  if (count <= std::max<std::size_t>(most, 2)) {
    return curve;
  }
  std::vector<std::size_t> previous(count);
  std::vector<std::size_t> next(count);
  for (std::size_t i = 0; i < count; ++i) {
    previous[i] = i == 0 ? 0 : i - 1;
    next[i] = i + 1;
  }
  const auto area = [&](std::size_t i) {
    const CurvePoint& a = curve.points[previous[i]];
    const CurvePoint& b = curve.points[i];
    const CurvePoint& c = curve.points[next[i]];
    return std::abs((b.falsePositives - a.falsePositives) * (c.truePositives - a.truePositives) -
                    (c.falsePositives - a.falsePositives) * (b.truePositives - a.truePositives));
  };
  struct Candidate {
    double area;
    std::size_t place;
    bool operator>(const Candidate& other) const {
      return area != other.area ? area > other.area : place > other.place;
    }
  };
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
  std::vector<double> current(count, HUGE_VAL);
  for (std::size_t i = 1; i + 1 < count; ++i) {
    queue.push({current[i] = area(i), i});
  }
  std::vector<bool> gone(count, false);
  for (std::size_t left = count; left > std::max<std::size_t>(most, 2);) {
    const Candidate least = queue.top();
    queue.pop();
    if (gone[least.place] || least.area != current[least.place]) {
      continue;
    }
    gone[least.place] = true;
    --left;
    const std::size_t before = previous[least.place];
    const std::size_t after = next[least.place];
    next[before] = after;
    previous[after] = before;
    for (const std::size_t neighbour : {before, after}) {
      if (neighbour != 0 && neighbour + 1 != count) {
        // Never below the area of what went, so that a cluster goes from its flat parts on.
        queue.push({current[neighbour] = std::max(area(neighbour), least.area), neighbour});
      }
    }
  }
  Curve result{{}, curve.positives, curve.negatives};
  for (std::size_t i = 0; i < count; ++i) {
    if (!gone[i]) {
      result.points.push_back(curve.points[i]);
    }
  }
  return result;
}

Calibration calibrationOf(const Scores& scores, std::size_t bins, Binning binning, double confidence) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < bins; ++i) {
    steps.push_back(static_cast<double>(i) * (1 / static_cast<double>(bins)));  // as numpy.linspace rounds
  }
  const std::vector<double> cuts =
      binning == Binning::Uniform ? steps : stats::quantiles(scores.probabilities, steps);
  struct Sums {
    double weight = 0;
    double predicted = 0;
    double positives = 0;
  };
  std::vector<Sums> sums(bins);
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    const double probability = scores.probabilities[row];
    Sums& bin = sums[static_cast<std::size_t>(std::ranges::lower_bound(cuts, probability) - cuts.begin())];
    const double weight = scores.weight(row);
    bin.weight += weight;
    bin.predicted += weight * probability;
    bin.positives += weight * scores.actual[row];
  }
  Calibration calibration;
  double total = 0;
  for (const Sums& bin : sums) {
    if (bin.weight > 0) {
      const CalibrationBin made{
          bin.predicted / bin.weight, bin.positives / bin.weight, bin.weight,
          scores.weights.empty() ? stats::wilsonInterval(bin.positives, bin.weight, confidence) : kNoRange};
      const double distance = std::abs(made.predicted - made.observed);
      calibration.expectedError += bin.weight * distance;
      calibration.greatestError = std::max(calibration.greatestError, distance);
      total += bin.weight;
      calibration.bins.push_back(made);
    }
  }
  calibration.expectedError /= total;
  return calibration;
}

ThresholdCost costAt(const Scores& scores, const Costs& costs, double threshold) {
  double total = 0;
  double weight = 0;
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    const bool decided = scores.probabilities[row] > threshold;
    const bool positive = scores.actual[row] == 1;
    total += scores.weight(row) * (positive ? (decided ? costs.truePositive : costs.falseNegative)
                                            : (decided ? costs.falsePositive : costs.trueNegative));
    weight += scores.weight(row);
  }
  return {threshold, total, total / weight};
}

ThresholdCost leastCost(const Scores& scores, const Costs& costs) {
  const Curve curve = curveOf(scores);
  ThresholdCost best{0, HUGE_VAL, HUGE_VAL};
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    const CurvePoint& point = curve.points[i];
    const bool first = i == 0;
    const bool last = i + 1 == curve.points.size();
    const double threshold =
        last ? below(point.threshold) : between(first ? 1 : point.threshold, curve.points[i + 1].threshold);
    const double total =
        costOf(costs, point.truePositives, point.falsePositives, curve.positives, curve.negatives);
    if (total < best.total ||
        (total == best.total && std::abs(threshold - 0.5) < std::abs(best.threshold - 0.5))) {
      best = {threshold, total, total / (curve.positives + curve.negatives)};
    }
  }
  return best;
}

}  // namespace tatara::evaluate
