#include "ui/runs/internal/run_tag_sheet.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tatara::ui {
namespace {

constexpr int kTagSheetWidth = 400;

}  // namespace

RunTagSheet::RunTagSheet(const QStringList& known, int runs, QWidget* parent)
    : Sheet(tr("Tag %n run(s)", nullptr, runs), kTagSheetWidth, parent),
      m_key(new QComboBox),
      m_value(new QLineEdit),
      m_keyField(new FormField(tr("Tag"), m_key)) {
  setAttribute(Qt::WA_DeleteOnClose);
  m_key->setEditable(true);
  m_key->setInsertPolicy(QComboBox::NoInsert);
  m_key->addItems(known);
  m_key->setCurrentText({});
  m_key->setAccessibleName(tr("Tag"));
  m_value->setAccessibleName(tr("Value"));
  body()->addWidget(m_keyField);
  body()->addWidget(new FormField(tr("Value"), m_value, tr("Left empty, the tag is taken away")));
  addClose(tr("Cancel"));
  setSubmit(tr("Set tag"), [this] { submit(); });
  m_key->setFocus();
}

void RunTagSheet::submit() {
  const QString key = m_key->currentText().trimmed();
  m_keyField->setError(key.isEmpty() ? tr("Name the tag") : QString());
  if (key.isEmpty()) {
    m_key->setFocus();
    return;
  }
  Q_EMIT chosen({key.toStdString(), m_value->text().trimmed().toStdString()});
  accept();
}

}  // namespace tatara::ui
