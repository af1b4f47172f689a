// What a child Python runs for a model of MLflow's python_function flavour.
//
// Over the Unix socket that is its descriptor 3, each message is eight bytes of length (little-endian) and
// JSON. It says {"ready": mlflow's version} or {"error": text}; then answers each
// {"tensors": [{"name", "dtype", "shape", "values"}], "frame": true|false} with {"outputs": [the same]} or
// {"error": text}. It ends when the socket does.
#pragma once

#include <string_view>

namespace tatara::infer {

extern const std::string_view kPythonWorker;

}  // namespace tatara::infer
