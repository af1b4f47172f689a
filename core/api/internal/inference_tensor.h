// Tensors as the Open Inference Protocol names and packs them, over REST and gRPC alike: a datatype's name,
// values as little-endian bytes side by side, texts (BYTES) each behind its length in four bytes.
//
// Sizes are checked before anything of a shape's size is allocated. Errors: InvalidArgument, naming the
// input. Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/infer/tensor.h"

namespace tatara::api {

std::string_view datatypeOf(infer::ElementType type);
Result<infer::ElementType> elementTypeOf(const std::string& input, std::string_view datatype);

// Eight dimensions and a hundred million elements at most.
Status checkTensorShape(const std::string& input, const std::vector<std::int64_t>& shape);
Result<infer::Tensor> tensorFromBytes(const std::string& input, infer::ElementType type,
                                      std::vector<std::int64_t> shape, std::string_view bytes);
std::string bytesOfTensor(const infer::Tensor& tensor);

// "The input 'a' …"
Error wrongInput(const std::string& input, const std::string& what);

}  // namespace tatara::api
