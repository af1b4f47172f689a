#include "app/workbench/panels.h"

#include "ui/home/home_panel.h"

namespace tatara::workbench {

std::vector<ui::PanelInfo> panels() {
  return {
      ui::homePanel(),
  };
}

}  // namespace tatara::workbench
