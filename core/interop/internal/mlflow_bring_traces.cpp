#include <algorithm>
#include <utility>

#include "core/interop/internal/mlflow_bring.h"
#include "core/text/utf8.h"

namespace tatara::interop::internal {
namespace {

constexpr std::size_t kTracesAtOnce = 64;
constexpr std::size_t kTraceKeyBytes = 250;

}  // namespace

void Bringer::cleanTrace(SourceTrace& trace) {
  track::NewTrace& head = trace.head;
  for (std::string* text : {&head.clientRequestId, &head.requestPreview, &head.responsePreview}) {
    cleanText("text", trace.place, *text);
  }
  for (std::vector<KeyValue>* pairs : {&head.tags, &head.metadata}) {
    std::erase_if(*pairs, [&](const KeyValue& pair) {
      const bool good = !pair.key.empty() && pair.key.size() <= kTraceKeyBytes &&
                        text::isValidUtf8(pair.key) && text::isValidUtf8(pair.value);
      if (!good) {
        m_problems.skip(trace.place, "Its tag or metadata “" + text::replaceInvalidUtf8(pair.key) +
                                         "” is not UTF-8, or its name is empty or too long");
      }
      return !good;
    });
  }
}

Status Bringer::bringTraces(const Place& place) {
  std::vector<WaitingTrace> waiting;
  const auto take = [&](SourceTrace trace) -> Status {
    if (stopped()) {
      return makeError(ErrorKind::Cancelled, "Cancelled");
    }
    if (!isMlflowId(trace.head.id)) {
      ++m_report.traces.skipped;
      m_problems.skip(trace.place, "Its id is not one of MLflow's");
      return {};
    }
    TATARA_ASSIGN(const auto here, m_store->read([&](sql::Connection& connection) {
      return track::findTrace(connection, trace.head.id);
    }));
    if (here && here->state != track::TraceState::InProgress) {
      ++m_report.traces.already;
      return {};
    }
    cleanTrace(trace);
    TATARA_ASSIGN(Owned owned, findFiles(place, trace.head.id, OwnerKind::Trace, trace.artifactUri));
    waiting.push_back({std::move(trace), std::move(owned)});
    return waiting.size() < kTracesAtOnce ? Status() : flushTraces(place, waiting);
  };
  TATARA_TRY(m_source.traces(place.source, m_problems, take));
  return flushTraces(place, waiting);
}

Status Bringer::flushTraces(const Place& place, std::vector<WaitingTrace>& waiting) {
  std::vector<Owned*> owners;
  for (WaitingTrace& trace : waiting) {
    owners.push_back(&trace.owned);
  }
  TATARA_TRY(copyFiles(owners));
  for (WaitingTrace& trace : waiting) {
    TATARA_TRY(postTrace(place, std::move(trace)));
  }
  waiting.clear();
  return {};
}

Status Bringer::postTrace(const Place& place, WaitingTrace waiting) {
  const auto prepared = std::make_shared<WaitingTrace>(std::move(waiting));
  track::NewTrace& head = prepared->trace.head;
  head.experiment = place.id;
  // Where its files are now, and that its spans are among them.
  std::erase_if(head.tags, [&](const KeyValue& tag) {
    return tag.key == track::kTraceArtifacts ||
           (tag.key == track::kSpansLocation && !prepared->owned.files.empty());
  });
  head.tags.push_back({std::string(track::kTraceArtifacts), prepared->owned.uri});
  const auto write = [prepared, now = now()](store::Writer& writer) -> Status {
    TATARA_TRY(track::bringTrace(writer, prepared->trace.head));
    for (const NamedBlob& file : prepared->owned.files) {
      TATARA_TRY(artifact::ArtifactStore::link(writer, file.path, file.blob, now));
    }
    return {};
  };
  return m_window.post(1, write, [this, prepared](Status status) -> Status {
    if (status) {
      countFiles(prepared->owned.files);
    }
    return told(std::move(status), prepared->trace.place, m_report.traces);
  });
}

}  // namespace tatara::interop::internal
