// ONNX Runtime's function table (onnxruntime_c_api.h, API 21, which library 1.31 serves) and the owners of
// its objects.
//
// Threads: the table is constant after the first call; sessions may run on several threads at once.
#pragma once

#include <onnxruntime_c_api.h>
#include <memory>

#include "core/base/result.h"
#include "core/text/phrase.h"

namespace tatara::infer {

struct OnnxRuntime {
  const OrtApi* api = nullptr;
  OrtEnv* environment = nullptr;
  OrtAllocator* allocator = nullptr;
  OrtMemoryInfo* memory = nullptr;
  std::string version;
};

// Opens the library on the first call.
Result<const OnnxRuntime*> onnxRuntime();

// The library's words as an error of this kind; releases the status.
Error onnxError(const OrtApi& api, OrtStatus* status, ErrorKind kind, const text::Phrase& message);

struct OnnxDeleter {
  const OrtApi* api = nullptr;
  void operator()(OrtValue* value) const { api->ReleaseValue(value); }
  void operator()(OrtSession* session) const { api->ReleaseSession(session); }
  void operator()(OrtSessionOptions* options) const { api->ReleaseSessionOptions(options); }
  void operator()(OrtTypeInfo* info) const { api->ReleaseTypeInfo(info); }
  void operator()(OrtTensorTypeAndShapeInfo* info) const { api->ReleaseTensorTypeAndShapeInfo(info); }
};
template <typename T>
using OnnxOwner = std::unique_ptr<T, OnnxDeleter>;

}  // namespace tatara::infer
