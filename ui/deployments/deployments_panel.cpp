#include "ui/deployments/deployments_panel.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/async/store_signals.h"
#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/theme.h"
#include "ui/base/utf8.h"
#include "ui/deployments/client_code.h"
#include "ui/deployments/deploy_sheets.h"
#include "ui/deployments/disagreement_page.h"
#include "ui/deployments/endpoint_list.h"
#include "ui/deployments/endpoint_page.h"
#include "ui/deployments/endpoint_text.h"
#include "ui/deployments/try_page.h"
#include "ui/shell/session.h"
#include "ui/widget/badge.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr int kListWidth = 296;
constexpr int kLiveMs = 5000;
constexpr int kJoinMs = 200;
constexpr int kAnyPort = 0;
constexpr std::size_t kMostInSidebar = 8;

}  // namespace

DeploymentsPanel::DeploymentsPanel(PanelContext& context, QWidget* parent)
    : Panel(parent),
      m_context(context),
      m_list(new EndpointList(this)),
      m_stack(new QStackedWidget(this)),
      m_page(new EndpointPage(context.store, this)),
      m_listJob([this](Result<EndpointLines> lines) { takeLines(std::move(lines)); }),
      m_factsJob([this](Result<EndpointFactsPtr> facts) { takeFacts(std::move(facts)); }),
      m_choicesJob([this](Result<ModelChoices> choices) {
        if (!choices) {
          m_context.toasts.showError(tr("Reading the models"), choices.error());
        } else if (const auto next = std::exchange(m_withChoices, {})) {
          next(*choices);
        }
      }) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(kPanelMargin, 0, kPanelMargin, kPanelMargin);
  whole->setSpacing(0);
  whole->addWidget(makeHeader());
  auto* row = new QHBoxLayout;
  row->setSpacing(kCardGap);
  m_list->setFixedWidth(kListWidth);
  row->addWidget(m_list);
  auto* right = new QVBoxLayout;
  right->setSpacing(0);
  m_bannerPlace = new QVBoxLayout;
  right->addLayout(m_bannerPlace);
  right->addWidget(m_stack, 1);
  row->addLayout(right, 1);
  whole->addLayout(row, 1);
  m_stack->addWidget(new Skeleton(32, this));
  m_stack->addWidget(m_page);
  connectPage();

  m_soon.setSingleShot(true);
  m_soon.setInterval(kJoinMs);
  connect(&m_soon, &QTimer::timeout, this, [this] {
    loadList();
    loadPlace();
  });
  m_timer.setInterval(kLiveMs);
  connect(&m_timer, &QTimer::timeout, this, [this] {
    if (isVisible()) {
      loadList();
      loadPlace();
    }
  });
  m_timer.start();
  connect(m_list, &EndpointList::opened, this, [this](const QString& name) {
    m_context.navigator.open(DeploymentsRoute{name, m_place.tab});
  });
  connect(&context.changes, &StoreSignals::changed, this, &DeploymentsPanel::storeChanged);
  connect(&context.session.modelServer(), &ServerControl::changed, this, &DeploymentsPanel::showServer);
  showServer();
  loadList();
}

DeploymentsPanel::~DeploymentsPanel() = default;

