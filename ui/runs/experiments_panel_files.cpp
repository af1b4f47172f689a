// What leaves the panel as a file and comes back from one: tables, pictures, reports, views.
#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QPushButton>

#include "core/exec/thread_pool.h"
#include "core/text/error_phrase.h"
#include "ui/base/icon.h"
#include "ui/base/number_text.h"
#include "ui/base/whole_file.h"
#include "ui/chart/chart_card.h"
#include "ui/chart/chart_text.h"
#include "ui/command/action_registry.h"
#include "ui/runs/comparison_area.h"
#include "ui/runs/experiments_panel.h"
#include "ui/runs/run_text.h"
#include "ui/shell/selection_hub.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostCopiedRows = 1000;
constexpr std::size_t kMostNamed = 12;  // runs by their ids, in a footer
constexpr std::size_t kShortId = 8;
constexpr double kPictureRatio = 2;

Result<ViewFile> loadViewFile(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return text::sayError(QFileInfo::exists(path) ? ErrorKind::Io : ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "The view %1 cannot be read: %2"),
                          {path.toStdString(), file.errorString().toStdString()});
  }
  return readViewFile(file.read(kMostViewBytes + 1), QFileInfo(path).fileName());
}

QString fileNameOf(QString title) {
  return title.replace(QLatin1Char('/'), QLatin1Char('-'));
}

}  // namespace

void ExperimentsPanel::showExportMenu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(icon(QStringLiteral("export")), tr("Save as CSV…\tCtrl+E"), this,
                  &ExperimentsPanel::exportCsv);
  menu->addSeparator();
  const bool charts = m_comparison->isVisibleTo(this) && !m_comparison->cards().empty();
  for (const auto& [id, possible] :
       {std::pair("runs.picture", charts), {"runs.report", charts}, {"runs.python", true}}) {
    QAction* action = m_context.actions.find(QString::fromLatin1(id));
    if (possible) {
      menu->addAction(action);
    }
  }
  const auto some = [this] {
    std::vector<std::uint32_t> rows = selectedRows();
    if (rows.empty()) {
      rows = listing()->rows;
      rows.resize(std::min(rows.size(), kMostCopiedRows));
    }
    return rows;
  };
  menu->addAction(tr("Copy as Markdown table"), this,
                  [this, some] { copy(listingMarkdown(*listing(), some()), tr("Table copied")); });
  menu->addAction(tr("Copy as LaTeX table"), this,
                  [this, some] { copy(latexTable(listingTable(*listing(), some())), tr("Table copied")); });
  menu->popup(m_exportButton->mapToGlobal(QPoint(0, m_exportButton->height() + 4)));
}

QString ExperimentsPanel::askForFile(const QString& title, const QString& ending, const QString& kinds) {
  return QFileDialog::getSaveFileName(this, title, fileNameOf(experimentName()) + ending, kinds);
}

void ExperimentsPanel::saveFile(const QString& file, const std::function<QByteArray()>& make,
                                const QString& doing, const QString& said) {
  const QPointer<ExperimentsPanel> self(this);
  exec::sharedPool().post([self, file, make, doing, said] {
    auto written = writeWhole(file, make());
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [self, written = std::move(written), doing, said] {
          if (self == nullptr) {
            return;
          }
          if (written) {
            self->m_context.toasts.inform(said);
          } else {
            self->m_context.toasts.showError(doing, written.error());
          }
        },
        Qt::QueuedConnection);
  });
}

void ExperimentsPanel::exportCsv() {
  if (listing() == nullptr || listing()->partial) {
    return;
  }
  const QString file = askForFile(tr("Save runs as CSV"), QStringLiteral(".csv"), tr("CSV files (*.csv)"));
  if (!file.isEmpty()) {
    saveFile(
        file, [shown = listing()] { return listingCsv(*shown); }, tr("Saving runs"),
        tr("%n run(s) saved as %1", nullptr, static_cast<int>(listing()->rows.size())).arg(file));
  }
}

void ExperimentsPanel::exportPicture() {
  const CardPicture shown = picture(experimentName(), Footer::Origin);
  if (shown.cards.empty() || !m_comparison->isVisibleTo(this)) {
    m_context.toasts.inform(tr("There are no charts on screen"));
    return;
  }
  const QString file =
      askForFile(tr("Save charts"), QStringLiteral(".png"),
                 tr("PNG image (*.png);;SVG drawing (*.svg);;PDF document (*.pdf);;CSV table (*.csv)"));
  if (file.isEmpty()) {
    return;
  }
  const QString ending = QFileInfo(file).suffix().toLower();
  const QByteArray bytes = ending == QStringLiteral("svg")   ? cardsSvg(shown)
                           : ending == QStringLiteral("pdf") ? cardsPdf(shown)
                           : ending == QStringLiteral("csv") ? cardsCsv(shown)
                                                             : cardsPng(shown, kPictureRatio);
  saveFile(
      file, [bytes] { return bytes; }, tr("Saving charts"), tr("Charts saved as %1").arg(file));
}

void ExperimentsPanel::exportReport() {
  if (listing() == nullptr || !m_comparison->isVisibleTo(this) || m_comparison->shownRuns().empty()) {
    m_context.toasts.inform(tr("There are no charts on screen"));
    return;
  }
  const QString file =
      askForFile(tr("Save comparison report"), QStringLiteral(".html"), tr("HTML files (*.html)"));
  if (file.isEmpty()) {
    return;
  }
  makeReport(experimentName(), [this, file](Result<QByteArray> report) {
    if (!report) {
      m_context.toasts.showError(tr("Saving the report"), report.error());
      return;
    }
    saveFile(
        file, [bytes = *report] { return bytes; }, tr("Saving the report"),
        tr("Report saved as %1").arg(file));
  });
}

