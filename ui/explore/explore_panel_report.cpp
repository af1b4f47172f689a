// Views of the panel as files for other people: the tab as it stands, several that were pinned, the profile.
#include <QBuffer>
#include <QFileDialog>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <algorithm>

#include "core/dataset/profile_report.h"
#include "core/dataset/query_text.h"
#include "ui/base/language.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/base/whole_file.h"
#include "ui/chart/chart_card.h"
#include "ui/explore/cell_table.h"
#include "ui/explore/column_text.h"
#include "ui/explore/compare_page.h"
#include "ui/explore/drift_page.h"
#include "ui/explore/explore_panel.h"
#include "ui/explore/group_overview.h"
#include "ui/explore/lineage_page.h"
#include "ui/explore/lineage_view.h"
#include "ui/explore/plots_page.h"
#include "ui/explore/profile_page.h"
#include "ui/explore/query_chart.h"
#include "ui/explore/query_page.h"
#include "ui/explore/relation_overview.h"
#include "ui/explore/rows_page.h"
#include "ui/explore/view_report.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr qreal kPictureRatio = 2;

QByteArray pngOf(const QImage& image) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  return bytes;
}

QByteArray pictureOf(QWidget& widget) {
  QImage image((QSizeF(widget.size()) * kPictureRatio).toSize(), QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(kPictureRatio);
  image.fill(Qt::white);
  widget.render(&image);
  return pngOf(image);
}

QStringList namesOf(const std::vector<std::string>& names) {
  QStringList list;
  for (const std::string& name : names) {
    list << fromUtf8(name);
  }
  return list;
}

bool anyOf(const QStringList& columns, const QStringList& personal) {
  return std::ranges::any_of(columns, [&](const QString& name) { return personal.contains(name); });
}

}  // namespace

QStringList ExplorePanel::personalColumns(const QString& dataset) const {
  QStringList personal;
  if (const CatalogDataset* known = m_catalog ? findDataset(*m_catalog, dataset.toStdString()) : nullptr) {
    for (const dataset::ColumnNote& note : known->dataset.columns) {
      if (note.personal) {
        personal << fromUtf8(note.name);
      }
    }
  }
  return personal;
}

// The rows that the views are of, as statements.
void ExplorePanel::fillQueried(ViewReport& report) const {
  report.sql = QStringLiteral("SELECT * FROM %1").arg(sqlName(m_route.dataset));
  if (m_brushes.empty()) {
    return;
  }
  const dataset::Filter filter = m_brushes.filter();
  if (anyOf(namesOf(columnsOf(filter)), report.personal)) {
    report.sql += QStringLiteral("\n-- ") + tr("A filter on columns marked personal is left out");
    return;
  }
  report.sql += QStringLiteral("\nWHERE ") + fromUtf8(dataset::toSql(*m_feed.frame(), filter));
  report.pandas = QStringLiteral("df = df[%1]").arg(fromUtf8(dataset::toPandas(*m_feed.frame(), filter)));
}

void ExplorePanel::reportProfile(ViewReport& report) const {
  fillQueried(report);
  report.picture = pictureOf(*m_profilePage);
  for (const dataset::ColumnProfile& column : m_feed.profile()->columns) {
    report.of << fromUtf8(column.name);
  }
  report.data = m_profilePage->table().statistics(report.personal);
  const ChartCard& relations = *m_profilePage->relations().card();
  if (relations.message().isEmpty()) {
    report.more.push_back(
        {relations.title() + QLatin1Char(' ') + relations.subtitle(), relations.view()->table(), {}});
  }
  const ChartCard& groups = *m_profilePage->groups().card();
  if (groups.message().isEmpty()) {
    report.more.push_back({groups.title() + QLatin1Char(' ') + groups.subtitle(), groups.view()->table(),
                           m_profilePage->groups().columns()});
  }
}

void ExplorePanel::reportRows(ViewReport& report) const {
  const RowsText what = m_rowsPage->copyOf();
  const FramePtr frame = m_feed.frame();
  for (const std::size_t column : what.columns) {
    report.of << fromUtf8(frame->column(column).info.name);
  }
  if (anyOf(namesOf(columnsOf(what.filter)), report.personal)) {
    fillQueried(report);
  } else {
    report.sql = fromUtf8(rowsQuery(*frame, what, RowsFormat::Sql));
    report.pandas = fromUtf8(rowsQuery(*frame, what, RowsFormat::Pandas));
  }
  report.picture = pictureOf(*m_rowsPage);
  report.rows = [frame, what, shown = m_rowsPage->shown()] {
    const auto count = std::min<std::uint64_t>(shown.size(), kMostReportRows + 1);
    const std::vector<std::uint64_t> rows = shown.rows(0, static_cast<std::size_t>(count));
    ChartTable table;
    for (const std::size_t index : what.columns) {
      ChartTable::Column column{.name = fromUtf8(frame->column(index).info.name), .values = {}, .texts = {}};
      for (const std::uint64_t row : rows) {
        column.texts << fromUtf8(frame->text(index, row));
      }
      table.columns.push_back(std::move(column));
    }
    return table;
  };
}

