// A workspace and its store in a folder of a test's own.
#pragma once

#include <memory>

#include "core/store/store.h"
#include "tests/support/temp_folder.h"

namespace tatara::tests {

class TempWorkspace {
 public:
  TempWorkspace();
  const store::Workspace& workspace() const { return m_workspace; }
  store::Store& store() { return *m_store; }
  std::shared_ptr<store::Store> share() { return m_store; }
  // Closes and opens the store, as a new process would.
  void reopen();
  void close() { m_store.reset(); }

 private:
  TempFolder m_folder;
  store::Workspace m_workspace;
  std::shared_ptr<store::Store> m_store;
};

}  // namespace tatara::tests
