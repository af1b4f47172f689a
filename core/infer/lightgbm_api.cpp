#include "core/infer/internal/lightgbm_api.h"

#include <cstdlib>
#include <string>

#include "core/base/library.h"
#include "core/base/log.h"

namespace tatara::infer {
namespace {

void onLightgbmMessage(const char* message) {
  log::debug(std::string("lightgbm: ") + message);
}

Result<LightgbmApi> openLightgbm() {
  setenv("OMP_WAIT_POLICY", "passive", 0);  // as in xgboost_api.cpp
  TATARA_ASSIGN(const auto library, SharedLibrary::open("lightgbm/lib_lightgbm.so"));
  LightgbmApi api;
  TATARA_TRY(library.load("LGBM_GetLastError", api.lastError));
  TATARA_TRY(library.load("LGBM_RegisterLogCallback", api.registerLogCallback));
  TATARA_TRY(library.load("LGBM_BoosterLoadModelFromString", api.load));
  TATARA_TRY(library.load("LGBM_BoosterFree", api.free));
  TATARA_TRY(library.load("LGBM_BoosterGetNumClasses", api.classes));
  TATARA_TRY(library.load("LGBM_BoosterGetNumFeature", api.features));
  TATARA_TRY(library.load("LGBM_BoosterGetFeatureNames", api.featureNames));
  TATARA_TRY(library.load("LGBM_BoosterPredictForMat", api.predict));
  api.registerLogCallback(&onLightgbmMessage);
  return api;
}

}  // namespace

Result<const LightgbmApi*> lightgbmApi() {
  static const Result<LightgbmApi> opened = openLightgbm();
  if (!opened) {
    return opened.error();
  }
  return &*opened;
}

}  // namespace tatara::infer
