// What the endpoints of registered models and of model versions share. Threads: pure functions.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/api/internal/routes.h"

namespace tatara::api {

Error modelNotFound(std::string_view name);
Error versionNotFound(std::string_view name, std::int64_t version);
// InvalidArgument for what no registered model can be called.
Result<std::string> modelNameOf(const Fields& fields, std::string_view member = "name");
Result<std::int64_t> versionOf(const Fields& fields);
Result<registry::Stage> parseStageName(std::string_view name);
// Key and value of a registry tag, which is rejected when too long, not cut.
Result<track::KeyValue> registryTagOf(const Fields& fields);
// `versions` newest first; the answer too, by stage.
std::vector<registry::ModelVersion> newestOfEachStage(const std::vector<registry::ModelVersion>& versions);
http::Response versionAnswer(const registry::ModelVersion& version);

}  // namespace tatara::api
