#include "ui/runs/condition_editor.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/base/number_text.h"
#include "ui/base/error_text.h"
#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

using query::Operator;

std::vector<Operator> operatorsOf(query::FieldType type, query::FieldKind kind) {
  std::vector<Operator> result;
  if (type == query::FieldType::Text) {
    result = {Operator::In, Operator::NotIn, Operator::Ilike};
    if (kind == query::FieldKind::Param) {
      result.insert(result.end(),
                    {Operator::Less, Operator::LessEqual, Operator::Greater, Operator::GreaterEqual});
    }
  } else {
    result = {Operator::Less,         Operator::LessEqual, Operator::Greater,
              Operator::GreaterEqual, Operator::Equal,     Operator::NotEqual};
  }
  if (kind != query::FieldKind::Attribute) {
    result.push_back(Operator::IsNotNull);
    result.push_back(Operator::IsNull);
  }
  return result;
}

bool takesList(Operator op) {
  return op == Operator::In || op == Operator::NotIn;
}

bool takesNone(Operator op) {
  return op == Operator::IsNull || op == Operator::IsNotNull;
}

QComboBox* makeCombo(QWidget* parent, int width) {
  auto* combo = new QComboBox(parent);
  combo->setEditable(true);
  combo->setInsertPolicy(QComboBox::NoInsert);
  combo->setMinimumWidth(width);
  combo->setMaxVisibleItems(16);
  combo->completer()->setFilterMode(Qt::MatchContains);
  combo->completer()->setCompletionMode(QCompleter::PopupCompletion);
  return combo;
}

}  // namespace

ConditionEditor::ConditionEditor(ListingPtr listing, const std::string& condition, QWidget* parent)
    : QFrame(parent, Qt::Popup),
      m_listing(std::move(listing)),
      m_field(makeCombo(this, 190)),
      m_operator(new QComboBox(this)),
      m_value(makeCombo(this, 170)),
      m_hint(new Label(QString(), TextRole::Caption, &Colors::tx3, this)),
      m_apply(makeButton(condition.empty() ? tr("Add filter") : tr("Change filter"), {}, ButtonKind::Primary,
                         this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  m_field->setAccessibleName(tr("Field"));
  m_operator->setAccessibleName(tr("Operator"));
  m_value->setAccessibleName(tr("Value"));
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  row->addWidget(m_field);
  row->addWidget(m_operator);
  row->addWidget(m_value);
  row->addWidget(m_apply);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kCardPadding, kCardPadding, kCardPadding, 8);
  column->setSpacing(6);
  column->addLayout(row);
  column->addWidget(m_hint);
  fillFields();
  connect(m_field, &QComboBox::currentIndexChanged, this, [this] {
    fillOperators();
    fillValues();
  });
  connect(m_operator, &QComboBox::currentIndexChanged, this, &ConditionEditor::check);
  connect(m_value, &QComboBox::editTextChanged, this, &ConditionEditor::check);
  connect(m_apply, &QPushButton::clicked, this, &ConditionEditor::apply);
  fillOperators();
  fillValues();
  if (const auto simple = simpleCondition(condition)) {
    const auto found = std::find(m_choices.begin(), m_choices.end(), simple->field);
    if (found != m_choices.end()) {
      m_field->setCurrentIndex(static_cast<int>(found - m_choices.begin()));
    }
    Operator op = simple->op;
    if (simple->field.type == query::FieldType::Text) {
      op = op == Operator::Equal      ? Operator::In
           : op == Operator::NotEqual ? Operator::NotIn
           : op == Operator::Like     ? Operator::Ilike
                                      : op;
    }
    m_operator->setCurrentIndex(m_operator->findData(static_cast<int>(op)));
    QStringList values;
    for (std::string value : simple->values) {
      if (op == Operator::Ilike && value.size() > 1 && value.front() == '%' && value.back() == '%') {
        value = value.substr(1, value.size() - 2);
      }
      values.push_back(QString::fromStdString(value));
    }
    m_value->setEditText(values.join(QStringLiteral(", ")));
    m_value->setFocus();
    m_value->lineEdit()->selectAll();
  } else {
    m_field->setFocus();
    m_field->lineEdit()->selectAll();
  }
  check();
}

