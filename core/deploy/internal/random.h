// Chance for routing and sampling. Threads: a generator of its own for each.
#pragma once

#include <random>

namespace tatara::deploy::internal {

inline std::mt19937_64& ownRandom() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  return random;
}

}  // namespace tatara::deploy::internal
