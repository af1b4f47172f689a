#include "ui/models/internal/facts_sheet.h"

#include <QDate>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/base/error_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

QLineEdit* makeLineEdit(const std::string& text, const char* name) {
  auto* edit = new QLineEdit(QString::fromStdString(text));
  edit->setObjectName(QLatin1String(name));
  return edit;
}

QString joined(const std::vector<std::string>& words) {
  QStringList list;
  for (const std::string& word : words) {
    list << QString::fromStdString(word);
  }
  return list.join(QStringLiteral(", "));
}

std::string trimmed(const QString& text) {
  return text.trimmed().toStdString();
}

void addRow(QVBoxLayout* column, QWidget* left, QWidget* right) {
  auto* row = new QHBoxLayout;
  row->setSpacing(10);
  row->addWidget(left, 1);
  row->addWidget(right, 1);
  column->addLayout(row);
}

}  // namespace

QString lookAgainText(const std::optional<Timestamp>& date) {
  constexpr std::size_t kDay = 10;
  return date ? QString::fromStdString(toIso8601(*date).substr(0, kDay)) : QString();
}

FactsSheet::FactsSheet(const QString& model, const registry::ModelFacts& facts,
                       std::function<void(registry::ModelFacts)> save, QWidget* parent)
    : Sheet(tr("Facts of %1").arg(model), 560, parent),
      m_save(std::move(save)),
      m_owner(makeLineEdit(facts.owner, "factOwner")),
      m_deputy(makeLineEdit(facts.deputy, "factDeputy")),
      m_runbook(makeLineEdit(facts.runbook, "factRunbook")),
      m_use(makeTextField(QString::fromStdString(facts.intendedUse))),
      m_risk(makeLineEdit(facts.riskTier, "factRisk")),
      m_licence(makeLineEdit(facts.licence, "factLicence")),
      m_personal(makeLineEdit(joined(facts.personal).toStdString(), "factPersonal")),
      m_look(makeLineEdit(lookAgainText(facts.lookAgain).toStdString(), "factLook")),
      m_problem(new Label({}, TextRole::Cell, &Colors::err)) {
  setAttribute(Qt::WA_DeleteOnClose);
  m_use->setObjectName(QStringLiteral("factUse"));
  m_look->setPlaceholderText(QStringLiteral("2027-01-15"));
  addRow(body(), new FormField(tr("Owner"), m_owner, tr("Who answers for it")),
         new FormField(tr("Deputy"), m_deputy, tr("Who does when the owner is away")));
  body()->addWidget(new FormField(tr("Runbook"), m_runbook, tr("Where it says what to do when it fails")));
  body()->addWidget(
      new FormField(tr("Intended use"), m_use, tr("For whom, and what it must not be used for")));
  addRow(body(), new FormField(tr("Risk tier"), m_risk, tr("As policies name it, such as “high”")),
         new FormField(tr("Licence"), m_licence, tr("Such as Apache-2.0")));
  m_lookField =
      new FormField(tr("Look again by"), m_look, tr("Year-month-day; a champion is then overdue on Home"));
  addRow(body(),
         new FormField(tr("Columns of personal data"), m_personal, tr("With commas between; may be empty")),
         m_lookField);
  m_problem->setOverflow(Overflow::Wrap);
  m_problem->hide();
  body()->addWidget(m_problem);
  addClose(tr("Cancel"));
  m_submit = setSubmit(tr("Save facts"), [this] { submit(); });
  m_owner->setFocus();
}

void FactsSheet::submit() {
  if (!m_submit->isEnabled()) {
    return;  // it is being saved
  }
  registry::ModelFacts facts;
  const QString look = m_look->text().trimmed();
  const QDate date = QDate::fromString(look, Qt::ISODate);
  m_lookField->setError(look.isEmpty() || date.isValid() ? QString()
                                                         : tr("Not a date; write it as 2027-01-15"));
  if (!look.isEmpty()) {
    if (!date.isValid()) {
      m_look->setFocus();
      return;
    }
    facts.lookAgain = parseIso8601(date.toString(Qt::ISODate).toStdString());
  }
  facts.owner = trimmed(m_owner->text());
  facts.deputy = trimmed(m_deputy->text());
  facts.runbook = trimmed(m_runbook->text());
  facts.intendedUse = trimmed(m_use->toPlainText());
  facts.riskTier = trimmed(m_risk->text());
  facts.licence = trimmed(m_licence->text());
  for (const QString& column : m_personal->text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    if (!column.trimmed().isEmpty()) {
      facts.personal.push_back(trimmed(column));
    }
  }
  m_problem->hide();
  m_submit->setEnabled(false);
  m_save(std::move(facts));
}

void FactsSheet::finished(const Status& saved) {
  if (saved) {
    close();
    return;
  }
  m_submit->setEnabled(true);
  m_problem->setText(messageText(saved.error()));
  m_problem->show();
}

}  // namespace tatara::ui
