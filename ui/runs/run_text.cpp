#include "ui/runs/run_text.h"

#include "core/base/number_text.h"
#include "core/query/query.h"
#include "ui/runs/condition.h"
#include "ui/runs/run_source.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostRunsNamed = 500;

QByteArray csvField(const QString& text) {
  QByteArray field = text.toUtf8();
  if (field.contains('"') || field.contains(',') || field.contains('\n') || field.contains('\r')) {
    field.replace("\"", "\"\"");
    field = "\"" + field + "\"";
  }
  return field;
}

bool isWritten(const ColumnSpec& spec) {
  return spec.kind != ColumnKind::Check && spec.kind != ColumnKind::Spark && !spec.stub &&
         spec.id != "run.id";
}

// A Python string literal; JSON's escapes are Python's.
QString literal(const std::string& text) {
  QString result = QStringLiteral("\"");
  for (const QChar c : QString::fromStdString(text)) {
    if (c == QLatin1Char('"') || c == QLatin1Char('\\')) {
      result += QLatin1Char('\\');
      result += c;
    } else if (c.unicode() < 0x20) {
      result += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
    } else {
      result += c;
    }
  }
  return result + QLatin1Char('"');
}

std::string namedRuns(const track::RunTable& table, const std::vector<std::uint32_t>& rows) {
  std::string list;
  for (std::size_t i = 0; i < std::min(rows.size(), kMostRunsNamed); ++i) {
    list += (list.empty() ? "'" : ", '") + table.run(rows[i]).id.value() + "'";
  }
  return "attributes.run_id IN (" + list + ")";
}

QString header(const QString& server) {
  return QStringLiteral("import mlflow\n\nmlflow.set_tracking_uri(\"%1\")\n").arg(server);
}

QStringList orderBy(const ViewState& view) {
  QStringList keys;
  for (const SortKey& key : view.sort) {
    std::string column = key.column;
    if (column == "run.started") {
      column = "attributes.start_time";
    } else if (column == "run.name") {
      column = "attributes.run_name";
    } else if (column == "run.status") {
      column = "attributes.status";
    } else if (column.starts_with("delta.")) {
      column = "metrics." + column.substr(6);
    } else if (column.starts_with("run.") || column.starts_with("best.") || column.starts_with('=')) {
      continue;  // MLflow's search knows no such order
    }
    const std::size_t point = column.find('.');
    if (!column.starts_with("attributes.")) {
      column = column.substr(0, point) + ".`" + column.substr(point + 1) + "`";
    }
    keys.push_back(literal(column + (key.descending ? " DESC" : " ASC")));
  }
  return keys;
}

}  // namespace

QByteArray listingCsv(const Listing& listing) {
  const RunSource source(std::shared_ptr<const Listing>(std::shared_ptr<void>(), &listing),
                         std::make_shared<const RunLooks>());
  QByteArray csv = "run_id";
  for (const ColumnSpec& spec : listing.columns) {
    if (isWritten(spec)) {
      csv += "," + csvField(spec.title);
    }
  }
  csv += "\n";
  for (const std::uint32_t row : listing.rows) {
    csv += QByteArray::fromStdString(listing.table->run(row).id.value());
    for (std::size_t column = 0; column < listing.columns.size(); ++column) {
      if (isWritten(listing.columns[column])) {
        csv += "," + csvField(source.plainText(rowIdOf(*listing.table, row), static_cast<int>(column)));
      }
    }
    csv += "\n";
  }
  return csv;
}

ChartTable listingTable(const Listing& listing, const std::vector<std::uint32_t>& rows) {
  const RunSource source(std::shared_ptr<const Listing>(std::shared_ptr<void>(), &listing),
                         std::make_shared<const RunLooks>());
  ChartTable table;
  for (std::size_t column = 0; column < listing.columns.size(); ++column) {
    if (!isWritten(listing.columns[column])) {
      continue;
    }
    ChartTable::Column& words = table.columns.emplace_back();
    words.name = listing.columns[column].title;
    for (const std::uint32_t row : rows) {
      words.texts << source.plainText(rowIdOf(*listing.table, row), static_cast<int>(column));
    }
  }
  return table;
}

