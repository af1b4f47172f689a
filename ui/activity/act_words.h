// An act as a sentence: the verbs and objects that core/registry, core/deploy and core/interop record, in the
// language of the window. What is not among them is said as it was recorded.
//
// Threads: GUI thread.
#pragma once

#include <optional>

#include <QString>

#include "core/registry/act.h"
#include "ui/shell/route.h"

namespace tatara::ui {

// "moved @champion of " "bikes" " to v3": who did it stands before, and the middle is a link where there is
// something to open.
struct ActWords {
  QString before;
  QString object;
  QString after;
  // What the sentence leaves out: "v1 100 % → v1 80 % · v2 20 %"; why.
  QString change;
  QString reason;
  QString sentence() const { return before + object + after; }
};
ActWords actWords(const registry::Act& act);

// "create model" as a choice in a filter: "create model", "モデルの作成".
QString verbText(const std::string& verb);

// Where an act's object is shown: "model/bikes/3" → version 3 of bikes.
std::optional<Route> routeOf(const std::string& object);

}  // namespace tatara::ui
