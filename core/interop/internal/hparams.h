// Hyperparameters as TensorBoard's plugin "hparams" keeps them in the metadata of a summary.
//
// Messages HParamsPluginData{2 experiment, 3 session_start_info, 4 session_end_info}, SessionStartInfo{1
// hparams: map of name to google.protobuf.Value, 2 model_uri, 4 group_name, 5 start_time_secs} and
// SessionEndInfo{1 status, 2 end_time_secs}; source: tensorboard/plugins/hparams/plugin_data.proto and
// api.proto. Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/track/types.h"

namespace tatara::interop::internal {

struct HparamsData {
  std::vector<track::KeyValue> params;
  std::string group;
  std::optional<track::RunStatus> status;
  std::optional<double> endSeconds;
};
// Nothing when the bytes are no such message.
std::optional<HparamsData> parseHparams(std::string_view content);
// The content of the summaries `_hparams_/session_start_info` and `_hparams_/session_end_info`. A value that
// is the text of a number is written as one, "true" and "false" as booleans.
std::string makeHparamsStart(const std::vector<track::KeyValue>& params, double startSeconds);
std::string makeHparamsEnd(track::RunStatus status, double endSeconds);

}  // namespace tatara::interop::internal
