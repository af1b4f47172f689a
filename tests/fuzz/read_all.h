// Everything that an import asks of a source, held against what a source promises.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "core/interop/internal/mlflow_source.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {

inline void readAll(interop::internal::MlflowSource& source) {
  namespace in = interop::internal;
  interop::ImportReport report;
  in::Problems problems(report);
  const auto experiments = source.experiments(problems);
  expectTold(experiments);
  for (const auto& experiment : experiments ? *experiments : std::vector<in::SourceExperiment>()) {
    if (const auto ids = source.runIds(experiment, problems)) {
      for (const std::string& id : *ids) {
        expect(in::isMlflowId(id), "a run's id can be part of a path");
        expectTold(source.run(experiment, id, problems));
        expectTold(source.files(experiment, id, in::OwnerKind::Run, "", problems));
      }
    }
    expectTold(source.traces(experiment, problems, [&](in::SourceTrace trace) -> Status {
      expect(!trace.head.id.empty() && !trace.place.empty(), "a trace has an id and a place");
      expectTold(source.files(experiment, trace.head.id, in::OwnerKind::Trace, trace.artifactUri, problems));
      return {};
    }));
    if (const auto ids = source.loggedModelIds(experiment, problems)) {
      for (const std::string& id : *ids) {
        expect(in::isMlflowId(id), "a model's id can be part of a path");
        expectTold(source.loggedModel(experiment, id, problems));
      }
    }
  }
  if (const auto models = source.models(problems)) {
    for (const in::SourceModel& model : *models) {
      expect(std::is_sorted(model.versions.begin(), model.versions.end(),
                            [](const auto& a, const auto& b) { return a.version < b.version; }),
             "versions stand by their number");
    }
  }
  for (const interop::Skipped& one : report.skipped) {
    expect(!one.place.empty() && !one.reason.empty(), "what is left out has its place and its reason");
  }
}

}  // namespace tatara::fuzz
