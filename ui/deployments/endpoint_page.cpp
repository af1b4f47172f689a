#include "ui/deployments/endpoint_page.h"

#include <algorithm>
#include <array>

#include <QApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/phrase_text.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/base/utf8.h"
#include "ui/deployments/client_code.h"
#include "ui/deployments/disagreement_page.h"
#include "ui/deployments/endpoint_text.h"
#include "ui/deployments/log_page.h"
#include "ui/deployments/requests_page.h"
#include "ui/deployments/settings_page.h"
#include "ui/deployments/try_page.h"
#include "ui/model/text_grid.h"
#include "ui/shell/route_pages.h"
#include "ui/widget/badge.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kDisagreements = 3;

// A square of a version's colour.
class Swatch final : public QWidget {
 public:
  Swatch(std::int64_t version, QWidget* parent) : QWidget(parent), m_style(styleOf(version)) {
    setFixedSize(12, 16);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawSwatch(painter, QPointF(0, 3), m_style, SwatchRing::None);
  }

 private:
  RunStyle m_style;
};

// "v2 68 % · v3 32 %"
QString sharesText(const deploy::Revision& revision) {
  QStringList parts;
  for (const deploy::Route& route : revision.routes) {
    if (!route.shadow) {
      parts << QStringLiteral("%1 %2").arg(versionText(route.version), weightText(route.weight));
    }
  }
  return parts.join(QStringLiteral(" · "));
}

// Whether the last change of its traffic was a rollback: the next one then takes that back.
bool rolledBack(const EndpointFacts& facts) {
  for (const registry::Act& act : facts.acts) {
    if (act.verb == deploy::kRollBack) {
      return true;
    }
    if (act.verb != deploy::kChangeSettings && act.verb != "erase predictions") {
      return false;
    }
  }
  return false;
}

void clear(QLayout& layout) {
  while (QLayoutItem* item = layout.takeAt(0)) {
    delete item->widget();
    delete item;
  }
}

}  // namespace

EndpointPage::EndpointPage(const std::shared_ptr<store::Store>& store, QWidget* parent) : QWidget(parent) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  whole->setSpacing(0);
  whole->addWidget(makeTraffic());
  m_tabs = new QTabBar(this);
  m_tabs->setDrawBase(false);
  for (const QString& title : {tr("Overview"), tr("Try it"), tr("Requests"), tr("Disagreements"),
                               tr("Schema"), tr("Client code"), tr("Logs"), tr("Settings")}) {
    m_tabs->addTab(title);
  }
  whole->addWidget(m_tabs);
  whole->addWidget(makeLine(Qt::Horizontal, this));
  whole->addSpacing(kCardGap);
  m_stack = new QStackedWidget(this);
  whole->addWidget(m_stack, 1);
  m_overview = new EndpointOverview;
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(m_overview);
  scroll->viewport()->installEventFilter(m_overview);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->viewport()->setAutoFillBackground(false);
  m_overview->setAutoFillBackground(false);
  m_stack->addWidget(scroll);
  m_try = new TryPage(store, this);
  m_stack->addWidget(m_try);
  m_requests = new RequestsPage(this);
  m_stack->addWidget(m_requests);
  m_disagreements = new DisagreementPage(store, this);
  m_stack->addWidget(m_disagreements);
  m_stack->addWidget(makeSchema());
  m_stack->addWidget(makeCode());
  m_log = new LogPage(this);
  m_stack->addWidget(m_log);
  m_settings = new SettingsPage(this);
  m_stack->addWidget(m_settings);
  connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
    m_stack->setCurrentIndex(index);
    Q_EMIT tabChanged();
  });
  connect(m_overview, &EndpointOverview::modelAsked, this, &EndpointPage::modelAsked);
  connect(m_overview, &EndpointOverview::activityAsked, this, &EndpointPage::activityAsked);
  connect(m_requests, &RequestsPage::keepAsked, this, &EndpointPage::keepAsked);
  connect(m_requests, &RequestsPage::eraseAsked, this, &EndpointPage::eraseAsked);
  connect(m_requests, &RequestsPage::labelsAsked, this, &EndpointPage::labelsAsked);
  const auto tryRow = [this](const QString& row) {
    m_try->setBody(row);
    setTab(QStringLiteral("try"));
  };
  connect(m_requests, &RequestsPage::tryAsked, this, tryRow);
  connect(m_disagreements, &DisagreementPage::tryAsked, this, tryRow);
  connect(m_settings, &SettingsPage::saveAsked, this, &EndpointPage::saveAsked);
  connect(m_settings, &SettingsPage::deleteAsked, this, &EndpointPage::deleteAsked);
}

