// group_numbers step|time: reads lines "run step timestamp value", groups all runs, and prints one line an x:
// x count mean median deviation error low high lower upper least greatest. On time, every run begins at its
// first timestamp and the x are 0, 250, 500 ... 20,000 ms.
#include <algorithm>
#include <iostream>
#include <sstream>

#include "core/base/number_text.h"
#include "core/series/group.h"

namespace {

using tatara::series::GroupCurve;
using tatara::series::Point;
using tatara::series::PointSpan;

void print(const GroupCurve& curve) {
  for (std::size_t i = 0; i < curve.size(); ++i) {
    std::cout << tatara::toText(curve.x[i]) << ' ' << curve.count[i];
    for (const auto* column :
         {&curve.mean, &curve.median, &curve.deviation, &curve.error, &curve.intervalLow, &curve.intervalHigh,
          &curve.lowerQuartile, &curve.upperQuartile, &curve.least, &curve.greatest}) {
      std::cout << ' ' << tatara::toText((*column)[i]);
    }
    std::cout << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc == 2 ? argv[1] : "";
  std::vector<std::vector<Point>> runs;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    std::size_t run = 0;
    Point point;
    std::string value;
    if (!(words >> run >> point.step >> point.timestamp >> value) || run > 1000) {
      std::cerr << "not understood: " << line << '\n';
      return 5;
    }
    point.value = tatara::parseDouble(value).value();
    runs.resize(std::max(runs.size(), run + 1));
    runs[run].push_back(point);
  }
  std::vector<PointSpan> spans;
  std::vector<std::int64_t> origins;
  for (auto& run : runs) {
    tatara::series::normalise(run);
    spans.emplace_back(run);
    const auto first = std::min_element(run.begin(), run.end(), [](const Point& left, const Point& right) {
      return left.timestamp < right.timestamp;
    });
    origins.push_back(first == run.end() ? 0 : first->timestamp);
  }
  if (mode == "step") {
    print(tatara::series::groupOnSteps(spans));
  } else if (mode == "time") {
    std::vector<double> times;
    for (int t = 0; t <= 20'000; t += 250) {
      times.push_back(t);
    }
    print(tatara::series::groupOnTimes(spans, origins, times));
  } else {
    std::cerr << "step or time?\n";
    return 2;
  }
  return 0;
}
