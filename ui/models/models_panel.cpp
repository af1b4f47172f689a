#include "ui/models/models_panel.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPointer>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/artifact/artifact_store.h"
#include "ui/async/store_signals.h"
#include "ui/base/metrics.h"
#include "ui/base/utf8.h"
#include "ui/command/action_registry.h"
#include "ui/models/internal/model_list.h"
#include "ui/models/internal/version_text.h"
#include "ui/models/model_page.h"
#include "ui/models/version_page.h"
#include "ui/shell/preferences.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr int kListWidth = 296;
constexpr QLatin1String kRegister("register/");  // with the run whose model is meant

}  // namespace

ModelsPanel::ModelsPanel(PanelContext& context, QWidget* parent)
    : Panel(parent),
      m_context(context),
      m_filter(new SearchField(tr("Filter models"), this)),
      m_list(new ModelList(this)),
      m_stack(new QStackedWidget(this)),
      m_model(new ModelPage(this)),
      m_version(new VersionPage(context.preferences.serverPort(), this)),
      m_comparison(new ComparisonPage(this)),
      m_listJob([this](Result<ModelLines> lines) { takeList(std::move(lines)); }),
      m_modelJob([this](Result<ModelFactsPtr> facts) { takeModel(std::move(facts)); }),
      m_versionJob([this](Result<VersionFactsPtr> facts) { takeVersion(std::move(facts)); }),
      m_comparisonJob([this](Result<ComparisonFactsPtr> facts) { takeComparison(std::move(facts)); }),
      m_exportJob([this](Result<std::monostate> done) {
        done ? m_context.toasts.inform(tr("File saved"))
             : m_context.toasts.showError(tr("Saving the file"), done.error());
      }) {
  setAcceptDrops(!context.store->readOnly());
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  auto* left = new QVBoxLayout;
  left->setContentsMargins(0, 10, 1, 0);
  left->setSpacing(8);
  auto* filterRow = new QHBoxLayout;
  filterRow->setContentsMargins(12, 0, 12, 0);
  filterRow->addWidget(m_filter);
  QToolButton* add = makeIconButton(QStringLiteral("add"), tr("Register a model…"), this);
  add->setEnabled(!context.store->readOnly());
  connect(add, &QToolButton::clicked, this, [this] { registerModel({}); });
  filterRow->addWidget(add);
  left->addLayout(filterRow);
  left->addWidget(m_list, 1);
  auto* side = new QWidget(this);
  side->setFixedWidth(kListWidth);
  side->setLayout(left);
  row->addWidget(side);
  m_right = new QVBoxLayout;
  m_right->setContentsMargins(kPanelMargin, 0, kPanelMargin, 0);
  m_right->setSpacing(0);
  m_right->addWidget(m_stack, 1);
  row->addLayout(m_right, 1);
  m_stack->addWidget(m_model);
  m_stack->addWidget(m_version);
  m_stack->addWidget(m_comparison);

  connectPages();
  connect(&context.changes, &StoreSignals::changed, this, &ModelsPanel::storeChanged);
  addActions();
  showState(new Skeleton(kRowHeight));
  loadList();
}

