// A bounded number of write tasks under way in a store's writer lane, so that they share commits while the
// next ones are being read.
//
// Threads: everything is called, and every `after` runs, on the thread that owns the window; the store calls
// back on its own. Errors: the first that an `after` gives back is kept and returned by the next call.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "core/base/result.h"
#include "core/store/store.h"

namespace tatara::interop::internal {

class WriteWindow {
 public:
  using After = std::function<Status(Status)>;

  explicit WriteWindow(std::shared_ptr<store::Store> store);
  // Waits for what is under way; its `after`s do not run.
  ~WriteWindow();
  WriteWindow(const WriteWindow&) = delete;
  WriteWindow& operator=(const WriteWindow&) = delete;

  // `weight` is the memory that the task holds, in points; waits while too much is under way.
  Status post(std::size_t weight, store::WriteTask task, After after);
  Status finish();

 private:
  struct State;
  Status waitUntil(std::size_t tasks, std::size_t weight);

  std::shared_ptr<store::Store> m_store;
  std::shared_ptr<State> m_state;
  std::size_t m_tasks = 0;  // posted and not yet looked after
  std::size_t m_weight = 0;
  Status m_first;
};

}  // namespace tatara::interop::internal
