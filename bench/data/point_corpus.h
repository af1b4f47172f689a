// Points as training logs them, the same for the same seed: what stores are filled with to be compared.
//
//   Losses      a falling curve with noise, rounded to 32-bit floats, as frameworks log tensors
//   Walks       a random walk in doubles: nothing repeats, no bit is to be had for nothing
//   Schedules   a learning rate: linear warm-up, then a cosine, in doubles
//   Accuracies  hits of a validation set of 10,000, divided by its size
//
// Steps count from zero. Stamps are whole milliseconds that begin at a time of the series' own and go on by
// 40 ± 12, as a loop on a busy machine does. Threads: pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/series/point.h"

namespace tatara::bench {

enum class PointClass { Losses, Walks, Schedules, Accuracies };
inline constexpr std::array kPointClasses = {PointClass::Losses, PointClass::Walks, PointClass::Schedules,
                                             PointClass::Accuracies};

std::string_view nameOf(PointClass pointClass);
std::vector<series::Point> makePoints(PointClass pointClass, std::size_t count, std::uint64_t seed);

}  // namespace tatara::bench
