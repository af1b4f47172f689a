#include <algorithm>
#include <array>

#include "core/infer/internal/onnx_api.h"
#include "core/infer/internal/runners.h"
#include "core/text/error_phrase.h"

namespace tatara::infer {
namespace {

constexpr std::array<std::pair<ONNXTensorElementDataType, ElementType>, 12> kOnnxTypes = {
    {{ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL, ElementType::Boolean},
     {ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8, ElementType::Int8},
     {ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8, ElementType::UInt8},
     {ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16, ElementType::Int16},
     {ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16, ElementType::UInt16},
     {ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32, ElementType::Int32},
     {ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32, ElementType::UInt32},
     {ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64, ElementType::Int64},
     {ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64, ElementType::UInt64},
     {ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, ElementType::Float32},
     {ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE, ElementType::Float64},
     {ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING, ElementType::String}}};

std::optional<ElementType> typeOf(ONNXTensorElementDataType type) {
  const auto* found =
      std::ranges::find(kOnnxTypes, type, &std::pair<ONNXTensorElementDataType, ElementType>::first);
  return found == kOnnxTypes.end() ? std::nullopt : std::optional(found->second);
}

ONNXTensorElementDataType onnxTypeOf(ElementType type) {
  return kOnnxTypes[static_cast<std::size_t>(type)].first;
}

// Turns a failed call into an Error; `wrong`, a pattern in TATARA_SAYS, says what could not be done.
#define TATARA_ORT(call, kind, wrong)                                                          \
  do {                                                                                         \
    if (OrtStatus* ortStatus_ = (call)) {                                                      \
      return onnxError(*m_runtime->api, ortStatus_, (kind), tatara::text::Phrase::say(wrong)); \
    }                                                                                          \
  } while (false)

class OnnxRunner final : public Runner {
 public:
  static Result<std::unique_ptr<Runner>> make(const RunnerSource& source, const LoadOptions& options) {
    std::unique_ptr<OnnxRunner> runner(new OnnxRunner);
    TATARA_ASSIGN(runner->m_runtime, onnxRuntime());
    runner->m_info.flavor = "onnx";
    runner->m_info.libraryVersion = runner->m_runtime->version;
    const std::string* writer = source.flavor["onnx_version"].asString();
    runner->m_info.modelVersion = writer ? *writer : std::string();
    TATARA_TRY(runner->open(source, options));
    TATARA_TRY(runner->readInterface());
    TATARA_TRY(runner->settleSignature(source.description));
    return std::unique_ptr<Runner>(std::move(runner));
  }

  Result<Batch> predict(const Batch& inputs) const override {
    TATARA_TRY(checkBatch(m_info.signature, inputs));
    TATARA_ASSIGN(const Batch tensors, modelInputs(inputs));
    std::vector<OnnxOwner<OrtValue>> owned;
    std::vector<const OrtValue*> values;
    std::vector<const char*> inputNames;
    for (const Tensor& tensor : tensors) {
      TATARA_ASSIGN(auto value, valueOf(tensor));
      values.push_back(value.get());
      inputNames.push_back(tensor.name.c_str());
      owned.push_back(std::move(value));
    }
    std::vector<const char*> outputNames;
    for (const std::string& name : m_outputs) {
      outputNames.push_back(name.c_str());
    }
    std::vector<OrtValue*> raw(m_outputs.size(), nullptr);
    OrtStatus* failed =
        m_runtime->api->Run(m_session.get(), nullptr, inputNames.data(), values.data(), values.size(),
                            outputNames.data(), outputNames.size(), raw.data());
    std::vector<OnnxOwner<OrtValue>> results;
    for (OrtValue* value : raw) {
      results.emplace_back(value, deleter());
    }
    TATARA_ORT(failed, ErrorKind::InvalidArgument,
               TATARA_SAYS("Phrase", "The model cannot predict this data"));
    Batch batch;
    for (std::size_t i = 0; i < results.size(); ++i) {
      TATARA_ASSIGN(Tensor tensor, tensorOf(results[i].get(), m_outputs[i]));
      batch.push_back(std::move(tensor));
    }
    return batch;
  }

 private:
  OnnxDeleter deleter() const { return OnnxDeleter{m_runtime->api}; }