QWidget* EndpointPage::makeSchema() {
  auto* schemaCard = new Card(tr("Schema"), this);
  auto* schema = new QWidget;
  auto* schemaColumn = new QVBoxLayout(schema);
  schemaColumn->setContentsMargins(1, 0, 1, 1);
  m_schemaNote = new Label({}, TextRole::Cell, &Colors::tx2);
  m_schemaNote->setOverflow(Overflow::Wrap);
  auto* noteRow = new QHBoxLayout;
  noteRow->setContentsMargins(kCardPadding, 0, kCardPadding, 0);
  noteRow->addWidget(m_schemaNote);
  schemaColumn->addLayout(noteRow);
  m_schema = new TextGrid(tr("Schema"));
  schemaColumn->addWidget(m_schema, 1);
  schemaCard->setContent(schema);
  return schemaCard;
}

QWidget* EndpointPage::makeTraffic() {
  auto* card = new Card({}, this);
  m_traffic = new QWidget;
  auto* column = new QVBoxLayout(m_traffic);
  column->setContentsMargins(14, 12, 14, 10);
  column->setSpacing(6);
  auto* top = new QHBoxLayout;
  top->setSpacing(8);
  m_name = new Label({}, TextRole::DetailTitle);
  m_state = new Badge(BadgeState::Ok);
  m_hold = makeButton(tr("Hold"), QStringLiteral("stop"));
  m_promote = makeButton(tr("Promote now"), QStringLiteral("chevron-up"));
  m_canary = makeButton(tr("Canary…"), QStringLiteral("deployments"));
  m_rollback = makeButton(tr("Roll back"), QStringLiteral("roll-back"), ButtonKind::Danger);
  m_export = makeButton(tr("Export…"), QStringLiteral("export"));
  m_export->setToolTip(tr("As a package for another platform"));
  m_more = makeIconButton(QStringLiteral("more"), tr("More"), m_traffic);
  top->addWidget(m_name);
  top->addWidget(m_state);
  top->addStretch(1);
  for (QWidget* widget :
       std::initializer_list<QWidget*>{m_hold, m_promote, m_canary, m_export, m_rollback, m_more}) {
    top->addWidget(widget);
  }
  column->addLayout(top);
  m_url = new Label({}, TextRole::Code, &Colors::tx3);
  column->addWidget(m_url);
  column->addWidget(makeShares());
  card->setContent(m_traffic);
  connect(m_hold, &QPushButton::clicked, this,
          [this] { Q_EMIT holdAsked(!(m_facts->rollout && m_facts->rollout->held)); });
  connect(m_promote, &QPushButton::clicked, this, &EndpointPage::promoteAsked);
  connect(m_canary, &QPushButton::clicked, this, &EndpointPage::canaryAsked);
  connect(m_export, &QPushButton::clicked, this,
          [this] { Q_EMIT exportAsked(m_facts->endpoint.champion()); });
  // The second press of a double-click would take the rollback back.
  connect(m_rollback, &QPushButton::clicked, this, [this] {
    constexpr qint64 kDoublePressMs = 1000;
    const bool elsewhere = m_moved.isValid() && m_moved.elapsed() < QApplication::doubleClickInterval();
    if (!elsewhere && (!m_pressed.isValid() || m_pressed.elapsed() > kDoublePressMs)) {
      m_pressed.start();
      Q_EMIT rollbackAsked();
    }
  });
  connect(m_more, &QToolButton::clicked, this, [this] { Q_EMIT menuAsked(m_more); });
  return card;
}

