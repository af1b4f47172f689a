#include "core/track/dataset_summaries.h"

namespace tatara::track {

Result<std::vector<DatasetSummary>> loadDatasetSummaries(sql::Connection& connection,
                                                         std::span<const ExperimentId> experiments,
                                                         std::size_t most) {
  std::vector<DatasetSummary> found;
  for (const ExperimentId experiment : experiments) {
    TATARA_ASSIGN(auto rows,
                  connection.query("SELECT DISTINCT name, digest, t.value FROM dataset_record d "
                                   "JOIN run_dataset r USING(dataset_key) "
                                   "LEFT JOIN run_dataset_tag t ON t.run_key = r.run_key AND "
                                   "t.dataset_key = r.dataset_key AND t.key = 'mlflow.data.context' "
                                   "WHERE d.experiment_id = ? ORDER BY name, digest, t.value LIMIT ?",
                                   experiment, static_cast<std::int64_t>(most - found.size())));
    while (rows.next()) {
      found.push_back(
          {experiment, std::string(rows.text(0)), std::string(rows.text(1)), rows.optionalText(2)});
    }
    TATARA_TRY(rows.status());
  }
  return found;
}

}  // namespace tatara::track
