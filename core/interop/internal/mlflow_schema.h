// The tables of an MLflow database, as MLflow 3.0 makes them (revision 6953534de441 of its migrations, the
// first with logged models and their steps). Every MLflow 3 opens it; later ones bring it up to their own
// revision by themselves, because tables of theirs are missing.
#pragma once

namespace tatara::interop::internal {

inline constexpr const char* kMlflowRevision = "6953534de441";
extern const char* const kMlflowSchema;

}  // namespace tatara::interop::internal