QWidget* DeploymentsPanel::makeHeader() {
  auto* header = new QWidget(this);
  header->setFixedHeight(kPanelHeaderHeight);
  auto* bar = new QHBoxLayout(header);
  bar->setContentsMargins(0, 0, 0, 0);
  bar->setSpacing(10);
  bar->addWidget(new Label(tr("Deployments"), TextRole::PanelTitle, &Colors::tx1, header));
  m_count = new Label({}, TextRole::Body, &Colors::tx3, header);
  bar->addWidget(m_count);
  m_serverBadge = new Badge(BadgeState::Archived, {}, header);
  bar->addWidget(m_serverBadge);
  m_serverButton = makeButton({}, {}, ButtonKind::Normal, header);
  bar->addWidget(m_serverButton);
  bar->addStretch(1);
  auto* quantile = new SegmentedControl(header);
  for (const char* name : {"p50", "p95", "p99"}) {
    quantile->addSegment(QString::fromLatin1(name), {}, tr("Which latency is drawn"));
  }
  quantile->setCurrent(1);
  bar->addWidget(quantile);
  auto* span = new SegmentedControl(header);
  for (const QString& name : {tr("15 m"), tr("1 h"), tr("24 h"), tr("7 d")}) {
    span->addSegment(name);
  }
  span->setCurrent(1);
  bar->addWidget(span);
  m_live = makeButton(tr("Live, every 5 s"), {}, ButtonKind::Normal, header);
  m_live->setIcon(icon(QStringLiteral("live"), &Colors::ok));
  bar->addWidget(m_live);
  m_new = makeButton(tr("New endpoint"), QStringLiteral("add"), ButtonKind::Primary, header);
  m_new->setEnabled(!m_context.store->readOnly());
  m_new->setToolTip(m_context.store->readOnly() ? tr("This workspace is read-only") : QString());
  bar->addWidget(m_new);
  connect(quantile, &SegmentedControl::currentChanged, this, [this](int index) {
    m_quantile = index == 0 ? 0.5 : index == 1 ? 0.95 : 0.99;
    showPage();
  });
  connect(span, &SegmentedControl::currentChanged, this, [this](int index) {
    m_span = static_cast<TimeSpan>(index);
    m_page->overview()->showLoading();
    loadList();
    loadPlace();
  });
  connect(m_live, &QPushButton::clicked, this, [this] {
    const bool on = !m_timer.isActive();
    on ? m_timer.start() : m_timer.stop();
    m_live->setText(on ? tr("Live, every 5 s") : tr("Live is off"));
    m_live->setIcon(icon(QStringLiteral("live"), on ? &Colors::ok : &Colors::tx3));
  });
  connect(m_new, &QPushButton::clicked, this, [this] { newEndpoint({}, 0); });
  connect(m_serverButton, &QPushButton::clicked, this, [this] {
    ServerControl& server = m_context.session.modelServer();
    server.state() == ServerState::Running ? server.stop() : startServer();
  });
  return header;
}

void DeploymentsPanel::connectPage() {
  connect(m_page, &EndpointPage::tabChanged, this, [this] {
    if (m_place.tab != m_page->tab()) {
      m_place.tab = m_page->tab();
      Q_EMIT sidebarChanged();
      Q_EMIT placeChanged();
    }
  });
  connect(m_page, &EndpointPage::weightsAsked, this, [this](const std::vector<deploy::Route>& routes) {
    act(tr("Setting the traffic"),
        [name = m_facts->endpoint.name, routes](store::Writer& writer, const registry::Actor& actor,
                                                Timestamp now) -> Status {
          TATARA_TRY(deploy::setRoutes(writer, name, routes, actor, now));
          return {};
        });
  });
  connect(m_page, &EndpointPage::rollbackAsked, this, [this] { rollBack(true); });
  connect(m_page, &EndpointPage::holdAsked, this, [this](bool held) {
    act(tr("Holding the canary"),
        [name = m_facts->endpoint.name, held](store::Writer& writer, const registry::Actor& actor,
                                              Timestamp now) -> Status {
          TATARA_TRY(deploy::holdRollout(writer, name, held, actor, now));
          return {};
        });
  });
  connect(m_page, &EndpointPage::promoteAsked, this, [this] {
    act(
        tr("Promoting the canary"),
        [name = m_facts->endpoint.name](store::Writer& writer, const registry::Actor& actor,
                                        Timestamp now) -> Status {
          TATARA_TRY(deploy::promoteRollout(writer, name, actor, now));
          return {};
        },
        [this] { m_context.toasts.offerUndo(tr("Canary promoted"), [this] { rollBack(false); }); });
  });
  connect(m_page, &EndpointPage::canaryAsked, this, [this] { startCanary(0); });
  connect(m_page, &EndpointPage::menuAsked, this, &DeploymentsPanel::openMenu);
  connect(m_page, &EndpointPage::exportAsked, this, &DeploymentsPanel::exportVersion);
  connectDisagreements();
  connect(m_page, &EndpointPage::keepAsked, this, &DeploymentsPanel::keepRequests);
  connect(m_page, &EndpointPage::eraseAsked, this, &DeploymentsPanel::erase);
  connect(m_page, &EndpointPage::labelsAsked, this, &DeploymentsPanel::addLabels);
  connect(m_page, &EndpointPage::deleteAsked, this, &DeploymentsPanel::deleteEndpoint);
  connect(m_page, &EndpointPage::saveAsked, this, [this](const deploy::Settings& settings) {
    act(
        tr("Saving the settings"),
        [name = m_facts->endpoint.name, settings](store::Writer& writer, const registry::Actor& actor,
                                                  Timestamp now) -> Status {
          TATARA_TRY(deploy::changeSettings(writer, name, settings, actor, now));
          return {};
        },
        [this] { m_context.toasts.inform(tr("Settings saved")); });
  });
  connect(m_page, &EndpointPage::modelAsked, this, [this] {
    m_context.navigator.open(ModelRoute{fromUtf8(m_facts->endpoint.model), std::nullopt, {}});
  });
  connect(m_page, &EndpointPage::activityAsked, this, [this] { m_context.navigator.open(ActivityRoute{}); });
}

