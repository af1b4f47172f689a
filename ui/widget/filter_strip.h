// The 36 px strip under a panel's header: chips from the left, the match count and menus at the right.
//
// Chips are the panel's; the strip lays them out, and hides behind "+2" what does not fit.
// Threads: GUI thread.
#pragma once

#include <vector>

#include <QWidget>

namespace tatara::ui {

class Chip;
class Label;

class FilterStrip final : public QWidget {
  Q_OBJECT
 public:
  explicit FilterStrip(QWidget* parent = nullptr);

  // Replaces the chips; the strip takes and later deletes them.
  void setChips(std::vector<Chip*> chips);
  // After the chips: "+ Filter".
  void setAddButton(QWidget* button);
  void setMatchText(const QString& text);  // "64 of 248 match"
  void addRight(QWidget* widget);          // in order

  QSize sizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void layOut();

  std::vector<Chip*> m_chips;
  QWidget* m_add = nullptr;
  Label* m_match;
  Label* m_more;
  std::vector<QWidget*> m_right;
};

}  // namespace tatara::ui
