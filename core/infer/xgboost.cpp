#include "core/infer/xgboost.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/number_text.h"
#include "core/infer/internal/model_bytes.h"
#include "core/infer/internal/xgboost_api.h"
#include "core/text/error_phrase.h"

namespace tatara::infer {
namespace {

using tatara::text::Phrase;

// The array interface (numpy's protocol, as XGBoost reads it) of a dense row-major float matrix.
std::string arrayInterface(const float* data, std::size_t rows, std::size_t columns) {
  return "{\"data\":[" + std::to_string(reinterpret_cast<std::uintptr_t>(data)) + ",true],\"shape\":[" +
         std::to_string(rows) + "," + std::to_string(columns) + "],\"typestr\":\"<f4\",\"version\":3}";
}

std::vector<const char*> pointers(const std::vector<std::string>& texts) {
  std::vector<const char*> result;
  result.reserve(texts.size());
  for (const auto& text : texts) {
    result.push_back(text.c_str());
  }
  return result;
}

// "[3]\ttrain-rmse:0.5\tvalidation-rmse:0.6"
Result<std::vector<MetricValue>> parseEvaluation(std::string_view text, std::span<const Watched> watched) {
  std::vector<MetricValue> result;
  std::size_t at = text.find('\t');
  while (at != std::string_view::npos) {
    const std::size_t next = text.find('\t', at + 1);
    const std::string_view entry = text.substr(at + 1, next == std::string_view::npos ? next : next - at - 1);
    at = next;
    const std::size_t colon = entry.rfind(':');
    const auto value = colon == std::string_view::npos ? std::nullopt : parseDouble(entry.substr(colon + 1));
    const auto owner = std::ranges::find_if(watched, [&](const Watched& one) {
      return entry.size() > one.name.size() && entry.starts_with(one.name) && entry[one.name.size()] == '-';
    });
    if (!value || owner == watched.end()) {
      return makeError(ErrorKind::Internal, "XGBoost reported a metric that is not understood",
                       std::string(entry));
    }
    const std::size_t start = owner->name.size() + 1;
    result.push_back({owner->name, std::string(entry.substr(start, colon - start)), *value});
  }
  return result;
}

}  // namespace

Result<Matrix> Matrix::create(std::span<const float> values, const FeatureSchema& schema, int threads) {
  TATARA_ASSIGN(const auto* api, xgboostApi());
  const std::size_t columns = schema.names.size();
  if (columns == 0 || values.size() % columns != 0 || schema.types.size() != columns) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "A matrix needs as many values in each row as it has features"));
  }
  Matrix matrix;
  matrix.m_rows = values.size() / columns;
  const std::string config = "{\"missing\":NaN,\"nthread\":" + std::to_string(threads) + "}";
  if (api->matrixFromDense(arrayInterface(values.data(), matrix.m_rows, columns).c_str(), config.c_str(),
                           &matrix.m_handle) != 0) {
    return xgboostError(*api, Phrase::say(TATARA_SAYS("Phrase", "The data cannot be given to XGBoost")));
  }
  auto names = pointers(schema.names);
  auto types = pointers(schema.types);
  if (api->matrixSetFeatureInfo(matrix.m_handle, "feature_name", names.data(), columns) != 0 ||
      api->matrixSetFeatureInfo(matrix.m_handle, "feature_type", types.data(), columns) != 0) {
    return xgboostError(
        *api, Phrase::say(TATARA_SAYS("Phrase", "XGBoost refused the names or types of the features")));
  }
  return matrix;
}

Matrix::Matrix(Matrix&& other) noexcept
    : m_handle(std::exchange(other.m_handle, nullptr)), m_rows(other.m_rows) {}
Matrix& Matrix::operator=(Matrix&& other) noexcept {
  std::swap(m_handle, other.m_handle);
  std::swap(m_rows, other.m_rows);
  return *this;
}
Matrix::~Matrix() {
  if (m_handle) {
    (*xgboostApi())->matrixFree(m_handle);
  }
}