void DeploymentsPanel::connectDisagreements() {
  DisagreementPage* disagreements = m_page->disagreementPage();
  connect(disagreements, &DisagreementPage::exportAsked, this, &DeploymentsPanel::exportDisagreements);
  connect(disagreements, &DisagreementPage::keepAsked, this, &DeploymentsPanel::keepDisagreements);
  connect(disagreements, &DisagreementPage::copied, this, [this](std::int64_t rows) {
    m_context.toasts.inform(tr("%n rows copied", nullptr, static_cast<int>(rows)));
  });
  connect(disagreements, &DisagreementPage::failed, this,
          [this](const Error& error) { m_context.toasts.showError(tr("Reading the disagreements"), error); });
}

void DeploymentsPanel::open(const Route& route) {
  DeploymentsRoute place = std::get<DeploymentsRoute>(route);
  if (!place.newModel.isEmpty() && place.endpoint.isEmpty()) {
    newEndpoint(place.newModel, place.newVersion);
    place = m_place;
  } else if (!place.newModel.isEmpty()) {
    m_canaryWanted = place.newVersion;  // once the endpoint is there
    place.newModel.clear();
    place.newVersion = 0;
  }
  const bool other = place.endpoint != m_place.endpoint;
  m_place = place;
  m_page->setTab(m_place.tab);
  m_list->setCurrent(m_place.endpoint);
  if (other) {
    m_page->overview()->showLoading();
  }
  loadPlace();
  Q_EMIT sidebarChanged();
  Q_EMIT placeChanged();
}

std::vector<Crumb> DeploymentsPanel::breadcrumb() const {
  return m_place.endpoint.isEmpty()
             ? std::vector<Crumb>()
             : std::vector<Crumb>{{m_place.endpoint, DeploymentsRoute{m_place.endpoint, {}}}};
}

std::vector<SidebarItem> DeploymentsPanel::sidebarItems() const {
  std::vector<SidebarItem> items;
  for (std::size_t i = 0; m_lines && i < m_lines->size() && i < kMostInSidebar; ++i) {
    const QString name = fromUtf8((*m_lines)[i].endpoint.name);
    // Of the one that is open the place itself, so that it is marked whatever tab is shown.
    items.push_back({name, {}, name == m_place.endpoint ? m_place : DeploymentsRoute{name, {}}});
  }
  return items;
}

bool DeploymentsPanel::settled() const {
  if (!m_lines || m_listJob.running() || m_factsJob.running() || m_choicesJob.running() ||
      m_context.session.modelServer().state() == ServerState::Unknown) {
    return false;
  }
  return m_lines->empty() || (m_facts && m_page->settled());
}

void DeploymentsPanel::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), colors().bg0);
}

