// An XGBoost model's trees walked by ourselves. The library looks at every node of every tree before it
// predicts the first row of a call, which for single rows is nearly all of its time.
//
// The arithmetic is the library's own (32-bit sums in the order of the trees, then the objective's transform;
// xgboost/src/predictor/cpu_predictor.cc, src/common/math.h, version 3.2), and nothing is taken on trust:
// make() asks the library and the walker for rows with missing values, with values at and beside the splits,
// and gives nothing unless all answers agree to the last bit. Models with categorical splits, with several
// values a leaf, or of other boosters and objectives are left to the library.
//
// Threads: immutable after make(). Errors: none; nothing means that the library is to be asked.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/infer/xgboost.h"

namespace tatara::infer {

class TreeWalker {
 public:
  // For predictions by the first `rounds` rounds (0: all).
  static std::optional<TreeWalker> make(const Booster& booster, std::size_t features, int rounds);

  // What Booster::predictRows gives.
  Predictions predict(std::span<const float> values) const;

 private:
  enum class Transform { Identity, Sigmoid, Exponential, Softmax };
  struct Node {
    float value = 0;         // a row goes left below it; of a leaf, what it adds
    std::int32_t left = -1;  // of two children side by side; -1: a leaf
    std::uint32_t feature = 0;
    bool missingLeft = false;
  };
  struct Tree {
    std::uint32_t root = 0;
    std::uint32_t group = 0;
  };
  friend class TreeReader;

  bool agrees(const Booster& booster, int rounds) const;
  std::vector<float> trialRows() const;
  void transform(std::span<float> row) const;

  std::size_t m_features = 0;
  std::size_t m_groups = 1;  // values a row
  std::vector<Node> m_nodes;
  std::vector<Tree> m_trees;
  std::vector<float> m_base;  // a value a group
  bool m_baseFirst = true;    // added before the trees, otherwise after
  Transform m_transform = Transform::Identity;
};

}  // namespace tatara::infer
