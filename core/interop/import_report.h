// What an import brought, what was there already, and what it left out and why.
//
// Nothing is left out silently: each thing skipped has a place (a file and line, or a table and row) and a
// sentence. The first thousand are kept word for word, the rest are counted. Threads: values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tatara::interop {

struct ImportCount {
  std::int64_t brought = 0;
  std::int64_t already = 0;  // here before, left as it is
  std::int64_t skipped = 0;
};

struct Skipped {
  std::string place;
  std::string reason;
};

inline constexpr std::size_t kReportedSkips = 1000;

struct ImportReport {
  ImportCount experiments;
  ImportCount runs;
  ImportCount loggedModels;
  ImportCount models;
  ImportCount versions;
  ImportCount files;  // artifacts
  ImportCount traces;
  std::int64_t continuedRuns = 0;  // of those here already: were under way, and have got what is new
  std::int64_t points = 0;
  std::int64_t histograms = 0;
  std::int64_t dropped = 0;        // points and the like that a restart took back, as the other program does
  std::int64_t bytes = 0;          // of artifacts
  std::vector<Skipped> conflicts;  // here already, and not what would have come
  std::vector<Skipped> skipped;
  std::int64_t skippedInAll = 0;
  std::vector<std::string> notes;  // what a person may want to know though nothing was lost
  bool cancelled = false;          // what was brought until then is complete in itself and stays
};

struct ImportProgress {
  std::string doing;
  std::int64_t done = 0;
  std::int64_t total = 0;
};

}  // namespace tatara::interop