QWidget* EndpointPage::makeShares() {
  auto* part = new QWidget;
  auto* column = new QVBoxLayout(part);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  auto* words = new QWidget;
  m_shares = new QHBoxLayout(words);
  m_shares->setContentsMargins(0, 0, 0, 0);
  m_shares->setSpacing(6);
  column->addWidget(words);
  m_slider = new TrafficSlider;
  column->addWidget(m_slider);
  m_proposal = new QWidget;
  auto* row = new QHBoxLayout(m_proposal);
  row->setContentsMargins(0, 0, 0, 0);
  m_proposed = new Label({}, TextRole::CellStrong, &Colors::acctx);
  QPushButton* cancel = makeButton(tr("Cancel"));
  QPushButton* apply = makeButton(tr("Apply"), {}, ButtonKind::Primary);
  row->addWidget(m_proposed, 1);
  row->addWidget(cancel);
  row->addWidget(apply);
  column->addWidget(m_proposal);
  m_proposal->hide();
  connect(m_slider, &TrafficSlider::proposedChanged, this, &EndpointPage::showProposal);
  connect(cancel, &QPushButton::clicked, m_slider, &TrafficSlider::reset);
  connect(apply, &QPushButton::clicked, this, [this] {
    std::vector<deploy::Route> routes;
    for (const SliderShare& share : m_slider->proposed()) {
      if (share.weight > 0) {
        routes.push_back({.version = share.version, .weight = share.weight});
      }
    }
    for (const deploy::Route& route : m_facts->endpoint.routes) {
      if (route.shadow) {
        routes.push_back({.version = route.version, .shadow = true});
      }
    }
    Q_EMIT weightsAsked(routes);
  });
  return part;
}

QWidget* EndpointPage::makeCode() {
  auto* card = new Card(tr("Client code"), this);
  m_codeCard = card;
  m_language = new SegmentedControl;
  m_language->setSmall(true);
  for (const char* name : {"Python", "curl", "C++"}) {
    m_language->addSegment(QString::fromLatin1(name));
  }
  card->addTool(m_language);
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(kCardPadding, 0, kCardPadding, kCardPadding);
  m_code = new CodeBlock({});
  column->addWidget(m_code);
  column->addStretch(1);
  card->setContent(content);
  connect(m_language, &SegmentedControl::currentChanged, this, &EndpointPage::showCode);
  return card;
}

QString EndpointPage::tab() const {
  return endpointPages().value(m_tabs->currentIndex());
}

void EndpointPage::setTab(const QString& tab) {
  m_tabs->setCurrentIndex(static_cast<int>(std::max<qsizetype>(endpointPages().indexOf(tab), 0)));
}

void EndpointPage::stepTab(int by) {
  m_tabs->setCurrentIndex((m_tabs->currentIndex() + by + m_tabs->count()) % m_tabs->count());
}

bool EndpointPage::settled() const {
  return m_overview->settled() && !m_try->running() && m_disagreements->settled();
}

void EndpointPage::show(EndpointFactsPtr facts, const ServerView& server, bool readOnly, double quantile) {
  m_facts = std::move(facts);
  m_server = server;
  showTraffic();
  showButtons(readOnly);
  m_overview->show(m_facts, server, quantile);
  m_try->show(m_facts, server.serving ? server.address : QString());
  m_requests->show(m_facts, readOnly);
  m_disagreements->show(m_facts, readOnly);
  const bool shadowed = std::ranges::any_of(m_facts->endpoint.routes, &deploy::Route::shadow);
  const bool compared = shadowed || m_facts->disagreements.kept > 0;
  if (!compared && m_tabs->currentIndex() == kDisagreements) {
    m_tabs->setCurrentIndex(0);  // of another endpoint
  }
  m_tabs->setTabVisible(kDisagreements, compared);
  m_log->show(m_facts);
  showSchema();
  showCode();
  m_settings->show(m_facts, readOnly);
}

void EndpointPage::showTraffic() {
  const deploy::Endpoint& endpoint = m_facts->endpoint;
  m_name->setText(fromUtf8(endpoint.name));
  deploy::Traffic recent;
  for (const deploy::TrafficPoint& point : m_facts->recent) {
    recent.merge(point.traffic);
  }
  const bool running = m_facts->rollout && m_facts->rollout->state == deploy::RolloutState::Running;
  const auto rollout = running ? m_facts->rollout : std::nullopt;
  const EndpointState state =
      m_facts->problem().empty() ? stateOf(endpoint, rollout, recent) : EndpointState::Failing;
  const EndpointLook look = lookOf(state, rollout, endpoint, m_server.serving);
  m_state->setState(look.badge, look.word);
  m_state->setToolTip(tipText(fromUtf8(m_facts->problem())));
  const QString follows =
      endpoint.follows.empty() ? QString() : tr("  follows @%1").arg(fromUtf8(endpoint.follows));
  m_url->setText((m_server.serving
                      ? endpointUrl(m_server.address, endpoint.name)
                      : QStringLiteral("/endpoints/%1/invocations").arg(fromUtf8(endpoint.name))) +
                 follows);
  std::vector<SliderShare> shares;
  for (const deploy::Route& route : endpoint.routes) {
    if (!route.shadow) {
      shares.push_back({route.version, route.weight});
    }
  }
  // The champion stands at the left, whatever its number.
  std::ranges::stable_sort(shares, std::ranges::greater(), [&](const SliderShare& share) {
    return rollout ? static_cast<int>(share.version == rollout->champion) : 0;
  });
  m_slider->setShares(std::move(shares));
  showShares();
}