  Status open(const RunnerSource& source, const LoadOptions& options) {
    const OrtApi& api = *m_runtime->api;
    OrtSessionOptions* raw = nullptr;
    TATARA_ORT(api.CreateSessionOptions(&raw), ErrorKind::Internal,
               TATARA_SAYS("Phrase", "ONNX Runtime cannot start"));
    const OnnxOwner<OrtSessionOptions> settings(raw, deleter());
    TATARA_ORT(api.SetIntraOpNumThreads(raw, options.threads), ErrorKind::Internal,
               TATARA_SAYS("Phrase", "ONNX Runtime cannot start"));
    TATARA_ORT(api.SetInterOpNumThreads(raw, 1), ErrorKind::Internal,
               TATARA_SAYS("Phrase", "ONNX Runtime cannot start"));
    TATARA_ORT(api.DisableCpuMemArena(raw), ErrorKind::Internal,
               TATARA_SAYS("Phrase", "ONNX Runtime cannot start"));
    TATARA_TRY(giveExternalData(source, raw));
    const std::string& bytes = *source.files.find(source.file);
    OrtSession* session = nullptr;
    TATARA_ORT(api.CreateSessionFromArray(m_runtime->environment, bytes.data(), bytes.size(), raw, &session),
               ErrorKind::Unsupported, "ONNX Runtime " + m_runtime->version + " cannot load the model");
    m_session = OnnxOwner<OrtSession>(session, deleter());
    return {};
  }

  // Weights that lie beside the model file are handed over as bytes, so that no path in it is ever opened.
  Status giveExternalData(const RunnerSource& source, OrtSessionOptions* settings) const {
    const std::size_t folder = source.file.rfind('/') == std::string::npos ? 0 : source.file.rfind('/') + 1;
    const std::string prefix = source.file.substr(0, folder);
    std::vector<std::string> names;
    std::vector<char*> bytes;
    std::vector<std::size_t> sizes;
    for (const ModelFile& file : source.files.files) {
      if (file.path != source.file && file.path.starts_with(prefix) && !file.bytes.empty()) {
        names.push_back(file.path.substr(folder));
        bytes.push_back(const_cast<char*>(file.bytes.data()));
        sizes.push_back(file.bytes.size());
      }
    }
    std::vector<const ORTCHAR_T*> pointers;
    for (const std::string& name : names) {
      pointers.push_back(name.c_str());
    }
    if (!names.empty()) {
      TATARA_ORT(m_runtime->api->AddExternalInitializersFromFilesInMemory(
                     settings, pointers.data(), bytes.data(), sizes.data(), names.size()),
                 ErrorKind::Corrupt, "The model's weights cannot be read");
    }
    return {};
  }

  Result<std::string> takeName(char* raw) const {
    std::string name(raw);
    TATARA_ORT(m_runtime->api->AllocatorFree(m_runtime->allocator, raw), ErrorKind::Internal,
               TATARA_SAYS("Phrase", "ONNX Runtime cannot free memory"));
    return name;
  }

  Status readInterface() {
    const OrtApi& api = *m_runtime->api;
    std::size_t count = 0;
    TATARA_ORT(api.SessionGetInputCount(m_session.get(), &count), ErrorKind::Corrupt,
               TATARA_SAYS("Phrase", "The model has no inputs"));
    for (std::size_t i = 0; i < count; ++i) {
      char* raw = nullptr;
      TATARA_ORT(api.SessionGetInputName(m_session.get(), i, m_runtime->allocator, &raw), ErrorKind::Corrupt,
                 TATARA_SAYS("Phrase", "An input of the model has no name"));
      Field field;
      TATARA_ASSIGN(field.name, takeName(raw));
      TATARA_TRY(readInputType(i, field));
      m_inputs.push_back(std::move(field));
    }
    TATARA_ORT(api.SessionGetOutputCount(m_session.get(), &count), ErrorKind::Corrupt,
               TATARA_SAYS("Phrase", "The model has no outputs"));
    for (std::size_t i = 0; i < count; ++i) {
      char* raw = nullptr;
      TATARA_ORT(api.SessionGetOutputName(m_session.get(), i, m_runtime->allocator, &raw), ErrorKind::Corrupt,
                 TATARA_SAYS("Phrase", "An output of the model has no name"));
      TATARA_ASSIGN(std::string name, takeName(raw));
      m_outputs.push_back(std::move(name));
    }
    return {};
  }