QString listingMarkdown(const Listing& listing, const std::vector<std::uint32_t>& rows) {
  const RunSource source(std::shared_ptr<const Listing>(std::shared_ptr<void>(), &listing),
                         std::make_shared<const RunLooks>());
  QString titles = QStringLiteral("|");
  QString rule = QStringLiteral("|");
  for (const ColumnSpec& spec : listing.columns) {
    if (isWritten(spec)) {
      titles += QStringLiteral(" %1 |").arg(spec.title);
      rule += spec.kind == ColumnKind::Number || spec.kind == ColumnKind::Delta ? QStringLiteral(" ---: |")
                                                                                : QStringLiteral(" --- |");
    }
  }
  QString table = titles + QLatin1Char('\n') + rule + QLatin1Char('\n');
  for (const std::uint32_t row : rows) {
    table += QLatin1Char('|');
    for (std::size_t column = 0; column < listing.columns.size(); ++column) {
      if (isWritten(listing.columns[column])) {
        QString text = source.plainText(rowIdOf(*listing.table, row), static_cast<int>(column));
        text.replace(QLatin1Char('|'), QStringLiteral("\\|")).replace(QLatin1Char('\n'), QLatin1Char(' '));
        table += QStringLiteral(" %1 |").arg(text);
      }
    }
    table += QLatin1Char('\n');
  }
  return table;
}

QString pythonSearch(const Listing& listing, const ViewState& view,
                     const std::optional<track::ExperimentId>& experiment,
                     const std::map<QString, Brush>& brushes, const QString& server) {
  std::string filter;
  for (const std::string& condition : view.conditions) {
    filter += (filter.empty() ? "" : " AND ") + condition;
  }
  bool same = query::parseFilter(query::Entity::Run, filter, query::Grammar::Mlflow).has_value();
  for (const auto& [axis, brush] : brushes) {
    // MLflow compares parameters as text.
    same = same && axis.startsWith(QStringLiteral("metrics."));
    const std::string key = "metrics.`" + axis.mid(8).toStdString() + "`";
    filter += (filter.empty() ? "" : " AND ") + key + " >= " + toText(std::min(brush.from, brush.to)) +
              " AND " + key + " <= " + toText(std::max(brush.from, brush.to));
  }
  // Only MLflow's own meaning counts: numbers asked of parameters compare as text there.
  for (const std::string& condition : view.conditions) {
    const auto simple = simpleCondition(condition);
    same = same && simple &&
           !(simple->field.kind == query::FieldKind::Param && simple->op >= query::Operator::Less &&
             simple->op <= query::Operator::GreaterEqual);
  }
  QString code = header(server);
  if (!same) {
    filter = namedRuns(*listing.table, listing.rows);
    code += QStringLiteral("# The filter uses what MLflow's search does not have, so the runs are named.\n");
    if (listing.rows.size() > kMostRunsNamed) {
      code +=
          QStringLiteral("# These are the first %1 of %2.\n").arg(kMostRunsNamed).arg(listing.rows.size());
    }
  }
  code += QStringLiteral("runs = mlflow.search_runs(\n");
  code += experiment ? QStringLiteral("    experiment_ids=[\"%1\"],\n").arg(experiment->value())
                     : QStringLiteral("    search_all_experiments=True,\n");
  if (!filter.empty()) {
    code += QStringLiteral("    filter_string=%1,\n").arg(literal(filter));
  }
  if (const QStringList order = orderBy(view); !order.isEmpty()) {
    code += QStringLiteral("    order_by=[%1],\n").arg(order.join(QStringLiteral(", ")));
  }
  return code + QStringLiteral(")\nprint(runs)\n");
}

QString pythonRuns(const track::RunTable& table, const std::vector<std::uint32_t>& rows,
                   const QString& server) {
  return header(server) + QStringLiteral(
                              "runs = mlflow.search_runs(\n    search_all_experiments=True,\n    "
                              "filter_string=%1,\n)\nprint(runs)\n")
                              .arg(literal(namedRuns(table, rows)));
}

}  // namespace tatara::ui
