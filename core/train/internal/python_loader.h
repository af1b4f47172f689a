// The text of code/tatara_xgboost.py (python_loader.cpp).
#pragma once

#include <string_view>

namespace tatara::train {

extern const std::string_view kPythonLoader;

}  // namespace tatara::train
