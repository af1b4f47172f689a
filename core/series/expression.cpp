#include "core/series/expression.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/base/number_text.h"
#include "core/text/error_phrase.h"

namespace tatara::series {
namespace {

using text::Phrase;

constexpr std::size_t kLongest = 4096;
constexpr int kDeepest = 64;

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

class ExpressionReader {
 public:
  explicit ExpressionReader(std::string_view text) : m_text(text) {}

  Result<Expression> read() {
    if (m_text.size() > kLongest) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "An expression has at most 4096 characters"));
    }
    TATARA_TRY(sum());
    skipSpace();
    if (m_at != m_text.size()) {
      return wrong(TATARA_SAYS("Phrase", "An operator is expected"));
    }
    return std::move(m_result);
  }

 private:
  using Act = Expression::Act;
  using Function = Expression::Function;

  // `pattern` is one in TATARA_SAYS.
  Error wrong(std::string_view pattern, std::vector<Phrase> values = {}) const {
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "%1 at column %2 of \"%3\""),
                          {Phrase::say(pattern, std::move(values)), std::to_string(m_at + 1), m_text});
  }

  void skipSpace() {
    while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t')) {
      ++m_at;
    }
  }
  bool take(char c) {
    skipSpace();
    if (m_at < m_text.size() && m_text[m_at] == c) {
      ++m_at;
      return true;
    }
    return false;
  }
  void push(Act act) { m_result.m_program.push_back({act, Function::Abs, 0, 0}); }

  Status sum() {
    TATARA_TRY(product());
    for (;;) {
      if (take('+')) {
        TATARA_TRY(product());
        push(Act::Add);
      } else if (take('-')) {
        TATARA_TRY(product());
        push(Act::Subtract);
      } else {
        return {};
      }
    }
  }

  Status product() {
    TATARA_TRY(power());
    for (;;) {
      if (take('*')) {
        TATARA_TRY(power());
        push(Act::Multiply);
      } else if (take('/')) {
        TATARA_TRY(power());
        push(Act::Divide);
      } else {
        return {};
      }
    }
  }

  // Every way deeper comes through here, so here the depth is held.
  Status power() {
    if (++m_depth > kDeepest) {
      return wrong(TATARA_SAYS("Phrase", "This is nested too deeply"));
    }
    const bool negative = take('-');
    TATARA_TRY(atom());
    if (take('^')) {
      TATARA_TRY(power());
      push(Act::Power);
    }
    if (negative) {
      push(Act::Negate);
    }
    --m_depth;
    return {};
  }

  Status atom() {
    skipSpace();
    if (m_at == m_text.size()) {
      return wrong(TATARA_SAYS("Phrase", "A metric or a number is expected"));
    }
    const char c = m_text[m_at];
    if (c == '(') {
      ++m_at;
      TATARA_TRY(sum());
      return close();
    }
    if (c == '`' || c == '"') {
      const std::size_t end = m_text.find(c, m_at + 1);
      if (end == std::string_view::npos || end == m_at + 1) {
        return wrong(TATARA_SAYS("Phrase", "A quoted metric does not end"));
      }
      metric(m_text.substr(m_at + 1, end - m_at - 1));
      m_at = end + 1;
      return {};
    }
    if (isLetter(c)) {
      return named();
    }
    if (isDigit(c) || c == '.') {
      return number();
    }
    return wrong(TATARA_SAYS("Phrase", "A metric or a number is expected"));
  }

  Status close() {
    if (!take(')')) {
      return wrong(TATARA_SAYS("Phrase", "A closing bracket is expected"));
    }
    return {};
  }

  Status number() {
    const std::size_t begin = m_at;
    const auto digits = [this] {
      while (m_at < m_text.size() && (isDigit(m_text[m_at]) || m_text[m_at] == '.')) {
        ++m_at;
      }
    };
    digits();
    if (m_at < m_text.size() && (m_text[m_at] == 'e' || m_text[m_at] == 'E')) {
      const std::size_t mark = m_at++;
      if (m_at < m_text.size() && (m_text[m_at] == '+' || m_text[m_at] == '-')) {
        ++m_at;
      }
      if (m_at == m_text.size() || !isDigit(m_text[m_at])) {
        m_at = mark;
      } else {
        digits();
      }
    }
    const auto value = parseDouble(m_text.substr(begin, m_at - begin));
    if (!value) {
      m_at = begin;
      return wrong(TATARA_SAYS("Phrase", "This is no number"));
    }
    m_result.m_program.push_back({Act::Number, Function::Abs, 0, *value});
    return {};
  }

  void metric(std::string_view key) {
    auto& known = m_result.m_metrics;
    const auto found = std::find(known.begin(), known.end(), key);
    const auto index = static_cast<std::size_t>(found - known.begin());
    if (found == known.end()) {
      known.emplace_back(key);
    }
    m_result.m_program.push_back({Act::Metric, Function::Abs, index, 0});
  }

  static std::optional<Function> functionNamed(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, Function>, 8> kFunctions{{
        {"abs", Function::Abs},
        {"sqrt", Function::Sqrt},
        {"exp", Function::Exp},
        {"log", Function::Log},
        {"log2", Function::Log2},
        {"log10", Function::Log10},
        {"min", Function::Min},
        {"max", Function::Max},
    }};
    for (const auto& [word, function] : kFunctions) {
      if (word == name) {
        return function;
      }
    }
    return std::nullopt;
  }

  Status named() {
    const std::size_t begin = m_at;
    while (m_at < m_text.size() && (isLetter(m_text[m_at]) || isDigit(m_text[m_at]) || m_text[m_at] == '.')) {
      ++m_at;
    }
    const std::string_view name = m_text.substr(begin, m_at - begin);
    if (!take('(')) {
      metric(name);
      return {};
    }
    const auto function = functionNamed(name);
    if (!function) {
      m_at = begin;
      return tl::make_unexpected(
          wrong(TATARA_SAYS("Phrase",
                            "\"%1\" is no function; there are abs, sqrt, exp, log, log2, log10, min and max"),
                {name}));
    }
    std::size_t count = 0;
    do {
      TATARA_TRY(sum());
      ++count;
    } while (take(','));
    TATARA_TRY(close());
    const bool several = *function == Function::Min || *function == Function::Max;
    if (several ? count < 2 : count != 1) {
      m_at = begin;
      return tl::make_unexpected(wrong(several ? TATARA_SAYS("Phrase", "\"%1\" takes two or more arguments")
                                               : TATARA_SAYS("Phrase", "\"%1\" takes one argument"),
                                       {name}));
    }
    m_result.m_program.push_back({Act::Call, *function, count, 0});
    return {};
  }

  std::string_view m_text;
  std::size_t m_at = 0;
  int m_depth = 0;
  Expression m_result;
};