Status Matrix::setLabels(std::span<const float> labels) {
  const XgboostApi& api = **xgboostApi();
  if (api.matrixSetFloatInfo(m_handle, "label", labels.data(), labels.size()) != 0) {
    return xgboostError(api, Phrase::say(TATARA_SAYS("Phrase", "XGBoost refused the target")));
  }
  return {};
}

Status Matrix::setWeights(std::span<const float> weights) {
  const XgboostApi& api = **xgboostApi();
  if (api.matrixSetFloatInfo(m_handle, "weight", weights.data(), weights.size()) != 0) {
    return xgboostError(api, Phrase::say(TATARA_SAYS("Phrase", "XGBoost refused the weights")));
  }
  return {};
}

Result<Booster> Booster::create(const Parameters& parameters, std::span<const Matrix* const> matrices) {
  TATARA_ASSIGN(const auto* api, xgboostApi());
  std::vector<void*> handles;
  for (const Matrix* matrix : matrices) {
    handles.push_back(matrix->m_handle);
  }
  Booster booster;
  if (api->boosterCreate(handles.data(), handles.size(), &booster.m_handle) != 0) {
    return xgboostError(*api, Phrase::say(TATARA_SAYS("Phrase", "XGBoost cannot start a model")));
  }
  for (const auto& [name, value] : parameters) {
    if (api->boosterSetParam(booster.m_handle, name.c_str(), value.c_str()) != 0) {
      return xgboostError(*api, Phrase::say(TATARA_SAYS("Phrase", "XGBoost refused %1=%2"), {name, value}));
    }
  }
  return booster;
}

Result<Booster> Booster::load(std::string_view bytes) {
  TATARA_ASSIGN(const auto* api, xgboostApi());
  const auto version = modelFileVersion(bytes);
  if (!version) {
    return tatara::text::sayError(ErrorKind::Corrupt,
                                  TATARA_SAYS("Phrase", "This is no XGBoost model in UBJ or JSON form"));
  }
  // JSON has white space or a quotation mark after the first bracket, UBJSON the marker of a length.
  const auto second = bytes.find_first_not_of(" \t\r\n", 1);
  const bool json = second != std::string_view::npos && (bytes[second] == '"' || bytes[second] == '}');
  TATARA_TRY(json ? checkJsonForm(bytes) : checkUbjsonForm(bytes));
  TATARA_ASSIGN(const std::string own, xgboostVersion());
  const auto number = [](const std::string& text) {
    const auto dot = text.find('.');
    return std::pair(parseInt(text.substr(0, dot)).value_or(0),
                     parseInt(text.substr(dot + 1, text.find('.', dot + 1) - dot - 1)).value_or(0));
  };
  if (number(*version) > number(own)) {
    return tatara::text::sayError(ErrorKind::Unsupported,
                                  TATARA_SAYS("Phrase",
                                              "The model was written by XGBoost %1, which is newer than %2; "
                                              "its predictions could not be trusted"),
                                  {*version, own});
  }
  Booster booster;
  if (api->boosterCreate(nullptr, 0, &booster.m_handle) != 0) {
    return xgboostError(*api, Phrase::say(TATARA_SAYS("Phrase", "XGBoost cannot start a model")));
  }
  if (api->boosterLoad(booster.m_handle, bytes.data(), bytes.size()) != 0) {
    Error error = xgboostError(*api, Phrase::say(TATARA_SAYS("Phrase", "The model file is damaged")));
    error.kind = ErrorKind::Corrupt;
    return error;
  }
  return booster;
}

Booster::Booster(Booster&& other) noexcept : m_handle(std::exchange(other.m_handle, nullptr)) {}
Booster& Booster::operator=(Booster&& other) noexcept {
  std::swap(m_handle, other.m_handle);
  return *this;
}
Booster::~Booster() {
  if (m_handle) {
    (*xgboostApi())->boosterFree(m_handle);
  }
}

