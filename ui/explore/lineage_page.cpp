#include "ui/explore/lineage_page.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "core/base/number_text.h"
#include "core/text/json.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/explore/cell_table.h"
#include "ui/explore/lineage_view.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

Result<dataset::Lineage> walk(sql::Connection& connection, const dataset::Version& version,
                              const std::optional<dataset::LineageNode>& start) {
  if (start && start->kind == dataset::LineageKind::Run) {
    return dataset::lineageOfRun(connection, start->id);
  }
  if (start && start->kind == dataset::LineageKind::ModelVersion) {
    const std::size_t slash = start->id.rfind('/');
    const auto number =
        slash == std::string::npos ? std::nullopt : parseInt(std::string_view(start->id).substr(slash + 1));
    if (!number) {
      return makeError(ErrorKind::Corrupt, "The model version '" + start->id + "' has no number");
    }
    return dataset::lineageOfModelVersion(connection, start->id.substr(0, slash), *number);
  }
  if (start && start->kind == dataset::LineageKind::DatasetVersion) {
    TATARA_ASSIGN(const dataset::Version other, dataset::resolveVersion(connection, start->name));
    return dataset::lineageOfVersion(connection, other);
  }
  if (start && start->kind != dataset::LineageKind::Dataset && start->kind != dataset::LineageKind::Other) {
    return dataset::lineageOf(connection, start->kind, start->id);
  }
  return dataset::lineageOfVersion(connection, version);
}

bool canStart(const dataset::LineageNode& node) {
  return node.kind == dataset::LineageKind::Run || node.kind == dataset::LineageKind::ModelVersion ||
         node.kind == dataset::LineageKind::DatasetVersion || node.kind == dataset::LineageKind::Commit ||
         node.kind == dataset::LineageKind::Review || node.kind == dataset::LineageKind::Endpoint;
}

std::optional<Route> routeOfNode(const dataset::LineageNode& node) {
  if (node.kind == dataset::LineageKind::Run) {
    return RunRoute{track::RunId(node.id), {}};
  }
  if (node.kind == dataset::LineageKind::ModelVersion) {
    const std::size_t slash = node.id.rfind('/');
    const auto number =
        slash == std::string::npos ? std::nullopt : parseInt(std::string_view(node.id).substr(slash + 1));
    if (number) {
      return ModelRoute{fromUtf8(node.id.substr(0, slash)), *number, {}};
    }
  }
  if (node.kind == dataset::LineageKind::DatasetVersion) {
    const std::size_t at = node.name.rfind('@');
    const auto number =
        at == std::string::npos ? std::nullopt : parseInt(std::string_view(node.name).substr(at + 1));
    if (number) {
      return DataRoute{fromUtf8(node.name.substr(0, at)), *number, {}};
    }
  }
  if (node.kind == dataset::LineageKind::Review) {
    if (const auto number = parseInt(node.id)) {
      return ReviewRoute{*number};
    }
  }
  if (node.kind == dataset::LineageKind::Endpoint) {
    DeploymentsRoute to;
    to.endpoint = fromUtf8(node.id);
    return to;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Route> LineagePage::routeOf(std::size_t place) const {
  const dataset::Lineage& lineage = m_view->lineage();
  const dataset::LineageNode& node = lineage.nodes[place];
  if (node.kind == dataset::LineageKind::LoggedModel) {
    for (const dataset::LineageEdge& edge : lineage.edges) {
      if (edge.to == place && lineage.nodes[edge.from].kind == dataset::LineageKind::Run) {
        return RunRoute{track::RunId(lineage.nodes[edge.from].id), QStringLiteral("artifacts")};
      }
    }
  }
  return routeOfNode(node);
}

LineagePage::LineagePage(std::shared_ptr<store::Store> store, QWidget* parent)
    : QWidget(parent),
      m_store(std::move(store)),
      m_job([this](Result<dataset::Lineage> lineage) { take(std::move(lineage)); }) {
  build();
}

void LineagePage::build() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  auto* bar = new QHBoxLayout;
  bar->setContentsMargins(12, 5, 8, 5);
  bar->setSpacing(8);
  m_back = makeButton(QString(), QStringLiteral("chevron-left"));
  m_back->hide();
  bar->addWidget(m_back);
  m_title = new Label({}, TextRole::CardTitle);
  bar->addWidget(m_title);
  m_summary = new Label({}, TextRole::Cell, &Colors::tx2);
  bar->addWidget(m_summary, 1);
  m_ways = new SegmentedControl;
  m_ways->addSegment(tr("Graph"));
  m_ways->addSegment(tr("Table"));
  m_ways->setAccessibleName(tr("How lineage is shown"));
  bar->addWidget(m_ways);
  m_copy = makeButton(tr("Copy"), QStringLiteral("copy"));
  bar->addWidget(m_copy);
  column->addLayout(bar);
  column->addWidget(makeLine(Qt::Horizontal));
  m_stack = new QStackedWidget;
  m_view = new LineageView;
  m_table = new CellTable(tr("Lineage as a table"));
  m_stack->addWidget(m_view);
  m_stack->addWidget(m_table);
  column->addWidget(m_stack, 1);
  setFocusProxy(m_view);
  connect(m_ways, &SegmentedControl::currentChanged, this, &LineagePage::showAs);
  connect(m_copy, &QPushButton::clicked, this, &LineagePage::showCopyMenu);
  connect(m_back, &QPushButton::clicked, this, [this] { startFrom(std::nullopt); });
  connect(m_view, &LineageView::opened, this, [this](int node) { open(node, false); });
  connect(m_view, &LineageView::openedInWindow, this, [this](int node) { open(node, true); });
  connect(m_view, &LineageView::menuAsked, this, &LineagePage::showMenu);
  connect(m_table, &CellTable::rowOpened, this, [this](int node) { open(node, false); });
  connect(m_table, &CellTable::copied, this, [this] { Q_EMIT copied(tr("Table copied")); });
}

void LineagePage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  drawPanel(painter, rect(), kCardRadius, colors().bg1, colors().line);
}