void ModelsPanel::connectPages() {
  connect(m_filter, &QLineEdit::textChanged, m_list, &ModelList::setFilter);
  connect(m_list, &ModelList::opened, this, [this](const QString& model) {
    m_context.navigator.open(ModelRoute{model, std::nullopt, {}});
  });
  connect(m_model, &ModelPage::versionOpened, this, [this](std::int64_t version, bool newWindow) {
    const ModelRoute to{m_place.model, version, {}};
    newWindow ? m_context.navigator.openWindow(to) : m_context.navigator.open(to);
  });
  connect(m_model, &ModelPage::championAsked, this, &ModelsPanel::setChampion);
  connect(m_model, &ModelPage::reviewAsked, this, &ModelsPanel::requestReview);
  connect(m_model, &ModelPage::archiveAsked, this,
          [this](std::int64_t version, bool away) { archive(m_place.model.toStdString(), version, away); });
  connect(m_model, &ModelPage::reviewOpened, this,
          [this](std::int64_t review) { m_context.navigator.open(ReviewRoute{review}); });
  connect(m_version, &VersionPage::reviewAsked, this, &ModelsPanel::requestReview);
  connect(m_model, &ModelPage::compareAsked, this, &ModelsPanel::compareChosen);
  connect(m_model, &ModelPage::factsAsked, this, &ModelsPanel::editFacts);
  connect(m_comparison, &ComparisonPage::routeAsked, this,
          [this](const Route& to) { m_context.navigator.open(to); });
  connect(m_model, &ModelPage::menuAsked, this, &ModelsPanel::openModelMenu);
  connect(m_model, &ModelPage::versionMenuAsked, this, &ModelsPanel::openVersionMenu);
  connect(m_version, &VersionPage::routeAsked, this,
          [this](const Route& to) { m_context.navigator.open(to); });
  connect(m_version, &VersionPage::championAsked, this, &ModelsPanel::setChampion);
  connect(m_version, &VersionPage::exportAsked, this, &ModelsPanel::exportFile);
  connect(m_version, &VersionPage::menuAsked, this, [this](QWidget* under) {
    if (m_place.version) {
      openVersionMenu(*m_place.version, under->mapToGlobal(QPoint(0, under->height() + 2)));
    }
  });
  connect(m_version, &VersionPage::tabChanged, this, [this] {
    if (m_place.version && m_place.tab != m_version->tab()) {
      m_place.tab = m_version->tab();
      Q_EMIT placeChanged();
    }
  });
}

ModelsPanel::~ModelsPanel() = default;

void ModelsPanel::addActions() {
  ActionRegistry& actions = m_context.actions;
  const QString group = tr("Models");
  actions.add(m_version, {QStringLiteral("models.back"),
                          tr("Back to the model"),
                          group,
                          QStringLiteral("chevron-left"),
                          {QKeySequence(Qt::Key_Backspace)},
                          [this] {
                            m_context.navigator.open(ModelRoute{m_place.model, std::nullopt, {}});
                          }});
  actions.add(m_version, {QStringLiteral("models.nextTab"),
                          tr("Next tab"),
                          group,
                          {},
                          {QKeySequence(Qt::Key_BracketRight)},
                          [this] { m_version->stepTab(1); }});
  actions.add(m_version, {QStringLiteral("models.previousTab"),
                          tr("Previous tab"),
                          group,
                          {},
                          {QKeySequence(Qt::Key_BracketLeft)},
                          [this] { m_version->stepTab(-1); }});
  actions.add(m_model, {QStringLiteral("models.compare"),
                        tr("Compare marked versions"),
                        group,
                        QStringLiteral("compare"),
                        {},
                        [this] { compareChosen(); }});
  actions.add(m_stack, {QStringLiteral("models.describe"),
                        tr("Edit description…"),
                        group,
                        QStringLiteral("edit"),
                        {QKeySequence(Qt::Key_N)},
                        [this] { editDescription(); }});
  actions.add(m_model, {QStringLiteral("models.facts"),
                        tr("Edit facts…"),
                        group,
                        QStringLiteral("edit"),
                        {QKeySequence(Qt::Key_F)},
                        [this] { editFacts(); }});
}

void ModelsPanel::open(const Route& route) {
  const ModelRoute& to = std::get<ModelRoute>(route);
  if (to.tab.startsWith(kRegister)) {  // asked from another panel: the sheet, wherever this panel stands
    if (!m_context.store->readOnly()) {
      registerModel({}, track::RunId(to.tab.mid(kRegister.size()).toStdString()));
    }
  } else {
    m_place = to;
  }
  loadPlace();
  Q_EMIT placeChanged();
}

std::vector<Crumb> ModelsPanel::breadcrumb() const {
  std::vector<Crumb> crumbs;
  if (!m_place.model.isEmpty()) {
    crumbs.push_back({m_place.model, ModelRoute{m_place.model, std::nullopt, {}}});
  }
  if (m_place.version) {
    crumbs.push_back(
        {QStringLiteral("v%1").arg(*m_place.version), ModelRoute{m_place.model, m_place.version, {}}});
  }
  if (const std::int64_t other = besideOf(m_place.tab); other > 0) {
    crumbs.push_back({tr("beside v%1").arg(other), m_place});
  }
  return crumbs;
}

