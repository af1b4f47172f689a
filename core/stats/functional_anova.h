// How much of a quantity's variance each of several settings accounts for, alone and together with others, by
// functional ANOVA of a random forest fitted on them.
//
// A forest of regression trees (Breiman, "Random forests", 2001; bootstrap rows, two thirds of the columns at
// each split) is fitted to the target. A tree is constant on boxes of the settings' space, so its variance
// and the variance of its mean along one setting are sums over its leaves, without sampling (Hutter, Hoos and
// Leyton-Brown, "An efficient approach for assessing hyperparameter importance", ICML 2014):
//   share of j = Σ_trees Var_j / Σ_trees Var,  Var_j the variance over j of the tree's mean over all others.
// Means are over the values as they were tried, each setting by itself, so that a rate tried on a logarithmic
// scale counts as it was tried. `together` is what no single setting explains: 1 − Σ shares, at least 0.
//
// What it says is as good as the fit: `fit` is R² on rows that a tree did not see (out of bag; of more than
// 20,000 on some taken evenly). Near or below 0 the shares are noise, and whoever shows them says so.
//
// Numbers of more than 63 distinct values are put into 63 groups of equal count; of more than 63 categories
// the rarest share one. Missing is a value of its own. Rows with a target that is not finite are left out;
// above `most` rows each tree sees that many. The same input and seed give the same answer everywhere.
//
// Threads: a pure function. Nothing is answered with fewer than 8 rows, a constant target, or when stopped.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace tatara::stats {

struct Setting {
  std::vector<double> values;  // NaN where missing; of categories their codes
  bool categorical = false;
};

struct ForestOptions {
  int trees = 64;
  std::size_t leastLeaf = 2;
  std::size_t most = 4096;
  std::uint64_t seed = 20261121;
};

struct FunctionalAnova {
  std::vector<double> shares;  // by setting
  double together = 0;
  double fit = std::numeric_limits<double>::quiet_NaN();
  std::size_t rows = 0;
};

std::optional<FunctionalAnova> functionalAnova(std::span<const Setting> settings,
                                               std::span<const double> target,
                                               const ForestOptions& options = {}, std::stop_token stop = {});

}  // namespace tatara::stats
