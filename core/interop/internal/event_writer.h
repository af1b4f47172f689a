// Writes an event file record by record; the counterpart of event.h, with the same sources.
//
// Threads: one at a time. Errors: Io, AlreadyExists.
#pragma once

#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "core/interop/internal/export_runs.h"
#include "core/interop/internal/wire.h"
#include "core/series/point.h"
#include "core/track/histograms.h"

namespace tatara::interop::internal {

// One event with one summary value; `value` is the message Summary.Value.
std::string summaryEvent(std::int64_t millis, std::int64_t step, const WireWriter& value);
// SummaryMetadata with the plugin's name and content.
std::string summaryMetadata(std::string_view plugin, std::string_view content);

class EventWriter {
 public:
  static Result<EventWriter> create(const std::filesystem::path& file);

  Status version(std::int64_t millis);
  Status scalars(std::string_view tag, std::span<const series::Point> points);
  Status histogram(std::string_view tag, const track::Histogram& histogram);
  Status hparams(std::string_view tag, std::string_view content, std::int64_t millis);
  Status raw(std::string_view event);
  Status finish();

 private:
  explicit EventWriter(OutFile file) : m_file(std::move(file)) {}
  OutFile m_file;
  std::string m_buffer;
};

}  // namespace tatara::interop::internal
