#include "ui/shell/run_draft.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <set>

namespace tatara::ui {

struct RunDraftWords {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::RunDraftWords)
};

namespace {

// What `tatara train` records beside XGBoost's own parameters.
const std::set<std::string>& recordedFacts() {
  static const std::set<std::string> names{"data",
                                           "data_sha256",
                                           "early_stopping_rounds",
                                           "features",
                                           "left_out",
                                           "missing_values",
                                           "nthread",
                                           "rounds",
                                           "rows_train",
                                           "rows_validation",
                                           "seed",
                                           "split",
                                           "split_column",
                                           "target",
                                           "task",
                                           "validation_fraction",
                                           "where"};
  return names;
}

std::string valueOf(const std::vector<track::KeyValue>& list, std::string_view key) {
  for (const track::KeyValue& one : list) {
    if (one.key == key) {
      return one.value;
    }
  }
  return {};
}

// "humidity (dropped as told); wind (dropped as told)"
QStringList droppedAsTold(const QString& leftOut) {
  QStringList names;
  for (const QString& one : leftOut.split(QStringLiteral("; "), Qt::SkipEmptyParts)) {
    const QString reason = QStringLiteral(" (dropped as told)");
    if (one.endsWith(reason)) {
      names << one.left(one.size() - reason.size());
    }
  }
  return names;
}

// A version of a registered dataset: "bikes@3".
bool namesVersion(const QString& data) {
  static const QRegularExpression name(QStringLiteral("^[^@]+@[0-9]+$"));
  return name.match(data).hasMatch();
}

QString sourceOf(const track::Run& run) {
  for (const track::DatasetInput& input : run.datasets) {
    const QJsonObject source =
        QJsonDocument::fromJson(QByteArray::fromStdString(input.dataset.source)).object();
    if (const QString dataset = source[QStringLiteral("dataset")].toString(); namesVersion(dataset)) {
      return dataset;
    }
    if (const QString uri = source[QStringLiteral("uri")].toString(); !uri.isEmpty()) {
      return uri;
    }
  }
  return {};
}

Error wrong(const QString& sentence) {
  return makeError(ErrorKind::InvalidArgument, sentence.toStdString());
}

Status check(const RunDraft& draft) {
  if (draft.data.isEmpty() || (!QFileInfo(draft.data).isFile() && !namesVersion(draft.data))) {
    return wrong(draft.data.isEmpty() ? RunDraftWords::tr("Choose a data file")
                                      : RunDraftWords::tr("There is no file “%1”").arg(draft.data));
  }
  if (draft.target.isEmpty()) {
    return wrong(RunDraftWords::tr("Name the column to learn"));
  }
  if (draft.split != QStringLiteral("random") && draft.splitColumn.isEmpty()) {
    return wrong(RunDraftWords::tr("Name the column that splits the rows"));
  }
  const double part = draft.validation.toDouble();
  if (!draft.validation.isEmpty() && !(part > 0 && part < 1)) {
    return wrong(RunDraftWords::tr("The part of the rows to validate is a number between 0 and 1, not “%1”")
                     .arg(draft.validation));
  }
  bool whole = draft.seed.isEmpty();
  if (!whole) {
    static_cast<void>(draft.seed.toLongLong(&whole));
  }
  if (!whole) {
    return wrong(RunDraftWords::tr("The seed is a whole number, not “%1”").arg(draft.seed));
  }
  return {};
}

// Lists of metrics are one value; of anything else each value is a run.
QStringList valuesOf(const QString& name, const QString& text) {
  if (name == QStringLiteral("eval_metric")) {
    return {text};
  }
  QStringList values;
  for (const QString& value : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    values << value.trimmed();
  }
  return values;
}

}  // namespace

