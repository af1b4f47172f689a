// Records of a bundle.
#include "core/interop/internal/bundle_records.h"
#include "core/text/json.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {
namespace {

namespace in = interop::internal;

constexpr const char* kRun =
    R"({"id": "0123456789abcdef0123456789abcdef", "name": "n", "user": "me", "status": 3,
"started": 1, "ended": 2, "deleted": null, "artifact_uri": "file:///old", "params": [{"key": "rate", "value": "0.1"}],
"tags": [], "datasets": [{"name": "d", "digest": "d1", "source": "s", "schema": null, "tags": []}], "model_inputs":
[{"model": "m-0123456789abcdef0123456789abcdef", "step": 1}], "metrics": [{"key": "loss", "blocks": 1}], "histograms":
[{"key": "w", "step": 1, "timestamp": 2, "lefts": [0.0], "rights": ["Infinity"], "counts": [3]}]})";

template <typename Record>
void tellOrCheck(const Result<Record>& record) {
  expectTold(record);
  expect(!record || !record->place.empty(), "a record that was read has a place");
}

}  // namespace

std::vector<std::string> seeds() {
  track::Experiment experiment;
  experiment.id = track::ExperimentId(1);
  experiment.name = "first";
  experiment.tags = {{"team", "a"}};
  track::LoggedModel model;
  model.id = track::LoggedModelId("m-0123456789abcdef0123456789abcdef");
  model.status = track::LoggedModelStatus::Ready;
  model.metrics.resize(1);
  model.metrics.front().key = "loss";
  registry::RegisteredModel registered;
  registered.name = "good";
  registered.aliases = {{"champion", 1}};
  registry::ModelVersion version;
  version.version = 1;
  version.source = "s";
  const std::string bodies[] = {in::encodeExperiment(experiment), kRun, in::encodeLoggedModel(model),
                                in::encodeModel(registered, {version})};
  expect(in::decodeExperiment(*text::parseJson(bodies[0])) && in::decodeRun(*text::parseJson(bodies[1])) &&
             in::decodeLoggedModel(*text::parseJson(bodies[2])) &&
             in::decodeModel(*text::parseJson(bodies[3])),
         "the seeds are records");
  std::vector<std::string> result;
  for (char kind = 0; kind < 4; ++kind) {
    result.push_back(kind + bodies[static_cast<std::size_t>(kind)]);
  }
  return result;
}

void tryBytes(std::string_view bytes) {
  const unsigned kind = takeChoice(bytes) % 4;
  const auto json = text::parseJson(bytes);
  if (!json) {
    return;
  }
  switch (kind) {
    case 0:
      return tellOrCheck(in::decodeExperiment(*json));
    case 1:
      return tellOrCheck(in::decodeRun(*json));
    case 2:
      return tellOrCheck(in::decodeLoggedModel(*json));
    default:
      return tellOrCheck(in::decodeModel(*json));
  }
}

}  // namespace tatara::fuzz
