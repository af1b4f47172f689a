// What the model server leaves in the workspace: its log, and how it last ended by itself. Threads: any.
#pragma once

#include "ui/deployments/deployments_data.h"

namespace tatara::ui {

void readServerFiles(const store::Workspace& workspace, EndpointFacts& facts);

}  // namespace tatara::ui
