#include "ui/models/internal/signature_field.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include "core/dataset/datasets.h"
#include "core/dataset/profile.h"
#include "core/evaluate/signature_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/widget/controls.h"
#include "ui/widget/sheet.h"

namespace tatara::ui {
namespace {

constexpr int kTextHeight = 116;

}  // namespace

Result<std::vector<DataChoice>> loadDataChoices(const store::Store& store) {
  return store.read([](sql::Connection& connection) -> Result<std::vector<DataChoice>> {
    TATARA_ASSIGN(const auto datasets, dataset::listDatasets(connection));
    std::vector<DataChoice> choices;
    for (const dataset::Dataset& one : datasets) {
      if (one.newest == 0) {
        continue;
      }
      TATARA_ASSIGN(const auto version, dataset::resolveVersion(connection, one.name));
      DataChoice choice{one.name + "@" + std::to_string(version.version), version.columns, {}};
      for (const dataset::ColumnNote& note : one.columns) {
        if (note.role == toString(dataset::ColumnRole::Target)) {
          choice.target = note.name;
        }
      }
      choices.push_back(std::move(choice));
    }
    return choices;
  });
}

SignatureField::SignatureField(std::vector<DataChoice> choices, const infer::Signature& known,
                               QWidget* parent)
    : QWidget(parent),
      m_data(std::move(choices)),
      m_known(fromUtf8(evaluate::signatureText(known))),
      m_source(new QComboBox),
      m_target(new QComboBox),
      m_text(makeTextField(m_known)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(10);
  m_source->setObjectName(QStringLiteral("signatureSource"));
  m_target->setObjectName(QStringLiteral("signatureTarget"));
  m_text->setObjectName(QStringLiteral("signatureText"));
  m_source->addItem(m_known.isEmpty() ? tr("Written below") : tr("Read off the model, as below"));
  for (const DataChoice& choice : m_data) {
    m_source->addItem(tr("Columns of %1").arg(fromUtf8(choice.title)));
  }
  for (QComboBox* box : {m_source, m_target}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  }
  auto* row = new QHBoxLayout;
  row->setSpacing(10);
  m_targetField = new FormField(tr("It gives"), m_target);
  row->addWidget(new FormField(tr("What it takes and gives"), m_source), 1);
  row->addWidget(m_targetField, 1);
  if (!m_data.empty()) {
    column->addLayout(row);
  }
  m_targetField->hide();
  m_text->setFont(ui::font(TextRole::Code));
  m_text->setFixedHeight(kTextHeight);
  m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_text->setPlaceholderText(QStringLiteral("temp double\nkind string?\n-> cnt double"));
  m_field = new FormField(m_data.empty() ? tr("What it takes and gives") : tr("Columns"), m_text,
                          tr("A column a line: its name and type, “?” where it may be missing; what it gives "
                             "stands behind “->”"));
  column->addWidget(m_field);
  connect(m_source, &QComboBox::currentIndexChanged, this, &SignatureField::takeData);
  connect(m_target, &QComboBox::currentIndexChanged, this, &SignatureField::fill);
}

void SignatureField::takeData() {
  const int index = m_source->currentIndex() - 1;
  const QSignalBlocker quiet(m_target);
  m_target->clear();
  m_targetField->setVisible(index >= 0);
  if (index >= 0) {
    const DataChoice& choice = m_data[static_cast<std::size_t>(index)];
    m_target->addItem(tr("none of them"));
    for (const dataset::ColumnInfo& column : choice.columns) {
      m_target->addItem(fromUtf8(column.name));
      if (column.name == choice.target) {
        m_target->setCurrentIndex(m_target->count() - 1);
      }
    }
  }
  fill();
}

void SignatureField::fill() {
  const int index = m_source->currentIndex() - 1;
  m_field->setError({});
  if (index < 0) {
    m_text->setPlainText(m_known);
    return;
  }
  const DataChoice& choice = m_data[static_cast<std::size_t>(index)];
  const std::string target = m_target->currentIndex() > 0 ? m_target->currentText().toStdString() : "";
  m_text->setPlainText(
      fromUtf8(evaluate::signatureText(evaluate::signatureOfColumns(choice.columns, target))));
}

Result<std::optional<infer::Signature>> SignatureField::told() const {
  const QString text = m_text->toPlainText();
  if (text.trimmed().isEmpty() || text.trimmed() == m_known.trimmed()) {
    return std::optional<infer::Signature>();
  }
  TATARA_ASSIGN(auto signature, evaluate::parseSignatureText(text.toStdString()));
  return std::optional(std::move(signature));
}

void SignatureField::setError(const QString& sentence) {
  m_field->setError(sentence);
}

}  // namespace tatara::ui
