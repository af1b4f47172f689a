// Tensors as JSON text, as the protocols of model servers write them. Threads: pure functions.
//
// A missing value is null, an infinity the string "Infinity" or "-Infinity"; 32-bit floats are written with
// the digits of the double that they are.
#pragma once

#include <string>

#include "core/infer/tensor.h"

namespace tatara::infer {

void appendElement(std::string& out, const Tensor& tensor, std::size_t element);
// [1, 2, 3] whatever the shape.
void appendFlat(std::string& out, const Tensor& tensor);
// [[1, 2], [3, 4]] by the shape.
void appendNested(std::string& out, const Tensor& tensor);

// The part of one row: a value, or an array by the rest of the shape.
void appendRow(std::string& out, const Tensor& tensor, std::size_t row);

}  // namespace tatara::infer