void ExplorePanel::reportPlot(ViewReport& report) const {
  fillQueried(report);
  const PlotAnswer& answer = *m_plotsPage->answer();
  for (const std::string& name :
       {answer.choice.x, answer.choice.y, answer.choice.colour, answer.choice.facet}) {
    report.of << fromUtf8(name);
  }
  for (const PlotPanel& panel : answer.panels) {
    report.of << fromUtf8(panel.x.column) << fromUtf8(panel.y.column);
  }
  report.numbersOf = report.of;
  report.picture = pngOf(m_plotsPage->view().toImage(kPictureRatio));
  report.data = m_plotsPage->view().table();
}

void ExplorePanel::reportDrift(ViewReport& report) const {
  report.sql =
      QStringLiteral("-- tatara data diff %1 %2").arg(report.sources[0].name, report.sources[1].name);
  if (m_driftPage->plot().overlay()) {
    report.of = report.numbersOf = QStringList{m_driftPage->plot().overlay()->column};
  }
  report.picture = pictureOf(*m_driftPage);
  report.data = m_driftPage->chart().table();
  report.more.push_back({tr("Shift of each column"), m_driftPage->table().table(), {}});
}

void ExplorePanel::reportComparison(ViewReport& report) const {
  report.sql =
      QStringLiteral("-- tatara data diff %1 %2").arg(report.sources[0].name, report.sources[1].name);
  const dataset::Diff& diff = m_comparePage->compared()->diff;
  for (const dataset::ColumnPair& pair : diff.columns) {
    report.of << fromUtf8(pair.before) << fromUtf8(pair.after);
  }
  report.picture = pictureOf(*m_comparePage);
  report.data = m_comparePage->columns().table();
  // The cells that changed, apart from those of personal columns.
  ChartTable cells = m_comparePage->cells().table();
  constexpr std::size_t kColumnAt = 2;
  for (qsizetype row = cells.columns.front().texts.size() - 1; row >= 0; --row) {
    if (report.personal.contains(cells.columns[kColumnAt].texts[row])) {
      for (ChartTable::Column& column : cells.columns) {
        column.texts.removeAt(row);
      }
    }
  }
  report.more.push_back({tr("Changed cells"), std::move(cells), namesOf(diff.rows.key)});
}

// A statement may give its columns any name: where it reads a dataset with personal columns, words stay only
// under a name that is known not to be one, and nothing stays when it names a personal column.
void ExplorePanel::reportQuery(ViewReport& report) const {
  report.sql = m_queryPage->ran();
  report.pandas = m_queryPage->pandas();
  report.data = m_queryPage->resultTable(kMostReportRows + 1);
  const std::string sql = report.sql.toStdString();
  QStringList words;
  for (const dataset::SqlWord& word : dataset::sqlWords(sql)) {
    if (word.kind == dataset::SqlWord::Kind::Name || word.kind == dataset::SqlWord::Kind::QuotedName) {
      words << fromUtf8(dataset::nameOf(sql, word)).toLower();
    }
  }
  QStringList plain;
  bool named = false;
  report.personal.clear();
  for (const CatalogDataset& one : *m_catalog) {
    const QString name = fromUtf8(one.dataset.name);
    const bool read = std::ranges::any_of(words, [&](const QString& word) {
      return word == name.toLower() || word.startsWith(name.toLower() + QLatin1Char('@'));
    });
    const QStringList personal = read ? personalColumns(name) : QStringList();
    report.personal += personal;
    for (const dataset::ColumnInfo& column : one.versions.front().version.columns) {
      const QString own = fromUtf8(column.name);
      plain += read && !personal.contains(own) ? QStringList{own} : QStringList();
    }
    named = named || std::ranges::any_of(
                         personal, [&](const QString& column) { return words.contains(column.toLower()); });
  }
  for (const ChartTable::Column& column : report.data.columns) {
    report.of << column.name;
    if (!report.personal.isEmpty() && (named || (!column.texts.isEmpty() && !plain.contains(column.name)))) {
      report.personal << column.name;
    }
  }
  report.personal.removeDuplicates();
  if (m_queryPage->chart().refusal().isEmpty()) {
    report.picture = pngOf(m_queryPage->chart().toImage(kPictureRatio));
  }
}

bool ExplorePanel::reportable() const {
  const QWidget* page = m_tabPages->currentWidget();
  return m_version && m_feed.frame() && m_feed.profile() && (page != m_plotsPage || m_plotsPage->answer()) &&
         (page != m_queryPage || m_queryPage->result()) &&
         ((page != m_driftPage && page != m_comparePage) || m_diff.compared());
}

