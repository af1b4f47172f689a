// What the names that a pickle imports are known to be.
//
// Expected are names that pickles of scikit-learn, NumPy, pandas, SciPy, XGBoost, LightGBM, CatBoost, PyTorch
// and joblib hold, one by one or by their shape, never a whole library: pandas.eval, numpy.load and others
// evaluate or read what they are given. Threads: pure functions.
#pragma once

#include <string_view>

#include "core/registry/pickle_scan.h"

namespace tatara::registry::internal {

ImportKind kindOfImport(std::string_view module, std::string_view name);

}  // namespace tatara::registry::internal
