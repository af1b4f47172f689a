// The experiments of the workspace as they stand below their entry in the sidebar.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/store/store.h"
#include "core/track/types.h"
#include "ui/shell/panel.h"

namespace tatara::ui {

SidebarItem experimentItem(const track::Experiment& experiment, std::int64_t runs);

// Of all that are not deleted, with their runs counted. On a worker.
Result<std::vector<SidebarItem>> loadExperimentItems(const store::Store& store);

}  // namespace tatara::ui