// What the tab shows, with what it was asked of and the numbers behind it; none while there is nothing.
std::optional<ViewReport> ExplorePanel::reportOfTab() const {
  if (!reportable()) {
    return std::nullopt;
  }
  const QWidget* page = m_tabPages->currentWidget();
  const auto source = [](const dataset::Version& version) {
    return ViewReport::Source{QStringLiteral("%1@%2").arg(fromUtf8(version.name)).arg(version.version),
                              fromUtf8(version.digest),
                              tr("%1 rows").arg(countText(static_cast<std::int64_t>(version.rows)))};
  };
  ViewReport report;
  report.title = QStringLiteral("%1@%2: %3")
                     .arg(m_route.dataset)
                     .arg(m_version->version)
                     .arg(m_tabs->tabText(m_tabs->currentIndex()));
  report.sources = {source(*m_version)};
  report.personal = personalColumns(m_route.dataset);
  if (page == m_driftPage || page == m_comparePage) {
    const ComparedVersions& compared = *m_diff.compared();
    report.sources = {source(compared.versionBefore), source(compared.versionAfter)};
    report.personal += personalColumns(fromUtf8(compared.versionBefore.name));
    page == m_driftPage ? reportDrift(report) : reportComparison(report);
  } else if (page == m_plotsPage) {
    reportPlot(report);
  } else if (page == m_queryPage) {
    reportQuery(report);
  } else if (page == m_rowsPage) {
    reportRows(report);
  } else if (page == m_lineagePage) {
    report.sql = QStringLiteral("-- tatara data lineage %1").arg(report.sources[0].name);
    report.picture = pngOf(m_lineagePage->view().toImage(kPictureRatio));
    report.data = m_lineagePage->table().table();
  } else {
    reportProfile(report);
  }
  return report;
}

QString ExplorePanel::askReportFile(const QString& caption, const QString& name) {
  return QFileDialog::getSaveFileName(this, caption, fileNameOf(name) + QStringLiteral(".html"),
                                      tr("HTML (*.html)"));
}

void ExplorePanel::showReportMenu(QPushButton* under) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Report of the profile…"), this, &ExplorePanel::exportReport)
      ->setEnabled(m_feed.profile() && !m_feed.computing());
  const QString name =
      m_version ? QStringLiteral("%1@%2").arg(m_route.dataset).arg(m_version->version) : m_route.dataset;
  menu->addAction(tr("Report of this tab…"), this,
                  [this, name] {
                    if (const QString path = askReportFile(tr("Report of this tab"), name); !path.isEmpty()) {
                      writeTabReport(path);
                    }
                  })
      ->setEnabled(reportable());
  menu->addSeparator();
  menu->addAction(tr("Pin this tab"), this, &ExplorePanel::pinTab)->setEnabled(reportable());
  menu->addAction(tr("Report of %n pinned views…", nullptr, static_cast<int>(m_pinned.size())), this,
                  [this, name] {
                    if (const QString path = askReportFile(tr("Report of the pinned views"), name);
                        !path.isEmpty()) {
                      writePinned(path);
                    }
                  })
      ->setEnabled(!m_pinned.empty());
  menu->addAction(tr("Unpin all"), this, [this] { m_pinned.clear(); })->setEnabled(!m_pinned.empty());
  menu->popup(under->mapToGlobal(QPoint(0, under->height() + 2)));
}

void ExplorePanel::pinTab() {
  if (auto report = reportOfTab()) {
    m_pinned.push_back(std::move(*report));
    const auto count = static_cast<int>(m_pinned.size());
    m_context.toasts.inform(tr("Pinned; %n views wait for “Export report”", nullptr, count));
  }
}

void ExplorePanel::writeTabReport(const QString& path) {
  if (auto report = reportOfTab()) {
    const QString title = report->title;
    writeReport({std::move(*report)}, title, path);
  }
}

void ExplorePanel::writePinned(const QString& path) {
  if (!m_pinned.empty()) {
    writeReport(m_pinned, tr("%n views", nullptr, static_cast<int>(m_pinned.size())), path);
  }
}

void ExplorePanel::writeReport(std::vector<ViewReport> views, const QString& title, const QString& path) {
  const Timestamp now = m_context.store->clock().now();
  const QString made = tr("Made by Tatara on %1").arg(timeText(now, now));
  m_reportJob.start([views = std::move(views), title, made, path](std::stop_token) -> Result<QString> {
    return writeWhole(path, viewReportHtml(views, title, made).toUtf8());
  });
}

void ExplorePanel::exportReport() {
  if (!m_feed.profile() || !m_version) {
    return;
  }
  const QString path = askReportFile(tr("Export report"),
                                     QStringLiteral("%1@%2").arg(m_route.dataset).arg(m_version->version));
  if (!path.isEmpty()) {
    writeProfileReport(path);
  }
}

void ExplorePanel::writeProfileReport(const QString& path) {
  dataset::ReportFacts facts;
  facts.title = QStringLiteral("%1@%2").arg(m_route.dataset).arg(m_version->version).toStdString();
  facts.query = "SELECT * FROM " + sqlName(m_route.dataset).toStdString();
  facts.digest = m_version->digest;
  facts.made = m_context.store->clock().now();
  facts.language = languageCode(language()).toStdString();
  facts.tell = [](const text::Phrase& phrase) { return phraseText(phrase).toStdString(); };
  for (const QString& name : personalColumns(m_route.dataset)) {
    facts.personal.push_back(name.toStdString());
  }
  m_reportJob.start([profile = m_feed.profile(), facts, path](std::stop_token) -> Result<QString> {
    return writeWhole(path, dataset::reportHtml(*profile, facts));
  });
}

}  // namespace tatara::ui
