#include "core/registry/gate.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/number_text.h"
#include "core/registry/internal/gate_node.h"

namespace tatara::registry {
namespace {

using Kind = GateNode::Kind;

std::string brief(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return std::isnan(value) ? "NaN" : text;
}

std::string shown(const GateValue& value) {
  if (const double* number = std::get_if<double>(&value)) {
    return brief(*number);
  }
  if (const bool* yes = std::get_if<bool>(&value)) {
    return *yes ? "yes" : "no";
  }
  return "'" + std::get<std::string>(value) + "'";
}

// Yes, no, or why not known.
struct Truth {
  GateOutcome outcome = GateOutcome::NotComputed;
  std::string measured;
};

class Evaluator {
 public:
  explicit Evaluator(const GateValues& values) : m_values(values) {}

  Truth truth(const GateNode& node) {
    switch (node.kind) {
      case Kind::And:
        return several(node, GateOutcome::Failed, GateOutcome::Passed, " and ");
      case Kind::Or:
        return several(node, GateOutcome::Passed, GateOutcome::Failed, " or ");
      case Kind::Not: {
        Truth inner = truth(node.children.front());
        inner.outcome = inner.outcome == GateOutcome::Passed   ? GateOutcome::Failed
                        : inner.outcome == GateOutcome::Failed ? GateOutcome::Passed
                                                               : GateOutcome::NotComputed;
        inner.measured = "not " + inner.measured;
        return inner;
      }
      case Kind::Compare:
        return compare(node);
      case Kind::In:
      case Kind::NotIn:
        return listed(node);
      default:
        return yesOrNo(node);
    }
  }

 private:
  static Truth known(bool holds, std::string measured) {
    return {holds ? GateOutcome::Passed : GateOutcome::Failed, std::move(measured)};
  }

  Truth unknown(std::string fallback) {
    Truth truth{GateOutcome::NotComputed, m_problem.empty() ? std::move(fallback) : std::move(m_problem)};
    m_problem.clear();
    return truth;
  }

  // One operand that is `decisive` decides; all of them are needed for the opposite.
  Truth several(const GateNode& node, GateOutcome decisive, GateOutcome opposite, std::string_view word) {
    Truth whole{opposite, ""};
    for (const GateNode& child : node.children) {
      const Truth one = truth(child);
      whole.measured += (whole.measured.empty() ? "" : std::string(word)) + one.measured;
      if (one.outcome == decisive || (one.outcome == GateOutcome::NotComputed && whole.outcome == opposite)) {
        whole.outcome = one.outcome;
      }
    }
    return whole;
  }

  std::optional<GateValue> value(const GateNode& node) {
    switch (node.kind) {
      case Kind::Number:
        return node.number;
      case Kind::Text:
        return node.text;
      case Kind::Name: {
        auto found = m_values(node.text);
        if (!found && m_problem.empty()) {
          m_problem = "there is no " + node.text;
        }
        return found;
      }
      default:
        return arithmetic(node);
    }
  }

  std::optional<GateValue> arithmetic(const GateNode& node) {
    double operands[2] = {0, 0};
    for (std::size_t i = 0; i < node.children.size() && i < 2; ++i) {
      const auto operand = value(node.children[i]);
      const double* number = operand ? std::get_if<double>(&*operand) : nullptr;
      if (number == nullptr) {
        if (operand && m_problem.empty()) {
          m_problem = shown(*operand) + " is not a number";
        }
        return std::nullopt;
      }
      operands[i] = *number;
    }
    const auto [left, right] = operands;
    switch (node.kind) {
      case Kind::Negative:
        return -left;
      case Kind::Absolute:
        return std::abs(left);
      // NaN must not get lost, as it does in std::min.
      case Kind::Least:
        return std::isnan(left) || std::isnan(right) ? std::nan("") : std::min(left, right);
      case Kind::Most:
        return std::isnan(left) || std::isnan(right) ? std::nan("") : std::max(left, right);
      case Kind::Add:
        return left + right;
      case Kind::Subtract:
        return left - right;
      case Kind::Multiply:
        return left * right;
      case Kind::Divide:
        return left / right;
      default:
        return std::nullopt;
    }
  }

  template <typename T>
  static bool holds(const T& left, std::string_view op, const T& right) {
    return op == "<"    ? left < right
           : op == "<=" ? left <= right
           : op == ">"  ? left > right
           : op == ">=" ? left >= right
           : op == "="  ? left == right
                        : left != right;
  }

  Truth compare(const GateNode& node) {
    const auto left = value(node.children[0]);
    const auto right = left ? value(node.children[1]) : std::nullopt;
    if (!left || !right) {
      return unknown("it has no value");
    }
    const std::string measured = shown(*left) + " " + node.text + " " + shown(*right);
    if (left->index() != right->index()) {
      return unknown(measured + " compares unlike things");
    }
    if (const double* number = std::get_if<double>(&*left)) {
      const double other = std::get<double>(*right);
      if (std::isnan(*number) || std::isnan(other)) {
        return unknown(measured + " cannot be told of NaN");
      }
      return known(holds(*number, node.text, other), measured);
    }
    const bool ordered = node.text != "=" && node.text != "!=";
    if (ordered) {
      return unknown(measured + " compares what is no number");
    }
    if (const bool* yes = std::get_if<bool>(&*left)) {
      return known(holds(*yes, node.text, std::get<bool>(*right)), measured);
    }
    return known(holds(std::get<std::string>(*left), node.text, std::get<std::string>(*right)), measured);
  }

  Truth listed(const GateNode& node) {
    const auto left = value(node.children[0]);
    if (!left) {
      return unknown("it has no value");
    }
    const double* number = std::get_if<double>(&*left);
    const std::string* text = std::get_if<std::string>(&*left);
    if (number == nullptr && text == nullptr) {
      return unknown(shown(*left) + " cannot be in a list");
    }
    const bool in = std::any_of(node.list.begin(), node.list.end(), [&](const std::string& word) {
      return text != nullptr ? word == *text : parseDouble(word) == *number;
    });
    return known(in == (node.kind == Kind::In),
                 shown(*left) + (in ? " is in the list" : " is not in the list"));
  }

  Truth yesOrNo(const GateNode& node) {
    const auto found = value(node);
    if (!found) {
      return unknown("it has no value");
    }
    const bool* yes = std::get_if<bool>(&*found);
    if (yes == nullptr) {
      return unknown(node.text + " is " + shown(*found) + ", not yes or no");
    }
    return known(*yes, node.text + " is " + shown(*found));
  }

  const GateValues& m_values;
  std::string m_problem;
};

}  // namespace

std::string_view toString(GateOutcome outcome) {
  switch (outcome) {
    case GateOutcome::Passed:
      return "passed";
    case GateOutcome::Failed:
      return "failed";
    case GateOutcome::NotComputed:
      break;
  }
  return "not computed";
}

GateResult Gate::evaluate(const GateValues& values) const {
  Truth truth = Evaluator(values).truth(*m_root);
  return {truth.outcome, std::move(truth.measured)};
}

}  // namespace tatara::registry
