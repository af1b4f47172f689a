#include <QPushButton>
#include <QVBoxLayout>

#include "core/track/run_colors.h"
#include "ui/base/number_text.h"
#include "ui/base/tip_text.h"
#include "ui/runs/comparison_area.h"
#include "ui/runs/experiments_panel.h"
#include "ui/runs/filter_area.h"
#include "ui/runs/run_table_card.h"
#include "ui/shell/experiment_items.h"
#include "ui/shell/session.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kShownUnasked = 6;

}  // namespace

void ExperimentsPanel::onListed() {
  m_staleTimer.stop();
  m_table->grid().setStale(false);
  const ListingPtr& listing = m_feed->listing();
  m_chartsLive = m_chartsLive && m_feed->live();
  if (!listing->partial && std::exchange(m_fresh, false)) {
    m_view.sort = listing->sort;  // what only the first listing of a scope can tell
  }
  if (listing->baseline) {
    m_context.selection.setBaseline(listing->table->run(*listing->baseline).key);
  }
  updateHeader();
  m_filter->show(m_view, m_context.selection.brushes(), listing);
  updateLooks();
  m_table->grid().setSort(m_view.sort);
  // Nobody who has not moved in a first page wants to be taken to where its first run really stands.
  const std::optional<RowId> cursor = m_table->grid().current();
  const bool atTop = m_partial && m_table->grid().visibleRows().first == 0 &&
                     (!cursor || *cursor == m_table->grid().model().rowId(0));
  m_partial = listing->partial;
  m_table->grid().setContent(std::make_shared<RunSource>(listing, m_looks), listing->columns, listing->bands,
                             listing->plan,
                             std::exchange(m_toTop, false) || atTop ? Anchor::Top : Anchor::Keep);
  m_feed->setShown(m_table->grid().model().ids());
  applyLayout();
  if (listing->table->size() == 0) {
    showEmpty();
  } else if (listing->rows.empty()) {
    listing->partial ? m_table->showLoading() : showNothingMatches();
  } else {
    m_table->showTable();
  }
  if (!listing->partial && !m_wantedRuns.empty()) {
    if (const auto runs = findRuns(std::exchange(m_wantedRuns, {}))) {
      m_context.selection.setSelected(*runs);
    } else {
      m_context.toasts.showError(tr("Opening the view"), runs.error());
    }
  }
  updateSelection();
  updateVisible();
  if (!listing->partial && std::exchange(m_allWanted, false)) {
    checkAll();
  }
}

void ExperimentsPanel::onFailed(const Error& error) {
  m_staleTimer.stop();
  m_table->showState(new ErrorState(error, [this] {
    m_table->showLoading();
    m_feed->retry();
  }));
}

void ExperimentsPanel::showEmpty() {
  auto* state =
      new EmptyState(QStringLiteral("experiments"), tr("No runs here yet"),
                     tr("Point your training script at the tracking server, or bring in what you have"),
                     {{tr("Connect training code"), QStringLiteral("endpoint"), ButtonKind::Primary,
                       [this] { m_context.navigator.connectTrainingCode(); }},
                      {tr("Import from MLflow…"), QStringLiteral("import"), ButtonKind::Normal,
                       [this] { m_context.navigator.importRuns(); }}});
  const QString name =
      std::holds_alternative<ExperimentsRoute>(m_route) && std::get<ExperimentsRoute>(m_route).experiment
          ? experimentName()
          : QStringLiteral("my-experiment");
  state->addContent(new CodeBlock(
      QStringLiteral(
          "import mlflow\n\nmlflow.set_tracking_uri(\"%1\")\n"
          "mlflow.set_experiment(\"%2\")\nwith mlflow.start_run():\n    mlflow.log_param(\"eta\", 0.1)\n"
          "    mlflow.log_metric(\"val_rmse\", 38.42, step=1)")
          .arg(m_context.session.server().address(), name)));
  m_table->showState(state);
}

