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

}  // namespace tatara
