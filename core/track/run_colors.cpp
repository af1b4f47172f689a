#include "core/track/run_colors.h"

namespace tatara::track {

Result<std::unordered_map<RunKey, int>> loadColorSlots(sql::Connection& connection,
                                                       std::span<const RunKey> runs) {
  std::unordered_map<RunKey, int> slots;
  for (const RunKey run : runs) {
    TATARA_ASSIGN(const auto slot,
                  connection.findInteger("SELECT slot FROM run_color WHERE run_key = ?", run));
    if (slot) {
      slots.emplace(run, static_cast<int>(*slot));
    }
  }
  return slots;
}

Result<std::unordered_map<RunKey, int>> loadAllColorSlots(sql::Connection& connection) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT run_key, slot FROM run_color"));
  std::unordered_map<RunKey, int> slots;
  while (rows.next()) {
    slots.emplace(RunKey(rows.integer(0)), static_cast<int>(rows.integer(1)));
  }
  TATARA_TRY(rows.status());
  return slots;
}

Status setColorSlot(store::Writer& writer, RunKey run, int slot) {
  TATARA_TRY(writer.sql().run("INSERT OR REPLACE INTO run_color VALUES(?, ?)", run, slot));
  writer.changed(store::ChangeKind::Run, run.value());
  return {};
}

}  // namespace tatara::track
