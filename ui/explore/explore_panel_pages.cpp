// How the tabs of the Data panel hang together: what is shown in each, and what each asks for.
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <algorithm>
#include <map>

#include "ui/base/number_text.h"
#include "ui/base/utf8.h"
#include "ui/explore/compare_page.h"
#include "ui/explore/data_header.h"
#include "ui/explore/dataset_sidebar.h"
#include "ui/explore/drift_page.h"
#include "ui/explore/explore_panel.h"
#include "ui/explore/lineage_page.h"
#include "ui/explore/plots_page.h"
#include "ui/explore/query_page.h"
#include "ui/explore/rows_page.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
// What registering knows of both versions; values are compared in the diff.
void ExplorePanel::showChanges() {
  const CatalogDataset* dataset = findDataset(*m_catalog, m_route.dataset.toStdString());
  const CatalogVersion* before = versionBefore(*dataset, m_version->version);
  m_header->setCompared(before ? std::optional(before->number()) : std::nullopt);
  m_diff.setVersions(m_catalog, *m_version);
  m_lineagePage->setVersion(*m_version);
  if (!before) {
    m_sidebar->setChanges({}, {});
    return;
  }
  QStringList lines;
  const auto names = [](const dataset::Version& version) {
    std::map<std::string, dataset::ColumnType> types;
    for (const dataset::ColumnInfo& column : version.columns) {
      types[column.name] = column.type;
    }
    return types;
  };
  const auto now = names(*m_version);
  const auto then = names(before->version);
  QStringList added, removed, retyped;
  for (const auto& [name, type] : now) {
    const auto found = then.find(name);
    if (found == then.end()) {
      added << fromUtf8(name);
    } else if (found->second != type) {
      retyped << fromUtf8(name);
    }
  }
  for (const auto& [name, type] : then) {
    if (!now.contains(name)) {
      removed << fromUtf8(name);
    }
  }
  const auto list = [&](const QString& words, const QStringList& columns) {
    constexpr qsizetype kNamed = 3;
    if (!columns.isEmpty()) {
      const QString more =
          columns.size() > kNamed ? tr(" and %1 more").arg(columns.size() - kNamed) : QString();
      lines << words.arg(columns.mid(0, kNamed).join(QStringLiteral(", ")) + more);
    }
  };
  list(tr("%1 added"), added);
  list(tr("%1 removed"), removed);
  list(tr("%1 retyped"), retyped);
  const auto rows =
      static_cast<std::int64_t>(m_version->rows) - static_cast<std::int64_t>(before->version.rows);
  lines << (rows == 0  ? tr("same number of rows")
            : rows > 0 ? tr("%1 rows more").arg(countText(rows))
                       : tr("%1 rows fewer").arg(countText(-rows)));
  m_sidebar->setChanges(tr("v%1 against v%2").arg(m_version->version).arg(before->number()), lines);
}

void ExplorePanel::connectRows() {
  connect(&m_feed, &VersionFeed::frameChanged, this, [this] {
    m_rowsPage->setFrame(m_feed.frame(), m_route.dataset);
    showRows();
    applyPending();
  });
  connect(&m_feed, &VersionFeed::brushedChanged, this, &ExplorePanel::showRows);
  connect(m_rowsPage, &RowsPage::filterTyped, this,
          [this](const QString& column, const std::optional<dataset::Filter>& filter, const QString& typed) {
            if (filter) {
              m_brushes.set({column.toStdString(), *filter, column + QStringLiteral("  ") + typed, typed});
            } else {
              m_brushes.remove(column.toStdString());
            }
          });
  connect(m_rowsPage, &RowsPage::clearAsked, this, [this] { m_brushes.clear(); });
  connect(m_rowsPage, &RowsPage::copied, this,
          [this](const QString& said) { m_context.toasts.inform(said); });
  connect(m_rowsPage, &RowsPage::failed, this,
          [this](const Error& error) { m_context.toasts.showError(tr("Rows"), error); });
}

void ExplorePanel::showRows() {
  if (!m_feed.frame()) {
    return;
  }
  std::vector<std::pair<std::string, QString>> typed;
  for (const DataBrush& brush : m_brushes.brushes()) {
    if (!brush.typed.isEmpty()) {
      typed.emplace_back(brush.key, brush.typed);
    }
  }
  m_rowsPage->setFilterTexts(std::move(typed));
  const bool brushed = !m_brushes.empty();
  m_queryPage->setFilter(brushed ? fromUtf8(dataset::toSql(*m_feed.frame(), m_brushes.filter())) : QString());
  m_rowsPage->setSelection(m_feed.brushed().selection, m_brushes.filter(), m_feed.brushing());
}

