#include <cstdlib>
#include <sstream>
#include <string>

#include "core/base/library.h"
#include "core/base/log.h"
#include "core/infer/internal/xgboost_api.h"
#include "core/infer/xgboost.h"
#include "core/text/error_phrase.h"

namespace tatara::infer {
namespace {

thread_local std::vector<std::string> warnings;
constexpr std::size_t kMostWarnings = 100;

void onXgboostMessage(const char* message) {
  if (warnings.size() < kMostWarnings) {
    warnings.emplace_back(message);
  }
  log::debug(std::string("xgboost: ") + message);
}

Result<XgboostApi> openXgboost() {
  // XGBoost's OpenMP threads would otherwise spin between the pieces of a round, and take the processor from
  // whatever else runs here (libgomp manual, OMP_WAIT_POLICY); the runtime reads it once, when it is loaded.
  setenv("OMP_WAIT_POLICY", "passive", 0);
  TATARA_ASSIGN(const auto library, SharedLibrary::open("xgboost/lib/libxgboost.so"));
  XgboostApi api;
  TATARA_TRY(library.load("XGBoostVersion", api.version));
  int major = 0;
  int minor = 0;
  int patch = 0;
  api.version(&major, &minor, &patch);
  if (major != 3 || minor != 2) {
    return text::sayError(
        ErrorKind::Unsupported,
        TATARA_SAYS("Phrase",
                    "XGBoost %1.%2.%3 was found where 3.2 is needed; other versions read models wrongly"),
        {std::to_string(major), std::to_string(minor), std::to_string(patch)}, library.file().string());
  }
  TATARA_TRY(library.load("XGBGetLastError", api.lastError));
  TATARA_TRY(library.load("XGBRegisterLogCallback", api.registerLogCallback));
  TATARA_TRY(library.load("XGDMatrixCreateFromDense", api.matrixFromDense));
  TATARA_TRY(library.load("XGDMatrixFree", api.matrixFree));
  TATARA_TRY(library.load("XGDMatrixSetFloatInfo", api.matrixSetFloatInfo));
  TATARA_TRY(library.load("XGDMatrixSetStrFeatureInfo", api.matrixSetFeatureInfo));
  TATARA_TRY(library.load("XGBoosterCreate", api.boosterCreate));
  TATARA_TRY(library.load("XGBoosterFree", api.boosterFree));
  TATARA_TRY(library.load("XGBoosterSetParam", api.boosterSetParam));
  TATARA_TRY(library.load("XGBoosterUpdateOneIter", api.boosterUpdate));
  TATARA_TRY(library.load("XGBoosterEvalOneIter", api.boosterEvaluate));
  TATARA_TRY(library.load("XGBoosterPredictFromDMatrix", api.boosterPredict));
  TATARA_TRY(library.load("XGBoosterPredictFromDense", api.boosterPredictFromDense));
  TATARA_TRY(library.load("XGBoosterSlice", api.boosterSlice));
  TATARA_TRY(library.load("XGBoosterBoostedRounds", api.boosterRounds));
  TATARA_TRY(library.load("XGBoosterSaveModelToBuffer", api.boosterSave));
  TATARA_TRY(library.load("XGBoosterLoadModelFromBuffer", api.boosterLoad));
  TATARA_TRY(library.load("XGBoosterSaveJsonConfig", api.boosterConfig));
  TATARA_TRY(library.load("XGBoosterFeatureScore", api.boosterFeatureScore));
  TATARA_TRY(library.load("XGBoosterGetStrFeatureInfo", api.boosterFeatureInfo));
  TATARA_TRY(library.load("XGBoosterSetStrFeatureInfo", api.boosterSetFeatureInfo));
  TATARA_TRY(library.load("XGBoosterSetAttr", api.boosterSetAttr));
  TATARA_TRY(library.load("XGBoosterGetAttr", api.boosterGetAttr));
  TATARA_TRY(library.load("XGBoosterGetNumFeature", api.boosterFeatures));
  api.registerLogCallback(&onXgboostMessage);
  return api;
}

// "exceed bound [0,1]\nsubsample: Row ratio" → "exceed bound [0,1]; subsample: Row ratio".
std::string oneLine(const std::string& words) {
  std::istringstream lines(words);
  std::string joined;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string::npos) {
      continue;
    }
    constexpr std::string_view kGoesOn = ":;,.(";
    joined += joined.empty() ? "" : kGoesOn.find(joined.back()) != std::string_view::npos ? " " : "; ";
    joined += line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
  }
  return joined;
}

}  // namespace

Result<const XgboostApi*> xgboostApi() {
  static const Result<XgboostApi> opened = openXgboost();
  if (!opened) {
    return opened.error();
  }
  return &*opened;
}

Error xgboostError(const XgboostApi& api, const text::Phrase& message) {
  // "[12:00:00] ../src/file.cc:87: what went wrong\nStack trace: …": only the sentence is for a person.
  std::string words = api.lastError();
  words = words.substr(0, words.find("\nStack trace"));
  if (const auto end = words.find(": "); words.starts_with('[') && end != std::string::npos) {
    words = words.substr(end + 2);
  }
  return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "%1: %2"),
                        {message, oneLine(words)});
}

Result<std::string> xgboostVersion() {
  TATARA_ASSIGN(const auto* api, xgboostApi());
  int major = 0;
  int minor = 0;
  int patch = 0;
  api->version(&major, &minor, &patch);
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

std::vector<std::string> takeWarnings() {
  return std::exchange(warnings, {});
}

}  // namespace tatara::infer
