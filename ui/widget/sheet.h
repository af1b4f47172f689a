// Dialogs: a title, one column of fields (label above, hint below), and buttons at the right named by their
// act.
//
// The primary button stands last. Esc closes. An input method's Enter never submits, because QDialog's
// default button is off: Ctrl+Enter submits, and Enter on the primary button. Threads: GUI thread.
#pragma once

#include <functional>

#include <QDialog>
#include <QString>

class QHBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace tatara::ui {

class Label;

class Sheet : public QDialog {
  Q_OBJECT
 public:
  Sheet(const QString& title, int width, QWidget* parent);

  QVBoxLayout* body() { return m_body; }
  // Buttons from left to right; `submit` is what Ctrl+Enter does.
  QPushButton* addButton(const QString& text, std::function<void()> act);
  QPushButton* setSubmit(const QString& text, std::function<void()> act);
  QPushButton* setDestructive(const QString& text, std::function<void()> act);
  QPushButton* addClose(const QString& text = {});

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  QHBoxLayout* m_buttons;
  QVBoxLayout* m_body;
  std::function<void()> m_submit;
};

// Label, input, and a hint that becomes the error when there is one.
class FormField final : public QWidget {
  Q_OBJECT
 public:
  FormField(const QString& label, QWidget* input, const QString& hint = {}, QWidget* parent = nullptr);
  // Err border and sentence on the input; empty clears it.
  void setError(const QString& sentence);
  QWidget* input() { return m_input; }

 private:
  QWidget* m_input;
  Label* m_hintLabel;
  QString m_hint;
};

// Asks before something that cannot be undone: names the object and the effect; Cancel has the focus.
bool confirmDestructive(QWidget* parent, const QString& question, const QString& effect, const QString& act);

}  // namespace tatara::ui