  Status readInputType(std::size_t index, Field& field) const {
    const OrtApi& api = *m_runtime->api;
    OrtTypeInfo* raw = nullptr;
    TATARA_ORT(api.SessionGetInputTypeInfo(m_session.get(), index, &raw), ErrorKind::Corrupt,
               TATARA_SAYS("Phrase", "An input of the model has no type"));
    const OnnxOwner<OrtTypeInfo> info(raw, deleter());
    const OrtTensorTypeAndShapeInfo* tensor = nullptr;
    TATARA_ORT(api.CastTypeInfoToTensorInfo(raw, &tensor), ErrorKind::Unsupported,
               TATARA_SAYS("Phrase", "An input is no tensor"));
    if (!tensor) {
      return tatara::text::sayError(
          ErrorKind::Unsupported, TATARA_SAYS("Phrase", "The model's input '%1' is no tensor"), {field.name});
    }
    ONNXTensorElementDataType type{};
    TATARA_ORT(api.GetTensorElementType(tensor, &type), ErrorKind::Corrupt,
               TATARA_SAYS("Phrase", "An input has no type"));
    const auto known = typeOf(type);
    if (!known) {
      return tatara::text::sayError(
          ErrorKind::Unsupported,
          TATARA_SAYS("Phrase",
                      "The model's input '%1' is of a type that cannot be sent (16-bit floats and complex "
                      "numbers); add a cast to the model"),
          {field.name});
    }
    field.type = *known;
    std::size_t dimensions = 0;
    TATARA_ORT(api.GetDimensionsCount(tensor, &dimensions), ErrorKind::Corrupt,
               TATARA_SAYS("Phrase", "An input has no shape"));
    field.shape.resize(dimensions);
    TATARA_ORT(api.GetDimensions(tensor, field.shape.data(), dimensions), ErrorKind::Corrupt,
               TATARA_SAYS("Phrase", "An input has no shape"));
    std::ranges::transform(field.shape, field.shape.begin(),
                           [](std::int64_t size) { return size <= 0 ? -1 : size; });
    return {};
  }

  Status settleSignature(const ModelDescription& description) {
    if (!description.signature || description.signature->inputs.empty()) {
      m_info.signatureDerived = true;
      m_info.signature.tensors = true;
      m_info.signature.inputs = m_inputs;
      return {};
    }
    m_info.signature = *description.signature;
    const Signature& signature = m_info.signature;
    if (signature.tensors && signature.inputs.size() == m_inputs.size()) {
      return {};
    }
    // A data frame goes into one matrix, or column by column.
    m_stacked = m_inputs.size() == 1 && m_inputs[0].type != ElementType::String;
    const bool named = std::ranges::all_of(
        m_inputs, [&](const Field& input) { return signature.findInput(input.name) != nullptr; });
    if (signature.tensors || (!m_stacked && !named)) {
      return tatara::text::sayError(
          ErrorKind::Corrupt, TATARA_SAYS("Phrase", "The model's inputs are not those of its signature"));
    }
    if (m_stacked && named && signature.inputs.size() == 1) {
      m_stacked = false;
    }
    const bool numbers = std::ranges::none_of(
        signature.inputs, [](const Field& field) { return field.type == ElementType::String; });
    if (m_stacked && !numbers) {
      return tatara::text::sayError(
          ErrorKind::Unsupported,
          TATARA_SAYS("Phrase", "The model takes one matrix of numbers, and its signature speaks of text"));
    }
    return {};
  }

  static Tensor cast(const Tensor& from, const Field& wanted, std::vector<std::int64_t> shape) {
    if (from.type == wanted.type) {
      Tensor same = from;
      same.name = wanted.name;
      same.shape = std::move(shape);
      return same;
    }
    Tensor to = Tensor::make(wanted.name, wanted.type, std::move(shape));
    withElementType(wanted.type, [&](auto zero) {
      auto out = to.values<decltype(zero)>();
      for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<decltype(zero)>(from.number(i));
      }
    });
    return to;
  }