std::vector<SidebarItem> ModelsPanel::sidebarItems() const {
  constexpr std::size_t kMost = 8;
  std::vector<SidebarItem> items;
  std::int64_t reviews = 0;
  for (std::size_t i = 0; m_lines && i < m_lines->size(); ++i) {
    reviews += (*m_lines)[i].liveReviews;
  }
  if (reviews > 0) {
    items.push_back({tr("Reviews"), QString::number(reviews), ReviewRoute{}});
  }
  for (std::size_t i = 0; m_lines && i < m_lines->size() && i < kMost; ++i) {
    const registry::ModelSummary& line = (*m_lines)[i];
    items.push_back({fromUtf8(line.name), QString::number(line.versions),
                     ModelRoute{fromUtf8(line.name), std::nullopt, {}}});
  }
  return items;
}

QWidget* ModelsPanel::filterField() {
  return m_filter;
}

bool ModelsPanel::settled() const {
  return m_lines && !m_listJob.running() && !m_modelJob.running() && !m_versionJob.running() &&
         !m_comparisonJob.running();
}

void ModelsPanel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), colors().bg0);
  painter.fillRect(QRect(0, 0, kListWidth - 1, height()), colors().bg1);
  painter.fillRect(QRect(kListWidth - 1, 0, 1, height()), colors().line);
}

void ModelsPanel::storeChanged(const store::ChangeSet& changes) {
  if (concerns(changes, store::ChangeKind::Model)) {
    loadList();
    loadPlace();
  }
}

void ModelsPanel::loadList() {
  m_listJob.start([store = m_context.store](std::stop_token stop) { return loadModelLines(*store, stop); });
}

void ModelsPanel::loadPlace() {
  if (m_place.model.isEmpty()) {
    return;  // the first model, once the list is here
  }
  const std::string model = m_place.model.toStdString();
  m_list->setCurrent(model);
  m_comparisonJob.cancel();
  if (m_place.version && besideOf(m_place.tab) > 0) {
    m_modelJob.cancel();
    m_versionJob.cancel();
    m_comparisonJob.start([store = m_context.store, model, left = besideOf(m_place.tab),
                           right = *m_place.version](std::stop_token stop) {
      return loadComparison(store, model, left, right, stop);
    });
  } else if (m_place.version) {
    m_modelJob.cancel();
    m_versionJob.start([store = m_context.store, model, version = *m_place.version](std::stop_token stop) {
      return loadVersionFacts(store, model, version, stop);
    });
  } else {
    m_versionJob.cancel();
    m_modelJob.start([store = m_context.store, model](std::stop_token stop) {
      return loadModelFacts(*store, model, stop);
    });
  }
}

void ModelsPanel::takeList(Result<ModelLines> lines) {
  if (!lines) {
    showFailure(lines.error());
    return;
  }
  m_lines = *std::move(lines);
  m_list->setModels(m_lines);
  Q_EMIT sidebarChanged();
  if (m_lines->empty()) {
    showEmpty();
  } else if (m_place.model.isEmpty()) {
    m_place.model = fromUtf8(m_lines->front().name);
    loadPlace();
    Q_EMIT placeChanged();
  }
}

void ModelsPanel::takeModel(Result<ModelFactsPtr> facts) {
  if (!facts) {
    showFailure(facts.error());
    return;
  }
  showProtection((*facts)->protection);
  m_model->show(*std::move(facts), m_context.store->clock().now(), m_context.store->readOnly());
  m_stack->setCurrentWidget(m_model);
}

void ModelsPanel::takeVersion(Result<VersionFactsPtr> facts) {
  if (!facts) {
    showFailure(facts.error());
    return;
  }
  showProtection((*facts)->protection, (*facts)->registered);
  m_version->show(*std::move(facts), m_context.store->clock().now(), m_context.store->readOnly());
  m_version->setTab(m_place.tab);
  m_stack->setCurrentWidget(m_version);
}