void ExperimentsPanel::showNothingMatches() {
  const ListingPtr& listing = m_feed->listing();
  const auto filters = static_cast<int>(m_view.conditions.size() + m_context.selection.brushes().size());
  auto* state =
      new EmptyState(QStringLiteral("filter"), tr("No run matches %n filter(s)", nullptr, filters),
                     tr("What would match without each of them"),
                     {{tr("Clear all filters"), QStringLiteral("close"), ButtonKind::Normal, [this] {
                         ViewState view = m_view;
                         view.conditions.clear();
                         m_context.selection.clearBrushes();
                         changeView(view, tr("Clear filters"));
                       }}});
  auto* list = new QWidget;
  auto* column = new QVBoxLayout(list);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  for (std::size_t i = 0; i < listing->without.size() && i < m_view.conditions.size(); ++i) {
    auto* button = makeButton(
        tr("Without “%1”: %2")
            .arg(m_filter->chipWords(i), countText(static_cast<std::int64_t>(listing->without[i]))),
        {}, ButtonKind::Link);
    connect(button, &QPushButton::clicked, this, [this, i] {
      ViewState view = m_view;
      view.conditions.erase(view.conditions.begin() + static_cast<std::ptrdiff_t>(i));
      changeView(view, tr("Filter"));
    });
    column->addWidget(button, 0, Qt::AlignHCenter);
  }
  state->addContent(list);
  m_table->showState(state);
}

void ExperimentsPanel::updateHeader() {
  const ListingPtr& listing = m_feed->listing();
  const QString name = experimentName();
  m_title->setText(name.isEmpty() ? tr("Experiments") : name);
  m_count->setText(listing == nullptr ? QString()
                                      : tr("%n run(s)", nullptr, static_cast<int>(listing->total)));
  const QString wanted = QString::fromStdString(m_view.groupBy);
  m_groupButton->setText(wanted.isEmpty()                      ? tr("Group by")
                         : wanted == QStringLiteral("parent")  ? tr("Grouped by parent")
                         : wanted == QStringLiteral("repeats") ? tr("Grouped repeats")
                         : wanted.startsWith(QLatin1Char('='))
                             ? tr("Grouped by a condition")
                             : tr("Grouped by %1").arg(wanted.mid(wanted.indexOf(QLatin1Char('.')) + 1)));
  m_groupButton->setToolTip(wanted.startsWith(QLatin1Char('=')) ? tipText(wanted.mid(1)) : QString());
  QString baseline;
  if (listing != nullptr && listing->baseline) {
    baseline = QString::fromStdString(listing->table->run(*listing->baseline).name);
  }
  m_filter->setBaselineName(baseline);
  m_filter->setSavedViewName(savedViewName());
  for (QPushButton* button : {m_columnsButton, m_groupButton, m_exportButton}) {
    button->setEnabled(listing != nullptr && listing->table->size() > 0);
  }
  if (listing != nullptr && listing->partial) {
    m_exportButton->setEnabled(false);
  }
  std::vector<SidebarItem> items;
  for (const track::Experiment& experiment : m_feed->experiments()) {
    const auto count = m_feed->counts().find(experiment.id);
    items.push_back(experimentItem(experiment, count == m_feed->counts().end() ? 0 : count->second));
  }
  if (items != m_sidebar) {
    m_sidebar = std::move(items);
    Q_EMIT sidebarChanged();
    Q_EMIT placeChanged();
  }
}

std::vector<std::uint32_t> ExperimentsPanel::selectedRows() const {
  std::vector<std::uint32_t> rows;
  if (const ListingPtr& listing = m_feed->listing()) {
    for (const track::RunKey key : m_context.selection.selected()) {
      if (const auto row = listing->table->findRow(key)) {
        rows.push_back(static_cast<std::uint32_t>(*row));
      }
    }
  }
  return rows;
}

std::vector<std::uint32_t> ExperimentsPanel::shownRows() const {
  std::vector<std::uint32_t> rows = selectedRows();
  if (rows.empty() && m_feed->listing() != nullptr && !m_feed->listing()->partial) {
    const auto& all = m_feed->listing()->rows;
    rows.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), kShownUnasked)));
  }
  return rows;
}

