// MLmodel files and their signatures; lines of metric files.
#include "core/infer/signature.h"
#include "core/interop/internal/mlflow_metric_line.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {

std::vector<std::string> seeds() {
  using std::string_literals::operator""s;
  return {
      "\1artifact_path: model\nflavors:\n  python_function:\n    loader_module: mlflow.xgboost\nrun_id: abc\n"
      "signature:\n  inputs: '[{\"type\": \"double\", \"name\": \"x\", \"required\": true}]'\n"
      "  outputs: '[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"float32\", \"shape\": [-1, 3]}}]'\n"
      "  params: null\n"s,
      "\1flavors: {}\nsignature:\n  inputs: '[{\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"name\": \"a\"}]'\n"s,
      "\0021700000000000 0.5 3"s,
      "\0021700000000000 nan 3 abcdef name digest"s,
      "\0031700000000000 -inf 3 0123456789abcdef0123456789abcdef data d1"s,
  };
}

void tryBytes(std::string_view bytes) {
  namespace files = interop::internal;
  switch (takeChoice(bytes) % 4) {
    case 2:
      expectTold(files::parseMetricLine(bytes, files::MetricOwner::Run));
      return;
    case 3:
      expectTold(files::parseMetricLine(bytes, files::MetricOwner::LoggedModel));
      return;
    default:
      if (const auto model = infer::parseMlmodel(bytes); model && model->signature) {
        for (const auto& field : model->signature->inputs) {
          expect(model->signature->findInput(field.name) != nullptr, "an input is found by its name");
        }
      }
  }
}

}  // namespace tatara::fuzz
