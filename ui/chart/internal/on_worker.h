// For exports, which need their answer at once and may have to read points: a worker does it while the GUI
// thread, which touches no file, waits.
#pragma once

#include <functional>
#include <future>
#include <memory>

#include "core/exec/thread_pool.h"

namespace tatara::ui {

inline void onWorkerIf(bool reads, const std::function<void()>& work) {
  if (!reads) {
    work();
    return;
  }
  const auto done = std::make_shared<std::promise<void>>();
  exec::sharedPool().post([&work, done] {
    work();
    done->set_value();
  });
  done->get_future().wait();
}

}  // namespace tatara::ui
