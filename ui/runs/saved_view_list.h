// The saved views of the panel, as the store has them.
//
// Threads: GUI thread.
#pragma once

#include <QObject>

#include "core/track/saved_views.h"
#include "ui/async/latest_job.h"
#include "ui/async/store_signals.h"
#include "ui/runs/view_state.h"

namespace tatara::ui {

class SavedViews final : public QObject {
  Q_OBJECT

 public:
  SavedViews(std::shared_ptr<store::Store> store, StoreSignals& changes, QObject* parent);

  const std::vector<track::SavedView>& views() const { return m_views; }
  // The one that arranges everything like this; widths do not count.
  QString nameOf(const ViewState& view) const;

 Q_SIGNALS:
  void changed();

 private:
  void load();

  std::shared_ptr<store::Store> m_store;
  std::vector<track::SavedView> m_views;
  LatestJob<std::vector<track::SavedView>> m_job;  // last: gone first
};

inline constexpr std::string_view kRunsViews = "experiments";

}  // namespace tatara::ui
