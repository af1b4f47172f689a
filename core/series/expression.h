// Arithmetic over metrics, such as `tp / (tp + fp)`: what a curve may be of besides one metric.
//
//   sum      = product { ("+" | "-") product }
//   product  = power { ("*" | "/") power }
//   power    = [ "-" ] atom [ "^" power ]          (right to left; -a^2 is -(a^2))
//   atom     = number | name | quoted | function "(" sum { "," sum } ")" | "(" sum ")"
//   name     = letter or "_", then letters, digits, "_" and "."
//   quoted   = any key between back quotes or double quotes: `val/loss`
//   function = abs sqrt exp log log2 log10 (one argument), min max (two or more)
//
// A name right before "(" is a function, anywhere else a metric. Numbers are C's, decimal. Arithmetic is
// IEEE's: a division by zero gives an infinity or NaN, which breaks the line as a logged one does. min and
// max answer NaN when any argument is NaN.
//
// Errors: InvalidArgument, with the column (from 1) at which reading ended. A text is at most 4,096 bytes,
// brackets at most 64 deep. Threads: a value.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/series/align.h"
#include "core/series/point.h"

namespace tatara::series {

class Expression {
 public:
  static Result<Expression> parse(std::string_view text);

  // The metrics it reads, each once, in the order they first stand in the text.
  const std::vector<std::string>& metrics() const { return m_metrics; }
  // `values[i]` is that of metrics()[i].
  double evaluate(std::span<const double> values) const;
  // A point at each step at which every metric has one (the latest there counts), at the latest of their
  // times. An expression without metrics has none. `series[i]` is that of metrics()[i].
  std::vector<Point> evaluate(std::span<const PointSpan> series) const;

 private:
  friend class ExpressionReader;

  enum class Act : unsigned char { Number, Metric, Negate, Add, Subtract, Multiply, Divide, Power, Call };
  enum class Function : unsigned char { Abs, Sqrt, Exp, Log, Log2, Log10, Min, Max };
  // One step of a stack machine.
  struct Instruction {
    Act act = Act::Number;
    Function function = Function::Abs;
    std::size_t count = 0;  // the metric's index, or a call's arguments
    double number = 0;
  };
  static double call(Function function, std::span<const double> arguments);

  std::vector<std::string> m_metrics;
  std::vector<Instruction> m_program;
};

}  // namespace tatara::series
