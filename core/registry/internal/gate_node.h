// The tree of a gate. Threads: values, immutable once read.
#pragma once

#include <string>
#include <vector>

namespace tatara::registry {

struct GateNode {
  enum class Kind {
    Number,    // number
    Text,      // text
    Name,      // text
    Negative,  // of the one child
    Absolute,
    Least,  // of two
    Most,
    Add,
    Subtract,
    Multiply,
    Divide,
    Compare,  // text is the operator
    In,       // child 0 against the list
    NotIn,
    Not,
    And,  // of two or more
    Or,
  };
  Kind kind = Kind::Number;
  double number = 0;
  std::string text{};
  std::vector<GateNode> children{};
  std::vector<std::string> list{};
};

}  // namespace tatara::registry
