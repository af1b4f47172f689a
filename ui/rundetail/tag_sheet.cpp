#include "ui/rundetail/tag_sheet.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

#include "ui/base/error_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

bool belongsToPrograms(const std::string& key) {
  return key.starts_with("mlflow.") || key.starts_with("tatara.");
}

}  // namespace

TagSheet::TagSheet(std::vector<track::KeyValue> tags, QWidget* parent) : Sheet(tr("Tags"), 480, parent) {
  std::erase_if(tags, [](const track::KeyValue& tag) { return belongsToPrograms(tag.key); });
  m_before = std::move(tags);
  auto* rows = new QWidget;
  m_list = new QVBoxLayout(rows);
  m_list->setContentsMargins(0, 0, 0, 0);
  m_list->setSpacing(6);
  body()->addWidget(rows);
  for (const track::KeyValue& tag : m_before) {
    addRow(QString::fromStdString(tag.key), QString::fromStdString(tag.value));
  }
  addRow({}, {}).key->setFocus();
  auto* more = makeButton(tr("Add tag"), QStringLiteral("add"), ButtonKind::Flat);
  connect(more, &QPushButton::clicked, this, [this] { addRow({}, {}).key->setFocus(); });
  body()->addWidget(more, 0, Qt::AlignLeft);
  m_error = new Label(QString(), TextRole::Cell, &Colors::err);
  m_error->setOverflow(Overflow::Wrap);
  m_error->hide();
  body()->addWidget(m_error);
  addClose(tr("Cancel"));
  setSubmit(tr("Save tags"), [this] { submit(); });
}

TagSheet::Row& TagSheet::addRow(const QString& key, const QString& value) {
  auto* widget = new QWidget;
  auto* layout = new QHBoxLayout(widget);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  auto* keyField = new QLineEdit(key);
  keyField->setPlaceholderText(tr("Key"));
  keyField->setAccessibleName(tr("Key"));
  keyField->setMaxLength(250);
  auto* valueField = new QLineEdit(value);
  valueField->setPlaceholderText(tr("Value"));
  valueField->setAccessibleName(tr("Value"));
  valueField->setMaxLength(8000);
  auto* cross = makeIconButton(QStringLiteral("close"), tr("Remove tag"));
  layout->addWidget(keyField, 2);
  layout->addWidget(valueField, 3);
  layout->addWidget(cross);
  m_list->addWidget(widget);
  m_rows.push_back({widget, keyField, valueField});
  connect(cross, &QToolButton::clicked, this, [this, widget] {
    std::erase_if(m_rows, [widget](const Row& row) { return row.widget == widget; });
    widget->deleteLater();
  });
  return m_rows.back();
}

void TagSheet::submit() {
  TagChanges changes;
  std::set<std::string> kept;
  for (const Row& row : m_rows) {
    const std::string key = row.key->text().trimmed().toStdString();
    const std::string value = row.value->text().toStdString();
    if (key.empty() && value.empty()) {
      continue;
    }
    const Status valid = track::checkKey("tag", key);
    const bool twice = !kept.insert(key).second;
    if (!valid || twice || belongsToPrograms(key)) {
      m_error->setText(twice    ? tr("The key %1 is there twice").arg(row.key->text())
                       : !valid ? messageText(valid.error())
                                : tr("Keys that begin with mlflow. or tatara. belong to programs"));
      m_error->show();
      setInvalid(*row.key, true);
      row.key->setFocus();
      return;
    }
    const auto before = std::ranges::find(m_before, key, &track::KeyValue::key);
    if (before == m_before.end() || before->value != value) {
      changes.set.push_back({key, value});
    }
  }
  for (const track::KeyValue& tag : m_before) {
    if (!kept.contains(tag.key)) {
      changes.removed.push_back(tag.key);
    }
  }
  Q_EMIT submitted(changes);
  accept();
}

}  // namespace tatara::ui
