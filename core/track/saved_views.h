// Views that people saved under a name, for any panel. The body is the panel's own text (JSON), kept as it
// is.
//
// Functions with a Writer run inside a write task, those with a Connection inside a read lease.
// Errors: InvalidArgument (an empty name, a body over 1 MiB).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/sql/connection.h"
#include "core/store/store.h"

namespace tatara::track {

struct SavedView {
  std::int64_t id = 0;
  std::string panel;
  std::string name;
  std::string body;
};

// Of all panels, by name.
Result<std::vector<SavedView>> loadSavedViews(sql::Connection& connection);
// Replaces the one of that name.
Status saveView(store::Writer& writer, std::string_view panel, std::string_view name, std::string_view body,
                Timestamp now);
// Nothing when it is gone already.
Status deleteSavedView(store::Writer& writer, std::int64_t id);

}  // namespace tatara::track
