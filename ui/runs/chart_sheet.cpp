#include "ui/runs/chart_sheet.h"

#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <cmath>

#include "core/base/number_text.h"
#include "core/series/expression.h"
#include "ui/base/error_text.h"
#include "ui/widget/controls.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostLines = 20;

QString plainNumber(double value) {
  return QString::fromStdString(toText(value));
}

std::optional<double> finiteNumber(const QString& text) {
  const auto value = parseDouble(text.trimmed().toStdString());
  return value && std::isfinite(*value) ? value : std::nullopt;
}

QString asTyped(const std::string& metric) {
  return QString::fromStdString(isExpression(metric) ? metric.substr(1) : metric);
}

}  // namespace

std::optional<std::vector<ReferenceLine>> readReferenceLines(const QString& text) {
  std::vector<ReferenceLine> lines;
  for (const QString& row : text.split(QLatin1Char('\n'))) {
    const QString line = row.trimmed();
    if (line.isEmpty()) {
      continue;
    }
    const qsizetype space = line.indexOf(QLatin1Char(' '));
    const auto value = finiteNumber(space < 0 ? line : line.left(space));
    if (!value || lines.size() == kMostLines) {
      return std::nullopt;
    }
    lines.push_back({*value, space < 0 ? std::string() : line.mid(space + 1).trimmed().toStdString()});
  }
  return lines;
}

ChartSheet::ChartSheet(ListingPtr listing, RunChart chart, const QString& act, QWidget* parent)
    : Sheet(tr("Chart"), 440, parent), m_listing(std::move(listing)), m_chart(std::move(chart)) {
  setAttribute(Qt::WA_DeleteOnClose);
  addMetric();
  switch (m_chart.kind) {
    case RunChartKind::Line:
      addLineFields();
      break;
    case RunChartKind::Bar:
      addBarFields();
      addGroup();
      break;
    case RunChartKind::Box:
    case RunChartKind::Violin:
      addGroup();
      break;
    default:
      addColumns();
      break;
  }
  addClose(tr("Cancel"));
  setSubmit(act, [this] { submit(); });
}

void ChartSheet::addMetric() {
  const bool line = m_chart.kind == RunChartKind::Line;
  m_metric = new QComboBox;
  m_metric->setEditable(true);
  m_metric->setInsertPolicy(QComboBox::NoInsert);
  m_metric->setMaxVisibleItems(16);
  m_metric->completer()->setFilterMode(Qt::MatchContains);
  m_metric->completer()->setCompletionMode(QCompleter::PopupCompletion);
  for (const auto& metric : m_listing->table->metrics()) {
    m_metric->addItem(QString::fromStdString(metric->key));
  }
  m_metric->setEditText(asTyped(m_chart.metric.empty() ? m_listing->meanings->primary : m_chart.metric));
  m_metric->lineEdit()->selectAll();  // to be typed over
  m_metricField = line
                      ? new FormField(tr("Metric or expression"), m_metric,
                                      tr("For example tp / (tp + fp); a key with / or - between back quotes"))
                      : new FormField(tr("Metric"), m_metric);
  body()->addWidget(m_metricField);
}

void ChartSheet::addLineFields() {
  m_low = new QLineEdit(m_chart.yRange ? plainNumber(m_chart.yRange->first) : QString());
  m_high = new QLineEdit(m_chart.yRange ? plainNumber(m_chart.yRange->second) : QString());
  for (QLineEdit* edit : {m_low, m_high}) {
    edit->setPlaceholderText(tr("by the values"));
  }
  m_lowField = new FormField(tr("Y axis from"), m_low);
  m_highField = new FormField(tr("Y axis to"), m_high);
  auto* row = new QHBoxLayout;
  row->addWidget(m_lowField);
  row->addWidget(m_highField);
  body()->addLayout(row);
  QStringList lines;
  for (const ReferenceLine& line : m_chart.lines) {
    lines << (plainNumber(line.y) + QLatin1Char(' ') + QString::fromStdString(line.text)).trimmed();
  }
  m_lines = makeTextField(lines.join(QLatin1Char('\n')));
  m_lines->setFixedHeight(72);
  m_linesField =
      new FormField(tr("Reference lines"), m_lines, tr("One a line: the value, then its name (45 target)"));
  body()->addWidget(m_linesField);
}

void ChartSheet::addBarFields() {
  m_reading = new QComboBox;
  m_reading->addItems({tr("Last value"), tr("Least value"), tr("Greatest value"),
                       tr("Value at the best of another metric"), tr("Mean of the last values")});
  m_reading->setCurrentIndex(static_cast<int>(m_chart.reading));
  body()->addWidget(new FormField(tr("Value of a run"), m_reading));
  m_other = new QComboBox;
  for (const auto& metric : m_listing->table->metrics()) {
    m_other->addItem(QString::fromStdString(metric->key));
  }
  m_other->setCurrentText(QString::fromStdString(m_chart.other));
  auto* other = new FormField(tr("Other metric"), m_other);
  m_lastCount = new QSpinBox;
  m_lastCount->setRange(1, 1'000'000);
  m_lastCount->setValue(m_chart.lastCount);
  auto* last = new FormField(tr("How many last values"), m_lastCount);
  body()->addWidget(other);
  body()->addWidget(last);
  const auto fit = [this, other, last] {
    other->setVisible(m_reading->currentIndex() == static_cast<int>(RunReading::AtBest));
    last->setVisible(m_reading->currentIndex() == static_cast<int>(RunReading::MeanOfLast));
  };
  connect(m_reading, &QComboBox::currentIndexChanged, this, fit);
  fit();
}

