// What the allocator keeps of memory that a program is done with. Threads: any.
#pragma once

namespace tatara {

// Gives free memory back to the system. Takes some milliseconds after much was used; memory that is needed
// again at once is dearer afterwards, so this is for when a program begins to wait.
void releaseFreeMemory();

}  // namespace tatara
