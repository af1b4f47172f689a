// A RunTable as bytes, column after column, so that reading it back is little more than copying memory.
//
// Layout (this machine's byte order; a file never leaves its workspace): the magic with the layout's version,
// a checksum of all that follows, the mark and the change number of kept_runs.h, the table's scope, then the
// runs' attributes, metrics, params, tags and datasets, each column with its length before it. Texts stand
// end to end behind their lengths.
//
// Reading trusts nothing: a length beyond the end, an index out of range, keys out of order or a wrong
// checksum is Corrupt, and no memory is taken for a length that the file cannot hold. Threads: pure.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/track/run_table.h"

namespace tatara::track {

class RunTableFile {
 public:
  struct Head {
    std::string mark;
    std::int64_t change = 0;
  };
  struct Content : Head {
    std::shared_ptr<const RunTable> table;
  };

  static std::string encode(const RunTable& table, std::string_view mark, std::int64_t change);
  // Puts the checksum of what follows it into its place.
  static void seal(std::string& bytes);
  static Result<Content> decode(std::span<const char> bytes);
  // From the first bytes of a file, without a look at the rest.
  static std::optional<Head> decodeHead(std::span<const char> bytes);
  static const std::vector<ExperimentId>& experiments(const RunTable& table) { return table.m_experiments; }
  static ViewType view(const RunTable& table) { return table.m_view; }
};

}  // namespace tatara::track
