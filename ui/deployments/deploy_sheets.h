// The forms of the Deployments panel: a new endpoint, a canary, a dataset from logged requests, what to
// erase.
//
// Each hands over what was written once it is whole and closes itself. Threads: GUI thread.
#pragma once

#include <functional>

#include <QWidget>

#include "core/deploy/predictions.h"
#include "core/deploy/rollout.h"
#include "ui/deployments/deployments_data.h"

namespace tatara::ui {

using ModelChoices = std::shared_ptr<const std::vector<ModelChoice>>;

// What is chosen beforehand; empty and 0: nothing.
struct EndpointForm {
  ModelChoices choices;
  QString model;
  std::int64_t version = 0;
};
// Dry: everything is checked and nothing kept.
enum class MakeMode { Dry, Real };
using EndpointMade = std::function<void(const Result<deploy::Endpoint>&)>;
using MakeEndpoint = std::function<void(const deploy::NewEndpoint&, MakeMode, EndpointMade)>;
// The sheet stays open until an endpoint is made, and says why none was.
void askNewEndpoint(QWidget* parent, const EndpointForm& form, const MakeEndpoint& make);

// `chosen`: beforehand; 0: the newest.
void askCanary(QWidget* parent, const EndpointFacts& facts, std::int64_t chosen,
               const std::function<void(std::int64_t version, const deploy::RolloutPlan&)>& done);
// "5, 25, 50" as weights that rise; a sentence where they are none.
Result<std::vector<int>> parseSteps(const QString& text);

struct KeepRequest {
  QString dataset;
  bool labelledOnly = false;
};
void askKeep(QWidget* parent, const EndpointFacts& facts,
             const std::function<void(const KeepRequest&)>& done);

void askDatasetName(QWidget* parent, const QString& title, const QString& suggestion,
                    const std::function<void(const QString& dataset)>& done);

void askErase(QWidget* parent, const EndpointFacts& facts, const QString& request,
              const std::function<void(const deploy::Erase&, const QString& reason)>& done);

// One label, or a file of them.
struct NewLabels {
  deploy::Label one = {};
  QString file = {};
};
void askLabels(QWidget* parent, const QString& request, const std::function<void(const NewLabels&)>& done);

}  // namespace tatara::ui
