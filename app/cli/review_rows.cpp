#include "app/cli/review_rows.h"

#include "app/cli/human.h"
#include "core/text/json.h"

namespace tatara::cli {

Cell yesCell(bool value) {
  return {value ? "yes" : "no", value};
}

Listing gateRows(const registry::Standing& standing) {
  Listing rows;
  rows.addColumn("gate", "Gate", text::Align::Left, 56);
  rows.addColumn("result", "Result");
  rows.addColumn("measured", "Measured", text::Align::Left, 56);
  rows.addColumn("acknowledged_by", "Acknowledged by");
  for (const registry::GateStanding& gate : standing.gates) {
    rows.addRow({textCell(gate.name), textCell(registry::toString(gate.result.outcome)),
                 textCell(gate.result.measured.english()),
                 gate.acknowledged ? textCell(gate.acknowledged->person + ": " + gate.acknowledged->reason)
                                   : Cell{}});
  }
  return rows;
}

Listing decisionRows(const registry::Review& review) {
  Listing rows;
  rows.addColumn("at", "At");
  rows.addColumn("person", "Person");
  rows.addColumn("verdict", "Decision");
  rows.addColumn("counts", "This round");
  rows.addColumn("reason", "Reason", text::Align::Left, 60);
  rows.addColumn("audit", "Audit entry", text::Align::Right);
  for (const registry::Decision& decision : review.decisions) {
    const std::string conditions =
        decision.conditions.empty() ? "" : " On conditions: " + decision.conditions;
    rows.addRow({timeCell(decision.at), textCell(decision.person),
                 textCell(registry::toString(decision.verdict)), yesCell(decision.round == review.info.round),
                 textCell(decision.reason + conditions), countCell(decision.act)});
  }
  return rows;
}

Listing evidenceRows(const registry::Review& review) {
  Listing rows;
  rows.addColumn("name", "Name", text::Align::Left, 48);
  rows.addColumn("value", "Value", text::Align::Left, 48);
  rows.addColumn("source", "From", text::Align::Left, 32);
  rows.addColumn("digest", "Digest", text::Align::Left, 12);
  for (const registry::Evidence& evidence : review.evidence) {
    const auto number = evidence.body.asNumber();
    rows.addRow({textCell(evidence.name),
                 {number ? roundedNumber(*number) : text::toJson(evidence.body), evidence.body},
                 textCell(evidence.source),
                 textCell(evidence.digest)});
  }
  return rows;
}

}  // namespace tatara::cli