void ExperimentsPanel::updateSelection() {
  const ListingPtr& listing = m_feed->listing();
  if (listing == nullptr) {
    return;
  }
  std::unordered_set<RowId> checked;
  std::size_t matching = 0;
  const bool none = m_context.selection.selected().empty();
  for (const std::uint32_t row : none ? std::span<const std::uint32_t>() : std::span(listing->rows)) {
    if (m_context.selection.isSelected(listing->table->run(row).key)) {
      checked.insert(rowIdOf(*listing->table, row));
      ++matching;
    }
  }
  for (const RunGroup& group : listing->groups) {
    if (!none && std::all_of(group.rows.begin(), group.rows.end(), [&](std::uint32_t row) {
          return m_context.selection.isSelected(listing->table->run(row).key);
        })) {
      checked.insert(group.id);
    }
  }
  const Qt::CheckState header = matching == 0                      ? Qt::Unchecked
                                : matching == listing->rows.size() ? Qt::Checked
                                                                   : Qt::PartiallyChecked;
  m_table->grid().setChecked(std::move(checked), header);
  const std::size_t selected = selectedRows().size();
  m_compareButton->setText(
      selected == 0 ? tr("Compare") : tr("Compare %1").arg(countText(static_cast<std::int64_t>(selected))));
  m_compareButton->setEnabled(selected >= 2);
  m_compareButton->setToolTip(selected >= 2 ? tr("Only these runs, side by side (C)")
                                            : tr("Select at least two runs to compare them"));
  updateLooks();
  updateSummary();
}

void ExperimentsPanel::updateLooks() {
  const ListingPtr& listing = m_feed->listing();
  if (listing == nullptr) {
    return;
  }
  auto looks = std::make_shared<RunLooks>();
  looks->now = m_context.store->clock().now();
  looks->progress = m_progress;
  std::vector<std::string> ids;
  const std::vector<std::uint32_t> shown = shownRows();
  for (std::size_t i = 0; i < std::min<std::size_t>(shown.size(), kColoredRuns); ++i) {
    ids.push_back(listing->table->run(shown[i]).id.value());
  }
  const std::vector<std::string> added = m_context.runSlots.assign(ids);
  const std::vector<RunStyle> styles = m_context.runSlots.styles(ids, m_view.baseline);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    looks->styles.emplace(rowIdOf(*listing->table, shown[i]), styles[i]);
  }
  const auto [first, last] = m_table->grid().visibleRows();
  const RowIds& rows = m_table->grid().model().ids();
  bool running = false;
  for (int at = first; at < std::min<int>(last + 1, static_cast<int>(rows->size())); ++at) {
    const RowId id = (*rows)[static_cast<std::size_t>(at)];
    const track::RunInfo* run = runOf(id);
    running = running || (run != nullptr && !track::isTerminal(run->status));
    for (const RunColumn& column : listing->sources) {
      if (column.origin == Origin::Curve && run != nullptr) {
        if (auto thumbnail = m_thumbnails.find({run->key, column.key})) {
          looks->thumbnails[column.key].emplace(id, std::move(thumbnail));
        }
      }
    }
  }
  m_looks = std::move(looks);
  m_table->grid().setSource(std::make_shared<RunSource>(listing, m_looks));
  // The table is painted before the charts of another listing are made: both in one turn is a jerk.
  listing == m_charted ? showCharts() : m_chartTimer.start();
  running ? m_tick.start() : m_tick.stop();
  if (!added.empty() && !m_context.store->readOnly()) {
    std::vector<std::pair<track::RunKey, int>> slots;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (std::ranges::find(added, ids[i]) != added.end()) {
        slots.emplace_back(listing->table->run(shown[i]).key, m_context.runSlots.slotOf(ids[i]));
      }
    }
    write(
        [slots](store::Writer& writer) -> Status {
          for (const auto& [run, slot] : slots) {
            TATARA_TRY(track::setColorSlot(writer, run, slot));
          }
          return {};
        },
        {});
  }
}

void ExperimentsPanel::showCharts() {
  m_chartTimer.stop();
  m_charted = m_feed->listing();
  if (m_charted != nullptr) {
    m_comparison->show({m_charted, m_view, shownRows(), !selectedRows().empty(), m_looks,
                        std::exchange(m_chartsLive, true)});
  }
}

