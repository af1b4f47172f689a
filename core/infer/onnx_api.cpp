#include "core/infer/internal/onnx_api.h"

#include <string>

#include "core/base/library.h"

namespace tatara::infer {
namespace {

Result<OnnxRuntime> openRuntime() {
  TATARA_ASSIGN(const auto library, SharedLibrary::open("onnxruntime/libonnxruntime.so.1.31.1"));
  const OrtApiBase* (*base)() = nullptr;
  TATARA_TRY(library.load("OrtGetApiBase", base));
  OnnxRuntime runtime;
  runtime.version = base()->GetVersionString();
  runtime.api = base()->GetApi(ORT_API_VERSION);
  if (!runtime.api) {
    return makeError(ErrorKind::Unsupported, "ONNX Runtime " + runtime.version + " is too old");
  }
  const OrtApi& api = *runtime.api;
  if (OrtStatus* status = api.CreateEnv(ORT_LOGGING_LEVEL_FATAL, "tatara", &runtime.environment)) {
    return onnxError(api, status, ErrorKind::Internal, "ONNX Runtime cannot start");
  }
  if (OrtStatus* status = api.DisableTelemetryEvents(runtime.environment)) {
    return onnxError(api, status, ErrorKind::Internal, "ONNX Runtime cannot start");
  }
  if (OrtStatus* status = api.GetAllocatorWithDefaultOptions(&runtime.allocator)) {
    return onnxError(api, status, ErrorKind::Internal, "ONNX Runtime cannot start");
  }
  if (OrtStatus* status = api.CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &runtime.memory)) {
    return onnxError(api, status, ErrorKind::Internal, "ONNX Runtime cannot start");
  }
  return runtime;
}

}  // namespace

Result<const OnnxRuntime*> onnxRuntime() {
  static const Result<OnnxRuntime> opened = openRuntime();
  if (!opened) {
    return opened.error();
  }
  return &*opened;
}

Error onnxError(const OrtApi& api, OrtStatus* status, ErrorKind kind, const std::string& message) {
  std::string words = api.GetErrorMessage(status);
  api.ReleaseStatus(status);
  if (words.find("bad_alloc") != std::string::npos || words.find("Failed to allocate") != std::string::npos) {
    return makeError(ErrorKind::Corrupt, "The model asks for more memory than there is", words);
  }
  constexpr std::size_t kMostWords = 500;
  return makeError(kind, message + ": " + words.substr(0, kMostWords),
                   words.size() > kMostWords ? words : std::string());
}

}  // namespace tatara::infer
