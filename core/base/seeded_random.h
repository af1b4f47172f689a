// Random numbers that a seed repeats on every machine: SplitMix64 (Steele, Lea and Flood, "Fast splittable
// pseudorandom number generators", 2014) and plain transformations of it. The standard library's
// distributions differ between implementations and are not used. For identifiers see random.h.
//
// Threads: one object, one thread.
#pragma once

#include <cstdint>

namespace tatara {

class SeededRandom {
 public:
  explicit SeededRandom(std::uint64_t seed) : m_state(seed) {}

  std::uint64_t next();
  // Evenly in [0, bound); bound is at least one.
  std::uint64_t below(std::uint64_t bound);
  // Evenly in [0, 1), with 53 bits.
  double uniform();
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  // Standard normal (Box and Muller 1958).
  double normal();
  // Poisson: Knuth's product below a mean of 30, above it the rounded normal.
  std::int64_t poisson(double mean);

 private:
  std::uint64_t m_state;
};

}  // namespace tatara
