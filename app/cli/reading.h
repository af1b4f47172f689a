// The options that say how a data file is read, shared by the verbs that open one, and what such a verb is
// given: a dataset by name or a file by path.
//
// Errors: InvalidArgument (an option that is not understood), those of core/dataset. Threads: one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/session.h"
#include "app/cli/verb.h"
#include "core/dataset/datasets.h"

namespace tatara::cli {

struct ReadingOptions {
  std::string delimiter;
  std::string quote;
  std::string header;
  std::string skipLines;
  std::string comment;
  std::string encoding;
  std::string decimal;
  std::string part;
  std::vector<std::string> missing;
  std::vector<std::string> text;
  std::vector<std::string> types;  // "column=type"
};

void addReadingOptions(Verb& verb, ReadingOptions& options);
// What stands above the header and between the rows, as the options say it; empty: not given.
Status addTop(const std::string& skipLines, const std::string& comment, dataset::DialectChoice& dialect);
// What is given, in place of or beside what stands there.
Status addReading(const ReadingOptions& options, dataset::OpenOptions& reading);
Result<dataset::OpenOptions> openOptionsOf(const ReadingOptions& options);
// Whether any was given.
bool anyGiven(const ReadingOptions& options);

// A table, and the version that it is of when it was named so.
struct OpenedData {
  std::unique_ptr<dataset::Engine> engine;  // lives as long as the table is used
  std::optional<dataset::Version> version;
  std::optional<dataset::Table> table;
};
// `text` is a path, or else "NAME" or "NAME@VERSION". Options given are for this time only, over what the
// version is opened with.
Result<OpenedData> openData(Session& session, const std::string& text, const ReadingOptions& options);

}  // namespace tatara::cli
