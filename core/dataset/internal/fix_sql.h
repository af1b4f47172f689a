// A recipe as a chain of common table expressions, for those who ask more of it than its result.
//
// `with` defines step0 (the relation with a column `order` that counts its rows from one) to `last`, which
// carries `order` along, so that a row of one step can be found in another. Pure.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/dataset/fix.h"

namespace tatara::dataset {

struct RecipeChain {
  std::string with;
  std::string order;  // quoted
  std::string last;
  std::vector<std::pair<std::string, ColumnType>> columns;  // of `last`, without `order`
};
Result<RecipeChain> recipeChain(const Recipe& recipe, const std::vector<ColumnInfo>& columns,
                                std::string_view from);

}  // namespace tatara::dataset