void LineagePage::setVersion(const dataset::Version& version) {
  if (!m_version || m_version->id != version.id) {
    m_start.reset();
    m_job.cancel();
  }
  m_version = version;
  m_stale = true;
}

void LineagePage::refresh() {
  if (!m_version || !m_stale || m_job.running()) {
    return;
  }
  m_stale = false;
  m_job.start([store = m_store, version = *m_version, start = m_start](std::stop_token) {
    return store->read([&](sql::Connection& connection) -> Result<dataset::Lineage> {
      return walk(connection, version, start);
    });
  });
}

void LineagePage::startFrom(std::optional<dataset::LineageNode> node) {
  m_start = std::move(node);
  m_stale = true;
  m_job.cancel();
  refresh();
}

void LineagePage::take(Result<dataset::Lineage> lineage) {
  if (QWidget* old = std::exchange(m_state, nullptr)) {
    m_stack->removeWidget(old);
    old->deleteLater();
  }
  m_copy->setEnabled(lineage.has_value());
  m_ways->setEnabled(lineage.has_value());
  if (!lineage) {
    m_state = new ErrorState(lineage.error(), [this] {
      m_stale = true;
      refresh();
    });
    m_stack->addWidget(m_state);
    m_stack->setCurrentWidget(m_state);
    return;
  }
  m_view->setLineage(std::move(*lineage), m_store->clock().now());
  const dataset::Lineage& shown = m_view->lineage();
  m_title->setText(fromUtf8(shown.nodes.front().name));
  m_title->updateGeometry();
  m_back->setVisible(m_start.has_value());
  m_back->setText(tr("Back to %1").arg(QStringLiteral("v%1").arg(m_version->version)));
  m_summary->setText(summary());
  fillTable();
  if (shown.nodes.size() == 1) {
    m_state =
        new EmptyState(QStringLiteral("lineage"), tr("Nothing used this version yet"),
                       tr("Runs that read it, versions made of it and models trained on it appear here."));
    m_stack->addWidget(m_state);
    m_stack->setCurrentWidget(m_state);
    m_copy->setEnabled(false);
    m_ways->setEnabled(false);
    return;
  }
  m_stack->setCurrentIndex(m_ways->current());
}

QString LineagePage::summary() const {
  std::map<dataset::LineageKind, int> counts;
  for (std::size_t i = 1; i < m_view->lineage().nodes.size(); ++i) {
    ++counts[m_view->lineage().nodes[i].kind];
  }
  QStringList words;
  if (const int count =
          counts[dataset::LineageKind::DatasetVersion] + counts[dataset::LineageKind::Dataset]) {
    words << tr("%n datasets", nullptr, count);
  }
  if (const int count = counts[dataset::LineageKind::Run]) {
    words << tr("%n runs", nullptr, count);
  }
  if (const int count = counts[dataset::LineageKind::LoggedModel]) {
    words << tr("%n logged models", nullptr, count);
  }
  if (const int count = counts[dataset::LineageKind::ModelVersion]) {
    words << tr("%n model versions", nullptr, count);
  }
  if (!m_view->lineage().complete) {
    words << tr("the farthest are left out");
  }
  return words.join(QStringLiteral(" · "));
}

