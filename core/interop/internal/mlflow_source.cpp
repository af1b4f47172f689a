#include "core/interop/internal/mlflow_source.h"

#include <algorithm>

namespace tatara::interop::internal {

void Problems::skip(std::string place, std::string reason) {
  ++m_report.skippedInAll;
  if (m_report.skipped.size() < kReportedSkips) {
    m_report.skipped.push_back({std::move(place), std::move(reason)});
  }
}

bool isMlflowId(std::string_view id) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !id.empty() && id.size() <= 256 && plain(id.front()) &&
         std::all_of(id.begin(), id.end(), [&](char c) { return plain(c) || c == '_' || c == '-'; });
}

std::string lowered(std::string_view text) {
  std::string low(text);
  std::transform(low.begin(), low.end(), low.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return low;
}

void addLegacyTags(SourceRun& run, const LegacyRunFields& fields) {
  const auto add = [&run](const char* key, const std::string& value) {
    const bool there =
        std::any_of(run.tags.begin(), run.tags.end(), [key](const KeyValue& tag) { return tag.key == key; });
    if (!value.empty() && !there) {
      run.tags.push_back({key, value});
    }
  };
  add("mlflow.source.name", fields.sourceName);
  if (!fields.sourceName.empty()) {
    add("mlflow.source.type", fields.sourceType);
  }
  add("mlflow.source.git.commit", fields.sourceVersion);
  add("mlflow.project.entryPoint", fields.entryPoint);
}

}  // namespace tatara::interop::internal