Status Booster::update(int round, Matrix& train) {
  const XgboostApi& api = **xgboostApi();
  if (api.boosterUpdate(m_handle, round, train.m_handle) != 0) {
    return xgboostError(
        api, Phrase::say(TATARA_SAYS("Phrase", "Training stopped in round %1"), {std::to_string(round)}));
  }
  return {};
}

Result<std::vector<MetricValue>> Booster::evaluate(int round, std::span<const Watched> watched) {
  const XgboostApi& api = **xgboostApi();
  std::vector<void*> handles;
  std::vector<const char*> names;
  for (const auto& one : watched) {
    handles.push_back(one.matrix->m_handle);
    names.push_back(one.name.c_str());
  }
  const char* text = nullptr;
  if (api.boosterEvaluate(m_handle, round, handles.data(), names.data(), handles.size(), &text) != 0) {
    return xgboostError(api, Phrase::say(TATARA_SAYS("Phrase", "The metrics of round %1 cannot be computed"),
                                         {std::to_string(round)}));
  }
  return parseEvaluation(text, watched);
}

Result<Predictions> Booster::predict(const Matrix& matrix, PredictionKind kind, int rounds) const {
  const XgboostApi& api = **xgboostApi();
  const std::string config =
      "{\"type\":" + std::to_string(static_cast<int>(kind)) +
      ",\"training\":false,\"iteration_begin\":0,\"iteration_end\":" + std::to_string(rounds) +
      ",\"strict_shape\":true}";
  const bst_ulong* shape = nullptr;
  bst_ulong dimensions = 0;
  const float* values = nullptr;
  if (api.boosterPredict(m_handle, matrix.m_handle, config.c_str(), &shape, &dimensions, &values) != 0) {
    return xgboostError(api, Phrase::say(TATARA_SAYS("Phrase", "The model cannot predict this data")));
  }
  Predictions result;
  result.rows = matrix.m_rows;
  std::size_t size = 1;
  for (bst_ulong i = 0; i < dimensions; ++i) {
    size *= shape[i];
  }
  result.columns = result.rows == 0 ? 1 : size / result.rows;
  result.values.assign(values, values + size);
  return result;
}

Result<Predictions> Booster::predictRows(std::span<const float> values, std::size_t columns,
                                         int rounds) const {
  const XgboostApi& api = **xgboostApi();
  Predictions result;
  result.rows = columns == 0 ? 0 : values.size() / columns;
  if (result.rows == 0) {
    return result;
  }
  const std::string interface = arrayInterface(values.data(), result.rows, columns);
  const std::string config =
      "{\"type\":0,\"training\":false,\"iteration_begin\":0,\"iteration_end\":" + std::to_string(rounds) +
      ",\"strict_shape\":true,\"cache_id\":0,\"missing\":NaN}";
  const bst_ulong* shape = nullptr;
  bst_ulong dimensions = 0;
  const float* given = nullptr;
  if (api.boosterPredictFromDense(m_handle, interface.c_str(), config.c_str(), nullptr, &shape, &dimensions,
                                  &given) != 0) {
    return xgboostError(api, Phrase::say(TATARA_SAYS("Phrase", "The model cannot predict this data")));
  }
  std::size_t size = 1;
  for (bst_ulong i = 0; i < dimensions; ++i) {
    size *= shape[i];
  }
  result.columns = size / result.rows;
  result.values.assign(given, given + size);
  return result;
}

Result<Booster> Booster::firstRounds(int end) const {
  const XgboostApi& api = **xgboostApi();
  Booster slice;
  if (api.boosterSlice(m_handle, 0, end, 1, &slice.m_handle) != 0) {
    return xgboostError(api,
                        Phrase::say(TATARA_SAYS("Phrase", "The model cannot be cut to its first %1 rounds"),
                                    {std::to_string(end)}));
  }
  return slice;
}

