#include "core/infer/internal/batch_bytes.h"

#include <algorithm>
#include <cstring>

#include "core/text/error_phrase.h"

namespace tatara::infer {
namespace {

constexpr std::uint64_t kMostDimensions = 64;

void appendNumber(std::string& bytes, std::uint64_t value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void appendText(std::string& bytes, std::string_view text) {
  appendNumber(bytes, text.size());
  bytes += text;
}

// Takes from the front; beyond the end it gives zeros and is no longer sound.
class BytesReader {
 public:
  explicit BytesReader(std::string_view bytes) : m_rest(bytes) {}

  bool sound() const { return m_sound; }
  bool atEnd() const { return m_rest.empty(); }
  std::uint64_t number() {
    std::uint64_t value = 0;
    const std::string_view bytes = take(sizeof value);
    if (m_sound) {
      std::memcpy(&value, bytes.data(), sizeof value);
    }
    return value;
  }
  std::string_view text() { return take(number()); }
  // How many things of at least `size` bytes each follow.
  std::uint64_t count(std::size_t size) {
    const std::uint64_t value = number();
    m_sound = m_sound && value <= m_rest.size() / size;
    return m_sound ? value : 0;
  }

 private:
  std::string_view take(std::uint64_t size) {
    m_sound = m_sound && size <= m_rest.size();
    const std::string_view taken = m_rest.substr(0, m_sound ? size : 0);
    m_rest.remove_prefix(taken.size());
    return taken;
  }

  std::string_view m_rest;
  bool m_sound = true;
};

// Nothing where a size is negative or there are more elements than a number holds.
std::optional<std::uint64_t> elementsOf(const std::vector<std::int64_t>& shape) {
  std::uint64_t elements = 1;
  for (const std::int64_t size : shape) {
    if (size < 0 || __builtin_mul_overflow(elements, static_cast<std::uint64_t>(size), &elements)) {
      return std::nullopt;
    }
  }
  return elements;
}

bool coherent(const Tensor& tensor) {
  const auto elements = elementsOf(tensor.shape);
  const bool text = tensor.type == ElementType::String;
  const std::uint64_t held =
      text ? tensor.texts.size() : tensor.bytes.size() / std::max<std::size_t>(elementSize(tensor.type), 1);
  return elements && *elements == held &&
         (text ? tensor.bytes.empty()
               : tensor.texts.empty() && tensor.bytes.size() % elementSize(tensor.type) == 0) &&
         (tensor.missing.empty() || tensor.missing.size() == *elements);
}

Tensor readTensor(BytesReader& reader) {
  Tensor tensor;
  tensor.name = reader.text();
  tensor.type = static_cast<ElementType>(
      std::min<std::uint64_t>(reader.number(), static_cast<int>(ElementType::String)));
  const std::uint64_t dimensions = std::min(reader.count(sizeof(std::uint64_t)), kMostDimensions);
  for (std::uint64_t i = 0; i < dimensions; ++i) {
    tensor.shape.push_back(static_cast<std::int64_t>(reader.number()));
  }
  const std::string_view values = reader.text();
  tensor.bytes.resize(values.size());
  std::transform(values.begin(), values.end(), tensor.bytes.begin(),
                 [](char byte) { return static_cast<std::byte>(byte); });
  const std::uint64_t texts = reader.count(sizeof(std::uint64_t));
  for (std::uint64_t i = 0; i < texts && reader.sound(); ++i) {
    tensor.texts.emplace_back(reader.text());
  }
  const std::string_view missing = reader.text();
  tensor.missing.assign(missing.begin(), missing.end());
  return tensor;
}

}  // namespace

void appendBytes(std::string& bytes, const Batch& batch) {
  appendNumber(bytes, batch.size());
  for (const Tensor& tensor : batch) {
    appendText(bytes, tensor.name);
    appendNumber(bytes, static_cast<std::uint64_t>(tensor.type));
    appendNumber(bytes, tensor.shape.size());
    for (const std::int64_t size : tensor.shape) {
      appendNumber(bytes, static_cast<std::uint64_t>(size));
    }
    appendText(bytes, {reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size()});
    appendNumber(bytes, tensor.texts.size());
    for (const std::string& text : tensor.texts) {
      appendText(bytes, text);
    }
    appendText(bytes, {reinterpret_cast<const char*>(tensor.missing.data()), tensor.missing.size()});
  }
}

Result<Batch> batchIn(std::string_view bytes) {
  BytesReader reader(bytes);
  Batch batch;
  for (std::uint64_t left = reader.count(sizeof(std::uint64_t)); left > 0 && reader.sound(); --left) {
    batch.push_back(readTensor(reader));
    if (!reader.sound() || !coherent(batch.back())) {
      return text::sayError(ErrorKind::Corrupt,
                            TATARA_SAYS("Phrase", "The process that runs the model answered no prediction"));
    }
  }
  if (!reader.sound() || !reader.atEnd()) {
    return text::sayError(ErrorKind::Corrupt,
                          TATARA_SAYS("Phrase", "The process that runs the model answered no prediction"));
  }
  return batch;
}

}  // namespace tatara::infer
