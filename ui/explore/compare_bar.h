// The head of the tabs that hold two versions together: which they are, what came of it in a line, Cancel
// while it is under way, Copy.
//
// Threads: GUI thread.
#pragma once

#include <functional>

#include <QWidget>

#include "ui/explore/version_diff.h"

class QMenu;
class QPushButton;
class QStackedWidget;

namespace tatara::ui {

class Label;

class CompareBar final : public QWidget {
  Q_OBJECT
 public:
  explicit CompareBar(VersionDiff& diff, QWidget* parent = nullptr);

  void setSummary(const QString& words, const QString& tip = {});
  // "Key: time"; empty: no such button.
  void setKey(const QString& words);
  void setCopyMenu(std::function<void(QMenu&)> fill) { m_fillCopy = std::move(fill); }

 private:
  void present();

  VersionDiff& m_diff;
  std::function<void(QMenu&)> m_fillCopy;
  Label* m_current;
  QPushButton* m_other;
  QPushButton* m_key;
  Label* m_summary;
  QPushButton* m_cancel;
  QPushButton* m_copy;
};

// What stands in place of the comparison while there is none; null when there is one. Owned by `stack`'s
// page 1, `content` is page 0.
void showDiffState(const VersionDiff& diff, QStackedWidget& stack, std::function<void()> retry);

}  // namespace tatara::ui
