// The Review panel on a store, as a person has it before them, and what they do to it.
#pragma once

#include <QMenu>
#include <QPlainTextEdit>

#include "tests/ui/review/review_fixture.h"
#include "ui/review/decision_side.h"
#include "ui/review/internal/choice.h"
#include "ui/review/review_page.h"
#include "ui/review/review_panel.h"

namespace tatara::ui {

struct ShownReview : PanelPlace {
  ShownReview(const std::shared_ptr<store::Store>& store, const Route& route)
      : PanelPlace(store), panel(context, &window) {
    panel.resize(1408, 928);
    window.show();
    panel.open(route);
  }
  bool settle() {
    const bool settled = QTest::qWaitFor([this] { return panel.settled(); }, 5000);
    test::layOut();
    return settled;
  }
  ReviewPage& page() { return *panel.findChild<ReviewPage*>(); }
  ChoiceCards& choices() { return *panel.findChild<ChoiceCards*>(); }
  void type(const QString& words) { page().decision().findChild<QPlainTextEdit*>()->setPlainText(words); }
  QPushButton* button(const QString& text) { return findButton(panel, text); }
  // Of the page's menu.
  void choose(const QString& text) {
    Q_EMIT page().menuAsked(&page());
    for (QAction* action : panel.findChildren<QMenu*>().back()->actions()) {
      if (action->text() == text) {
        action->trigger();
        return;
      }
    }
    QFAIL(qPrintable(text));
  }

  ReviewPanel panel;
};

}  // namespace tatara::ui
