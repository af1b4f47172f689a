// Gates: conditions over the values of a version's evidence, as a policy writes them.
//
//   challenger.rmse <= 0.99 * champion.rmse
//   slices.max_regression <= 5% and signature.compatible
//   licence in [Apache-2.0, MIT] or licence = 'BSD-3-Clause'
//   abs(fairness.equal_opportunity_difference) <= 0.1
//
// Grammar (keywords in any case):
//   gate       := both { OR both }          both := term { AND term }         term := NOT term | ( gate ) |
//   condition condition  := sum op sum | name [NOT] IN [ word {, word} ] | name         op: < <= > >= = == !=
//   sum        := product { + | - product } product := factor { * | / factor }
//   factor     := number [%] | 'text' | name | - factor | ABS ( sum ) | MIN ( sum , sum ) | MAX ( sum , sum )
//   | ( sum ) name       := part { . part }           part: letters, digits, _ and -, or "anything" in double
//   quotes
// A `-` inside a name needs no blanks, so a subtraction does: `a - b`. 5% is 0.05.
//
// Meaning: a name stands for a number, a text or yes/no. A value that is not there, a comparison of unlike
// things and NaN make the gate one that could not be computed, which never counts as passed; only where the
// other side of an `or` holds, or of an `and` fails, does it not matter.
//
// Errors: Parse, with the column. Length (4 KiB), depth (50) and names (200) are bounded. Threads: values.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/text/phrase.h"

namespace tatara::registry {

using GateValue = std::variant<bool, double, std::string>;
// Nothing where there is no such value.
using GateValues = std::function<std::optional<GateValue>(std::string_view name)>;

enum class GateOutcome : std::uint8_t { Passed, Failed, NotComputed };
std::string_view toString(GateOutcome outcome);  // "passed", "failed", "not computed"

struct GateResult {
  GateOutcome outcome = GateOutcome::NotComputed;
  // "41.2 <= 41.75": the conditions with what was measured in the place of names; or why it could not be
  // computed.
  text::Phrase measured;
};

struct GateNode;

class Gate {
 public:
  static Result<Gate> parse(std::string_view text);

  const std::string& text() const { return m_text; }
  // Each once, in the order of the text.
  const std::vector<std::string>& names() const { return m_names; }
  GateResult evaluate(const GateValues& values) const;

 private:
  std::string m_text;
  std::vector<std::string> m_names;
  std::shared_ptr<const GateNode> m_root;
};

}  // namespace tatara::registry
