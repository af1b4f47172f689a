#include <algorithm>
#include <limits>

#include "core/base/mutex.h"
#include "core/base/number_text.h"
#include "core/infer/internal/runners.h"
#include "core/infer/internal/tatara_features.h"
#include "core/infer/internal/tree_walker.h"
#include "core/infer/xgboost.h"
#include "core/text/error_phrase.h"

namespace tatara::infer {
namespace {

// What scikit-learn's estimators of the xgboost package give where a booster gives its values
// (xgboost/python-package, sklearn.py).
enum class Answer { Values, Labels };

// Values beyond which the library's way over many rows is the faster one.
constexpr std::size_t kMostWalked = 1u << 14;

class XgboostRunner final : public Runner {
 public:
  static Result<std::unique_ptr<Runner>> make(const RunnerSource& source, const LoadOptions& options) {
    TATARA_ASSIGN(Booster booster, Booster::load(*source.files.find(source.file)));
    TATARA_TRY(booster.setThreads(options.threads));
    std::unique_ptr<XgboostRunner> runner(new XgboostRunner(std::move(booster)));
    RunnerInfo& info = runner->m_info;
    info.flavor = "xgboost";
    TATARA_ASSIGN(info.libraryVersion, xgboostVersion());
    info.modelVersion = modelFileVersion(*source.files.find(source.file)).value_or("");
    TATARA_TRY(runner->readEstimator(source.flavor));
    TATARA_ASSIGN(runner->m_schema, runner->m_booster.schema());
    TATARA_ASSIGN(runner->m_features, runner->m_booster.features());
    if (const std::string* features = source.files.find("tatara_features.json")) {
      TATARA_ASSIGN(runner->m_recipe, TataraFeatures::parse(*features));
    }
    TATARA_TRY(runner->settleSignature(source.description));
    TATARA_ASSIGN(const std::string configuration, runner->m_booster.configuration());
    // Linear boosters predict only through a matrix, and DART to the same bit only so.
    runner->m_throughMatrix = configuration.find("\"gblinear\"") != std::string::npos ||
                              configuration.find("\"dart\"") != std::string::npos;
    info.rowsAlone = !runner->m_throughMatrix;
    if (!runner->m_throughMatrix && !options.once) {
      runner->m_walker = TreeWalker::make(runner->m_booster, runner->m_features, runner->m_rounds);
    }
    return std::unique_ptr<Runner>(std::move(runner));
  }

  Result<Batch> predict(const Batch& inputs) const override {
    TATARA_TRY(checkBatch(m_info.signature, inputs));
    std::vector<float> values;
    if (m_recipe) {
      TATARA_ASSIGN(values, m_recipe->code(m_info.signature, inputs));
    } else {
      values = denseRows<float>(inputs, m_columns);
    }
    TATARA_ASSIGN(const Predictions predictions, raw(values));
    if (m_recipe) {
      return m_recipe->outputs(predictions.values, predictions.rows, predictions.columns);
    }
    return Batch{m_answer == Answer::Labels ? labels(predictions) : valuesOf(predictions)};
  }

 private:
  explicit XgboostRunner(Booster booster) : m_booster(std::move(booster)) {}

  Status readEstimator(const text::Json& flavor) {
    const std::string* modelClass = flavor["model_class"].asString();
    if (!modelClass || modelClass->ends_with("Booster")) {
      return {};
    }
    if (modelClass->find("Ranker") == std::string::npos &&
        modelClass->find("Classifier") != std::string::npos) {
      m_answer = Answer::Labels;
    }
    // Estimators that stopped early predict by their best round.
    TATARA_ASSIGN(const auto best, m_booster.attribute("best_iteration"));
    if (const auto round = best ? parseInt(*best) : std::nullopt) {
      m_rounds = static_cast<int>(*round) + 1;
    }
    return {};
  }