std::optional<RunDraft> draftOf(const track::Run& run, const QString& experiment) {
  RunDraft draft;
  draft.target = QString::fromStdString(valueOf(run.params, "target"));
  draft.data = sourceOf(run);
  if (draft.target.isEmpty() || draft.data.isEmpty() || valueOf(run.params, "data_sha256").empty()) {
    return std::nullopt;
  }
  draft.experiment = experiment;
  draft.where = QString::fromStdString(valueOf(run.params, "where"));
  draft.split = QString::fromStdString(valueOf(run.params, "split"));
  draft.splitColumn = QString::fromStdString(valueOf(run.params, "split_column"));
  draft.validation = QString::fromStdString(valueOf(run.params, "validation_fraction"));
  draft.drop = droppedAsTold(QString::fromStdString(valueOf(run.params, "left_out")));
  draft.rounds = QString::fromStdString(valueOf(run.params, "rounds")).toInt();
  draft.earlyStopping = QString::fromStdString(valueOf(run.params, "early_stopping_rounds")).toInt();
  draft.seed = QString::fromStdString(valueOf(run.params, "seed"));
  for (const track::KeyValue& param : run.params) {
    if (!recordedFacts().contains(param.key)) {
      draft.parameters << QString::fromStdString(param.key + "=" + param.value);
    }
  }
  return draft;
}

Result<std::vector<RunDraft>> everyRun(const RunDraft& draft) {
  TATARA_TRY(check(draft));
  std::vector<RunDraft> drafts{draft};
  drafts.front().parameters.clear();
  bool listed = false;
  for (const QString& line : draft.parameters) {
    const qsizetype equals = line.indexOf(QLatin1Char('='));
    const QString name = line.left(equals).trimmed();
    const QStringList values = equals > 0 ? valuesOf(name, line.mid(equals + 1).trimmed()) : QStringList();
    if (values.isEmpty() || name.isEmpty()) {
      return wrong(RunDraftWords::tr("“%1” is no parameter; write name=value").arg(line));
    }
    listed = listed || values.size() > 1;
    if (drafts.size() * static_cast<std::size_t>(values.size()) > kMostDrafts) {
      return wrong(RunDraftWords::tr("These values make more than %1 runs").arg(kMostDrafts));
    }
    std::vector<RunDraft> next;
    for (const RunDraft& one : drafts) {
      for (const QString& value : values) {
        next.push_back(one);
        next.back().parameters << name + QLatin1Char('=') + value;
      }
    }
    drafts = std::move(next);
  }
  if (listed && !draft.name.isEmpty()) {
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      drafts[i].name = QStringLiteral("%1-%2").arg(draft.name).arg(i + 1);
    }
  }
  return drafts;
}

QStringList trainArguments(const RunDraft& draft) {
  QStringList words{QStringLiteral("train"), QStringLiteral("--data"), draft.data, QStringLiteral("--target"),
                    draft.target};
  const auto add = [&words](const char* option, const QString& value) {
    if (!value.isEmpty()) {
      words << QString::fromLatin1(option) << value;
    }
  };
  add("--where", draft.where);
  add("--drop", draft.drop.join(QLatin1Char(',')));
  add("--keep", draft.keep.join(QLatin1Char(',')));
  if (draft.split == QStringLiteral("time")) {
    add("--time", draft.splitColumn);
  } else if (draft.split == QStringLiteral("group")) {
    add("--group", draft.splitColumn);
  }
  add("--validation", draft.validation);
  add("--rounds", QString::number(draft.rounds));
  add("--early-stopping", QString::number(draft.earlyStopping));
  add("--seed", draft.seed);
  add("--experiment", draft.experiment);
  add("--name", draft.name);
  for (const QString& parameter : draft.parameters) {
    add("--param", parameter);
  }
  return words;
}

QString commandLine(const QStringList& arguments, int columns) {
  static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:=,+@%-]+$"));
  QString text = QStringLiteral("tatara");
  QString piece;  // an option and its value
  qsizetype lineStart = 0;
  const auto flush = [&] {
    if (text.size() - lineStart + 1 + piece.size() > columns) {
      text += QStringLiteral(" \\\n ");
      lineStart = text.size() - 1;
    }
    text += piece.isEmpty() ? QString() : QLatin1Char(' ') + piece;
    piece.clear();
  };
  for (const QString& argument : arguments) {
    QString quoted = argument;
    quoted.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    if (argument.startsWith(QStringLiteral("--"))) {
      flush();
    }
    piece += (piece.isEmpty() ? QString() : QStringLiteral(" ")) +
             (plain.match(argument).hasMatch() ? argument : QLatin1Char('\'') + quoted + QLatin1Char('\''));
  }
  flush();
  return text;
}

}  // namespace tatara::ui