void ModelsPanel::takeComparison(Result<ComparisonFactsPtr> facts) {
  if (!facts) {
    showFailure(facts.error());
    return;
  }
  m_comparison->show(*std::move(facts));
  m_stack->setCurrentWidget(m_comparison);
}

void ModelsPanel::showState(QWidget* state) {
  if (m_state) {
    m_stack->removeWidget(m_state);
    m_state->deleteLater();
  }
  m_state = state;
  m_stack->addWidget(state);
  m_stack->setCurrentWidget(state);
}

void ModelsPanel::showFailure(const Error& error) {
  showState(new ErrorState(error, [this] {
    loadList();
    loadPlace();
  }));
}

void ModelsPanel::showEmpty() {
  showState(new EmptyState(
      QStringLiteral("models"), tr("No models yet"),
      tr("Register one from a run: mlflow.register_model, or log_model with registered_model_name. Or drop a "
         "model's folder here, or a file of ONNX, XGBoost, LightGBM or a pickle"),
      {{tr("Register a model…"), QStringLiteral("add"), ButtonKind::Normal, [this] { registerModel({}); }},
       {tr("Open experiments"), QStringLiteral("experiments"), ButtonKind::Primary,
        [this] { m_context.navigator.open(ExperimentsRoute{}); }}}));
}

void ModelsPanel::write(const QString& doing, store::WriteTask task, std::function<void()> done,
                        std::function<void(const Error&)> failed) {
  const QPointer<ModelsPanel> self(this);
  m_context.store->submit(std::move(task), [self, doing, done, failed](Status status) {
    QMetaObject::invokeMethod(
        qApp,
        [self, doing, done, failed, status = std::move(status)] {
          if (!self) {
            return;
          }
          if (!status && failed) {
            failed(status.error());
          } else if (!status) {
            self->m_context.toasts.showError(doing, status.error());
          } else if (done) {
            done();
          }
        },
        Qt::QueuedConnection);
  });
}

void ModelsPanel::compareChosen() {
  const std::vector<std::int64_t> chosen = m_model->chosen();
  if (chosen.size() == 2) {  // the newer on the right
    const auto [older, newer] = std::minmax(chosen[0], chosen[1]);
    m_context.navigator.open(ModelRoute{m_place.model, newer, besideTab(older)});
    return;
  }
  CompareRoute to;
  for (const std::int64_t version : m_model->chosen()) {
    const VersionLine* line = m_model->facts()->find(version);
    if (line && line->run) {
      to.runs.push_back(line->run->info.id);
    }
  }
  if (to.runs.size() >= 2) {
    m_context.navigator.open(to);
  }
}

void ModelsPanel::openModelMenu(QWidget* under) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const bool writable = !m_context.store->readOnly();
  menu->addAction(tr("Register a version…"), this, [this] { registerModel(m_place.model); })
      ->setEnabled(writable);
  menu->addAction(tr("Register a file…"), this, [this] { askForFile(m_place.model); })->setEnabled(writable);
  menu->addSeparator();
  menu->addAction(tr("Edit description…"), this, &ModelsPanel::editDescription)->setEnabled(writable);
  menu->addAction(tr("Edit facts…"), this, &ModelsPanel::editFacts)->setEnabled(writable);
  menu->addAction(tr("Rename…"), this, &ModelsPanel::renameModel)->setEnabled(writable);
  menu->addSeparator();
  menu->addAction(tr("Copy name"), this, [this] { QApplication::clipboard()->setText(m_place.model); });
  menu->addAction(tr("Copy link"), this, [this] {
    QApplication::clipboard()->setText(QStringLiteral("tatara:") + toText(Route(m_place)));
  });
  menu->popup(under->mapToGlobal(QPoint(0, under->height() + 2)));
}

