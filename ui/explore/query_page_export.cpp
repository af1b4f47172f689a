// What a query's result becomes: text on the clipboard, a program, numbers of a report, a dataset version.
#include <QApplication>
#include <QClipboard>
#include <QInputDialog>
#include <QMenu>
#include <QPushButton>
#include <algorithm>

#include "core/artifact/artifact_store.h"
#include "core/dataset/engine.h"
#include "core/dataset/fix.h"
#include "core/text/json.h"
#include "ui/base/utf8.h"
#include "ui/explore/query_chart.h"
#include "ui/explore/query_page.h"

namespace tatara::ui {

QString QueryPage::csv() const {
  std::string text;
  std::vector<std::string> cells(m_result->columns.size());
  std::ranges::transform(m_result->columns, cells.begin(), &dataset::QueryColumn::name);
  text += dataset::csvRecord(cells);
  for (std::size_t row = 0; row < m_result->rows; ++row) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cells[i] = m_result->columns[i].text(row);
    }
    text += dataset::csvRecord(cells);
  }
  return QString::fromStdString(text);
}

namespace {

QString pythonText(const QString& text) {
  std::string quoted;
  text::appendJsonString(quoted, text.toStdString());
  return fromUtf8(quoted);
}

// What was made here has no file of its own; the others are read as their version is.
Result<std::string> readingOf(const std::shared_ptr<store::Store>& store, const dataset::Version& version,
                              std::stop_token stop) {
  const std::string name = version.name + "@" + std::to_string(version.version);
  if (!version.madeBy.empty()) {
    const std::string file = name + ".parquet";
    return "# tatara data export " + name + " " + file + "\ndf = pd.read_parquet(" +
           pythonText(fromUtf8(file)).toStdString() + ")\n";
  }
  TATARA_ASSIGN(const auto engine, dataset::Engine::open());
  dataset::Version head = version;
  head.options.sampleRows = 1;  // how it is written shows in its first bytes
  TATARA_ASSIGN(const auto table,
                dataset::openVersion(*store, artifact::ArtifactStore(store), *engine, head, stop));
  return dataset::pandasReading(table, version.source);
}

}  // namespace

void QueryPage::writePandas() {
  m_pandas.clear();
  m_codeJob.start([store = m_store, sql = m_ran,
                   versions = named(m_ran.toStdString())](std::stop_token stop) -> Result<QString> {
    QString code = QStringLiteral("import duckdb\nimport pandas as pd\n\nconnection = duckdb.connect()\n");
    for (const Named& one : versions) {
      TATARA_ASSIGN(const std::string reading, readingOf(store, one.version, stop));
      code += QLatin1Char('\n') + fromUtf8(reading) +
              QStringLiteral("connection.register(%1, df)\n").arg(pythonText(fromUtf8(one.name)));
    }
    return code + QStringLiteral("\ndf = connection.execute(%1).df()\n").arg(pythonText(sql));
  });
}

void QueryPage::showCopyMenu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const auto copy = [this](const QString& text, const QString& said) {
    QApplication::clipboard()->setText(text);
    Q_EMIT copied(said);
  };
  menu->addAction(tr("Copy as CSV"), this, [this, copy] { copy(csv(), tr("Rows copied")); });
  menu->addAction(tr("Copy as pandas"), this, [this, copy] { copy(pandas(), tr("pandas code copied")); })
      ->setEnabled(!pandas().isEmpty());
  menu->addAction(tr("Copy as SQL"), this, [this, copy] { copy(m_ran, tr("SQL copied")); });
  menu->addSeparator();
  menu->addAction(tr("Copy chart as image"), this,
                  [this] {
                    QApplication::clipboard()->setImage(m_chart->toImage(2));
                    Q_EMIT copied(tr("Chart copied"));
                  })
      ->setEnabled(m_chart->refusal().isEmpty());
  menu->popup(m_copy->mapToGlobal(QPoint(0, m_copy->height() + 2)));
}

void QueryPage::askSave() {
  bool accepted = false;
  const QString name = QInputDialog::getText(
                           this, tr("Save as dataset"), tr("Name; a dataset of this name gets a new version"),
                           QLineEdit::Normal, m_current + QStringLiteral("-query"), &accepted)
                           .trimmed();
  if (accepted && !name.isEmpty()) {
    saveAs(name);
  }
}

// Every row of the statement, not only those on screen.
void QueryPage::saveAs(const QString& name) {
  const std::string sql = m_ran.toStdString();
  m_saveJob.start(
      [kept = m_store, sql, name, versions = named(sql)](std::stop_token stop) -> Result<dataset::Added> {
        TATARA_ASSIGN(const auto engine, dataset::Engine::open());
        const std::filesystem::path file = engine->temporaryFolder() / "result.parquet";
        TATARA_ASSIGN(const auto query, openQuery(kept, versions, stop));
        TATARA_TRY(dataset::writeQueryParquet(*query, sql, *engine, file, stop));
        dataset::NewVersion request;
        request.file = file;
        request.name = name.toStdString();
        request.source = sql;
        request.madeBy = "query";
        return dataset::addDataset(*kept, artifact::ArtifactStore(kept), *engine, request, stop);
      });
  showRunning(true);
}

ChartTable QueryPage::resultTable(std::size_t rows) const {
  ChartTable table;
  const std::size_t count = m_result ? std::min<std::size_t>(m_result->rows, rows) : 0;
  for (const dataset::QueryColumn& column :
       m_result ? m_result->columns : std::vector<dataset::QueryColumn>()) {
    ChartTable::Column one{.name = QString::fromStdString(column.name), .values = {}, .texts = {}};
    const bool number =
        column.type == dataset::ColumnType::Integer || column.type == dataset::ColumnType::Real;
    for (std::size_t row = 0; row < count; ++row) {
      number ? one.values.push_back(column.number(row))
             : static_cast<void>(one.texts << QString::fromStdString(column.text(row)));
    }
    table.columns.push_back(std::move(one));
  }
  return table;
}

}  // namespace tatara::ui
