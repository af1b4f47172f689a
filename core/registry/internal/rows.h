// Rows of the registry's tables, decoded in one place, and the one function that writes acts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/registry/registry.h"

namespace tatara::registry::internal {

struct VersionRow {
  std::int64_t key = 0;
  ModelVersion version;
};

Result<ModelKey> modelKeyOf(sql::Connection& connection, std::string_view name);  // NotFound
Result<VersionRow> versionRow(sql::Connection& connection, std::string_view model,
                              std::int64_t version);  // NotFound
Result<std::vector<VersionRow>> versionRows(sql::Connection& connection, std::string_view condition,
                                            std::string_view argument);

// recordAct() where nobody asks for the number.
Status record(store::Writer& writer, const Actor& actor, Timestamp now, const NewAct& act);

Status checkTag(const KeyValue& tag);
// A name that MLflow lets an alias have.
Status checkAlias(std::string_view alias);
Status touchModel(store::Writer& writer, ModelKey key, Timestamp now);
Status touchVersion(store::Writer& writer, const VersionRow& row, Timestamp now);

std::string objectOf(std::string_view model);
std::string objectOf(std::string_view model, std::int64_t version);
Error modelNotFound(std::string_view name);
Error versionNotFound(std::string_view model, std::int64_t version);

}  // namespace tatara::registry::internal
