#include "core/interop/internal/mlflow_metric_line.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/number_text.h"
#include "core/text/error_phrase.h"

namespace tatara::interop::internal {
namespace {

constexpr std::size_t kMostFields = 6;

// `pattern` is one in TATARA_SAYS.
Error notOne(std::string_view pattern, std::string_view field) {
  constexpr std::size_t kShown = 60;
  return text::sayError(ErrorKind::Parse, pattern, {field.substr(0, kShown)});
}

}  // namespace

Result<MetricLine> parseMetricLine(std::string_view line, MetricOwner owner) {
  std::array<std::string_view, kMostFields + 1> fields;
  std::size_t count = 0;
  while (!line.empty() && count <= kMostFields) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) {
      break;
    }
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(" \t\r"), line.size());
    fields[count++] = line.substr(0, end);
    line.remove_prefix(end);
  }
  const bool ofRun = owner == MetricOwner::Run;
  const bool known = ofRun ? count == 2 || count == 3 || count == 5 : count == 4 || count == 6;
  if (!known) {
    return ofRun ? text::sayError(
                       ErrorKind::Parse,
                       TATARA_SAYS("Phrase", "It has %1 fields where a metric of a run has 2, 3 or 5"),
                       {std::to_string(count)})
                 : text::sayError(
                       ErrorKind::Parse,
                       TATARA_SAYS("Phrase", "It has %1 fields where a metric of a logged model has 4 or 6"),
                       {std::to_string(count)});
  }
  MetricLine made;
  const auto timestamp = parseInt(fields[0]);
  if (!timestamp) {
    return notOne(TATARA_SAYS("Phrase", "Its timestamp cannot be read: “%1”"), fields[0]);
  }
  const auto value = parseDouble(fields[1]);
  if (!value) {
    return notOne(TATARA_SAYS("Phrase", "Its value cannot be read: “%1”"), fields[1]);
  }
  const auto step = count > 2 ? parseInt(fields[2]) : std::optional<std::int64_t>(0);
  if (!step) {
    return notOne(TATARA_SAYS("Phrase", "Its step cannot be read: “%1”"), fields[2]);
  }
  made.point = {*step, *timestamp, *value};
  made.run = ofRun ? std::string_view() : fields[3];
  const std::size_t dataset = ofRun ? 3 : 4;
  if (count > dataset) {
    made.datasetName = fields[dataset];
    made.datasetDigest = fields[dataset + 1];
  }
  return made;
}

}  // namespace tatara::interop::internal
