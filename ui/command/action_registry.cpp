#include "ui/command/action_registry.h"

#include <algorithm>

#include <QAbstractSpinBox>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

#include "ui/base/icon.h"

namespace tatara::ui {
namespace {

bool isTextInput(const QWidget* widget) {
  return qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QPlainTextEdit*>(widget) ||
         qobject_cast<const QTextEdit*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget);
}

}  // namespace

ActionRegistry::ActionRegistry(QObject* parent) : QObject(parent) {
  qApp->installEventFilter(this);
}

QAction* ActionRegistry::add(QWidget* owner, ActionSpec spec) {
  auto* action = new QAction(spec.text, owner);
  if (!spec.icon.isEmpty()) {
    action->setIcon(icon(spec.icon));
    action->setProperty("iconName", spec.icon);
  }
  action->setShortcuts(spec.keys);
  action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  connect(action, &QAction::triggered, owner, [run = spec.run] { run(); });
  owner->addAction(action);
  std::erase_if(m_entries, [](const Entry& entry) { return !entry.action; });
  m_entries.push_back({spec.id, spec.group, action, owner, std::move(spec.run)});
  return action;
}

void ActionRegistry::describeKey(const QString& group, const QString& text, const QString& keys) {
  const bool known = std::any_of(m_described.begin(), m_described.end(), [&](const KeyLine& line) {
    return line.group == group && line.text == text;
  });
  if (!known) {
    m_described.push_back({group, text, keys});
  }
}

std::vector<ActionRegistry::Entry> ActionRegistry::available() const {
  std::vector<Entry> result;
  for (const Entry& entry : m_entries) {
    if (entry.action && entry.action->isEnabled() && entry.owner && entry.owner->isVisible()) {
      result.push_back(entry);
    }
  }
  return result;
}

QAction* ActionRegistry::find(const QString& id) const {
  for (const Entry& entry : m_entries) {
    if (entry.id == id && entry.action) {
      return entry.action;
    }
  }
  return nullptr;
}

std::vector<ActionRegistry::KeyLine> ActionRegistry::keyLines() const {
  std::vector<KeyLine> lines;
  QStringList all;
  QStringList here;
  for (const Entry& entry : m_entries) {
    if (!entry.action || !entry.owner) {
      continue;
    }
    all.append(entry.group);
    if (!entry.owner->isWindow() && !entry.owner->isVisibleTo(entry.owner->window())) {
      continue;
    }
    here.append(entry.group);
    if (entry.action->shortcuts().isEmpty()) {
      continue;
    }
    QStringList keys;
    for (const QKeySequence& sequence : entry.action->shortcuts()) {
      keys.append(keyText(sequence));
    }
    QString text = entry.action->text();
    lines.push_back({entry.group, text.remove(QLatin1Char('&')), keys.join(QStringLiteral("  "))});
  }
  for (const KeyLine& line : m_described) {
    if (here.contains(line.group) || !all.contains(line.group)) {
      lines.push_back(line);
      here.append(line.group);
    }
  }
  std::ranges::stable_sort(lines, {}, [&here](const KeyLine& line) { return here.indexOf(line.group); });
  return lines;
}

bool ActionRegistry::eventFilter(QObject* watched, QEvent* event) {
  // A single letter typed into a field is text: claiming the override keeps it from becoming a shortcut.
  if (event->type() == QEvent::ShortcutOverride && watched->isWidgetType() &&
      isTextInput(static_cast<QWidget*>(watched))) {
    const auto* key = static_cast<QKeyEvent*>(event);
    const auto modifiers = key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier);
    if (modifiers == Qt::NoModifier && !key->text().isEmpty() && key->text()[0].isPrint()) {
      event->accept();
      return true;
    }
  }
  return false;
}

QString keyText(const QKeySequence& keys) {
  QString text = keys.toString(QKeySequence::NativeText);
  if (text == QStringLiteral("+")) {
    return text;
  }
  return text.replace(QLatin1Char('+'), QLatin1Char(' '));
}

}  // namespace tatara::ui
