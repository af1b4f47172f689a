// What the Deployments panel does: every act is one call of core/deploy or one command of `tatara`.
#include <QApplication>
#include <QDir>
#include <QPointer>

#include "ui/base/utf8.h"
#include "ui/deployments/deploy_sheets.h"
#include "ui/deployments/deployments_panel.h"
#include "ui/deployments/endpoint_text.h"
#include "ui/deployments/export_sheet.h"
#include "ui/shell/command_task.h"
#include "ui/shell/session.h"
#include "ui/widget/sheet.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr int kPort = 8080;
constexpr const char* kProgram = "tatara-workbench";

}  // namespace

void DeploymentsPanel::act(const QString& doing, Task task, std::function<void()> done) {
  const QPointer<DeploymentsPanel> self(this);
  m_context.store->submit(
      [task = std::move(task), &clock = m_context.store->clock()](store::Writer& writer) {
        return task(writer, registry::currentActor(kProgram), clock.now());
      },
      [self, doing, done = std::move(done)](Status status) {
        QMetaObject::invokeMethod(
            qApp,
            [self, doing, done, status = std::move(status)] {
              if (!self) {
                return;
              }
              if (!status) {
                self->m_context.toasts.showError(doing, status.error());
              } else if (done) {
                done();
              }
            },
            Qt::QueuedConnection);
      });
}

void DeploymentsPanel::rollBack(bool offerUndo) {
  const std::string name = m_facts->endpoint.name;
  act(
      tr("Rolling back"),
      [name](store::Writer& writer, const registry::Actor& actor, Timestamp now) -> Status {
        TATARA_TRY(deploy::rollBack(writer, name, actor, now));
        return {};
      },
      [this, offerUndo, name] {
        if (offerUndo) {
          m_context.toasts.offerUndo(tr("%1 is rolled back").arg(fromUtf8(name)),
                                     [this] { rollBack(false); });
        } else {
          m_context.toasts.inform(tr("Undone"));
        }
      });
}

void DeploymentsPanel::newEndpoint(const QString& model, std::int64_t version) {
  m_withChoices = [this, model, version](const ModelChoices& choices) {
    if (choices->empty()) {
      m_context.toasts.offer(tr("There is no registered model yet"), tr("Open models"),
                             [this] { m_context.navigator.open(ModelRoute{}); });
      return;
    }
    askNewEndpoint(this, {choices, model, version},
                   [this](const deploy::NewEndpoint& wanted, MakeMode mode, EndpointMade told) {
                     makeEndpoint(wanted, mode, std::move(told));
                   });
  };
  m_choicesJob.start(
      [store = m_context.store](std::stop_token stop) { return loadModelChoices(*store, stop); });
}

// A dry run goes through all of it, unsigned, and is then taken back with its transaction.
void DeploymentsPanel::makeEndpoint(const deploy::NewEndpoint& wanted, MakeMode mode, EndpointMade told) {
  const auto made = std::make_shared<std::optional<Result<deploy::Endpoint>>>();
  const QPointer<DeploymentsPanel> self(this);
  m_context.store->submit(
      [wanted, mode, made, &clock = m_context.store->clock()](store::Writer& writer) -> Status {
        registry::Actor actor = registry::currentActor(kProgram);
        if (mode == MakeMode::Dry) {
          actor.signingKey.clear();
        }
        *made = deploy::createEndpoint(writer, wanted, actor, clock.now());
        return !**made                 ? Status((*made)->error())
               : mode == MakeMode::Dry ? Status(makeError(ErrorKind::Cancelled, "A dry run keeps nothing"))
                                       : Status();
      },
      [self, mode, made, told = std::move(told)](Status status) {
        QMetaObject::invokeMethod(
            qApp,
            [self, mode, made, told, status = std::move(status)] {
              if (!self) {
                return;
              }
              // What fails in keeping it (a full disk) is told as well.
              const bool kept = mode == MakeMode::Real && status;
              const bool tried = mode == MakeMode::Dry && *made && **made;
              told(kept || tried ? **made : Result<deploy::Endpoint>(status.error()));
              if (kept) {
                self->m_context.navigator.open(DeploymentsRoute{fromUtf8((**made)->name), {}});
              }
            },
            Qt::QueuedConnection);
      });
}

