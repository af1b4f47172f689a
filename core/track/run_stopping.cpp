#include "core/track/run_stopping.h"

#include <optional>
#include <string>

#include "core/text/error_phrase.h"
#include "core/track/internal/rows.h"
#include "core/track/runs.h"

namespace tatara::track {
namespace {

Result<std::optional<std::string>> stopTagOf(sql::Connection& connection, const RunId& id) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT run_tag.value FROM run JOIN run_tag USING (run_key) JOIN "
                                            "name USING (name_id) WHERE run.run_id = ? AND name.text = ?",
                                            id.value(), kStopTag));
  std::optional<std::string> value;
  if (rows.next()) {
    value = std::string(rows.text(0));
  }
  TATARA_TRY(rows.status());
  return value;
}

Status mustBeUnderWay(store::Writer& writer, const RunId& id) {
  TATARA_ASSIGN(const RunInfo info, internal::activeRun(writer, id));
  if (isTerminal(info.status)) {
    return text::sayError(ErrorKind::Conflict, TATARA_SAYS("Phrase", "The run %1 has ended already"),
                          {info.name});
  }
  return {};
}

}  // namespace

Status askToStop(store::Writer& writer, const RunId& id) {
  TATARA_TRY(mustBeUnderWay(writer, id));
  TATARA_ASSIGN(const auto tag, stopTagOf(writer.sql(), id));
  if (!tag) {
    return text::sayError(
        ErrorKind::Unsupported,
        TATARA_SAYS("Phrase",
                    "The program that logs the run %1 cannot be asked to stop; end it where it runs"),
        {id.value()});
  }
  return setTag(writer, id, {std::string(kStopTag), std::string(kWanted)});
}

Result<bool> isAskedToStop(sql::Connection& connection, const RunId& id) {
  TATARA_ASSIGN(const auto tag, stopTagOf(connection, id));
  return tag == kWanted;
}

Status endAbandoned(store::Writer& writer, const RunId& id, Timestamp now) {
  TATARA_TRY(mustBeUnderWay(writer, id));
  TATARA_ASSIGN(const bool asked, isAskedToStop(writer.sql(), id));
  if (!asked) {
    return text::sayError(ErrorKind::Conflict, TATARA_SAYS("Phrase", "The run %1 was not asked to stop"),
                          {id.value()});
  }
  RunUpdate update;
  update.status = RunStatus::Killed;
  update.ended = now;
  TATARA_TRY(updateRun(writer, id, update));
  return deleteTag(writer, id, kStopTag);
}

Status stopListening(store::Writer& writer, const RunId& id) {
  TATARA_ASSIGN(const auto tag, stopTagOf(writer.sql(), id));
  return tag ? deleteTag(writer, id, kStopTag) : Status{};
}

}  // namespace tatara::track
