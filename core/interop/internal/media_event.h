// Artifacts below `tensorboard/` as the events they came from, and back: images, audio, text, curves,
// tensors, graphs.
//
// A path says what it was: "tensorboard/<kind>/<key>/<step>-<millis>[-<number>].<extension>", where the
// number counts the files of one event. Threads: pure functions. Errors: Parse, when a file is not what its
// path says.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/interop/internal/event_state.h"

namespace tatara::interop::internal {

inline constexpr std::int64_t kMostMediaBytes = 256 << 20;

// The rows of a PR curve, in TensorBoard's order.
inline constexpr std::array<const char*, 6> kCurveRows = {
    "true_positives", "false_positives", "true_negatives", "false_negatives", "precision", "recall"};

struct MediaPath {
  std::string kind;  // "images", ...; "graph" and the like for files of the run itself
  std::string key;
  std::int64_t step = 0;
  std::int64_t millis = 0;
  std::int64_t number = 0;
  std::string extension;

  bool sameEvent(const MediaPath& other) const {
    return kind == other.kind && key == other.key && step == other.step && millis == other.millis;
  }
};

std::string toMediaPath(const MediaPath& path, bool numbered);
// Of a path below a run's artifacts; nothing for one that is not of this kind.
std::optional<MediaPath> parseMediaPath(std::string_view path);

// The event that had these files. `tag` and `name` are of the tag; `millis` is for what says no time.
Result<std::string> mediaEvent(const MediaPath& path, const std::string& name, const EventTag& tag,
                               const std::vector<std::string>& files, std::int64_t millis);

}  // namespace tatara::interop::internal
