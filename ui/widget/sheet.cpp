#include "ui/widget/sheet.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {

Sheet::Sheet(const QString& title, int width, QWidget* parent) : QDialog(parent) {
  setWindowTitle(title);
  setMinimumWidth(width);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 18, 20, 16);
  column->setSpacing(14);
  column->addWidget(new Label(title, TextRole::DetailTitle, &Colors::tx1, this));
  m_body = new QVBoxLayout;
  m_body->setSpacing(14);
  column->addLayout(m_body, 1);
  m_buttons = new QHBoxLayout;
  m_buttons->setSpacing(8);
  m_buttons->addStretch(1);
  column->addLayout(m_buttons);
}

QPushButton* Sheet::addButton(const QString& text, std::function<void()> act) {
  QPushButton* button = makeButton(text, {}, ButtonKind::Normal, this);
  connect(button, &QPushButton::clicked, this, [act = std::move(act)] { act(); });
  m_buttons->addWidget(button);
  return button;
}

QPushButton* Sheet::addClose(const QString& text) {
  return addButton(text.isEmpty() ? tr("Close") : text, [this] { reject(); });
}

QPushButton* Sheet::setSubmit(const QString& text, std::function<void()> act) {
  m_submit = act;
  QPushButton* button = addButton(text, std::move(act));
  setButtonKind(*button, ButtonKind::Primary);
  return button;
}

QPushButton* Sheet::setDestructive(const QString& text, std::function<void()> act) {
  QPushButton* button = addButton(text, std::move(act));
  setButtonKind(*button, ButtonKind::Danger);
  return button;
}

void Sheet::keyPressEvent(QKeyEvent* event) {
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (enter && (event->modifiers() & Qt::ControlModifier) && m_submit) {
    const auto submit = m_submit;
    submit();
    return;
  }
  if (enter) {
    return;
  }
  QDialog::keyPressEvent(event);
}

void Sheet::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), colors().bg1);
}

FormField::FormField(const QString& label, QWidget* input, const QString& hint, QWidget* parent)
    : QWidget(parent), m_input(input), m_hint(hint) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  column->addWidget(new Label(label, TextRole::CellMedium, &Colors::tx1, this));
  input->setParent(this);
  input->setAccessibleName(label);
  column->addWidget(input);
  m_hintLabel = new Label(hint, TextRole::Cell, &Colors::tx3, this);
  m_hintLabel->setOverflow(Overflow::Wrap);
  m_hintLabel->setVisible(!hint.isEmpty());
  column->addWidget(m_hintLabel);
}

void FormField::setError(const QString& sentence) {
  setInvalid(*m_input, !sentence.isEmpty());
  m_hintLabel->setText(sentence.isEmpty() ? m_hint : sentence);
  m_hintLabel->setColor(sentence.isEmpty() ? &Colors::tx3 : &Colors::err);
  m_hintLabel->setVisible(!m_hintLabel->text().isEmpty());
}

bool confirmDestructive(QWidget* parent, const QString& question, const QString& effect, const QString& act) {
  Sheet sheet(question, 420, parent);
  if (!effect.isEmpty()) {
    auto* label = new Label(effect, TextRole::Body, &Colors::tx2, &sheet);
    label->setOverflow(Overflow::Wrap);
    sheet.body()->addWidget(label);
  }
  QPushButton* cancel = sheet.addClose(Sheet::tr("Cancel"));
  sheet.setDestructive(act, [&sheet] { sheet.accept(); });
  cancel->setFocus();
  return sheet.exec() == QDialog::Accepted;
}

}  // namespace tatara::ui
