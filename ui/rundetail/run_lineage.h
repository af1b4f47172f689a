// What a run says of itself in words: where it comes from, its parameters against the baseline's, the Python
// that finds it again. Threads: pure functions, GUI thread for their texts.
#pragma once

#include <QString>
#include <vector>

#include "ui/rundetail/detail_lists.h"
#include "ui/rundetail/fact_table.h"
#include "ui/rundetail/run_facts.h"

namespace tatara::ui {

// Data, code, the run before it, this run, what was made of it.
std::vector<LineageList::Item> lineageOf(const RunFacts& facts);
// Of this run, and those that only the baseline has.
std::vector<Fact> parameterFacts(const RunFacts& facts);
// A script for the mlflow client that loads this run, its parameters and its primary metric's history.
QString pythonOf(const RunFacts& facts, const QString& server);

}  // namespace tatara::ui
