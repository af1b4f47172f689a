#include "tests/support/temp_workspace.h"

#include <cstdio>
#include <cstdlib>

namespace tatara::tests {
namespace {

template <typename T>
T valueOrAbort(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s (%s)\n", result.error().message.c_str(), result.error().detail.c_str());
    std::abort();
  }
  return std::move(*result);
}

}  // namespace

TempWorkspace::TempWorkspace() : m_workspace(valueOrAbort(store::createWorkspace(m_folder.path() / "work"))) {
  reopen();
}

void TempWorkspace::reopen() {
  m_store.reset();
  m_store = valueOrAbort(store::Store::open(m_workspace));
}

}  // namespace tatara::tests
