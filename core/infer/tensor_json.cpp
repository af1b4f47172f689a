#include "core/infer/tensor_json.h"

#include <algorithm>
#include <cmath>

#include "core/text/json.h"

namespace tatara::infer {
namespace {

void appendLevel(std::string& out, const Tensor& tensor, std::size_t level, std::size_t& element) {
  if (level == tensor.shape.size()) {
    appendElement(out, tensor, element++);
    return;
  }
  out.push_back('[');
  for (std::int64_t i = 0; i < tensor.shape[level]; ++i) {
    if (i > 0) {
      out.push_back(',');
    }
    appendLevel(out, tensor, level + 1, element);
  }
  out.push_back(']');
}

}  // namespace

void appendElement(std::string& out, const Tensor& tensor, std::size_t element) {
  if (tensor.isMissing(element)) {
    out += "null";
  } else if (tensor.type == ElementType::String) {
    text::appendJsonString(out, tensor.texts[element]);
  } else if (tensor.type == ElementType::Boolean) {
    out += tensor.values<std::uint8_t>()[element] != 0 ? "true" : "false";
  } else if (isFloat(tensor.type)) {
    const double value = tensor.number(element);
    if (std::isfinite(value)) {
      text::appendJsonNumber(out, value);
    } else {
      out += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    }
  } else {
    withElementType(tensor.type,
                    [&](auto zero) { out += std::to_string(tensor.values<decltype(zero)>()[element]); });
  }
}

void appendFlat(std::string& out, const Tensor& tensor) {
  out.push_back('[');
  const std::size_t count = tensor.elements();
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) {
      out.push_back(',');
    }
    appendElement(out, tensor, i);
  }
  out.push_back(']');
}

void appendNested(std::string& out, const Tensor& tensor) {
  std::size_t element = 0;
  appendLevel(out, tensor, 0, element);
}

void appendRow(std::string& out, const Tensor& tensor, std::size_t row) {
  if (row >= tensor.rows()) {
    out += "null";
    return;
  }
  std::size_t element = row * (tensor.elements() / tensor.rows());
  appendLevel(out, tensor, std::min<std::size_t>(1, tensor.shape.size()), element);
}

}  // namespace tatara::infer
