// The function table over xgboost/c_api.h (of Debian's libxgboost-dev 1.7.4; the signatures used here are the
// same in 3.2.0). `XGBoosterSlice` and the rest are called through it only.
//
// Threads: filled once, then constant.
#pragma once

#include <xgboost/c_api.h>

#include "core/base/result.h"
#include "core/text/phrase.h"

namespace tatara::infer {

struct XgboostApi {
  decltype(XGBoostVersion)* version = nullptr;
  decltype(XGBGetLastError)* lastError = nullptr;
  decltype(XGBRegisterLogCallback)* registerLogCallback = nullptr;
  decltype(XGDMatrixCreateFromDense)* matrixFromDense = nullptr;
  decltype(XGDMatrixFree)* matrixFree = nullptr;
  decltype(XGDMatrixSetFloatInfo)* matrixSetFloatInfo = nullptr;
  decltype(XGDMatrixSetStrFeatureInfo)* matrixSetFeatureInfo = nullptr;
  decltype(XGBoosterCreate)* boosterCreate = nullptr;
  decltype(XGBoosterFree)* boosterFree = nullptr;
  decltype(XGBoosterSetParam)* boosterSetParam = nullptr;
  decltype(XGBoosterUpdateOneIter)* boosterUpdate = nullptr;
  decltype(XGBoosterEvalOneIter)* boosterEvaluate = nullptr;
  decltype(XGBoosterPredictFromDMatrix)* boosterPredict = nullptr;
  decltype(XGBoosterPredictFromDense)* boosterPredictFromDense = nullptr;
  decltype(XGBoosterSlice)* boosterSlice = nullptr;
  decltype(XGBoosterBoostedRounds)* boosterRounds = nullptr;
  decltype(XGBoosterSaveModelToBuffer)* boosterSave = nullptr;
  decltype(XGBoosterLoadModelFromBuffer)* boosterLoad = nullptr;
  decltype(XGBoosterSaveJsonConfig)* boosterConfig = nullptr;
  decltype(XGBoosterFeatureScore)* boosterFeatureScore = nullptr;
  decltype(XGBoosterGetStrFeatureInfo)* boosterFeatureInfo = nullptr;
  decltype(XGBoosterSetStrFeatureInfo)* boosterSetFeatureInfo = nullptr;
  decltype(XGBoosterSetAttr)* boosterSetAttr = nullptr;
  decltype(XGBoosterGetAttr)* boosterGetAttr = nullptr;
  decltype(XGBoosterGetNumFeature)* boosterFeatures = nullptr;
};

// Opens the library on the first call; the same table or the same error ever after.
Result<const XgboostApi*> xgboostApi();

// XGBoost's last error on this thread as ours.
Error xgboostError(const XgboostApi& api, const text::Phrase& message);

}  // namespace tatara::infer