  Result<Batch> modelInputs(const Batch& inputs) const {
    Batch tensors;
    if (m_stacked) {
      std::vector<std::size_t> order(inputs.size());
      for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
      }
      const std::vector<double> values = denseRows<double>(inputs, order);
      Tensor matrix = Tensor::make(
          "", ElementType::Float64,
          {static_cast<std::int64_t>(inputs[0].rows()), static_cast<std::int64_t>(inputs.size())});
      std::ranges::copy(values, matrix.values<double>().begin());
      auto shape = matrix.shape;
      tensors.push_back(cast(matrix, m_inputs[0], std::move(shape)));
      return tensors;
    }
    for (std::size_t i = 0; i < m_inputs.size(); ++i) {
      const Field& wanted = m_inputs[i];
      const Field* named = m_info.signature.findInput(wanted.name);
      const std::size_t place = named ? static_cast<std::size_t>(named - m_info.signature.inputs.data()) : i;
      const Tensor& given = inputs[place];
      if ((given.type == ElementType::String) != (wanted.type == ElementType::String)) {
        return tatara::text::sayError(
            ErrorKind::Corrupt,
            TATARA_SAYS("Phrase", "The model's input '%1' is not of the type that its signature gives"),
            {wanted.name});
      }
      std::vector<std::int64_t> shape = given.shape;
      if (!m_info.signature.tensors && wanted.shape.size() == 2) {
        shape = {given.shape[0], 1};
      }
      tensors.push_back(cast(given, wanted, std::move(shape)));
    }
    return tensors;
  }

  Result<OnnxOwner<OrtValue>> valueOf(const Tensor& tensor) const {
    const OrtApi& api = *m_runtime->api;
    OrtValue* raw = nullptr;
    if (tensor.type == ElementType::String) {
      TATARA_ORT(api.CreateTensorAsOrtValue(m_runtime->allocator, tensor.shape.data(), tensor.shape.size(),
                                            ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING, &raw),
                 ErrorKind::InvalidArgument, "The input cannot be handed over");
      OnnxOwner<OrtValue> value(raw, deleter());
      std::vector<const char*> texts;
      for (const std::string& text : tensor.texts) {
        texts.push_back(text.c_str());
      }
      TATARA_ORT(api.FillStringTensor(raw, texts.data(), texts.size()), ErrorKind::InvalidArgument,
                 TATARA_SAYS("Phrase", "The input cannot be handed over"));
      return value;
    }
    // The library only reads inputs.
    void* data = const_cast<std::byte*>(tensor.bytes.data());
    TATARA_ORT(
        api.CreateTensorWithDataAsOrtValue(m_runtime->memory, data, tensor.bytes.size(), tensor.shape.data(),
                                           tensor.shape.size(), onnxTypeOf(tensor.type), &raw),
        ErrorKind::InvalidArgument, "The input cannot be handed over");
    return OnnxOwner<OrtValue>(raw, deleter());
  }

  Result<Tensor> plainTensor(OrtValue* value, const std::string& name) const {
    const OrtApi& api = *m_runtime->api;
    OrtTensorTypeAndShapeInfo* raw = nullptr;
    TATARA_ORT(api.GetTensorTypeAndShape(value, &raw), ErrorKind::Corrupt,
               TATARA_SAYS("Phrase", "An output has no shape"));
    const OnnxOwner<OrtTensorTypeAndShapeInfo> info(raw, deleter());
    ONNXTensorElementDataType type{};
    std::size_t dimensions = 0;
    TATARA_ORT(api.GetTensorElementType(raw, &type), ErrorKind::Corrupt,
               TATARA_SAYS("Phrase", "An output has no type"));
    TATARA_ORT(api.GetDimensionsCount(raw, &dimensions), ErrorKind::Corrupt,
               TATARA_SAYS("Phrase", "An output has no shape"));
    std::vector<std::int64_t> shape(dimensions);
    TATARA_ORT(api.GetDimensions(raw, shape.data(), dimensions), ErrorKind::Corrupt,
               TATARA_SAYS("Phrase", "An output has no shape"));
    const auto known = typeOf(type);
    if (!known) {
      return tatara::text::sayError(
          ErrorKind::Unsupported,
          TATARA_SAYS("Phrase", "The model's output '%1' is of a type that cannot be sent"), {name});
    }
    Tensor tensor = Tensor::make(name, *known, std::move(shape));
    if (*known == ElementType::String) {
      std::size_t bytes = 0;
      TATARA_ORT(api.GetStringTensorDataLength(value, &bytes), ErrorKind::Corrupt,
                 TATARA_SAYS("Phrase", "An output is no text"));
      std::string all(bytes, '\0');
      std::vector<std::size_t> offsets(tensor.elements());
      TATARA_ORT(api.GetStringTensorContent(value, all.data(), bytes, offsets.data(), offsets.size()),
                 ErrorKind::Corrupt, "An output is no text");
      for (std::size_t i = 0; i < offsets.size(); ++i) {
        const std::size_t end = i + 1 < offsets.size() ? offsets[i + 1] : bytes;
        tensor.texts[i] = all.substr(offsets[i], end - offsets[i]);
      }
      return tensor;
    }
    void* data = nullptr;
    TATARA_ORT(api.GetTensorMutableData(value, &data), ErrorKind::Corrupt,
               TATARA_SAYS("Phrase", "An output has no values"));
    std::copy_n(static_cast<const std::byte*>(data), tensor.bytes.size(), tensor.bytes.begin());
    return tensor;
  }