QComboBox* ChartSheet::makeColumnCombo(const std::string& current, bool withRunColumns) {
  auto* combo = new QComboBox;
  if (withRunColumns) {
    combo->addItem(tr("Fit time"), QStringLiteral("run.duration"));
  } else {
    combo->addItem(tr("The one that explains most"), QString());
  }
  for (const auto& param : m_listing->table->params()) {
    if (param->dictionary.size() > 1) {
      combo->addItem(QString::fromStdString(param->key), QString::fromStdString("params." + param->key));
    }
  }
  for (const auto& metric : m_listing->table->metrics()) {
    if (withRunColumns) {
      combo->addItem(QString::fromStdString(metric->key), QString::fromStdString("metrics." + metric->key));
    }
  }
  combo->setCurrentIndex(std::max(0, combo->findData(QString::fromStdString(current))));
  return combo;
}

void ChartSheet::addColumns() {
  const bool scatter = m_chart.kind == RunChartKind::Scatter;
  if (scatter || m_chart.kind == RunChartKind::Heatmap || m_chart.kind == RunChartKind::Contour) {
    m_x = makeColumnCombo(m_chart.x, scatter);
    body()->addWidget(new FormField(scatter ? tr("X axis") : tr("Parameter along"), m_x));
  }
  if (m_chart.kind == RunChartKind::Heatmap || m_chart.kind == RunChartKind::Contour) {
    m_y = makeColumnCombo(m_chart.y, false);
    body()->addWidget(new FormField(tr("Parameter upwards"), m_y));
  }
}

void ChartSheet::addGroup() {
  m_group = new QComboBox;
  if (m_chart.kind == RunChartKind::Bar) {
    m_group->addItem(tr("No groups"), QString());
  }
  m_group->addItem(tr("Parent run"), QStringLiteral("parent"));
  m_group->addItem(tr("Repeats (same parameters, other seed or fold)"), QStringLiteral("repeats"));
  for (const auto& param : m_listing->table->params()) {
    if (param->dictionary.size() > 1) {
      m_group->addItem(QString::fromStdString(param->key), QString::fromStdString("params." + param->key));
    }
  }
  for (const auto& tag : m_listing->table->tags()) {
    if (tag->dictionary.size() > 1 && !tag->key.starts_with("mlflow.") && !tag->key.starts_with("tatara.")) {
      m_group->addItem(QString::fromStdString(tag->key), QString::fromStdString("tags." + tag->key));
    }
  }
  const int current = m_group->findData(QString::fromStdString(m_chart.group));
  const int first = m_chart.kind == RunChartKind::Bar ? 0 : std::min(2, m_group->count() - 1);
  m_group->setCurrentIndex(current >= 0 ? current : first);
  body()->addWidget(new FormField(tr("Group by"), m_group));
}

bool ChartSheet::readMetric(RunChart& chart) {
  const std::string text = m_metric->currentText().trimmed().toStdString();
  m_metricField->setError({});
  if (text.empty()) {
    m_metricField->setError(tr("Choose a metric"));
    m_metric->setFocus();
    return false;
  }
  if (m_listing->table->findMetric(text) != nullptr) {
    chart.metric = text;
    return true;
  }
  const auto expression = series::Expression::parse(text);
  QString wrong;
  if (chart.kind != RunChartKind::Line) {
    wrong = tr("No run logged %1").arg(QString::fromStdString(text));
  } else if (!expression) {
    wrong = messageText(expression.error());
  } else if (expression->metrics().empty()) {
    wrong = tr("The expression names no metric");
  } else {
    for (const std::string& key : expression->metrics()) {
      if (m_listing->table->findMetric(key) == nullptr) {
        wrong = tr("No run logged %1").arg(QString::fromStdString(key));
      }
    }
  }
  if (!wrong.isEmpty()) {
    m_metricField->setError(wrong);
    m_metric->setFocus();
    return false;
  }
  chart.metric = "=" + text;
  return true;
}

bool ChartSheet::readLine(RunChart& chart) {
  m_lowField->setError({});
  m_highField->setError({});
  m_linesField->setError({});
  chart.yRange.reset();
  if (!m_low->text().trimmed().isEmpty() || !m_high->text().trimmed().isEmpty()) {
    const auto low = finiteNumber(m_low->text());
    const auto high = finiteNumber(m_high->text());
    if (!low || !high || !(*low < *high)) {
      FormField* field = low ? m_highField : m_lowField;
      field->setError(low && high
                          ? tr("Must be above the lower end")
                          : tr("A fixed axis needs two numbers; leave both empty to go by the values"));
      field->input()->setFocus();
      return false;
    }
    chart.yRange = std::pair(*low, *high);
  }
  const auto lines = readReferenceLines(m_lines->toPlainText());
  if (!lines) {
    m_linesField->setError(tr("Each line begins with a number, 20 lines at most"));
    m_lines->setFocus();
    return false;
  }
  chart.lines = *lines;
  return true;
}

void ChartSheet::submit() {
  RunChart chart = m_chart;
  if (!readMetric(chart) || (m_low != nullptr && !readLine(chart))) {
    return;
  }
  if (m_reading != nullptr) {
    chart.reading = static_cast<RunReading>(m_reading->currentIndex());
    chart.other = chart.reading == RunReading::AtBest ? m_other->currentText().toStdString() : std::string();
    chart.lastCount = m_lastCount->value();
  }
  if (m_x != nullptr) {
    chart.x = m_x->currentData().toString().toStdString();
  }
  if (m_y != nullptr) {
    chart.y = m_y->currentData().toString().toStdString();
  }
  if (m_group != nullptr) {
    chart.group = m_group->currentData().toString().toStdString();
  }
  Q_EMIT chosen(chart);
  accept();
}

}  // namespace tatara::ui