void LineagePage::fillTable() {
  const dataset::Lineage& lineage = m_view->lineage();
  const Timestamp now = m_store->clock().now();
  std::vector<std::vector<TableCell>> rows;
  for (std::size_t i = 0; i < lineage.nodes.size(); ++i) {
    const dataset::LineageNode& node = lineage.nodes[i];
    QStringList relations;
    for (const dataset::LineageEdge& edge : lineage.edges) {
      const bool up = node.distance < 0;
      if (node.distance != 0 && (up ? edge.from : edge.to) == i) {
        relations << (up ? relationWord(edge.relation) + QStringLiteral(" → ") +
                               fromUtf8(lineage.nodes[edge.to].name)
                         : fromUtf8(lineage.nodes[edge.from].name) + QStringLiteral(" → ") +
                               relationWord(edge.relation));
      }
    }
    rows.push_back(
        {TableCell{.text = withMinus(QString::number(node.distance)),
                   .color = &Colors::tx2,
                   .order = static_cast<double>(node.distance)},
         TableCell{.text = lineageKindWord(node.kind), .color = &Colors::tx2, .icon = lineageIcon(node.kind)},
         TableCell{.text = fromUtf8(node.name), .strong = true},
         TableCell{.text = relations.join(QStringLiteral(", "))},
         TableCell{.text = fromUtf8(node.facts), .color = &Colors::tx2},
         TableCell{.text = node.at == Timestamp{} ? QString(kMissing) : timeText(node.at, now),
                   .color = &Colors::tx2,
                   .order = static_cast<double>(toUnixMillis(node.at))},
         TableCell{.text = fromUtf8(node.id), .color = &Colors::tx3}});
  }
  m_table->setContent({{.title = tr("Step"), .right = true},
                       {.title = tr("Kind"), .sortsByText = true},
                       {.title = tr("Name"), .most = 240, .sortsByText = true},
                       {.title = tr("Relation"), .most = 300, .sortsByText = true},
                       {.title = tr("Facts"), .sortsByText = true},
                       {.title = tr("When")},
                       {.title = tr("Id"), .most = 280, .sortsByText = true}},
                      std::move(rows), 3);
  m_table->sortBy(0, Qt::AscendingOrder);
}

void LineagePage::showAs(int view) {
  m_ways->setCurrent(view);
  if (!m_state) {
    m_stack->setCurrentIndex(view);
  }
}

void LineagePage::open(int node, bool window) {
  const dataset::LineageNode& at = m_view->lineage().nodes[static_cast<std::size_t>(node)];
  if (const auto route = routeOf(static_cast<std::size_t>(node))) {
    window ? Q_EMIT openedInWindow(*route) : Q_EMIT opened(*route);
  } else if (canStart(at)) {
    startFrom(at);
  }
}

void LineagePage::showMenu(int node, const QPoint& global) {
  const dataset::LineageNode at = m_view->lineage().nodes[static_cast<std::size_t>(node)];
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (const auto route = routeOf(static_cast<std::size_t>(node))) {
    menu->addAction(tr("Open"), this, [this, route] { Q_EMIT opened(*route); });
    menu->addAction(tr("Open in new window"), this, [this, route] { Q_EMIT openedInWindow(*route); });
    menu->addAction(tr("Copy link"), this, [this, route] {
      QApplication::clipboard()->setText(QStringLiteral("tatara:") + toText(*route));
      Q_EMIT copied(tr("Link copied"));
    });
  }
  if (canStart(at) && node != 0) {
    menu->addAction(tr("Lineage from here"), this, [this, at] { startFrom(at); });
  }
  menu->addAction(tr("Copy ID"), this, [this, at] {
    QApplication::clipboard()->setText(fromUtf8(at.id));
    Q_EMIT copied(tr("ID copied"));
  });
  menu->popup(global);
}

void LineagePage::showCopyMenu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const auto copy = [this](const QString& words, const QString& said) {
    QApplication::clipboard()->setText(words);
    Q_EMIT copied(said);
  };
  menu->addAction(tr("Copy the table"), this, [this, copy] { copy(m_table->tsv(), tr("Table copied")); });
  menu->addAction(tr("Copy the picture"), this, [this] {
    QApplication::clipboard()->setImage(m_view->toImage(2));
    Q_EMIT copied(tr("Picture copied"));
  });
  menu->addAction(tr("Copy as JSON"), this, [this, copy] {
    copy(fromUtf8(text::toPrettyJson(dataset::toJson(m_view->lineage()))), tr("JSON copied"));
  });
  menu->popup(m_copy->mapToGlobal(QPoint(0, m_copy->height() + 2)));
}

}  // namespace tatara::ui
