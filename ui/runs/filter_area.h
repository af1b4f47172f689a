// The strip under the header: chips of the filter and of brushes, the expression field, the match count, and
// the menus of baseline and saved views.
//
// Shows a state and asks for another; keeps none. Threads: GUI thread.
#pragma once

#include <QWidget>
#include <map>

#include "ui/runs/listing.h"
#include "ui/runs/view_state.h"

class QPushButton;

namespace tatara::ui {

class ExpressionField;
class FilterStrip;

class FilterArea final : public QWidget {
  Q_OBJECT

 public:
  explicit FilterArea(QWidget* parent);

  void show(const ViewState& view, const std::map<QString, Brush>& brushes, const ListingPtr& listing);
  void setBaselineName(const QString& name);  // empty: none
  void setSavedViewName(const QString& name);
  // Opens the expression field over the chips.
  void editExpression();
  void addFilter();
  QWidget* field() const;
  QString chipWords(std::size_t index) const;  // of the condition with that index
  QPushButton* baselineButton() const { return m_baseline; }
  QPushButton* savedViewButton() const { return m_savedView; }

 Q_SIGNALS:
  void conditionsChanged(const std::vector<std::string>& conditions);
  void brushRemoved(const QString& axis);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void editChip(std::size_t index);
  void closeExpression();

  ListingPtr m_listing;
  std::vector<std::string> m_conditions;
  FilterStrip* m_strip;
  QPushButton* m_add;
  QPushButton* m_baseline;
  QPushButton* m_savedView;
  ExpressionField* m_expression;
  std::vector<QWidget*> m_chips;
};

}  // namespace tatara::ui
