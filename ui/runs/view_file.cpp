#include "ui/runs/view_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

#include "core/query/query.h"
#include "core/text/error_phrase.h"

namespace tatara::ui {
namespace {

constexpr qsizetype kMostViewRuns = 200;
constexpr qsizetype kShortestId = 4;

// Reads fields of one file and tells what is wrong with them.
class Checker {
 public:
  explicit Checker(QString name) : m_name(std::move(name)) {}

  // `pattern` is one in TATARA_SAYS, with the file and the field as its first two values.
  Error wrong(const QString& field, std::string_view pattern, std::vector<text::Phrase> more = {}) const {
    std::vector<text::Phrase> values = {m_name.toStdString(), field.toStdString()};
    std::ranges::move(more, std::back_inserter(values));
    return text::sayError(ErrorKind::InvalidArgument, pattern, std::move(values));
  }

  Status kindIs(const QJsonObject& object, const char* field, QJsonValue::Type type,
                std::string_view pattern) const {
    const QJsonValue value = object[QLatin1String(field)];
    return value.isUndefined() || value.type() == type ? Status() : wrong(QLatin1String(field), pattern);
  }

  // A whole number from 0 to `last`, when it is there.
  Status choiceIs(const QJsonObject& object, const QString& where, const char* field, int last) const {
    const QJsonValue value = object[QLatin1String(field)];
    if (value.isUndefined() || (value.isDouble() && value.toInt(-1) >= 0 && value.toInt(-1) <= last)) {
      return {};
    }
    return wrong(where + QLatin1String(field),
                 TATARA_SAYS("Phrase", "%1: %2 must be a whole number from 0 to %3"), {std::to_string(last)});
  }

 private:
  QString m_name;
};

Status checkConditions(const Checker& checker, const QJsonArray& conditions) {
  for (qsizetype i = 0; i < conditions.size(); ++i) {
    const QString field = QStringLiteral("conditions[%1]").arg(i);
    if (!conditions[i].isString()) {
      return checker.wrong(field,
                           TATARA_SAYS("Phrase", "%1: %2 must be a text such as \"metrics.loss < 1\""));
    }
    const auto read = query::parseFilter(query::Entity::Run, conditions[i].toString().toStdString());
    if (!read) {
      return checker.wrong(field, TATARA_SAYS("Phrase", "%1: %2 cannot be read at column %3: %4"),
                           {std::to_string(read.error().begin + 1), text::messageOf(read.error())});
    }
  }
  return {};
}

Status checkGrouping(const Checker& checker, const QJsonObject& grouping) {
  for (const char* part : {"color", "dash", "facet"}) {
    const std::string column = grouping[QLatin1String(part)].toString().toStdString();
    const auto read = query::parseFilter(query::Entity::Run, column.starts_with('=') ? column.substr(1) : "");
    if (!read) {
      return checker.wrong(QStringLiteral("grouping.") + QLatin1String(part),
                           TATARA_SAYS("Phrase", "%1: %2 cannot be read at column %3: %4"),
                           {std::to_string(read.error().begin + 2), text::messageOf(read.error())});
    }
  }
  return {};
}

Status checkCharts(const Checker& checker, const QJsonArray& charts) {
  constexpr int kLastReading = static_cast<int>(RunReading::MeanOfLast);
  for (qsizetype i = 0; i < charts.size(); ++i) {
    const QString where = QStringLiteral("charts[%1].").arg(i);
    const QJsonObject chart = charts[i].toObject();
    if (!charts[i].isObject() || chart[QStringLiteral("kind")].isUndefined()) {
      return checker.wrong(QStringLiteral("charts[%1]").arg(i),
                           TATARA_SAYS("Phrase", "%1: %2 must be an object with a kind"));
    }
    TATARA_TRY(checker.choiceIs(chart, where, "kind", static_cast<int>(kLastChartKind)));
    TATARA_TRY(checker.choiceIs(chart, where, "reading", kLastReading));
  }
  return {};
}

Status checkFields(const Checker& checker, const QJsonObject& object) {
  for (const char* list : {"conditions", "sort", "charts", "runs"}) {
    TATARA_TRY(
        checker.kindIs(object, list, QJsonValue::Array, TATARA_SAYS("Phrase", "%1: %2 must be a list")));
  }
  for (const char* text : {"groupBy", "xMetric", "baseline", "experiment"}) {
    TATARA_TRY(
        checker.kindIs(object, text, QJsonValue::String, TATARA_SAYS("Phrase", "%1: %2 must be a text")));
  }
  for (const char* flag : {"logScale", "logX", "spread", "others", "onlyDiffering"}) {
    TATARA_TRY(checker.kindIs(object, flag, QJsonValue::Bool,
                              TATARA_SAYS("Phrase", "%1: %2 must be true or false")));
  }
  TATARA_TRY(checker.kindIs(object, "grouping", QJsonValue::Object,
                            TATARA_SAYS("Phrase", "%1: %2 must be an object")));
  TATARA_TRY(checker.kindIs(object, "smoothing", QJsonValue::Double,
                            TATARA_SAYS("Phrase", "%1: %2 must be a number")));
  TATARA_TRY(checker.choiceIs(object, {}, "layout", static_cast<int>(RunsLayout::Charts)));
  TATARA_TRY(checker.choiceIs(object, {}, "axis", static_cast<int>(CurveAxis::Metric)));
  TATARA_TRY(checker.choiceIs(object, {}, "smoothingMethod", static_cast<int>(SmoothingMethod::BestSoFar)));
  TATARA_TRY(checkConditions(checker, object[QStringLiteral("conditions")].toArray()));
  TATARA_TRY(checkGrouping(checker, object[QStringLiteral("grouping")].toObject()));
  return checkCharts(checker, object[QStringLiteral("charts")].toArray());
}

bool isRunId(const QString& text) {
  return text.size() >= kShortestId && text.size() <= 32 && std::ranges::all_of(text, [](QChar c) {
           return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
         });
}

Error noJson(const QByteArray& json, const QString& name, const QJsonParseError& problem) {
  const QByteArray before = json.left(problem.offset);
  const qsizetype line = before.count('\n') + 1;
  const qsizetype column = before.size() - before.lastIndexOf('\n');
  return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "%1 is no JSON: line %2, column %3: %4"),
                        {name.toStdString(), std::to_string(line), std::to_string(column),
                         problem.errorString().toStdString()});
}

}  // namespace

