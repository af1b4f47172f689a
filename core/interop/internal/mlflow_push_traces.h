// Sends traces to a tracking server, whichever of MLflow's ways it knows.
//
// A server of version 3 keeps a trace's id and takes its spans as OpenTelemetry sends them, or, where it has
// no table for them, as a file; one of version 2 gives an id of its own and takes the file alone, in the form
// of its time, and no assessments. A trace that is there and does not carry our mark is the server's own and
// is left as it is; so is one of ours that came whole. One that broke off, or was under way, is deleted there
// and sent anew. Sources: mlflow/protos/service.proto, mlflow/tracing/export/mlflow_v3.py and, of 2.22,
// mlflow/tracing/export/mlflow.py.
//
// Threads: one at a time, the pusher's. Errors: those of MlflowPeer, and Cancelled. What the server refuses
// is left out and named.
#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "core/interop/internal/mlflow_out.h"
#include "core/interop/internal/mlflow_peer.h"

namespace tatara::interop::internal {

class TracePusher {
 public:
  // `ids`: of runs and logged models that were sent, ours → the server's.
  TracePusher(MlflowOut& out, MlflowPeer& peer, const std::map<std::string, std::string>& ids)
      : m_out(out), m_peer(peer), m_ids(ids) {}

  // Those of an experiment that is there as `experiment`, the oldest first.
  Status push(const std::string& experiment, track::ExperimentId own, const std::stop_token& stop);

 private:
  enum class Speaks { Nothing, Version2, Version3 };
  struct Here {
    std::string id;       // there
    std::string storage;  // where its files go there
  };
  // Of version 2, by our ids.
  struct Sent {
    std::string id;
    bool complete = false;
  };

  Result<Speaks> ask(const std::string& experiment, const std::string& trace);
  Status findSent(const std::string& experiment);
  Status pushTrace(const std::string& experiment, const track::Trace& trace);
  Result<bool> isWhole(const std::string& experiment, const track::Trace& trace);
  Result<std::optional<Here>> start(const std::string& experiment, const track::Trace& trace);
  Status finish(const Here& there, const track::Trace& trace);
  Result<bool> sendSpans(const std::string& experiment, const track::Trace& trace);
  Status sendFile(const Here& there, const track::Trace& trace);
  Status sendAssessments(const track::Trace& trace);
  std::vector<track::KeyValue> metadataOf(const track::Trace& trace) const;
  Result<bool> take(const track::Trace& trace, const Result<MlflowPeer::Answer>& answer);

  MlflowOut& m_out;
  MlflowPeer& m_peer;
  const std::map<std::string, std::string>& m_ids;
  Speaks m_speaks = Speaks::Nothing;
  bool m_takesSpans = true;
  std::map<std::string, Sent> m_sent;
};

}  // namespace tatara::interop::internal
