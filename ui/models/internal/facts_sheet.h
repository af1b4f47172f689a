// Asks who answers for a model and what it may be used for.
//
// Stays open with what was written while it is saved and when that fails; the sentence then stands in it.
// Threads: GUI thread.
#pragma once

#include <functional>

#include "core/registry/facts.h"
#include "ui/widget/sheet.h"

class QLineEdit;
class QPlainTextEdit;

namespace tatara::ui {

// "2027-01-15", empty for no date; a date is the same day wherever it is read.
QString lookAgainText(const std::optional<Timestamp>& date);

class FactsSheet final : public Sheet {
  Q_OBJECT
 public:
  // `save` calls finished() when it is done; it may be set later.
  FactsSheet(const QString& model, const registry::ModelFacts& facts,
             std::function<void(registry::ModelFacts)> save, QWidget* parent);

  void setSave(std::function<void(registry::ModelFacts)> save) { m_save = std::move(save); }
  // Closes, or says why not.
  void finished(const Status& saved);

 private:
  void submit();

  std::function<void(registry::ModelFacts)> m_save;
  QLineEdit* m_owner;
  QLineEdit* m_deputy;
  QLineEdit* m_runbook;
  QPlainTextEdit* m_use;
  QLineEdit* m_risk;
  QLineEdit* m_licence;
  QLineEdit* m_personal;
  QLineEdit* m_look;
  FormField* m_lookField;
  Label* m_problem;
  QPushButton* m_submit;
};

}  // namespace tatara::ui
