// The table function `tatara_frame(N)`: the rows of an opened frame inside a statement of a Query.
//
// Values come from the frame's mapped file, so a statement needs no access to files. Threads: the frames are
// added before statements run and never change afterwards; the function is called from DuckDB's threads.
#pragma once

#include <memory>
#include <vector>

#include "core/dataset/frame.h"
#include "core/dataset/internal/duck_api.h"

namespace tatara::dataset {

using QueryFrames = std::vector<std::shared_ptr<const Frame>>;

// The frames must outlive the connection's database.
Status registerFrameFunction(const DuckApi& api, duckdb_connection connection, QueryFrames& frames);

}  // namespace tatara::dataset
