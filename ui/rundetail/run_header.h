// The head of the run detail: which run, how it stands, who ran it when and where, and what can be done with
// it.
//
// Threads: GUI thread. It only shows and asks; the panel acts.
#pragma once

#include <QWidget>

#include "ui/base/run_color.h"
#include "ui/rundetail/run_facts.h"

class QMenu;
class QPushButton;
class QToolButton;

namespace tatara::ui {

class Badge;
class Label;

class RunHeader final : public QWidget {
  Q_OBJECT
 public:
  explicit RunHeader(QWidget* parent = nullptr);

  void setRun(const RunFacts& facts, const RunStyle& style, Timestamp now, bool readOnly);
  QPushButton* baselineButton() { return m_baseline; }

 Q_SIGNALS:
  void baselineWanted();  // the picker is to be opened under baselineButton()
  void noteWanted();
  void reproduceWanted();  // only of a run that recorded how it was trained, after its end
  void stopWanted();       // only of a run under way whose program listens
  void registerWanted();   // only of a run that made a model
  void menuWanted(QToolButton* under);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QStringList progressWords(const RunFacts& facts, Millis elapsed);
  void showActs(const RunFacts& facts, bool readOnly);

  RunStyle m_style;
  Label* m_name;
  Badge* m_badge;
  Label* m_facts;
  QPushButton* m_baseline;
  QPushButton* m_stop;
  QPushButton* m_reproduce;
  QPushButton* m_note;
  QPushButton* m_register;
  QToolButton* m_more;
};

}  // namespace tatara::ui
