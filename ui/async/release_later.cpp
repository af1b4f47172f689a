#include "ui/async/release_later.h"

#include <QTimer>

#include <utility>

#include "core/exec/thread_pool.h"

namespace tatara::ui {

void releaseLater(std::shared_ptr<const void> value) {
  constexpr int kUntilViewsLetGoMs = 1000;
  if (!value) {
    return;
  }
  QTimer::singleShot(kUntilViewsLetGoMs, [value = std::move(value)]() mutable {
    exec::sharedPool().post([value = std::move(value)]() mutable { value.reset(); });
  });
}

}  // namespace tatara::ui
