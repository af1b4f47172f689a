// Expressions over metrics.
#include "core/series/expression.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {

std::vector<std::string> seeds() {
  return {"tp / (tp + fp)", "sqrt(`val loss`) * -2.5e-3 ^ 2", "min(a, max(b, 1))", "log10(abs(x)) - exp(y)",
          "((((1))))",      "val/loss + train.loss"};
}

void tryBytes(std::string_view bytes) {
  const auto expression = series::Expression::parse(bytes);
  if (!expression) {
    expect(!expression.error().message.empty(), "what cannot be read is said");
    return;
  }
  const std::vector<double> values(expression->metrics().size(), 0.5);
  expression->evaluate(values);
  const std::vector<series::Point> points = {{0, 0, 1}, {1, 1, 2}};
  const std::vector<series::PointSpan> lines(expression->metrics().size(), points);
  const auto result = expression->evaluate(lines);
  expect(result.size() == (lines.empty() ? 0 : points.size()),
         "there is a value at every step that all have");
}

}  // namespace tatara::fuzz
