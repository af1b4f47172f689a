// From what a person writes to a registered model, one of its versions, or a review. Errors: NotFound with
// the nearest name, InvalidArgument. Threads: inside a read lease.
#pragma once

#include <string>

#include "core/registry/registry.h"

namespace tatara::cli {

Result<registry::RegisteredModel> resolveModel(sql::Connection& connection, const std::string& name);
// A number, or an alias; "latest" is the newest.
Result<registry::ModelVersion> resolveVersion(sql::Connection& connection, const std::string& model,
                                              const std::string& text);
// "model/3", "model/champion" or "model@champion".
Result<registry::ModelVersion> resolveVersionText(sql::Connection& connection, const std::string& text);

}  // namespace tatara::cli