void ModelsPanel::openVersionMenu(std::int64_t version, QPoint global) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const bool writable = !m_context.store->readOnly();
  const ModelRoute route{m_place.model, version, {}};
  menu->addAction(tr("Open"), this, [this, route] { m_context.navigator.open(route); });
  menu->addAction(tr("Open in new window"), this, [this, route] { m_context.navigator.openWindow(route); });
  menu->addSeparator();
  const std::int64_t champion = m_place.version ? m_version->facts()->champion : m_model->facts()->champion;
  if (champion > 0 && champion != version) {
    menu->addAction(tr("Compare with the champion"), this, [this, version, champion] {
      m_context.navigator.open(ModelRoute{m_place.model, version, besideTab(champion)});
    });
  }
  menu->addAction(tr("Add alias…"), this, [this, version] { addAlias(version); })->setEnabled(writable);
  const Protection& protection =
      m_place.version ? m_version->facts()->protection : m_model->facts()->protection;
  if (protection.champion && protection.mayOverride && champion != version) {
    menu->addAction(tr("Override the policy…"), this, [this, version] { overridePolicy(version); })
        ->setEnabled(writable);
  }
  const VersionLine* line = m_place.version ? &m_version->facts()->line : m_model->facts()->find(version);
  if (line) {
    for (const std::string& alias : line->version.aliases) {
      QAction* remove = menu->addAction(tr("Remove @%1").arg(fromUtf8(alias)), this, [this, alias, version] {
        moveAlias(m_place.model.toStdString(), registry::RemoveAlias{alias},
                  tr("@%1 removed").arg(fromUtf8(alias)), registry::SetAlias{alias, version});
      });
      remove->setEnabled(writable);
    }
    menu->addSeparator();
    const registry::ModelVersion copied = line->version;
    menu->addAction(tr("Export model card…"), this, [this, copied] { exportCard(copied); });
    menu->addAction(tr("Save all files…"), this, [this, copied] { saveFiles(copied); })
        ->setEnabled(artifact::rootPathOf(copied.storage).has_value());
    menu->addSeparator();
    menu->addAction(tr("Copy URI"), this, [copied] {
      QApplication::clipboard()->setText(
          QStringLiteral("models:/%1/%2").arg(fromUtf8(copied.model)).arg(copied.version));
    });
    menu->addAction(tr("Copy as Python"), this, [this, copied] {
      QApplication::clipboard()->setText(loadCode(copied, m_context.preferences.serverPort()));
    });
    menu->addAction(tr("Copy link"), this, [route] {
      QApplication::clipboard()->setText(QStringLiteral("tatara:") + toText(Route(route)));
    });
  }
  menu->addSeparator();
  if (line && line->version.aliases.empty()) {  // what an alias points to is in use
    const bool away = line->version.state != registry::VersionState::Archived;
    menu->addAction(away ? tr("Archive") : tr("Bring back"), this,
                    [this, version, away] { archive(m_place.model.toStdString(), version, away); })
        ->setEnabled(writable);
  }
  menu->addAction(tr("Delete…"), this, [this, version] { deleteVersion(version); })->setEnabled(writable);
  menu->popup(global);
}

PanelInfo modelsPanel() {
  PanelInfo info;
  info.id = QStringLiteral("models");
  info.title = ModelsPanel::tr("Models");
  info.icon = QStringLiteral("models");
  info.start = ModelRoute{};
  info.accepts = [](const Route& route) { return std::holds_alternative<ModelRoute>(route); };
  info.make = [](PanelContext& context, QWidget* parent) -> Panel* {
    return new ModelsPanel(context, parent);
  };
  info.tour = [](const store::Store& store) {
    std::vector<Route> routes;
    const auto lines = loadModelLines(store, {});
    if (lines && !(*lines)->empty()) {
      const registry::ModelSummary& line = (*lines)->front();
      if (line.champion > 0) {
        routes.emplace_back(ModelRoute{fromUtf8(line.name), line.champion, {}});
        routes.emplace_back(ModelRoute{fromUtf8(line.name), line.champion, QStringLiteral("lineage")});
      }
    }
    return routes;
  };
  return info;
}

}  // namespace tatara::ui
