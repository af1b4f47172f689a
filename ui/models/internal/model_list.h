// The left of the Models panel: models by name with a filter; the version that is champion and how many there
// are. Up, Down, Enter. Threads: GUI thread.
#pragma once

#include <QAbstractScrollArea>

#include "ui/base/painted_items.h"
#include "ui/models/models_data.h"

namespace tatara::ui {

class ModelList final : public QAbstractScrollArea, public PaintedItems {
  Q_OBJECT
 public:
  explicit ModelList(QWidget* parent = nullptr);
  void setModels(ModelLines models);
  void setCurrent(const std::string& model);
  void setFilter(const QString& words);
  int shown() const { return static_cast<int>(m_rows.size()); }

  int itemCount() const override { return shown(); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override;
  int currentItem() const override { return m_focused < shown() ? m_focused : -1; }
  void pressItem(int item) override { activate(item); }

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
  QString noteOf(const registry::ModelSummary& line) const;
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
