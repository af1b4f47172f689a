// The frames and tables that verbs about data work on: a file's, or a registered version's.
//
// The frames go with this object. Threads: one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/reading.h"
#include "app/cli/session.h"
#include "core/base/result.h"
#include "core/dataset/datasets.h"
#include "core/dataset/frame.h"

namespace tatara::cli {

struct DataTable {
  dataset::Table table;
  std::string title;  // "bikes.csv", "bikes@2"
  std::optional<dataset::Version> version;
};

struct DataFrame {
  std::shared_ptr<const dataset::Frame> frame;
  std::string title;
};

class DataFrames {
 public:
  explicit DataFrames(Session& session) : m_session(session) {}

  // A file of that name, else a dataset. NotFound says that neither is there.
  // `reading` is for this time only, over what a version is opened with.
  Result<DataTable> openTable(const std::string& data, const ReadingOptions& reading = {});
  Result<DataFrame> open(const std::string& data, const ReadingOptions& reading = {});
  Result<dataset::Engine*> engine();

 private:
  Session& m_session;
  std::unique_ptr<dataset::Engine> m_engine;
};

}  // namespace tatara::cli
