// Registering a model from a file or folder: tried as a task of the workspace (core/evaluate/model_intake.h),
// then shown for what it is, with what a pickle in it would import, and registered when a person says so.
//
// Threads: called on the GUI thread; reading, trying and writing run on threads of tasks.
#pragma once

#include <functional>
#include <memory>

#include "core/registry/registry.h"
#include "core/store/store.h"

class QString;
class QWidget;

namespace tatara::ui {

struct PanelContext;

// `model`: the name to register it under; empty: taken from the file. `done` is told of the new version.
void registerFile(QWidget* parent, PanelContext& context, const QString& path, const QString& model,
                  std::function<void(const registry::ModelVersion&)> done);

// Keeps the reference profile of a version that was registered without an evaluation, as a task that says
// when and why there is none.
void rememberReference(PanelContext& context, const registry::ModelVersion& version);

}  // namespace tatara::ui