void ExperimentsPanel::makeReport(const QString& title, std::function<void(Result<QByteArray>)> done) {
  const QString conditions = QString::fromStdString(joinedFilter(m_view.conditions));
  const QString runs = tr("%n run(s) compared", nullptr, static_cast<int>(m_comparison->shownRuns().size()));
  ReportInput input;
  input.title = title;
  input.remark = conditions.isEmpty() ? runs : tr("%1; filter: %2").arg(runs, conditions);
  input.footer = originText();
  m_comparison->makeReport(std::move(input), std::move(done));
}

CardPicture ExperimentsPanel::picture(const QString& title, Footer footer) const {
  return {m_comparison->cards(), title, footer == Footer::Origin ? originText() : QString()};
}

// "6 of 48 runs: 1a2b3c4d, … · /home/mika/bikes · 2026-11-01T08:00:00Z – 2026-11-20T12:00:00Z"
QString ExperimentsPanel::originText() const {
  const ShownRuns& shown = m_comparison->shownRuns();
  QStringList ids;
  std::optional<Timestamp> first;
  std::optional<Timestamp> last;
  for (const ShownRun& one : shown) {
    const track::RunInfo& run = listing()->table->run(one.row);
    if (static_cast<std::size_t>(ids.size()) < kMostNamed) {
      ids << QString::fromStdString(run.id.value().substr(0, kShortId));
    }
    const Timestamp end = run.ended.value_or(run.started);
    first = first ? std::min(*first, run.started) : run.started;
    last = last ? std::max(*last, end) : end;
  }
  if (shown.size() > kMostNamed) {
    ids << QStringLiteral("…");
  }
  const auto text = [](const std::optional<Timestamp>& time) {
    return time ? QDateTime::fromMSecsSinceEpoch(toUnixMillis(*time), Qt::UTC).toString(Qt::ISODate)
                : QStringLiteral("–");
  };
  return tr("%1 of %n run(s): %2", nullptr, static_cast<int>(listing()->rows.size()))
             .arg(countText(static_cast<std::int64_t>(shown.size())), ids.join(QStringLiteral(", "))) +
         QStringLiteral(" · ") + QString::fromStdString(m_context.store->workspace().root.string()) +
         QStringLiteral(" · ") + text(first) + QStringLiteral(" – ") + text(last);
}

// --- views

ViewFile ExperimentsPanel::viewFile() const {
  ViewFile file;
  file.state = m_view;
  if (const auto* of = std::get_if<ExperimentsRoute>(&m_route); of != nullptr) {
    file.experiment = of->experiment;
  }
  for (const std::uint32_t row : selectedRows()) {
    file.runs.push_back(listing()->table->run(row).id.value());
  }
  return file;
}

Result<std::vector<track::RunKey>> ExperimentsPanel::findRuns(const std::vector<std::string>& ids) const {
  const track::RunTable& table = *listing()->table;
  std::vector<track::RunKey> keys;
  for (const std::string& id : ids) {
    std::size_t found = 0;
    for (std::size_t row = 0; row < table.size(); ++row) {
      if (table.run(row).id.value().starts_with(id)) {
        keys.push_back(table.run(row).key);
        ++found;
      }
    }
    if (found == 0) {
      return makeError(ErrorKind::NotFound,
                       tr("There is no run %1 here").arg(QString::fromStdString(id)).toStdString());
    }
    if (found > 1) {
      return makeError(ErrorKind::InvalidArgument, tr("%1 runs begin with %2; say more of the id")
                                                       .arg(found)
                                                       .arg(QString::fromStdString(id))
                                                       .toStdString());
    }
  }
  return keys;
}

Status ExperimentsPanel::showView(const ViewFile& file) {
  if (file.experiment && experimentName().isEmpty()) {
    return makeError(
        ErrorKind::NotFound,
        tr("There is no experiment %1 in this workspace").arg(file.experiment->value()).toStdString());
  }
  TATARA_ASSIGN(auto runs, findRuns(file.runs));
  m_context.selection.setSelected(std::move(runs));
  ViewState view = file.state;
  view.layout = view.layout == RunsLayout::Table ? RunsLayout::Charts : view.layout;
  arrange(view);
  return {};
}

void ExperimentsPanel::saveViewFile() {
  if (listing() == nullptr) {
    return;
  }
  const QString name = savedViewName();
  const QString file = QFileDialog::getSaveFileName(
      this, tr("Save view as file"),
      fileNameOf(name.isEmpty() ? experimentName() : name) + QStringLiteral(".json"), tr("Views (*.json)"));
  if (!file.isEmpty()) {
    saveFile(
        file, [bytes = toJson(viewFile())] { return bytes; }, tr("Saving the view"),
        tr("View saved as %1").arg(file));
  }
}

void ExperimentsPanel::openViewFile() {
  const QString file =
      QFileDialog::getOpenFileName(this, tr("Open view file"), QString(), tr("Views (*.json)"));
  if (!file.isEmpty()) {
    m_viewFile.start([file](std::stop_token) { return loadViewFile(file); });
  }
}

void ExperimentsPanel::takeViewFile(Result<ViewFile> file) {
  if (!file) {
    m_context.toasts.showError(tr("Opening the view"), file.error());
    return;
  }
  m_wantedRuns = file->runs;
  open(ExperimentsRoute{file->experiment});
  changeView(file->state, tr("Open view"));
  request();
}

}  // namespace tatara::ui
