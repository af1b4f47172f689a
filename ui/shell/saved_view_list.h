// The saved views of all panels, as the store has them: what the sidebar lists and the panels' menus offer.
//
// Threads: GUI thread.
#pragma once

#include <QObject>

#include "core/track/saved_views.h"
#include "ui/async/latest_job.h"
#include "ui/async/store_signals.h"

namespace tatara::ui {

class SavedViewList final : public QObject {
  Q_OBJECT

 public:
  SavedViewList(std::shared_ptr<store::Store> store, StoreSignals& changes, QObject* parent = nullptr);

  // By name.
  const std::vector<track::SavedView>& all() const { return m_views; }
  std::vector<track::SavedView> of(std::string_view panel) const;
  // None: it is gone, or not loaded yet.
  const track::SavedView* find(std::int64_t id) const;
  bool loaded() const { return m_loaded; }

 Q_SIGNALS:
  void changed();

 private:
  void load();

  std::shared_ptr<store::Store> m_store;
  std::vector<track::SavedView> m_views;
  bool m_loaded = false;
  LatestJob<std::vector<track::SavedView>> m_job;  // last: gone first
};

}  // namespace tatara::ui