Result<int> Booster::rounds() const {
  const XgboostApi& api = **xgboostApi();
  int rounds = 0;
  if (api.boosterRounds(m_handle, &rounds) != 0) {
    return xgboostError(api, Phrase::say(TATARA_SAYS("Phrase", "The model has no rounds")));
  }
  return rounds;
}

Result<std::string> Booster::save(ModelFormat format) const {
  const XgboostApi& api = **xgboostApi();
  const char* config = format == ModelFormat::Ubj ? "{\"format\":\"ubj\"}" : "{\"format\":\"json\"}";
  bst_ulong size = 0;
  const char* bytes = nullptr;
  if (api.boosterSave(m_handle, config, &size, &bytes) != 0) {
    return xgboostError(api, Phrase::say(TATARA_SAYS("Phrase", "The model cannot be saved")));
  }
  return std::string(bytes, size);
}

Result<std::string> Booster::configuration() const {
  const XgboostApi& api = **xgboostApi();
  bst_ulong size = 0;
  const char* text = nullptr;
  if (api.boosterConfig(m_handle, &size, &text) != 0) {
    return xgboostError(api, Phrase::say(TATARA_SAYS("Phrase", "The model's configuration cannot be read")));
  }
  return std::string(text, size);
}

Result<std::vector<FeatureScore>> Booster::featureScores(std::string_view kind) const {
  const XgboostApi& api = **xgboostApi();
  const std::string config = "{\"importance_type\":\"" + std::string(kind) + "\"}";
  bst_ulong count = 0;
  const char** names = nullptr;
  bst_ulong dimensions = 0;
  const bst_ulong* shape = nullptr;
  const float* scores = nullptr;
  if (api.boosterFeatureScore(m_handle, config.c_str(), &count, &names, &dimensions, &shape, &scores) != 0) {
    return xgboostError(
        api, Phrase::say(TATARA_SAYS("Phrase", "The importance of the features cannot be computed")));
  }
  // A linear booster has one score a class and feature; their magnitude is what matters then.
  const std::size_t width = dimensions > 1 ? shape[1] : 1;
  std::vector<FeatureScore> result;
  for (bst_ulong i = 0; i < count; ++i) {
    double value = 0;
    for (std::size_t k = 0; k < width; ++k) {
      value += width == 1 ? scores[i] : std::abs(scores[i * width + k]);
    }
    result.push_back({names[i], value});
  }
  return result;
}

Result<FeatureSchema> Booster::schema() const {
  const XgboostApi& api = **xgboostApi();
  FeatureSchema schema;
  for (const auto& [field, target] :
       {std::pair{"feature_name", &schema.names}, {"feature_type", &schema.types}}) {
    bst_ulong count = 0;
    const char** texts = nullptr;
    if (api.boosterFeatureInfo(m_handle, field, &count, &texts) != 0) {
      return xgboostError(api, Phrase::say(TATARA_SAYS("Phrase", "The model's features cannot be read")));
    }
    target->assign(texts, texts + count);
  }
  return schema;
}

Status Booster::setSchema(const FeatureSchema& schema) {
  const XgboostApi& api = **xgboostApi();
  auto names = pointers(schema.names);
  auto types = pointers(schema.types);
  if (api.boosterSetFeatureInfo(m_handle, "feature_name", names.data(), names.size()) != 0 ||
      api.boosterSetFeatureInfo(m_handle, "feature_type", types.data(), types.size()) != 0) {
    return xgboostError(
        api, Phrase::say(TATARA_SAYS("Phrase", "XGBoost refused the names or types of the features")));
  }
  return {};
}

Status Booster::setAttribute(const std::string& name, const std::string& value) {
  const XgboostApi& api = **xgboostApi();
  if (api.boosterSetAttr(m_handle, name.c_str(), value.c_str()) != 0) {
    return xgboostError(api,
                        Phrase::say(TATARA_SAYS("Phrase", "The model's attribute %1 cannot be set"), {name}));
  }
  return {};
}