  Status settleSignature(const ModelDescription& description) {
    if (description.signature && !description.signature->inputs.empty()) {
      m_info.signature = *description.signature;
    } else {
      m_info.signatureDerived = true;
      for (std::size_t i = 0; i < m_features; ++i) {
        Field field;
        field.name = i < m_schema.names.size() ? m_schema.names[i] : "f" + std::to_string(i);
        m_info.signature.inputs.push_back(std::move(field));
      }
    }
    if (m_recipe) {
      return {};
    }
    const Signature& signature = m_info.signature;
    for (const Field& field : signature.inputs) {
      if (field.type == ElementType::String) {
        return text::sayError(
            ErrorKind::Unsupported,
            TATARA_SAYS("Phrase",
                        "The model takes text in '%1', whose categories XGBoost's file does not hold; give "
                        "their codes as numbers when the model is logged, or serve it by Python"),
            {field.name});
      }
    }
    TATARA_ASSIGN(m_columns, featureColumns(signature, m_schema.names));
    const bool matrix =
        signature.tensors && signature.inputs.size() == 1 && signature.inputs[0].shape.size() == 2;
    const std::size_t width =
        matrix ? static_cast<std::size_t>(signature.inputs[0].shape[1]) : m_columns.size();
    if (width != m_features) {
      return text::sayError(
          ErrorKind::Corrupt,
          TATARA_SAYS("Phrase", "The model takes %1 features, and its signature speaks of %2"),
          {std::to_string(m_features), std::to_string(width)});
    }
    return {};
  }

  Result<Predictions> raw(const std::vector<float>& values) const {
    if (m_walker && values.size() <= kMostWalked) {
      return m_walker->predict(values);
    }
    if (!m_throughMatrix) {
      return m_booster.predictRows(values, m_features, m_rounds);
    }
    const Lock lock(m_mutex);
    FeatureSchema schema = m_schema;
    if (schema.names.empty()) {
      for (std::size_t i = 0; i < m_features; ++i) {
        schema.names.push_back("f" + std::to_string(i));
      }
    }
    schema.types.resize(schema.names.size(), "float");
    TATARA_ASSIGN(const Matrix matrix, Matrix::create(values, schema, 1));
    return m_booster.predict(matrix, PredictionKind::Normal, m_rounds);
  }

  std::string outputName() const {
    const auto& outputs = m_info.signature.outputs;
    return outputs.size() == 1 && !outputs[0].name.empty() ? outputs[0].name : "predictions";
  }

  Tensor valuesOf(const Predictions& predictions) const {
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(predictions.rows)};
    if (predictions.columns > 1) {
      shape.push_back(static_cast<std::int64_t>(predictions.columns));
    }
    Tensor tensor = Tensor::make(outputName(), ElementType::Float32, std::move(shape));
    std::ranges::copy(predictions.values, tensor.values<float>().begin());
    return tensor;
  }

  Tensor labels(const Predictions& predictions) const {
    Tensor tensor =
        Tensor::make(outputName(), ElementType::Int64, {static_cast<std::int64_t>(predictions.rows)});
    auto out = tensor.values<std::int64_t>();
    for (std::size_t row = 0; row < predictions.rows; ++row) {
      const auto own = std::span(predictions.values).subspan(row * predictions.columns, predictions.columns);
      out[row] =
          predictions.columns == 1 ? (own[0] > 0.5f ? 1 : 0) : std::ranges::max_element(own) - own.begin();
    }
    return tensor;
  }

  Booster m_booster;
  FeatureSchema m_schema;
  std::size_t m_features = 0;
  std::vector<std::size_t> m_columns;
  std::optional<TataraFeatures> m_recipe;
  std::optional<TreeWalker> m_walker;
  Answer m_answer = Answer::Values;
  int m_rounds = 0;
  bool m_throughMatrix = false;
  mutable Mutex m_mutex;  // a matrix prediction is one thread's at a time
};

}  // namespace

Result<std::unique_ptr<Runner>> makeXgboostRunner(const RunnerSource& source, const LoadOptions& options) {
  return XgboostRunner::make(source, options);
}

}  // namespace tatara::infer