void DeploymentsPanel::storeChanged(const store::ChangeSet& changes) {
  if (concerns(changes, store::ChangeKind::Endpoint) || concerns(changes, store::ChangeKind::Model)) {
    m_soon.start();
  }
}

Look DeploymentsPanel::look() const {
  const ServerView server = serverView();
  return {m_span, server.serving ? ServerDoor(server.address.toStdString(), m_page->tryPage()->token())
                                 : ServerDoor()};
}

void DeploymentsPanel::loadList() {
  m_listJob.start([store = m_context.store, look = look()](std::stop_token stop) {
    return loadEndpointLines(*store, look, stop);
  });
}

void DeploymentsPanel::loadPlace() {
  if (m_place.endpoint.isEmpty()) {
    return;  // the first endpoint, once the list is here
  }
  m_factsJob.start([store = m_context.store, name = m_place.endpoint.toStdString(), look = look(),
                    live = m_liveMetric](std::stop_token stop) {
    return loadEndpointFacts(store, name, look, stop, live);
  });
}

void DeploymentsPanel::takeLines(Result<EndpointLines> lines) {
  if (!lines) {
    showState(new ErrorState(lines.error(), [this] { loadList(); }));
    return;
  }
  m_lines = *std::move(lines);
  m_list->setEndpoints(m_lines, serverView().serving);
  m_list->setVisible(!m_lines->empty());
  m_count->setText(m_lines->empty() ? QString()
                                    : tr("%n endpoints", nullptr, static_cast<int>(m_lines->size())));
  Q_EMIT sidebarChanged();
  if (m_lines->empty()) {
    m_facts.reset();
    m_place.endpoint.clear();
    if (!m_offered) {
      showEmpty({});
    }
    offerChampion();
  } else if (m_place.endpoint.isEmpty()) {
    m_place.endpoint = fromUtf8(m_lines->front().endpoint.name);
    m_list->setCurrent(m_place.endpoint);
    loadPlace();
    Q_EMIT placeChanged();
  }
  showBanner();
}

void DeploymentsPanel::takeFacts(Result<EndpointFactsPtr> facts) {
  if (!facts && facts.error().kind == ErrorKind::NotFound && m_facts &&
      fromUtf8(m_facts->endpoint.name) == m_place.endpoint) {
    m_place = {};  // it was deleted while it was shown
    m_facts.reset();
    loadList();
    return;
  }
  if (!facts) {
    showState(new ErrorState(facts.error(), [this] { loadPlace(); }));
    return;
  }
  m_facts = *std::move(facts);
  m_offered.reset();
  showPage();
  showBanner();
  m_stack->setCurrentWidget(m_page);
  const bool running = m_facts->rollout && m_facts->rollout->state == deploy::RolloutState::Running;
  const std::int64_t wanted = std::exchange(m_canaryWanted, 0);
  if (wanted > 0 && !running && !m_context.store->readOnly() && m_facts->permissions.deploy.empty()) {
    startCanary(wanted);
  }
}

void DeploymentsPanel::showPage() {
  if (m_facts) {
    m_page->show(m_facts, serverView(), m_context.store->readOnly(), m_quantile);
  }
}

ServerView DeploymentsPanel::serverView() const {
  const ServerControl& server = m_context.session.modelServer();
  return {server.state() == ServerState::Running, server.info().address};
}

void DeploymentsPanel::showServer() {
  const ServerControl& server = m_context.session.modelServer();
  const ServerState state = server.state();
  const bool running = state == ServerState::Running;
  const bool moving = state == ServerState::Starting || state == ServerState::Stopping;
  m_serverBadge->setState(running  ? BadgeState::Ok
                          : moving ? BadgeState::Running
                                   : BadgeState::Archived,
                          running                          ? tr("Model server on")
                          : state == ServerState::Starting ? tr("Model server starting")
                          : state == ServerState::Stopping ? tr("Model server stopping")
                                                           : tr("Model server off"));
  m_serverBadge->setToolTip(running ? server.info().address : QString());
  m_serverButton->setText(running ? tr("Stop") : tr("Start"));
  m_serverButton->setEnabled(!moving && !m_context.store->readOnly());
  if (m_lines) {
    m_list->setEndpoints(m_lines, running);
  }
  showPage();
  showBanner();
}