// One click from nothing to an endpoint that answers: it follows the champion where the policy lets it, and
// the model server is started.
void DeploymentsPanel::deployChampion(const QString& model) {
  const deploy::NewEndpoint wanted{
      .name = model.left(50).toStdString() + "-live", .model = model.toStdString(), .follows = "champion"};
  act(
      tr("Making the endpoint"),
      [wanted](store::Writer& writer, const registry::Actor& actor, Timestamp now) -> Status {
        const auto made = deploy::createEndpoint(writer, wanted, actor, now);
        if (made || made.error().kind != ErrorKind::PermissionDenied) {
          return made ? Status() : Status(made.error());
        }
        TATARA_ASSIGN(const auto version,
                      registry::findVersionByAlias(writer.sql(), wanted.model, wanted.follows));
        deploy::NewEndpoint fixed = wanted;
        fixed.follows.clear();
        fixed.version = version ? version->version : 0;
        TATARA_TRY(deploy::createEndpoint(writer, fixed, actor, now));
        return {};
      },
      [this, name = fromUtf8(wanted.name)] {
        if (m_context.session.modelServer().state() == ServerState::Stopped) {
          startServer();
        }
        m_context.navigator.open(DeploymentsRoute{name, {}});
      });
}

void DeploymentsPanel::startCanary(std::int64_t chosen) {
  askCanary(this, *m_facts, chosen,
            [this, name = m_facts->endpoint.name](std::int64_t version, const deploy::RolloutPlan& plan) {
              act(
                  tr("Starting the canary"),
                  [name, version, plan](store::Writer& writer, const registry::Actor& actor,
                                        Timestamp now) -> Status {
                    TATARA_TRY(deploy::startRollout(writer, name, version, plan, actor, now));
                    return {};
                  },
                  [this, version] {
                    m_context.toasts.offerUndo(tr("Canary of %1 started").arg(versionText(version)),
                                               [this] { rollBack(false); });
                  });
            });
}

void DeploymentsPanel::keepRequests() {
  askKeep(this, *m_facts, [this, name = fromUtf8(m_facts->endpoint.name)](const KeepRequest& request) {
    CommandTask task;
    task.title = tr("Keeping requests of %1").arg(name);
    task.arguments = {QStringLiteral("endpoints"), QStringLiteral("keep"), name,
                      QStringLiteral("--dataset"), request.dataset,        QStringLiteral("--workspace"),
                      m_context.session.folder()};
    if (request.labelledOnly) {
      task.arguments << QStringLiteral("--labelled");
    }
    const DataRoute to{request.dataset, std::nullopt, {}};
    task.doneText = tr("Kept as dataset %1").arg(to.dataset);
    task.openResult = [this, to] { m_context.navigator.open(to); };
    runCommandTask(this, m_context.tasks, std::move(task));
  });
}

void DeploymentsPanel::keepDisagreements(const QStringList& filter) {
  const QString name = fromUtf8(m_facts->endpoint.name);
  askDatasetName(this, tr("Keep disagreements as a dataset"), name + QStringLiteral("-disagreements"),
                 [this, name, filter](const QString& dataset) {
                   runDisagreements(tr("Keeping disagreements of %1").arg(name),
                                    QStringList{QStringLiteral("--dataset"), dataset} + filter,
                                    DataRoute{dataset, std::nullopt, {}});
                 });
}

void DeploymentsPanel::exportDisagreements(const QString& file, const QStringList& filter) {
  runDisagreements(tr("Exporting disagreements of %1").arg(fromUtf8(m_facts->endpoint.name)),
                   QStringList{QStringLiteral("--out"), file} + filter, std::nullopt);
}

void DeploymentsPanel::runDisagreements(const QString& title, const QStringList& options,
                                        const std::optional<DataRoute>& to) {
  CommandTask task;
  task.title = title;
  task.arguments = QStringList{QStringLiteral("endpoints"), QStringLiteral("disagreements"),
                               fromUtf8(m_facts->endpoint.name), QStringLiteral("--workspace"),
                               m_context.session.folder()} +
                   options;
  if (to) {
    task.doneText = tr("Kept as dataset %1").arg(to->dataset);
    task.openResult = [this, to = *to] { m_context.navigator.open(to); };
  } else {
    task.doneText = tr("%1 is written").arg(options[1]);
  }
  runCommandTask(this, m_context.tasks, std::move(task));
}

