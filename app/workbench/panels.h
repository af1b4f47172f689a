// The panels of this program, in the order of the sidebar: one line each in panels.cpp.
#pragma once

#include <vector>

#include "ui/shell/panel.h"

namespace tatara::workbench {

std::vector<ui::PanelInfo> panels();

}  // namespace tatara::workbench