void EndpointPage::showShares() {
  const auto& proposed = m_slider->proposed();
  QString key = fromUtf8(m_facts->endpoint.name);
  for (const SliderShare& share : proposed) {
    const VersionLabel* label = m_facts->find(share.version);
    key += QStringLiteral(" %1:%2:%3:%4")
               .arg(share.version)
               .arg(share.weight)
               .arg(label && label->champion)
               .arg(label && label->approved);
  }
  for (const deploy::Route& route : m_facts->endpoint.routes) {
    key += route.shadow ? QStringLiteral(" shadow %1").arg(route.version) : QString();
  }
  if (key == m_sharesKey) {
    return;
  }
  m_sharesKey = key;
  clear(*m_shares);
  for (std::size_t i = 0; i < proposed.size(); ++i) {
    const bool last = i + 1 == proposed.size() && i > 0;
    if (last) {
      m_shares->addStretch(1);
    } else if (i > 0) {
      m_shares->addSpacing(16);
    }
    const VersionLabel* label = m_facts->find(proposed[i].version);
    m_shares->addWidget(new Swatch(proposed[i].version, this));
    m_shares->addWidget(new Label(versionText(proposed[i].version), TextRole::CardTitle));
    if (label && label->champion) {
      m_shares->addWidget(new Badge(BadgeState::Champion, tr("Champion")));
    } else if (label && label->approved) {
      m_shares->addWidget(new Badge(BadgeState::Approved, tr("Approved")));
    }
    m_shares->addWidget(new Label(weightText(proposed[i].weight), TextRole::DetailTitle));
    addExport(proposed[i].version);
  }
  for (const deploy::Route& route : m_facts->endpoint.routes) {
    if (route.shadow) {
      m_shares->addSpacing(16);
      m_shares->addWidget(new Swatch(route.version, this));
      m_shares->addWidget(new Label(versionText(route.version), TextRole::CardTitle));
      m_shares->addWidget(new Badge(BadgeState::Note, tr("Shadow, answers compared")));
      addExport(route.version);
    }
  }
  if (proposed.size() == 1) {
    m_shares->addStretch(1);
  }
}

void EndpointPage::addExport(std::int64_t version) {
  if (m_facts->endpoint.routes.size() < 2) {
    return;  // the button above is about the same
  }
  QToolButton* button =
      makeIconButton(QStringLiteral("export"), tr("Export %1…").arg(versionText(version)), this);
  setControlSize(*button, ControlSize::Small);
  connect(button, &QToolButton::clicked, this, [this, version] { Q_EMIT exportAsked(version); });
  m_shares->addWidget(button);
}

void EndpointPage::showProposal() {
  if (!m_facts) {
    return;
  }
  m_proposal->setVisible(m_slider->moved());
  QStringList words;
  for (std::size_t i = 0; i < m_slider->shares().size(); ++i) {
    const SliderShare& before = m_slider->shares()[i];
    const SliderShare& after = m_slider->proposed()[i];
    if (before.weight != after.weight) {
      words << QStringLiteral("%1 %2 → %3")
                   .arg(versionText(after.version), weightText(before.weight).chopped(2),
                        weightText(after.weight));
    }
  }
  m_proposed->setText(words.join(QStringLiteral(" · ")));
  showShares();
}

