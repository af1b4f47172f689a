// The small sheet in which a chip is edited: field, operator, value, each by keyboard.
//
// Threads: GUI thread.
#pragma once

#include <QFrame>

#include "ui/runs/condition.h"
#include "ui/runs/listing.h"

class QComboBox;
class QPushButton;

namespace tatara::ui {

class Label;

class ConditionEditor final : public QFrame {
  Q_OBJECT

 public:
  // `condition` empty: a new one.
  ConditionEditor(ListingPtr listing, const std::string& condition, QWidget* parent);

 Q_SIGNALS:
  void applied(const std::string& condition);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void fillFields();
  void fillOperators();
  void fillValues();
  void check();
  void apply();
  std::optional<SimpleCondition> written() const;

  ListingPtr m_listing;
  std::vector<query::Field> m_choices;
  QComboBox* m_field;
  QComboBox* m_operator;
  QComboBox* m_value;
  Label* m_hint;
  QPushButton* m_apply;
};

}  // namespace tatara::ui