Result<std::optional<std::string>> Booster::attribute(const std::string& name) const {
  const XgboostApi& api = **xgboostApi();
  const char* value = nullptr;
  int found = 0;
  if (api.boosterGetAttr(m_handle, name.c_str(), &value, &found) != 0) {
    return xgboostError(
        api, Phrase::say(TATARA_SAYS("Phrase", "The model's attribute %1 cannot be read"), {name}));
  }
  return found != 0 && value ? std::optional<std::string>(value) : std::nullopt;
}

Result<std::size_t> Booster::features() const {
  const XgboostApi& api = **xgboostApi();
  bst_ulong count = 0;
  if (api.boosterFeatures(m_handle, &count) != 0) {
    return xgboostError(api, Phrase::say(TATARA_SAYS("Phrase", "The model's features cannot be counted")));
  }
  return static_cast<std::size_t>(count);
}

Status Booster::setThreads(int threads) {
  const XgboostApi& api = **xgboostApi();
  if (api.boosterSetParam(m_handle, "nthread", std::to_string(threads).c_str()) != 0) {
    return xgboostError(api, Phrase::say(TATARA_SAYS("Phrase", "XGBoost refused the number of threads")));
  }
  return {};
}

namespace {

using VersionNumbers = std::array<std::int64_t, 3>;

// Both take what follows the word "version".
std::optional<VersionNumbers> versionOfJson(std::string_view rest) {
  VersionNumbers numbers{};
  const std::size_t open = rest.find('[');
  const std::size_t close = rest.find(']');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
    return std::nullopt;
  }
  rest = rest.substr(open + 1, close - open - 1);
  for (auto& number : numbers) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const auto parsed = parseInt(rest.substr(0, comma));
    if (!parsed) {
      return std::nullopt;
    }
    number = *parsed;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return numbers;
}

std::optional<VersionNumbers> versionOfUbjson(std::string_view rest) {
  VersionNumbers numbers{};
  const auto readNumber = [&rest](std::size_t width) {
    std::int64_t number = 0;
    for (std::size_t i = 0; i < width; ++i) {
      number = number << 8 | static_cast<unsigned char>(rest[i]);
    }
    rest.remove_prefix(width);
    return number;
  };
  const auto widthOf = [](char mark) -> std::size_t {
    switch (mark) {
      case 'i':
      case 'U':
        return 1;
      case 'I':
        return 2;
      case 'l':
        return 4;
      case 'L':
        return 8;
      default:
        return 0;
    }
  };
  if (!rest.starts_with("[")) {
    return std::nullopt;
  }
  rest.remove_prefix(1);
  if (rest.starts_with("#")) {  // an announced count: mark and number
    const std::size_t width = rest.size() > 1 ? widthOf(rest[1]) : 0;
    if (width == 0 || rest.size() < 2 + width) {
      return std::nullopt;
    }
    rest.remove_prefix(2 + width);
  }
  for (auto& number : numbers) {
    const std::size_t width = rest.empty() ? 0 : widthOf(rest.front());
    if (width == 0 || rest.size() < 1 + width) {
      return std::nullopt;
    }
    rest.remove_prefix(1);
    number = readNumber(width);
  }
  return numbers;
}

}  // namespace

// Both forms end with the key "version" (keys are sorted) and its three numbers: in JSON `"version":[3,2,0]`,
// in UBJSON (ubjson.org, draft 12) an array of integers marked `i` or `U` (one byte), `I` (two) or `l`
// (four), big-endian.
std::optional<std::string> modelFileVersion(std::string_view bytes) {
  const std::size_t key = bytes.rfind("version");
  if (bytes.empty() || bytes.front() != '{' || key == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view rest = bytes.substr(key + 7);
  const auto numbers = rest.starts_with("\"") ? versionOfJson(rest) : versionOfUbjson(rest);
  if (!numbers) {
    return std::nullopt;
  }
  return std::to_string((*numbers)[0]) + "." + std::to_string((*numbers)[1]) + "." +
         std::to_string((*numbers)[2]);
}

}  // namespace tatara::infer