void DeploymentsPanel::exportVersion(std::int64_t version) {
  auto* sheet = new ExportSheet({.model = fromUtf8(m_facts->endpoint.model),
                                 .versions = m_facts->versions,
                                 .version = version,
                                 .workspace = m_context.session.folder(),
                                 .target = QDir::homePath()},
                                m_context.tasks, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  sheet->open();
}

void DeploymentsPanel::erase(const QString& request) {
  askErase(
      this, *m_facts, request,
      [this, name = m_facts->endpoint.name](const deploy::Erase& what, const QString& reason) {
        auto erased = std::make_shared<deploy::Erased>();
        act(
            tr("Erasing requests"),
            [name, what, erased, why = reason.toStdString()](
                store::Writer& writer, const registry::Actor& actor, Timestamp now) -> Status {
              TATARA_ASSIGN(*erased, deploy::erasePredictions(writer, name, what, actor, now, why));
              return {};
            },
            [this, erased] {
              m_context.toasts.inform(tr("%n requests erased", nullptr, static_cast<int>(erased->requests)));
            });
      });
}

void DeploymentsPanel::addLabels(const QString& request) {
  const std::string name = m_facts->endpoint.name;
  askLabels(this, request, [this, name](const NewLabels& given) {
    if (!given.file.isEmpty()) {
      CommandTask task;
      task.title = tr("Taking labels for %1").arg(fromUtf8(name));
      task.arguments = {QStringLiteral("endpoints"),   QStringLiteral("labels"),  fromUtf8(name), given.file,
                        QStringLiteral("--workspace"), m_context.session.folder()};
      task.doneText = tr("The labels of %1 are taken").arg(given.file);
      task.whenDone = [this] { loadPlace(); };
      runCommandTask(this, m_context.tasks, std::move(task));
      return;
    }
    auto counts = std::make_shared<deploy::LabelCounts>();
    act(
        tr("Adding the label"),
        [name, one = given.one, counts](store::Writer& writer, const registry::Actor&,
                                        Timestamp now) -> Status {
          TATARA_ASSIGN(*counts, deploy::addLabels(writer, name, {one}, now));
          return {};
        },
        [this, counts] {
          m_context.toasts.inform(counts->taken > 0      ? tr("The label is taken")
                                  : counts->repeated > 0 ? tr("This label was there already")
                                                         : tr("Another label is there already, and stays"));
          loadPlace();
        });
  });
}

void DeploymentsPanel::deleteEndpoint() {
  const QString name = fromUtf8(m_facts->endpoint.name);
  if (!confirmDestructive(this, tr("Delete the endpoint %1?").arg(name),
                          tr("Nobody is answered there any more. Its acts and its logged requests stay."),
                          tr("Delete endpoint"))) {
    return;
  }
  act(
      tr("Deleting the endpoint"),
      [plain = name.toStdString()](store::Writer& writer, const registry::Actor& actor, Timestamp now) {
        return deploy::deleteEndpoint(writer, plain, actor, now);
      },
      [this, name] { m_context.toasts.inform(tr("%1 is deleted").arg(name)); });
}

// Beside whoever answers; 0 takes the shadow away.
void DeploymentsPanel::setShadow(std::int64_t version) {
  std::vector<deploy::Route> routes;
  for (const deploy::Route& route : m_facts->endpoint.routes) {
    if (!route.shadow) {
      routes.push_back(route);
    }
  }
  if (version > 0) {
    routes.push_back({.version = version, .shadow = true});
  }
  act(tr("Setting the shadow"),
      [name = m_facts->endpoint.name, routes](store::Writer& writer, const registry::Actor& actor,
                                              Timestamp now) -> Status {
        TATARA_TRY(deploy::setRoutes(writer, name, routes, actor, now));
        return {};
      });
}

void DeploymentsPanel::startServer() {
  m_context.session.modelServer().start(kPort);
}

void DeploymentsPanel::sendExampleTraffic() {
  CommandTask task;
  task.title = tr("Example traffic");
  task.doneText = tr("The example's requests were sent and their results recorded");
  task.arguments = {QStringLiteral("example"), QStringLiteral("--traffic"), m_context.session.folder()};
  runCommandTask(this, m_context.tasks, std::move(task));
}

}  // namespace tatara::ui
