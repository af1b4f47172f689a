// For exports, which need their answer at once and may have to read points: a thread of its own does it,
// behind no other work, while the GUI thread, which touches no file, waits.
#pragma once

#include <functional>
#include <thread>

namespace tatara::ui {

inline void onWorkerIf(bool reads, const std::function<void()>& work) {
  if (!reads) {
    work();
    return;
  }
  std::thread(work).join();
}

}  // namespace tatara::ui
