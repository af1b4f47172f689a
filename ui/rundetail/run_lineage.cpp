#include "ui/rundetail/run_lineage.h"

#include <QCoreApplication>

#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"

namespace tatara::ui {
namespace {

// A Python literal: double quotes, everything else escaped where it must be.
QString quoted(const std::string& value) {
  QString out = QStringLiteral("\"");
  for (const QChar c : fromUtf8(value)) {
    if (c == QLatin1Char('"') || c == QLatin1Char('\\')) {
      out += QLatin1Char('\\');
      out += c;
    } else if (c == QLatin1Char('\n')) {
      out += QStringLiteral("\\n");
    } else if (c < QLatin1Char(' ')) {
      out += QStringLiteral("\\x%1").arg(c.unicode(), 2, 16, QLatin1Char('0'));
    } else {
      out += c;
    }
  }
  return out + QLatin1Char('"');
}

const std::string* valueOf(const std::vector<track::KeyValue>& pairs, const std::string& key) {
  for (const track::KeyValue& pair : pairs) {
    if (pair.key == key) {
      return &pair.value;
    }
  }
  return nullptr;
}

}  // namespace

namespace {

LineageList::Item itemOf(const track::DatasetInput& input) {
  QStringList detail;
  if (const std::string* context = valueOf(input.tags, "mlflow.data.context")) {
    detail << fromUtf8(*context);
  }
  if (!input.dataset.digest.empty()) {
    detail << QCoreApplication::translate("RunLineage", "digest %1")
                  .arg(fromUtf8(input.dataset.digest).left(16));
  }
  return {
      QStringLiteral("data"), fromUtf8(input.dataset.name), detail.join(QStringLiteral(" · ")), false, {}};
}

}  // namespace

std::vector<LineageList::Item> lineageOf(const RunFacts& facts) {
  std::vector<LineageList::Item> items;
  for (const track::DatasetInput& input : facts.run.datasets) {
    items.push_back(itemOf(input));
  }
  if (const std::string* commit = findTag(facts.run, track::tag::kGitCommit)) {
    const std::string* branch = findTag(facts.run, "mlflow.source.git.branch");
    const std::string* dirty = findTag(facts.run, "mlflow.source.git.dirty");
    const QString title =
        fromUtf8(*commit).left(7) +
        (branch ? QCoreApplication::translate("RunLineage", " on %1").arg(fromUtf8(*branch)) : QString());
    const QString detail = !dirty ? QString()
                           : *dirty == "true"
                               ? QCoreApplication::translate("RunLineage", "uncommitted changes")
                               : QCoreApplication::translate("RunLineage", "clean tree");
    items.push_back({QStringLiteral("commit"), title, detail, false, {}});
  }
  if (facts.parent) {
    items.push_back({QStringLiteral("expand-all"),
                     fromUtf8(facts.parent->name),
                     QCoreApplication::translate("RunLineage", "parent run"),
                     false,
                     {}});
  }
  const std::string* seed = findParam(facts.run, "seed");
  items.push_back({QStringLiteral("experiments"),
                   fromUtf8(facts.run.info.name),
                   QCoreApplication::translate("RunLineage", "this run") +
                       (seed ? QStringLiteral(" · ") +
                                   QCoreApplication::translate("RunLineage", "seed %1").arg(fromUtf8(*seed))
                             : QString()),
                   true,
                   {}});
  for (const track::LoggedModel& model : facts.models) {
    items.push_back({QStringLiteral("models"),
                     fromUtf8(model.name),
                     QCoreApplication::translate("RunLineage", "logged model") + QStringLiteral(" · ") +
                         fromUtf8(model.type),
                     false,
                     {}});
  }
  for (const registry::ModelVersion& version : facts.versions) {
    QStringList detail{
        QCoreApplication::translate("RunLineage", "registered %1").arg(isoTimeText(version.created))};
    for (const std::string& alias : version.aliases) {
      detail << QLatin1Char('@') + fromUtf8(alias);
    }
    items.push_back({QStringLiteral("models"),
                     fromUtf8(version.model) + QStringLiteral(" v%1").arg(version.version),
                     detail.join(QStringLiteral(" · ")),
                     false,
                     {}});
  }
  return items;
}

std::vector<Fact> parameterFacts(const RunFacts& facts) {
  std::vector<Fact> rows;
  for (const track::KeyValue& param : facts.run.params) {
    Fact row{fromUtf8(param.key), fromUtf8(param.value), QString(kMissing), false};
    if (facts.baseline) {
      const std::string* other = findParam(*facts.baseline, param.key);
      row.differs = !other || *other != param.value;
      row.other = other ? fromUtf8(*other) : QString(kMissing);
    }
    rows.push_back(row);
  }
  if (facts.baseline) {
    for (const track::KeyValue& param : facts.baseline->params) {
      if (!findParam(facts.run, param.key)) {
        rows.push_back({fromUtf8(param.key), QString(kMissing), fromUtf8(param.value), true});
      }
    }
  }
  return rows;
}

QString pythonOf(const RunFacts& facts, const QString& server) {
  const std::string& id = facts.run.info.id.value();
  QString code = QStringLiteral(
                     "import mlflow\n"
                     "\n"
                     "# needs `tatara server` running on this workspace\n"
                     "mlflow.set_tracking_uri(\"%1\")\n"
                     "run = mlflow.get_run(%2)\n"
                     "print(run.info.run_name, run.data.params, run.data.metrics)\n")
                     .arg(server, quoted(id));
  if (facts.primaryMetric) {
    code += QStringLiteral("history = mlflow.MlflowClient().get_metric_history(%1, %2)\n")
                .arg(quoted(id), quoted(*facts.primaryMetric));
  }
  return code;
}

}  // namespace tatara::ui
