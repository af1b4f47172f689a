// What an MLflow store holds, in our words, before any of it is written: one shape for both kinds of store.
//
// A source never fails as a whole for one bad entry: it tells `Problems` and goes on. Ids are the source's
// own text.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/interop/import_report.h"
#include "core/interop/internal/folder.h"
#include "core/registry/registry.h"
#include "core/series/point.h"
#include "core/track/histograms.h"
#include "core/track/traces.h"
#include "core/track/types.h"

namespace tatara::interop::internal {

using track::KeyValue;
using Millis64 = std::optional<std::int64_t>;  // since 1970, where the source says

class Problems {
 public:
  explicit Problems(ImportReport& report) : m_report(report) {}
  void skip(std::string place, std::string reason);
  void note(std::string sentence) { m_report.notes.push_back(std::move(sentence)); }

 private:
  ImportReport& m_report;
};

struct SourceExperiment {
  std::string id;
  std::string name;
  std::string location;
  bool deleted = false;
  Millis64 created;
  Millis64 updated;
  std::vector<KeyValue> tags;
  std::string place;
};

struct SourceMetric {
  std::string key;
  std::vector<series::Point> points;
};

struct SourceRun {
  std::string id;
  std::string name;
  std::string user;
  std::string artifactUri;
  track::RunStatus status = track::RunStatus::Running;
  Millis64 started;
  Millis64 ended;
  bool deleted = false;
  Millis64 deletedAt;
  std::vector<KeyValue> params;
  std::vector<KeyValue> tags;
  std::vector<SourceMetric> metrics;
  std::vector<track::KeyedHistogram> histograms;
  std::vector<track::DatasetInput> datasets;
  std::vector<track::LoggedModelLink> modelInputs;
  std::vector<track::LoggedModelLink> modelOutputs;
  std::string place;
};

struct SourceLoggedModel {
  std::string id;
  std::string name;
  std::string type;
  std::string run;
  std::string artifactUri;
  track::LoggedModelStatus status = track::LoggedModelStatus::Pending;
  Millis64 created;
  Millis64 updated;
  bool deleted = false;
  std::vector<KeyValue> params;
  std::vector<KeyValue> tags;
  std::vector<track::LoggedModelMetric> metrics;
  std::string place;
};

struct SourceVersion {
  std::int64_t version = 0;
  std::string source;
  std::string storage;
  std::string run;
  std::string runLink;
  std::string loggedModel;
  std::string description;
  std::string user;
  std::string stage;
  Millis64 created;
  Millis64 updated;
  std::vector<KeyValue> tags;
  std::string place;
};

struct SourceModel {
  std::string name;
  std::string description;
  Millis64 created;
  Millis64 updated;
  std::vector<KeyValue> tags;
  std::vector<registry::Alias> aliases;
  std::vector<SourceVersion> versions;  // by number, without the deleted ones
  std::string place;
};

// A trace without its spans: those are an artifact of it, the file traces.json.
struct SourceTrace {
  track::NewTrace head;
  std::string artifactUri;
  std::string place;
};

enum class OwnerKind { Run, LoggedModel, Trace };

// An artifact that a source gives itself, by its path below its owner's artifacts.
struct SourceFile {
  using Take = std::function<Status(std::string_view)>;
  std::string path;
  // Gives the bytes piece by piece; from any thread, several at once.
  std::function<Status(const Take& take)> stream;
};

class MlflowSource {
 public:
  virtual ~MlflowSource() = default;
  virtual Result<std::vector<SourceExperiment>> experiments(Problems& problems) = 0;
  virtual Result<std::vector<std::string>> runIds(const SourceExperiment& experiment, Problems& problems) = 0;
  virtual Result<std::optional<SourceRun>> run(const SourceExperiment& experiment, const std::string& id,
                                               Problems& problems) = 0;
  virtual Result<std::vector<std::string>> loggedModelIds(const SourceExperiment& experiment,
                                                          Problems& problems) = 0;
  virtual Result<std::optional<SourceLoggedModel>> loggedModel(const SourceExperiment& experiment,
                                                               const std::string& id, Problems& problems) = 0;
  virtual Result<std::vector<SourceModel>> models(Problems& problems) = 0;
  // Gives the traces of an experiment one by one; an error of `take` ends it.
  using TakeTrace = std::function<Status(SourceTrace)>;
  virtual Status traces(const SourceExperiment& /*experiment*/, Problems& /*problems*/,
                        const TakeTrace& /*take*/) {
    return {};
  }
  // The artifacts of a run or logged model, where the source gives them itself; nothing: they lie in folders,
  // or stay where `uri` says.
  virtual Result<std::optional<std::vector<SourceFile>>> files(const SourceExperiment& /*experiment*/,
                                                               const std::string& /*id*/, OwnerKind /*kind*/,
                                                               const std::string& /*uri*/,
                                                               Problems& /*problems*/) {
    return std::nullopt;
  }
  // Whether runs may have got more since an earlier import of them, as those of a store that is in use have.
  virtual bool isLive() const { return true; }
  // True when a run's artifacts lie in the store itself, so that their absence says that there are none.
  virtual bool holdsArtifacts() const = 0;
  // Where the store itself keeps the artifacts of a run or logged model, if it does.
  virtual std::optional<Folder> findArtifactsOf(const SourceExperiment& /*experiment*/,
                                                const std::string& /*id*/, OwnerKind /*kind*/) const {
    return std::nullopt;
  }
};

// --- small readers that both kinds share

// MLflow's identifiers of runs and logged models; anything else could not be named in a path.
bool isMlflowId(std::string_view id);
std::string lowered(std::string_view text);
// What old stores kept beside the tags that took its place: added where the tag is missing.
struct LegacyRunFields {
  std::string sourceName;
  std::string sourceType;
  std::string sourceVersion;
  std::string entryPoint;
};
void addLegacyTags(SourceRun& run, const LegacyRunFields& fields);

}  // namespace tatara::interop::internal