void ConditionEditor::fillFields() {
  const auto add = [this](query::FieldKind kind, const std::string& key, query::FieldType type,
                          const QString& shown) {
    m_choices.push_back({kind, key, type});
    m_field->addItem(shown);
  };
  const QString primary = QString::fromStdString(m_listing->meanings->primary);
  if (!primary.isEmpty()) {
    add(query::FieldKind::Metric, m_listing->meanings->primary, query::FieldType::Number,
        QStringLiteral("metrics.") + primary);
  }
  add(query::FieldKind::Attribute, "status", query::FieldType::Text, tr("status"));
  add(query::FieldKind::Attribute, "run_name", query::FieldType::Text, tr("name"));
  for (const auto& metric : m_listing->table->metrics()) {
    if (metric->key != m_listing->meanings->primary) {
      add(query::FieldKind::Metric, metric->key, query::FieldType::Number,
          QStringLiteral("metrics.") + QString::fromStdString(metric->key));
    }
  }
  for (const auto& param : m_listing->table->params()) {
    add(query::FieldKind::Param, param->key, query::FieldType::Text,
        QStringLiteral("params.") + QString::fromStdString(param->key));
  }
  for (const auto& tag : m_listing->table->tags()) {
    add(query::FieldKind::Tag, tag->key, query::FieldType::Text,
        QStringLiteral("tags.") + QString::fromStdString(tag->key));
  }
  add(query::FieldKind::Attribute, "duration", query::FieldType::Number, tr("duration"));
  add(query::FieldKind::Attribute, "user_id", query::FieldType::Text, tr("user"));
}

void ConditionEditor::fillOperators() {
  if (m_field->currentIndex() < 0) {
    return;
  }
  const query::Field& field = m_choices[static_cast<std::size_t>(m_field->currentIndex())];
  const QSignalBlocker quiet(m_operator);
  m_operator->clear();
  for (const Operator op : operatorsOf(field.type, field.kind)) {
    m_operator->addItem(operatorWords(op, field.type), static_cast<int>(op));
  }
}

void ConditionEditor::fillValues() {
  if (m_field->currentIndex() < 0) {
    return;
  }
  const query::Field& field = m_choices[static_cast<std::size_t>(m_field->currentIndex())];
  m_value->clear();
  if (field.kind == query::FieldKind::Attribute && field.key == "status") {
    m_value->addItems({QStringLiteral("FINISHED"), QStringLiteral("RUNNING"), QStringLiteral("FAILED"),
                       QStringLiteral("KILLED"), QStringLiteral("FINISHED, RUNNING")});
  }
  const track::TextColumn* column =
      field.kind == query::FieldKind::Param ? m_listing->table->findParam(field.key)
      : field.kind == query::FieldKind::Tag ? m_listing->table->findTag(field.key)
                                            : nullptr;
  for (std::size_t i = 0; column != nullptr && i < std::min<std::size_t>(column->dictionary.size(), 500);
       ++i) {
    m_value->addItem(QString::fromStdString(column->dictionary[i]));
  }
  m_value->setCurrentIndex(-1);
  m_value->setEditText(QString());
  check();
}

std::optional<SimpleCondition> ConditionEditor::written() const {
  if (m_field->currentIndex() < 0 || m_operator->currentIndex() < 0) {
    return std::nullopt;
  }
  SimpleCondition condition;
  condition.field = m_choices[static_cast<std::size_t>(m_field->currentIndex())];
  condition.op = static_cast<Operator>(m_operator->currentData().toInt());
  const QString typed = m_value->currentText().trimmed();
  if (takesNone(condition.op)) {
    return condition;
  }
  if (typed.isEmpty()) {
    return std::nullopt;
  }
  if (takesList(condition.op)) {
    for (const QString& value : typed.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
      condition.values.push_back(value.trimmed().toStdString());
    }
    if (condition.values.size() == 1) {
      condition.op = condition.op == Operator::In ? Operator::Equal : Operator::NotEqual;
    }
  } else if (condition.op == Operator::Ilike) {
    condition.values.push_back("%" + typed.toStdString() + "%");
  } else {
    condition.values.push_back(typed.toStdString());
  }
  return condition;
}

void ConditionEditor::check() {
  const auto condition = written();
  const auto op = static_cast<Operator>(m_operator->currentData().toInt());
  m_value->setEnabled(!takesNone(op));
  QString problem;
  if (condition) {
    const auto filter = query::parseFilter(query::Entity::Run, conditionText(*condition));
    if (!filter) {
      problem = messageText(filter.error());
    }
  }
  m_apply->setEnabled(condition && problem.isEmpty());
  setInvalid(*m_value, !problem.isEmpty());
  m_hint->setColor(problem.isEmpty() ? &Colors::tx3 : &Colors::err);
  m_hint->setText(!problem.isEmpty() ? problem
                  : takesList(op)    ? tr("Several values are separated by commas")
                                     : tr("Enter applies, Esc closes"));
}

void ConditionEditor::apply() {
  if (const auto condition = written(); condition && m_apply->isEnabled()) {
    Q_EMIT applied(conditionText(*condition));
    close();
  }
}

void ConditionEditor::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    apply();
    return;
  }
  QFrame::keyPressEvent(event);
}

void ConditionEditor::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  drawPanel(painter, QRectF(rect()), kControlRadius, colors().bg1, colors().line2);
}

}  // namespace tatara::ui