void ExperimentsPanel::updateSummary() {
  const ListingPtr& listing = m_feed->listing();
  if (listing->partial) {
    m_table->setSummary({}, tr("The newest %1 of %2 runs; the others are being read")
                                .arg(countText(static_cast<std::int64_t>(listing->table->size())),
                                     countText(listing->total)));
    return;
  }
  const std::vector<std::uint32_t> selected = selectedRows();
  const bool any = !selected.empty();
  QString strong = any ? tr("%n selected", nullptr, static_cast<int>(selected.size())) : QString();
  if (any && selected.size() == listing->rows.size() && selected.size() > 1) {
    strong = tr("All %n selected", nullptr, static_cast<int>(selected.size()));
  }
  QString rest;
  const std::string& primary = listing->meanings->primary;
  const track::MetricColumn* metric = listing->table->findMetric(primary);
  if (metric != nullptr) {
    const stats::Moments moments = any ? momentsOf(*metric, selected) : listing->primary;
    if (moments.count() > 0) {
      const track::MetricMeaning& meaning = listing->meanings->of(primary);
      const auto column =
          std::find_if(listing->sources.begin(), listing->sources.end(),
                       [&](const RunColumn& c) { return c.origin == Origin::Metric && c.key == primary; });
      const std::optional<int> decimals = column == listing->sources.end() ? std::nullopt : column->decimals;
      QStringList parts{tr("mean %1").arg(metricText(moments.mean(), decimals))};
      if (meaning.direction != track::Direction::Unknown) {
        const bool higher = meaning.direction == track::Direction::HigherIsBetter;
        parts.push_back(
            tr("best %1").arg(metricText(higher ? moments.greatest() : moments.least(), decimals)));
      }
      parts.push_back(tr("spread %1 %2")
                          .arg(metricText(moments.greatest() - moments.least(), decimals),
                               QString::fromStdString(meaning.unit))
                          .trimmed());
      rest = QString::fromStdString(primary) + QStringLiteral(": ") + parts.join(QStringLiteral(" · "));
    }
  }
  m_table->setSummary(strong, rest);
}

void ExperimentsPanel::updateVisible() {
  const auto [first, last] = m_table->grid().visibleRows();
  const ListingPtr& shown = m_feed->listing();
  const int count = m_table->grid().model().rowCount();
  m_table->setRange(first, last, shown != nullptr && shown->partial ? static_cast<int>(shown->total) : count);
  wantThumbnails();
}

void ExperimentsPanel::wantThumbnails() {
  const ListingPtr& listing = m_feed->listing();
  if (listing == nullptr) {
    return;
  }
  const auto [first, last] = m_table->grid().visibleRows();
  const RowIds& rows = m_table->grid().model().ids();
  std::vector<SeriesName> wanted;
  for (int at = first; at < std::min<int>(last + 1, static_cast<int>(rows->size())); ++at) {
    const RowId id = (*rows)[static_cast<std::size_t>(at)];
    for (const RunColumn& column : listing->sources) {
      if (id > 0 && column.origin == Origin::Curve) {
        wanted.push_back({track::RunKey(id), column.key});
      }
    }
  }
  m_thumbnails.want(std::move(wanted));
  wantProgress();
  updateLooks();
}

// Asked for again once a second while one of them is on screen; a question under way is not asked twice.
void ExperimentsPanel::wantProgress() {
  const ListingPtr& listing = m_feed->listing();
  if (listing == nullptr || m_progressJob.running()) {
    return;
  }
  const auto [first, last] = m_table->grid().visibleRows();
  const RowIds& rows = m_table->grid().model().ids();
  std::vector<track::RunKey> running;
  for (int at = first; at < std::min<int>(last + 1, static_cast<int>(rows->size())); ++at) {
    const track::RunInfo* run = runOf((*rows)[static_cast<std::size_t>(at)]);
    if (run != nullptr && !track::isTerminal(run->status)) {
      running.push_back(run->key);
    }
  }
  if (running.empty()) {
    m_progress.clear();
    return;
  }
  m_progressJob.start([store = m_context.store, running = std::move(running),
                       deciding = listing->meanings->primary](std::stop_token stop) {
    return store->read(
        [&](sql::Connection& connection) { return track::loadProgress(connection, running, deciding); },
        stop);
  });
}

}  // namespace tatara::ui
