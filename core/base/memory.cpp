#include "core/base/memory.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace tatara {

void releaseFreeMemory() {
#if defined(__GLIBC__)
  ::malloc_trim(0);
#endif
}

void keepFreeMemory() {
#if defined(__GLIBC__)
  constexpr int kLargest = 32 << 20;  // what the allocator takes as such itself at most
  ::mallopt(M_MMAP_THRESHOLD, kLargest);
  ::mallopt(M_TRIM_THRESHOLD, 16 * kLargest);
  ::mallopt(M_TOP_PAD, 1 << 20);
#endif
}

}  // namespace tatara
