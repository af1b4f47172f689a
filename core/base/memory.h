// What the allocator keeps of memory that a program is done with. Threads: any.
#pragma once

namespace tatara {

// Gives free memory back to the system. Takes some milliseconds after much was used; memory that is needed
// again at once is dearer afterwards, so this is for when a program begins to wait.
void releaseFreeMemory();
// For a program that does one thing and ends: free memory is kept for the next need, however much it is.
void keepFreeMemory();

}  // namespace tatara
