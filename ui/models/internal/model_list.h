// The left of the Models panel: models by name with a filter; the version that is champion and how many there
// are. Up, Down, Enter. Threads: GUI thread.
#pragma once

#include <QAbstractScrollArea>

#include "ui/models/models_data.h"

namespace tatara::ui {

class ModelList final : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit ModelList(QWidget* parent = nullptr);
  void setModels(ModelLines models);
  void setCurrent(const std::string& model);
  void setFilter(const QString& words);
  int shown() const { return static_cast<int>(m_rows.size()); }

 Q_SIGNALS:
  void opened(const QString& model);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  void arrange();
  int rowAt(int y) const;
  void activate(int row);
  void reveal(int row);

  ModelLines m_models;
  std::vector<const registry::ModelSummary*> m_rows;
  std::string m_current;
  QString m_filter;
  int m_hovered = -1;
  int m_focused = 0;
};

}  // namespace tatara::ui
