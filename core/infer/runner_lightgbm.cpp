#include <algorithm>
#include <limits>

#include "core/base/number_text.h"
#include "core/infer/internal/lightgbm_api.h"
#include "core/infer/internal/runners.h"
#include "core/text/error_phrase.h"

namespace tatara::infer {
namespace {

constexpr int kFloat64 = 1;  // C_API_DTYPE_FLOAT64
constexpr int kNormal = 0;   // C_API_PREDICT_NORMAL
constexpr std::size_t kMostRows = std::numeric_limits<std::int32_t>::max();

// A model file is text: "tree\nversion=v4\n…", a line a value.
std::string headerValue(std::string_view text, std::string_view key) {
  const std::size_t end = std::min(text.find("\nTree="), text.size());
  const std::string_view header = text.substr(0, end);
  const std::string wanted = "\n" + std::string(key) + "=";
  const std::size_t at = header.find(wanted);
  if (at == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = header.substr(at + wanted.size());
  return std::string(rest.substr(0, rest.find('\n')));
}

Status checkHeader(std::string_view text, const text::Json& flavor) {
  const std::string version = headerValue(text, "version");
  if (!text.starts_with("tree") || version.size() < 2 || version[0] != 'v') {
    return tatara::text::sayError(ErrorKind::Corrupt,
                                  TATARA_SAYS("Phrase", "This is no LightGBM model in text form"));
  }
  if (text.find('\0') != std::string_view::npos) {
    return tatara::text::sayError(ErrorKind::Corrupt,
                                  TATARA_SAYS("Phrase", "The LightGBM model holds bytes that are no text"));
  }
  const auto number = parseInt(std::string_view(version).substr(1));
  if (!number || *number < 2 || *number > 4) {
    return tatara::text::sayError(ErrorKind::Unsupported,
                                  TATARA_SAYS("Phrase",
                                              "The model file is of LightGBM's form %1, where %2 reads v2 to "
                                              "v4; its predictions could not be trusted"),
                                  {version, kLightgbmVersion});
  }
  const std::string* writer = flavor["lgb_version"].asString();
  if (writer && newerVersion(*writer, kLightgbmVersion)) {
    return tatara::text::sayError(ErrorKind::Unsupported,
                                  TATARA_SAYS("Phrase",
                                              "The model was written by LightGBM %1, which is newer than %2; "
                                              "its predictions could not be trusted"),
                                  {*writer, kLightgbmVersion});
  }
  return {};
}

class LightgbmRunner final : public Runner {
 public:
  ~LightgbmRunner() override {
    if (m_handle) {
      m_api->free(m_handle);
    }
  }

  static Result<std::unique_ptr<Runner>> make(const RunnerSource& source, const LoadOptions& options) {
    const std::string& text = *source.files.find(source.file);
    TATARA_TRY(checkHeader(text, source.flavor));
    std::unique_ptr<LightgbmRunner> runner(new LightgbmRunner);
    TATARA_ASSIGN(runner->m_api, lightgbmApi());
    int rounds = 0;
    if (runner->m_api->load(text.c_str(), &rounds, &runner->m_handle) != 0) {
      return tatara::text::sayError(ErrorKind::Corrupt,
                                    TATARA_SAYS("Phrase", "The LightGBM model is damaged"), {},
                                    runner->m_api->lastError());
    }
    RunnerInfo& info = runner->m_info;
    info.flavor = "lightgbm";
    info.libraryVersion = kLightgbmVersion;
    const std::string* writer = source.flavor["lgb_version"].asString();
    info.modelVersion = writer ? *writer : headerValue(text, "version");
    if (options.threads > 0) {
      runner->m_parameters = "num_threads=" + std::to_string(options.threads);
    }
    TATARA_TRY(runner->settleSignature(source.description));
    info.rowsAlone = true;
    return std::unique_ptr<Runner>(std::move(runner));
  }

  Result<Batch> predict(const Batch& inputs) const override {
    TATARA_TRY(checkBatch(m_info.signature, inputs));
    const std::vector<double> values = denseRows<double>(inputs, m_columns);
    const std::size_t rows = m_features == 0 ? 0 : values.size() / m_features;
    if (rows > kMostRows) {
      return tatara::text::sayError(
          ErrorKind::InvalidArgument,
          TATARA_SAYS("Phrase", "LightGBM takes at most 2,147,483,647 rows at once"));
    }
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(rows)};
    if (m_classes > 1) {
      shape.push_back(m_classes);
    }
    const auto& outputs = m_info.signature.outputs;
    Tensor result =
        Tensor::make(outputs.size() == 1 && !outputs[0].name.empty() ? outputs[0].name : "predictions",
                     ElementType::Float64, std::move(shape));
    if (rows == 0) {
      return Batch{std::move(result)};
    }
    std::int64_t count = 0;
    if (m_api->predict(m_handle, values.data(), kFloat64, static_cast<std::int32_t>(rows),
                       static_cast<std::int32_t>(m_features), 1, kNormal, 0, -1, m_parameters.c_str(), &count,
                       result.values<double>().data()) != 0 ||
        count != static_cast<std::int64_t>(result.elements())) {
      return tatara::text::sayError(ErrorKind::InvalidArgument,
                                    TATARA_SAYS("Phrase", "LightGBM cannot predict this data"), {},
                                    m_api->lastError());
    }
    return Batch{std::move(result)};
  }

 private:
  Result<std::vector<std::string>> featureNames() const {
    constexpr std::size_t kNameBytes = 256;
    std::vector<std::string> buffers(m_features, std::string(kNameBytes, '\0'));
    std::vector<char*> pointers;
    for (std::string& buffer : buffers) {
      pointers.push_back(buffer.data());
    }
    int count = 0;
    std::size_t needed = 0;
    if (m_api->featureNames(m_handle, static_cast<int>(m_features), &count, kNameBytes, &needed,
                            pointers.data()) != 0 ||
        count != static_cast<int>(m_features) || needed > kNameBytes) {
      return tatara::text::sayError(
          ErrorKind::Corrupt,
          TATARA_SAYS("Phrase", "The names of the LightGBM model's features cannot be read"));
    }
    for (std::string& buffer : buffers) {
      buffer.resize(buffer.find('\0'));
    }
    return buffers;
  }

  Status settleSignature(const ModelDescription& description) {
    int features = 0;
    if (m_api->features(m_handle, &features) != 0 || m_api->classes(m_handle, &m_classes) != 0 ||
        features <= 0 || m_classes <= 0 || m_classes > 100'000) {
      return tatara::text::sayError(
          ErrorKind::Corrupt,
          TATARA_SAYS("Phrase", "The LightGBM model names no sound number of features and classes"));
    }
    m_features = static_cast<std::size_t>(features);
    TATARA_ASSIGN(std::vector<std::string> names, featureNames());
    if (description.signature && !description.signature->inputs.empty()) {
      m_info.signature = *description.signature;
    } else {
      m_info.signatureDerived = true;
      for (const std::string& name : names) {
        Field field;
        field.name = name;
        m_info.signature.inputs.push_back(std::move(field));
      }
    }
    const Signature& signature = m_info.signature;
    for (const Field& field : signature.inputs) {
      if (field.type == ElementType::String) {
        return tatara::text::sayError(
            ErrorKind::Unsupported,
            TATARA_SAYS("Phrase",
                        "The model takes text in '%1'; give its categories' codes as numbers when the model "
                        "is logged, or serve it by Python"),
            {field.name});
      }
    }
    // LightGBM writes blanks in names as underscores, and trains on arrays under names of its own.
    const bool known = std::ranges::all_of(names, [&](const std::string& name) {
      return signature.tensors || signature.findInput(name) != nullptr;
    });
    TATARA_ASSIGN(m_columns, featureColumns(signature, known ? names : std::vector<std::string>()));
    const bool matrix =
        signature.tensors && signature.inputs.size() == 1 && signature.inputs[0].shape.size() == 2;
    const std::size_t width =
        matrix ? static_cast<std::size_t>(signature.inputs[0].shape[1]) : m_columns.size();
    if (width != m_features) {
      return tatara::text::sayError(
          ErrorKind::Corrupt,
          TATARA_SAYS("Phrase", "The model takes %1 features, and its signature speaks of %2"),
          {std::to_string(m_features), std::to_string(width)});
    }
    return {};
  }

  const LightgbmApi* m_api = nullptr;
  void* m_handle = nullptr;
  std::size_t m_features = 0;
  int m_classes = 1;
  std::vector<std::size_t> m_columns;
  std::string m_parameters;
};

}  // namespace

Result<std::unique_ptr<Runner>> makeLightgbmRunner(const RunnerSource& source, const LoadOptions& options) {
  return LightgbmRunner::make(source, options);
}

}  // namespace tatara::infer
