#include "app/workbench/panels.h"

#include "ui/activity/activity_panel.h"
#include "ui/deployments/deployments_panel.h"
#include "ui/explore/explore_panel.h"
#include "ui/home/home_panel.h"
#include "ui/models/models_panel.h"
#include "ui/review/review_panel.h"
#include "ui/rundetail/run_detail_panel.h"
#include "ui/runs/experiments_panel.h"

namespace tatara::workbench {

std::vector<ui::PanelInfo> panels() {
  return {
      ui::homePanel(),   ui::explorePanel(), ui::experimentsPanel(), ui::runDetailPanel(),
      ui::modelsPanel(), ui::reviewPanel(),  ui::deploymentsPanel(), ui::activityPanel(),
  };
}

}  // namespace tatara::workbench