void DeploymentsPanel::showBanner() {
  const ServerControl& server = m_context.session.modelServer();
  const bool stopped = server.state() == ServerState::Stopped && m_lines && !m_lines->empty();
  const bool idle = m_facts && m_facts->traffic.empty() && m_facts->example;
  const bool serving = server.state() == ServerState::Running && m_facts;
  const QString problem = serving ? fromUtf8(m_facts->problem()) : QString();
  const std::int64_t lost = serving && m_facts->served ? m_facts->served->lost : 0;
  const QString key = server.failure()     ? fromUtf8(server.failure()->message)
                      : !problem.isEmpty() ? problem
                      : lost > 0           ? QStringLiteral("lost %1").arg(lost)
                      : stopped            ? QStringLiteral("stopped %1").arg(idle)
                      : idle               ? QStringLiteral("idle")
                                           : QString();
  if (key == m_bannerKey) {
    return;
  }
  m_bannerKey = key;
  if (m_banner) {
    m_page->moved();  // "Roll back" comes to stand where the banner's button was
  }
  delete m_banner;
  m_banner = nullptr;
  const StateAction start{tr("Start model server"), QStringLiteral("run"), ButtonKind::Normal,
                          [this] { startServer(); }};
  const StateAction traffic{tr("Send example traffic"), QStringLiteral("deployments"), ButtonKind::Normal,
                            [this] { sendExampleTraffic(); }};
  if (server.failure()) {
    m_banner = new Banner(Banner::Tone::Error, fromUtf8(server.failure()->message),
                          {start, {tr("Use any free port"), {}, ButtonKind::Normal, [this] {
                                     m_context.session.modelServer().start(kAnyPort);
                                   }}});
  } else if (!problem.isEmpty()) {
    m_banner =
        new Banner(Banner::Tone::Error, tr("The server does not serve what is set here. %1").arg(problem));
  } else if (lost > 0) {
    m_banner = new Banner(Banner::Tone::Warning,
                          tr("%n requests were answered but could not be kept; the disk may be full", nullptr,
                             static_cast<int>(lost)));
  } else if (stopped) {
    m_banner = new Banner(Banner::Tone::Info,
                          tr("The model server is off: no endpoint answers. What is shown is the past."),
                          idle ? std::vector{start, traffic} : std::vector{start});
  } else if (idle) {
    m_banner = new Banner(Banner::Tone::Info, tr("Nobody asked this endpoint yet."), {traffic});
  }
  if (m_banner) {
    m_bannerPlace->addWidget(m_banner);
    m_bannerPlace->setContentsMargins(0, 0, 0, kCardGap);
  } else {
    m_bannerPlace->setContentsMargins(0, 0, 0, 0);
  }
}

void DeploymentsPanel::showState(QWidget* state) {
  m_offered.reset();
  if (m_state) {
    m_stack->removeWidget(m_state);
    m_state->deleteLater();
  }
  m_state = state;
  m_stack->addWidget(state);
  m_stack->setCurrentWidget(state);
}

// Once it is known which model has one.
void DeploymentsPanel::offerChampion() {
  if (m_context.store->readOnly() || m_withChoices) {
    return;
  }
  m_withChoices = [this](const ModelChoices& choices) {
    const auto found = std::ranges::find_if(*choices, [](const ModelChoice& choice) {
      return std::ranges::find(choice.aliases, "champion") != choice.aliases.end();
    });
    const QString champion = found == choices->end() ? QString() : fromUtf8(found->model);
    if (m_lines && m_lines->empty() && m_offered != champion) {
      showEmpty(champion);
    }
  };
  m_choicesJob.start(
      [store = m_context.store](std::stop_token stop) { return loadModelChoices(*store, stop); });
}