  // A tensor, or a list of maps from class to probability (the operator ZipMap of ai.onnx.ml), which becomes
  // a matrix with a column a class in the maps' own order.
  Result<Tensor> tensorOf(OrtValue* value, const std::string& name) const {
    const OrtApi& api = *m_runtime->api;
    ONNXType kind{};
    TATARA_ORT(api.GetValueType(value, &kind), ErrorKind::Corrupt,
               TATARA_SAYS("Phrase", "An output has no type"));
    if (kind == ONNX_TYPE_TENSOR) {
      return plainTensor(value, name);
    }
    if (kind != ONNX_TYPE_SEQUENCE) {
      return tatara::text::sayError(
          ErrorKind::Unsupported, TATARA_SAYS("Phrase", "The model's output '%1' is neither tensor nor list"),
          {name});
    }
    std::size_t rows = 0;
    TATARA_ORT(api.GetValueCount(value, &rows), ErrorKind::Corrupt,
               TATARA_SAYS("Phrase", "An output has no length"));
    Tensor matrix = Tensor::make(name, ElementType::Float32, {static_cast<std::int64_t>(rows), 0});
    for (std::size_t row = 0; row < rows; ++row) {
      OrtValue* raw = nullptr;
      TATARA_ORT(api.GetValue(value, static_cast<int>(row), m_runtime->allocator, &raw), ErrorKind::Corrupt,
                 TATARA_SAYS("Phrase", "An output has a gap"));
      const OnnxOwner<OrtValue> map(raw, deleter());
      OrtValue* second = nullptr;
      TATARA_ORT(api.GetValue(raw, 1, m_runtime->allocator, &second), ErrorKind::Unsupported,
                 "The model's output '" + name + "' is a list of something else than maps");
      const OnnxOwner<OrtValue> probabilities(second, deleter());
      TATARA_ASSIGN(const Tensor own, plainTensor(second, name));
      if (own.type != ElementType::Float32 || (row > 0 && own.bytes.size() * row != matrix.bytes.size())) {
        return tatara::text::sayError(
            ErrorKind::Unsupported,
            TATARA_SAYS("Phrase", "The model's output '%1' is no table of probabilities"), {name});
      }
      matrix.bytes.insert(matrix.bytes.end(), own.bytes.begin(), own.bytes.end());
      matrix.shape[1] = static_cast<std::int64_t>(own.elements());
    }
    return matrix;
  }

  const OnnxRuntime* m_runtime = nullptr;
  OnnxOwner<OrtSession> m_session{nullptr, OnnxDeleter{}};
  std::vector<Field> m_inputs;
  std::vector<std::string> m_outputs;
  bool m_stacked = false;
};

#undef TATARA_ORT

}  // namespace

Result<std::unique_ptr<Runner>> makeOnnxRunner(const RunnerSource& source, const LoadOptions& options) {
  return OnnxRunner::make(source, options);
}

}  // namespace tatara::infer
