#include "core/infer/internal/onnx_api.h"

#include <string>

#include "core/base/library.h"
#include "core/text/error_phrase.h"

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
    return text::sayError(ErrorKind::Unsupported, TATARA_SAYS("Phrase", "ONNX Runtime %1 is too old"),
                          {runtime.version});
  }
  const OrtApi& api = *runtime.api;
  if (OrtStatus* status = api.CreateEnv(ORT_LOGGING_LEVEL_FATAL, "tatara", &runtime.environment)) {
    return onnxError(api, status, ErrorKind::Internal,
                     text::Phrase::say(TATARA_SAYS("Phrase", "ONNX Runtime cannot start")));
  }
  if (OrtStatus* status = api.DisableTelemetryEvents(runtime.environment)) {
    return onnxError(api, status, ErrorKind::Internal,
                     text::Phrase::say(TATARA_SAYS("Phrase", "ONNX Runtime cannot start")));
  }
  if (OrtStatus* status = api.GetAllocatorWithDefaultOptions(&runtime.allocator)) {
    return onnxError(api, status, ErrorKind::Internal,
                     text::Phrase::say(TATARA_SAYS("Phrase", "ONNX Runtime cannot start")));
  }
  if (OrtStatus* status = api.CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &runtime.memory)) {
    return onnxError(api, status, ErrorKind::Internal,
                     text::Phrase::say(TATARA_SAYS("Phrase", "ONNX Runtime cannot start")));
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

Error onnxError(const OrtApi& api, OrtStatus* status, ErrorKind kind, const text::Phrase& message) {
  std::string words = api.GetErrorMessage(status);
  api.ReleaseStatus(status);
  if (words.find("bad_alloc") != std::string::npos || words.find("Failed to allocate") != std::string::npos) {
    return text::sayError(ErrorKind::Corrupt,
                          TATARA_SAYS("Phrase", "The model asks for more memory than there is"), {}, words);
  }
  constexpr std::size_t kMostWords = 500;
  return text::sayError(kind, TATARA_SAYS("Phrase", "%1: %2"), {message, words.substr(0, kMostWords)},
                        words.size() > kMostWords ? words : std::string());
}

}  // namespace tatara::infer
