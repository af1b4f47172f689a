// What a query's result becomes: text on the clipboard, a program, numbers of a report, a dataset version.
#include <QApplication>
#include <QClipboard>
#include <QInputDialog>
#include <QMenu>
#include <QPushButton>
#include <algorithm>

#include "core/artifact/artifact_store.h"
#include "core/dataset/engine.h"
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

QString QueryPage::pandas() const {
  const auto literal = [](const QString& text) {
    QString inside = text;
    inside.replace(QLatin1Char('\\'), QStringLiteral("\\\\"))
        .replace(QLatin1Char('"'), QStringLiteral("\\\""));
    return QLatin1Char('"') + inside.replace(QLatin1Char('\n'), QStringLiteral("\\n")) + QLatin1Char('"');
  };
  QString code = QStringLiteral("import duckdb\nimport pandas as pd\n\nconnection = duckdb.connect()\n");
  for (const Named& one : named(m_ran.toStdString())) {
    const QString source = QString::fromStdString(one.version.source);
    const QString reader = one.version.format == "parquet" ? QStringLiteral("read_parquet")
                           : one.version.format == "json"  ? QStringLiteral("read_json")
                           : one.version.format == "xlsx"  ? QStringLiteral("read_excel")
                                                           : QStringLiteral("read_csv");
    code += QStringLiteral("connection.register(%1, pd.%2(%3))\n")
                .arg(literal(QString::fromStdString(one.name)), reader, literal(source));
  }
  return code + QStringLiteral("df = connection.execute(%1).df()\n").arg(literal(m_ran));
}

void QueryPage::showCopyMenu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const auto copy = [this](const QString& text, const QString& said) {
    QApplication::clipboard()->setText(text);
    Q_EMIT copied(said);
  };
  menu->addAction(tr("Copy as CSV"), this, [this, copy] { copy(csv(), tr("Rows copied")); });
  menu->addAction(tr("Copy as pandas"), this, [this, copy] { copy(pandas(), tr("pandas code copied")); });
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
