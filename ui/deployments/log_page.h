// What the model server logged, newest first; typing leaves the lines with these words. Threads: GUI thread.
#pragma once

#include <QWidget>

#include "ui/deployments/deployments_data.h"

class QLineEdit;

namespace tatara::ui {

class Card;
class TextGrid;

class LogPage final : public QWidget {
  Q_OBJECT
 public:
  explicit LogPage(QWidget* parent = nullptr);
  void show(const EndpointFactsPtr& facts);

 private:
  void fill();

  EndpointFactsPtr m_facts;
  Card* m_card;
  QLineEdit* m_words;
  TextGrid* m_grid;
};

}  // namespace tatara::ui
