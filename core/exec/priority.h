// Who goes first when there is more to do than cores: in a program with a window, the thread that draws it.
//
// After letOthersGoFirst() every thread that a pool of this process starts gives way to threads of the usual
// priority (nice 5: a third of the share of one of them, so work goes on beside a training that takes every
// core). Call it before the first pool is made; pools that run keep what they have. Threads: any.
#pragma once

namespace tatara::exec {

void letOthersGoFirst();

}  // namespace tatara::exec
