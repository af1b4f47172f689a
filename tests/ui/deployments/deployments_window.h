// The Deployments panel with all that it needs of a window.
#pragma once

#include <QApplication>
#include <QPushButton>
#include <QUndoStack>

#include "tests/ui/deployments/deployments_fixture.h"
#include "ui/command/action_registry.h"
#include "ui/deployments/deployments_panel.h"
#include "ui/deployments/endpoint_page.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/toast.h"

namespace tatara::ui::test {

class QuietNavigator final : public Navigator {
 public:
  void open(const Route& route) override {
    opened.push_back(route);
    if (follow && std::holds_alternative<DeploymentsRoute>(route)) {
      follow->open(route);
    }
  }
  void openWindow(const Route&) override {}
  void connectTrainingCode() override {}
  void importRuns() override {}
  void openExample() override {}
  void newRun(const RunDraft&) override {}
  void registerData(const QString&) override {}
  std::vector<Route> opened;
  Panel* follow = nullptr;
};

struct Shown {
  explicit Shown(std::shared_ptr<store::Store> store, QSize size = {1408, 928})
      : session(std::move(store)),
        toasts(&window),
        views(session.store(), session.changes()),
        context{session.store(), session.changes(), selection, session.runSlots(), views,
                navigator,       actions,           undo,      session.tasks(),    toasts,
                session,         preferences},
        panel(context, &window) {
    navigator.follow = &panel;
    window.resize(size);
    panel.resize(size);
    window.show();
  }
  bool settle() {
    const bool settled = QTest::qWaitFor([this] { return panel.settled(); }, 8000);
    QCoreApplication::processEvents();
    QCoreApplication::processEvents();
    return settled && QTest::qWaitFor([this] { return panel.settled(); }, 8000);
  }
  EndpointPage* page() { return panel.findChild<EndpointPage*>(); }

  QWidget window;
  Preferences preferences;
  Session session;
  SelectionHub selection;
  ActionRegistry actions;
  QUndoStack undo;
  ToastHost toasts;
  QuietNavigator navigator;
  SavedViewList views;
  PanelContext context;
  DeploymentsPanel panel;
};

inline QPushButton* findButton(QWidget& in, const QString& text) {
  for (QPushButton* button : in.findChildren<QPushButton*>()) {
    if (button->text() == text) {
      return button;
    }
  }
  return nullptr;
}

}  // namespace tatara::ui::test
