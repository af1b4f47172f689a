#include "ui/shell/experiment_items.h"

#include <map>

#include "core/track/experiments.h"
#include "ui/base/number_text.h"
#include "ui/base/utf8.h"

namespace tatara::ui {

SidebarItem experimentItem(const track::Experiment& experiment, std::int64_t runs) {
  return {fromUtf8(experiment.name), countText(runs), ExperimentsRoute{experiment.id}};
}

Result<std::vector<SidebarItem>> loadExperimentItems(const store::Store& store) {
  return store.read([](sql::Connection& connection) -> Result<std::vector<SidebarItem>> {
    TATARA_ASSIGN(const auto experiments, track::loadExperiments(connection, track::ViewType::ActiveOnly));
    TATARA_ASSIGN(const auto counts, track::countRuns(connection));
    std::map<track::ExperimentId, std::int64_t> runs;
    for (const track::ExperimentCount& count : counts) {
      runs[count.id] = count.runs;
    }
    std::vector<SidebarItem> items;
    for (const track::Experiment& experiment : experiments) {
      items.push_back(experimentItem(experiment, runs[experiment.id]));
    }
    return items;
  });
}

}  // namespace tatara::ui
