// What is remembered of a folder of event files between imports: how far each file was read, and what its
// tags mean. Kept as JSON in the table event_source, beside the run.
//
// Threads: values; load and save run inside a read lease or a write task.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/sql/connection.h"
#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::interop::internal {

struct EventTag {
  std::string plugin;  // as the tag's first metadata said
  bool described = false;
  std::string key;      // of the metric, histogram or folder
  std::string content;  // what the plugin keeps for its tag, so that an export can give it back
};

struct EventState {
  struct File {
    std::string name;
    std::int64_t offset = 0;
  };
  double fileVersion = 0;
  std::int64_t newestStep = -1;
  std::int64_t lastMillis = 0;
  std::vector<File> files;
  std::map<std::string, EventTag, std::less<>> tags;

  File& file(const std::string& name);
};

struct EventSource {
  track::RunKey run;
  std::int64_t revision = 0;
  EventState state;
};

Result<std::optional<EventSource>> findEventSource(sql::Connection& connection, const std::string& folder);
Result<std::optional<EventSource>> findEventSource(sql::Connection& connection, track::RunKey run);
// Errors: Conflict when the row is not of revision `source.revision` (0: there is none yet); one more is
// written.
Status saveEventSource(store::Writer& writer, const std::string& folder, track::RunKey run,
                       std::int64_t revision, const std::string& state);
std::string toJsonText(const EventState& state);

// A metric's key for a tag: what a key may not have becomes "_", and parts that a path may not have go.
std::string keyOfTag(std::string_view tag);

}  // namespace tatara::interop::internal
