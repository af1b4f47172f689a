#include "core/registry/gate.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/number_text.h"
#include "core/registry/internal/gate_node.h"

namespace tatara::registry {
namespace {

using Kind = GateNode::Kind;
using text::Phrase;

std::string brief(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return std::isnan(value) ? "NaN" : text;
}

Phrase shown(const GateValue& value) {
  if (const double* number = std::get_if<double>(&value)) {
    return brief(*number);
  }
  if (const bool* yes = std::get_if<bool>(&value)) {
    return Phrase::say(*yes ? TATARA_SAYS("Phrase", "yes") : TATARA_SAYS("Phrase", "no"));
  }
  return "'" + std::get<std::string>(value) + "'";
}

// Yes, no, or why not known.
struct Truth {
  GateOutcome outcome = GateOutcome::NotComputed;
  Phrase measured;
};

class Evaluator {
 public:
  explicit Evaluator(const GateValues& values) : m_values(values) {}

  Truth truth(const GateNode& node) {
    switch (node.kind) {
      case Kind::And:
        return several(node, GateOutcome::Failed, GateOutcome::Passed, TATARA_SAYS("Phrase", "%1 and %2"));
      case Kind::Or:
        return several(node, GateOutcome::Passed, GateOutcome::Failed, TATARA_SAYS("Phrase", "%1 or %2"));
      case Kind::Not: {
        Truth inner = truth(node.children.front());
        inner.outcome = inner.outcome == GateOutcome::Passed   ? GateOutcome::Failed
                        : inner.outcome == GateOutcome::Failed ? GateOutcome::Passed
                                                               : GateOutcome::NotComputed;
        inner.measured = Phrase::say(TATARA_SAYS("Phrase", "not %1"), {inner.measured});
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
  static Truth known(bool holds, Phrase measured) {
    return {holds ? GateOutcome::Passed : GateOutcome::Failed, std::move(measured)};
  }

  Truth unknown(Phrase fallback) {
    Truth truth{GateOutcome::NotComputed, m_problem.empty() ? std::move(fallback) : std::move(m_problem)};
    m_problem = {};
    return truth;
  }

  // One operand that is `decisive` decides; all of them are needed for the opposite.
  Truth several(const GateNode& node, GateOutcome decisive, GateOutcome opposite, std::string_view pattern) {
    Truth whole{opposite, {}};
    std::vector<Phrase> parts;
    for (const GateNode& child : node.children) {
      const Truth one = truth(child);
      parts.push_back(one.measured);
      if (one.outcome == decisive || (one.outcome == GateOutcome::NotComputed && whole.outcome == opposite)) {
        whole.outcome = one.outcome;
      }
    }
    whole.measured = Phrase::join(pattern, parts);
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
          m_problem = Phrase::say(TATARA_SAYS("Phrase", "there is no %1"), {node.text});
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
          m_problem = Phrase::say(TATARA_SAYS("Phrase", "%1 is not a number"), {shown(*operand)});
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
      return unknown(Phrase::say(TATARA_SAYS("Phrase", "it has no value")));
    }
    const Phrase measured = Phrase::say("%1 %2 %3", {shown(*left), node.text, shown(*right)});
    if (left->index() != right->index()) {
      return unknown(Phrase::say(TATARA_SAYS("Phrase", "%1 compares unlike things"), {measured}));
    }
    if (const double* number = std::get_if<double>(&*left)) {
      const double other = std::get<double>(*right);
      if (std::isnan(*number) || std::isnan(other)) {
        return unknown(Phrase::say(TATARA_SAYS("Phrase", "%1 cannot be told of NaN"), {measured}));
      }
      return known(holds(*number, node.text, other), measured);
    }
    const bool ordered = node.text != "=" && node.text != "!=";
    if (ordered) {
      return unknown(Phrase::say(TATARA_SAYS("Phrase", "%1 compares what is no number"), {measured}));
    }
    if (const bool* yes = std::get_if<bool>(&*left)) {
      return known(holds(*yes, node.text, std::get<bool>(*right)), measured);
    }
    return known(holds(std::get<std::string>(*left), node.text, std::get<std::string>(*right)), measured);
  }

  Truth listed(const GateNode& node) {
    const auto left = value(node.children[0]);
    if (!left) {
      return unknown(Phrase::say(TATARA_SAYS("Phrase", "it has no value")));
    }
    const double* number = std::get_if<double>(&*left);
    const std::string* text = std::get_if<std::string>(&*left);
    if (number == nullptr && text == nullptr) {
      return unknown(Phrase::say(TATARA_SAYS("Phrase", "%1 cannot be in a list"), {shown(*left)}));
    }
    const bool in = std::any_of(node.list.begin(), node.list.end(), [&](const std::string& word) {
      return text != nullptr ? word == *text : parseDouble(word) == *number;
    });
    return known(in == (node.kind == Kind::In),
                 Phrase::say(in ? TATARA_SAYS("Phrase", "%1 is in the list")
                                : TATARA_SAYS("Phrase", "%1 is not in the list"),
                             {shown(*left)}));
  }

  Truth yesOrNo(const GateNode& node) {
    const auto found = value(node);
    if (!found) {
      return unknown(Phrase::say(TATARA_SAYS("Phrase", "it has no value")));
    }
    const bool* yes = std::get_if<bool>(&*found);
    if (yes == nullptr) {
      return unknown(
          Phrase::say(TATARA_SAYS("Phrase", "%1 is %2, not yes or no"), {node.text, shown(*found)}));
    }
    return known(*yes, Phrase::say(TATARA_SAYS("Phrase", "%1 is %2"), {node.text, shown(*found)}));
  }

  const GateValues& m_values;
  Phrase m_problem;
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