void ExplorePanel::connectPlots() {
  connect(&m_feed, &VersionFeed::frameChanged, this, &ExplorePanel::showPlots);
  connect(&m_feed, &VersionFeed::brushedChanged, this, &ExplorePanel::showPlots);
  connect(&m_feed, &VersionFeed::profileChanged, this, &ExplorePanel::showPlots);
  connect(m_plotsPage, &PlotsPage::brushed, this,
          [this](const QString& key, const dataset::Filter& filter, const QString& label) {
            m_brushes.toggle({.key = key.toStdString(), .filter = filter, .label = label});
          });
  connect(m_plotsPage, &PlotsPage::queryAsked, this, [this](RowsFormat format) {
    RowsText what;
    const PlotChoice& choice = m_plotsPage->choice();
    for (const std::string& name : {choice.x, choice.y, choice.colour, choice.facet}) {
      const auto column = m_feed.frame()->find(name);
      if (column && std::ranges::find(what.columns, *column) == what.columns.end()) {
        what.columns.push_back(*column);
      }
    }
    what.filter = m_brushes.filter();
    what.table = m_route.dataset.toStdString();
    copy(fromUtf8(rowsQuery(*m_feed.frame(), what, format)),
         format == RowsFormat::Sql ? tr("SQL copied") : tr("pandas code copied"));
  });
  connect(m_plotsPage, &PlotsPage::clearAsked, this, [this] { m_brushes.clear(); });
  connect(m_plotsPage, &PlotsPage::saved, this,
          [this](const QString& file) { m_context.toasts.inform(tr("Saved %1").arg(file)); });
  connect(m_plotsPage, &PlotsPage::failed, this,
          [this](const Error& error) { m_context.toasts.showError(tr("Plots"), error); });
}

void ExplorePanel::connectQuery() {
  connect(m_queryPage, &QueryPage::copied, this,
          [this](const QString& said) { m_context.toasts.inform(said); });
  connect(m_queryPage, &QueryPage::failed, this,
          [this](const Error& error) { m_context.toasts.showError(tr("Save as dataset"), error); });
  connect(m_queryPage, &QueryPage::saved, this, [this](const QString& name, qint64 version) {
    m_context.toasts.inform(tr("Saved as %1 v%2").arg(name).arg(version));
  });
}

void ExplorePanel::connectCompare() {
  const auto said = [this](const QString& words) { m_context.toasts.inform(words); };
  connect(m_driftPage, &DriftPage::copied, this, said);
  connect(m_comparePage, &ComparePage::copied, this, said);
  connect(m_header, &DataHeader::compareAsked, this, [this] {
    m_context.navigator.open(DataRoute{m_route.dataset, m_version->version, QStringLiteral("compare")});
  });
}

void ExplorePanel::connectViews() {
  connect(&m_context.views, &SavedViewList::changed, this, [this] {
    if (m_wantedView) {
      openSavedView(*m_wantedView);
    }
  });
  connect(&m_feed, &VersionFeed::profileChanged, this, &ExplorePanel::applyPending);
}

void ExplorePanel::connectLineage() {
  connect(m_lineagePage, &LineagePage::opened, this,
          [this](const Route& route) { m_context.navigator.open(route); });
  connect(m_lineagePage, &LineagePage::openedInWindow, this,
          [this](const Route& route) { m_context.navigator.openWindow(route); });
  connect(m_lineagePage, &LineagePage::copied, this,
          [this](const QString& said) { m_context.toasts.inform(said); });
}

// What nobody sees is neither drawn nor compared.
void ExplorePanel::showTab() {
  showPlots();
  const QWidget* page = m_tabPages->currentWidget();
  if (m_version && (page == m_driftPage || page == m_comparePage)) {
    m_diff.want();
  }
  if (m_version && page == m_lineagePage) {
    m_lineagePage->refresh();
  }
}

void ExplorePanel::showPlots() {
  if (m_tabPages->currentWidget() == m_plotsPage && m_feed.frame()) {
    if (const ProfilePtr& profile = m_feed.profile(); profile && !m_feed.computing()) {
      std::map<std::string, dataset::ColumnRole> roles;
      for (const dataset::ColumnProfile& column : profile->columns) {
        roles[column.name] = column.role;
      }
      m_plotsPage->setRoles(std::move(roles));
    }
    m_plotsPage->setFrame(m_feed.frame());
    m_plotsPage->setSelection(m_feed.brushed().selection, m_feed.brushing());
  }
}

}  // namespace tatara::ui