Result<Expression> Expression::parse(std::string_view text) {
  return ExpressionReader(text).read();
}

double Expression::call(Function function, std::span<const double> arguments) {
  switch (function) {
    case Function::Abs:
      return std::fabs(arguments[0]);
    case Function::Sqrt:
      return std::sqrt(arguments[0]);
    case Function::Exp:
      return std::exp(arguments[0]);
    case Function::Log:
      return std::log(arguments[0]);
    case Function::Log2:
      return std::log2(arguments[0]);
    case Function::Log10:
      return std::log10(arguments[0]);
    case Function::Min:
    case Function::Max:
      break;
  }
  double best = arguments[0];
  for (const double value : arguments) {
    if (std::isnan(value) || std::isnan(best)) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    best = function == Function::Min ? std::min(best, value) : std::max(best, value);
  }
  return best;
}

double Expression::evaluate(std::span<const double> values) const {
  std::vector<double> stack;
  stack.reserve(m_program.size());
  const auto two = [&stack](auto&& act) {
    const double right = stack.back();
    stack.pop_back();
    stack.back() = act(stack.back(), right);
  };
  for (const Instruction& step : m_program) {
    switch (step.act) {
      case Act::Number:
        stack.push_back(step.number);
        break;
      case Act::Metric:
        stack.push_back(values[step.count]);
        break;
      case Act::Negate:
        stack.back() = -stack.back();
        break;
      case Act::Add:
        two([](double a, double b) { return a + b; });
        break;
      case Act::Subtract:
        two([](double a, double b) { return a - b; });
        break;
      case Act::Multiply:
        two([](double a, double b) { return a * b; });
        break;
      case Act::Divide:
        two([](double a, double b) { return a / b; });
        break;
      case Act::Power:
        two([](double a, double b) { return std::pow(a, b); });
        break;
      case Act::Call: {
        const std::size_t begin = stack.size() - step.count;
        const double value = call(step.function, std::span(stack).subspan(begin));
        stack.resize(begin);
        stack.push_back(value);
        break;
      }
    }
  }
  return stack.back();
}

std::vector<Point> Expression::evaluate(std::span<const PointSpan> series) const {
  std::vector<Point> result;
  if (m_metrics.empty() || series.size() < m_metrics.size()) {
    return result;
  }
  std::vector<double> values(m_metrics.size());
  walkCommonSteps(series.first(m_metrics.size()), [&](std::span<const Point> points) {
    Point point{points.front().step, points.front().timestamp, 0};
    for (std::size_t i = 0; i < points.size(); ++i) {
      values[i] = points[i].value;
      point.timestamp = std::max(point.timestamp, points[i].timestamp);
    }
    point.value = evaluate(values);
    result.push_back(point);
  });
  return result;
}

}  // namespace tatara::series
