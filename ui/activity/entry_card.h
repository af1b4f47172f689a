// One entry of the chain, whole: who, what, before and after, why, through which program, its seal, and
// whether the chain was found whole to here.
// Threads: GUI thread.
#pragma once

#include <optional>

#include <QWidget>

#include "ui/activity/act_words.h"

class QPushButton;

namespace tatara::ui {

class Label;

class EntryCard final : public QWidget {
  Q_OBJECT
 public:
  explicit EntryCard(QWidget* parent = nullptr);
  void show(const registry::Act& act);
  void showNothing();
  // "verified to entry 18,204"; empty while nobody knows.
  void setChain(const QString& words);

 Q_SIGNALS:
  void routeAsked(const tatara::ui::Route& route);

 private:
  void add(const QString& name, const QString& value);

  Label* m_title;
  Label* m_when;
  QPushButton* m_open;
  QWidget* m_facts = nullptr;
  QWidget* m_content;
  Label* m_chain;
  std::optional<Route> m_route;
};

}  // namespace tatara::ui
