// One entry of the chain, whole: who, what, before and after, why, through which program, and its seal.
// Threads: GUI thread.
#pragma once

#include <optional>

#include <QWidget>

#include "core/registry/act.h"
#include "ui/shell/route.h"

class QPushButton;

namespace tatara::ui {

class Label;
class TextGrid;

class EntryCard final : public QWidget {
  Q_OBJECT
 public:
  explicit EntryCard(QWidget* parent = nullptr);
  void show(const registry::Act& act);
  void showNothing();

 Q_SIGNALS:
  void routeAsked(const tatara::ui::Route& route);

 private:
  Label* m_title;
  Label* m_when;
  TextGrid* m_facts;
  QPushButton* m_open;
  std::optional<Route> m_route;
};

// Where an act's object is shown: "model/bikes/3" → version 3 of bikes.
std::optional<Route> routeOf(const std::string& object);

}  // namespace tatara::ui