QByteArray toJson(const ViewFile& file) {
  QJsonObject object = QJsonDocument::fromJson(toJson(file.state)).object();
  if (file.experiment) {
    object[QStringLiteral("experiment")] = QString::number(file.experiment->value());
  }
  QJsonArray runs;
  for (const std::string& run : file.runs) {
    runs.append(QString::fromStdString(run));
  }
  if (!runs.isEmpty()) {
    object[QStringLiteral("runs")] = runs;
  }
  return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

Result<ViewFile> readViewFile(const QByteArray& json, const QString& name) {
  if (json.size() > kMostViewBytes) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "%1 is larger than any view: over 1 MB"),
                          {name.toStdString()});
  }
  QJsonParseError problem;
  const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
  if (problem.error != QJsonParseError::NoError) {
    return noJson(json, name, problem);
  }
  const QJsonObject object = document.object();
  constexpr const char* kTelling[] = {"conditions", "charts", "layout",    "sort",
                                      "grouping",   "runs",   "experiment"};
  if (std::ranges::none_of(kTelling,
                           [&](const char* field) { return object.contains(QLatin1String(field)); })) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase",
                    "%1 is no saved view: it names no charts, conditions, layout, sort, runs or experiment"),
        {name.toStdString()});
  }
  const Checker checker(name);
  TATARA_TRY(checkFields(checker, object));
  ViewFile file;
  file.state = viewStateFromJson(json).value_or(ViewState());
  if (const QJsonValue experiment = object[QStringLiteral("experiment")]; !experiment.isUndefined()) {
    bool known = false;
    const qint64 id = experiment.toString().toLongLong(&known);
    if (!known || id < 0) {
      return checker.wrong(QStringLiteral("experiment"),
                           TATARA_SAYS("Phrase", "%1: %2 must be the id of one, such as \"3\""));
    }
    file.experiment = track::ExperimentId(id);
  }
  const QJsonArray runs = object[QStringLiteral("runs")].toArray();
  if (runs.size() > kMostViewRuns) {
    return checker.wrong(QStringLiteral("runs"), TATARA_SAYS("Phrase", "%1: %2 names more than %3 runs"),
                         {std::to_string(kMostViewRuns)});
  }
  for (qsizetype i = 0; i < runs.size(); ++i) {
    const QString id = runs[i].toString();
    if (!isRunId(id)) {
      return checker.wrong(
          QStringLiteral("runs[%1]").arg(i),
          TATARA_SAYS("Phrase", "%1: %2 must be a run's id or its first four or more digits"));
    }
    file.runs.push_back(id.toStdString());
  }
  return file;
}

}  // namespace tatara::ui