void EndpointPage::showButtons(bool readOnly) {
  const EndpointFacts& facts = *m_facts;
  const bool running = facts.rollout && facts.rollout->state == deploy::RolloutState::Running;
  const QString noWrite = readOnly ? tr("This workspace is read-only") : QString();
  const QString noWeights = readOnly ? noWrite : phraseText(facts.permissions.weights);
  const QString noDeploy = readOnly ? noWrite : phraseText(facts.permissions.deploy);
  const auto set = [](QPushButton* button, bool visible, const QString& refused) {
    button->setVisible(visible);
    button->setEnabled(refused.isEmpty());
    button->setToolTip(tipText(refused));
  };
  set(m_hold, running, noWeights);
  m_hold->setText(running && facts.rollout->held ? tr("Resume") : tr("Hold"));
  set(m_promote, running, noWeights);
  const bool alone = facts.versions.size() < 2;
  set(m_canary, !running,
      !noDeploy.isEmpty() ? noDeploy
      : alone             ? tr("The model has no other version")
                          : QString());
  std::int64_t to = 0;
  if (facts.rollback) {
    const auto greatest = std::ranges::max_element(facts.rollback->routes, {}, &deploy::Route::weight);
    to = greatest == facts.rollback->routes.end() ? 0 : greatest->version;
  }
  // To shares where the version that answers most stays the same, as after a rollback.
  const bool shares = facts.rollback && facts.rollback->routes.size() > 1 && to == facts.endpoint.champion();
  // After a rollback the next one takes it back: another colour and word, for whoever presses twice.
  const bool undoes = to != 0 && rolledBack(facts);
  const QString target = to == 0 ? QString() : shares ? sharesText(*facts.rollback) : versionText(to);
  m_rollback->setText(to == 0  ? tr("Roll back")
                      : undoes ? tr("Undo: %1 again").arg(target)
                               : tr("Roll back to %1").arg(target));
  setButtonKind(*m_rollback, undoes ? ButtonKind::Normal : ButtonKind::Danger);
  m_rollback->setIcon(undoes ? icon(QStringLiteral("undo"))
                             : icon(QStringLiteral("roll-back"), &Colors::err));
  set(m_rollback, true,
      !noWeights.isEmpty() ? noWeights
      : to == 0            ? tr("It has served nothing else whose files are still what they were")
                           : QString());
  m_slider->setLocked(noWeights);
}

void EndpointPage::showSchema() {
  std::vector<TextRow> rows;
  QString note;
  if (m_facts->signature) {
    const infer::Signature& signature = *m_facts->signature;
    const auto add = [&](const QString& side, const infer::Field& field) {
      const std::string_view type = field.columnType();
      rows.push_back(
          {static_cast<RowId>(rows.size()),
           {TextCell::text(side),
            TextCell::text(field.name.empty() ? QStringLiteral("–") : fromUtf8(field.name), Tone::Primary),
            TextCell::text(QString::fromUtf8(type.data(), static_cast<qsizetype>(type.size()))),
            TextCell::text(field.required ? tr("required") : tr("optional"))}});
    };
    for (const infer::Field& field : signature.inputs) {
      add(tr("Input"), field);
    }
    for (const infer::Field& field : signature.outputs) {
      add(tr("Output"), field);
    }
    note = tr("What does not fit is refused with its row and column");
  } else {
    note = m_facts->signatureProblem.empty()
               ? tr("The model was logged without a signature; what is sent is only checked by the model")
               : phraseText(m_facts->signatureProblem);
  }
  m_schemaNote->setText(note);
  ColumnSpec required = gridColumn("required", tr("Required"), 120);
  required.fills = true;
  m_schema->show({gridColumn("side", tr("Side"), 90), gridColumn("name", tr("Name"), 260),
                  gridColumn("type", tr("Type"), 140), required},
                 std::move(rows));
}

void EndpointPage::showCode() {
  if (!m_facts) {
    return;
  }
  // The row stays while one reads and copies, whatever is asked meanwhile.
  const QJsonObject row = exampleRow(*m_facts);
  const QString about = fromUtf8(m_facts->endpoint.name) +
                        (m_facts->logged.empty() ? QStringLiteral(" ") : QStringLiteral(" asked ")) +
                        row.keys().join(QLatin1Char(' '));
  if (about != m_codeAbout) {
    m_codeAbout = about;
    m_codeRow = row;
  }
  const QString server = m_server.serving ? m_server.address : QStringLiteral("http://127.0.0.1:8080");
  m_code->setCode(clientCode(static_cast<ClientLanguage>(m_language->current()),
                             endpointUrl(server, m_facts->endpoint.name), m_codeRow, m_facts->wantsToken()));
  m_codeCard->setSubtitle(
      m_facts->wantsToken() ? tr("runs as it stands, with the token in %1").arg(QLatin1String(kTokenVariable))
                            : tr("runs as it stands"));
  m_code->setFixedHeight(m_code->sizeHint().height());
}

}  // namespace tatara::ui
