// The newest requests that were kept with their answers, and what can be done with all of them: a version of
// a dataset, or taken away. Threads: GUI thread.
#pragma once

#include <string>
#include <vector>

#include <QWidget>

#include "ui/deployments/deployments_data.h"
#include "ui/model/text_grid.h"

class QPushButton;

namespace tatara::ui {

class Card;

class RequestsPage final : public QWidget {
  Q_OBJECT
 public:
  explicit RequestsPage(QWidget* parent = nullptr);
  void show(const EndpointFactsPtr& facts, bool readOnly);

 Q_SIGNALS:
  void tryAsked(const QString& row);  // JSON
  void keepAsked();
  void labelsAsked(const QString& request);  // empty: it is asked which
  void eraseAsked(const QString& request);   // empty: it is asked which

 private:
  const deploy::Prediction* chosen() const;
  void choose();
  void showRows(std::vector<ColumnSpec> columns, std::vector<TextRow> rows);

  EndpointFactsPtr m_facts;
  std::string m_chosen;  // the id of a request
  bool m_showing = false;
  Card* m_card;
  TextGrid* m_grid;
  QPushButton* m_try;
  QPushButton* m_erase;
  QPushButton* m_labels;
  QPushButton* m_keep;
};

}  // namespace tatara::ui
