// AddressSanitizer takes memory of its own: what a program needs cannot be measured beside it, children are
// not limited in theirs, and a crash ends in its report instead of a signal. A test of such things leaves
// itself out there.
#pragma once

#include <gtest/gtest.h>

#ifdef __SANITIZE_ADDRESS__
#define TATARA_NOT_UNDER_ADDRESS_SANITIZER() GTEST_SKIP() << "memory is AddressSanitizer's here"
#else
#define TATARA_NOT_UNDER_ADDRESS_SANITIZER() static_cast<void>(0)
#endif