void DeploymentsPanel::showEmpty(const QString& champion) {
  const bool writable = !m_context.store->readOnly();
  std::vector<StateAction> actions;
  if (writable && !champion.isEmpty()) {
    actions.push_back({tr("Deploy the champion of %1").arg(champion), QStringLiteral("deployments"),
                       ButtonKind::Primary, [this, champion] { deployChampion(champion); }});
  }
  if (writable) {
    actions.push_back({tr("New endpoint"), QStringLiteral("add"),
                       champion.isEmpty() ? ButtonKind::Primary : ButtonKind::Normal,
                       [this] { newEndpoint({}, 0); }});
  }
  actions.push_back({tr("Open models"), QStringLiteral("models"), ButtonKind::Normal,
                     [this] { m_context.navigator.open(ModelRoute{}); }});
  showState(
      new EmptyState(QStringLiteral("deployments"), tr("No endpoint yet"),
                     tr("An endpoint answers requests with a registered model, on this machine, without a "
                        "container"),
                     std::move(actions)));
  m_offered = champion;
}

void DeploymentsPanel::openMenu(QWidget* under) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const bool writable = !m_context.store->readOnly();
  const auto& routes = m_facts->endpoint.routes;
  const bool running = m_facts->rollout && m_facts->rollout->state == deploy::RolloutState::Running;
  QMenu* shadow = menu->addMenu(tr("Mirror requests to"));
  shadow->setEnabled(writable && !running && m_facts->permissions.shadow.empty());
  for (const VersionLabel& label : m_facts->versions) {
    if (std::ranges::find(routes, label.version, &deploy::Route::version) == routes.end()) {
      shadow->addAction(versionText(label.version), this,
                        [this, version = label.version] { setShadow(version); });
    }
  }
  if (std::ranges::any_of(routes, &deploy::Route::shadow)) {
    shadow->addAction(tr("Nobody"), this, [this] { setShadow(0); });
  }
  QMenu* exports = menu->addMenu(tr("Export"));
  for (const VersionLabel& label : m_facts->versions) {
    exports->addAction(tr("%1…").arg(versionText(label.version)), this,
                       [this, version = label.version] { exportVersion(version); });
  }
  menu->addSeparator();
  menu->addAction(tr("Copy address"), this,
                  [this] {
                    const ServerView server = serverView();
                    QApplication::clipboard()->setText(endpointUrl(server.address, m_facts->endpoint.name));
                  })
      ->setEnabled(serverView().serving);
  menu->addAction(tr("Copy link"), this, [this] {
    QApplication::clipboard()->setText(QStringLiteral("tatara:") + toText(Route(m_place)));
  });
  menu->addAction(tr("Open in new window"), this, [this] { m_context.navigator.openWindow(m_place); });
  menu->addSeparator();
  menu->addAction(tr("Delete…"), this, &DeploymentsPanel::deleteEndpoint)
      ->setEnabled(writable && m_facts->permissions.deploy.empty());
  menu->popup(under->mapToGlobal(QPoint(0, under->height() + 2)));
}

PanelInfo deploymentsPanel() {
  PanelInfo info;
  info.id = QStringLiteral("deployments");
  info.title = DeploymentsPanel::tr("Deployments");
  info.icon = QStringLiteral("deployments");
  info.start = DeploymentsRoute{};
  info.accepts = [](const Route& route) { return std::holds_alternative<DeploymentsRoute>(route); };
  info.make = [](PanelContext& context, QWidget* parent) -> Panel* {
    return new DeploymentsPanel(context, parent);
  };
  info.tour = [](const store::Store& store) {
    std::vector<Route> routes;
    const auto lines = loadEndpointLines(store, TimeSpan::Hour, {});
    if (lines && !(*lines)->empty()) {
      const QString name = fromUtf8((*lines)->front().endpoint.name);
      for (const char* tab : {"", "try", "requests"}) {
        routes.emplace_back(DeploymentsRoute{name, QString::fromLatin1(tab)});
      }
    }
    return routes;
  };
  return info;
}

}  // namespace tatara::ui
